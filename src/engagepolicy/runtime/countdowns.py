"""What a pause does to a moment that is counted towards: one rule for every kind of amount.

The moment is worked out without pauses first. Each pause that begins before it then moves it by the time the pause took, measured
as the amount is: on a calendar only the pause's open time, else its real time. So open time and elapsed time stand still while
paused; `2 business days on office`, `3 days`, `by 17:00` and `end of day` move by the time that was lost, and keep their own hour where
nothing was lost. A pause that begins at the moment itself comes too late to move it. More pause never makes a moment earlier.

Pauses are folded in once each, as they end, so following a case costs no more than its events.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

from engagepolicy.business_time import Calendar, StartShift, due, find_allowed, find_start
from engagepolicy.ir.clocks import Share, WarnAt
from engagepolicy.values.amounts import (
    Amount,
    BusinessDays,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    LaterOf,
    NotBefore,
    OpenTime,
    Unquantified,
    calendars_of,
)

NOTHING = timedelta(0)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """How time is counted: open time of a calendar, or real time where there is none."""

    calendar: Calendar | None
    name: str | None = None

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the time between two moments, negative where `end` comes first."""
        return end - start if self.calendar is None else self.calendar.open_time(start, end)

    def add(self, start: datetime, span: timedelta) -> datetime | None:
        """Return the earliest moment, in UTC, by which `span` has passed; None where there is none."""
        if not span:
            return start
        try:
            if self.calendar is None:
                return start + span
            moment = self.calendar.add(start, span)
            return None if moment is None else moment.astimezone(UTC)
        except OverflowError:
            return None


@dataclass(slots=True)
class Pauses:
    """The pauses of one wait: those that ended, in order, each from its start to its end, and the start of one that goes on."""

    starts: list[datetime] = field(default_factory=list)
    ends: list[datetime] = field(default_factory=list)
    since: datetime | None = None

    def begin(self, at: datetime) -> bool:
        """Pause; say whether that changed anything."""
        if self.since is not None:
            return False
        self.since = at
        return True

    def end(self, at: datetime) -> bool:
        """Go on; say whether that changed anything."""
        if self.since is None:
            return False
        self.add(self.since, at)
        self.since = None
        return True

    def add(self, start: datetime, end: datetime) -> None:
        """Put in a pause that has ended, after all others."""
        if start < end:
            self.starts.append(start)
            self.ends.append(end)

    def running(self, measure: Measure, start: datetime, end: datetime) -> timedelta:
        """Return how much time ran between two moments, pauses left out."""
        if end <= start:
            return NOTHING
        ran = measure.between(start, end)
        for begin, stop in zip(self.starts, self.ends, strict=True):
            ran -= _overlap(measure, max(begin, start), min(stop, end))
        if self.since is not None:
            ran -= _overlap(measure, max(self.since, start), end)
        return ran


def _overlap(measure: Measure, start: datetime, end: datetime) -> timedelta:
    return measure.between(start, end) if start < end else NOTHING


class Shifted:
    """One moment that pauses push; `moment` leaves a pause that goes on out of account."""

    __slots__ = ("_folded", "_moment", "_pauses", "_shares", "anchor", "first", "measure")

    def __init__(self, moment: datetime | None, measure: Measure, anchor: datetime, pauses: Pauses) -> None:
        """Take the moment as it would be without pauses, counted from `anchor`; all in UTC."""
        self.first = moment
        self.measure = measure
        self.anchor = anchor
        self._moment = moment
        self._pauses = pauses
        self._folded = bisect_right(pauses.ends, anchor)
        self._shares: dict[Decimal, Shifted] = {}

    @property
    def moment(self) -> datetime | None:
        """The moment with every pause that has ended."""
        starts, ends = self._pauses.starts, self._pauses.ends
        while self._moment is not None and self._folded < len(ends):
            begin, end = max(starts[self._folded], self.anchor), ends[self._folded]
            if begin < self._moment and begin < end:
                self._moment = self.measure.add(self._moment, self.measure.between(begin, end))
            self._folded += 1
        return self._moment

    def at_share(self, percent: Decimal) -> Shifted:
        """Return the moment at which that share of the time to this one is used up."""
        if percent not in self._shares:
            self._shares[percent] = Shifted(self._at_share(percent), self.measure, self.anchor, self._pauses)
        return self._shares[percent]

    def _at_share(self, percent: Decimal) -> datetime | None:
        if self.first is None:
            return None
        whole = self.measure.between(self.anchor, self.first) // _MICROSECOND
        span = int(whole * Fraction(percent) / 100) * _MICROSECOND
        return self.measure.add(self.anchor, span)


Countdown: TypeAlias = "Shifted | Several"


@dataclass(frozen=True, slots=True)
class Several:
    """The earlier or the later of several moments."""

    parts: tuple[Countdown, ...]
    is_later: bool


@dataclass(frozen=True, slots=True)
class TimeSetting:
    """The calendars and the zone that amounts are counted in."""

    calendars: Mapping[str, Calendar]
    zone: ZoneInfo

    def measure_of(self, amount: Amount) -> Measure:
        """Return how the amount is counted: on its calendar, else in real time."""
        name = next(calendars_of(amount), None)
        return Measure(None if name is None else self.calendars.get(name), name)

    def find_start(self, start: datetime, shifts: Iterable[StartShift]) -> datetime:
        """Return from when amounts count that begin at `start`; both in UTC."""
        return find_start(start, shifts, self.calendars)

    def due(self, amount: Amount, start: datetime) -> datetime | None:
        """Return when the amount, counted from `start` without pauses, falls due; in UTC."""
        moment = due(amount, start, calendars=self.calendars, zone=self.zone)
        return None if moment is None else moment.astimezone(UTC)

    def find_allowed(self, amounts: Iterable[Amount], start: datetime) -> datetime | None:
        """Return when the minimum delays among the amounts, counted from `start`, are over; in UTC. Pauses do not move them."""
        moment = find_allowed(amounts, start, calendars=self.calendars, zone=self.zone)
        return None if moment is None else moment.astimezone(UTC)

    def start(self, amount: Amount, anchor: datetime, pauses: Pauses) -> Countdown:
        """Start counting the amount from `anchor`, in UTC."""
        if isinstance(amount, EarlierOf | LaterOf):
            parts = tuple(self.start(part, anchor, pauses) for part in amount.amounts)
            return Several(parts, isinstance(amount, LaterOf))
        return Shifted(self.due(amount, anchor), self.measure_of(amount), anchor, pauses)


def decisive_part(countdown: Countdown) -> Shifted | None:
    """Return the part that gives the due time, None where nothing falls due."""
    if isinstance(countdown, Shifted):
        return None if countdown.moment is None else countdown
    found = [decisive_part(part) for part in countdown.parts]
    known = [(part.moment, part) for part in found if part is not None and part.moment is not None]
    if not known or (countdown.is_later and len(known) < len(found)):
        return None
    choose = max if countdown.is_later else min
    moment = choose(moment for moment, _ in known)
    return next(part for each, part in known if each == moment)


def find_warning(warning: WarnAt, part: Shifted, setting: TimeSetting) -> datetime | None:
    """Return when the warning of a part that falls due is given, pauses that go on left out of account.

    A share counts forward from the anchor, an amount back from due; neither leaves what lies between them.
    """
    moment = part.moment
    if moment is None:
        return None
    match warning:
        case Share(percent=percent):
            found = part.at_share(percent).moment or moment
        case Elapsed(seconds=seconds) | OpenTime(seconds=seconds):
            found = setting.measure_of(warning).add(moment, -timedelta(seconds=seconds)) or part.anchor
        case _:
            assert_never(warning)
    return min(max(found, part.anchor), moment)


def is_counted(amount: Amount) -> bool:
    """Whether the amount makes a promise: no time at all is no target."""
    match amount:
        case Elapsed(seconds=length) | OpenTime(seconds=length) | BusinessDays(days=length):
            return length > 0
        case CalendarSpan(months=months, days=days):
            return months > 0 or days > 0
        case NotBefore():
            return False
        case _:
            return True


def why_never_due(amount: Amount) -> str:
    """Return in words for people why an amount has no due time."""
    if isinstance(amount, Unquantified):
        return f"`{amount.word}` has no number in this policy"
    name = next(calendars_of(amount), None)
    return "it lies beyond the year 9999" if name is None else f"the calendar {name} does not open for so long"
