"""The schemas of cases and statuses fit what cases are given as and what statuses write, and nothing that they would not."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest

import engagepolicy
from engagepolicy.resources import ruleset_names

SAMPLE = Path(__file__).parents[3] / "docs" / "samples" / "cases.jsonl"
CASES = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
START = datetime(2026, 11, 18, tzinfo=UTC)
MOMENTS = [START + timedelta(hours=19 * number) for number in range(12)]


@pytest.fixture(scope="module")
def bank() -> engagepolicy.Policy:
    return engagepolicy.load("brands.bank")


def checker(policy: engagepolicy.Policy, of: Literal["case", "status"]) -> jsonschema.Draft202012Validator:
    schema = policy.json_schema(of)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def test_every_status_of_the_sample_fits_whenever_it_is_asked(bank: engagepolicy.Policy) -> None:
    fits = checker(bank, "status")
    states = set()
    for case in CASES:
        for moment in MOMENTS:
            record = json.loads(json.dumps(bank.track(case, moment).to_record()))
            fits.validate(record)
            states |= {clock["state"] for clock in record["clocks"].values()}
    assert states >= {"running", "met", "breached", "not_started"}


def nested(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with their dotted keys, of at most two parts, put into objects."""
    found: dict[str, Any] = {}
    for path, value in facts.items():
        group, _, name = path.rpartition(".")
        (found.setdefault(group, {}) if group else found)[name] = value
    return found


def test_every_case_of_the_sample_fits_once_its_facts_are_nested(bank: engagepolicy.Policy) -> None:
    fits = checker(bank, "case")
    for case in CASES:
        events = [{**each, "facts": nested(each.get("facts", {}))} for each in case.get("events", [])]
        fits.validate({**case, "facts": nested(case["facts"]), "events": events})


@pytest.mark.parametrize("name", ruleset_names())
def test_the_cases_in_tests_of_shipped_rulesets_give_statuses_that_fit(name: str) -> None:
    policy = engagepolicy.load(name)
    fits = checker(policy, "status")
    for example in policy.examples:
        if example.case is not None:
            case = {"opened_at": example.case.opened_at, "opened_by": example.case.opened_by, "facts": example.facts}
            for days in (0, 1, 40):
                fits.validate(policy.track(case, example.case.opened_at + timedelta(days=days)).to_record())


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("kind",), "decision"),
        (("tier",), "nobody"),
        (("severity",), "dreadful"),
        (("now",), 3),
        (("clocks", "first_response", "state"), "late"),
        (("clocks", "first_response", "elapsed"), "an hour"),
        (("history", 0, "what"), "wondered"),
        (("decision",), {}),
    ],
)
def test_what_no_status_holds_does_not_fit(bank: engagepolicy.Policy, path: tuple[Any, ...], wrong: object) -> None:
    record: Any = copy.deepcopy(bank.track(CASES[1], MOMENTS[-1]).to_record())
    fits = checker(bank, "status")
    assert fits.is_valid(record)
    inside = record
    for part in path[:-1]:
        inside = inside[part]
    inside[path[-1]] = wrong
    assert not fits.is_valid(record)


@pytest.mark.parametrize(
    "changed",
    [
        {"opened_at": None},
        {"opened_by": "nobody"},
        {"events": [{"kind": "wondered", "at": "2026-11-20T10:00:00Z"}]},
        {"events": [{"kind": "replied"}]},
        {"state": "open"},
    ],
)
def test_what_is_no_case_does_not_fit(bank: engagepolicy.Policy, changed: dict[str, Any]) -> None:
    assert not checker(bank, "case").is_valid({**CASES[0], **changed})
