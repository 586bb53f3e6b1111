"""Small mistakes in a condition, one at a time: what an author may have meant to write, or written by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engagepolicy.explanation.wording import render_expression, render_value
from engagepolicy.ir.expressions import (
    And,
    Apply,
    Constantly,
    Expression,
    IsKnown,
    Not,
    Or,
    OrElse,
    Quantified,
    Reference,
    RegularExpression,
    operands_of,
    type_of,
)
from engagepolicy.values.types import BoolType, EnumType, IntType, SetType

BOUNDARY = {"less": "at_most", "at_most": "less", "greater": "at_least", "at_least": "greater"}
LISTING = frozenset({"member", "mentions_words"})
SAME_STEP = {"less": 1, "at_most": -1, "greater": -1, "at_least": 1}
"""By which step of a whole number the comparison becomes what moving its boundary makes of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another condition, and in words the part that is changed, before and after; `left_out` is what is only left out."""

    kind: str
    expression: Expression
    before: str
    after: str
    left_out: str = ""


def changes_of(expression: Expression) -> Iterator[Change]:
    """Yield the condition with each small mistake; named conditions are not entered."""
    yield from _own_changes(expression)
    for number, part in enumerate(operands_of(expression)):
        if isinstance(expression, OrElse | IsKnown) or (isinstance(expression, Quantified) and number == 0):
            continue
        for change in changes_of(part):
            if not (isinstance(expression, Not) and change.kind == "negation"):
                yield replace(change, expression=_with_operand(expression, number, change.expression))


def _with_operand(expression: Expression, number: int, operand: Expression) -> Expression:
    parts = list(operands_of(expression))
    parts[number] = operand
    match expression:
        case And() | Or():
            return type(expression)(tuple(parts))
        case Not():
            return Not(operand)
        case Apply():
            return replace(expression, operands=tuple(parts))
        case Quantified():
            return replace(expression, body=operand)
        case _:
            raise TypeError(f"no operand of {expression} is changed")


def _change(kind: str, before: Expression, after: Expression) -> Change:
    return Change(kind, after, render_expression(before), render_expression(after))


def _own_changes(expression: Expression) -> Iterator[Change]:
    """Yield what may be mistaken at the top of the expression itself."""
    match expression:
        case And(parts=parts) | Or(parts=parts) if len(parts) > 1:
            yield _change("connective", expression, Or(parts) if isinstance(expression, And) else And(parts))
            for number in range(len(parts)):
                left = (*parts[:number], *parts[number + 1 :])
                after = left[0] if len(left) == 1 else type(expression)(left)
                yield replace(_change("dropped part", expression, after), left_out=render_expression(parts[number]))
        case Not(part=part):
            yield _change("negation", expression, part)
        case Apply():
            yield from _changes_of_application(expression)
        case Quantified(quantity="any" | "all" as quantity):
            yield _change("quantifier", expression, replace(expression, quantity="all" if quantity == "any" else "any"))
        case _:
            pass
    if _is_test(expression):
        yield _change("negation", expression, Not(expression))


def _is_test(expression: Expression) -> bool:
    """Whether the expression is a condition without a connective of its own."""
    if isinstance(expression, And | Or | Not | Constantly | Reference | RegularExpression) or not isinstance(type_of(expression), BoolType):
        return False
    return not (isinstance(expression, Quantified) and expression.quantity == "count")


def _changes_of_application(expression: Apply) -> Iterator[Change]:
    if expression.operator in BOUNDARY:
        yield _change("boundary", expression, replace(expression, operator=BOUNDARY[expression.operator]))
    if expression.operator in LISTING:
        yield from _with_fewer(expression)
        return
    is_whole = all(isinstance(type_of(each), IntType) for each in expression.operands)
    for number, operand in enumerate(expression.operands):
        if isinstance(operand, Constantly):
            for value, step in neighbours(operand.value, operand.type):
                mirrored = step if number == 1 else -step
                if not (is_whole and SAME_STEP.get(expression.operator) == mirrored):
                    yield _change("threshold", expression, _with_operand(expression, number, Constantly(value, operand.type)))


def _with_fewer(expression: Apply) -> Iterator[Change]:
    """Yield the list with each of its values left out."""
    listed = expression.operands[1]
    if isinstance(listed, Constantly) and isinstance(listed.type, SetType) and isinstance(listed.value, frozenset):
        for value in sorted(listed.value, key=str) if len(listed.value) > 1 else ():
            fewer: Any = listed.value - {value}
            change = _change("dropped value", expression, _with_operand(expression, 1, Constantly(fewer, listed.type)))
            yield replace(change, left_out=render_value(value, listed.type.of))


def neighbours(value: Any, of: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401
    """Yield the values one smallest step above and below, with the direction; of a word those beside it in its order."""
    if isinstance(of, EnumType):
        chain = next((each for each in of.chains if value in each), ())
        place = chain.index(value) if chain else 0
        yield from ((chain[place + step], step) for step in (1, -1) if chain and 0 <= place + step < len(chain))
        return
    for step in (1, -1):
        moved = _moved(value, step)
        if moved is not None:
            yield moved, step


def _moved(value: Any, step: int) -> Any:  # noqa: ANN401
    try:
        match value:
            case bool() | str():
                return None
            case int():
                return value + step
            case Decimal():
                exponent = value.as_tuple().exponent
                return value + step * Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
            case datetime() | timedelta():
                return value + step * timedelta(seconds=1)
            case date():
                return value + timedelta(days=step)
            case _:
                return None
    except OverflowError:
        return None
