"""Facts taken from the test suites of existing help desks, where the shared cases are present.

Their clocks do not say late by their state: an answer that came late is `met` and `breached` at once there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engagepolicy.ir.clocks import EventKind
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.program import Calendar
from engagepolicy.tracking import DEFAULT_CLOCKS, Case, CaseStatus, Clock, Event
from engagepolicy.tracking.rules import OTHER_METRICS
from engagepolicy.values.amounts import OpenTime
from tests.cases import House

EXAMPLES = Path(__file__).parents[4] / "shared" / "cases" / "business_time_examples.json"
VECTORS: list[dict[str, Any]] = json.loads(EXAMPLES.read_text("utf-8"))["vectors"] if EXAMPLES.is_file() else []
TIMELINES = [each for each in VECTORS if each["op"] == "case_timeline"]

KINDS: dict[str, EventKind] = {
    "agent_message": "replied",
    "requester_message": "received",
    "status": "status_changed",
    "priority": "reclassified",
    "note": "noted",
    "internal_note": "noted",
    "auto_reply": "noted",
    "acknowledged": "acknowledged",
    "assigned": "assigned",
    "merged": "merged",
    "solved": "resolved",
    "resolved": "resolved",
    "closed": "resolved",
    "reopened": "reopened",
}
CLOSED = frozenset({"solved", "resolved", "closed"})
"""Statuses that are an end there; here an end is an event of its own."""


def calendar_of(facts: dict[str, Any]) -> Calendar:
    weekly = tuple((day, tuple((start, end) for start, end in spans)) for day, spans in facts.get("weekly", {}).items())
    exceptions: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(facts.get("holidays", ()), ())
    for day, spans in facts.get("exceptions", {}).items():
        exceptions[day] = tuple((start, end) for start, end in spans)
    kept = tuple(sorted(exceptions.items()))
    return Calendar("hours", facts["timezone"], weekly, exceptions=kept, is_always_open=facts.get("always_open", False))


def house_of(vector: dict[str, Any]) -> House:
    policy = vector["policy"]
    by_plan = policy.get("by_priority", {"usual": policy.get("targets", {})})
    after = None if policy.get("next_response_includes_first") else "first_response"
    pausing = frozenset(policy.get("pause_on", ()))
    every = {metric: OTHER_METRICS for each in by_plan.values() for metric in each} | dict(DEFAULT_CLOCKS)
    clocks = {metric: replace(rules, pause_while=pausing, resume_on=frozenset()) for metric, rules in every.items()}
    clocks["next_response"] = replace(clocks["next_response"], after=after)
    targets = {plan: {metric: OpenTime(seconds, "hours") for metric, seconds in each.items()} for plan, each in by_plan.items()}
    return House(targets, clocks=clocks, calendars=(calendar_of(vector["calendar"]),))


def changes_of(event: dict[str, Any]) -> dict[str, str]:
    named = {"case.status": event.get("status"), "plan": event.get("priority")}
    return {path: value for path, value in named.items() if value is not None}


def events_of(told: dict[str, Any]) -> list[Event]:
    """Return the event, and the end or the reopening that its status tells; a case that is open is not reopened by that."""
    kind, at, status = KINDS[told["type"]], datetime.fromisoformat(told["at"]), told.get("status")
    changes = changes_of(told)
    if kind == "replied" and (told.get("internal") or told.get("public") is False):
        kind = "noted"
    events = [Event(kind, at, changes)]
    if status in CLOSED and kind != "resolved":
        events.append(Event("resolved", at, changes))
    elif status is not None and status not in CLOSED and kind not in ("reopened", "resolved", "merged"):
        events.append(Event("reopened", at, changes))
    return events


def case_of(vector: dict[str, Any]) -> Case:
    created, *others = vector["events"]
    opened_at = datetime.fromisoformat(created["at"])
    events = tuple(event for each in others for event in events_of(each))
    facts: dict[str, Constant] = {"plan": "usual", "message": "help", "received_at": opened_at, **changes_of(created)}
    wrote = created.get("requester_message", True)
    return Case(vector["id"], opened_at, facts, events, "requester" if wrote else "staff")


def fields_of(clock: Clock) -> dict[str, object]:
    is_late = clock.breached_at is not None
    return {
        "state": "met" if clock.met_at is not None else clock.state,
        "due": clock.due_at,
        "elapsed_seconds": clock.elapsed.total_seconds(),
        "margin_seconds": None if clock.remaining is None else clock.remaining.total_seconds(),
        "breached": is_late,
    }


@pytest.mark.skipif(not TIMELINES, reason="the shared business time examples are not here")
@pytest.mark.parametrize("vector", TIMELINES, ids=lambda vector: vector["id"])
def test_timeline(vector: dict[str, Any]) -> None:
    status = house_of(vector).track(case_of(vector), datetime.fromisoformat(vector["now"]))
    for metric, expected in vector["expected"]["metrics"].items():
        if expected.get("due"):
            expected = expected | {"due": datetime.fromisoformat(expected["due"])}
        found = fields_of(status.clocks[metric])
        assert {name: found[name] for name in expected} == expected


OFFICE = {"timezone": "UTC", "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
MONDAY = "2026-05-04T"


def timeline(policy: dict[str, Any], now: str, *events: tuple[str, dict[str, Any]], created: dict[str, Any] | None = None) -> CaseStatus:
    first = {"at": f"{MONDAY}10:00:00+00:00", "type": "created", "status": "new", **(created or {})}
    vector = {
        "id": "own",
        "calendar": OFFICE,
        "policy": policy,
        "events": [first, *({"at": f"{MONDAY}{clock}:00+00:00", **told} for clock, told in events)],
    }
    return house_of(vector).track(case_of(vector), datetime.fromisoformat(f"{MONDAY}{now}:00+00:00"))


class TestKindsOfTimelines:
    """What such facts say, each kind once, with the answers worked out by hand."""

    def test_a_first_wait_that_belongs_to_the_next_response(self) -> None:
        policy = {"targets": {"first_response": 3600, "next_response": 3600}, "next_response_includes_first": True}
        answered = ("10:30", {"type": "agent_message"})
        wrote = ("11:00", {"type": "requester_message"})
        clock = timeline(policy, "11:15", answered, wrote).clocks["next_response"]
        assert [fields_of(each)["elapsed_seconds"] for each in (*clock.cycles, clock)] == [1800, 900]
        apart = {**policy, "next_response_includes_first": False}
        assert timeline(apart, "10:15").clocks["next_response"].state == "not_started"

    def test_a_priority_that_changes_is_judged_from_the_start(self) -> None:
        policy = {"by_priority": {"low": {"resolution": 14400}, "high": {"resolution": 3600}}}
        raised = ("10:30", {"type": "priority", "priority": "high"})
        clock = timeline(policy, "10:45", raised, created={"priority": "low"}).clocks["resolution"]
        assert (clock.due_at, fields_of(clock)["margin_seconds"]) == (datetime.fromisoformat(f"{MONDAY}11:00+00:00"), 900)

    def test_a_status_that_pauses_and_one_that_ends(self) -> None:
        policy = {"targets": {"resolution": 7200}, "pause_on": ["pending", "on_hold"]}
        events = (
            ("10:30", {"type": "status", "status": "pending"}),
            ("11:00", {"type": "status", "status": "on_hold"}),
            ("12:00", {"type": "status", "status": "open"}),
            ("13:00", {"type": "status", "status": "closed"}),
        )
        found = fields_of(timeline(policy, "16:00", *events).clocks["resolution"])
        assert (found["state"], found["elapsed_seconds"], found["margin_seconds"], found["breached"]) == ("met", 5400, 1800, False)
        paused = timeline(policy, "11:30", *events).clocks["resolution"]
        assert (paused.state, paused.due_at, paused.elapsed.total_seconds()) == ("paused", None, 1800)

    def test_a_status_that_takes_a_closed_case_up_again(self) -> None:
        policy = {"targets": {"resolution": 7200}}
        closed, again = ("11:00", {"type": "status", "status": "solved"}), ("13:00", {"type": "status", "status": "open"})
        clock = timeline(policy, "13:30", closed, again).clocks["resolution"]
        assert (clock.state, clock.elapsed.total_seconds()) == ("running", 5400)
        assert clock.due_at == datetime.fromisoformat(f"{MONDAY}14:00+00:00")

    def test_a_note_and_an_answer_that_is_not_public_answer_nothing(self) -> None:
        policy = {"targets": {"first_response": 3600}}
        events = (("10:10", {"type": "note"}), ("10:20", {"type": "agent_message", "public": False}))
        assert timeline(policy, "10:30", *events).clocks["first_response"].state == "running"

    def test_a_case_that_nobody_outside_wrote_waits_for_no_answer(self) -> None:
        policy = {"targets": {"first_response": 3600, "resolution": 7200}}
        clocks = timeline(policy, "10:30", created={"requester_message": False}).clocks
        assert (clocks["first_response"].state, clocks["resolution"].state) == ("not_started", "running")

    def test_an_answer_and_a_status_in_one_action(self) -> None:
        policy = {"targets": {"first_response": 3600, "resolution": 7200}, "pause_on": ["pending"]}
        answered = ("10:30", {"type": "agent_message", "status": "pending"})
        clocks = timeline(policy, "12:00", answered).clocks
        assert {metric: clock.state for metric, clock in clocks.items()} == {"first_response": "met", "resolution": "paused"}
        assert fields_of(clocks["resolution"])["elapsed_seconds"] == 1800

    def test_a_metric_of_their_own(self) -> None:
        clock = timeline({"targets": {"time_to_plan": 1800}}, "10:40").clocks["time_to_plan"]
        assert (clock.state, clock.breached_at) == ("breached", datetime.fromisoformat(f"{MONDAY}10:30+00:00"))
