"""The one table of operators: a name, how people write it, which operands it takes, what it means.

Adding an operator is one row here; the tests then fail until every backend handles it or declares why it cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from engagepolicy.ir.expressions import Apply, Expression, Reference, RegularExpression, type_of
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    DutyType,
    EnumType,
    IntType,
    NumberType,
    SetType,
    StringType,
    Type,
)

Signature: TypeAlias = Callable[[tuple[Type, ...]], Type | None]

NUMERIC = (IntType, NumberType)
SCALAR = (BoolType, IntType, NumberType, StringType, DateType, DateTimeType, DurationType, EnumType, DutyType)
BOOL, STRING = BoolType(), StringType()


def are_comparable(left: Type, right: Type) -> bool:
    """Whether values of the two types can be equal: the same type, both numbers, or enums of the same words in the same order."""
    if isinstance(left, EnumType) and isinstance(right, EnumType):
        return (left.values, left.chains) == (right.values, right.chains)
    return left == right or (isinstance(left, NUMERIC) and isinstance(right, NUMERIC))


def is_ordered(of: Type) -> bool:
    """Whether values of the type can be put in order."""
    return isinstance(of, (*NUMERIC, DateType, DateTimeType, DurationType)) or (isinstance(of, EnumType) and of.is_ordered)


def _equal(types: tuple[Type, ...]) -> Type | None:
    left, right = types
    return BOOL if are_comparable(left, right) and isinstance(left, SCALAR) else None


def _order(types: tuple[Type, ...]) -> Type | None:
    left, right = types
    return BOOL if are_comparable(left, right) and is_ordered(left) else None


def _member(types: tuple[Type, ...]) -> Type | None:
    left, right = types
    fits = isinstance(right, SetType) and are_comparable(left, right.of) and isinstance(left, SCALAR)
    return BOOL if fits else None


def _contains(types: tuple[Type, ...]) -> Type | None:
    return _member((types[1], types[0]))


def _size(types: tuple[Type, ...]) -> Type | None:
    return IntType() if isinstance(types[0], SetType) else None


def _text_and(types: tuple[Type, ...]) -> Type | None:
    return BOOL if types[0] == STRING else None


def _two_texts(types: tuple[Type, ...]) -> Type | None:
    return BOOL if types[0] == types[1] == STRING else None


def _mentions_words(types: tuple[Type, ...]) -> Type | None:
    return BOOL if types[0] == STRING and types[1] == SetType(STRING) else None


def _moment(types: tuple[Type, ...]) -> Type | None:
    return BOOL if isinstance(types[0], DateTimeType) else None


def _sum(types: tuple[Type, ...]) -> Type | None:
    left, right = types
    if isinstance(left, NUMERIC) and isinstance(right, NUMERIC):
        return left if left == right else NumberType()
    if isinstance(left, DateTimeType | DurationType) and isinstance(right, DurationType):
        return left
    return None


def _difference(types: tuple[Type, ...]) -> Type | None:
    left, right = types
    if isinstance(left, DateTimeType) and isinstance(right, DateTimeType):
        return DurationType()
    if isinstance(left, DateType) and isinstance(right, DateType):
        return IntType()
    return _sum(types)


def _product(types: tuple[Type, ...]) -> Type | None:
    left, right = types
    if isinstance(left, NUMERIC) and isinstance(right, NUMERIC):
        return left if left == right else NumberType()
    return None


def _negative(types: tuple[Type, ...]) -> Type | None:
    return types[0] if isinstance(types[0], (*NUMERIC, DurationType)) else None


def _shifted(types: tuple[Type, ...]) -> Type | None:
    return types[0] if isinstance(types[0], DateType | DateTimeType) else None


@dataclass(frozen=True, slots=True)
class Operator:
    """One row: `words` is how people write it, `result` gives the type for operand types or None if they do not fit."""

    name: str
    words: str
    meaning: str
    operand_count: int
    result: Signature


_ROWS = (
    Operator("equal", "is", "both sides are the same value", 2, _equal),
    Operator("less", "<", "the left side is below the right", 2, _order),
    Operator("at_most", "<=", "the left side is below or at the right", 2, _order),
    Operator("greater", ">", "the left side is above the right", 2, _order),
    Operator("at_least", ">=", "the left side is above or at the right", 2, _order),
    Operator("member", "in", "the left side is one of the listed values", 2, _member),
    Operator("contains", "contains", "the set holds the value", 2, _contains),
    Operator("size", "count", "how many values the set holds", 1, _size),
    Operator(
        "contains_text", "contains", "the text holds the words, after folding case, width and hidden characters", 2, _two_texts
    ),
    Operator("starts_with", "starts with", "the text begins with the words, after folding", 2, _two_texts),
    Operator("ends_with", "ends with", "the text ends with the words, after folding", 2, _two_texts),
    Operator("mentions", "mentions", "a term of the lexicon stands in the text, outside the masked parts", 3, _text_and),
    Operator("mentions_words", "mentions", "one of the terms stands in the text, outside the masked parts", 3, _mentions_words),
    Operator(
        "matches",
        "matches",
        "the regular expression matches somewhere in the folded text, outside the masked parts",
        3,
        _text_and,
    ),
    Operator("on_calendar", "on", "the calendar is open at the moment", 2, _moment),
    Operator("during", "during", "the moment lies in the campaign, its start included and its end not", 2, _moment),
    Operator("add", "+", "the sum", 2, _sum),
    Operator("subtract", "-", "the difference; of two dates, in days", 2, _difference),
    Operator("multiply", "*", "the product with a number that stands in the policy", 2, _product),
    Operator("negate", "-", "the opposite number", 1, _negative),
    Operator(
        "later_by",
        "+",
        "the date or moment a calendar span later: same local time, months clamped to their last day",
        2,
        _shifted,
    ),
    Operator("earlier_by", "-", "the date or moment a calendar span earlier, likewise", 2, _shifted),
)

OPERATORS: dict[str, Operator] = {row.name: row for row in _ROWS}
"""Every operator by name."""


class IllTyped(TypeError):
    """An expression was built that the checker should have refused: a mistake in the compiler, never in a ruleset."""


def find_result(operator: str, operands: tuple[Expression, ...]) -> Type | None:
    """Return the type of the operator on these operands, or None where they do not fit."""
    row = OPERATORS[operator]
    if len(operands) != row.operand_count:
        return None
    return row.result(tuple(map(type_of, operands)))


def apply(operator: str, *operands: Expression) -> Apply:
    """Build a well-typed application; raise `IllTyped` otherwise."""
    of = find_result(operator, operands)
    if of is None:
        shown = ", ".join("reference" if isinstance(o, Reference | RegularExpression) else str(type_of(o)) for o in operands)
        raise IllTyped(f"{operator} does not take ({shown})")
    return Apply(operator, operands, of)
