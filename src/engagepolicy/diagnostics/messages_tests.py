"""Messages about the examples in a ruleset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class NoExpectation(Diagnostic):
    """A test that expects nothing."""

    code: ClassVar[str] = "EP0701"
    title: ClassVar[str] = "a test that expects nothing"

    name: str

    @property
    @override
    def message(self) -> str:
        return f'the test "{self.name}" expects nothing, so it proves nothing'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add for instance: expect severity critical",)


@dataclass(frozen=True)
class NoInput(Diagnostic):
    """A test without an interaction."""

    code: ClassVar[str] = "EP0702"
    title: ClassVar[str] = "a test without an interaction"

    name: str

    @property
    @override
    def message(self) -> str:
        return f'the test "{self.name}" gives no interaction to decide on'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ('add: given interaction { message "..." received_at 2026-11-20 09:00 }',)


@dataclass(frozen=True)
class MissingFact(Diagnostic):
    """A test's interaction without a fact that every interaction has."""

    code: ClassVar[str] = "EP0703"
    title: ClassVar[str] = "a test's interaction without a fact that every interaction has"

    record: str
    paths: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        shown = " and ".join(f"`{path}`" for path in self.paths[:6])
        return f"every {self.record} has {shown}, and this one does not give {'it' if len(self.paths) == 1 else 'them'}"

    @property
    @override
    def label(self) -> str:
        return "a value is missing" if len(self.paths) == 1 else f"{len(self.paths)} values are missing"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        what = f"`{self.paths[0]}` a value, or declare it" if len(self.paths) == 1 else "each a value, or declare them"
        return (f"give {what} `optional`",)


@dataclass(frozen=True)
class NotAnInput(Diagnostic):
    """`unknown` for a fact that is always known."""

    code: ClassVar[str] = "EP0704"
    title: ClassVar[str] = "unknown said of a fact that is always known"

    path: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.path}` is always known, so a test cannot leave it unknown"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give it a value, or declare it `optional`",)


@dataclass(frozen=True)
class GivenTwice(Diagnostic):
    """A fact given twice in one test."""

    code: ClassVar[str] = "EP0705"
    title: ClassVar[str] = "a fact given twice in one test"

    path: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the test gives `{self.path}` twice"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "given here before"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("keep one, or write a second test",)
