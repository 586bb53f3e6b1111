"""Messages about exclusions: effects that cannot both be done, and are asked for together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Level, Note
from engagepolicy.diagnostics.phrases import did_you_mean, indent_block, offer_names
from engagepolicy.source import Span


@dataclass(frozen=True)
class BothAsked:
    """What a rule asks for in vain: one of two effects that exclude each other, with its rule; None where it is there by default."""

    effect: str
    rule: str | None


@dataclass(frozen=True)
class ExcludedTogether(Diagnostic):
    """Effects that exclude each other, asked for by rules that can both apply, with an input for which both do."""

    code: ClassVar[str] = "EP1137"
    title: ClassVar[str] = "effects that exclude each other, asked for together"

    exclusion: str
    asked: tuple[BothAsked, BothAsked]
    is_of_one_outcome: bool
    declared: Span
    example: str

    @property
    @override
    def message(self) -> str:
        one, two = self.asked
        if one.rule == two.rule:
            who = f"`{one.rule}` gives `{one.effect}` and `{two.effect}`"
        elif one.rule is None or two.rule is None:
            given, default = (two, one) if one.rule is None else (one, two)
            who = f"`{given.rule}` gives `{given.effect}`, and `{default.effect}` is there by default"
        else:
            who = f"`{one.rule}` gives `{one.effect}`, `{two.rule}` gives `{two.effect}`, and both can apply"
        return f"{who}: by `{self.exclusion}` they exclude each other"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.declared, f"`{self.exclusion}` stands here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        one, two = self.asked
        if one.rule == two.rule or None in (one.rule, two.rule):
            return ("decide which of the two is to be done",)
        base, other = (str(each.rule).partition("[")[0] for each in self.asked)
        if base == other:
            return ("let the rows exclude each other, or make it a `first match` table",)
        if self.is_of_one_outcome:
            return (f"let them exclude each other with `unless`, or say in one of them which holds: `overrides {other}`",)
        return ("let them exclude each other with `unless`",)


@dataclass(frozen=True)
class NothingExcluded(Diagnostic):
    """An exclusion of which no decision could hold two."""

    code: ClassVar[str] = "EP1138"
    title: ClassVar[str] = "an exclusion that excludes nothing"

    name: str
    is_of_one_outcome: bool

    @property
    @override
    def message(self) -> str:
        if self.is_of_one_outcome:
            return f"`{self.name}` excludes nothing: its outcome has one value in each decision anyway"
        return f"`{self.name}` excludes nothing: it names fewer than two effects"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("name two effects that cannot both be done, such as `require hide, reply_publicly`",)


@dataclass(frozen=True)
class ExcludedNeverGiven(Diagnostic):
    """An effect in an exclusion that no rule gives."""

    code: ClassVar[str] = "EP1139"
    title: ClassVar[str] = "an excluded effect that no rule gives"
    level: ClassVar[Level] = Level.WARNING

    value: str
    outcome: str
    suggestions: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        return f"no rule gives `{self.outcome}` the value {self.value}, so nothing is excluded with it"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions) or ("write it as the rules do, or leave it out",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions[:1]) if not self.span.text.startswith('"') else ()
