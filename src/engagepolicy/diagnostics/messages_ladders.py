"""Messages about the steps of a ladder as a whole: those that come too early, too late, or never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class StepBeforeItsTier(Diagnostic):
    """A step on from a tier at a time at which nobody can have come to that tier."""

    code: ClassVar[str] = "EP0811"
    title: ClassVar[str] = "a step that comes before its tier is reached"

    tier: str
    step: str
    earlier: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the case leaves `{self.tier}` ({self.step}) as soon as it comes there ({self.earlier}), so the tier never has it"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, f"the first that leads to `{self.tier}`"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("`at` counts from the opening of the case; `after` counts from when the tier is entered",)


@dataclass(frozen=True)
class StepNeverTaken(Diagnostic):
    """A step that another one from the same tier always forestalls."""

    code: ClassVar[str] = "EP0812"
    title: ClassVar[str] = "a step that is never taken"

    other: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"this step is never taken: `{self.other}` always comes first"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the step that comes first"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give it an earlier time, or let it lead on from the tier that the other one reaches",)


@dataclass(frozen=True)
class TierNeverReached(Diagnostic):
    """A step on from a tier that no step and no rule gives."""

    code: ClassVar[str] = "EP0813"
    title: ClassVar[str] = "a step from a tier that nothing reaches"
    level: ClassVar[Level] = Level.WARNING

    tier: str

    @property
    @override
    def message(self) -> str:
        return f"no step and no rule leads to `{self.tier}`, so no step leads on from there"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"write a step or a rule that leads there: escalate to {self.tier}",)
