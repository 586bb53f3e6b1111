"""Sets of holidays and exceptions of every year: which dates a calendar keeps closed, and which hours it has on them."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from engagepolicy.business_time import Calendar, CalendarError, HolidaySet

WEEK = {"mon-sun": [("09:00", "17:00")]}


def closed_days(*sets: HolidaySet, observed: str, year: int) -> set[str]:
    """Return the days of a year on which a calendar that is else open every day has no open time."""
    calendar = Calendar("UTC", WEEK, sets=sets, observed=(observed,))
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    midnights = {day: datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days if day.year == year}
    open_time = {day: calendar.open_time(start, start + timedelta(days=1)) for day, start in midnights.items()}
    return {day.isoformat() for day, length in open_time.items() if not length}


def test_a_set_closes_its_dates_and_its_days_of_every_year() -> None:
    days = HolidaySet("ours", dates=((date(2026, 1, 2), "Bridge day"),), yearly=((12, 24, "Christmas Eve"),))
    assert closed_days(days, observed="ours", year=2026) == {"2026-01-02", "2026-12-24"}
    assert closed_days(days, observed="ours", year=2027) == {"2027-12-24"}


@pytest.mark.parametrize("year", [2024, 2026, 2096, 2100, 2104])
def test_a_leap_day_is_a_holiday_in_leap_years_only(year: int) -> None:
    days = HolidaySet("ours", yearly=((2, 29, "Leap day"),))
    expected = {f"{year}-02-29"} if year in (2024, 2096, 2104) else set()
    assert closed_days(days, observed="ours", year=year) == expected


def test_a_set_includes_regions_and_sets_and_excludes_from_them() -> None:
    base = HolidaySet("base", regions=("US",), excluded_names=("Columbus Day", "Veterans Day"))
    ours = HolidaySet("ours", includes=("base",), yearly=((12, 24, "Eve"),), excluded_dates=(date(2026, 11, 26),))
    # Independence Day 2026 is a Saturday and is observed on the Friday too; Veterans Day is 11 November.
    assert closed_days(ours, base, observed="ours", year=2026) == {
        "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-07-04", "2026-09-07",
        "2026-12-24", "2026-12-25",
    }  # fmt: skip


def test_an_excluded_name_takes_its_observed_day_with_it() -> None:
    days = HolidaySet("ours", regions=("US",), excluded_names=("Independence Day",))
    assert not {"2026-07-03", "2026-07-04"} & closed_days(days, observed="ours", year=2026)


def test_an_excluded_day_of_every_year_is_open_in_every_year() -> None:
    days = HolidaySet("ours", regions=("GB-ENG",), excluded_yearly=((12, 26),))
    assert all(f"{year}-12-26" not in closed_days(days, observed="ours", year=year) for year in (2022, 2026))
    assert "2022-12-27" in closed_days(days, observed="ours", year=2022)


def test_what_a_set_says_itself_is_never_excluded() -> None:
    days = HolidaySet("ours", dates=((date(2026, 12, 25), "Ours"),), regions=("US",), excluded_dates=(date(2026, 12, 25),))
    assert "2026-12-25" in closed_days(days, observed="ours", year=2026)


def test_a_set_that_is_not_observed_closes_nothing() -> None:
    assert Calendar("UTC", WEEK, sets=(HolidaySet("ours", yearly=((12, 24, "Eve"),)),)) == Calendar("UTC", WEEK)


def test_the_name_of_a_holiday_of_a_set_is_known() -> None:
    days = HolidaySet("ours", yearly=((12, 24, "Christmas Eve"),))
    assert Calendar("UTC", WEEK, sets=(days,), observed=("ours",)).holiday_name(date(2026, 12, 24)) == "Christmas Eve"


def test_sets_in_which_each_includes_two_of_the_one_before_cost_no_more_than_their_number() -> None:
    sets = [HolidaySet("a0", yearly=((12, 24, "Eve"),)), HolidaySet("b0")]
    for number in range(1, 200):
        below = (f"a{number - 1}", f"b{number - 1}")
        sets += [HolidaySet(f"{letter}{number}", includes=below) for letter in "ab"]
    assert closed_days(*sets, observed="a199", year=2026) == {"2026-12-24"}


def test_unknown_sets_and_circles_are_refused() -> None:
    with pytest.raises(CalendarError, match="'ours'"):
        Calendar("UTC", WEEK, observed=("ours",))
    circle = (HolidaySet("a", includes=("b",)), HolidaySet("b", includes=("a",)))
    with pytest.raises(CalendarError, match=r"(a -> b -> a|b -> a -> b)"):
        Calendar("UTC", WEEK, sets=circle, observed=("a",))


HALF_DAY = Calendar("UTC", WEEK, yearly_exceptions={"12-24": [("09:00", "12:00")], "12-31": []}, holidays={date(2026, 12, 24): "Eve"})


def test_an_exception_of_every_year_replaces_hours_and_holidays() -> None:
    for year in (2026, 2031):
        eve = datetime(year, 12, 24, tzinfo=UTC)
        assert HALF_DAY.open_time(eve, eve + timedelta(days=1)) == timedelta(hours=3)
        assert HALF_DAY.holiday_name(eve.date()) is None
        last = datetime(year, 12, 31, tzinfo=UTC)
        assert not HALF_DAY.open_time(last, last + timedelta(days=1))


def test_a_dated_exception_wins_over_a_yearly_one() -> None:
    calendar = Calendar(
        "UTC",
        WEEK,
        yearly_exceptions={"12-24": [], "12-31": [("09:00", "10:00")]},
        exceptions={date(2026, 12, 24): [("10:00", "11:00")], date(2026, 12, 31): []},
    )
    lengths = [
        calendar.open_time(datetime(year, 12, day, tzinfo=UTC), datetime(year, 12, day, 23, tzinfo=UTC))
        for year in (2026, 2027)
        for day in (24, 31)
    ]
    assert lengths == [timedelta(hours=1), timedelta(0), timedelta(0), timedelta(hours=1)]


def test_a_yearly_exception_cuts_the_night_before_it() -> None:
    calendar = Calendar("UTC", {"mon-sun": [("22:00", "06:00")]}, yearly_exceptions={"01-01": []})
    eve, new_year = datetime(2026, 12, 31, 22, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert calendar.next_close(eve) == new_year
    assert calendar.next_open(new_year) == datetime(2027, 1, 2, 22, tzinfo=UTC)


def test_a_calendar_may_open_on_days_of_the_year_alone() -> None:
    calendar = Calendar("UTC", yearly_exceptions={"02-29": [("09:00", "10:00")]})
    start = datetime(2097, 1, 1, tzinfo=UTC)
    assert calendar.next_open(start) == datetime(2104, 2, 29, 9, tzinfo=UTC)
    assert calendar.add_business_days(start, 2) == datetime(2108, 2, 29, 10, tzinfo=UTC)


def test_calendars_with_sets_are_values() -> None:
    days = HolidaySet("ours", yearly=((12, 24, "Eve"),))
    one, other = (Calendar("UTC", WEEK, sets=(days, HolidaySet("unused")), observed=("ours",)) for _ in range(2))
    assert one == other == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(other)
    assert "ours" in repr(one)


@pytest.mark.parametrize("written", ["02-30", "13-01", "1-1", "12/24"])
def test_days_that_no_year_has_are_refused(written: str) -> None:
    with pytest.raises(CalendarError, match="day of the year"):
        Calendar("UTC", WEEK, yearly_exceptions={written: []})
