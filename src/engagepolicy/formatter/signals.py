"""Signals: on one line where there is room, else with what is counted, where, by what and within which window below one another."""

from __future__ import annotations

from engagepolicy.formatter.clauses import titled
from engagepolicy.formatter.conditions import break_condition, render_condition
from engagepolicy.formatter.literals import render_value, render_word
from engagepolicy.formatter.pieces import INDENT, Blank, Page, Piece
from engagepolicy.formatter.widths import LINE_WIDTH, display_width, wrap_list
from engagepolicy.syntax.nodes import Condition, Signal

WHERE = "where "


def set_signal(node: Signal, page: Page) -> list[Piece]:
    """Return the pieces of a signal; a comment behind what is counted makes it stand on several lines, as a narrow page does."""
    head, tail, window = _render_head(node), _render_by(node), _render_window(node)
    where = "" if node.where is None else WHERE + render_condition(node.where)
    line = " ".join(filter(None, (head, where, tail, window)))
    has_comment = page.has_comment(node.measure.span.end, node.span.end)
    if not has_comment and display_width(line) <= LINE_WIDTH:
        return [Piece(node.span.start, node.span.end, 0, line, Blank.ONE)]
    pieces = [Piece(node.span.start, node.measure.span.end, 0, head, Blank.ONE)]
    if node.where is not None:
        pieces += _set_where(node.where, page)
    if node.by:
        pieces.append(Piece(node.by[0].span.start, node.by[-1].span.end, INDENT, wrap_list(tail, INDENT, 2 * INDENT), Blank.NEVER))
    pieces.append(Piece(node.within.span.start, node.span.end, INDENT, window, Blank.NEVER))
    return pieces


def _render_head(node: Signal) -> str:
    distinct = node.measure.distinct
    counted = "interactions" if distinct is None else f"distinct {distinct.text}"
    return f"{titled('signal', render_word(node.name), node.description)} = {node.measure.word} of {counted}"


def _render_by(node: Signal) -> str:
    return "by " + ", ".join(path.text for path in node.by) if node.by else ""


def _render_window(node: Signal) -> str:
    against = "" if node.against is None else f" against {render_value(node.against)}"
    return f"within {render_value(node.within)}{against}"


def _set_where(condition: Condition, page: Page) -> list[Piece]:
    margin = INDENT + len(WHERE)
    first, *rest = break_condition(condition, LINE_WIDTH - margin, page)
    pieces = [Piece(first.start, first.end, INDENT, wrap_list(WHERE + first.text, INDENT, margin + INDENT), Blank.NEVER)]
    for line in rest:
        column = margin + line.indent
        pieces.append(Piece(line.start, line.end, column, wrap_list(line.text, column, column + INDENT), Blank.NEVER))
    return pieces
