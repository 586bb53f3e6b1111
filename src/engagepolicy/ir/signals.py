"""Signals: counts over a sliding window, which decisions read as facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engagepolicy.ir.expressions import ALWAYS, Expression, Fact
from engagepolicy.ir.places import Place
from engagepolicy.values.amounts import CalendarSpan, Elapsed
from engagepolicy.values.types import IntType, NumberType

Length: TypeAlias = Elapsed | CalendarSpan
"""How long a window is; a calendar span has days only."""

LONGEST_DAYS = 31
"""A window, and what it is compared with, are at most so many days long: what lies in them has to be kept."""

MOST_GROUPS = 100
"""Groups that one interaction may belong to, each counted as often as it has values that are to be different. One with more belongs to
none, so that no input can make a store work without end."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A number that an interaction reads, as the optional fact of the same name.

    `count` counts, in the window `within` that ends at the interaction's moment, the interactions for which `where` is true and
    which share a group with it; with `distinct`, the different values of that fact among them. `by` are the facts that make the
    groups, sorted by path; without any, all are one group. `growth` divides that count by what the time `against` before the window
    would make one expect in a window as long.
    """

    name: str
    measure: Literal["count", "growth"]
    within: Length
    against: Length | None = None
    where: Expression = ALWAYS
    distinct: Fact | None = None
    by: tuple[Fact, ...] = ()
    description: str | None = None
    place: Place | None = field(default=None, compare=False)

    @property
    def type(self) -> IntType | NumberType:
        """The type of the fact: a count is whole, a growth has two decimals."""
        return IntType() if self.measure == "count" else NumberType()
