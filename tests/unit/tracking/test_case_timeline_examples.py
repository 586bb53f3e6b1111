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
from engagepolicy.tracking import DEFAULT_CLOCKS, Case, Clock, Event
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
    "assigned": "assigned",
    "solved": "resolved",
    "resolved": "resolved",
    "closed": "resolved",
    "reopened": "reopened",
}


def calendar_of(facts: dict[str, Any]) -> Calendar:
    weekly = tuple((day, tuple((start, end) for start, end in spans)) for day, spans in facts.get("weekly", {}).items())
    exceptions = tuple((day, ()) for day in facts.get("holidays", ()))
    return Calendar("hours", facts["timezone"], weekly, exceptions=exceptions, is_always_open=facts.get("always_open", False))


def house_of(vector: dict[str, Any]) -> House:
    policy = vector["policy"]
    by_plan = policy.get("by_priority", {"usual": policy.get("targets", {})})
    after = None if policy.get("next_response_includes_first") else "first_response"
    pausing = frozenset(policy.get("pause_on", ()))
    clocks = {metric: replace(rules, pause_while=pausing, resume_on=frozenset()) for metric, rules in DEFAULT_CLOCKS.items()}
    clocks["next_response"] = replace(clocks["next_response"], after=after)
    targets = {plan: {metric: OpenTime(seconds, "hours") for metric, seconds in each.items()} for plan, each in by_plan.items()}
    return House(targets, clocks=clocks, calendars=(calendar_of(vector["calendar"]),))


def changes_of(event: dict[str, Any]) -> dict[str, str]:
    named = {"case.status": event.get("status"), "plan": event.get("priority")}
    return {path: value for path, value in named.items() if value is not None}


def case_of(vector: dict[str, Any]) -> Case:
    created, *others = vector["events"]
    opened_at = datetime.fromisoformat(created["at"])
    events = tuple(Event(KINDS[each["type"]], datetime.fromisoformat(each["at"]), changes_of(each)) for each in others)
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
