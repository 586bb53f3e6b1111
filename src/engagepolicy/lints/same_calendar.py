"""`same_calendar`: two calendars that are open at the same times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


class SameCalendar(Finding):
    """A calendar that is open whenever another is."""

    code: ClassVar[str] = "EP1224"
    title: ClassVar[str] = "two calendars that are open alike"


def find_same_calendars(ruleset: Linted) -> Iterator[Finding]:
    """Yield every calendar that is written like an earlier one of the files, its name and descriptions apart."""
    first: dict[object, Span] = {}
    for node in ruleset.every(nodes.Calendar):
        calendar = ruleset.program.calendar_by_name[node.name.text]
        earlier = first.setdefault(replace(calendar, name="", description=None), node.name.span)
        if earlier is not node.name.span:
            said = f"`{node.name.text}` and `{earlier.text}` are open at the same times"
            yield SameCalendar(node.name.span, said, places=(Note(earlier, "the other one"),), advice=("keep one of them",))


LINT = Lint("same_calendar", SameCalendar, find_same_calendars, frozenset({RECOMMENDED}))
