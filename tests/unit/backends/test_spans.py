"""From which start on months and years reach a date, held against the meaning of the operators, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagepolicy.backends.smt.spans import dates_beside, first_reaching
from engagepolicy.ir.expressions import Apply, Constantly, Fact
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Program
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.values.amounts import CalendarSpan
from engagepolicy.values.types import DateTimeType, DateType, SetType

PREPARED = Prepared(Program("a", "1", "UTC"))
SETTING = Setting(PREPARED, datetime(2026, 1, 5, tzinfo=UTC))
BOUGHT = Fact("bought_on", DateType(), False)
LAST = date.max.toordinal()
NEAR = st.dates(date(2023, 1, 1), date(2029, 1, 1)).map(date.toordinal)
DAYS = st.one_of(st.integers(1, LAST), st.integers(1, 900), st.integers(LAST - 900, LAST), NEAR)


def _counted(operator: str, months: int, days: int, of: Fact | Apply = BOUGHT) -> Apply:
    return apply(operator, of, Constantly(CalendarSpan(months, days), DateType()))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["later_by", "earlier_by"]), st.integers(1, 30), st.integers(0, 40), DAYS)
def test_all_starts_from_one_day_on_reach_a_date_and_none_before(operator: str, months: int, days: int, day: int) -> None:
    span = _counted(operator, months, days)
    first = first_reaching(PREPARED, span, day)
    for start in {first - 32, first - 1, first, first + 1, first + 32, 1, LAST}:
        if 1 <= start <= LAST:
            end = MEANINGS[operator](SETTING, span, [date.fromordinal(start), CalendarSpan(months, days)])
            is_reached = operator == "later_by" if end is None else end.toordinal() >= day
            assert is_reached is (start >= first), (date.fromordinal(start), end)


DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("compared", "days"),
    [
        (_counted("later_by", 1, 0), [DAY]),
        (_counted("earlier_by", 12, 0), [DAY]),
        (_counted("later_by", 0, 3, _counted("later_by", 1, 0)), [date(2026, 2, 26)]),
        (_counted("earlier_by", 0, 3, _counted("later_by", 1, 0)), [date(2026, 3, 4)]),
        (_counted("later_by", 0, 3), []),
        (BOUGHT, []),
    ],
)
def test_days_behind_months_are_taken_from_the_date(compared: Fact | Apply, days: list[date]) -> None:
    constant = Constantly(DAY, DateType())
    for operands in ((compared, constant), (constant, compared)):
        found = [each for _, dates in dates_beside(operands) for each in dates]
        assert sorted(found) == [day.toordinal() for day in days]


def test_lists_of_dates_are_taken_one_by_one() -> None:
    listed = Constantly(frozenset({DAY, date(2027, 3, 1)}), SetType(DateType()))
    ((_, dates),) = dates_beside((_counted("later_by", 1, 0), listed))
    assert dates == {DAY.toordinal(), date(2027, 3, 1).toordinal()}


def test_nothing_is_said_of_moments() -> None:
    received = Fact("received_at", DateTimeType(), False)
    later = apply("later_by", received, Constantly(CalendarSpan(1, 0), DateType()))
    assert list(dates_beside((later, Constantly(datetime(2026, 3, 1, tzinfo=UTC), DateTimeType())))) == []
