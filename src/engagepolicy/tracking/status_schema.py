"""JSON Schema of the records of statuses, as `CaseStatus.to_record()` writes them."""

from __future__ import annotations

from typing import get_args

from engagepolicy.inputs.decision_schema import decision_schema
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
from engagepolicy.ir.program import Program
from engagepolicy.tracking.status import KIND, ClockState, What
from engagepolicy.values.types import EnumType

_PLACE = or_null(object_of({"file": TEXT, "line": {"type": "integer", "minimum": 1}}))


def _wait() -> JsonSchema:
    moments = ("started_at", "counted_from", "due_at", "warn_at", "met_at", "breached_at", "ended_at", "target_from", "not_before_at")
    return {
        "state": {"type": "string", "enum": list(get_args(ClockState))},
        **dict.fromkeys(moments, or_null(MOMENT)),
        "elapsed": DURATION,
        "paused": DURATION,
        "remaining": or_null(DURATION),
        "allowed": or_null(DURATION),
        "amount": or_null(TEXT),
        "calendar": or_null(TEXT),
        "due_times": list_of(object_of({"amount": TEXT, "due_at": or_null(MOMENT)})),
        "reason": or_null(TEXT),
        "rules": TEXTS,
        "started_by": or_null(TEXT),
        "ended_by": or_null(TEXT),
    }


def _clocks() -> JsonSchema:
    clock = object_of({**_wait(), "cycles": list_of(object_of(_wait()))})
    return {"type": "object", "additionalProperties": clock}


def _step(tier: JsonSchema) -> JsonSchema:
    return object_of(
        {
            "step": TEXT,
            "from_tier": tier,
            "to_tier": tier,
            "due_at": or_null(MOMENT),
            "after": or_null(DURATION),
            "at": or_null(DURATION),
            "reason": or_null(TEXT),
            "place": _PLACE,
        }
    )


def _entry() -> JsonSchema:
    return object_of(
        {
            "at": MOMENT,
            "what": {"type": "string", "enum": list(get_args(What))},
            "subject": or_null(TEXT),
            "detail": or_null(TEXT),
            "rules": TEXTS,
            "step": or_null(TEXT),
            "place": _PLACE,
        }
    )


def _severity(program: Program) -> JsonSchema:
    declared = program.outcome_by_name.get("severity")
    if declared is None or not isinstance(declared.type, EnumType):
        return TEXT
    return {"type": "string", "enum": list(declared.type.values)}


def status_schema(program: Program) -> JsonSchema:
    """Return JSON Schema 2020-12 of what `CaseStatus.to_record()` gives for cases of the program, ready for `json.dumps`.

    Members that are not named here may be added to a record by whoever writes it, such as where its case came from.
    """
    tiers = [tier for ladder in program.ladders for tier, _ in ladder.tiers]
    tier: JsonSchema = {"type": "string", "enum": tiers} if tiers else TEXT
    decision = {name: part for name, part in decision_schema(program).items() if name != "$schema"}
    properties: JsonSchema = {
        "kind": {"const": KIND},
        "policy": POLICY,
        "case": or_null(TEXT),
        "opened_at": MOMENT,
        "now": MOMENT,
        "tz_database": TEXT,
        "tier": or_null(tier),
        "on_duty": TEXTS,
        "severity": or_null(_severity(program)),
        "next_check_at": or_null(MOMENT),
        "clocks": _clocks(),
        "steps_ahead": list_of(_step(tier)),
        "history": list_of(_entry()),
        "decision": or_null(decision),
    }
    title = f"a status of a case by {program.name} {program.version}".rstrip()
    return {"$schema": DIALECT, "title": title, "type": "object", "properties": properties, "required": list(properties)}
