"""Every shipped ruleset reads without a complaint, stands in its one layout, and does what its own tests say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import engagepolicy
from engagepolicy import testing
from engagepolicy.formatter import format_text
from engagepolicy.resources import find_ruleset, ruleset_names
from engagepolicy.source import SourceText
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.parser import parse_ruleset

BRANDS = ("brands.airline", "brands.bank")
SEVERITIES = {"low", "normal", "high", "critical"}
FEWEST_TESTS = 15
POLICIES = {
    "aws-support": "examples.aws_support",
    "us-dot-airline-complaints": "examples.us_dot_airline_complaints",
    "usaf-web-posting-response": "examples.usaf_web_posting_response",
    "youtube-strikes": "examples.youtube_strikes",
}
"""The published policies by their names in the shared checks."""
ABOUT_TIME = {"S2.12", "S3.02", "S3.03", "S3.04"}
"""The published checks that ask what becomes of a promise while time passes."""


def read_text(name: str) -> str:
    path = find_ruleset(name)
    assert path is not None, name
    return path.read_text(encoding="utf-8")


def parse(name: str) -> n.ParsedRuleset:
    parsed, problems = parse_ruleset(SourceText(name, read_text(name)))
    assert problems == ()
    return parsed


def examples_of(parsed: n.ParsedRuleset) -> list[n.Test]:
    return [each for each in parsed.declarations if isinstance(each, n.Test)]


def rules_of(parsed: n.ParsedRuleset) -> Iterator[n.Rule]:
    for each in parsed.declarations:
        if isinstance(each, n.Rule):
            yield each
        elif isinstance(each, n.FirstOf):
            yield from each.rules


def words_of(values: tuple[n.Value, ...]) -> Iterator[str]:
    for value in values:
        if isinstance(value, n.Text):
            yield value.value
        elif isinstance(value, n.Path):
            yield value.text


def given_by_rules(parsed: n.ParsedRuleset, outcome: str) -> set[str]:
    """What rules and tables give to an outcome."""
    effects = chain.from_iterable(rule.effects for rule in rules_of(parsed))
    found = {
        word
        for effect in effects
        if isinstance(effect, n.Effect) and effect.outcome.text == outcome
        for word in words_of(effect.values)
    }
    for table in parsed.declarations:
        if isinstance(table, n.Table):
            places = [at for at, result in enumerate(table.results) if result.text == outcome]
            cells = [row.results[at] for row in table.rows for at in places]
            found |= {word for cell in cells if isinstance(cell, n.ResultCell) for word in words_of(cell.values)}
    return found


def expected_by_tests(parsed: n.ParsedRuleset, outcome: str) -> set[str]:
    """What tests expect of an outcome."""
    expectations = chain.from_iterable(test.expectations for test in examples_of(parsed))
    return {
        word
        for each in expectations
        if isinstance(each, n.ExpectOutcome) and each.outcome.text == outcome
        for word in words_of(each.values)
    }


def tiers_of(parsed: n.ParsedRuleset) -> set[str]:
    ladders = (each for each in parsed.declarations if isinstance(each, n.Ladder))
    return {tier.name.text for ladder in ladders for tier in ladder.tiers}


@pytest.mark.parametrize("name", ruleset_names())
def test_it_reads_without_a_complaint(name: str) -> None:
    assert engagepolicy.load(name).warnings == ()


@pytest.mark.parametrize("name", ruleset_names())
def test_it_stands_in_its_one_layout(name: str) -> None:
    text = read_text(name)
    assert format_text(text) == text


@pytest.mark.parametrize("name", [*BRANDS, *POLICIES.values(), "examples.boston_animal_services"])
def test_its_own_tests_pass(name: str) -> None:
    results = testing.run_examples(engagepolicy.load(name))
    assert len(results) == len(examples_of(parse(name)))
    assert [(each.name, each.failures) for each in results if each.failures] == []


@pytest.mark.parametrize("name", BRANDS)
def test_a_brands_tests_reach_every_severity_tier_and_queue(name: str) -> None:
    parsed = parse(name)
    assert len(examples_of(parsed)) >= FEWEST_TESTS
    assert expected_by_tests(parsed, "severity") == SEVERITIES
    assert expected_by_tests(parsed, "tier") == tiers_of(parsed)
    assert expected_by_tests(parsed, "queue") == given_by_rules(parsed, "queue")


@pytest.mark.parametrize("name", BRANDS)
def test_a_bare_message_is_graded_owned_and_answered(name: str) -> None:
    decision = engagepolicy.load(name).decide({"message": "Hello", "received_at": "2026-11-20T10:00:00Z"})
    assert decision.severity == "low"
    assert decision.tier == "frontline"
    assert decision.queue == "Community"
    assert decision.targets["first_response"].due_at is not None
    assert decision.conflicts == ()


def test_every_published_check_is_a_test_or_says_what_it_needs(shared_folder: Path) -> None:
    checks = json.loads((shared_folder / "cases" / "policies" / "checks.json").read_text(encoding="utf-8"))
    assert checks
    for check in checks:
        parsed = parse(POLICIES[check["policy"]])
        named = {test.name.value.split(" ")[0] for test in examples_of(parsed)}
        left = {found for comment in parsed.comments for found in re.findall(r"^# +(S[0-9]\.[0-9]{2}) ", comment.text)}
        assert check["id"] in named ^ left, check["scenario"]


def test_published_checks_about_time_are_tests_of_cases(shared_folder: Path) -> None:
    checks = json.loads((shared_folder / "cases" / "policies" / "checks.json").read_text(encoding="utf-8"))
    known = {check["id"] for check in checks}
    cases = {
        test.name.value.split(" ")[0]
        for name in POLICIES.values()
        for test in examples_of(parse(name))
        if test.given is not None and test.given.is_case
    }
    assert known >= ABOUT_TIME
    assert cases >= ABOUT_TIME


@pytest.mark.parametrize("name", BRANDS)
def test_a_brands_tests_see_its_clocks_and_its_ladder_at_work(name: str) -> None:
    tests = [test for test in examples_of(parse(name)) if test.given is not None and test.given.is_case]
    kinds = {event.kind.text for test in tests for event in test.events}
    expected = {
        value.text
        for test in tests
        for later in test.later
        for each in later.expectations
        if isinstance(each, n.ExpectOutcome)
        for value in each.values
        if isinstance(value, n.Path)
    }
    assert {"replied", "status_changed", "resolved", "reopened"} <= kinds
    assert {"met", "breached", "running", "paused", "warned"} <= expected
    assert len(expected & tiers_of(parse(name))) >= 3
