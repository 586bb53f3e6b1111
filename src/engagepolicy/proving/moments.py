"""Moments worth trying: where windows and campaigns begin and end, and where calendars open and close."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engagepolicy.ir.expressions import Constantly, walk
from engagepolicy.ir.program import Program, Window
from engagepolicy.runtime.facts import in_utc
from engagepolicy.runtime.prepared import Prepared

ORDINARY = datetime(2026, 1, 5, 10, tzinfo=UTC)
"""A Monday morning; what a witness says of the time where nothing depends on it."""
EDGES_AT_MOST = 40


def _edges(program: Program) -> list[datetime]:
    windows: list[Window] = [each.window for each in program.campaigns]
    windows += [rule.about.window for rule in program.rules] + [each.about.window for each in program.conditions]
    windows += [term.window for lexicon in program.lexicons for term in lexicon.terms]
    windows += [each.about.window for each in program.constraints] + [each.about.window for each in program.exclusions]
    windows += [Window(each.start, each.end) for each in program.vocabularies]
    windows += [Window(each.start, each.end) for each in program.folds]
    found = {edge for window in windows for edge in (window.start, window.end) if edge is not None}
    expressions = [rule.condition for rule in program.rules] + [each.expression for each in program.conditions]
    expressions += [each.condition for each in program.constraints]
    constants = (part.value for each in expressions for part in walk(each) if isinstance(part, Constantly))
    found |= {in_utc(value) for value in constants if isinstance(value, datetime)}
    return sorted(found)[:EDGES_AT_MOST]


def find_moments(prepared: Prepared) -> list[datetime]:
    """Return moments in UTC, without repeats: an ordinary one first, then each edge and just before it, open and closed hours."""
    edges = _edges(prepared.program)
    bases = [ORDINARY, *(moment for edge in edges for moment in (edge, edge + timedelta(seconds=1), edge - timedelta(seconds=1)))]
    found = dict.fromkeys(bases)
    for calendar in prepared.calendars.values():
        for base in bases:
            for moment in (calendar.next_open(base), calendar.next_close(base)):
                if moment is not None:
                    found.setdefault(moment.astimezone(UTC))
    return list(found)


def find_starts(moments: list[datetime]) -> list[datetime]:
    """Return moments at which spans may have begun: the moments, and days, months and years before and after the first few."""
    steps = [timedelta(days=days) for days in (1, 7, 14, 31, 45, 60, 89, 90, 100, 200, 366, 800)]
    near = [moment + sign * step for moment in moments[:3] for step in steps for sign in (-1, 1)]
    return list(dict.fromkeys([*moments[:EDGES_AT_MOST], *near]))
