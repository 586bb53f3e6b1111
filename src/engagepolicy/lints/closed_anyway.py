"""`closed_anyway`: a day taken out of a calendar that was never in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class ClosedAnyway(Finding):
    """A date that the calendar is closed on by its week already."""

    code: ClassVar[str] = "EP1237"
    title: ClassVar[str] = "a closed day that was closed anyway"


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _open_days(node: nodes.Calendar) -> set[str]:
    """Return the weekdays on which something is open, those into which a night runs among them."""
    found = set()
    for weekly in node.weekly:
        for day in weekly.days:
            found.add(day.text)
            if any(hours.end <= hours.start for hours in weekly.hours):
                found.add(_DAYS[(_DAYS.index(day.text) + 1) % len(_DAYS)])
    return found


def find_days_closed_anyway(ruleset: Linted) -> Iterator[Finding]:
    """Yield the dates `closed` in a calendar of weekly hours that has none on their weekday."""
    for node in ruleset.every(nodes.Calendar):
        open_days = _open_days(node)
        for each in node.exceptions if node.weekly and not node.windows and not node.is_always_open else ():
            if not each.is_open and isinstance(each.day, nodes.Day) and _DAYS[each.day.value.weekday()] not in open_days:
                said = f"`{node.name.text}` is never open on a {_NAMES[each.day.value.weekday()]} such as {each.day.value.isoformat()}"
                yield ClosedAnyway(each.span, said, advice=("remove it, or look whether another date was meant",))


LINT = Lint("closed_anyway", ClosedAnyway, find_days_closed_anyway, frozenset({RECOMMENDED}))
