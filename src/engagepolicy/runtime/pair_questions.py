"""Questions about two decisions of one policy, as values; `holds_of_pair` is the reference, as `questions.holds` is for one decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never

from engagepolicy.ir.expressions import Expression, Fact, OutcomeValue, type_of
from engagepolicy.runtime.questions import Answers, HasNothing, Question, holds
from engagepolicy.runtime.trace import Trace
from engagepolicy.values.types import EnumType, Type


@dataclass(frozen=True, slots=True)
class InFirst:
    """Is the answer yes for the first decision?"""

    question: Question


@dataclass(frozen=True, slots=True)
class InSecond:
    """Is the answer yes for the second decision?"""

    question: Question


@dataclass(frozen=True, slots=True)
class Rises:
    """Is the value, which has an order, known in both decisions, and higher in the second?"""

    value: Fact | OutcomeValue


@dataclass(frozen=True, slots=True)
class Falls:
    """Is it known in both, and lower in the second?"""

    value: Fact | OutcomeValue


@dataclass(frozen=True, slots=True)
class Differs:
    """Has the outcome two values, or one in one decision only, or is it in conflict in one only?"""

    outcome: str


@dataclass(frozen=True, slots=True)
class Agrees:
    """Is the condition as true, as false or as unknown in both?"""

    condition: Expression


@dataclass(frozen=True, slots=True)
class AllOf:
    """Do all the parts hold?"""

    parts: tuple[PairQuestion, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Does one of the parts hold?"""

    parts: tuple[PairQuestion, ...]


PairQuestion: TypeAlias = InFirst | InSecond | Rises | Falls | Differs | Agrees | AllOf | AnyOf


def holds_of_pair(question: PairQuestion, first: Trace, second: Trace) -> bool:
    """Return the answer for the decisions that the traces are of, in this order."""
    match question:
        case InFirst(question=asked):
            return holds(asked, first)
        case InSecond(question=asked):
            return holds(asked, second)
        case Rises(value=value):
            return is_below(first.evaluate(value), second.evaluate(value), type_of(value))
        case Falls(value=value):
            return is_below(second.evaluate(value), first.evaluate(value), type_of(value))
        case Differs(outcome=outcome):
            one, two = first.settlements[outcome], second.settlements[outcome]
            return (one.value, one.is_conflict) != (two.value, two.is_conflict)
        case Agrees(condition=condition):
            return first.evaluate(condition) is second.evaluate(condition)
        case AllOf(parts=parts):
            return all(holds_of_pair(part, first, second) for part in parts)
        case AnyOf(parts=parts):
            return any(holds_of_pair(part, first, second) for part in parts)
        case _:
            assert_never(question)


def is_below(one: Any, two: Any, of: Type) -> bool:  # noqa: ANN401
    """Whether both are known values of the type and the first is below the second; incomparable ones are not."""
    if one is None or two is None:
        return False
    if isinstance(of, EnumType):
        place = of.compare(one, two)
        return place is not None and place < 0
    return bool(one < two)


def single_questions(question: PairQuestion) -> Iterator[Question]:
    """Yield questions about one decision on which all depends that the question says of both."""
    match question:
        case InFirst(question=asked) | InSecond(question=asked):
            yield asked
        case Rises(value=value) | Falls(value=value):
            if isinstance(value, OutcomeValue):
                yield HasNothing(value.name)
        case Differs(outcome=outcome):
            yield HasNothing(outcome)
        case Agrees(condition=condition):
            yield Answers(condition, truth=True)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from single_questions(part)
        case _:
            assert_never(question)
