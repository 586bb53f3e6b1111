"""Rosters as they are written: who stands behind a tier, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.hours import Hours, WeeklyHours
from engagepolicy.syntax.nodes.values import Day, Days, Moment, Text, Word


@dataclass(frozen=True, slots=True)
class WeeklyShift:
    """`mon-fri 09:00-18:00 "Community desk"`."""

    weekly: WeeklyHours
    people: tuple[Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CalendarShift:
    """`on office "Office desk"`."""

    calendar: Word
    people: tuple[Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class DatedShift:
    """`2026-12-25 09:00-17:00 "Duty manager"`; without hours the whole day, without people `2026-12-26 nobody`."""

    day: Day
    hours: tuple[Hours, ...]
    people: tuple[Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Rotation:
    """`rotate weekly from 2026-01-05 09:00 mon-fri 09:00-18:00 "Ana", "Ben"`; `within` is weekly hours or a calendar, None is always."""

    turn: Days
    start: Day | Moment
    within: WeeklyHours | Word | None
    people: tuple[Text, ...]
    span: Span


Shift: TypeAlias = WeeklyShift | CalendarShift | DatedShift | Rotation


@dataclass(frozen=True, slots=True)
class Otherwise:
    """`otherwise "Agency"`."""

    people: tuple[Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Roster:
    """`roster desk "Who answers" { tier frontline  mon-fri 09:00-18:00 "Desk"  otherwise "Agency" }`."""

    name: Word
    description: Text | None
    tiers: tuple[Word, ...]
    timezone: Word | None
    shifts: tuple[Shift, ...]
    otherwise: Otherwise | None
    span: Span
