"""What published policies promise, worked out by hand and written out: support times, complaint limits, strikes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagepolicy.business_time import Calendar, due
from engagepolicy.values.amounts import CalendarSpan, Elapsed, OpenTime

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
PACIFIC = ZoneInfo("America/Los_Angeles")
ZULU = ZoneInfo("UTC")

EIGHT_TO_SIX = {"mon-fri": [("08:00", "18:00")]}
DESKS = {
    "tokyo": Calendar("Asia/Tokyo", EIGHT_TO_SIX, regions=("JP",)),
    "new_york": Calendar("America/New_York", EIGHT_TO_SIX, regions=("US",)),
}
# An early support guideline names six days of its own instead of a public calendar.
EARLY_GUIDELINES = Calendar(
    "America/Los_Angeles",
    {"mon-fri": [("06:00", "18:00")]},
    holidays={
        date(2008, 1, 1): "New Year's Day",
        date(2008, 5, 26): "Memorial Day",
        date(2008, 7, 4): "Independence Day",
        date(2008, 9, 1): "Labor Day",
        date(2008, 11, 27): "Thanksgiving",
        date(2008, 12, 25): "Christmas Day",
    },
)


@pytest.mark.parametrize(
    ("amount", "start", "expected"),
    [
        pytest.param(
            Elapsed(900),
            datetime(2025, 6, 7, 3, tzinfo=UTC),
            datetime(2025, 6, 7, 3, 15, tzinfo=UTC),
            id="business-critical, 15 minutes on a Saturday",
        ),
        pytest.param(
            Elapsed(3600),
            datetime(2025, 12, 25, 23, 30, tzinfo=UTC),
            datetime(2025, 12, 26, 0, 30, tzinfo=UTC),
            id="production down, an hour on Christmas night",
        ),
        pytest.param(
            OpenTime(12 * 3600, "tokyo"),
            datetime(2025, 6, 2, 15, tzinfo=TOKYO),
            datetime(2025, 6, 3, 8, tzinfo=UTC),
            id="12 business hours in Tokyo",
        ),
        pytest.param(
            OpenTime(24 * 3600, "new_york"),
            datetime(2025, 7, 3, 10, tzinfo=NEW_YORK),
            datetime(2025, 7, 8, 18, tzinfo=UTC),
            id="24 business hours over the Fourth of July",
        ),
        pytest.param(
            OpenTime(24 * 3600, "new_york"),
            datetime(2025, 7, 5, 12, tzinfo=NEW_YORK),
            datetime(2025, 7, 9, 16, tzinfo=UTC),
            id="24 business hours from a Saturday",
        ),
        pytest.param(
            Elapsed(24 * 3600),
            datetime(2025, 6, 6, 10, tzinfo=UTC),
            datetime(2025, 6, 7, 10, tzinfo=UTC),
            id="24 hours around the clock",
        ),
    ],
)
def test_support_response_is_due(amount: Elapsed | OpenTime, start: datetime, expected: datetime) -> None:
    found = due(amount, start, calendars=DESKS, zone=ZULU)
    assert found is not None
    assert found.astimezone(UTC) == expected


def test_early_guidelines_close_on_their_six_days_only() -> None:
    assert EARLY_GUIDELINES.is_open(datetime(2008, 11, 26, 17, 59, tzinfo=PACIFIC))
    assert not EARLY_GUIDELINES.is_open(datetime(2008, 11, 26, 18, tzinfo=PACIFIC))
    assert not EARLY_GUIDELINES.is_open(datetime(2008, 11, 27, 12, tzinfo=PACIFIC))
    assert EARLY_GUIDELINES.is_open(datetime(2008, 11, 28, 12, tzinfo=PACIFIC))
    assert EARLY_GUIDELINES.first_open_date(date(2008, 11, 27)) == date(2008, 11, 28)


@pytest.mark.parametrize(
    ("span", "start", "expected"),
    [
        pytest.param(CalendarSpan(days=30), date(2025, 1, 31), date(2025, 3, 2), id="acknowledge in 30 days"),
        pytest.param(CalendarSpan(days=60), date(2025, 1, 31), date(2025, 4, 1), id="answer in 60 days"),
        pytest.param(CalendarSpan(days=30), date(2025, 6, 2), date(2025, 7, 2), id="disability complaint"),
        pytest.param(CalendarSpan(months=6), date(2025, 6, 30), date(2025, 12, 30), id="within six months"),
        pytest.param(CalendarSpan(months=6), date(2018, 1, 31), date(2018, 7, 31), id="old strikes"),
        pytest.param(CalendarSpan(months=1), date(2025, 1, 31), date(2025, 2, 28), id="clamped"),
        pytest.param(CalendarSpan(months=1), date(2028, 1, 31), date(2028, 2, 29), id="clamped in a leap year"),
    ],
)
def test_calendar_limits_end_on(span: CalendarSpan, start: date, expected: date) -> None:
    received = datetime(start.year, start.month, start.day, 14, 30, tzinfo=NEW_YORK)
    found = due(span, received, calendars={}, zone=NEW_YORK)
    assert found is not None
    assert (found.date(), found.time()) == (expected, received.time())


@pytest.mark.parametrize(
    ("days", "issued", "ends"),
    [
        (7, datetime(2025, 2, 1, 9), datetime(2025, 2, 8, 9)),
        (90, datetime(2025, 2, 1, 9), datetime(2025, 5, 2, 9)),
        (14, datetime(2025, 3, 1, 9), datetime(2025, 3, 15, 9)),
        (90, datetime(2025, 3, 1, 9), datetime(2025, 5, 30, 9)),
        (90, datetime(2025, 1, 10, 9), datetime(2025, 4, 10, 9)),
    ],
)
def test_strikes_and_blocks_run_for_whole_days_of_24_hours(days: int, issued: datetime, ends: datetime) -> None:
    amount = Elapsed(int(timedelta(days=days).total_seconds()))
    found = due(amount, issued.replace(tzinfo=UTC), calendars={}, zone=ZULU)
    assert found == ends.replace(tzinfo=UTC)
