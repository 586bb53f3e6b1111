"""Rosters: the tiers and the zone first, the shifts in the author's order, the fallback last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from engagepolicy.formatter.clauses import Clause, block, block_header, set_clauses, word_clause, words_clause
from engagepolicy.formatter.hours import CALENDAR_ALIGNED_UP_TO, render_hours, render_weekdays
from engagepolicy.formatter.literals import render_days, render_moment, render_text, render_word
from engagepolicy.formatter.pieces import INDENT, Page, Piece
from engagepolicy.syntax.nodes import (
    CalendarShift,
    DatedShift,
    Day,
    Days,
    Roster,
    Rotation,
    Shift,
    Text,
    WeeklyHours,
    WeeklyShift,
    Word,
)

NOBODY = "nobody"
TURNS = {(1, "day"): "daily", (1, "week"): "weekly", (1, "month"): "monthly"}


def set_roster(node: Roster, page: Page) -> list[Piece]:
    """Return the pieces of a roster."""
    header = block_header("roster", node.name, node.description, node.span)
    clauses = [*words_clause("tier", node.tiers), *word_clause("timezone", node.timezone), *map(_shift_clause, node.shifts)]
    clauses += _fallback_clause(node)
    return block(header, set_clauses(clauses, INDENT, page, CALENDAR_ALIGNED_UP_TO), node.span.end)


def _fallback_clause(node: Roster) -> Iterator[Clause]:
    if node.otherwise is not None:
        yield Clause("otherwise", _render_people(node.otherwise.people), node.otherwise.span.start, node.otherwise.span.end)


def _shift_clause(node: Shift) -> Clause:
    match node:
        case WeeklyShift(weekly=weekly):
            opening, rest = _render_days(weekly), [render_hours(weekly.hours)]
        case CalendarShift(calendar=calendar):
            opening, rest = f"on {render_word(calendar)}", []
        case DatedShift():
            opening, rest = node.day.value.isoformat(), [render_hours(node.hours)] if node.hours else []
        case Rotation():
            return Clause(f"rotate {_render_turn(node.turn)}", _render_rotation(node), node.span.start, node.span.end, is_aligned=False)
        case _:
            assert_never(node)
    return Clause(opening, " ".join([*rest, _render_people(node.people)]), node.span.start, node.span.end)


def _render_rotation(node: Rotation) -> str:
    start = node.start.value.isoformat() if isinstance(node.start, Day) else render_moment(node.start)
    match node.within:
        case None:
            within = ""
        case Word():
            within = f" on {render_word(node.within)}"
        case WeeklyHours():
            within = f" {_render_days(node.within)} {render_hours(node.within.hours)}"
        case _:
            assert_never(node.within)
    return f"from {start}{within} {_render_people(node.people)}"


def _render_turn(node: Days) -> str:
    return TURNS.get((node.count, node.unit)) or f"every {render_days(node)}"


def _render_days(node: WeeklyHours) -> str:
    return render_weekdays([day.text for day in node.days])


def _render_people(people: tuple[Text, ...]) -> str:
    return ", ".join(render_text(each.value) for each in people) or NOBODY
