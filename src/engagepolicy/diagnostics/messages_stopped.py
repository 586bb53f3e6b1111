"""The message about a check that was stopped before its end: what nobody looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level

MOST_NAMED = 20

Stop: TypeAlias = Literal["interrupted", "out of time"]


@dataclass(frozen=True)
class NotLookedAt(Diagnostic):
    """A ruleset that was not looked at, or not to the end; `left` are the questions that are open, none where there was none asked."""

    code: ClassVar[str] = "EP1149"
    title: ClassVar[str] = "a check that was stopped before its end"
    level: ClassVar[Level] = Level.WARNING

    what: str
    stop: Stop
    left: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        why = "the check was interrupted" if self.stop == "interrupted" else "the time limit of the check was reached"
        return f"{why} before {self.what}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return tuple(f"left: {each}" for each in self.left)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        longer = "give it more time with --time-limit" if self.stop == "out of time" else "let it run to its end"
        return (f"{longer}, or check fewer rulesets at once; what is told of the rest holds",)


def name_some(names: tuple[str, ...]) -> str:
    """Return names for people, of many the first."""
    more = len(names) - MOST_NAMED
    shown = ", ".join(f"`{name}`" for name in names[:MOST_NAMED])
    return f"{shown} and {more:,} more" if more > 0 else shown
