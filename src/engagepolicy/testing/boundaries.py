"""The values at which a policy changes its mind: beside each number it compares, each word, each edge of its time.

Everything is read off the program; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from engagepolicy.ir.expressions import Apply, Constantly, Expression, Fact, Quantified, operands_of, walk
from engagepolicy.ir.program import Program
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.testing.moments import SECOND, find_edges
from engagepolicy.values.amounts import CalendarSpan

LONGEST_LIST = 12
"""Records in a list that is counted, at most, however far the policy counts."""
SPANS_AT_MOST = 12
DAY = timedelta(days=1)


def expressions_of(program: Program) -> Iterator[Expression]:
    """Yield every expression that the program asks."""
    yield from (rule.condition for rule in program.rules)
    yield from (condition.expression for condition in program.conditions)
    yield from (signal.where for signal in program.signals)
    for constraint in program.constraints:
        yield constraint.condition
        yield from constraint.duties


@dataclass(frozen=True, slots=True)
class Comparison:
    """An operator that compares facts, by path, with the constants beside them."""

    paths: frozenset[str]
    constants: tuple[object, ...]


def _flattened(value: object) -> Iterator[object]:
    if isinstance(value, frozenset):
        yield from sorted(value, key=str)
    else:
        yield value


class Boundaries:
    """What one program compares its facts with."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        self._prepared = prepared
        self._program = prepared.program

    @cached_property
    def _parts(self) -> tuple[Expression, ...]:
        return tuple(part for expression in expressions_of(self._program) for part in walk(expression))

    @cached_property
    def _comparisons(self) -> tuple[Comparison, ...]:
        return tuple(
            Comparison(
                frozenset(inner.path for inner in walk(part) if isinstance(inner, Fact)),
                tuple(value for inner in walk(part) if isinstance(inner, Constantly) for value in _flattened(inner.value)),
            )
            for part in self._parts
            if isinstance(part, Apply)
        )

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of the facts that the policy reads; those of a list's records as they are in the record."""
        return frozenset(part.path for part in self._parts if isinstance(part, Fact))

    def constants_beside(self, path: str) -> tuple[object, ...]:
        """Return what stands in the policy beside the fact, without repeats, in the order of the text."""
        return tuple(dict.fromkeys(value for each in self._comparisons if path in each.paths for value in each.constants))

    def whole_numbers(self, path: str) -> list[int]:
        """Return the whole numbers that the fact is compared with, one less and one more, and small ones."""
        near = [number + step for number in self._numbers(path) for step in (0, -1, 1)]
        return list(dict.fromkeys([0, 1, *(int(each) for each in near)]))

    def numbers(self, path: str) -> list[Decimal]:
        """Return the numbers that the fact is compared with and those one step of their last decimal beside them."""
        near = [Decimal(0), Decimal(1)]
        for number in self._numbers(path):
            exponent = number.as_tuple().exponent
            step = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
            near += [number, number - step, number + step]
        return list(dict.fromkeys(near))

    def _numbers(self, path: str) -> list[Decimal]:
        beside = self.constants_beside(path)
        return [Decimal(value) for value in beside if isinstance(value, int | Decimal) and not isinstance(value, bool)]

    def words(self, path: str) -> list[str]:
        """Return the texts that stand beside the fact."""
        return [value for value in self.constants_beside(path) if isinstance(value, str)]

    def durations(self, path: str) -> list[timedelta]:
        """Return the lengths of time beside the fact, a second less and a second more."""
        near = [length + step for length in self.constants_beside(path) if isinstance(length, timedelta) for step in _AROUND]
        return list(dict.fromkeys([timedelta(0), timedelta(hours=1), *near]))

    def longest_list(self, path: str) -> int:
        """Return how many records a list has to have for the policy to have counted one more than it asks for."""
        counted = [
            int(value)
            for part in self._parts
            if isinstance(part, Apply)
            and any(isinstance(each, Quantified) and each.source.path == path for each in operands_of(part))
            for each in operands_of(part)
            if isinstance(each, Constantly)
            for value in _flattened(each.value)
            if isinstance(value, int | Decimal) and not isinstance(value, bool)
        ]
        return min(LONGEST_LIST, max([1, *counted]) + 1)

    @cached_property
    def moments(self) -> list[datetime]:
        """Moments in UTC at which something begins or ends, plain ones first; those that lie a span of the policy away, last."""
        edges = find_edges(self._prepared)
        shifted = [moment for edge in edges[:3] for moment in self._shifted(edge)]
        return list(dict.fromkeys([*edges, *shifted]))

    @cached_property
    def _spans(self) -> list[CalendarSpan | timedelta]:
        beside = (value for each in self._comparisons for value in each.constants)
        spans = dict.fromkeys(each for each in beside if isinstance(each, CalendarSpan | timedelta) and each)
        return list(spans)[:SPANS_AT_MOST]

    def _shifted(self, moment: datetime) -> Iterator[datetime]:
        for span in self._spans:
            length = span if isinstance(span, timedelta) else timedelta(days=span.days + 30 * span.months)
            for sign in (-1, 1):
                for step in (*_AROUND, -DAY, DAY):
                    yield from _sum_of(moment, sign * length + step)

    def dates(self, path: str) -> list[date]:
        """Return the days that the fact is compared with, a day before and a day after, and the days of the policy's moments."""
        given = [value for value in self.constants_beside(path) if isinstance(value, date) and not isinstance(value, datetime)]
        near = [moment.date() for value in given for moment in _days_around(value)]
        return list(dict.fromkeys([*(moment.date() for moment in self.moments[:1]), *near, *(each.date() for each in self.moments)]))

    def moments_beside(self, path: str) -> list[datetime]:
        """Return the moments of the policy, those that this fact itself is compared with a second before and after."""
        given = [value.astimezone(UTC) for value in self.constants_beside(path) if isinstance(value, datetime)]
        near = [moment for value in given for step in _AROUND for moment in _sum_of(value, step)]
        return list(dict.fromkeys([*self.moments[:1], *near, *self.moments]))


_AROUND = (timedelta(0), -SECOND, SECOND)


def _sum_of(moment: datetime, step: timedelta) -> Iterator[datetime]:
    try:
        yield moment + step
    except OverflowError:
        return


def _days_around(day: date) -> Iterator[datetime]:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    for step in (timedelta(0), -DAY, DAY):
        yield from _sum_of(noon, step)
