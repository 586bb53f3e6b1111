"""When an outcome of the second of two decisions is later or lower than that of the first: what breaks an order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engagepolicy.ir.expressions import OutcomeValue
from engagepolicy.ir.program import OutcomeDeclaration, Program
from engagepolicy.runtime.pair_questions import AllOf, AnyOf, Falls, InFirst, InSecond, PairQuestion
from engagepolicy.runtime.questions import Both, Either, HasNothing, IsPromised, NotSo, Question, Stands
from engagepolicy.values.amounts import Amount, NotBefore, Unquantified
from engagepolicy.values.lattices import is_as_strict, parts_of
from engagepolicy.values.types import TargetType


def ask_worse(program: Program, outcome: str) -> PairQuestion:
    """Return whether the second decision is known to have a later target or a lower value than the first, or lacks what that has."""
    declaration = program.outcome_by_name[outcome]
    if isinstance(declaration.type, TargetType):
        amounts = timed_amounts(program, outcome)
        return AnyOf(tuple(AllOf((InFirst(IsPromised(outcome, each)), InSecond(ask_later(program, outcome, each)))) for each in amounts))
    lacks = AllOf((InFirst(NotSo(HasNothing(outcome))), InSecond(HasNothing(outcome))))
    return AnyOf((lacks, Falls(OutcomeValue(outcome, declaration.type))))


def ask_known_later(program: Program, target: str) -> PairQuestion:
    """Return whether both decisions have the target, and that of the second is known to be due later."""
    return AllOf((InSecond(NotSo(HasNothing(target))), ask_worse(program, target)))


def ask_incomparable(program: Program, outcome: str) -> PairQuestion:
    """Return whether the first decision has an amount of which it is not known that the second is as strict; never of a mere value."""
    if not isinstance(program.outcome_by_name[outcome].type, TargetType):
        return AnyOf(())
    amounts = timed_amounts(program, outcome)
    return AnyOf(tuple(AllOf((InFirst(IsPromised(outcome, each)), InSecond(NotSo(IsPromised(outcome, each))))) for each in amounts))


def ask_later(program: Program, outcome: str, amount: Amount) -> Question:
    """Return whether the target of a decision is known to be due later than the amount, whatever the start, or is missing."""
    givers = [(rule.id, each.value) for rule in program.rules for each in rule.contributions if each.outcome == outcome]
    sooner = Either(tuple(Stands(rule, outcome) for rule, value in givers if not is_later(value, amount)))
    default = default_amounts(program.outcome_by_name[outcome])
    if not default or is_later(default, amount):
        return NotSo(sooner)
    return Both((NotSo(sooner), Either(tuple(Stands(rule, outcome) for rule, _ in givers))))


def timed_amounts(program: Program, outcome: str) -> list[Amount]:
    """Return the amounts that rules give the target and that fall due, sorted as written."""
    given = [each.value for rule in program.rules for each in rule.contributions if each.outcome == outcome]
    found = {part for value in (*given, default_amounts(program.outcome_by_name[outcome])) for part in amounts_in(value)}
    return sorted((each for each in found if not isinstance(each, Unquantified)), key=str)


def default_amounts(declaration: OutcomeDeclaration) -> frozenset[Any]:
    """Return the amounts that the target has where no rule gives any."""
    default = declaration.default
    return default if isinstance(default, frozenset) else frozenset(() if default is None else (default,))


def amounts_in(value: Any) -> Iterator[Amount]:  # noqa: ANN401
    """Yield the amounts of a target that fall due, one by one."""
    for each in value:
        yield from (part for part in parts_of(each) if not isinstance(part, NotBefore))


def is_later(value: Any, amount: Amount) -> bool:  # noqa: ANN401
    """Whether every part of a target is known to be due later than the amount, never at the same time."""
    parts = list(amounts_in(value))
    return bool(parts) and all(is_as_strict(amount, part) and not is_as_strict(part, amount) for part in parts)
