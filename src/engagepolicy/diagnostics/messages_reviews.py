"""Messages about what was proved of all reviews: constraints that say nothing, exclude each other, or leave somebody out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.diagnostics.phrases import indent_block, join_alternatives
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


@dataclass(frozen=True)
class UnpassableTogether(Diagnostic):
    """Three or more constraints that one situation brings together; all but one can be kept, whichever it is, and never all."""

    code: ClassVar[str] = "EP1141"
    title: ClassVar[str] = "constraints that cannot all be kept"

    constraints: tuple[str, ...]
    subject: str
    others: tuple[Span, ...]
    example: str

    @property
    @override
    def message(self) -> str:
        names = join_alternatives(tuple(f"`{each}`" for each in self.constraints), "and")
        return f"{names} can all apply, and no {self.subject} then keeps all of them, though any of them but one can be kept"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return tuple(Note(span, f"`{name}` stands here") for name, span in zip(self.constraints[1:], self.others, strict=True))

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let one of them not apply where the others do, or leave a way to keep it",)


@dataclass(frozen=True)
class FixForbidden(Diagnostic):
    """A text that one constraint puts in and another forbids."""

    code: ClassVar[str] = "EP1118"
    title: ClassVar[str] = "a fix that another constraint forbids"
    level: ClassVar[Level] = Level.WARNING

    constraint: str
    text: str
    forbidding: str
    other: Span
    example: str

    @property
    @override
    def message(self) -> str:
        return f'the fix of `{self.constraint}` puts in "{self.text}", which breaches `{self.forbidding}`'

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other, f"`{self.forbidding}` stands here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"with the fix applied:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("write the fix in other words, or let the other constraint allow these",)


@dataclass(frozen=True)
class FixTooLong(Diagnostic):
    """A disclosure that a fix puts in and that a channel does not show whole."""

    code: ClassVar[str] = "EP1119"
    title: ClassVar[str] = "a disclosure that a channel cuts off"
    level: ClassVar[Level] = Level.WARNING

    constraint: str
    characters: int
    channels: tuple[tuple[str, int], ...]

    @property
    @override
    def message(self) -> str:
        shown = join_alternatives(tuple(f"`{channel}` shows {most}" for channel, most in self.channels), "and")
        return f"the fix of `{self.constraint}` has {self.characters} characters, but of a text {shown}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("write a shorter disclosure, so that readers see it before they ask for more",)


@dataclass(frozen=True)
class PillarMissing(Diagnostic):
    """A country that the ruleset is for and that lacks a locked constraint of a pillar of honesty."""

    code: ClassVar[str] = "EP1120"
    title: ClassVar[str] = "a country without one of the pillars of honesty"
    level: ClassVar[Level] = Level.WARNING

    country: str
    lacking: tuple[str, ...]
    knows_words: bool

    @property
    @override
    def message(self) -> str:
        parts = []
        if self.lacking:
            pillars = join_alternatives(tuple(f"`{each}`" for each in self.lacking))
            parts.append(f"no locked constraint of the pillar {pillars} speaks of it")
        if not self.knows_words:
            parts.append("no vocabulary knows which words disclose a tie there")
        return f"the ruleset is for {self.country}, but {' and '.join(parts)}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("use the pack of the country, add what is lacking, or take the country out of `countries`",)


@dataclass(frozen=True)
class AuthorUncovered(Diagnostic):
    """Kinds of authors whom no constraint on disclosure ever reaches."""

    code: ClassVar[str] = "EP1121"
    title: ClassVar[str] = "an author who never has to disclose"
    level: ClassVar[Level] = Level.WARNING

    fact: str
    words: tuple[str, ...]
    pillar: str

    @property
    @override
    def message(self) -> str:
        words = join_alternatives(tuple(f"`{each}`" for each in self.words))
        return f"no constraint of the pillar `{self.pillar}` can be breached where `{self.fact}` is {words}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add a constraint for them, or let one that there is speak of them too",)


@dataclass(frozen=True)
class WrongPromise(Diagnostic):
    """What is promised is not of the kind that the promise is about."""

    code: ClassVar[str] = "EP1122"
    title: ClassVar[str] = "a promise about something else"

    about: str
    reason: str

    @property
    @override
    def message(self) -> str:
        article = "an" if self.about == "interaction" else "a"
        return f"this is promised of {article} {self.about}, but {self.reason}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.about == "draft":
            return ("of a draft promise for instance: then verdict at least approve",)
        return ("say what the promise is about: for draft",)
