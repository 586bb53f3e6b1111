"""Messages about what a policy promises: promises that fail, purposes that nothing serves, outcomes that somebody lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.phrases import indent_block, join_alternatives, show_outcome

_ARTICLES = {"interaction": "an interaction", "draft": "a draft"}


@dataclass(frozen=True)
class PromiseFails(Diagnostic):
    """A `prove` that does not hold, with an interaction for which it does not."""

    code: ClassVar[str] = "EP1106"
    title: ClassVar[str] = "a promise that does not hold"

    name: str
    broken: tuple[str, ...]
    example: str
    about: str = "interaction"

    @property
    @override
    def message(self) -> str:
        broken = " and ".join(f"`{each}`" for each in self.broken)
        return f'the promise "{self.name}" does not hold: {_ARTICLES[self.about]} of which it speaks lacks {broken}'

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it fails here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct the rules, or narrow the promise with `when` or `unless`",)


@dataclass(frozen=True)
class PurposeImpossible(Diagnostic):
    """A `purpose` that no interaction can satisfy, with the parts that exclude each other where they were found."""

    code: ClassVar[str] = "EP1107"
    title: ClassVar[str] = "a purpose that the rules make impossible"

    name: str
    parts: tuple[str, ...]
    about: str = "interaction"

    @property
    @override
    def message(self) -> str:
        if not self.parts:
            return f'the purpose "{self.name}" can never happen: the rules exclude it'
        if len(self.parts) == 1:
            return f'the purpose "{self.name}" can never happen: `{self.parts[0]}` holds of no {self.about}'
        parts = ", ".join(f"`{each}`" for each in self.parts[:-1])
        return f'the purpose "{self.name}" can never happen: {parts} and `{self.parts[-1]}` exclude each other'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct the rules that stand in its way, or the purpose",)


@dataclass(frozen=True)
class EmptyPromise(Diagnostic):
    """A `prove` about interactions that there cannot be."""

    code: ClassVar[str] = "EP1108"
    title: ClassVar[str] = "a promise about nothing"
    level: ClassVar[Level] = Level.WARNING

    name: str
    about: str = "interaction"

    @property
    @override
    def message(self) -> str:
        return f'the promise "{self.name}" is about nothing: no {self.about} makes its condition true'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct its `when` and `unless`",)


@dataclass(frozen=True)
class NothingPromised(Diagnostic):
    """A `prove` without `then`, or a `purpose` that says nothing."""

    code: ClassVar[str] = "EP1110"
    title: ClassVar[str] = "a promise of nothing"

    kind: str
    name: str

    @property
    @override
    def message(self) -> str:
        return f'the {self.kind} "{self.name}" does not say what must {"hold" if self.kind == "prove" else "stay possible"}'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add for instance: then first response within 1h",)


@dataclass(frozen=True)
class Gap(Diagnostic):
    """An interaction that lacks what the header says that every one has."""

    code: ClassVar[str] = "EP1111"
    title: ClassVar[str] = "an interaction that gets nothing"

    outcome: str
    example: str
    is_conflict: bool = False

    @property
    @override
    def message(self) -> str:
        why = "there is one for which rules contradict each other" if self.is_conflict else "there is one to which no rule gives any"
        return f"not every interaction has {show_outcome(self.outcome)}: {why}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it is missing here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.is_conflict:
            return ("say in one of the rules which holds, with `overrides`, or let them exclude each other with `unless`",)
        return (f"add a rule or a last row that gives {show_outcome(self.outcome)} to whatever is left",)


@dataclass(frozen=True)
class TierUnreached(Diagnostic):
    """Tiers that no interaction gets, to which no step leads and which approve nothing, where every interaction has a tier."""

    code: ClassVar[str] = "EP1112"
    title: ClassVar[str] = "a tier that nothing reaches"
    level: ClassVar[Level] = Level.WARNING

    tiers: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"nothing reaches the tier {join_alternatives(tuple(f'`{each}`' for each in self.tiers))}: no rule and no step of a ladder"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let a rule or a step lead there, or take it out of its ladder",)


@dataclass(frozen=True)
class ResolutionFirst(Diagnostic):
    """A resolution that is due before the first response to the same interaction."""

    code: ClassVar[str] = "EP1113"
    title: ClassVar[str] = "a resolution that is due before the first response"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    resolution: str
    first_response: str
    example: str

    @property
    @override
    def message(self) -> str:
        return (
            f"`{self.rule}` wants a resolution within {self.resolution} where the first response is due only within {self.first_response}"
        )

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give the first response as little time as the resolution, or the resolution more",)
