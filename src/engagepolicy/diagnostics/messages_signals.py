"""Messages about signals: what may be counted, by what, and over how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class ReadsMoreThanFacts(Diagnostic):
    """A signal that reads an outcome or a signal, itself or through a named condition."""

    code: ClassVar[str] = "EP0901"
    title: ClassVar[str] = "a signal that reads more than facts"

    name: str
    kind: str
    through: str | None = None

    @property
    @override
    def message(self) -> str:
        way = "" if self.through is None else f", through `{self.through}`"
        return f"a signal counts by the facts of interactions, and this reads the {self.kind} `{self.name}`{way}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return ("signals are read before a decision is made, each from what the interactions say themselves",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("ask about the facts that it depends on, or ask about it in the rule that reads the signal",)


@dataclass(frozen=True)
class WindowOutOfRange(Diagnostic):
    """A window that is too long to be kept, or whose length is not known beforehand."""

    code: ClassVar[str] = "EP0902"
    title: ClassVar[str] = "a window that is too long"

    most: int

    @property
    @override
    def message(self) -> str:
        return f"a signal's window is given in hours, minutes, seconds, days or weeks, at most {self.most} days, not {self.span.text}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return ("whatever lies in the window has to be kept, once for each interaction",)


@dataclass(frozen=True)
class NothingToCompare(Diagnostic):
    """A count with a time that it would be compared with."""

    code: ClassVar[str] = "EP0903"
    title: ClassVar[str] = "a count against something"

    word: Span

    @property
    @override
    def message(self) -> str:
        return "a `count` is compared with nothing; `growth` is what is measured against the time before"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.word, "counted here"),)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix("write `growth`", self.word, "growth"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("write `growth of`, or leave `against` out",)


@dataclass(frozen=True)
class KeyTwice(Diagnostic):
    """A fact that stands twice behind `by`."""

    code: ClassVar[str] = "EP0904"
    title: ClassVar[str] = "a signal grouped twice by one fact"

    name: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the groups are made by `{self.name}` already"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the first time"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("delete one of them",)
