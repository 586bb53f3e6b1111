"""Messages about what two interactions have to do with one another: promises of both, and orders that a ruleset breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.diagnostics.phrases import indent_block, show_outcome
from engagepolicy.source import Span


@dataclass(frozen=True)
class NothingToCompare(Diagnostic):
    """A promise of two interactions that cannot be read: something without an order, or that no fact changes."""

    code: ClassVar[str] = "EP1123"
    title: ClassVar[str] = "a promise that compares what cannot be compared"

    why: str

    @property
    @override
    def message(self) -> str:
        return self.why

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (
            "write for instance: then monotone first response in severity",
            "or: then same decision if author.name changes",
        )


@dataclass(frozen=True)
class PairPromiseFails(Diagnostic):
    """A promise of two interactions that does not hold, with two that break it."""

    code: ClassVar[str] = "EP1124"
    title: ClassVar[str] = "a promise of two interactions that does not hold"

    name: str
    written: str
    difference: str
    examples: str

    @property
    @override
    def message(self) -> str:
        return f'the promise "{self.name}" does not hold, `{self.written}`: {self.difference}'

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"these two interactions break it:\n{indent_block(self.examples)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct the rules, or narrow the promise with `when` or `unless`",)


@dataclass(frozen=True)
class AnsweredLater(Diagnostic):
    """A higher severity or tier that has a later target than a lower one, all else alike."""

    code: ClassVar[str] = "EP1125"
    title: ClassVar[str] = "a graver case that is answered later"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    target: str
    grade: str
    graver: tuple[str, str]
    lesser: tuple[str, str]
    other: str
    other_place: Span
    examples: str

    @property
    @override
    def message(self) -> str:
        (high, late), (low, soon) = self.graver, self.lesser
        return (
            f"`{self.rule}` gives a case of {self.grade} {high} {late} for {show_outcome(self.target)}"
            f", later than the {soon} that `{self.other}` gives one of {self.grade} {low}"
        )

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return () if self.other == self.rule else (Note(self.other_place, f"`{self.other}` stands here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"these two interactions show it:\n{indent_block(self.examples)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"give the higher {self.grade} no more time than the lower one",)


@dataclass(frozen=True)
class SegmentAnsweredLater(Diagnostic):
    """A segment that one row answers sooner than everybody else, and another row later."""

    code: ClassVar[str] = "EP1126"
    title: ClassVar[str] = "a segment that is answered sooner here and later there"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    target: str
    segment: str
    late: str
    soon: str
    other: str
    other_place: Span
    examples: str

    @property
    @override
    def message(self) -> str:
        return (
            f"`{self.rule}` gives the segment `{self.segment}` {self.late} for {show_outcome(self.target)}"
            f", later than the {self.soon} that `{self.other}` gives everybody else; elsewhere the segment comes first"
        )

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other_place, f"`{self.other}` stands here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"these two interactions show it:\n{indent_block(self.examples)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give the segment no more time than everybody else, or leave it out of this row",)
