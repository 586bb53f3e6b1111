"""Expressions: few, total nodes. If one of these classes meant two things, two backends could disagree and both be right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from engagepolicy.values.amounts import Amount, CalendarSpan
from engagepolicy.values.types import BoolType, IntType, ListType, Type

Scalar: TypeAlias = bool | int | Decimal | str | date | datetime | timedelta | CalendarSpan | Amount
Constant: TypeAlias = Scalar | frozenset[str] | frozenset[int] | frozenset[Decimal] | frozenset[Scalar]


@dataclass(frozen=True, slots=True)
class Constantly:
    """A value that stands in the policy."""

    value: Constant
    type: Type


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the input by its dotted path; inside a quantifier, of the element that `variable` names."""

    path: str
    type: Type
    is_optional: bool
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class OutcomeValue:
    """What the rules of earlier stages settled; not known when none of them gave it."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Named:
    """A `define` or a `segment`, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A lexicon, calendar or campaign as an operand."""

    kind: Literal["lexicon", "calendar", "campaign"]
    name: str


@dataclass(frozen=True, slots=True)
class RegularExpression:
    """A pattern in RE2 syntax as an operand."""

    source: str


@dataclass(frozen=True, slots=True)
class And:
    """Kleene's conjunction."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene's disjunction."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene's negation."""

    part: Expression


@dataclass(frozen=True, slots=True)
class IsKnown:
    """Whether the part has a value; itself always known."""

    part: Expression


@dataclass(frozen=True, slots=True)
class OrElse:
    """The part, or the constant where the part is not known."""

    part: Expression
    fallback: Constantly


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator of `operators.OPERATORS` on operands; not known as soon as one operand is not known."""

    operator: str
    operands: tuple[Expression, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Quantified:
    """`any`, `all` or `count` over a list of records; `body` speaks of the element as `variable`."""

    quantity: Literal["any", "all", "count"]
    variable: str
    source: Fact
    body: Expression


Expression: TypeAlias = (
    Constantly | Fact | OutcomeValue | Named | Reference | RegularExpression | And | Or | Not | IsKnown | OrElse | Apply | Quantified
)

ALWAYS = And(())
"""The condition of a rule that states none."""


def type_of(expression: Expression) -> Type:
    """Return the type of the value that the expression has when it is known; references count as booleans, never read so."""
    match expression:
        case Constantly(type=of) | Fact(type=of) | OutcomeValue(type=of) | Apply(type=of):
            return of
        case OrElse(part=part):
            return type_of(part)
        case Quantified(quantity="count"):
            return IntType()
        case _:
            return BoolType()


def operands_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the direct parts of an expression, in order."""
    match expression:
        case And(parts=parts) | Or(parts=parts) | Apply(operands=parts):
            return parts
        case Not(part=part) | IsKnown(part=part):
            return (part,)
        case OrElse(part=part, fallback=fallback):
            return (part, fallback)
        case Quantified(source=source, body=body):
            return (source, body)
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all its parts, outermost first; named conditions are not entered."""
    pending = [expression]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(operands_of(current)))


def named_in(expression: Expression) -> frozenset[str]:
    """Return the names of the conditions that the expression itself names."""
    return frozenset(part.name for part in walk(expression) if isinstance(part, Named))


def element_type(expression: Fact) -> str:
    """Return the name of the record that a list fact holds."""
    assert isinstance(expression.type, ListType)
    return expression.type.of.name
