"""JSON Schema of the records of a policy's reviews, as `Review.to_record()` writes them."""

from __future__ import annotations

from engagepolicy.inputs.decision_schema import facts_schema
from engagepolicy.inputs.schema_parts import DIALECT, MOMENT, POLICY, TEXT, TEXTS, JsonSchema, list_of, object_of, or_null
from engagepolicy.ir.constraints import SEVERITIES
from engagepolicy.ir.program import Program

DRAFT = "draft"
COUNT: JsonSchema = {"type": "integer", "minimum": 0}
SPAN = object_of({"field": TEXT, "start": COUNT, "end": COUNT, "sought": TEXT})
FIX: JsonSchema = {
    "oneOf": [
        object_of({"do": {"const": "insert"}, "text": TEXT, "at": {"enum": ["start", "end"]}}),
        object_of({"do": {"const": "remove"}}),
        object_of({"do": {"const": "replace"}, "text": TEXT}),
        object_of({"do": {"const": "ask"}, "facts": TEXTS}),
    ]
}
FINDING = object_of(
    {
        "rule": TEXT,
        "pillar": or_null(TEXT),
        "verdict": {"enum": list(SEVERITIES)},
        "reason": TEXT,
        "source": or_null(TEXT),
        "because": or_null(TEXT),
        "fixes": list_of(FIX),
        "spans": list_of(SPAN),
        "missing": TEXTS,
        "approver": or_null(TEXT),
    }
)


def review_schema(program: Program) -> JsonSchema:
    """Return JSON Schema 2020-12 of what `Review.to_record()` gives for reviews of the program, ready for `json.dumps`."""
    properties: JsonSchema = {
        "kind": {"const": "review"},
        "policy": POLICY,
        "as_of": or_null(MOMENT),
        "facts": facts_schema(program, DRAFT),
        "tests": {"type": "object", "additionalProperties": or_null({"type": "boolean"})},
        "missing": {"type": "object", "additionalProperties": TEXTS},
        "verdict": {"enum": ["allow", *SEVERITIES[1:]]},
        "findings": list_of(FINDING),
        "suggested_text": or_null(TEXT),
        "computed_from": {"type": "object", "additionalProperties": list_of(SPAN)},
    }
    title = f"a review of {program.name} {program.version}".rstrip()
    return {"$schema": DIALECT, "title": title, "type": "object", "properties": properties, "required": list(properties)}
