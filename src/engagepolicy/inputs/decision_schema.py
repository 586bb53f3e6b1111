"""JSON Schema of the records of a policy's decisions, as `Decision.to_record()` writes them."""

from __future__ import annotations

from engagepolicy.inputs.schema_parts import (
    DIALECT,
    DURATION,
    MOMENT,
    POLICY,
    TEXT,
    TEXTS,
    JsonSchema,
    list_of,
    object_of,
    or_null,
)
from engagepolicy.ir.exclusions import Exclusion
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

INTERACTION = "interaction"
MASK = "***"
_SCALARS: dict[type, JsonSchema] = {
    BoolType: {"type": "boolean"},
    IntType: {"type": "integer"},
    NumberType: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?$"},
    StringType: TEXT,
    DateType: {"type": "string", "format": "date"},
    DateTimeType: MOMENT,
    DurationType: DURATION,
    DutyType: TEXT,
    TargetType: TEXTS,
    ListType: {"type": "array", "items": {"type": "object"}},
    RecordType: {"type": "object"},
}


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


def facts_schema(program: Program, record: str = INTERACTION) -> JsonSchema:
    """Return the facts that a record may hold: those that rules read, as they are written in logs, private ones masked."""
    fields = {
        each.path: _described({"const": MASK} if each.is_private else _value(each.type), each.description)
        for each in program.schema_by_name[record].fields
    }
    return {"type": "object", "properties": fields, "additionalProperties": False}


def _outcomes(program: Program) -> JsonSchema:
    return object_of({each.name: _described(or_null(_value(each.type)), each.description) for each in program.outcomes})


def _targets(program: Program) -> JsonSchema:
    moments = {"due_at": or_null(MOMENT), "warn_at": or_null(MOMENT), "counted_from": MOMENT}
    moments["not_before_at"] = or_null(MOMENT)
    target = object_of({**moments, "amount": TEXT, "amounts": TEXTS, "calendar": or_null(TEXT)})
    names = [each.name for each in program.outcomes if isinstance(each.type, TargetType)]
    return {"type": "object", "properties": dict.fromkeys(names, target), "additionalProperties": False}


def _exclusion(program: Program, exclusion: Exclusion) -> JsonSchema:
    """Return the schema of the conflicts that an exclusion is met in, each on one of its outcomes."""
    values = {each.outcome.name: each.outcome.type for each in exclusion.members}
    kinds = [
        object_of(
            {
                "outcome": {"const": name},
                "claims": list_of(object_of({"value": _value(of.of if isinstance(of, SetType) else of), "rules": TEXTS})),
                "settled_as": or_null(_value(program.outcome_by_name[name].type)),
                "exclusion": {"const": exclusion.name},
            }
        )
        for name, of in values.items()
    ]
    return {"oneOf": kinds}


def _conflicts(program: Program) -> JsonSchema:
    kinds = [
        object_of(
            {
                "outcome": {"const": each.name},
                "claims": list_of(object_of({"value": or_null(_value(each.type)), "rules": TEXTS})),
                "settled_as": or_null(_value(each.type)),
            }
        )
        for each in program.outcomes
    ]
    kinds += [_exclusion(program, each) for each in program.exclusions]
    return list_of({"oneOf": kinds}) if kinds else {"type": "array", "maxItems": 0}


def decision_schema(program: Program) -> JsonSchema:
    """Return JSON Schema 2020-12 of what `Decision.to_record()` gives for decisions of the program, ready for `json.dumps`.

    Members that are not named here may be added to a record by whoever writes it, such as where its input came from.
    """
    properties: JsonSchema = {
        "kind": {"const": "decision"},
        "policy": POLICY,
        "as_of": MOMENT,
        "facts": facts_schema(program),
        "tests": {"type": "object", "additionalProperties": or_null({"type": "boolean"})},
        "missing": {"type": "object", "additionalProperties": TEXTS},
        "outcomes": _outcomes(program),
        "targets": _targets(program),
        "segments": TEXTS,
        "undetermined_segments": TEXTS,
        "applied": TEXTS,
        "overridden": TEXTS,
        "conflicts": _conflicts(program),
        "undetermined": list_of(object_of({"rule": TEXT, "facts": TEXTS, "outcomes": TEXTS, "applies": {"type": "boolean"}})),
    }
    title = f"a decision of {program.name} {program.version}".rstrip()
    return {"$schema": DIALECT, "title": title, "type": "object", "properties": properties, "required": list(properties)}
