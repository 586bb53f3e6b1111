"""Months and years counted from a date, beside dates of the policy: from which start on the end is that date, or a later one.

A later start never ends earlier, so that all starts whose ends reach a date are those from one day on. That day is looked up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime

from engagepolicy.backends.smt.terms import EPOCH, FIRST_DATE, LAST_DATE
from engagepolicy.ir.expressions import Apply, Constantly, Expression
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.values.amounts import CalendarSpan
from engagepolicy.values.types import DateType

BEYOND = 2 * LAST_DATE
"""Where a span ends that ends after the last date; before the first one, at as much below zero."""


def dates_beside(operands: tuple[Expression, ...]) -> Iterator[tuple[Apply, frozenset[int]]]:
    """Yield each span of months from a date that is compared with dates of the policy, and these, as the solver's numbers.

    Days that are counted on from where the span ends are taken from the dates.
    """
    for one, other in (operands, operands[::-1]):
        if isinstance(other, Constantly):
            days, inner = 0, one
            while (own := _span_of(inner)) is not None and not own.months:
                assert isinstance(inner, Apply)
                days += own.days if inner.operator == "later_by" else -own.days
                inner = inner.operands[0]
            if isinstance(inner, Apply) and own is not None:
                yield inner, frozenset(each - days for each in _dates_in(other))


def _span_of(expression: Expression) -> CalendarSpan | None:
    """Return the span that the expression counts from a date; None where it does not."""
    match expression:
        case Apply(operator="later_by" | "earlier_by", operands=(_, Constantly(value=CalendarSpan() as span)), type=DateType()):
            return span
        case _:
            return None


def _dates_in(constant: Constantly) -> Iterator[int]:
    values = constant.value if isinstance(constant.value, frozenset) else (constant.value,)
    yield from (each.toordinal() for each in values if isinstance(each, date) and not isinstance(each, datetime))


def first_reaching(prepared: Prepared, span: Apply, day: int) -> int:
    """Return the first start from which the span ends on the day or later; the day after the last date where there is none."""
    setting, counted = Setting(prepared, EPOCH), _span_of(span)
    assert counted is not None
    beyond = BEYOND if (counted.months > 0) == (span.operator == "later_by") else -BEYOND

    def end(start: int) -> int:
        found = MEANINGS[span.operator](setting, span, [date.fromordinal(start), counted])
        return beyond if found is None else int(found.toordinal())

    return FIRST_DATE + bisect_left(range(FIRST_DATE, LAST_DATE + 1), day, key=end)
