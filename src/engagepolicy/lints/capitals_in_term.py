"""`capitals_in_term`: a term with capitals, which say nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Fix
from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.matching import find_lexicon_marks
from engagepolicy.syntax import nodes


class CapitalsInTerm(Finding):
    """A term that looks as if its case mattered."""

    code: ClassVar[str] = "EP1209"
    title: ClassVar[str] = "a term with capitals"


def find_capitals_in_terms(ruleset: Linted) -> Iterator[Finding]:
    """Yield every term of a lexicon that is not all in lower case."""
    for node in ruleset.every(nodes.Term):
        if isinstance(node.value, nodes.Text) and node.value.value != node.value.value.lower() and not find_lexicon_marks(node.value.value):
            text = node.value.span.text
            cure = Fix("write it in lower case", node.value.span, text.lower())
            yield CapitalsInTerm(node.value.span, f"the term {text} is found in any case: its capitals say nothing", cures=(cure,))


LINT = Lint("capitals_in_term", CapitalsInTerm, find_capitals_in_terms)
