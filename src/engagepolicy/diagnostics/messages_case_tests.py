"""Messages about tests over time: events of a case, and what is expected later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class BeforeTheOpening(Diagnostic):
    """An event, or an expectation, at a moment before the case was opened."""

    code: ClassVar[str] = "EP0706"
    title: ClassVar[str] = "a moment before the case was opened"

    what: str
    opening: Span

    @property
    @override
    def message(self) -> str:
        return f"{self.what} at {self.span.text}, before the case is opened"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.opening, "it is opened here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("what was so before the opening is a fact of it, inside `given case`",)


@dataclass(frozen=True)
class NeedsACase(Diagnostic):
    """Time that passes in a test of an interaction, which is decided on at once."""

    code: ClassVar[str] = "EP0707"
    title: ClassVar[str] = "time in a test of an interaction"

    what: str
    subject: Span

    @property
    @override
    def message(self) -> str:
        return f"{self.what}, but an interaction is decided on at once: only in a case time passes"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.subject, "what the test gives"),)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix("write `given case`", self.subject, "case", Applicability.MAYBE),)


@dataclass(frozen=True)
class NoOpening(Diagnostic):
    """A case in a test that does not say when it was opened."""

    code: ClassVar[str] = "EP0708"
    title: ClassVar[str] = "a test's case without a moment of opening"

    @property
    @override
    def message(self) -> str:
        return "the case does not say when it was opened"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add for instance: opened_at 2026-11-20 10:00",)


@dataclass(frozen=True)
class AtForAfter(Diagnostic):
    """`at` where something is expected, or `after` where something happens."""

    code: ClassVar[str] = "EP0709"
    title: ClassVar[str] = "`at` and `after` exchanged in a test"

    wanted: str

    @property
    @override
    def message(self) -> str:
        if self.wanted == "at":
            return "what happens in a case is written with `at`, and what is expected later with `after`"
        return "what is expected later is written with `after`, and what happens in a case with `at`"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix(f"write `{self.wanted}`", self.span, self.wanted),)
