"""Exclusions: the effects that exclude each other, in the author's order, and what they say of themselves."""

from __future__ import annotations

from engagepolicy.formatter.clauses import about_clauses, block, block_header, effect_clause, set_clauses
from engagepolicy.formatter.pieces import INDENT, Page, Piece
from engagepolicy.syntax.nodes import Exclusion


def set_exclusion(node: Exclusion, page: Page) -> list[Piece]:
    """Return the pieces of an exclusion."""
    header = block_header("exclusion", node.name, node.description, node.span)
    clauses = [*map(effect_clause, node.effects), *about_clauses(node.about)]
    return block(header, set_clauses(clauses, INDENT, page), node.span.end)
