"""Ladders that time climbs too late, as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagepolicy.analysis.climbing_in_time import find_late_steps, find_slow_climbs
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_climbing import StepAfterBreach, TopReachedTooLate
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program
from engagepolicy.source import Span


def judge_climbs(program: Program, place: Callable[[Place | None], Span], *, mind_resolutions: bool) -> Iterator[Diagnostic]:
    """Yield a message for each step that comes too late for every promise and, if resolutions are to be minded, for each such ladder."""
    for late in find_late_steps(program):
        step = late.step.text.replace(late.metric, late.metric.replace("_", " "))
        yield StepAfterBreach(place(late.step.place), step, late.metric, tuple(map(str, late.promised)))
    for slow in find_slow_climbs(program) if mind_resolutions else ():
        top = slow.ladder.tiers[-1][0]
        yield TopReachedTooLate(place(slow.last.place), slow.ladder.name, top, str(slow.takes), tuple(map(str, slow.promised)))
