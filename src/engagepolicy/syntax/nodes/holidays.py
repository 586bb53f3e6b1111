"""Days of every year, and sets of holidays with a name of their own, as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.rules import About
from engagepolicy.syntax.nodes.values import Day, Text, Word


@dataclass(frozen=True, slots=True)
class YearDay:
    """`every 12-24`: a day of every year; 29 February comes in leap years only."""

    month: int
    day: int
    span: Span

    @property
    def text(self) -> str:
        """The day as `MM-DD`."""
        return f"{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class HolidayDate:
    """`2026-01-02 "Bridge day"` or `every 12-24 "Christmas Eve"`: a day of the set's own."""

    day: Day | YearDay
    description: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class HolidayInclude:
    """`include US-NY, other_set`: regions and names of sets."""

    sources: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class HolidayExclude:
    """`exclude 2026-10-12`, `exclude every 12-26`, `exclude "Columbus Day"`: what of the included days does not count."""

    what: Day | YearDay | Text
    span: Span


HolidayItem: TypeAlias = HolidayDate | HolidayInclude | HolidayExclude


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """`holidays acme_days "Our own days" { 2026-01-02 "Bridge day"  include US-NY  exclude 2026-10-12 }`."""

    name: Word
    description: Text | None
    items: tuple[HolidayItem, ...]
    about: About
    span: Span
