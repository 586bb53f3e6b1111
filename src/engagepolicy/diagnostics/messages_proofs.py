"""Messages about what was proved of a whole policy: contradictions, text that can never matter, and what could not be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.diagnostics.phrases import indent_block, join_alternatives
from engagepolicy.source import Span

MOST_NAMED = 3

WhyDead: TypeAlias = Literal["condition", "earlier rows", "window"]


@dataclass(frozen=True)
class RulesConflict(Diagnostic):
    """Two rules that give one outcome values that cannot be merged, with an input for which both do."""

    code: ClassVar[str] = "EP1101"
    title: ClassVar[str] = "rules that contradict each other"

    outcome: str
    rules: tuple[str, str]
    values: tuple[str, str]
    other: Span
    example: str
    are_locked: bool = False
    """Whether both are, so that neither may override the other."""

    @property
    @override
    def message(self) -> str:
        one, two = self.rules
        return f"`{one}` and `{two}` can both apply, and give `{self.outcome}` two values: {self.values[0]} and {self.values[1]}"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other, f"`{self.rules[1]}` stands here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        one, two = (rule.partition("[")[0] for rule in self.rules)
        if one == two:
            return ("let the rows exclude each other, or make it a `first match` table",)
        if self.are_locked:
            return ("both are locked, so neither may override the other: let them exclude each other with `unless`",)
        return (f"say in one of them which holds: `overrides {two}`, or let them exclude each other with `unless`",)


@dataclass(frozen=True)
class NeverApplies(Diagnostic):
    """A rule or row that no input can reach."""

    code: ClassVar[str] = "EP1102"
    title: ClassVar[str] = "a rule that can never apply"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    why: WhyDead
    clashing: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        return f"`{self.rule}` can never apply: {_WHY[self.why]}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"these parts exclude each other: {', '.join(f'`{part}`' for part in self.clashing)}",) if self.clashing else ()

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (_MEND[self.why],)


_WHY = {
    "condition": "no interaction makes its condition true",
    "earlier rows": "whatever makes its condition true is answered by an earlier row",
    "window": "its condition is never true while it is in force",
}
_MEND = {
    "condition": "parts of its condition exclude each other; correct one, or delete the rule",
    "earlier rows": "move it up, make the earlier rows narrower, or delete it",
    "window": "correct the dates of `in force`, or those in the condition",
}


@dataclass(frozen=True)
class ConditionSettled(Diagnostic):
    """A definition or segment that has the same answer for every input."""

    code: ClassVar[str] = "EP1103"
    title: ClassVar[str] = "a condition that is always or never true"
    level: ClassVar[Level] = Level.WARNING

    kind: str
    name: str
    is_true: bool
    subject: str = "interaction"

    @property
    @override
    def message(self) -> str:
        word = f"true for every {self.subject}" if self.is_true else "never true"
        kind = "definition" if self.kind == "define" else self.kind
        return f"the {kind} `{self.name}` is {word}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct its condition, or do without it",)


@dataclass(frozen=True)
class IdlePart(Diagnostic):
    """A part of a condition without which it has the same answer for every input."""

    code: ClassVar[str] = "EP1150"
    title: ClassVar[str] = "a part of a condition that never matters"
    level: ClassVar[Level] = Level.WARNING

    name: str
    part: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.part}` never matters in `{self.name}`: the rest of the condition says the same without it"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct it, or leave it out",)


@dataclass(frozen=True)
class IdleOverride(Diagnostic):
    """An override of a rule that never applies together with the one that overrides it."""

    code: ClassVar[str] = "EP1104"
    title: ClassVar[str] = "an override with nothing to override"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    base: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.rule}` overrides `{self.base}`, but they never apply together"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"delete `{self.base}` from its `overrides`",)


@dataclass(frozen=True)
class AddsNothing(Diagnostic):
    """A rule of which everything that it gives is always given by others too."""

    code: ClassVar[str] = "EP1105"
    title: ClassVar[str] = "a rule that changes nothing"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    others: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        if len(self.others) > MOST_NAMED:
            return f"`{self.rule}` changes no decision: whenever it applies, other rules give all that it gives, or more"
        others = join_alternatives(tuple(f"`{each}`" for each in self.others))
        return f"`{self.rule}` changes no decision: whenever it applies, {others} gives all that it gives, or more"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("delete it, or correct its condition or its effects",)


@dataclass(frozen=True)
class NotDecided(Diagnostic):
    """Something that could neither be proved nor shown to fail."""

    code: ClassVar[str] = "EP1109"
    title: ClassVar[str] = "something that could not be decided"
    level: ClassVar[Level] = Level.WARNING

    what: str
    because: str

    @property
    @override
    def message(self) -> str:
        return f"it could not be decided {self.what}: {self.because}"
