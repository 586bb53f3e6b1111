"""Ladders as a policy climbs them: the top is held, reminders are counted, a late look tells every step at its own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import engagepolicy as ep

LADDER = """ruleset acme.care { version "1"  timezone Europe/London }
ladder care {
  tier frontline tier specialist tier manager tier counsel
  escalate frontline to specialist after 30m
  escalate specialist to manager at 2h
  escalate manager to counsel after 1h
  repeat 2 times every 10m until acknowledged
}
"""
OPENED = datetime(2026, 11, 20, 10, tzinfo=UTC)


def told(hours: float) -> tuple[ep.CaseStatus, list[tuple[str, str | None, str]]]:
    status = ep.loads(LADDER).track({"opened_at": OPENED.isoformat(), "facts": {"message": "Hi"}}, OPENED + timedelta(hours=hours))
    return status, [(each.what, each.subject, f"{each.at:%H:%M}") for each in status.history if each.step is not None]


def test_a_late_start_takes_all_steps_in_order_each_at_its_own_time() -> None:
    status, moves = told(30)
    assert [(tier, at) for what, tier, at in moves if what == "tier entered"] == [
        ("specialist", "10:30"),
        ("manager", "12:00"),
        ("counsel", "13:00"),
    ]
    assert status.tier == "counsel"


def test_the_top_is_held() -> None:
    status, _ = told(1000)
    assert (status.tier, status.steps_ahead, status.next_check_at) == ("counsel", (), None)


def test_repeat_2_times_is_two_more() -> None:
    _, moves = told(30)
    assert [at for what, tier, at in moves if (what, tier) == ("reminded", "specialist")] == ["10:40", "10:50"]
    assert sum(tier == "specialist" for _, tier, _ in moves) == 3
