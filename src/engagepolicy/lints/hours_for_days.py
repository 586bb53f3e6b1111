"""`hours_for_days`: days written as hours, which count nights, Sundays and the hour of the clock change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.lints.writing import flat
from engagepolicy.syntax import nodes


class HoursForDays(Finding):
    """Several whole days in hours."""

    code: ClassVar[str] = "EP1240"
    title: ClassVar[str] = "days written as hours"


DAY = 24 * 60 * 60


def find_hours_for_days(ruleset: Linted) -> Iterator[Finding]:
    """Yield the elapsed amounts of two or more whole days."""
    for node in ruleset.every(nodes.ElapsedAmount):
        days, rest = divmod(node.duration.seconds, DAY)
        if days > 1 and not rest and node.calendar is None:
            said = f"`{flat(node.span)}` is not {days} days where the clocks change, and counts nights and Sundays"
            advice = f"write `{days} days`, or `{days} business days on` a calendar, if that is what is promised"
            yield HoursForDays(node.span, said, advice=(advice,))


LINT = Lint("hours_for_days", HoursForDays, find_hours_for_days)
