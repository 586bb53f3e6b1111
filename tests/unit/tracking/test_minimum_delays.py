"""Minimum delays in a case: an answer before its time is a breach, and the moment at which it is allowed is told."""

from __future__ import annotations

from engagepolicy.values.amounts import NotBefore
from tests.cases import House, did, goes_on, hours, office_hours, one_target, said, shown, waits

HELD = one_target("resolution", (hours(8), NotBefore(hours(2))))
ALONE = one_target("resolution", NotBefore(office_hours(2)))


def test_an_answer_before_its_time_is_a_breach_that_says_why() -> None:
    status = HELD.look("mon 18:00", "mon 10:00", "usual", did("resolved", "mon 11:59"))
    clock = status.clocks["resolution"]
    assert (clock.state, clock.reason) == ("breached", "answered too early, not before 2h")
    assert (shown(clock.breached_at), shown(clock.not_before_at), shown(clock.due_at)) == ("mon 11:59", "mon 12:00", "mon 18:00")
    entry = next(each for each in status.history if each.what == "breached")
    assert entry.detail == "too early, not before 2h"


def test_at_its_time_and_before_due_it_is_met() -> None:
    for moment in ("mon 12:00", "mon 18:00"):
        clock = HELD.look("mon 19:00", "mon 10:00", "usual", did("resolved", moment)).clocks["resolution"]
        assert (clock.state, shown(clock.met_at)) == ("met", moment)


def test_after_due_it_is_late_and_not_early() -> None:
    clock = HELD.look("tue 10:00", "mon 10:00", "usual", did("resolved", "mon 20:00")).clocks["resolution"]
    assert (clock.state, clock.reason, shown(clock.breached_at)) == ("breached", None, "mon 18:00")


def test_the_moment_is_ahead_and_then_told_once() -> None:
    assert shown(HELD.look("mon 10:30", "mon 10:00", "usual").next_check_at) == "mon 12:00"
    assert shown(HELD.look("mon 12:00", "mon 10:00", "usual").next_check_at) == "mon 18:00"
    assert said(HELD.look("tue 10:00", "mon 10:00", "usual"), "allowed") == [("mon 12:00", "allowed", "resolution")]


def test_a_delay_alone_never_falls_due() -> None:
    open_yet = ALONE.look("tue 10:00", "mon 16:00", "usual").clocks["resolution"]
    assert (open_yet.state, open_yet.due_at, shown(open_yet.not_before_at)) == ("running", None, "tue 10:00")
    assert ALONE.look("tue 10:00", "mon 16:00", "usual").next_check_at is None
    done = ALONE.look("wed 10:00", "mon 16:00", "usual", did("resolved", "tue 10:00")).clocks["resolution"]
    assert (done.state, done.reason) == ("met", None)
    early = ALONE.look("wed 10:00", "mon 16:00", "usual", did("resolved", "tue 09:59")).clocks["resolution"]
    assert early.state == "breached"


def test_an_end_without_an_answer_is_not_too_early() -> None:
    clock = HELD.look("mon 18:00", "mon 10:00", "usual", did("merged", "mon 11:00")).clocks["resolution"]
    assert clock.state == "cancelled"


def test_a_pause_moves_the_due_time_and_not_the_delay() -> None:
    lost = (waits("mon 10:30"), goes_on("mon 11:30"))
    clock = HELD.look("mon 11:45", "mon 10:00", "usual", *lost).clocks["resolution"]
    assert (shown(clock.not_before_at), shown(clock.due_at)) == ("mon 12:00", "mon 19:00")


def test_a_longer_delay_under_another_plan_holds_back_again() -> None:
    house = House({"usual": {"resolution": NotBefore(hours(1))}, "calm": {"resolution": NotBefore(hours(4))}})
    status = house.look("mon 15:00", "mon 10:00", "usual", did("reclassified", "mon 12:00", "calm"))
    assert said(status, "allowed") == [(moment, "allowed", "resolution") for moment in ("mon 11:00", "mon 14:00")]


def test_an_early_answer_stays_a_breach_when_the_case_reopens() -> None:
    events = (did("resolved", "mon 11:00"), did("reopened", "mon 13:00"), did("reclassified", "mon 13:30", "calm"))
    house = House({"usual": {"resolution": (hours(8), NotBefore(hours(2)))}, "calm": {"resolution": hours(9)}})
    assert house.look("mon 14:00", "mon 10:00", "usual", *events).clocks["resolution"].state == "breached"


def test_the_record_names_the_moment() -> None:
    record = HELD.look("mon 11:00", "mon 10:00", "usual").to_record()["clocks"]["resolution"]
    assert record["not_before_at"] == "2026-05-04T10:00:00+00:00"
