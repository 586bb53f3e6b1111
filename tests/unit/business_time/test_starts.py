"""From when an amount counts: the shifts of what comes in late or while nobody works."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from engagepolicy.business_time import Calendar, StartShift, find_start

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Calendar("America/New_York", {"mon-fri": [("09:00", "17:00")]}, regions=("US",))
NIGHT = Calendar("America/New_York", {"mon-fri": [("22:00", "06:00")]})
CALENDARS = {"office": OFFICE, "night": NIGHT, "over": Calendar("UTC", exceptions={datetime(2020, 1, 1).date(): [("09:00", "10:00")]})}
LATE, CLOSED = StartShift("office", time(16)), StartShift("office")


def shifted(text: str, *shifts: StartShift) -> str:
    start = datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)
    return find_start(start, shifts, CALENDARS).astimezone(NEW_YORK).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("start", "counted_from"),
    [
        ("2026-11-19 15:59:59", "2026-11-19 15:59:59"),
        ("2026-11-19 16:00:00", "2026-11-19 16:00:00"),
        ("2026-11-19 16:00:00.000001", "2026-11-20 09:00:00"),
        ("2026-11-19 16:00:01", "2026-11-20 09:00:00"),
        ("2026-11-19 23:59:59", "2026-11-20 09:00:00"),
        ("2026-11-20 00:00:00", "2026-11-20 00:00:00"),
        ("2026-11-20 16:30:00", "2026-11-23 09:00:00"),
        ("2026-11-21 10:00:00", "2026-11-21 10:00:00"),
        ("2026-11-21 16:30:00", "2026-11-23 09:00:00"),
        ("2026-11-25 17:00:00", "2026-11-27 09:00:00"),
    ],
)
def test_what_comes_in_after_a_time_counts_from_the_next_business_day(start: str, counted_from: str) -> None:
    assert shifted(start, LATE) == counted_from.removesuffix(".000001")


@pytest.mark.parametrize(
    ("start", "counted_from"),
    [
        ("2026-11-20 08:59:59", "2026-11-20 09:00:00"),
        ("2026-11-20 09:00:00", "2026-11-20 09:00:00"),
        ("2026-11-20 16:59:59", "2026-11-20 16:59:59"),
        ("2026-11-20 17:00:00", "2026-11-23 09:00:00"),
        ("2026-11-26 12:00:00", "2026-11-27 09:00:00"),
    ],
)
def test_what_comes_in_while_closed_counts_from_the_next_opening(start: str, counted_from: str) -> None:
    assert shifted(start, CLOSED) == counted_from


def test_the_time_is_that_of_the_calendar_wherever_the_start_is_written() -> None:
    start = datetime(2026, 11, 19, 21, 30, tzinfo=UTC)
    assert find_start(start, [LATE], CALENDARS) == datetime(2026, 11, 20, 14, tzinfo=UTC)


def test_the_next_business_day_of_a_night_desk_opens_in_its_evening() -> None:
    assert shifted("2026-11-19 23:00:00", StartShift("night", time(22, 30))) == "2026-11-20 22:00:00"
    assert shifted("2026-11-20 03:00:00", StartShift("night", time(2))) == "2026-11-23 22:00:00"


@pytest.mark.parametrize("start", ["2026-11-19 03:00:00", "2026-11-19 16:30:00", "2026-11-21 18:00:00"])
def test_of_several_shifts_the_latest_counts_in_any_order(start: str) -> None:
    shifts = (LATE, CLOSED, StartShift("night"))
    assert len({shifted(start, *each) for each in permutations(shifts)}) == 1
    assert shifted(start, *shifts) == max(shifted(start, each) for each in shifts)


def test_a_calendar_that_opens_no_more_shifts_nothing() -> None:
    assert shifted("2026-11-20 18:00:00", StartShift("over"), StartShift("over", time(1))) == "2026-11-20 18:00:00"


def test_without_shifts_the_start_stays() -> None:
    start = datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert find_start(start, (), CALENDARS) == start


def test_at_the_ends_of_time_nothing_is_raised() -> None:
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC) - timedelta(hours=1)):
        assert find_start(moment, (LATE, CLOSED), CALENDARS) >= moment
