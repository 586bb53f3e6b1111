"""Promises: whom they are about, when, what is promised, and what they say of themselves."""

from __future__ import annotations

from engagepolicy.formatter.clauses import Clause, about_clauses, block, condition_clauses, set_clauses, word_clause
from engagepolicy.formatter.literals import render_amount_node, render_name, render_text, render_word, render_words
from engagepolicy.formatter.pieces import INDENT, Blank, Page, Piece
from engagepolicy.syntax.nodes import (
    NoConflict,
    NotBeforeAmount,
    Promise,
    Promised,
    PromisedConstraint,
    PromisedOrder,
    PromisedRule,
    PromisedSameness,
    PromisedTarget,
    PromisedVerdict,
)


def set_promise(node: Promise, page: Page) -> list[Piece]:
    """Return the pieces of a promise; what is promised stays in the author's order."""
    header = Piece(node.span.start, node.name.span.end, 0, f"{node.kind} {render_text(node.name.value)} {{", Blank.ONE, opens=True)
    clauses = [
        *word_clause("for", node.subject),
        *condition_clauses(node.when, node.unless),
        *(_then_clause(each) for each in node.promised),
        *about_clauses(node.about),
    ]
    return block(header, set_clauses(clauses, INDENT, page), node.span.end)


def _then_clause(promised: Promised) -> Clause:
    start, end = promised.span.start, promised.span.end
    match promised:
        case PromisedTarget(metric=metric, amount=amount):
            within = "" if isinstance(amount, NotBeforeAmount) else "within "
            return Clause("then", f"{render_word(metric)} {within}{render_amount_node(amount)}", start, end)
        case PromisedRule(rule=rule, row=row):
            place = "" if row is None else f"[{row}]"
            return Clause("then", f"rule {render_word(rule)}{place} applies", start, end)
        case NoConflict(outcome=outcome):
            on = "" if outcome is None else f" on {render_word(outcome)}"
            return Clause("then", f"no conflict{on}", start, end)
        case PromisedVerdict(subject=subject, bound=bound, verdict=verdict):
            return Clause("then", f"{render_word(subject)} at {bound} {render_word(verdict)}", start, end)
        case PromisedConstraint(constraint=constraint, status=status):
            return Clause("then", f"constraint {render_word(constraint)} {status}", start, end)
        case PromisedOrder(outcome=outcome, basis=basis):
            return Clause("then", f"monotone {render_word(outcome)} in {render_name(basis.text)}", start, end)
        case PromisedSameness(outcomes=outcomes, facts=facts):
            changing = "changes" if len(facts) == 1 else "change"
            named = ", ".join(render_name(each.text) for each in facts)
            return Clause("then", f"same {render_words(outcomes)} if {named} {changing}", start, end)
        case _:
            return Clause("then", promised, start, end)
