"""The honesty rulesets against the shared examples and drafts of our own: the verdict, and the pillars that have to be named."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import engagepolicy as ep
from tests.rulesets.honesty_drafts import CASES
from tests.rulesets.honesty_parts import Case

EXAMPLES = Path(__file__).parent.parent.parent.parent / "shared" / "cases" / "honesty_examples.jsonl"


@cache
def policy() -> ep.Policy:
    return ep.load("womma.honesty")


def examples() -> list[dict[str, Any]]:
    if not EXAMPLES.is_file():
        return []
    return [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]


def told(review: ep.Review) -> list[tuple[str, str, object]]:
    return [(each.rule, each.verdict, each.missing) for each in review.findings]


def test_there_are_examples() -> None:
    if not EXAMPLES.is_file():
        pytest.skip("needs the shared examples, which are not beside this checkout")
    assert len(examples()) >= 20


@pytest.mark.parametrize("example", examples(), ids=lambda example: str(example["id"]))
def test_an_example_gets_its_verdict_and_pillars(example: dict[str, Any]) -> None:
    review = policy().review(example["draft"])
    expected = example["expected"]
    assert (review.verdict, set(expected["pillars"]) <= review.pillars) == (expected["verdict"], True), told(review)
    assert policy().replay(json.loads(json.dumps(review.to_record()))) == review


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_a_draft_of_our_own_gets_its_verdict(case: Case) -> None:
    review = policy().review(case.draft)
    assert review.verdict == case.verdict, told(review)
    assert not case.pillar or case.pillar in review.pillars, told(review)


def test_every_constraint_is_locked_and_belongs_to_a_pillar() -> None:
    constraints = policy().program.constraints
    assert len(constraints) > 50
    assert [each.id for each in constraints if not each.is_locked or each.pillar is None] == []


@pytest.mark.parametrize(
    "text",
    [
        'constraint soft { on draft must holds_opinion else note "x" overrides true_persona }',
        "rule soft { tag x overrides true_persona }",
        'constraint true_persona { on draft must holds_opinion else note "x" }',
        "define tied { on draft when false }",
    ],
)
def test_nothing_sets_a_locked_constraint_aside(text: str) -> None:
    with pytest.raises(ep.PolicyError):
        ep.loads(f'ruleset a {{ version "1" }} use womma.honesty\n{text}')


def test_reasons_and_suggested_texts_name_the_brand() -> None:
    draft = {"text": "Love this app.", "channel": "x_post", "brand": "Acme", "relationship": "employee", "endorses": True}
    author = {"account": "personal", "human": True, "age": "adult"}
    audience = {"countries": ["US"], "languages": ["en"], "children": False}
    review = policy().review(draft | {"author": author, "audience": audience, "compensation": ["salary"], "holds_opinion": True})
    assert all("{" not in finding.reason for finding in review.findings)
    assert any("Acme" in finding.reason for finding in review.findings)
    assert review.suggested_text is not None
    assert "  " not in review.suggested_text
