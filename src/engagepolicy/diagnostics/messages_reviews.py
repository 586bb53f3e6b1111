"""Messages about what was proved of all reviews: constraints that say nothing, exclude each other, or leave somebody out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.diagnostics.phrases import indent_block
from engagepolicy.source import Span


@dataclass(frozen=True)
class NeverBreached(Diagnostic):
    """A constraint that nothing can breach."""

    code: ClassVar[str] = "EP1114"
    title: ClassVar[str] = "a constraint that can never be breached"
    level: ClassVar[Level] = Level.WARNING

    constraint: str
    subject: str
    never_applies: bool

    @property
    @override
    def message(self) -> str:
        if self.never_applies:
            return f"`{self.constraint}` can never be breached: no {self.subject} makes its condition true"
        return f"`{self.constraint}` can never be breached: every {self.subject} that it speaks of keeps it"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct its conditions or its duties, or delete it",)


@dataclass(frozen=True)
class AlwaysBreached(Diagnostic):
    """A constraint that nothing of which it speaks can keep."""

    code: ClassVar[str] = "EP1115"
    title: ClassVar[str] = "a constraint that can never be kept"
    level: ClassVar[Level] = Level.WARNING

    constraint: str
    subject: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.constraint}` can never be kept: every {self.subject} that makes its condition true breaches it"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct its duties; if each of them is to get this verdict, say so: never true",)


@dataclass(frozen=True)
class ConstraintAddsNothing(Diagnostic):
    """A constraint whose findings never change a verdict, because another of the same file finds as much."""

    code: ClassVar[str] = "EP1116"
    title: ClassVar[str] = "a constraint that changes nothing"
    level: ClassVar[Level] = Level.WARNING

    constraint: str
    other: str
    other_span: Span

    @property
    @override
    def message(self) -> str:
        return f"`{self.constraint}` changes no verdict: whenever it finds something, `{self.other}` asks for as much or more"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other_span, f"`{self.other}` stands here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("delete it, or correct its condition or its verdict",)


@dataclass(frozen=True)
class Unpassable(Diagnostic):
    """Two constraints that one situation brings together and that nothing can keep both of."""

    code: ClassVar[str] = "EP1117"
    title: ClassVar[str] = "two constraints that cannot both be kept"

    constraints: tuple[str, str]
    subject: str
    other: Span
    example: str

    @property
    @override
    def message(self) -> str:
        one, two = self.constraints
        return f"`{one}` and `{two}` can both apply, and no {self.subject} then keeps both: what keeps one breaches the other"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other, f"`{self.constraints[1]}` stands here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let them exclude each other with `unless`, or correct one of their duties",)
