"""Constraints: what they are about, when, what must be, what a breach gets, how it is cured, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from engagepolicy.formatter.clauses import (
    Clause,
    about_clauses,
    block,
    block_header,
    condition_clauses,
    set_clauses,
    word_clause,
    words_clause,
)
from engagepolicy.formatter.literals import render_text, render_word
from engagepolicy.formatter.pieces import INDENT, Page, Piece
from engagepolicy.syntax.nodes import Breach, Constraint, Fix, Insertion, Question, Removal, Replacement


def set_constraint(node: Constraint, page: Page) -> list[Piece]:
    """Return the pieces of a constraint; its duties and its fixes stay in the author's order."""
    keyword = "locked constraint" if node.is_locked else "constraint"
    header = block_header(keyword, node.name, node.description, node.span)
    clauses = [
        *word_clause("on", node.subject),
        *condition_clauses(node.when, node.unless),
        *(Clause(duty.word, duty.condition, duty.condition.span.start, duty.condition.span.end) for duty in node.duties),
        *_breach_clauses(node.breach),
        *word_clause("pillar", node.pillar),
        *(Clause("fix", _render_fix(fix), fix.span.start, fix.span.end) for fix in node.fixes),
        *about_clauses(node.about),
        *words_clause("overrides", node.overrides, is_aligned=False),
    ]
    return block(header, set_clauses(clauses, INDENT, page), node.span.end)


def _breach_clauses(node: Breach | None) -> Iterable[Clause]:
    if node is not None:
        approver = "" if node.approver is None else f"by {render_word(node.approver)}"
        reason = "" if node.reason is None else render_text(node.reason.value)
        content = " ".join(filter(None, (render_word(node.verdict), approver, reason)))
        yield Clause("else", content, node.span.start, node.span.end)


def _render_fix(node: Fix) -> str:
    match node:
        case Insertion(text=text, at=at):
            return f"insert {render_text(text.value)} at {at}"
        case Removal():
            return "remove matches"
        case Replacement(text=text):
            return f"replace matches with {render_text(text.value)}"
        case Question(facts=facts):
            return f"ask {', '.join(path.text for path in facts)}"
        case _:
            assert_never(node)
