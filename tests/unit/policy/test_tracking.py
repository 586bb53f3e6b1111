"""Policies that follow a case over time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

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


CLIMBING = """ruleset acme.care "Acme" {
  version  "8"
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
  tier frontline  "Community manager"
  tier specialist "Care specialist"
  tier manager    "Care manager"
  tier counsel    "Legal counsel"
  %s
}

sla care_clock "How clocks behave" {
  %s
}

rule usual "The usual" {
  severity       normal
  first response within 4h
  resolution     within 8h on office
}

rule legal "Counsel at once" {
  when        urgency is high
  escalate to counsel
}
"""
UP = """escalate frontline to specialist after 1h without first response until acknowledged
  escalate specialist to manager after 1h without first response until acknowledged"""
OFFICE_UP = "escalate frontline to specialist after 1h on office without first response"
REMINDED = f"{UP.splitlines()[0]}\n  repeat 2 times every 30m until acknowledged"
Happening: TypeAlias = tuple[str, str, dict[str, object]]
"""The kind of an event, when it happens, and the facts that it changes."""
WAITING: Happening = ("status_changed", "04 12:00", {"case": {"status": "waiting_on_customer"}})


def local(text: str) -> str:
    """Return `04 10:00`, a day of May 2026 and a time in Berlin, as a moment."""
    day, clock = text.split()
    return f"2026-05-{day}T{clock}:00+02:00"


def followed(steps: str, clocks: str, now: str, *events: Happening, opened: str = "04 10:00") -> ep.CaseStatus:
    """Return how a case stands that was opened on Monday at ten, unless `opened` says otherwise."""
    case = {
        "opened_at": local(opened),
        "facts": {"message": "Hello"},
        "events": [{"kind": kind, "at": local(at), "facts": facts} for kind, at, facts in events],
    }
    return ep.loads(CLIMBING % (steps, clocks)).track(case, now=datetime.fromisoformat(local(now)))


def climbed(status: ep.CaseStatus) -> list[tuple[str, str | None, str]]:
    """Return what happened to the tier by steps: what, which tier, the day and time in Berlin."""
    berlin = ZoneInfo("Europe/Berlin")
    return [(each.what, each.subject, f"{each.at.astimezone(berlin):%d %H:%M}") for each in status.history if each.step is not None]


@pytest.mark.parametrize(
    ("steps", "now", "events", "wanted"),
    [
        pytest.param(
            REMINDED,
            "04 13:30",
            [],
            [("tier entered", "specialist", "04 11:00"), ("reminded", "specialist", "04 11:30"), ("reminded", "specialist", "04 12:00")],
            id="repeat 2 times is two more rounds",
        ),
        pytest.param(UP, "04 13:30", [("acknowledged", "04 11:00", {})], [], id="an acknowledgement on the dot wins"),
        pytest.param(
            UP,
            "04 13:30",
            [("acknowledged", "04 11:30", {})],
            [("tier entered", "specialist", "04 11:00")],
            id="acknowledged after the first step",
        ),
        pytest.param(UP, "04 13:30", [("reclassified", "04 10:30", {"urgency": "high"})], [], id="counsel at once skips the steps"),
        pytest.param(UP, "04 13:30", [("replied", "04 10:59", {})], [], id="answered in time"),
        pytest.param(
            UP,
            "05 10:00",
            [],
            [("tier entered", "specialist", "04 11:00"), ("tier entered", "manager", "04 12:00")],
            id="a late look tells all steps with their own times",
        ),
    ],
)
def test_steps_of_a_ladder(
    steps: str, now: str, events: list[Happening], wanted: list[tuple[str, str, str]]
) -> None:
    assert climbed(followed(steps, "warn at 75%", now, *events)) == wanted


def test_a_tier_stays_when_the_rule_no_longer_gives_it() -> None:
    events: list[Happening] = [("reclassified", "04 10:30", {"urgency": "high"}), ("reclassified", "04 10:40", {"urgency": "low"})]
    assert followed(UP, "warn at 75%", "04 13:30", *events).tier == "counsel"


@pytest.mark.parametrize(("steps", "wanted"), [(UP.splitlines()[0], "09 01:00"), (OFFICE_UP, "11 10:00")])
def test_open_time_waits_for_the_opening_and_plain_time_passes_at_night(steps: str, wanted: str) -> None:
    status = followed(steps, "warn at 75%", "11 12:00", opened="09 00:00")
    assert climbed(status) == [("tier entered", "specialist", wanted)]


def test_steps_on_a_warning_and_on_a_breach() -> None:
    steps = "escalate frontline to specialist on warning of first response\n  escalate to manager on breach of first response"
    status = followed(steps, "warn first response at 75%", "04 15:00")
    assert climbed(status) == [("tier entered", "specialist", "04 13:00"), ("tier entered", "manager", "04 14:00")]


def test_history_names_the_line_of_the_step() -> None:
    entry = next(each for each in followed(UP, "warn at 75%", "04 11:00").history if each.step is not None)
    assert entry.step == "frontline to specialist after 1h without first_response until acknowledged"
    assert entry.place is not None
    assert CLIMBING.splitlines()[entry.place.line - 2].startswith("  tier counsel")


@pytest.mark.parametrize(
    ("clocks", "state", "due"),
    [
        pytest.param("warn at 75%", "running", "05 10:00", id="nothing pauses unless it is said"),
        pytest.param("pause resolution while case.status is waiting_on_customer", "paused", None, id="paused"),
        pytest.param("pause while case.status in (on_hold, waiting_on_customer)", "paused", None, id="all pause"),
        pytest.param("pause update while case.status is waiting_on_customer", "running", "05 10:00", id="another pauses"),
        pytest.param("stop resolution when status_changed", "met", "05 10:00", id="stopped by another event"),
        pytest.param("cancel resolution when status_changed", "cancelled", "05 10:00", id="ended without an answer"),
        pytest.param("start resolution when status_changed", "running", "05 12:00", id="started by another event"),
    ],
)
def test_clocks_do_what_the_block_says(clocks: str, state: str, due: str | None) -> None:
    status = followed(UP, clocks, "04 13:00", WAITING)
    clock = status.clocks["resolution"]
    assert clock.state == state
    if due is not None:
        assert clock.due_at == datetime.fromisoformat(local(due))


def test_a_pause_moves_the_due_time_and_the_customer_ends_it() -> None:
    clocks = "pause resolution while case.status is waiting_on_customer"
    received: Happening = ("received", "04 14:00", {})
    assert followed(UP, clocks, "04 15:00", WAITING, received).clocks["resolution"].due_at == datetime.fromisoformat(local("05 12:00"))


@pytest.mark.parametrize(("cycle", "state", "earlier"), [("same", "running", 0), ("new", "running", 1), ("no", "met", 0)])
def test_a_reopened_case(cycle: str, state: str, earlier: int) -> None:
    events: list[Happening] = [("resolved", "04 12:00", {}), ("reopened", "05 10:00", {})]
    clock = followed(UP, f"reopen resolution as {cycle} cycle", "05 11:00", *events).clocks["resolution"]
    assert (clock.state, len(clock.cycles)) == (state, earlier)


@pytest.mark.parametrize(
    ("clocks", "warned"),
    [
        ("warn resolution at 75%", ["04 16:00"]),
        ("warn at 50%\n  warn at 75%", ["04 14:00", "04 16:00"]),
        ("warn resolution 2h on office before", ["04 16:00"]),
        ("warn resolution 2h before", ["05 08:00"]),
        ("warn update at 75%", []),
    ],
)
def test_warnings(clocks: str, warned: list[str]) -> None:
    history = followed(UP, clocks, "05 09:30").history
    berlin = ZoneInfo("Europe/Berlin")
    found = [f"{each.at.astimezone(berlin):%d %H:%M}" for each in history if (each.what, each.subject) == ("warned", "resolution")]
    assert found == warned
