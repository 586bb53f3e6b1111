"""Messages about rosters: who stands behind a tier, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class SecondRoster(Diagnostic):
    """A tier with two rosters behind it, or named twice by one."""

    code: ClassVar[str] = "EP0921"
    title: ClassVar[str] = "a tier with two rosters"

    tier: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the tier `{self.tier}` has a roster already"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the first one"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("put the lines of both into one roster: all lines that hold are on duty together",)


@dataclass(frozen=True)
class DatesOverlap(Diagnostic):
    """Two lines of one date that hold at the same time."""

    code: ClassVar[str] = "EP0922"
    title: ClassVar[str] = "two lines of a roster for the same time of a date"

    roster: str
    day: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the roster `{self.roster}` says twice who is on duty at one time of {self.day}"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the first time"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ('keep one, or name all of them in one line: 2026-12-25 09:00-17:00 "Ana", "Ben"',)


@dataclass(frozen=True)
class RotationOfOne(Diagnostic):
    """A rotation in which there is only one name."""

    code: ClassVar[str] = "EP0923"
    title: ClassVar[str] = "a rotation of one"
    level: ClassVar[Level] = Level.WARNING

    name: str

    @property
    @override
    def message(self) -> str:
        return f'nobody takes turns with "{self.name}", so nothing is ever handed over'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("name the others, or write the hours without `rotate`",)


@dataclass(frozen=True)
class BadShift(Diagnostic):
    """Hours of a roster that overlap or have no length."""

    code: ClassVar[str] = "EP0924"
    title: ClassVar[str] = "hours of a roster that do not work"

    roster: str
    problem: str

    @property
    @override
    def message(self) -> str:
        return f"the roster `{self.roster}` does not work: {self.problem}"


@dataclass(frozen=True)
class NobodyNamed(Diagnostic):
    """A name on a roster that is empty."""

    code: ClassVar[str] = "EP0925"
    title: ClassVar[str] = "an empty name on a roster"

    @property
    @override
    def message(self) -> str:
        return "this names nobody"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("write a name, or for a date on which nobody is on duty: 2026-12-26 nobody",)
