"""Messages about dates, amounts of time and calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Level, Note
from engagepolicy.diagnostics.phrases import did_you_mean, offer_names
from engagepolicy.source import Span


@dataclass(frozen=True)
class DatesOutOfOrder(Diagnostic):
    """A window that ends before it starts."""

    code: ClassVar[str] = "EP0501"
    title: ClassVar[str] = "dates out of order"

    start: str
    end: str

    @property
    @override
    def message(self) -> str:
        return f"the window ends ({self.end}) before it starts ({self.start}), so it never holds"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("exchange the two; `through` includes the day it names, `until` does not",)


@dataclass(frozen=True)
class WindowInThePast(Diagnostic):
    """A window that was over before today."""

    code: ClassVar[str] = "EP0502"
    title: ClassVar[str] = "a window in the past"
    level: ClassVar[Level] = Level.WARNING

    what: str
    ended: str

    @property
    @override
    def message(self) -> str:
        return f"{self.what} is over: it was in force {self.ended}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("keep it if old decisions must be made again, else delete it",)


@dataclass(frozen=True)
class UnknownTimezone(Diagnostic):
    """A time zone that does not exist."""

    code: ClassVar[str] = "EP0504"
    title: ClassVar[str] = "a time zone that does not exist"

    zone: str
    suggestions: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"there is no time zone `{self.zone}`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self._is_abbreviation:
            return (f"abbreviations such as `{self.zone}` mean several zones: write a place, such as Europe/Madrid or America/New_York",)
        return (*did_you_mean(self.suggestions), "time zones are written as in the IANA database: Europe/London, America/New_York, UTC")

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return () if self._is_abbreviation else offer_names(self.span, self.suggestions[:1])

    @property
    def _is_abbreviation(self) -> bool:
        return len(self.zone) in (3, 4) and self.zone.isalpha() and self.zone.isupper()


@dataclass(frozen=True)
class UnknownHolidays(Diagnostic):
    """A region whose public holidays are not known."""

    code: ClassVar[str] = "EP0505"
    title: ClassVar[str] = "a region whose public holidays are not known"

    region: str
    reason: str

    @property
    @override
    def message(self) -> str:
        return f"no public holidays are known for `{self.region}`"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (self.reason,)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("write an ISO country code, or one with a subdivision: US, US-NY; or list the dates: closed 2026-12-24",)


@dataclass(frozen=True)
class BadHours(Diagnostic):
    """Hours that overlap, have no length, clash, or never come."""

    code: ClassVar[str] = "EP0506"
    title: ClassVar[str] = "hours that do not work"

    calendar: str
    problem: str

    @property
    @override
    def message(self) -> str:
        return f"the calendar `{self.calendar}` does not work: {self.problem}"


@dataclass(frozen=True)
class DateGivenTwice(Diagnostic):
    """Two exceptions for one date."""

    code: ClassVar[str] = "EP0507"
    title: ClassVar[str] = "two exceptions for one date"

    day: str
    first: Span
    what: str = "calendar"

    @property
    @override
    def message(self) -> str:
        when = self.day if self.day.startswith("every") else f"on {self.day}"
        return f"the {self.what} says twice what happens {when}"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the first time"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("keep one; several hours of one day stand in one line: open 2026-12-31 09:00-12:00, 14:00-16:00",)


@dataclass(frozen=True)
class NoTimezone(Diagnostic):
    """Local times without a zone to read them in."""

    code: ClassVar[str] = "EP0508"
    title: ClassVar[str] = "local times without a time zone"
    level: ClassVar[Level] = Level.WARNING

    what: str
    block: Span

    @property
    @override
    def message(self) -> str:
        return f"{self.what} names no time zone, so its hours are read as UTC"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("name the zone here, or once for all in the `ruleset` block",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix("name a zone, for instance", self.block, " timezone Europe/London ", Applicability.PLACEHOLDER),)


@dataclass(frozen=True)
class MissingPart(Diagnostic):
    """A declaration without a part that it cannot do without."""

    code: ClassVar[str] = "EP0509"
    title: ClassVar[str] = "a declaration without a part that it needs"

    what: str
    part: str
    example: str

    @property
    @override
    def message(self) -> str:
        return f"{self.what} has no {self.part}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"add for instance: {self.example}",)


@dataclass(frozen=True)
class BeyondTime(Diagnostic):
    """A date or moment that cannot be written in UTC."""

    code: ClassVar[str] = "EP0510"
    title: ClassVar[str] = "a moment outside the years 1 to 9999"

    @property
    @override
    def message(self) -> str:
        return "this moment lies outside the years that a calendar can count"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("dates run from the year 1 to the year 9999; a window without an end leaves that side out",)
