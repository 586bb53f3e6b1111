"""Values as the solver sees them: a scalar is a variable and whether it is known, a condition is when it is true and when false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeAlias

from engagepolicy.extras import require_extra
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    DutyType,
    EnumType,
    IntType,
    NumberType,
    StringType,
    Type,
)

Formula: TypeAlias = Any
"""A formula or term of the solver, whose package has no types."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
FIRST_MOMENT = (datetime.min.replace(tzinfo=UTC) - EPOCH) // _MICROSECOND
LAST_MOMENT = (datetime.max.replace(tzinfo=UTC) - EPOCH) // _MICROSECOND
FIRST_DATE, LAST_DATE = date.min.toordinal(), date.max.toordinal()
LONGEST = timedelta.max // _MICROSECOND
SHORTEST = timedelta.min // _MICROSECOND


@cache
def solver() -> ModuleType:
    """Return the package z3; raise `MissingExtra` where it is not installed."""
    return require_extra("z3", "tools")


def has_solver() -> bool:
    """Whether z3 is installed."""
    return find_spec("z3") is not None


@dataclass(frozen=True, slots=True)
class Condition:
    """When a condition is true and when it is false; otherwise it is not known."""

    true: Formula
    false: Formula


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value, which means something where it is known."""

    known: Formula
    value: Formula
    type: Type


@dataclass(frozen=True, slots=True)
class Members:
    """A set, by which of the values that the policy speaks of it holds."""

    known: Formula
    holds: Mapping[Any, Formula]


@dataclass(slots=True)
class Strings:
    """Texts by number: those that the policy or a witness spells out. Any other number is a text that nobody has spelled out."""

    numbers: dict[str, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def number(self, text: str) -> int:
        """Return the number of the text, a new one if it is new."""
        if text not in self.numbers:
            self.numbers[text] = len(self.texts)
            self.texts.append(text)
        return self.numbers[text]

    def text(self, number: int) -> str | None:
        """Return the text with the number, None where nobody has spelled one out."""
        return self.texts[number] if 0 <= number < len(self.texts) else None


def microseconds(moment: datetime) -> int:
    """Return a moment as whole microseconds since 1970 in UTC."""
    return (moment.astimezone(UTC) - EPOCH) // _MICROSECOND


def as_number(value: Any, of: Type, strings: Strings) -> Formula:  # noqa: ANN401
    """Return a value of the policy as the solver's constant."""
    z3 = solver()
    match of:
        case BoolType():
            return z3.BoolVal(value)
        case IntType():
            return z3.IntVal(value)
        case NumberType():
            return z3.RealVal(str(value))
        case StringType() | DutyType():
            return z3.IntVal(strings.number(value))
        case DateType():
            return z3.IntVal(value.toordinal())
        case DateTimeType():
            return z3.IntVal(microseconds(value))
        case DurationType():
            return z3.IntVal(value // _MICROSECOND)
        case EnumType(values=words):
            return z3.IntVal(words.index(value))
        case _:
            raise TypeError(f"no constant of {of}")


def variable(name: str, of: Type) -> tuple[Formula, list[Formula]]:
    """Return a variable of the type, and what is true of every value of the type."""
    z3 = solver()
    match of:
        case BoolType():
            return z3.Bool(name), []
        case NumberType():
            return z3.Real(name), []
        case IntType():
            return z3.Int(name), []
        case StringType() | DutyType():
            value = z3.Int(name)
            return value, [value >= 0]
        case DateType():
            value = z3.Int(name)
            return value, [value >= FIRST_DATE, value <= LAST_DATE]
        case DateTimeType():
            value = z3.Int(name)
            return value, [value >= FIRST_MOMENT, value <= LAST_MOMENT]
        case DurationType():
            value = z3.Int(name)
            return value, [value >= SHORTEST, value <= LONGEST]
        case EnumType(values=words):
            value = z3.Int(name)
            return value, [value >= 0, value < len(words)]
        case _:
            raise TypeError(f"no variable of {of}")


def as_value(term: Formula, of: Type, strings: Strings) -> Any:  # noqa: ANN401
    """Return what a model says of a variable as a value of the policy; a text that nobody has spelled out is None."""
    z3 = solver()
    match of:
        case BoolType():
            return z3.is_true(term)
        case NumberType():
            fraction = term.as_fraction()
            return Decimal(fraction.numerator) / Decimal(fraction.denominator)
        case IntType():
            return term.as_long()
        case StringType() | DutyType():
            return strings.text(term.as_long())
        case DateType():
            return date.fromordinal(term.as_long())
        case DateTimeType():
            return EPOCH + timedelta(microseconds=term.as_long())
        case DurationType():
            return timedelta(microseconds=term.as_long())
        case EnumType(values=words):
            return words[term.as_long()]
        case _:
            raise TypeError(f"no value of {of}")
