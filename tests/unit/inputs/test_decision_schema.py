"""The schema of decisions fits what decisions write, and nothing that they would not."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

import engagepolicy
from engagepolicy.resources import ruleset_names

EVERYTHING = """ruleset a.b "Every type" { version "1" timezone UTC }
extend interaction {
  score : number default 0.5
  waited : duration optional
  bought_on : date optional
  secret : string optional private
  strikes : list of strike default {}
}
record strike { issued_at : datetime   rule : string optional }
ladder care "Who" { tier frontline "First"  tier specialist "Second" }
outcome weight { type number merge highest }
outcome tries { type int merge highest }
outcome is_spam { type bool merge unique }
outcome mood { type enum(calm, cross) merge unique on conflict cross }
rule one {
  when score > 0.25 and (waited > 1h or bought_on < 2026-01-01 or secret is "x" or any s in strikes where (s.rule is "spam"))
  weight 1.5  tries 3  is_spam true  mood calm  tier specialist  tag a, b  require call_back
  first response within 4h
}
exclusion tried_and_queued { tries 3  queue "Q"  tag a, b }
rule two { when score > 0.25 mood cross  queue "Q" }
"""
INPUT = {
    "message": "hello",
    "received_at": "2026-11-20T10:00:00Z",
    "score": 0.75,
    "waited": "PT2H",
    "bought_on": "2025-01-01",
    "secret": "x",
    "strikes": [{"issued_at": "2026-01-01T00:00:00Z", "rule": "spam"}],
}


def validate(record: dict[str, Any], policy: engagepolicy.Policy) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(policy.json_schema("decision"), format_checker=checker).validate(record)


@pytest.mark.parametrize("name", ruleset_names())
def test_the_examples_of_shipped_rulesets_fit(name: str) -> None:
    policy = engagepolicy.load(name)
    jsonschema.Draft202012Validator.check_schema(policy.json_schema("decision"))
    for example in policy.examples:
        if example.case is None and example.record == "interaction":
            validate(policy.decide(example.facts).to_record(), policy)


def test_every_type_fits() -> None:
    policy = engagepolicy.loads(EVERYTHING)
    jsonschema.Draft202012Validator.check_schema(policy.json_schema("decision"))
    record = policy.decide(INPUT).to_record()

    conflicts = [(each["outcome"], each.get("exclusion")) for each in record["conflicts"]]
    assert conflicts == [("mood", None), *((each, "tried_and_queued") for each in ("queue", "tags", "tries"))]
    validate(record, policy)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kind",), "review"),
        (("as_of",), None),
        (("outcomes", "mood"), "furious"),
        (("outcomes", "tries"), "three"),
        (("outcomes", "weight"), 1.5),
        (("outcomes", "tags"), "a"),
        (("facts", "secret"), "x"),
        (("facts", "unheard_of"), "x"),
        (("targets", "first_response"), {"due_at": None}),
        (("policy", "digest"), "short"),
    ],
)
def test_what_no_decision_writes_does_not_fit(path: tuple[str, ...], value: object) -> None:
    policy = engagepolicy.loads(EVERYTHING)
    record = copy.deepcopy(policy.decide(INPUT).to_record())
    place = record
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value

    with pytest.raises(jsonschema.ValidationError):
        validate(record, policy)
