"""Conditions taken apart: what has to hold together, and the largest parts of which something cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagepolicy.ir.expressions import And, Expression, Not, Or


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """Return the conditions that all have to hold for the expression to; none for one that always does."""
    if not isinstance(expression, And):
        return (expression,)
    return tuple(inner for part in expression.parts for inner in conjuncts(part))


def parts_without(expression: Expression, is_marked: Callable[[Expression], bool]) -> Iterator[Expression]:
    """Yield the largest parts of a condition that are not marked; of a marked part that is neither `and`, `or` nor `not` nothing."""
    if not is_marked(expression):
        if expression != And(()):
            yield expression
        return
    match expression:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from parts_without(part, is_marked)
        case Not(part=part):
            yield from parts_without(part, is_marked)
        case _:
            return
