"""Clocks that count from a later opening: what moves with it, what stays, and that decisions say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

import pytest

from engagepolicy.business_time import StartShift
from engagepolicy.ir.clocks import Share
from engagepolicy.tracking import ClockRules, Ladder, Step
from engagepolicy.values.amounts import ByTime
from tests.cases import PAUSING, House, at, business_days, did, goes_on, hours, office_hours, one_target, shown, waits

LATE, CLOSED = StartShift("office", time(16)), StartShift("office")


def shifted(**changes: object) -> dict[str, ClockRules]:
    return {**PAUSING, "resolution": replace(PAUSING["resolution"], **changes)}  # type: ignore[arg-type]


NEXT_DAY = one_target("resolution", hours(4), shifted(received_after=LATE))


def test_due_and_elapsed_count_from_the_next_business_day_and_the_start_stays_true() -> None:
    clock = NEXT_DAY.look("tue 10:00", "mon 16:30", "usual").clocks["resolution"]
    assert (shown(clock.started_at), shown(clock.counted_from), shown(clock.due_at)) == ("mon 16:30", "tue 09:00", "tue 13:00")
    assert (clock.elapsed, clock.remaining, clock.paused) == (timedelta(hours=1), timedelta(hours=3), timedelta(0))


def test_before_it_counts_nothing_has_elapsed() -> None:
    clock = NEXT_DAY.look("mon 20:00", "mon 16:30", "usual").clocks["resolution"]
    assert (clock.state, clock.elapsed, clock.remaining) == ("running", timedelta(0), timedelta(hours=4))


def test_an_answer_before_it_counts_is_in_time() -> None:
    clock = NEXT_DAY.look("tue 10:00", "mon 16:30", "usual", did("resolved", "mon 17:00")).clocks["resolution"]
    assert (clock.state, clock.elapsed, clock.remaining) == ("met", timedelta(0), timedelta(hours=4))


def test_the_time_itself_is_not_after_it() -> None:
    clock = NEXT_DAY.look("mon 17:00", "mon 16:00", "usual").clocks["resolution"]
    assert (clock.counted_from, shown(clock.due_at)) == (clock.started_at, "mon 20:00")


@pytest.mark.parametrize(
    ("amount", "due"),
    [(business_days(1), "wed 17:00"), (office_hours(4), "tue 13:00"), (ByTime(time(12)), "tue 12:00")],
)
def test_every_amount_counts_from_there(amount: object, due: str) -> None:
    house = one_target("resolution", amount, shifted(received_after=LATE))  # type: ignore[arg-type]
    assert shown(house.look("mon 17:00", "mon 16:30", "usual").clocks["resolution"].due_at) == due


def test_a_plain_amount_received_while_closed_counts_from_the_opening() -> None:
    house = one_target("resolution", hours(4), shifted(received_closed=CLOSED))
    assert shown(house.look("sat 11:00", "sat 10:00", "usual").clocks["resolution"].due_at) == "mon+ 13:00"
    assert shown(house.look("mon 11:00", "mon 10:00", "usual").clocks["resolution"].due_at) == "mon 14:00"


@pytest.mark.parametrize(("warning", "warned"), [(Share(Decimal(50)), "tue 11:00"), (hours(1), "tue 12:00"), (hours(9), "tue 09:00")])
def test_warnings_count_from_there(warning: object, warned: str) -> None:
    house = one_target("resolution", hours(4), shifted(received_after=LATE, warnings=(warning,)))
    status = house.look("mon 17:00", "mon 16:30", "usual")
    assert (shown(status.clocks["resolution"].warn_at), shown(status.next_check_at)) == (warned, warned)


def test_a_pause_before_it_counts_moves_nothing_and_one_across_moves_what_it_took() -> None:
    over = (waits("mon 17:00"), goes_on("tue 08:00"))
    assert shown(NEXT_DAY.look("tue 08:30", "mon 16:30", "usual", *over).clocks["resolution"].due_at) == "tue 13:00"
    across = (waits("mon 17:00"), goes_on("tue 10:00"))
    clock = NEXT_DAY.look("tue 11:00", "mon 16:30", "usual", *across).clocks["resolution"]
    assert (shown(clock.due_at), clock.elapsed, clock.paused) == ("tue 14:00", timedelta(hours=1), timedelta(hours=1))


def test_a_target_that_counts_from_now_counts_from_the_opening_at_the_earliest() -> None:
    targets = {"usual": {"resolution": hours(4)}, "calm": {"resolution": hours(6)}}
    house = House(targets, clocks=shifted(received_after=LATE, counts="from now"))
    changed = house.look("mon 18:00", "mon 16:30", "usual", did("reclassified", "mon 17:30", "calm"))
    assert shown(changed.clocks["resolution"].due_at) == "tue 15:00"
    later = house.look("tue 11:00", "mon 16:30", "usual", did("reclassified", "tue 10:00", "calm"))
    assert shown(later.clocks["resolution"].due_at) == "tue 16:00"


def test_the_history_says_from_when_it_counts() -> None:
    entry = next(each for each in NEXT_DAY.look("mon 17:00", "mon 16:30", "usual").history if each.what == "started")
    assert entry.detail == f"counts from {at('tue 09:00').isoformat()}"


def test_a_step_that_waits_for_the_clock_counts_from_there_too() -> None:
    ladder = Ladder("care", ("frontline", "manager"), (Step("frontline", "manager", after=hours(1), without="resolution"),))
    house = House({"usual": {"resolution": hours(4)}}, clocks=shifted(received_after=LATE), ladders=(ladder,))
    entered = [entry for entry in house.look("tue 17:00", "mon 16:30", "usual").history if entry.what == "tier entered"]
    assert [(shown(entry.at), entry.subject) for entry in entered] == [("mon 16:30", "frontline"), ("tue 10:00", "manager")]


def test_the_record_of_a_clock_says_from_when_it_counts() -> None:
    record = NEXT_DAY.look("tue 10:00", "mon 16:30", "usual").to_record()["clocks"]["resolution"]
    assert record["counted_from"] == at("tue 09:00").isoformat()
