"""Sets of holidays, and the days that they and calendars name."""

from __future__ import annotations

from typing import assert_never

from engagepolicy.formatter.clauses import about_clauses, block, block_header, set_clauses
from engagepolicy.formatter.literals import render_text, render_words
from engagepolicy.formatter.pieces import INDENT, Page, Piece
from engagepolicy.formatter.widths import display_width, pad, wrap_list
from engagepolicy.syntax.nodes import Day, HolidayDate, HolidayExclude, HolidayInclude, HolidayItem, HolidaySet, Text, YearDay


def render_day(node: Day | YearDay) -> str:
    """Return a date, or a day of every year."""
    return node.value.isoformat() if isinstance(node, Day) else f"every {node.text}"


def set_holidays(node: HolidaySet, page: Page) -> list[Piece]:
    """Return the pieces of a set of holidays: what it says of itself, then its lines in the author's order, names in one column."""
    header = block_header("holidays", node.name, node.description, node.span)
    pieces = set_clauses(about_clauses(node.about), INDENT, page)
    named = [item for item in node.items if isinstance(item, HolidayDate) and item.description is not None]
    column = max((display_width(render_day(item.day)) for item in named), default=0)
    for item in node.items:
        pieces.append(Piece(item.span.start, item.span.end, INDENT, _render_item(item, column)))
    return block(header, pieces, node.span.end)


def _render_item(item: HolidayItem, column: int) -> str:
    match item:
        case HolidayDate(day=day, description=None):
            return render_day(day)
        case HolidayDate(day=day, description=Text(value=name)):
            return f"{pad(render_day(day), column)} {render_text(name)}"
        case HolidayInclude(sources=sources):
            return wrap_list(f"include {render_words(sources)}", INDENT, INDENT + len("include "))
        case HolidayExclude(what=what):
            return f"exclude {render_text(what.value) if isinstance(what, Text) else render_day(what)}"
        case _:
            assert_never(item)  # type: ignore[arg-type]  # the two patterns of a date take all of them
