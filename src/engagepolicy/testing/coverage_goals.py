"""What examples can show of a policy, as questions about one decision or review: each is shown where one answers it with yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

from engagepolicy.explanation.wording import render_expression
from engagepolicy.ir.constraints import Constraint, breach_of
from engagepolicy.ir.expressions import ALWAYS, Expression, Not
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.questions import Answers, Applies, Both, InForce, NotSo, Question
from engagepolicy.testing.guards import (
    Guard,
    Owner,
    Path,
    atoms_of,
    guards_of,
    in_force,
    may_be_unknown,
    owner_of,
    record_of,
    with_part,
)
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


Wants: TypeAlias = Literal[
    "applied", "not applied", "breached", "kept", "true", "false", "unknown", "decides true", "decides false", "taken"
]

_MISSING: dict[Wants, str] = {
    "applied": "never seen to apply",
    "not applied": "never seen not to apply",
    "breached": "never seen breached",
    "kept": "never seen kept",
    "true": "never seen true",
    "false": "never seen false",
    "unknown": "never seen not known",
    "decides true": "never decided by being true",
    "decides false": "never decided by being false",
    "taken": "never seen taken",
}
_SHOWN: dict[Wants, str] = {
    "applied": "applies",
    "not applied": "does not apply",
    "breached": "is breached",
    "kept": "is kept",
    "true": "is true",
    "false": "is false",
    "unknown": "is not known",
    "decides true": "decides by being true",
    "decides false": "decides by being false",
    "taken": "is taken",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that an example can show.

    `test` is the part of a condition that it is about, in words, and `path` says which; both are empty where it is about the whole.
    `question` is answered with yes by the decision or review that shows it, of an input of the `record`; None for a step of a
    ladder, which only a case shows.
    """

    measure: Measure
    owner: Owner
    wants: Wants
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


def find_goals(program: Program) -> tuple[Goal, ...]:
    """Return everything that examples can show of the program, by what is counted and by owner."""
    goals = [
        *(goal for rule in program.rules for goal in _goals_of_rule(program, rule)),
        *(goal for each in program.constraints for goal in _goals_of_constraint(program, each)),
        *(goal for guard in guards_of(program) for goal in _goals_of_guard(program, guard)),
        *_goals_of_steps(program),
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


def _goals_of_steps(program: Program) -> Iterator[Goal]:
    for ladder in program.ladders:
        for step in ladder.steps:
            yield Goal(Measure.STEPS, Owner("step", step.text), "taken", place=step.place)


