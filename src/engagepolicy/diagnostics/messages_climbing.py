"""Messages about ladders that time climbs too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.phrases import join_alternatives, show_outcome


@dataclass(frozen=True)
class StepAfterBreach(Diagnostic):
    """A step that is to prevent a breach and is never taken before it."""

    code: ClassVar[str] = "EP1127"
    title: ClassVar[str] = "a step that comes after the breach it should prevent"
    level: ClassVar[Level] = Level.WARNING

    step: str
    metric: str
    promised: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        promised = join_alternatives(self.promised)
        return f"the step `{self.step}` is never taken before {show_outcome(self.metric)} is due: that is promised within {promised}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"take it sooner; a step that is meant for what was missed is written: on breach of {self.metric.replace('_', ' ')}",)


@dataclass(frozen=True)
class TopReachedTooLate(Diagnostic):
    """A ladder whose steps reach its last tier only once every resolution is due."""

    code: ClassVar[str] = "EP1128"
    title: ClassVar[str] = "a ladder too slow for what is promised"
    level: ClassVar[Level] = Level.WARNING

    ladder: str
    top: str
    takes: str
    promised: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return (
            f"the steps of `{self.ladder}` need {self.takes} from its first tier to {self.top}"
            f", and every resolution is due by then: within {join_alternatives(self.promised)}"
        )

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let the steps come sooner, or skip a tier, so that the last one can still do something",)
