"""`loose_term`: words in a condition that a lexicon has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.matching import normal_form
from engagepolicy.syntax import nodes


class LooseTerm(Finding):
    """A term that stands in a rule instead of in the lexicon that has it."""

    code: ClassVar[str] = "EP1212"
    title: ClassVar[str] = "a term in a condition that a lexicon has"


def find_loose_terms(ruleset: Linted) -> Iterator[Finding]:
    """Yield every text behind `mentions` that is a term of some lexicon of the files."""
    named = {
        normal_form(term.value.value): (lexicon.name.text, term.span)
        for lexicon in ruleset.every(nodes.Lexicon)
        for term in lexicon.items
        if isinstance(term, nodes.Term) and isinstance(term.value, nodes.Text) and not term.is_excluded
    }
    for test in ruleset.every(nodes.TextTest):
        for term in test.terms if test.operator == "mentions" else ():
            found = named.get(normal_form(term.value)) if isinstance(term, nodes.Text) else None
            if found is not None:
                name, place = found
                advice = f"ask for `{name}`, or say why this word alone"
                yield LooseTerm(term.span, f"the lexicon `{name}` has this term", places=(Note(place, "here"),), advice=(advice,))


LINT = Lint("loose_term", LooseTerm, find_loose_terms)
