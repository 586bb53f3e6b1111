"""Weekly hours as a ruleset writes them: clock times, weekdays, spans and windows, read into minutes of the week.

A span that ends at or before its start runs over midnight, so it belongs to the date on which it starts. A
window such as `sun 15:00 to fri 17:00` is continuous; it is cut at every midnight, so that a holiday inside
it closes that date and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

DAY_MINUTES = 1440
MOST_SPANS_A_DAY = 96

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NUMBERS = {name: number for names in (WEEKDAYS, _FULL_NAMES) for number, name in enumerate(names)}
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})")

SpanText: TypeAlias = tuple[str, str]
WindowText: TypeAlias = tuple[str, str, str, str]
WeeklyText: TypeAlias = Mapping[str, Sequence[SpanText]]
Minutes: TypeAlias = tuple[tuple[int, int], ...]
"""Disjoint spans of one date in order, in minutes after its midnight; an end beyond 1440 lies on the next date."""
Week: TypeAlias = tuple[Minutes, ...]
"""The spans of Monday to Sunday."""


class CalendarError(ValueError):
    """The hours, dates or regions of a calendar cannot be read; the message says which and what was expected."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Open from `start` (0 to 1439) to `end` (0 to 1440), in minutes after midnight.

    An end at or before the start is on the next day.
    """

    start: int
    end: int

    @property
    def until(self) -> int:
        """The end in minutes after the midnight before the start: beyond 1440 for a span over midnight."""
        return self.end if self.end > self.start else self.end + DAY_MINUTES


def as_text(value: object) -> str:
    """Return a value that should be a text, or the empty text where a caller without type checks gave something else."""
    return value if isinstance(value, str) else ""


def _quoted(text: object) -> str:
    return repr(text) if len(repr(text)) <= 40 else repr(text)[:37] + "..."


def parse_clock(text: str) -> int:
    """Return the minutes after midnight of `HH:MM`, `00:00` to `24:00`; raises `CalendarError` for any other text."""
    found = _CLOCK.fullmatch(as_text(text))
    if found is None:
        raise CalendarError(f"{_quoted(text)} is not a time: write hours and minutes with two digits each, such as 09:00")
    hours, minutes = int(found[1]), int(found[2])
    if minutes > 59 or hours * 60 + minutes > DAY_MINUTES:
        raise CalendarError(f"{text} is not on the clock: times run from 00:00 to 24:00")
    return hours * 60 + minutes


def parse_span(opens: str, closes: str) -> DaySpan:
    """Return the span between two clock times; raises `CalendarError` where one is not on the clock or the start is 24:00."""
    start, end = parse_clock(opens), parse_clock(closes)
    if start == DAY_MINUTES:
        raise CalendarError("24:00 ends a day: hours that start there start at 00:00 of the next day")
    return DaySpan(start, end)


def parse_weekday(text: str) -> int:
    """Return the number of a weekday, Monday being 0, from `mon` or `monday`; raises `CalendarError` for any other text."""
    name = as_text(text).strip().lower()
    if name in _WEEKDAY_NUMBERS:
        return _WEEKDAY_NUMBERS[name]
    alike = get_close_matches(name[:40], _WEEKDAY_NUMBERS, n=1)
    hint = f"did you mean {alike[0]}?" if alike else f"write one of {', '.join(WEEKDAYS)}"
    raise CalendarError(f"{_quoted(text)} is not a weekday: {hint}")


def parse_weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays of `mon`, of a range `mon-fri`, or of a range over Sunday such as `fri-mon`, in that order."""
    first, dash, last = as_text(text).partition("-")
    start = parse_weekday(first or text)
    if not dash:
        return (start,)
    count = (parse_weekday(last) - start) % 7 + 1
    return tuple((start + step) % 7 for step in range(count))


def cut_window(window: WindowText) -> Iterator[tuple[int, DaySpan]]:
    """Yield the weekdays of a continuous window with the span of each, so that no span runs over midnight.

    A window whose end is its start, or an earlier time of the same weekday, goes once round the week.
    """
    try:
        from_day, opens, to_day, closes = window
    except (TypeError, ValueError):
        raise CalendarError(f"{_quoted(window)} is not a window: give weekday, time, weekday, time") from None
    day, start = parse_weekday(from_day), parse_span(opens, opens).start
    last, end = parse_weekday(to_day), parse_clock(closes)
    steps = (last - day) % 7
    if steps == 0 and end <= start:
        steps = 7
    for step in range(steps + 1):
        begin = start if step == 0 else 0
        stop = end if step == steps else DAY_MINUTES
        if stop > begin:
            yield (day + step) % 7, DaySpan(begin, stop)


def join_spans(spans: Iterable[DaySpan]) -> Minutes:
    """Return the spans of one date in order, overlapping and touching ones joined; raises `CalendarError` beyond 96 of them."""
    joined: list[tuple[int, int]] = []
    for start, until in sorted((span.start, span.until) for span in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((start, until))
    if len(joined) > MOST_SPANS_A_DAY:
        raise CalendarError(f"a date has {len(joined)} spans: at most {MOST_SPANS_A_DAY} can be kept apart")
    return tuple(joined)


def parse_spans(texts: Sequence[SpanText]) -> tuple[DaySpan, ...]:
    """Return the spans of one date as written, in their order; raises `CalendarError` where one cannot be read."""
    if as_text(texts):
        raise CalendarError(f"{_quoted(texts)} is not a list of spans: give pairs of times")
    spans = []
    for text in texts:
        try:
            opens, closes = text
        except (TypeError, ValueError):
            raise CalendarError(f"{_quoted(text)} is not a span: give the opening and the closing time") from None
        spans.append(parse_span(opens, closes))
    return tuple(spans)


def parse_week(weekly: WeeklyText, windows: Sequence[WindowText], always_open: bool) -> Week:
    """Return the hours of Monday to Sunday, everything joined that touches or overlaps within a date.

    Raises `CalendarError` where a part cannot be read, or where hours are given beside `always_open`.
    """
    if always_open:
        if weekly or windows:
            raise CalendarError("always open leaves no room for weekly hours: give one or the other")
        return (((0, DAY_MINUTES),),) * 7
    days: list[list[DaySpan]] = [[] for _ in WEEKDAYS]
    for names, texts in weekly.items():
        spans = parse_spans(texts)
        for day in parse_weekdays(names):
            days[day].extend(spans)
    for window in windows:
        for day, span in cut_window(window):
            days[day].append(span)
    return tuple(join_spans(spans) for spans in days)
