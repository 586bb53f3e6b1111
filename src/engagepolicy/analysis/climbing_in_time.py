"""Steps of a ladder that time lets come too late: after the breach they should prevent, or too slowly to reach the top in time.

Only amounts that can be compared are, and only what holds of every promise that rules make is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engagepolicy.analysis.orders import timed_amounts
from engagepolicy.ir.program import Ladder, Program
from engagepolicy.ir.steps import Step
from engagepolicy.values.amounts import Amount, Elapsed, OpenTime
from engagepolicy.values.lattices import is_as_strict
from engagepolicy.values.types import TargetType

RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class LateStep:
    """A step that waits for a metric and is not taken before every promise for that metric is broken."""

    step: Step
    metric: str
    promised: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class SlowClimb:
    """A ladder that gets from its first tier to its last only once every resolution is due; `takes` is how long it needs."""

    ladder: Ladder
    last: Step
    takes: Amount
    promised: tuple[Amount, ...]


def find_late_steps(program: Program) -> Iterator[LateStep]:
    """Yield each step `without` a target that is taken at the moment it is due at the soonest, whichever rule gave it."""
    for ladder in program.ladders:
        for step in ladder.steps:
            outcome = program.outcome_by_name.get(step.without or "")
            when = step.after or step.at
            if outcome is not None and isinstance(outcome.type, TargetType) and when is not None:
                promised = tuple(timed_amounts(program, outcome.name))
                if promised and all(is_as_strict(each, when) for each in promised):
                    yield LateStep(step, outcome.name, promised)


def find_slow_climbs(program: Program) -> Iterator[SlowClimb]:
    """Yield each ladder whose steps need as long as the longest resolution to get from its first tier to its last."""
    outcome = program.outcome_by_name.get(RESOLUTION)
    if outcome is None or not isinstance(outcome.type, TargetType):
        return
    promised = tuple(timed_amounts(program, RESOLUTION))
    for ladder in program.ladders if promised else ():
        climb = _fastest_climb(ladder)
        if climb is not None and all(is_as_strict(each, climb[1]) for each in promised):
            yield SlowClimb(ladder, climb[0], climb[1], promised)


def _fastest_climb(ladder: Ladder) -> tuple[Step, Amount] | None:
    """Return the last step and the time that the fastest way to the top takes; None where time alone does not lead there, or not surely.

    A step `at` counts from the start, one `after` from the tier before. Steps that wait for a breach or a warning are not known to be
    slow, so a ladder with one on the way is left alone; so is one whose steps are counted in more than one way.
    """
    measures = {_measure(step.after or step.at) for step in ladder.steps}
    if len(measures) != 1 or None in measures or not ladder.tiers:
        return None
    first, top = ladder.tiers[0][0], ladder.tiers[-1][0]
    reached: dict[str, tuple[int, Step | None]] = {first: (0, None)}
    for tier, _ in ladder.tiers[:-1]:
        if tier in reached:
            for step in ladder.steps:
                if step.from_tier in (None, tier) and _rank(ladder, step.to_tier) > _rank(ladder, tier):
                    taken = max(_seconds(step), reached[tier][0]) if step.at is not None else reached[tier][0] + _seconds(step)
                    if step.to_tier not in reached or taken < reached[step.to_tier][0]:
                        reached[step.to_tier] = (taken, step)
    seconds, last = reached.get(top, (0, None))
    if last is None:
        return None
    amount = last.after or last.at
    return last, OpenTime(seconds, amount.calendar) if isinstance(amount, OpenTime) else Elapsed(seconds)


def _measure(amount: Amount | None) -> tuple[str, str] | None:
    match amount:
        case Elapsed():
            return "elapsed", ""
        case OpenTime(calendar=calendar):
            return "open", calendar
        case _:
            return None


def _seconds(step: Step) -> int:
    amount = step.after or step.at
    assert isinstance(amount, Elapsed | OpenTime)
    return amount.seconds


def _rank(ladder: Ladder, tier: str) -> int:
    return [name for name, _ in ladder.tiers].index(tier)
