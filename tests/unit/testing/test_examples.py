"""What running a ruleset's own examples says, held and not held."""

from __future__ import annotations

import pytest

import engagepolicy as ep
from engagepolicy.testing import run_examples

RULESET = """
ruleset acme { version "1" timezone Europe/London }
ladder care "Care" { tier frontline "Frontline" tier counsel "Counsel" }
segment press "The press" { when author.relationship is press }
calendar office "Office" { timezone Europe/London mon-fri 09:00-17:00 }
rule threat "A threat" {
  when message mentions "lawyer"
  severity critical
  escalate to counsel
  first response within 1h
  resolution within 4h on office
  tag legal, urgent
  queue "legal"
}
rule billing "Money" {
  when message mentions "refund"
  queue "billing"
}
rule calm "Calm" {
  when author.followers < 10
  severity low
}
rule praise "Praise" {
  overrides billing
  when message mentions "thanks"
  queue "praise"
}
"""

TEST = 'test "it" {{ given interaction {{ message "{message}" received_at 2026-11-20 10:00 {facts} }} expect {expected} }}'


def failures(message: str, expected: str, facts: str = "") -> list[tuple[str, str]]:
    policy = ep.loads(RULESET + TEST.format(message=message, expected=expected, facts=facts))
    (result,) = run_examples(policy)
    assert result.name == "it"
    assert result.holds is (result.failures == ())
    return [(each.expected, each.found) for each in result.failures]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("my lawyer", "severity critical, tier counsel"),
        ("my lawyer", "tag legal, no tag calm, no notify"),
        ("my lawyer", "first response within 1h, first response due 2026-11-20 11:00"),
        ("my lawyer", "resolution within 4h on office, resolution due 2026-11-20 14:00"),
        ("my lawyer", "rule threat applied, rule calm undetermined, rule billing not applied"),
        ("my lawyer wants a refund", "conflict on queue"),
        ("thanks for the refund", "rule billing overridden, queue praise"),
        ("hello", "no severity, no queue, no segment press"),
    ],
)
def test_what_holds(message: str, expected: str) -> None:
    assert failures(message, expected) == []


@pytest.mark.parametrize(
    ("message", "expected", "told"),
    [
        ("hello", "severity critical", ("severity critical", "nothing")),
        ("my lawyer", "severity low", ("severity low", "critical")),
        ("my lawyer", "tag calm", ("tags calm", "legal, urgent")),
        ("my lawyer", "no tag legal", ("tags not legal", "legal, urgent")),
        ("my lawyer", "no queue", ("queue not given", "legal")),
        ("my lawyer", "no severity critical", ("severity not critical", "critical")),
        ("my lawyer", "first response within 2h", ("first_response within 2h", "1h")),
        ("hello", "first response within 2h", ("first_response within 2h", "nothing")),
        (
            "my lawyer",
            "first response due 2026-11-20 12:00",
            ("first_response due 2026-11-20 12:00 Europe/London", "2026-11-20 11:00 Europe/London"),
        ),
        ("my lawyer", "rule threat not applied", ("threat not applied", "applies")),
        ("hello", "rule threat applied", ("threat applied", "does not apply")),
        ("hello", "rule threat overridden", ("threat overridden", "does not apply")),
        ("my lawyer", "conflict on queue", ("queue in conflict", "legal")),
        ("lawyer refund", "queue legal", ("queue legal", "nothing, in conflict: billing (billing) and legal (threat)")),
        ("hello", "segment press", ("segments press", "nothing")),
    ],
)
def test_what_does_not_hold_says_what_was_found(message: str, expected: str, told: tuple[str, str]) -> None:
    assert failures(message, expected) == [told]


def test_facts_of_an_example_reach_the_decision() -> None:
    assert failures("hello", "severity low", "author.followers 3") == []


def test_places_lead_back_to_the_ruleset() -> None:
    policy = ep.loads(RULESET + TEST.format(message="hello", expected="severity low", facts=""), name="acme.engage")
    (result,) = run_examples(policy)
    place = result.failures[0].place
    assert place is not None
    assert place.file == "acme.engage"
    assert place.line == RULESET.count("\n") + 1
