"""Messages about comments that allow what a check finds: `# engage: allow CODE because "..."`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Level
from engagepolicy.source import Span

SHAPE = 'write # engage: allow CODE because "..." and, if it ends some day, until 2027-01-31'


@dataclass(frozen=True)
class UnreadableAllow(Diagnostic):
    """A comment that begins like one for the checker, and is none."""

    code: ClassVar[str] = "EP1251"
    title: ClassVar[str] = "a comment for the checker that it cannot read"
    level: ClassVar[Level] = Level.WARNING

    reason: str

    @property
    @override
    def message(self) -> str:
        return f"this comment allows nothing: {self.reason}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (SHAPE,)


@dataclass(frozen=True)
class AllowWithoutReason(Diagnostic):
    """Something allowed, and nobody knows why."""

    code: ClassVar[str] = "EP1252"
    title: ClassVar[str] = "something allowed without a reason"
    level: ClassVar[Level] = Level.WARNING

    names: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"{', '.join(f'`{each}`' for each in self.names)} is allowed here without a reason"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        end = Span(self.span.source, self.span.end, self.span.end)
        return (Fix("say why", end, ' because "..."', Applicability.PLACEHOLDER),)


@dataclass(frozen=True)
class AllowOver(Diagnostic):
    """Something that was allowed until a day that has come."""

    code: ClassVar[str] = "EP1253"
    title: ClassVar[str] = "something allowed until a day that has come"
    level: ClassVar[Level] = Level.WARNING

    names: tuple[str, ...]
    until: date

    @property
    @override
    def message(self) -> str:
        return f"{', '.join(f'`{each}`' for each in self.names)} was allowed here until {self.until.isoformat()}, which has come"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("mend what was allowed and remove the comment, or give it a later day",)


@dataclass(frozen=True)
class NothingAllowed(Diagnostic):
    """Something allowed that is not there."""

    code: ClassVar[str] = "EP1254"
    title: ClassVar[str] = "something allowed that is not there"
    level: ClassVar[Level] = Level.WARNING

    name: str
    is_only: bool

    @property
    @override
    def message(self) -> str:
        return f"nothing here gives `{self.name}`, which this comment allows"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return () if self.is_only else (f"remove `{self.name}` from the comment",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix("remove the comment", _whole_line(self.span), ""),) if self.is_only else ()


@dataclass(frozen=True)
class NotAllowable(Diagnostic):
    """A name in such a comment that belongs to no warning."""

    code: ClassVar[str] = "EP1255"
    title: ClassVar[str] = "something that cannot be allowed"
    level: ClassVar[Level] = Level.WARNING

    name: str
    reason: str
    near: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` cannot be allowed: {self.reason}"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return tuple(Fix(f"write `{each}`", self.span, each) for each in self.near)


def _whole_line(span: Span) -> Span:
    """Return the span with the space before it, and with its line break where nothing else stands on the line."""
    text = span.source.text
    start = span.start
    while start and text[start - 1] in " \t":
        start -= 1
    is_alone = start == 0 or text[start - 1] == "\n"
    end = span.end + (1 if is_alone and text[span.end : span.end + 1] == "\n" else 0)
    return Span(span.source, start, end)
