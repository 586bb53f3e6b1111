"""The rulesets' own tests: what is given, a fact on each line, and what is expected, an expectation on each line."""

from __future__ import annotations

from typing import assert_never

from engagepolicy.formatter.clauses import Clause, about_clauses, block, render_target, set_clauses
from engagepolicy.formatter.literals import (
    render_moment,
    render_text,
    render_value,
    render_values,
    render_word,
)
from engagepolicy.formatter.pieces import INDENT, Blank, Page, Piece
from engagepolicy.syntax.nodes import (
    Expectation,
    ExpectConflict,
    ExpectDue,
    ExpectNothing,
    ExpectOutcome,
    ExpectRule,
    ExpectTarget,
    Test,
)

FACTS_ALIGNED_UP_TO = 24
GIVEN = r"given\b[^{}]*\{"


def set_test(node: Test, page: Page) -> list[Piece]:
    """Return the pieces of a test."""
    text = f"test {render_text(node.name.value)} {{"
    header = Piece(node.span.start, node.name.span.end, 0, text, Blank.ONE, opens=True)
    about = set_clauses(about_clauses(node.about), INDENT, page)
    expectations = [
        Piece(item.span.start, item.span.end, INDENT, f"expect {_render_expectation(item)}") for item in node.expectations
    ]
    given = _set_given(node, page, [header, *about, *expectations]) if node.has_input else []
    return block(header, [*about, *given, *expectations], node.span.end)


def _set_given(node: Test, page: Page, others: list[Piece]) -> list[Piece]:
    clauses = [Clause(render_value(fact.path), render_value(fact.value), fact.span.start, fact.span.end) for fact in node.given]
    facts = set_clauses(clauses, 2 * INDENT, page, FACTS_ALIGNED_UP_TO)
    opening = page.find_gap(GIVEN, node.span.start, node.span.end - 1, [*others, *facts])
    fallback = facts[0].start if facts else node.span.end - 1
    start, end = opening or (fallback, fallback)
    last = facts[-1].end if facts else end
    closing = page.find_gap(r"\}", last, node.span.end - 1, others) or (last, last)
    header = Piece(start, end, INDENT, "given interaction {", opens=True)
    return [header, *facts, Piece(closing[0], closing[1], INDENT, "}", Blank.NEVER, closes=True)]


def _render_expectation(node: Expectation) -> str:
    match node:
        case ExpectOutcome():
            return f"{render_word(node.outcome)} {render_values(node.values)}"
        case ExpectTarget():
            return f"{render_word(node.metric)} {render_target(node.metric, node.amount)}"
        case ExpectDue():
            return f"{render_word(node.metric)} due {render_moment(node.moment)}"
        case ExpectRule():
            row = "" if node.row is None else f"[{node.row}]"
            return f"rule {render_word(node.rule)}{row} {node.status}"
        case ExpectNothing():
            values = f" {render_values(node.values)}" if node.values else ""
            return f"no {render_word(node.outcome)}{values}"
        case ExpectConflict():
            return f"conflict on {render_word(node.outcome)}"
        case _:
            assert_never(node)
