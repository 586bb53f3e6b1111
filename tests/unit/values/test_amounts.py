"""Amounts of time as people read them."""

from __future__ import annotations

from datetime import time

import pytest

from engagepolicy.values.amounts import (
    Amount,
    BusinessDays,
    ByTime,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    EndOfDay,
    LaterOf,
    NotBefore,
    OpenTime,
    Unquantified,
    calendars_of,
    render_amount,
    render_elapsed,
)

CASES: list[tuple[Amount, str, list[str]]] = [
    (Elapsed(900), "15m", []),
    (Elapsed(5400), "1h30m", []),
    (Elapsed(3661), "1h1m1s", []),
    (OpenTime(14400, "office"), "4h on office", ["office"]),
    (BusinessDays(1, "office"), "1 business day on office", ["office"]),
    (BusinessDays(2, "desk"), "2 business days on desk", ["desk"]),
    (CalendarSpan(days=1), "1 day", []),
    (CalendarSpan(days=3), "3 days", []),
    (CalendarSpan(days=14), "2 weeks", []),
    (CalendarSpan(months=1), "1 month", []),
    (CalendarSpan(months=12), "12 months", []),
    (ByTime(time(17)), "by 17:00", []),
    (ByTime(time(9, 5), "office"), "by 09:05 on office", ["office"]),
    (EndOfDay(), "end of day", []),
    (EndOfDay("office"), "end of day on office", ["office"]),
    (EarlierOf((Elapsed(60), EndOfDay("a"))), "earlier of 1m, end of day on a", ["a"]),
    (LaterOf((OpenTime(60, "b"), EndOfDay("a"))), "later of 1m on b, end of day on a", ["b", "a"]),
    (Unquantified("promptly"), "promptly", []),
    (NotBefore(OpenTime(60, "b")), "not before 1m on b", ["b"]),
]


@pytest.mark.parametrize(("amount", "text", "calendars"), CASES, ids=[text for _, text, _ in CASES])
def test_amounts_read_as_they_are_written(amount: Amount, text: str, calendars: list[str]) -> None:
    assert render_amount(amount) == text
    assert list(calendars_of(amount)) == calendars


def test_no_time_at_all() -> None:
    assert render_elapsed(0) == "0s"
