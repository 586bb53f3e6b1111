"""Values side by side: when one is known, when two compare so, and when a computed one is a value at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engagepolicy.backends.smt.terms import (
    FIRST_DATE,
    FIRST_MOMENT,
    LAST_DATE,
    LAST_MOMENT,
    LONGEST,
    SHORTEST,
    Condition,
    Formula,
    Scalar,
    solver,
)
from engagepolicy.values.types import DateTimeType, DateType, DurationType, EnumType, NumberType, Type


def as_condition(value: Scalar) -> Condition:
    """Return when a value of yes and no is true, and when it is false."""
    return gated(value.known, value.value)


def gated(known: Formula, truth: Formula) -> Condition:
    """Return a condition that is true or false where it is known, as the formula says."""
    z3 = solver()
    return Condition(z3.And(known, truth), z3.And(known, z3.Not(truth)))


def converted(value: Scalar, to: Type) -> Formula:
    """Return the value beside values of the type: a whole number beside others as one of them."""
    z3 = solver()
    if isinstance(to, NumberType) and not isinstance(value.type, NumberType):
        return z3.ToReal(value.value)
    return value.value


def in_range(value: Formula, of: Type) -> Formula:
    """Return that there is such a value: dates, moments and lengths of time end somewhere."""
    z3 = solver()
    match of:
        case DateType():
            return z3.And(value >= FIRST_DATE, value <= LAST_DATE)
        case DateTimeType():
            return z3.And(value >= FIRST_MOMENT, value <= LAST_MOMENT)
        case DurationType():
            return z3.And(value >= SHORTEST, value <= LONGEST)
        case _:
            return z3.BoolVal(True)


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "equal": lambda left, right: left == right,
    "less": lambda left, right: left < right,
    "at_most": lambda left, right: left <= right,
    "greater": lambda left, right: left > right,
    "at_least": lambda left, right: left >= right,
}


def compare(operator: str, left: Scalar, right: Scalar) -> Formula:
    """Return when two values of one order compare so; it means something where both are known."""
    z3 = solver()
    holds = _COMPARISONS[operator]
    if isinstance(left.type, EnumType) and operator != "equal":
        of = left.type
        pairs = [
            z3.And(left.value == one, right.value == two)
            for one, first in enumerate(of.values)
            for two, second in enumerate(of.values)
            if (place := of.compare(first, second)) is not None and holds(place, 0)
        ]
        return z3.Or(*pairs)
    if isinstance(left.type, NumberType) or isinstance(right.type, NumberType):
        return holds(converted(left, NumberType()), converted(right, NumberType()))
    return holds(left.value, right.value)
