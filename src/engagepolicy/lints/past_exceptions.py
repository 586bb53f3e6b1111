"""`past_exceptions`: a calendar whose dated days are all over, so that nobody seems to keep it any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class PastExceptions(Finding):
    """Dates of a calendar or set of holidays that are all over."""

    code: ClassVar[str] = "EP1226"
    title: ClassVar[str] = "dates that are all over"


def _dates(node: nodes.Calendar | nodes.HolidaySet) -> list[nodes.Day]:
    if isinstance(node, nodes.Calendar):
        return [each.day for each in node.exceptions if isinstance(each.day, nodes.Day)]
    return [each.day for each in node.items if isinstance(each, nodes.HolidayDate) and isinstance(each.day, nodes.Day)]


def find_past_exceptions(ruleset: Linted) -> Iterator[Finding]:
    """Yield calendars and sets of holidays that name dates, the last of which is before today."""
    kept: list[nodes.Calendar | nodes.HolidaySet] = [*ruleset.every(nodes.Calendar), *ruleset.every(nodes.HolidaySet)]
    for node in kept:
        last = max(_dates(node), key=lambda day: day.value, default=None)
        if last is not None and ruleset.today is not None and last.value < ruleset.today:
            said = f"the last date that `{node.name.text}` names is over: {last.value.isoformat()}"
            yield PastExceptions(node.name.span, said, places=(Note(last.span, "here"),), advice=("add the days of the coming year",))


LINT = Lint("past_exceptions", PastExceptions, find_past_exceptions, frozenset({RECOMMENDED}))
