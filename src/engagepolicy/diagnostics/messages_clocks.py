"""Messages about what time does in a case: the steps of ladders, and the clauses of `sla` blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Level, Note
from engagepolicy.diagnostics.phrases import did_you_mean, offer_names
from engagepolicy.source import Span


@dataclass(frozen=True)
class ToldTwice(Diagnostic):
    """A clock or a ladder that is told the same thing twice, perhaps in two ways."""

    code: ClassVar[str] = "EP0801"
    title: ClassVar[str] = "a clock or a ladder told twice"

    who: str
    what: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"{self.who} is told twice {self.what}"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the first time"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("keep one of the two",)


@dataclass(frozen=True)
class ShareOutOfRange(Diagnostic):
    """A warning at a share of the target that is none of it, or all of it and more."""

    code: ClassVar[str] = "EP0802"
    title: ClassVar[str] = "a warning outside of its target"

    @property
    @override
    def message(self) -> str:
        return f"a warning comes at 1% to 99% of a target, not at {self.span.text}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("a share counts forward from the start; an amount counts back from due: warn 2h before",)


@dataclass(frozen=True)
class StepNotUp(Diagnostic):
    """A step of a ladder to the tier that it starts from, or to a lower one."""

    code: ClassVar[str] = "EP0803"
    title: ClassVar[str] = "a step that does not lead up"

    ladder: str
    origin: str | None
    to: str
    tiers: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        if self.origin is None:
            return f"no tier is lower than `{self.to}`, so no step leads up to it"
        return f"a step from `{self.origin}` to `{self.to}` does not lead up"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"the tiers of `{self.ladder}`, lowest first, are {', '.join(self.tiers)}", "time never lowers a tier")


@dataclass(frozen=True)
class NotOnTheLadder(Diagnostic):
    """A step from or to a tier that its ladder does not have."""

    code: ClassVar[str] = "EP0804"
    title: ClassVar[str] = "a step with a tier that its ladder does not have"

    ladder: str
    tier: str
    tiers: tuple[str, ...]
    suggestions: tuple[str, ...]
    owner: tuple[str, Span] | None = None

    @property
    @override
    def message(self) -> str:
        return f"the ladder `{self.ladder}` has no tier `{self.tier}`"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"its tiers are {', '.join(self.tiers)}",) if self.tiers else ()

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return () if self.owner is None else (Note(self.owner[1], f"it is a tier of the ladder `{self.owner[0]}`"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class PauseByAnother(Diagnostic):
    """A pause by another fact than the status of the case."""

    code: ClassVar[str] = "EP0805"
    title: ClassVar[str] = "a pause by another fact than the status"

    status: str

    @property
    @override
    def message(self) -> str:
        return f"clocks pause by the fact `{self.status}` alone, not by `{self.span.text}`"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix(f"write `{self.status}`", self.span, self.status),)


@dataclass(frozen=True)
class RepeatOutOfRange(Diagnostic):
    """Reminders in a number that is none, no whole one, or without measure."""

    code: ClassVar[str] = "EP0806"
    title: ClassVar[str] = "reminders without measure"

    most: int

    @property
    @override
    def message(self) -> str:
        return f"a ladder reminds 1 to {self.most} times, not {self.span.text}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("the number counts the rounds after the first",)


@dataclass(frozen=True)
class WarningWithTheStart(Diagnostic):
    """A warning that is as long as its target or longer."""

    code: ClassVar[str] = "EP0807"
    title: ClassVar[str] = "a warning that comes with the start"
    level: ClassVar[Level] = Level.WARNING

    promised: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"no promise is longer than `{self.span.text}` ({', '.join(self.promised)}), so this warning comes as soon as a clock starts"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give it a shorter amount, or a share of the target: warn at 75%",)
