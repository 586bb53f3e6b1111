"""JSON Schema of the records of a policy's decisions, as `Decision.to_record()` writes them."""

from __future__ import annotations

from typing import Any

from engagepolicy.ir.program import Program
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    DutyType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    RecordType,
    SetType,
    StringType,
    TargetType,
    Type,
)

JsonSchema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
INTERACTION = "interaction"
MASK = "***"
TEXT: JsonSchema = {"type": "string"}
TEXTS: JsonSchema = {"type": "array", "items": TEXT}
MOMENT: JsonSchema = {"type": "string", "format": "date-time"}
_SCALARS: dict[type, JsonSchema] = {
    BoolType: {"type": "boolean"},
    IntType: {"type": "integer"},
    NumberType: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?$"},
    StringType: TEXT,
    DateType: {"type": "string", "format": "date"},
    DateTimeType: MOMENT,
    DurationType: {"type": "string", "pattern": r"^-?PT[0-9]+(\.[0-9]{6})?S$"},
    DutyType: TEXT,
    TargetType: TEXTS,
    ListType: {"type": "array", "items": {"type": "object"}},
    RecordType: {"type": "object"},
}


def _object(properties: JsonSchema) -> JsonSchema:
    """Return an object that has just these members, all of them."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list_of(item: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": item}


def _or_null(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [schema, {"type": "null"}]}


def _value(of: Type) -> JsonSchema:
    match of:
        case EnumType(values=words):
            return {"type": "string", "enum": list(words)}
        case SetType(of=inner):
            return {"type": "array", "items": _value(inner), "uniqueItems": True}
        case _:
            return _SCALARS[type(of)]


def _described(schema: JsonSchema, description: str | None) -> JsonSchema:
    return {**schema, "description": description} if description else schema


def _facts(program: Program) -> JsonSchema:
    """Return the facts that a record may hold: those that rules read, as they are written in logs, private ones masked."""
    fields = {
        each.path: _described({"const": MASK} if each.is_private else _value(each.type), each.description)
        for each in program.schema_by_name[INTERACTION].fields
    }
    return {"type": "object", "properties": fields, "additionalProperties": False}


def _outcomes(program: Program) -> JsonSchema:
    return _object({each.name: _described(_or_null(_value(each.type)), each.description) for each in program.outcomes})


def _targets(program: Program) -> JsonSchema:
    moments = {"due_at": _or_null(MOMENT), "warn_at": _or_null(MOMENT), "counted_from": MOMENT}
    target = _object({**moments, "amount": TEXT, "amounts": TEXTS, "calendar": _or_null(TEXT)})
    names = [each.name for each in program.outcomes if isinstance(each.type, TargetType)]
    return {"type": "object", "properties": dict.fromkeys(names, target), "additionalProperties": False}


def _conflicts(program: Program) -> JsonSchema:
    kinds = [
        _object(
            {
                "outcome": {"const": each.name},
                "claims": _list_of(_object({"value": _or_null(_value(each.type)), "rules": TEXTS})),
                "settled_as": _or_null(_value(each.type)),
            }
        )
        for each in program.outcomes
    ]
    return _list_of({"oneOf": kinds}) if kinds else {"type": "array", "maxItems": 0}


def decision_schema(program: Program) -> JsonSchema:
    """Return JSON Schema 2020-12 of what `Decision.to_record()` gives for decisions of the program, ready for `json.dumps`.

    Members that are not named here may be added to a record by whoever writes it, such as where its input came from.
    """
    properties: JsonSchema = {
        "kind": {"const": "decision"},
        "policy": _object({"name": TEXT, "version": TEXT, "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}),
        "as_of": MOMENT,
        "facts": _facts(program),
        "tests": {"type": "object", "additionalProperties": _or_null({"type": "boolean"})},
        "missing": {"type": "object", "additionalProperties": TEXTS},
        "outcomes": _outcomes(program),
        "targets": _targets(program),
        "segments": TEXTS,
        "undetermined_segments": TEXTS,
        "applied": TEXTS,
        "overridden": TEXTS,
        "conflicts": _conflicts(program),
        "undetermined": _list_of(_object({"rule": TEXT, "facts": TEXTS, "outcomes": TEXTS, "applies": {"type": "boolean"}})),
    }
    title = f"a decision of {program.name} {program.version}".rstrip()
    return {"$schema": DIALECT, "title": title, "type": "object", "properties": properties, "required": list(properties)}
