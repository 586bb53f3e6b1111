"""Why a case stands as it stands: sums that add up, breaches and steps told in words, and data that is plain JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import engagepolicy as ep
from engagepolicy.tracking.case_explanation import CaseExplanation

TEXT = """ruleset acme { version "1" timezone Europe/London }
calendar office { timezone Europe/London mon-fri 09:00-17:00 }
ladder care {
  tier frontline  tier specialist  tier lead
  escalate frontline to specialist after 30m without first response
  escalate specialist to lead at 3h until acknowledged
  repeat 2 times every 30m until acknowledged
}
sla clocks { pause resolution while case.status is on_hold  warn resolution at 50%  reopen resolution as new cycle }
sla moving { count first response from now }
rule trouble "Trouble" {
  first response within 1h
  resolution within 4h on office
  because "Promised."
}
rule danger "Danger" { when message mentions "fire"  first response within 15m }
"""
OPENED = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def policy() -> ep.Policy:
    return ep.loads(TEXT, name="acme.engage")


def lines(policy: ep.Policy, minutes: int, *events: tuple[int, str, dict[str, Any]]) -> list[str]:
    told = [{"kind": kind, "at": OPENED + timedelta(minutes=at), "facts": facts} for at, kind, facts in events]
    case = {"id": "7", "opened_at": OPENED, "facts": {"message": "It is broken"}, "events": told}
    status = policy.track(case, OPENED + timedelta(minutes=minutes))
    explanation = status.explain()
    assert isinstance(explanation, CaseExplanation)
    assert json.loads(json.dumps(explanation.to_json())) == explanation.to_json()
    for clock in explanation.clocks:
        if clock.sum is not None:
            assert clock.sum.allowed - clock.sum.ran == clock.sum.left
            assert clock.sum.passed - clock.sum.paused == clock.sum.ran
    return [line.strip() for line in explanation.text().splitlines()]


def test_a_clock_is_told_as_a_sum(policy: ep.Policy) -> None:
    found = lines(policy, 90, (20, "replied", {}), (30, "status_changed", {"case.status": "on_hold"}), (60, "received", {}))
    start = found.index("resolution: running")
    assert found[start : start + 9] == [
        "resolution: running",
        "started Fri 2026-11-20 10:00 by opened",
        "target 4h on office",
        "from trouble, Trouble (acme.engage:11)",
        "because: Promised.",
        "counted from Fri 2026-11-20 10:00, in open time on office",
        "4h allowed - 1h ran (1h30m passed - 30m paused): 3h left",
        "due Fri 2026-11-20 14:30",
        "will warn Fri 2026-11-20 12:30",
    ]


def test_a_paused_clock_says_that_its_due_time_is_open(policy: ep.Policy) -> None:
    found = lines(policy, 90, (30, "status_changed", {"case.status": "on_hold"}))
    assert "resolution: paused" in found
    assert "4h allowed - 30m ran (1h30m passed - 1h paused): 3h30m left" in found
    assert "due when the pause is over and the rest has run" in found


@pytest.mark.parametrize(
    ("minutes", "events", "told"),
    [
        (61, (), "breached Fri 2026-11-20 11:00: it fell due and was not replied"),
        (90, ((75, "replied", {}),), "breached Fri 2026-11-20 11:00: it fell due before it was replied"),
    ],
)
def test_a_breach_says_why(policy: ep.Policy, minutes: int, events: tuple[Any, ...], told: str) -> None:
    assert told in lines(policy, minutes, *events)


def test_a_target_that_counts_from_now_is_counted_from_there(policy: ep.Policy) -> None:
    found = lines(policy, 30, (20, "reclassified", {"message": "There is a fire"}))
    assert "counted from Fri 2026-11-20 10:20, in real time" in found
    assert "15m allowed - 10m ran: 5m left" in found
    assert "from danger, Danger (acme.engage:16)" in found


def test_a_target_raised_too_late_is_breached_by_the_change() -> None:
    policy = ep.loads(TEXT.replace("sla moving { count first response from now }", ""), name="acme.engage")
    found = lines(policy, 30, (20, "reclassified", {"message": "There is a fire"}))
    assert "breached Fri 2026-11-20 10:20: the target changed when the time that it allows was over" in found


def test_the_tier_says_what_led_to_it_and_the_steps_ahead_are_read_both_ways(policy: ep.Policy) -> None:
    found = lines(policy, 70)
    assert "tier: specialist, since Fri 2026-11-20 10:30" in found
    assert "by the step frontline to specialist after 30m without first_response (acme.engage:5)" in found
    assert "reminded 1 time" in found
    ahead = "specialist to lead at 3h until acknowledged: Fri 2026-11-20 13:00 (after 2h30m as specialist, at 3h of the case)"
    assert ahead in found
    assert "the foot of the ladder" in lines(policy, 1)


def test_every_wait_of_a_metric_is_told(policy: ep.Policy) -> None:
    found = lines(policy, 200, (20, "replied", {}), (60, "resolved", {}), (120, "reopened", {}))
    assert "resolution, wait 1: met" in found
    assert "resolution, wait 2: running" in found
    assert "started Fri 2026-11-20 12:00 by reopened" in found
    assert "ended Fri 2026-11-20 11:00 by resolved" in found


def test_before_the_opening_it_says_when_that_is(policy: ep.Policy) -> None:
    assert "it is opened Fri 2026-11-20 10:00" in lines(policy, -5)


def test_no_fact_is_told(policy: ep.Policy) -> None:
    assert "It is broken" not in "".join(lines(policy, 70))
