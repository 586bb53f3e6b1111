"""The conditions that stand in a policy, each with whose it is, where it stands, and when it is asked at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from engagepolicy.ir.constraints import Constraint
from engagepolicy.ir.expressions import (
    ALWAYS,
    And,
    Constantly,
    Expression,
    Fact,
    IsKnown,
    Named,
    Not,
    Or,
    OrElse,
    operands_of,
)
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import ALL_TIME, Program, Rule, Window
from engagepolicy.runtime.questions import Answers, Applies, InForce, NotSo, Question

OwnerKind: TypeAlias = Literal[
    "rule", "listed rule", "row", "constraint", "definition", "segment", "clock", "step", "ladder", "calendar", "roster", "signal"
]
Path: TypeAlias = tuple[int, ...]
"""Which part of a condition: at each connective, the number of the part that is entered."""


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """Whose a condition is: a rule, a rule of a `first of` list, a row of a table, a constraint, a `define`, a `segment`.

    Or what time does something to: the clock of a metric, a step by its text, a ladder, a calendar, a roster, a signal.
    """

    kind: OwnerKind
    name: str

    @property
    def words(self) -> str:
        """What people call it."""
        name = self.name.replace("_", " ") if self.name in ("first_response", "next_response") and self.kind == "clock" else self.name
        return f"{'rule' if self.kind == 'listed rule' else self.kind} `{name}`"


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition as its author wrote it.

    `asked` are the questions that are all answered with yes where the condition is asked: it is in force, no earlier row answered,
    what it is an exception to applies. `role` tells the two conditions of a constraint apart.
    """

    owner: Owner
    expression: Expression
    record: str
    place: Place | None
    asked: tuple[Question, ...] = ()
    role: Literal["when", "must"] = "when"


def in_force(window: Window) -> tuple[Question, ...]:
    """Return what has to hold for something with this window to be in force."""
    return () if window == ALL_TIME else (InForce(window),)


def owner_of(rule: Rule) -> Owner:
    """Return what a rule of the program is in the text: a rule, a rule of a list, or a row."""
    return Owner("row" if "[" in rule.id else "rule" if rule.group is None else "listed rule", rule.id)


def split_condition(rule: Rule) -> tuple[Expression, Expression]:
    """Return what the rule takes over from those that it is an exception to, and the condition that is its own."""
    if rule.exception_to and isinstance(rule.condition, And) and len(rule.condition.parts) == 2:
        return rule.condition.parts[0], rule.condition.parts[1]
    return ALWAYS, rule.condition


def with_own_condition(rule: Rule, own: Expression) -> Rule:
    """Return the rule with another condition of its own."""
    taken, _ = split_condition(rule)
    return replace(rule, condition=own if taken == ALWAYS else And((taken, own)))


def when_asked(program: Program, rule: Rule) -> tuple[Question, ...]:
    """Return what has to hold for the rule's own condition to be asked."""
    taken, _ = split_condition(rule)
    earlier = (each for each in program.rules if each.group is not None and each.group == rule.group)
    before = (NotSo(Applies(each.id)) for each in earlier if (each.stage, each.position) < (rule.stage, rule.position))
    applied = () if taken == ALWAYS else (Answers(taken, truth=True),)
    return (*in_force(rule.about.window), *before, *applied)


def duty_of(constraint: Constraint) -> Expression:
    """Return what the constraint wants to be true."""
    return constraint.duties[0] if len(constraint.duties) == 1 else And(constraint.duties)


def record_of(constraint: Constraint) -> str:
    """Return the record whose facts the constraint speaks of."""
    return "draft" if constraint.subject == "draft" else "interaction"


def guards_of(program: Program) -> Iterator[Guard]:
    """Yield every condition of a policy but those that are always true and those of signals, which no decision asks."""
    for rule in program.rules:
        _, own = split_condition(rule)
        if own != ALWAYS:
            yield Guard(owner_of(rule), own, "interaction", rule.place, when_asked(program, rule))
    for each in program.conditions:
        kind: OwnerKind = "segment" if each.kind == "segment" else "definition"
        yield Guard(Owner(kind, each.name), each.expression, each.record, each.place, in_force(each.about.window))
    for constraint in program.constraints:
        yield from _guards_of_constraint(constraint)


def _guards_of_constraint(constraint: Constraint) -> Iterator[Guard]:
    owner, record, place = Owner("constraint", constraint.id), record_of(constraint), constraint.place
    asked = in_force(constraint.about.window)
    if constraint.condition != ALWAYS:
        yield Guard(owner, constraint.condition, record, place, asked)
        asked = (*asked, Answers(constraint.condition, truth=True))
    yield Guard(owner, duty_of(constraint), record, place, asked, "must")


# --- parts of a condition


def atoms_of(expression: Expression, path: Path = ()) -> Iterator[tuple[Path, Expression]]:
    """Yield the tests that a condition is made of by `and`, `or` and `not`, in the order of the text; a named condition is one test."""
    if isinstance(expression, And | Or | Not):
        for number, part in enumerate(operands_of(expression)):
            yield from atoms_of(part, (*path, number))
    elif not isinstance(expression, Constantly):
        yield path, expression


def with_part(expression: Expression, path: Path, part: Expression) -> Expression:
    """Return the condition with another part in the place of one."""
    if not path:
        return part
    if isinstance(expression, Not):
        return Not(with_part(expression.part, path[1:], part))
    assert isinstance(expression, And | Or), "only connectives have parts"
    parts = list(expression.parts)
    parts[path[0]] = with_part(parts[path[0]], path[1:], part)
    return type(expression)(tuple(parts))


def may_be_unknown(expression: Expression, program: Program) -> bool:
    """Whether a fact that an input leaves out may make it not known; what rules did not give is not looked at."""
    pending, entered = [expression], set[str]()
    while pending:
        current = pending.pop()
        match current:
            case IsKnown() | OrElse():
                continue
            case Fact(is_optional=is_optional) if is_optional:
                return True
            case Named(name=name) if name not in entered:
                entered.add(name)
                pending.append(program.condition_by_name[name].expression)
            case _:
                pending.extend(operands_of(current))
    return False
