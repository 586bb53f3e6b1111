"""What examples can show of a policy, as questions about one decision or review: each is shown where one answers it with yes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

from engagepolicy.explanation.wording import render_expression
from engagepolicy.ir.constraints import Constraint, breach_of
from engagepolicy.ir.expressions import ALWAYS, Apply, Expression, Fact, Not, walk
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program, Rule
from engagepolicy.ir.signals import Signal
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, InForce, NotSo, Question
from engagepolicy.testing.guards import (
    Guard,
    Owner,
    OwnerKind,
    Path,
    atoms_of,
    guards_of,
    in_force,
    may_be_unknown,
    owner_of,
    record_of,
    with_part,
)
from engagepolicy.testing.time_aims import TimeAim, TimeWants, find_time_aims
from engagepolicy.values.truth import Truth


class Measure(StrEnum):
    """What is counted, in the words of the summary."""

    RULES = "rules"
    LISTED = "rules of lists"
    ROWS = "table rows"
    CONSTRAINTS = "constraints"
    CONDITIONS = "conditions"
    UNKNOWNS = "not known"
    DECIDING = "deciding tests (MC/DC)"
    STEPS = "ladder steps"
    CLOCKS = "clocks"
    LADDERS = "ladders"
    HOURS = "opening hours"
    ROSTERS = "rosters"
    SIGNALS = "signals"


OVER_TIME = frozenset({Measure.CLOCKS, Measure.LADDERS, Measure.HOURS, Measure.ROSTERS, Measure.SIGNALS})
"""What is counted apart from the rest: what time does to waits and tiers. That steps are taken has been counted with the rest before."""

Wants: TypeAlias = Literal[
    "applied", "not applied", "breached", "kept", "true", "false", "unknown", "decides true", "decides false", "raised", "not raised"
]

_MISSING: dict[Wants | TimeWants, str] = {
    "applied": "never seen to apply",
    "not applied": "never seen not to apply",
    "breached": "never seen breached",
    "kept": "never seen kept",
    "true": "never seen true",
    "false": "never seen false",
    "unknown": "never seen not known",
    "decides true": "never decided by being true",
    "decides false": "never decided by being false",
    "raised": "never seen raised",
    "not raised": "never seen known and not raised",
    "started": "never seen started",
    "met": "never seen met",
    "too early": "never seen answered too early",
    "paused": "never seen paused",
    "resumed": "never seen going on after a pause",
    "warned": "never seen giving a warning",
    "cancelled": "never seen cancelled",
    "reopened": "never seen in a case that is reopened",
    "shifted": "never seen counting from a later opening",
    "taken": "never seen taken",
    "held off": "never seen held off",
    "reminded": "never seen reminding to the last",
    "open": "never seen open where it counts",
    "closed": "never seen closed where it counts",
    "staffed": "never seen with somebody on duty",
    "unstaffed": "never seen with none of its lines on duty",
}
_SHOWN: dict[Wants | TimeWants, str] = {
    "applied": "applies",
    "not applied": "does not apply",
    "breached": "is breached",
    "kept": "is kept",
    "true": "is true",
    "false": "is false",
    "unknown": "is not known",
    "decides true": "decides by being true",
    "decides false": "decides by being false",
    "raised": "is raised",
    "not raised": "is known and not raised",
    "started": "starts",
    "met": "is met",
    "too early": "is answered too early",
    "paused": "is paused",
    "resumed": "goes on after a pause",
    "warned": "gives a warning",
    "cancelled": "is cancelled",
    "reopened": "in a case that is reopened",
    "shifted": "counts from a later opening",
    "taken": "is taken",
    "held off": "is held off",
    "reminded": "reminds to the last",
    "open": "is open where it counts",
    "closed": "is closed where it counts",
    "staffed": "has somebody on duty",
    "unstaffed": "has none of its lines on duty",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that an example can show.

    `test` is the part of a condition that it is about, in words, and `path` says which; both are empty where it is about the whole.
    `question` is answered with yes by the decision or review that shows it, of an input of the `record`; None for what happens as time
    passes, which is shown where it happens.
    """

    measure: Measure
    owner: Owner
    wants: Wants | TimeWants
    test: str = ""
    path: Path = ()
    role: str = "when"
    record: str = field(default="interaction", compare=False)
    place: Place | None = None
    question: Question | None = field(default=None, compare=False, repr=False)

    @property
    def missing(self) -> str:
        """What no example shows, in words: ``never seen to apply``, ```author.followers >= 100` never true``."""
        return f"`{self.test}` {_MISSING[self.wants]}" if self.test else _MISSING[self.wants]

    @property
    def shows(self) -> str:
        """What an example that reaches it shows, in words."""
        return f"`{self.test}` {_SHOWN[self.wants]}" if self.test else f"{self.owner.words} {_SHOWN[self.wants]}"


def find_goals(program: Program, files: Collection[str] | None = None) -> tuple[Goal, ...]:
    """Return everything that examples can show of the program, by what is counted and by owner.

    A clock stands in each file that gives its metric a target; of them that in one of the `files` is named.
    """
    goals = [
        *(goal for rule in program.rules for goal in _goals_of_rule(program, rule)),
        *(goal for each in program.constraints for goal in _goals_of_constraint(program, each)),
        *(goal for guard in guards_of(program) for goal in _goals_of_guard(program, guard)),
        *(_goal_of_time(each) for each in find_time_aims(program, files)),
        *(goal for signal in program.signals for goal in _goals_of_signal(program, signal)),
    ]
    order = list(Measure)
    return tuple(sorted(dict.fromkeys(goals), key=lambda goal: order.index(goal.measure)))


def _all(*parts: Question) -> Question:
    return parts[0] if len(parts) == 1 else Both(parts)


def _goals_of_rule(program: Program, rule: Rule) -> Iterator[Goal]:
    owner = owner_of(rule)
    measure = {"rule": Measure.RULES, "listed rule": Measure.LISTED}.get(owner.kind, Measure.ROWS)
    yield Goal(measure, owner, "applied", place=rule.place, question=Applies(rule.id))
    if owner.kind == "rule" and rule.condition != ALWAYS:
        force = in_force(rule.about.window)
        yield Goal(measure, owner, "not applied", place=rule.place, question=_all(*force, NotSo(Applies(rule.id))))


def _goals_of_constraint(program: Program, constraint: Constraint) -> Iterator[Goal]:
    owner, place, record = Owner("constraint", constraint.id), constraint.place, record_of(constraint)
    breach, force = breach_of(constraint), in_force(constraint.about.window)
    above = [each for each in program.constraints if constraint.id in each.overrides and each.subject == constraint.subject]
    stands = [NotSo(_all(InForce(each.about.window), Answers(each.condition, truth=True))) for each in above]
    breached = _all(*force, Answers(breach, truth=True), *stands)
    kept = _all(*force, Answers(breach, truth=False))
    yield Goal(Measure.CONSTRAINTS, owner, "breached", record=record, place=place, question=breached)
    yield Goal(Measure.CONSTRAINTS, owner, "kept", record=record, place=place, question=kept)


def _goals_of_guard(program: Program, guard: Guard) -> Iterator[Goal]:
    atoms = list(atoms_of(guard.expression))
    for test in dict.fromkeys(atom for _, atom in atoms):
        words = render_expression(test)
        yield _goal(guard, Measure.CONDITIONS, "true", words, (), (Answers(test, truth=True),))
        yield _goal(guard, Measure.CONDITIONS, "false", words, (), (Answers(test, truth=False),))
        if may_be_unknown(test, program):
            yield _goal(guard, Measure.UNKNOWNS, "unknown", words, (), (Answers(test, truth=None),))
    if len(atoms) > 1:
        for path, test in atoms:
            words = render_expression(test)
            yield _goal(guard, Measure.DECIDING, "decides true", words, path, decides(guard.expression, path, test, truth=True))
            yield _goal(guard, Measure.DECIDING, "decides false", words, path, decides(guard.expression, path, test, truth=False))


def _goal(guard: Guard, measure: Measure, wants: Wants, words: str, path: Path, shown: tuple[Question, ...]) -> Goal:
    return Goal(measure, guard.owner, wants, words, path, guard.role, guard.record, guard.place, _all(*guard.asked, *shown))


def decides(condition: Expression, path: Path, test: Expression, *, truth: bool) -> tuple[Question, ...]:
    """Return what is asked of an input in which this test, with this truth, decides the condition.

    The condition is known, and would be known to be the opposite if this one occurrence of the test were the opposite and all others
    as they are: masking MC/DC, of one of the two inputs that it wants. Chilenski, An Investigation of Three Forms of the Modified
    Condition Decision Coverage (MCDC) Criterion, DOT/FAA/AR-01/18 (2001); here over Kleene's three values.
    """
    turned = with_part(condition, path, Not(test))
    wanted: Truth = truth is (path_polarity(condition, path))
    return Answers(test, truth=truth), Answers(condition, truth=wanted), Answers(turned, truth=not wanted)


def path_polarity(condition: Expression, path: Path) -> bool:
    """Return whether the part stands below an even number of negations."""
    polarity, current = True, condition
    for number in path:
        if isinstance(current, Not):
            polarity, current = not polarity, current.part
        else:
            current = current.parts[number]  # type: ignore[union-attr]  # a path leads through connectives
    return polarity


# --- what time does


_MEASURE_OF: dict[OwnerKind, Measure] = {
    "clock": Measure.CLOCKS,
    "step": Measure.LADDERS,
    "ladder": Measure.LADDERS,
    "calendar": Measure.HOURS,
    "roster": Measure.ROSTERS,
}


def _goal_of_time(aim: TimeAim) -> Goal:
    measure = Measure.STEPS if aim.wants == "taken" else _MEASURE_OF[aim.owner.kind]
    return Goal(measure, aim.owner, aim.wants, place=aim.place)


def _goals_of_signal(program: Program, signal: Signal) -> Iterator[Goal]:
    """Yield that a test which reads the signal is seen on the side that it warns of, and on the other with the signal known."""
    path = signal.name
    tests = dict.fromkeys(test for guard in guards_of(program) for _, test in atoms_of(guard.expression) if _asks_how_much(test, path))
    raised = [Answers(test, truth=not _is_of_few(test, path)) for test in tests]
    quiet = [Answers(test, truth=_is_of_few(test, path)) for test in tests]
    if tests:
        owner = Owner("signal", path)
        yield Goal(Measure.SIGNALS, owner, "raised", place=signal.place, question=Either(tuple(raised)))
        yield Goal(Measure.SIGNALS, owner, "not raised", place=signal.place, question=Either(tuple(quiet)))


def _asks_how_much(test: Expression, path: str) -> bool:
    """Whether the test compares the signal with something."""
    return isinstance(test, Apply) and any(isinstance(part, Fact) and part.path == path for part in walk(test))


def _is_of_few(test: Expression, path: str) -> bool:
    """Whether the test is true where the signal is low: `surge < 20`, `20 > surge`."""
    assert isinstance(test, Apply), "only comparisons are asked"
    is_left = any(isinstance(part, Fact) and part.path == path for part in walk(test.operands[0]))
    return test.operator in (("less", "at_most") if is_left else ("greater", "at_least"))
