"""Ladders with their steps, and `sla` blocks: what time does in a case."""

from __future__ import annotations

from typing import assert_never

from engagepolicy.formatter.clauses import about_clauses, block, block_header, set_clauses, titled
from engagepolicy.formatter.literals import (
    render_amount_node,
    render_number,
    render_text,
    render_word,
    render_words,
)
from engagepolicy.formatter.pieces import INDENT, Page, Piece
from engagepolicy.formatter.widths import display_width, pad, wrap_list
from engagepolicy.syntax.nodes import (
    ClockAlone,
    ClockClause,
    ClockCounting,
    ClockEvents,
    ClockPause,
    ClockReopening,
    ClockShift,
    ClockWarning,
    Deciding,
    Holding,
    Ladder,
    Metric,
    Number,
    Repeat,
    Sla,
    Step,
    Timing,
    Word,
)

UNTIL = " until acknowledged"


def set_ladder(node: Ladder) -> list[Piece]:
    """Return the pieces of a ladder: its tiers, then its steps with their moments in one column, then the reminders."""
    header = block_header("ladder", node.name, node.description, node.span)
    width = max((display_width(tier.name.text) for tier in node.tiers if tier.description is not None), default=0)
    pieces = [
        Piece(
            tier.span.start,
            tier.span.end,
            INDENT,
            titled("tier", pad(tier.name.text, width), tier.description).rstrip(),
        )
        for tier in node.tiers
    ]
    column = max((display_width(_render_route(step)) for step in node.steps), default=0)
    for step in node.steps:
        opening = pad(_render_route(step), column) + " "
        text = wrap_list(opening + _render_conditions(step), INDENT, INDENT + display_width(opening))
        pieces.append(Piece(step.span.start, step.span.end, INDENT, text))
    if node.repeat is not None:
        pieces.append(Piece(node.repeat.span.start, node.repeat.span.end, INDENT, _render_repeat(node.repeat)))
    if node.holding is not None:
        pieces.append(Piece(node.holding.span.start, node.holding.span.end, INDENT, _render_holding(node.holding)))
    if node.deciding is not None:
        pieces.append(Piece(node.deciding.span.start, node.deciding.span.end, INDENT, _render_deciding(node.deciding)))
    return block(header, pieces, node.span.end)


def _render_holding(node: Holding) -> str:
    then_from = "" if node.then_from is None else f" then from {render_word(node.then_from)}"
    return f"acknowledgement holds for {render_amount_node(node.amount)}{then_from}"


def _render_deciding(node: Deciding) -> str:
    return f"decisions raise {'or lower ' if node.may_lower else ''}the tier"


def _render_route(step: Step) -> str:
    origin = "" if step.origin is None else f" {render_word(step.origin)}"
    return f"escalate{origin} to {render_word(step.to)}"


def _render_conditions(step: Step) -> str:
    without = "" if step.without is None else f" without {render_word(step.without)}"
    return _render_timing(step.timing) + without + (UNTIL if step.until_acknowledged else "")


def _render_timing(node: Timing) -> str:
    if isinstance(node.when, Word):
        return f"on {node.word} of {render_word(node.when)}"
    return f"{node.word} {render_amount_node(node.when)}"


def _render_repeat(node: Repeat) -> str:
    rounds = "time" if node.count.value == 1 else "times"
    every = render_amount_node(node.every)
    return f"repeat {render_number(node.count.value)} {rounds} every {every}" + (UNTIL if node.until_acknowledged else "")


def set_sla(node: Sla | Metric, page: Page) -> list[Piece]:
    """Return the pieces of an `sla` block or a metric: its clauses in the author's order, then what it says of itself."""
    header = block_header("sla" if isinstance(node, Sla) else "metric", node.name, node.description, node.span)
    pieces = []
    for clause in node.clauses:
        opening, rest = _render_clause(clause)
        metrics = f" {render_words(clause.metrics)}" if clause.metrics else ""
        text = wrap_list(f"{opening}{metrics} {rest}", INDENT, 2 * INDENT)
        pieces.append(Piece(clause.span.start, clause.span.end, INDENT, text))
    return block(header, [*pieces, *set_clauses(about_clauses(node.about), INDENT, page)], node.span.end)


def _render_clause(node: ClockClause) -> tuple[str, str]:
    """Return what stands before the metrics of a clause and what stands behind them."""
    match node:
        case ClockEvents():
            cycle = {"once": " once", "each": " each time", None: ""}[node.cycle]
            return node.word, f"when {render_words(node.events)}{cycle}"
        case ClockAlone(without=without):
            return "start", f"without {render_word(without)}"
        case ClockPause():
            statuses = [render_word(each) if isinstance(each, Word) else render_text(each.value) for each in node.statuses]
            among = f"in ({', '.join(statuses)})" if len(statuses) > 1 else f"is {statuses[0]}"
            return "pause", f"while {node.fact.text} {among}"
        case ClockWarning(at=at):
            return "warn", f"at {at.value:f}%" if isinstance(at, Number) else f"{render_amount_node(at)} before"
        case ClockReopening():
            return "reopen", f"as {node.cycle} cycle"
        case ClockCounting():
            return "count", f"from {node.start}"
        case ClockShift(after=None, calendar=calendar):
            return "count", f"received while closed on {render_word(calendar)} from the next opening"
        case ClockShift(after=after, calendar=calendar):
            return "count", f"received after {after:%H:%M} on {render_word(calendar)} as the next business day"
        case _:
            assert_never(node)
