"""Who stands behind the tiers: lines of duty by weekday, calendar and date, rotations, and the fallback."""

from __future__ import annotations

from dataclasses import dataclass, field

from engagepolicy.ir.places import Place
from engagepolicy.values.amounts import CalendarSpan

Spans = tuple[tuple[str, str], ...]
"""Hours of one day as written: local times as `HH:MM`."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Names take turns of such a length, from `start` on: a local time of the roster as ISO text."""

    length: CalendarSpan
    start: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of a roster: the names, and when they are on duty. Nothing said of when is always.

    `weekly` is hours by weekday, `calendar` the calendar that must be open. `date`, as ISO text, is the date that the line is said of, with
    its `hours` or, without any, the whole of it; no names then say that nobody is on. `names` are sorted, but for `turns`, which
    are taken in their order.
    """

    names: tuple[str, ...]
    weekly: tuple[tuple[str, Spans], ...] = ()
    calendar: str | None = None
    date: str | None = None
    hours: Spans = ()
    turns: Turns | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """Who stands behind some tiers; `fallback` is on duty where no line holds."""

    name: str
    tiers: tuple[str, ...]
    timezone: str
    duties: tuple[Duty, ...] = ()
    fallback: tuple[str, ...] = ()
    description: str | None = None
    place: Place | None = field(default=None, compare=False)
