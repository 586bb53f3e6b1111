"""Minimum delays that leave no time for an answer, as far as that can be told without a clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from engagepolicy.compiler.scope import Scope, show_name
from engagepolicy.diagnostics.messages_amounts import NeverInTime
from engagepolicy.ir.program import Contribution
from engagepolicy.source import Span
from engagepolicy.values.amounts import Amount, NotBefore, render_amount
from engagepolicy.values.lattices import is_as_strict, strictest_amounts


def check_delays(contributions: Iterable[Contribution], places: dict[str, Span], scope: Scope) -> None:
    """Report, at most once for a metric, what one rule promises sooner than it allows; `places` are by outcome."""
    for each in contributions:
        if each.outcome not in places or not isinstance(each.value, frozenset):
            continue
        promised = strictest_amounts(cast("frozenset[Amount]", each.value))
        pairs = sorted((render_amount(soon), render_amount(late)) for late in promised for soon in promised if _is_too_soon(soon, late))
        if pairs:
            target, delay = pairs[0]
            scope.bag.add(NeverInTime(places[each.outcome], show_name(each.outcome), target, delay))


def _is_too_soon(soon: Amount, late: Amount) -> bool:
    if not isinstance(late, NotBefore) or isinstance(soon, NotBefore):
        return False
    return is_as_strict(soon, late.amount) and not is_as_strict(late.amount, soon)
