"""Policies that follow a case over time."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import engagepolicy as ep

TEXT = """ruleset acme.care "Acme" {
  version  "7"
  timezone Europe/Berlin
}

calendar office "Care desk" {
  timezone Europe/Berlin
  mon-fri  09:00-17:00
}

extend interaction {
  urgency : enum(low < high) default low
}

ladder care "Who owns the conversation" {
  tier frontline "Community manager"
  tier manager   "Care manager"
}

rule usual "The usual" {
  when           urgency is low
  severity       normal
  first response within 4h on office
}

rule urgent "It cannot wait" {
  when           urgency is high
  in force       from 2026-05-01 until 2026-06-01
  severity       high
  escalate       to manager
  first response within 1h
}
"""
CASE = {
    "id": "7",
    "opened_at": "2026-05-04T10:00:00+02:00",
    "facts": {"message": "my secret", "author": {"name": "Ada"}},
    "events": [
        {"kind": "replied", "at": "2026-05-04T12:30:00+02:00"},
        {"kind": "reclassified", "at": "2026-05-04T11:30:00+02:00", "facts": {"urgency": "high"}},
    ],
}
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def policy() -> ep.Policy:
    return ep.loads(TEXT)


def test_a_case_is_followed(policy: ep.Policy) -> None:
    status = policy.track(CASE, now=NOW)
    clock = status.clocks["first_response"]
    assert (status.severity, status.tier, clock.state) == ("high", "manager", "breached")
    assert clock.breached_at == datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    assert clock.due_at == datetime(2026, 5, 4, 9, tzinfo=UTC)
    assert status.policy.digest == policy.digest
    assert [entry.rules for entry in status.history if entry.what == "breached"] == [("urgent",)]


def test_a_look_between_the_events(policy: ep.Policy) -> None:
    status = policy.track(CASE, now=datetime(2026, 5, 4, 9, tzinfo=UTC))
    assert (status.severity, status.tier, status.clocks["first_response"].state) == ("normal", "frontline", "running")
    assert status.next_check_at == status.clocks["first_response"].due_at == datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_json_and_the_model_are_the_same_case(policy: ep.Policy) -> None:
    plain = policy.track(CASE, now=NOW)
    assert policy.track(json.dumps(CASE).encode(), now=NOW) == plain
    assert policy.track(policy.Case.model_validate(CASE), now=NOW) == plain


def test_decisions_are_made_as_of_the_opening(policy: ep.Policy) -> None:
    opened = {**CASE, "opened_at": "2026-04-30T10:00:00+02:00"}
    assert policy.track(opened, now=NOW).severity is None


def test_the_record_is_json_and_the_decision_in_it_can_be_made_again(policy: ep.Policy) -> None:
    status = policy.track(CASE, now=NOW)
    record = json.loads(json.dumps(status.to_record()))
    assert (record["kind"], record["case"], record["policy"]["digest"]) == ("status", "7", policy.digest)
    assert record["clocks"]["first_response"]["breached_at"] == "2026-05-04T09:30:00+00:00"
    assert "Ada" not in json.dumps(record)
    assert policy.replay(record["decision"]) == status.decision
    assert status.decision is not None
    assert "urgent" in status.decision.explain().text()


def test_what_does_not_fit_is_said_with_its_place(policy: ep.Policy) -> None:
    with pytest.raises(ep.InvalidInput, match=r"events\[0\]\.at"):
        policy.track({**CASE, "events": [{"kind": "replied", "at": "2026-05-04T12:30:00"}]}, now=NOW)
    with pytest.raises(ep.InvalidInput, match="now: found a moment without a zone"):
        policy.track(CASE, now=NOW.replace(tzinfo=None))
