"""Comparisons and alternatives of expressions that are lowered already."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.compiler.lower_names import Lowered
from engagepolicy.compiler.scope import Scope, describe_type
from engagepolicy.diagnostics.messages_types import (
    NotOrdered,
    TypesDiffer,
    UnfitOperator,
)
from engagepolicy.ir.expressions import (
    Apply,
    Constantly,
    Expression,
    Fact,
    Not,
    Or,
    type_of,
)
from engagepolicy.ir.operators import apply, are_comparable, find_result, is_ordered
from engagepolicy.source import Span
from engagepolicy.values.types import (
    EnumType,
    Type,
)

ORDER = {"<": "less", "<=": "at_most", ">": "greater", ">=": "at_least"}


def negated(expression: Lowered, is_negated: bool) -> Lowered:
    """Return the opposite where `is_negated`; what was reported stays reported."""
    return Not(expression) if expression is not None and is_negated else expression


def any_of(parts: Iterable[Lowered]) -> Lowered:
    """Return whether any part is true; None if a part was reported."""
    found = list(parts)
    known = tuple(part for part in found if part is not None)
    if len(known) < len(found):
        return None
    return known[0] if len(known) == 1 else Or(known)


def build_compare(operator: str, span: Span, left: Expression, right: Expression, scope: Scope) -> Lowered:
    """Return the comparison of two lowered sides, or report why they cannot be compared."""
    types = type_of(left), type_of(right)
    if not are_comparable(*types):
        scope.bag.add(TypesDiffer(span, describe_type(types[0]), describe_type(types[1]), operator))
        return None
    if operator in ORDER:
        if not is_ordered(types[0]):
            scope.bag.add(NotOrdered(span, describe_type(types[0]), operator))
            return None
        return apply(ORDER[operator], left, right)
    if find_result("equal", (left, right)) is None:
        scope.bag.add(UnfitOperator(span, operator, (describe_type(types[0]),), "test a set with `contains`"))
        return None
    return negated(apply("equal", left, right), operator == "is not")


def is_reversed(bounds: list[Apply], of: Type) -> bool:
    """Whether the bounds of a range are constants of which the first is above the second."""
    match [bound.operands[1] for bound in bounds]:
        case [Constantly(value=low), Constantly(value=high)]:
            if isinstance(of, EnumType):
                return (of.compare(str(low), str(high)) or 0) > 0
            return bool(low > high)  # type: ignore[operator]  # both were just found to be of one ordered type
        case _:
            return False


def may_be_unknown(expression: Expression) -> bool:
    """Whether the expression can lack a value; a fact of a list's element always may."""
    match expression:
        case Fact(is_optional=is_optional, variable=variable):
            return is_optional or variable is not None
        case Constantly():
            return False
        case _:
            return True
