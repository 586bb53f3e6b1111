"""What is wrong with the hours of a calendar, as a list for a checker: nothing is raised and nothing is changed.

`Calendar` refuses what cannot be read and quietly joins spans that overlap; a ruleset's author wants to hear
of both, and of hours that can be read but are hardly meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from engagepolicy.business_time.weekly import (
    DAY_MINUTES,
    WEEKDAYS,
    CalendarError,
    DaySpan,
    SpanText,
    WeeklyText,
    WindowText,
    cut_window,
    parse_span,
    parse_weekdays,
)

ProblemKind: TypeAlias = Literal[
    "never_opens",
    "overlap",
    "zero_length",
    "not_a_time",
    "not_a_weekday",
    "closed_and_open",
    "hours_beside_always_open",
]
_WEEK_MINUTES = 7 * DAY_MINUTES


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: the key as written and the index of the span there.

    The key is `mon-fri`, `2026-12-31`, `window`, or empty for the calendar as a whole.
    """

    key: str = ""
    index: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarProblem:
    """One mistake in a calendar: its kind, a sentence, where it is, and the other place that it clashes with."""

    kind: ProblemKind
    message: str
    place: Place = Place()
    other: Place | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    until: int
    place: Place


def _check_span(pair: SpanText, place: Place) -> DaySpan | CalendarProblem:
    try:
        opens, closes = pair
        span = parse_span(opens, closes)
    except CalendarError as wrong:
        return CalendarProblem("not_a_time", str(wrong), place)
    except (TypeError, ValueError):
        return CalendarProblem("not_a_time", "hours are a pair of an opening and a closing time", place)
    if span.start == span.end:
        message = f"{opens} to {closes} has no length: write 00:00 to 24:00 for a whole day"
        return CalendarProblem("zero_length", message, place)
    return span


def _check_overlaps(spans: list[_Placed], label: str, week_long: bool) -> Iterator[CalendarProblem]:
    """Yield one problem for each span that starts before one that started earlier has ended."""
    ordered = sorted(spans, key=lambda span: (span.start, span.until))
    if week_long:  # what runs over the end of Sunday meets Monday
        wrapped = [_Placed(s.start - _WEEK_MINUTES, s.until - _WEEK_MINUTES, s.place) for s in ordered if s.until > _WEEK_MINUTES]
        ordered = wrapped + ordered
    reported: set[tuple[Place, Place]] = set()
    longest: _Placed | None = None
    for span in ordered:
        if longest is not None and span.start < longest.until:
            pair = (longest.place, span.place)
            if pair not in reported:
                reported.add(pair)
                opens, closes = _clock(span.start), _clock(longest.until)
                message = f"hours {label}overlap: {opens} comes before the earlier span closes at {closes}"
                yield CalendarProblem("overlap", message, span.place, longest.place)
        if longest is None or span.until > longest.until:
            longest = span


def _clock(minutes: int) -> str:
    inside = minutes % DAY_MINUTES
    return f"{inside // 60:02d}:{inside % 60:02d}" if inside or not minutes else "24:00"


def _check_week(weekly: WeeklyText, windows: Sequence[WindowText], placed: list[_Placed]) -> Iterator[CalendarProblem]:
    """Yield what cannot be read and collect into `placed` what can, in minutes of the week."""
    for key, pairs in weekly.items():
        try:
            days = parse_weekdays(key)
        except CalendarError as wrong:
            yield CalendarProblem("not_a_weekday", str(wrong), Place(key))
            continue
        for index, pair in enumerate(pairs):
            span = _check_span(pair, Place(key, index))
            if isinstance(span, CalendarProblem):
                yield span
                continue
            shift = (day * DAY_MINUTES for day in days)
            placed.extend(_Placed(at + span.start, at + span.until, Place(key, index)) for at in shift)
    for index, window in enumerate(windows):
        place = Place("window", index)
        try:
            pieces = tuple(cut_window(window))
        except CalendarError as wrong:
            yield CalendarProblem("not_a_weekday" if "weekday" in str(wrong) else "not_a_time", str(wrong), place)
            continue
        placed.extend(_Placed(d * DAY_MINUTES + s.start, d * DAY_MINUTES + s.until, place) for d, s in pieces)


def _check_dates(exceptions: Mapping[str, Sequence[SpanText]], closed: Collection[str]) -> Iterator[CalendarProblem]:
    for key, pairs in exceptions.items():
        if pairs and key in closed:
            yield CalendarProblem("closed_and_open", f"{key} is both closed and open: keep one of the two", Place(key))
        placed = []
        for index, pair in enumerate(pairs):
            span = _check_span(pair, Place(key, index))
            if isinstance(span, CalendarProblem):
                yield span
            else:
                placed.append(_Placed(span.start, span.until, Place(key, index)))
        yield from _check_overlaps(placed, f"of {key} ", week_long=False)


def check_weekly(
    weekly: WeeklyText,
    *,
    windows: Sequence[WindowText] = (),
    exceptions: Mapping[date, Sequence[SpanText]] | None = None,
    closed: Collection[date] = (),
    always_open: bool = False,
    yearly: Mapping[str, Sequence[SpanText]] | None = None,
) -> tuple[CalendarProblem, ...]:
    """Return every mistake in the hours of a calendar, in the order written; an empty tuple where there is none.

    `closed` are the dates that the author closed by hand: public holidays may be opened by an exception and
    are none of them. `yearly` are exceptions of every year, by `MM-DD`.
    """
    dated = {day.isoformat(): pairs for day, pairs in (exceptions or {}).items()} | dict(yearly or {})
    placed: list[_Placed] = []
    problems = list(_check_week(weekly, windows, placed))
    problems.extend(_check_overlaps(placed, "", week_long=True))
    problems.extend(_check_dates(dated, {day.isoformat() for day in closed}))
    if always_open and (weekly or windows):
        problems.append(CalendarProblem("hours_beside_always_open", "always open leaves no room for weekly hours"))
    unread = any(problem.kind in ("not_a_time", "not_a_weekday", "zero_length") for problem in problems)
    if not (placed or always_open or any(dated.values()) or unread):
        message = f"the calendar never opens: give hours for at least one of {', '.join(WEEKDAYS)}"
        problems.append(CalendarProblem("never_opens", message))
    return tuple(problems)
