"""Misspelt keywords in rules: `wehn message mentions refund` reads as two effects, and is told from real ones here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engagepolicy.diagnostics.messages_syntax import UnexpectedText, UnknownClause
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_values import Clause, ParseStopped
from engagepolicy.syntax.vocabulary import RESERVED

RULE_KEYWORDS = ("when", "unless", "because", "source", "serves", "overrides", "exception", "escalate")
"""Keywords for which a rule's effect can be a misspelling."""


def find_mistaken_clause(clauses: Sequence[Any]) -> ParseStopped | None:
    """Return the message about the first effect that is no effect: its verb is an operator, so the words before it went wrong."""
    before: n.Word | None = None
    for clause in clauses:
        verb = _verb_of(clause)
        if verb is not None and verb.text in RESERVED:
            return ParseStopped(explain_mistaken(before, verb))
        before = verb
    return None


def explain_mistaken(before: n.Word | None, verb: n.Word) -> UnknownClause | UnexpectedText:
    """Return the message: about the word that began the clause if it is nearly a keyword, else about the operator."""
    suggestions = find_suggestions(before.text, RULE_KEYWORDS) if before is not None else ()
    if before is not None and suggestions:
        return UnknownClause(before.span, suggestions[:1], "rule")
    return UnexpectedText(verb.span, ("a clause such as `when` or `because`", "an effect such as `severity critical`"))


def _verb_of(clause: Any) -> n.Word | None:
    if not isinstance(clause, Clause) or not isinstance(clause.value, (n.Effect, n.TargetEffect)):
        return None
    effect = clause.value
    return effect.outcome if isinstance(effect, n.Effect) else effect.metric
