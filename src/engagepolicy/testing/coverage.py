"""What the examples of a policy show of it, and what they leave open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property

from engagepolicy.ir.expressions import And, Expression, Not, Or
from engagepolicy.policy.policy import Policy
from engagepolicy.runtime.facts import NO_ELEMENTS, Elements, Value
from engagepolicy.runtime.questions import holds
from engagepolicy.runtime.trace import Evaluate, Trace
from engagepolicy.testing.coverage_goals import OVER_TIME, Goal, Measure, find_goals
from engagepolicy.testing.watching import Watched, watch_examples
from engagepolicy.values.truth import kleene_and, kleene_not, kleene_or

DECIDED = frozenset(Measure) - OVER_TIME
"""What single decisions and reviews show."""


@dataclass(frozen=True)
class Coverage:
    """What was to be shown, and what was.

    `goals` are all that the author's own text asks for, `shown` those of them that an example reaches, `unreachable` those that no
    input can reach, as far as that is proved. `left_out` says how many stand in files that were not asked about, such as shipped
    rulesets brought in by `use`.
    """

    goals: tuple[Goal, ...]
    shown: frozenset[Goal]
    unreachable: frozenset[Goal] = frozenset()
    left_out: int = 0

    @cached_property
    def missing(self) -> tuple[Goal, ...]:
        """The goals that no example reaches, though an input might."""
        return tuple(each for each in self.goals if each not in self.shown and each not in self.unreachable)

    def count(self, measure: Measure | Collection[Measure] | None = None) -> tuple[int, int]:
        """Return how many goals are shown, and how many there are that an input might reach.

        They are those of one measure or of several; without any, all but what happens as time passes.
        """
        measures = DECIDED if measure is None else {measure} if isinstance(measure, Measure) else measure
        counted = [each for each in self.goals if each.measure in measures and each not in self.unreachable]
        return sum(each in self.shown for each in counted), len(counted)

    def percent(self, measure: Measure | Collection[Measure] | None = None) -> Decimal:
        """Return the share that is shown of the same in percent, rounded down to a tenth; 100 where there is nothing to show."""
        return percent_of(*self.count(measure))


def percent_of(part: int, whole: int) -> Decimal:
    """Return the share in percent, rounded down to a tenth, so that only all of it is 100; 100 of nothing."""
    if whole == 0:
        return Decimal(100)
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_FLOOR)


def measure_coverage(policy: Policy, watched: Sequence[Watched] | None = None, *, files: Collection[str] | None = None) -> Coverage:
    """Return what examples show of a policy.

    `watched` is what `watch_examples` gave; without it the policy's own examples are run. `files` are the names of the files whose
    text counts; without them those in which the policy's examples stand, or all where it has none.
    """
    seen = watch_examples(policy) if watched is None else watched
    counted = files
    if counted is None and policy.examples:
        counted = {each.place.file for each in policy.examples if each.place is not None}
    goals = find_goals(policy.program, counted)
    own = tuple(each for each in goals if counted is None or (each.place is not None and each.place.file in counted))
    shown: set[Goal] = set()
    for one in seen:
        shown |= find_shown((each for each in own if each not in shown), one)
    return Coverage(own, frozenset(shown), left_out=len(goals) - len(own))


def merge_coverages(coverages: Iterable[Coverage]) -> Coverage:
    """Return what several policies show together: a goal that two of them have, of a file that both use, counts once."""
    given = tuple(coverages)
    goals = dict.fromkeys(goal for each in given for goal in each.goals)
    order = list(Measure)
    return Coverage(
        tuple(sorted(goals, key=lambda goal: order.index(goal.measure))),
        frozenset().union(*(each.shown for each in given)),
        frozenset().union(*(each.unreachable for each in given)),
        sum(each.left_out for each in given),
    )


def find_shown(goals: Iterable[Goal], watched: Watched) -> frozenset[Goal]:
    """Return those of the goals that one example shows."""
    pending = list(goals)
    shown = {each for each in pending if each.question is None and (each.wants, each.owner) in watched.happened}
    for record in ("interaction", "draft"):
        for trace in watched.traces(record):
            shown |= find_shown_by((each for each in pending if each not in shown), trace, record)
    return frozenset(shown)


def find_shown_by(goals: Iterable[Goal], trace: Trace, record: str = "interaction") -> frozenset[Goal]:
    """Return those of the goals that one decision, or review, shows."""
    remembering = replace(trace, evaluate=_Remembered(trace))
    asked = (each for each in goals if each.record == record and each.question is not None)
    return frozenset(each for each in asked if each.question is not None and holds(each.question, remembering))


class _Remembered:
    """Evaluates as a trace does, each test once: the questions of coverage are all about the same few tests."""

    def __init__(self, trace: Trace) -> None:
        self._evaluate: Evaluate = trace.evaluate
        self._known: dict[Expression, Value] = {}

    def __call__(self, expression: Expression, elements: Elements = NO_ELEMENTS, /) -> Value:
        match expression:
            case And(parts=parts):
                return kleene_and([self(part, elements) for part in parts])
            case Or(parts=parts):
                return kleene_or([self(part, elements) for part in parts])
            case Not(part=part):
                return kleene_not(self(part, elements))
            case _:
                return self._evaluate(expression, elements) if elements else self._once(expression)

    def _once(self, expression: Expression) -> Value:
        if expression not in self._known:
            self._known[expression] = self._evaluate(expression)
        return self._known[expression]
