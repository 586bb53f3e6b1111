"""The small parts that JSON Schemas of records are put together from."""

from __future__ import annotations

from typing import Any, TypeAlias

JsonSchema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: JsonSchema = {"type": "string"}
TEXTS: JsonSchema = {"type": "array", "items": TEXT}
MOMENT: JsonSchema = {"type": "string", "format": "date-time"}
DURATION: JsonSchema = {"type": "string", "pattern": r"^-?PT[0-9]+(\.[0-9]{6})?S$"}


def object_of(properties: JsonSchema) -> JsonSchema:
    """Return an object that has just these members, all of them."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def list_of(item: JsonSchema) -> JsonSchema:
    """Return a list of such items."""
    return {"type": "array", "items": item}


def or_null(schema: JsonSchema) -> JsonSchema:
    """Return what may be null as well."""
    return {"anyOf": [schema, {"type": "null"}]}


POLICY = object_of({"name": TEXT, "version": TEXT, "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"}})
"""Which policy made a record."""
