"""The rulesets' own tests: what is given, a fact on each line; then what happens and what is expected, in the author's order."""

from __future__ import annotations

from collections.abc import Iterable
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
    CaseEvent,
    Expectation,
    ExpectCheck,
    ExpectClock,
    ExpectConflict,
    ExpectDue,
    ExpectLater,
    ExpectNoClock,
    ExpectNothing,
    ExpectOutcome,
    ExpectReminded,
    ExpectRule,
    ExpectTarget,
    ExpectText,
    Given,
    Record,
    Test,
)

FACTS_ALIGNED_UP_TO = 24
TIMES_ALIGNED_UP_TO = 14
GIVEN = r"given\b[^{}]*\{"


def set_test(node: Test, page: Page) -> list[Piece]:
    """Return the pieces of a test."""
    text = f"test {render_text(node.name.value)} {{"
    header = Piece(node.span.start, node.name.span.end, 0, text, Blank.ONE, opens=True)
    about = set_clauses(about_clauses(node.about), INDENT, page)
    expectations = [
        Piece(item.span.start, item.span.end, INDENT, f"expect {_render_expectation(item)}") for item in node.expectations
    ]
    timed = set_clauses(_timed_clauses(node), INDENT, page, TIMES_ALIGNED_UP_TO)
    told = sorted([*expectations, *timed], key=lambda piece: piece.start)
    given = _set_given(node.given, page, [header, *about, *told], node.span.end) if node.given is not None else []
    return block(header, [*about, *given, *told], node.span.end)


def _timed_clauses(node: Test) -> Iterable[Clause]:
    """Yield the events and the later expectations, each with its time."""
    timed: list[CaseEvent | ExpectLater] = [*node.events, *node.later]
    timed.sort(key=lambda each: each.span.start)
    for each in timed:
        time = render_value(each.at)
        if isinstance(each, CaseEvent):
            facts = f" {render_value(Record(each.facts, each.span))}" if each.facts else ""
            yield Clause(f"at {time}", f"{render_word(each.kind)}{facts}", each.span.start, each.span.end)
        else:
            expected = ", ".join(map(_render_expectation, each.expectations))
            yield Clause(f"after {time}", f"expect {expected}", each.span.start, each.span.end)


def _set_given(node: Given, page: Page, others: list[Piece], end_of_test: int) -> list[Piece]:
    clauses = [Clause(render_value(fact.path), render_value(fact.value), fact.span.start, fact.span.end) for fact in node.facts]
    facts = set_clauses(clauses, 2 * INDENT, page, FACTS_ALIGNED_UP_TO)
    opening = page.find_gap(GIVEN, node.span.start, end_of_test - 1, [*others, *facts])
    fallback = facts[0].start if facts else end_of_test - 1
    start, end = opening or (fallback, fallback)
    last = facts[-1].end if facts else end
    closing = page.find_gap(r"\}", last, end_of_test - 1, others) or (last, last)
    header = Piece(start, end, INDENT, f"given {render_word(node.subject)} {{", opens=True)
    return [header, *facts, Piece(closing[0], closing[1], INDENT, "}", Blank.NEVER, closes=True)]


def _render_expectation(node: Expectation) -> str:
    match node:
        case ExpectOutcome():
            return f"{render_word(node.outcome)} {render_values(node.values)}"
        case ExpectText():
            return f"suggested text {render_text(node.text.value)}"
        case ExpectTarget():
            return f"{render_word(node.metric)} {render_target(node.metric, node.amount)}"
        case ExpectDue():
            word = "not before" if node.is_not_before else "due"
            return f"{render_word(node.metric)} {word} {render_moment(node.moment)}"
        case ExpectRule():
            row = "" if node.row is None else f"[{node.row}]"
            return f"rule {render_word(node.rule)}{row} {node.status}"
        case ExpectNothing():
            values = f" {render_values(node.values)}" if node.values else ""
            return f"no {render_word(node.outcome)}{values}"
        case ExpectConflict():
            return f"conflict on {render_word(node.outcome)}"
        case ExpectClock():
            return f"{render_word(node.metric)} {render_word(node.state)}"
        case ExpectNoClock():
            return f"no clock on {render_word(node.metric)}"
        case ExpectCheck(moment=moment):
            return f"next check {render_moment(moment)}" if moment is not None else "no next check"
        case ExpectReminded():
            return f"reminded {node.count} {'time' if node.count == 1 else 'times'}"
        case _:
            assert_never(node)
