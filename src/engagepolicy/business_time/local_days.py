"""The open spans of local dates as instants: weekly hours, holidays, exceptions and changes of the clocks.

Three rules, and nothing else decides what is open:

1. A date's own hours are its exception where it has one, the dated before the yearly, otherwise those of its
   weekday. Hours over midnight belong to the date on which they start.
2. A *held* date, one that is a holiday or has an exception, keeps nothing that began on another date: its 24
   hours, 00:00 to 24:00 local, are cut out of other dates' hours, and out of its own weekly hours if it is a
   holiday. So the tail that a holiday's own shift has on the next date stays, and an exception on a holiday
   wins.
3. Every edge is a local time read by `zones.resolve_wall`; hours that come out empty or backwards are
   dropped, and a date that the zone skips has no hours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from engagepolicy.business_time.holiday_sets import HolidayBook, find_day
from engagepolicy.business_time.instants import DAY, MINUTE
from engagepolicy.business_time.regions import region_holidays
from engagepolicy.business_time.rules import OpeningRules
from engagepolicy.business_time.weekly import Minutes
from engagepolicy.business_time.zones import FIRST_DAY, LAST_DAY, resolve_midnights, resolve_wall

Piece: TypeAlias = tuple[int, int]
"""A half-open span of time between two instants, in microseconds since 1970-01-01 00:00 UTC."""

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_WEEKDAY_OF_DAY_0 = date(1970, 1, 1).weekday()


def day_number(day: date) -> int:
    """Return a date as days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(number: int) -> date:
    """Return the date that is so many days after 1970-01-01.

    Raises `ValueError` outside of the years 1 to 9999.
    """
    return date.fromordinal(number + _EPOCH_ORDINAL)


def _in_microseconds(hours: Minutes) -> tuple[Piece, ...]:
    return tuple((start * MINUTE, until * MINUTE) for start, until in hours)


def _cut(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    """Return the pieces without what lies in [start, end)."""
    left = [(begin, min(stop, start)) for begin, stop in pieces if begin < start]
    right = [(max(begin, end), stop) for begin, stop in pieces if stop > end]
    return sorted(left + right, key=lambda piece: piece[1])


def _years_of(days: range) -> range:
    """Return the years of a run of days."""
    first, last = max(days.start, FIRST_DAY), min(days.stop - 1, LAST_DAY)
    return range(date_of(first).year, date_of(last).year + 1)


class OpenDate(NamedTuple):
    """The open pieces that start on a local date, the last to close at the end.

    Those of a holiday are only what its hours leave to the next date.
    """

    day: int
    pieces: list[Piece]
    is_holiday: bool


class LocalDays:
    """The dates of one calendar. It remembers nothing: every call computes from the rules."""

    __slots__ = ("_book", "_exception_days", "_exceptions", "_holidays", "_regions", "_week", "_yearly", "_yearly_hours", "zone")

    def __init__(self, rules: OpeningRules, zone: ZoneInfo) -> None:
        """Index the rules by day; `zone` is the zone that the rules name."""
        self.zone = zone
        self._week = tuple(_in_microseconds(hours) for hours in rules.week)
        self._holidays = {day_number(day): name for day, name in rules.holidays}
        self._exceptions = {day_number(day): _in_microseconds(hours) for day, hours in rules.exceptions}
        self._exception_days = sorted(self._exceptions)
        self._yearly = rules.yearly
        self._yearly_hours = tuple((month, day, _in_microseconds(hours)) for month, day, hours in rules.yearly_exceptions)
        self._regions = rules.regions
        self._book = HolidayBook(rules.sets, rules.observed) if rules.observed else None

    def holidays_of(self, year: int) -> dict[int, str]:
        """Return the holidays that come from regions, yearly dates and sets, by day, for one year."""
        found: dict[int, str] = {}
        for region in self._regions:
            found.update((day_number(day), name) for day, name in region_holidays(region, year))
        if self._book is not None:
            found.update((day_number(day), name) for day, name in self._book.of_year(year).items())
        for month, number, name in self._yearly:
            day = find_day(month, number, year)
            if day is not None:
                found[day_number(day)] = name
        return found

    def holiday_name(self, day: date) -> str | None:
        """Return the name of the holiday that closes the date, None where there is none or an exception wins."""
        number = day_number(day)
        if number in self._exceptions or any((month, of) == (day.month, day.day) for month, of, _ in self._yearly_hours):
            return None
        return self._holidays.get(number) or self.holidays_of(day.year).get(number)

    def _holidays_within(self, days: range) -> set[int]:
        """Return the days of the run that are holidays, whether they have an exception or not."""
        closed = {day for day in days if day in self._holidays}
        if self._regions or self._yearly or self._book is not None:
            for year in _years_of(days):
                closed.update(self.holidays_of(year))
        return closed

    def _exceptions_within(self, days: range) -> Mapping[int, tuple[Piece, ...]]:
        """Return the hours of the days of the run, and perhaps of others, that have an exception."""
        if not self._yearly_hours:
            return self._exceptions
        found: dict[int, tuple[Piece, ...]] = {}
        for year in _years_of(days):
            for month, number, hours in self._yearly_hours:
                day = find_day(month, number, year)
                if day is not None:
                    found[day_number(day)] = hours
        known = self._exception_days
        dated = known[bisect_left(known, days.start) : bisect_left(known, days.stop)]
        return found | {day: self._exceptions[day] for day in dated}

    def _candidates(self, days: range, exceptions: Mapping[int, tuple[Piece, ...]]) -> Sequence[int]:
        if any(self._week):
            return days
        if self._yearly_hours:
            return sorted(day for day in exceptions if day in days)
        known = self._exception_days
        return known[bisect_left(known, days.start) : bisect_left(known, days.stop)]

    def open_dates(self, first: int, stop: int) -> Iterator[OpenDate]:
        """Yield the dates from `first` up to `stop` on which open time starts, in order of date."""
        days = range(max(first, FIRST_DAY), min(stop, LAST_DAY + 1))
        around = range(days.start, days.stop + 2)
        exceptions = self._exceptions_within(around) if days else {}
        candidates = self._candidates(days, exceptions)
        if not candidates:
            return
        closed = self._holidays_within(around) - exceptions.keys()
        midnights = resolve_midnights(days.start, len(days) + 2, self.zone)
        for day in candidates:
            hours = exceptions[day] if day in exceptions else self._week[(day + _WEEKDAY_OF_DAY_0) % 7]
            if not hours:
                continue
            at = day - days.start
            start, next_start = midnights[at], midnights[at + 1]
            if next_start - start == DAY == midnights[at + 2] - next_start:
                # Equal offsets at three midnights: no change of the clocks between them.
                pieces = [(start + opens, start + closes) for opens, closes in hours]
            elif next_start > start:
                pieces = self._resolve(day, hours)
            else:  # the zone skips this date
                continue
            if day in closed:
                pieces = _cut(pieces, start, next_start)
            if pieces and pieces[-1][1] > next_start:
                pieces = self._cut_following(day, pieces, closed, exceptions)
            if pieces:
                yield OpenDate(day, pieces, day in closed)

    def _resolve(self, day: int, hours: tuple[Piece, ...]) -> list[Piece]:
        wall = day * DAY
        resolved = ((resolve_wall(wall + a, self.zone), resolve_wall(wall + b, self.zone)) for a, b in hours)
        open_pieces = ((opens, closes) for opens, closes in resolved if closes > opens)
        return sorted(open_pieces, key=lambda piece: piece[1])

    def _cut_following(self, day: int, pieces: list[Piece], closed: set[int], exceptions: Mapping[int, tuple[Piece, ...]]) -> list[Piece]:
        """Return the pieces without what runs into a held date.

        A date that the zone skips brings the one after it within reach.
        """
        for following in (day + 1, day + 2):
            if following in closed or following in exceptions:
                begin, end = (resolve_wall(at * DAY, self.zone) for at in (following, following + 1))
                pieces = _cut(pieces, begin, max(begin, end))
        return pieces
