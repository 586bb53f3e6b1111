"""The traps of calendar arithmetic with their right answers, one case each, in local time as people would write them."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagepolicy.business_time import Calendar, CalendarError, NaiveDatetime

WEEKDAYS_9_TO_5 = {"mon-fri": [("09:00", "17:00")]}
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")

OFFICE = Calendar("Europe/Berlin", WEEKDAYS_9_TO_5, holidays={date(2026, 5, 1): "Labour Day"})
NEW_YORK_ALWAYS = Calendar("America/New_York", always_open=True)


def at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def same_instant(found: datetime | None, expected: datetime | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return found.astimezone(UTC) == expected.astimezone(UTC)


def day_length(calendar: Calendar, day: str) -> timedelta:
    start = date.fromisoformat(day)
    midnight = datetime(start.year, start.month, start.day)
    zone = calendar.zone
    return calendar.open_time(midnight.replace(tzinfo=zone), (midnight + timedelta(days=1)).replace(tzinfo=zone))


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        pytest.param("2026-04-30 15:00", 4, "2026-05-04 11:00", id="holiday and weekend between"),
        pytest.param("2026-05-04 13:00", 4, "2026-05-04 17:00", id="used up exactly at the close"),
        pytest.param("2026-05-04 17:00", 1 / 60, "2026-05-05 09:01", id="from the closing instant"),
        pytest.param("2026-05-09 12:00", 0.5, "2026-05-11 09:30", id="from a Saturday"),
        pytest.param("2026-05-04 16:59:59.5", 1 / 3600, "2026-05-05 09:00:00.5", id="half a second is kept"),
        pytest.param("2028-02-28 16:00", 10, "2028-03-01 10:00", id="29 February is a day"),
        pytest.param("2026-05-04 12:00", 0, "2026-05-04 12:00", id="nothing added"),
        pytest.param("2026-05-09 12:00", 0, "2026-05-09 12:00", id="nothing added while closed"),
        pytest.param("2026-05-04 11:00", -4, "2026-04-30 15:00", id="a negative span is subtracted"),
    ],
)
def test_add_on_office_hours(start: str, hours: float, expected: str) -> None:
    assert same_instant(OFFICE.add(at(start, BERLIN), timedelta(hours=hours)), at(expected, BERLIN))


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2026-03-07 12:00", "2026-03-08 13:00-04:00"), ("2026-10-31 12:00", "2026-11-01 11:00-05:00")],
)
def test_a_day_around_the_clock_is_24_real_hours(start: str, expected: str) -> None:
    found = NEW_YORK_ALWAYS.add(at(start, NEW_YORK), timedelta(hours=24))
    assert found is not None
    assert found.isoformat(" ", "minutes") == expected


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("Africa/Cairo", "2026-04-24", 23),
    ],
)
def test_length_of_a_day_on_which_the_clocks_change(zone: str, day: str, hours: float) -> None:
    assert day_length(Calendar(zone, always_open=True), day) == timedelta(hours=hours)


def test_a_day_without_a_midnight_opens_at_one() -> None:
    fridays = Calendar("Africa/Cairo", {"fri": [("00:00", "24:00")]})
    opened = fridays.next_open(at("2026-04-23 12:00", fridays.zone))
    assert opened is not None
    assert opened.isoformat(" ", "minutes") == "2026-04-24 01:00+03:00"
    assert day_length(fridays, "2026-04-24") == timedelta(hours=23)


@pytest.mark.parametrize(
    ("opens", "closes", "opened", "closed"),
    [
        ("02:30", "06:00", "2026-03-08 03:30", "2026-03-08 06:00"),
        ("02:15", "02:45", "2026-03-08 03:15", "2026-03-08 03:45"),
        ("02:30", "03:15", "2026-03-15 02:30", "2026-03-15 03:15"),
    ],
)
def test_edges_in_a_gap_move_forward(opens: str, closes: str, opened: str, closed: str) -> None:
    sundays = Calendar("America/New_York", {"sun": [(opens, closes)]})
    start = at("2026-03-07 12:00", NEW_YORK)
    first = next(sundays.spans(start))
    assert same_instant(first[0], at(opened, NEW_YORK))
    assert same_instant(first[1], at(closed, NEW_YORK))


@pytest.mark.parametrize(("opens", "closes", "hours"), [("02:30", "06:00", 2.5), ("02:30", "03:15", 0), ("02:15", "02:45", 0.5)])
def test_open_time_of_hours_that_touch_a_gap(opens: str, closes: str, hours: float) -> None:
    sundays = Calendar("America/New_York", {"sun": [(opens, closes)]})
    assert day_length(sundays, "2026-03-08") == timedelta(hours=hours)


def test_the_first_of_two_closing_times_closes() -> None:
    sundays = Calendar("America/New_York", {"sun": [("00:00", "01:30")]})
    assert sundays.is_open(datetime(2026, 11, 1, 1, 15, tzinfo=NEW_YORK))
    assert not sundays.is_open(datetime(2026, 11, 1, 1, 15, tzinfo=NEW_YORK, fold=1))
    assert day_length(sundays, "2026-11-01") == timedelta(hours=1.5)


@pytest.mark.parametrize(("saturday", "hours"), [("2026-03-28", 7), ("2026-10-24", 9)])
def test_a_night_shift_over_a_change_of_the_clocks(saturday: str, hours: int) -> None:
    nights = Calendar("Europe/Berlin", {"sat": [("22:00", "06:00")]})
    start = at(f"{saturday} 12:00", BERLIN)
    assert nights.open_time(start, start + timedelta(days=2)) == timedelta(hours=hours)


def test_a_holiday_cuts_the_date_and_leaves_the_tail_of_its_own_shift() -> None:
    nights = Calendar(
        "Europe/Berlin",
        {"thu": [("22:00", "06:00")], "fri": [("22:00", "06:00")]},
        holidays={date(2026, 5, 1): "Labour Day"},
    )
    spans = list(islice(nights.spans(at("2026-04-30 12:00", BERLIN)), 2))
    assert [(a.isoformat(" ", "minutes"), b.isoformat(" ", "minutes")) for a, b in spans if b] == [
        ("2026-04-30 22:00+02:00", "2026-05-01 00:00+02:00"),
        ("2026-05-02 00:00+02:00", "2026-05-02 06:00+02:00"),
    ]


def test_who_means_the_shift_writes_an_exception() -> None:
    nights = Calendar(
        "Europe/Berlin",
        {"thu": [("22:00", "06:00")], "fri": [("22:00", "06:00")]},
        holidays={date(2026, 5, 1): "Labour Day"},
        exceptions={date(2026, 5, 1): [("00:00", "06:00")]},
    )
    start = at("2026-04-30 12:00", BERLIN)
    spans = list(islice(nights.spans(start), 2))
    assert same_instant(spans[0][1], at("2026-05-01 06:00", BERLIN))
    assert same_instant(spans[1][0], at("2026-05-07 22:00", BERLIN))


def test_an_exception_over_midnight_runs_into_an_ordinary_date_and_is_cut_by_a_held_one() -> None:
    def closing(holidays: Mapping[date, str]) -> datetime | None:
        calendar = Calendar("Europe/Berlin", {}, holidays, {date(2026, 5, 8): [("22:00", "02:00")]})
        return calendar.next_close(at("2026-05-08 12:00", BERLIN))

    assert same_instant(closing({}), at("2026-05-09 02:00", BERLIN))
    assert same_instant(closing({date(2026, 5, 9): "a day off"}), at("2026-05-09 00:00", BERLIN))


def test_a_yearly_29_february_closes_leap_years_only() -> None:
    calendar = Calendar("UTC", {"mon-sun": [("09:00", "17:00")]}, yearly={"02-29": "Leap day"})

    def minutes_on(start: datetime, days: int) -> timedelta:
        return calendar.open_time(start, start + timedelta(days=days))

    assert calendar.holiday_name(date(2028, 2, 29)) == "Leap day"
    assert minutes_on(datetime(2028, 2, 29, tzinfo=UTC), 1) == timedelta(0)
    assert minutes_on(datetime(2027, 2, 28, tzinfo=UTC), 2) == timedelta(hours=16)
    assert minutes_on(datetime(2100, 2, 28, tzinfo=UTC), 2) == timedelta(hours=16)


def test_a_date_that_a_zone_skipped_has_no_hours() -> None:
    office = Calendar("Pacific/Apia", WEEKDAYS_9_TO_5)
    assert same_instant(
        office.add(at("2011-12-29 16:00", office.zone), timedelta(hours=2)),
        at("2012-01-02 10:00", office.zone),
    )
    assert office.open_time(at("2011-12-29 00:00", office.zone), at("2012-01-01 00:00", office.zone)) == timedelta(hours=8)
    assert same_instant(office.add_business_days(at("2011-12-29 10:00", office.zone), 1), at("2012-01-02 17:00", office.zone))


def test_touching_spans_are_one() -> None:
    calendar = Calendar("Europe/Berlin", {"mon": [("09:00", "12:00"), ("12:00", "17:00")]})
    noon = at("2026-05-04 12:00", BERLIN)
    assert calendar.is_open(noon)
    assert same_instant(calendar.next_close(at("2026-05-04 10:00", BERLIN)), at("2026-05-04 17:00", BERLIN))
    assert same_instant(calendar.previous_close(noon), at("2026-04-27 17:00", BERLIN))
    assert same_instant(calendar.previous_open(noon), at("2026-05-04 09:00", BERLIN))


def test_overlapping_spans_count_once() -> None:
    calendar = Calendar("Europe/Berlin", {"mon": [("09:00", "13:00"), ("12:00", "17:00")]})
    assert day_length(calendar, "2026-05-04") == timedelta(hours=8)


def test_no_close_between_two_whole_days() -> None:
    calendar = Calendar("Europe/Berlin", {"mon": [("00:00", "24:00")], "tue": [("00:00", "24:00")]})
    monday = at("2026-05-04 12:00", BERLIN)
    assert same_instant(calendar.next_close(monday), at("2026-05-06 00:00", BERLIN))
    assert calendar.is_open(at("2026-05-04 23:59:59.999999", BERLIN))


ALL_DATES_CLOSED = {f"{date(2000, 1, 1) + timedelta(days=count):%m-%d}": "closed" for count in range(366)}


@pytest.mark.parametrize(
    "calendar",
    [
        pytest.param(Calendar("Europe/Berlin"), id="no hours at all"),
        pytest.param(Calendar("Europe/Berlin", WEEKDAYS_9_TO_5, yearly=ALL_DATES_CLOSED), id="all dates closed"),
        pytest.param(Calendar("UTC", exceptions={date(2300, 1, 1): [("09:00", "10:00")]}), id="beyond a hundred years"),
    ],
)
def test_what_never_opens_has_no_answers(calendar: Calendar) -> None:
    start = datetime(2026, 5, 4, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert calendar.add(start, hour) is None
    assert calendar.subtract(start, hour) is None
    assert calendar.add_business_days(start, 1) is None
    assert calendar.next_open(start) is None
    assert calendar.next_close(start) is None
    assert calendar.previous_close(start) is None
    assert calendar.previous_open(start) is None
    assert calendar.first_open_date(start.date()) is None
    assert list(calendar.spans(start)) == []
    assert not calendar.is_open(start)
    assert calendar.open_time(start, start + timedelta(days=36_500)) == timedelta(0)


def test_what_never_closes_has_no_close() -> None:
    start = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert NEW_YORK_ALWAYS.next_close(start) is None
    assert NEW_YORK_ALWAYS.previous_close(start) is None
    assert NEW_YORK_ALWAYS.previous_open(start) is None
    assert list(NEW_YORK_ALWAYS.spans(start)) == [(start, None)]
    assert NEW_YORK_ALWAYS.next_open(start) == start


def test_more_open_time_than_a_hundred_years_hold() -> None:
    assert OFFICE.add(at("2026-05-04 12:00", BERLIN), timedelta(days=40_000)) is None
    assert OFFICE.subtract(at("2026-05-04 12:00", BERLIN), timedelta(days=40_000)) is None
    assert OFFICE.add_business_days(at("2026-05-04 12:00", BERLIN), 30_000) is None


def test_a_holiday_is_the_calendars_local_date() -> None:
    tokyo = Calendar("Asia/Tokyo", {"mon-sun": [("00:00", "24:00")]}, {date(2026, 5, 5): "Children's Day"})
    assert tokyo.is_open(datetime(2026, 5, 4, 14, 59, tzinfo=UTC))
    assert not tokyo.is_open(datetime(2026, 5, 4, 15, tzinfo=UTC))
    assert not tokyo.is_open(datetime(2026, 5, 5, 14, 59, tzinfo=UTC))
    assert tokyo.is_open(datetime(2026, 5, 5, 15, tzinfo=UTC))


def test_an_exception_wins_over_a_holiday_and_the_week() -> None:
    day = date(2026, 12, 31)
    short = Calendar("Europe/Berlin", WEEKDAYS_9_TO_5, {day: "Old Year"}, {day: [("09:00", "12:00")]})
    assert day_length(short, "2026-12-31") == timedelta(hours=3)
    assert short.holiday_name(day) is None
    assert same_instant(short.add_business_days(at("2026-12-30 12:00", BERLIN), 1), at("2026-12-31 12:00", BERLIN))


def test_an_empty_exception_closes_the_date_and_the_tail_of_the_night_before() -> None:
    day = date(2026, 5, 5)
    closed = Calendar("Europe/Berlin", {"mon-sun": [("22:00", "06:00")]}, exceptions={day: []})
    assert day_length(closed, "2026-05-05") == timedelta(0)
    assert day_length(closed, "2026-05-06") == timedelta(hours=2)
    assert same_instant(closed.add_business_days(at("2026-05-04 12:00", BERLIN), 1), at("2026-05-07 06:00", BERLIN))


def test_a_naive_datetime_is_refused_everywhere() -> None:
    naive, aware, hour = datetime(2026, 5, 4, 12), datetime(2026, 5, 4, 12, tzinfo=UTC), timedelta(hours=1)
    for ask in (
        lambda: OFFICE.is_open(naive),
        lambda: OFFICE.add(naive, hour),
        lambda: OFFICE.subtract(naive, hour),
        lambda: OFFICE.open_time(naive, aware),
        lambda: OFFICE.open_time(aware, naive),
        lambda: OFFICE.add_business_days(naive, 1),
        lambda: OFFICE.next_open(naive),
        lambda: OFFICE.next_close(naive),
        lambda: OFFICE.previous_close(naive),
        lambda: OFFICE.previous_open(naive),
        lambda: OFFICE.spans(naive),
    ):
        with pytest.raises(NaiveDatetime, match="no time zone"):
            ask()


def test_a_saturday_holiday_and_its_observed_friday_are_both_closed() -> None:
    desk = Calendar("America/New_York", {"mon-sat": [("09:00", "17:00")]}, regions=("US",))
    assert desk.holiday_name(date(2021, 12, 31)) == "New Year's Day (observed)"
    assert day_length(desk, "2021-12-31") == timedelta(0)
    assert day_length(desk, "2022-01-01") == timedelta(0)
    assert day_length(desk, "2021-12-30") == timedelta(hours=8)


def test_a_continuous_window_across_the_week() -> None:
    desk = Calendar(
        "America/New_York",
        windows=[("sun", "15:00", "fri", "17:00")],
        holidays={date(2026, 7, 1): "a Wednesday off"},
    )
    spans = list(islice(desk.spans(at("2026-06-27 12:00", NEW_YORK)), 3))
    assert [(a.isoformat(" ", "minutes"), b.isoformat(" ", "minutes")) for a, b in spans if b] == [
        ("2026-06-28 15:00-04:00", "2026-07-01 00:00-04:00"),
        ("2026-07-02 00:00-04:00", "2026-07-03 17:00-04:00"),
        ("2026-07-05 15:00-04:00", "2026-07-10 17:00-04:00"),
    ]
    assert same_instant(desk.add_business_days(at("2026-06-29 10:00", NEW_YORK), 1), at("2026-07-01 00:00", NEW_YORK))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-05-04 12:00", 1, "2026-05-05 17:00"),
        ("2026-05-04 20:00", 1, "2026-05-05 17:00"),
        ("2026-04-30 12:00", 1, "2026-05-04 17:00"),
        ("2026-05-09 12:00", 2, "2026-05-12 17:00"),
        ("2026-05-04 12:00", 400, "2027-11-15 17:00"),
    ],
)
def test_business_days(start: str, days: int, expected: str) -> None:
    assert same_instant(OFFICE.add_business_days(at(start, BERLIN), days), at(expected, BERLIN))


def test_business_days_of_a_night_shift_start_on_their_date() -> None:
    nights = Calendar("Europe/Berlin", {"mon-fri": [("22:00", "06:00")]})
    assert same_instant(nights.add_business_days(at("2026-05-04 12:00", BERLIN), 1), at("2026-05-06 06:00", BERLIN))
    assert same_instant(  # Saturday morning is the tail of Friday's shift and no business day of its own
        nights.add_business_days(at("2026-05-08 12:00", BERLIN), 1), at("2026-05-12 06:00", BERLIN)
    )


def test_a_business_day_closes_with_the_shift_that_is_still_on() -> None:
    calendar = Calendar("Europe/Berlin", {"mon": [("10:00", "09:00")], "tue": [("01:00", "02:00")]})
    found = calendar.add_business_days(at("2026-05-04 09:00", BERLIN), 1)
    assert same_instant(found, at("2026-05-05 09:00", BERLIN))


@pytest.mark.parametrize("days", [0, -1])
def test_business_days_are_counted_from_one(days: int) -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        OFFICE.add_business_days(at("2026-05-04 12:00", BERLIN), days)


def test_closes_around_a_moment() -> None:
    close = at("2026-05-04 17:00", BERLIN)
    assert same_instant(OFFICE.previous_close(close), close)
    assert same_instant(OFFICE.next_close(close), at("2026-05-05 17:00", BERLIN))
    assert same_instant(OFFICE.next_open(close), at("2026-05-05 09:00", BERLIN))
    assert same_instant(OFFICE.previous_open(close), at("2026-05-04 09:00", BERLIN))
    assert same_instant(OFFICE.previous_open(at("2026-05-05 08:59:59", BERLIN)), at("2026-05-04 09:00", BERLIN))
    assert same_instant(OFFICE.previous_open(at("2026-05-05 09:00", BERLIN)), at("2026-05-05 09:00", BERLIN))
    assert same_instant(OFFICE.previous_open(at("2026-05-04 08:00", BERLIN)), at("2026-04-30 09:00", BERLIN))
    assert not OFFICE.is_open(close)
    assert OFFICE.is_open(at("2026-05-05 09:00", BERLIN))


def test_a_reversed_interval_is_negative() -> None:
    start, end = at("2026-05-04 12:00", BERLIN), at("2026-05-06 12:00", BERLIN)
    assert OFFICE.open_time(start, end) == timedelta(hours=16)
    assert OFFICE.open_time(end, start) == timedelta(hours=-16)


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    moments = [datetime(year, 6, 15, 12, tzinfo=UTC) for year in (2026, 1980, 2100, 2026)]
    shared = Calendar("Europe/Berlin", WEEKDAYS_9_TO_5)
    for first in moments:
        for second in moments:
            fresh = Calendar("Europe/Berlin", WEEKDAYS_9_TO_5)
            assert shared.open_time(first, second) == fresh.open_time(first, second)
            assert shared.add(first, timedelta(days=300)) == fresh.add(first, timedelta(days=300))
            assert shared.subtract(first, timedelta(days=300)) == fresh.subtract(first, timedelta(days=300))


def test_the_ends_of_time_have_answers() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    for calendar in (OFFICE, NEW_YORK_ALWAYS, Calendar("Pacific/Kiritimati", WEEKDAYS_9_TO_5)):
        assert calendar.add(last, timedelta(hours=20)) is None
        assert calendar.subtract(first, timedelta(hours=20)) is None
        assert calendar.add_business_days(last, 3) is None
        calendar.next_close(last)
        calendar.previous_close(first)
        calendar.previous_open(first)
        calendar.previous_open(last)
        list(calendar.spans(last))
        assert calendar.next_open(datetime(1, 1, 3, tzinfo=UTC)) is not None


def test_calendars_are_values() -> None:
    twin = Calendar(
        "Europe/Berlin",
        {"fri": [("12:00", "17:00"), ("09:00", "12:00")], "monday-thu": [("09:00", "17:00")]},
        holidays={date(2026, 5, 1): "Labour Day"},
    )
    assert twin == OFFICE
    assert hash(twin) == hash(OFFICE)
    assert twin != NEW_YORK_ALWAYS
    assert OFFICE != "office"
    assert "Europe/Berlin" in repr(OFFICE)
    for again in (pickle.loads(pickle.dumps(OFFICE)), copy.deepcopy(OFFICE)):
        assert again == OFFICE
        assert again.is_open(at("2026-05-04 12:00", BERLIN))


def test_calendars_do_not_change() -> None:
    with pytest.raises(AttributeError, match="does not change"):
        OFFICE.zone = NEW_YORK
    with pytest.raises(AttributeError, match="does not change"):
        del OFFICE.zone


def test_threads_may_share_a_calendar() -> None:
    shared = Calendar("America/New_York", WEEKDAYS_9_TO_5, regions=("US-NY",))
    start = datetime(2020, 1, 1, tzinfo=UTC)
    spans = [timedelta(hours=7 * count) for count in range(1, 400)]
    alone = Calendar("America/New_York", WEEKDAYS_9_TO_5, regions=("US-NY",))
    expected = [alone.add(start, span) for span in spans]
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: [shared.add(start, span) for span in spans], range(4)):
            assert found == expected


SPLINTERS = [(f"{n * 14 // 60:02d}:{n * 14 % 60:02d}", f"{n * 14 // 60:02d}:{n * 14 % 60 + 1:02d}") for n in range(100)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weekly": {"mon": [("9:00", "17:00")]}}, "two digits"),
        ({"weekly": {"mon": [("09:00", "25:00")]}}, "not on the clock"),
        ({"weekly": {"mon": [("24:00", "08:00")]}}, "ends a day"),
        ({"weekly": {"mon": "09:00-17:00"}}, "list of spans"),
        ({"weekly": {"mon": [("09:00",)]}}, "not a span"),
        ({"weekly": {"moon": [("09:00", "17:00")]}}, "did you mean mon"),
        ({"weekly": {"mon": [("09:00", "17:00")]}, "always_open": True}, "always open"),
        ({"weekly": {"mon": SPLINTERS}}, "100 spans"),
        ({"windows": [("sun", "15:00", "fri")]}, "not a window"),
        ({"holidays": {datetime(2026, 1, 1): "New Year"}}, "not a date"),
        ({"exceptions": {"2026-01-01": []}}, "not a date"),
        ({"yearly": {"02-30": "never"}}, "day of the year"),
        ({"yearly": {"2026-01-01": "once"}}, "day of the year"),
        ({"regions": "US-NY"}, "list of codes"),
        ({"regions": ["US-NYC"]}, "did you mean US-NY"),
    ],
)
def test_what_cannot_be_read_is_said(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        Calendar("UTC", **arguments)
