"""When an amount counted from a moment falls due: every kind of amount, by its rule."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagepolicy.business_time import Calendar, NaiveDatetime, UnknownCalendar, due
from engagepolicy.values.amounts import (
    Amount,
    BusinessDays,
    ByTime,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    EndOfDay,
    LaterOf,
    OpenTime,
    Unquantified,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
CALENDARS = {
    "office": Calendar("Europe/Berlin", {"mon-fri": [("09:00", "17:00")], "sat": [("09:00", "12:00")]}),
    "never": Calendar("Europe/Berlin"),
    "always": Calendar("Europe/Berlin", always_open=True),
}
HOUR = 3600


def due_text(amount: Amount, start: datetime, zone: ZoneInfo = BERLIN) -> str | None:
    found = due(amount, start, calendars=CALENDARS, zone=zone)
    return None if found is None else found.isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("amount", "start", "expected"),
    [
        (Elapsed(24 * HOUR), datetime(2026, 3, 28, 12, tzinfo=BERLIN), "2026-03-29 13:00+02:00"),
        (CalendarSpan(days=1), datetime(2026, 3, 28, 12, tzinfo=BERLIN), "2026-03-29 12:00+02:00"),
        (CalendarSpan(days=1), datetime(2026, 3, 28, 2, 30, tzinfo=BERLIN), "2026-03-29 03:30+02:00"),
        (CalendarSpan(days=1), datetime(2026, 10, 24, 2, 30, tzinfo=BERLIN), "2026-10-25 02:30+02:00"),
        (CalendarSpan(days=56), datetime(2026, 5, 4, 9, tzinfo=BERLIN), "2026-06-29 09:00+02:00"),
        (CalendarSpan(months=1), datetime(2026, 1, 31, 9, tzinfo=BERLIN), "2026-02-28 09:00+01:00"),
        (CalendarSpan(months=13), datetime(2026, 12, 31, 9, tzinfo=BERLIN), "2028-01-31 09:00+01:00"),
        (CalendarSpan(months=1, days=1), datetime(2026, 1, 31, 9, tzinfo=BERLIN), "2026-03-01 09:00+01:00"),
        (OpenTime(4 * HOUR, "office"), datetime(2026, 5, 8, 16, tzinfo=BERLIN), "2026-05-09 12:00+02:00"),
        (BusinessDays(2, "office"), datetime(2026, 5, 8, 16, tzinfo=BERLIN), "2026-05-11 17:00+02:00"),
        (ByTime(time(17)), datetime(2026, 5, 4, 12, tzinfo=BERLIN), "2026-05-04 17:00+02:00"),
        (ByTime(time(17)), datetime(2026, 5, 4, 17, tzinfo=BERLIN), "2026-05-04 17:00+02:00"),
        (ByTime(time(17)), datetime(2026, 5, 4, 17, 0, 1, tzinfo=BERLIN), "2026-05-05 17:00+02:00"),
        (ByTime(time(2, 30)), datetime(2026, 3, 28, 12, tzinfo=BERLIN), "2026-03-29 03:30+02:00"),
        (ByTime(time(17), "office"), datetime(2026, 5, 9, 18, tzinfo=BERLIN), "2026-05-11 17:00+02:00"),
        (ByTime(time(17), "office"), datetime(2026, 5, 9, 10, tzinfo=BERLIN), "2026-05-09 17:00+02:00"),
        (ByTime(time(8), "office"), datetime(2026, 5, 10, 7, tzinfo=BERLIN), "2026-05-11 08:00+02:00"),
        (EndOfDay(), datetime(2026, 5, 4, 12, tzinfo=BERLIN), "2026-05-05 00:00+02:00"),
        (EndOfDay(), datetime(2026, 5, 4, 0, tzinfo=BERLIN), "2026-05-05 00:00+02:00"),
        (EndOfDay("office"), datetime(2026, 5, 4, 12, tzinfo=BERLIN), "2026-05-04 17:00+02:00"),
        (EndOfDay("office"), datetime(2026, 5, 9, 20, tzinfo=BERLIN), "2026-05-11 17:00+02:00"),
    ],
)
def test_due(amount: Amount, start: datetime, expected: str) -> None:
    assert due_text(amount, start) == expected


@pytest.mark.parametrize(
    "amount",
    [
        Unquantified("promptly"),
        OpenTime(HOUR, "never"),
        BusinessDays(1, "never"),
        BusinessDays(0, "office"),
        ByTime(time(17), "never"),
        EndOfDay("never"),
        EndOfDay("always"),
        EarlierOf(()),
        LaterOf(()),
        EarlierOf((Unquantified("promptly"), OpenTime(HOUR, "never"))),
        LaterOf((Unquantified("promptly"), Elapsed(HOUR))),
        OpenTime(10**30, "office"),
        Elapsed(10**30),
        CalendarSpan(months=12 * 9000),
        CalendarSpan(days=10**7),
        CalendarSpan(days=10**20),
    ],
)
def test_nothing_falls_due(amount: Amount) -> None:
    assert due_text(amount, datetime(2026, 5, 4, 12, tzinfo=BERLIN)) is None


@pytest.mark.parametrize("amount", [CalendarSpan(days=1), EndOfDay(), ByTime(time(1)), Elapsed(HOUR), CalendarSpan(months=1)])
def test_the_year_9999_ends_everything(amount: Amount) -> None:
    assert due_text(amount, datetime(9999, 12, 31, 23, 30, tzinfo=UTC), ZoneInfo("America/New_York")) in (
        None,
        "9999-12-31 19:30-05:00",
    )
    assert due_text(amount, datetime(9999, 12, 31, 23, 30, tzinfo=UTC), BERLIN) is None


def test_earlier_and_later() -> None:
    start = datetime(2026, 5, 8, 16, tzinfo=BERLIN)
    parts = (OpenTime(2 * HOUR, "office"), Elapsed(2 * HOUR), CalendarSpan(days=1))
    assert due_text(EarlierOf(parts), start) == "2026-05-08 18:00+02:00"
    assert due_text(LaterOf(parts), start) == "2026-05-09 16:00+02:00"
    assert due_text(EarlierOf((Unquantified("promptly"), *parts)), start) == "2026-05-08 18:00+02:00"
    assert due_text(EarlierOf((LaterOf(parts), OpenTime(HOUR, "office"))), start) == "2026-05-08 17:00+02:00"


def test_earlier_compares_instants_in_the_hour_that_comes_twice() -> None:
    start = datetime(2026, 10, 25, 0, tzinfo=UTC)  # 02:00 in Berlin, for the first time
    half_past, second_quarter_past = Elapsed(1800), Elapsed(4500)  # 02:30, and 02:15 for the second time
    assert due_text(EarlierOf((half_past, second_quarter_past)), start) == "2026-10-25 02:30+02:00"
    assert due_text(LaterOf((half_past, second_quarter_past)), start) == "2026-10-25 02:15+01:00"


def test_a_day_may_end_twice() -> None:
    st_johns = ZoneInfo("America/St_Johns")  # on 2010-11-07 at 00:01 the clocks went back to 23:01 of the 6th
    second_half_past = datetime(2010, 11, 6, 23, 30, tzinfo=st_johns, fold=1)
    found = due(EndOfDay(), second_half_past, calendars={}, zone=st_johns)
    assert found is not None
    assert found.astimezone(UTC) - second_half_past.astimezone(UTC) == timedelta(hours=24, minutes=30)


def test_the_ruleset_zone_counts_days_and_the_calendar_its_own() -> None:
    start = datetime(2026, 5, 4, 23, tzinfo=NEW_YORK)
    assert due_text(EndOfDay(), start, NEW_YORK) == "2026-05-05 00:00-04:00"
    assert due_text(ByTime(time(17), "office"), start, NEW_YORK) == "2026-05-05 17:00+02:00"


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveDatetime):
        due_text(Elapsed(HOUR), datetime(2026, 5, 4, 12))


def test_a_calendar_must_be_among_those_given() -> None:
    with pytest.raises(UnknownCalendar, match="'desk'"):
        due_text(EarlierOf((Elapsed(1), OpenTime(HOUR, "desk"))), datetime(2026, 5, 4, 12, tzinfo=BERLIN))
