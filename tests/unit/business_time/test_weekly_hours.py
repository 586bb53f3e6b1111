"""Weekly hours as written, and the list of what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engagepolicy.business_time import (
    CalendarError,
    DaySpan,
    Place,
    check_weekly,
    parse_clock,
    parse_span,
    parse_weekday,
    parse_weekdays,
)


@pytest.mark.parametrize(("text", "minutes"), [("00:00", 0), ("09:05", 545), ("23:59", 1439), ("24:00", 1440)])
def test_clock_times(text: str, minutes: int) -> None:
    assert parse_clock(text) == minutes


@pytest.mark.parametrize("text", ["24:01", "12:60", "9:00", "0900", "", "09:00:00", "٠٩:٠٠", " 09:00", "-1:00", "x" * 9999, None, 9])
def test_other_texts_are_no_clock_times(text: str) -> None:
    with pytest.raises(CalendarError) as raised:
        parse_clock(text)
    assert len(str(raised.value)) < 200


def test_spans() -> None:
    assert parse_span("09:00", "17:00") == DaySpan(540, 1020)
    assert parse_span("22:00", "06:00").until == 1800
    assert parse_span("09:00", "09:00").until == 1980
    assert parse_span("00:00", "24:00").until == 1440


@pytest.mark.parametrize(
    ("text", "days"),
    [("mon", (0,)), ("Sunday", (6,)), ("mon-fri", (0, 1, 2, 3, 4)), ("fri - mon", (4, 5, 6, 0)), ("tue-tue", (1,))],
)
def test_weekdays(text: str, days: tuple[int, ...]) -> None:
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "mo", "mon-", "-fri", "mon-tue-wed", "montag", None])
def test_other_texts_are_no_weekdays(text: str) -> None:
    with pytest.raises(CalendarError, match="not a weekday"):
        parse_weekdays(text)


def test_a_weekday_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(CalendarError, match="did you mean wednesday"):
        parse_weekday("wendesday")
    with pytest.raises(CalendarError, match="write one of mon, tue"):
        parse_weekday("1")


NINE_TO_FIVE = [("09:00", "17:00")]
DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param({"weekly": {"mon-fri": NINE_TO_FIVE}}, [], id="office hours"),
        pytest.param({"weekly": {}, "always_open": True}, [], id="always open"),
        pytest.param({"weekly": {}, "windows": [("sun", "15:00", "fri", "17:00")]}, [], id="24x5"),
        pytest.param({"weekly": {"mon-sun": [("00:00", "24:00")]}}, [], id="touching at midnight"),
        pytest.param({"weekly": {"mon-sun": [("22:00", "06:00")]}}, [], id="every night"),
        pytest.param({"weekly": {}, "exceptions": {DAY: NINE_TO_FIVE}}, [], id="opens on one date"),
        pytest.param({"weekly": {"mon": []}}, [("never_opens", Place(), None)], id="no hours"),
        pytest.param({"weekly": {}, "exceptions": {DAY: []}}, [("never_opens", Place(), None)], id="only closed"),
        pytest.param(
            {"weekly": {"mon": [("09:00", "13:00"), ("12:00", "17:00")]}},
            [("overlap", Place("mon", 1), Place("mon", 0))],
            id="overlap on one day",
        ),
        pytest.param(
            {"weekly": {"mon-fri": NINE_TO_FIVE, "fri": [("10:00", "12:00")]}},
            [("overlap", Place("fri", 0), Place("mon-fri", 0))],
            id="overlap of a range and a day",
        ),
        pytest.param(
            {"weekly": {"mon-wed": [("22:00", "06:00"), ("05:00", "09:00")]}},
            [("overlap", Place("mon-wed", 1), Place("mon-wed", 0))],
            id="overlap with the night before, said once",
        ),
        pytest.param(
            {"weekly": {"sun": [("22:00", "06:00")], "mon": [("05:00", "09:00")]}},
            [("overlap", Place("mon", 0), Place("sun", 0))],
            id="overlap over the end of the week",
        ),
        pytest.param(
            {"weekly": {"wed": NINE_TO_FIVE}, "windows": [("sun", "15:00", "fri", "17:00")]},
            [("overlap", Place("wed", 0), Place("window", 0))],
            id="overlap with a window",
        ),
        pytest.param({"weekly": {"mon": [("09:00", "09:00")]}}, [("zero_length", Place("mon", 0), None)], id="no length"),
        pytest.param(
            {"weekly": {"mon": [("09:00", "17:60")], "tue": NINE_TO_FIVE}},
            [("not_a_time", Place("mon", 0), None)],
            id="not on the clock",
        ),
        pytest.param({"weekly": {"mon": [("09:00",)]}}, [("not_a_time", Place("mon", 0), None)], id="not a pair"),
        pytest.param({"weekly": {"mno": NINE_TO_FIVE}}, [("not_a_weekday", Place("mno"), None)], id="not a weekday"),
        pytest.param(
            {"weekly": {}, "windows": [("sun", "15:00", "fry", "17:00")]},
            [("not_a_weekday", Place("window", 0), None)],
            id="window to nowhere",
        ),
        pytest.param(
            {"weekly": {}, "windows": [("sun", "15:00", "fri", "27:00")]},
            [("not_a_time", Place("window", 0), None)],
            id="window to no time",
        ),
        pytest.param(
            {"weekly": {"mon": NINE_TO_FIVE}, "exceptions": {DAY: NINE_TO_FIVE}, "closed": {DAY}},
            [("closed_and_open", Place("2026-12-31"), None)],
            id="closed and open",
        ),
        pytest.param(
            {"weekly": {"mon": NINE_TO_FIVE}, "exceptions": {DAY: [("09:00", "12:00"), ("11:00", "11:00")]}},
            [("zero_length", Place("2026-12-31", 1), None)],
            id="no length on a date",
        ),
        pytest.param(
            {"weekly": {"mon": NINE_TO_FIVE}, "exceptions": {DAY: [("09:00", "12:00"), ("11:00", "13:00")]}},
            [("overlap", Place("2026-12-31", 1), Place("2026-12-31", 0))],
            id="overlap on a date",
        ),
        pytest.param(
            {"weekly": {"mon": NINE_TO_FIVE}, "always_open": True},
            [("hours_beside_always_open", Place(), None)],
            id="hours beside always open",
        ),
    ],
)
def test_problems_of_hours(arguments: dict[str, Any], expected: list[tuple[str, Place, Place | None]]) -> None:
    found = check_weekly(**arguments)
    assert [(problem.kind, problem.place, problem.other) for problem in found] == expected
    assert all(problem.message for problem in found)


def test_one_run_reports_everything() -> None:
    found = check_weekly({"mon": [("09:60", "10:00"), ("11:00", "11:00")], "xyz": []})
    assert [problem.kind for problem in found] == ["not_a_time", "zero_length", "not_a_weekday"]
