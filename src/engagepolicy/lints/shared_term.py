"""`shared_term`: a term that two lexicons have, of which neither includes the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.matching import normal_form
from engagepolicy.syntax import nodes


class SharedTerm(Finding):
    """A term that somebody will change in one place only."""

    code: ClassVar[str] = "EP1211"
    title: ClassVar[str] = "a term in two lexicons"


def find_shared_terms(ruleset: Linted) -> Iterator[Finding]:
    """Yield every term that an earlier lexicon of the files has too."""
    first: dict[str, tuple[str, nodes.Term]] = {}
    for node in ruleset.every(nodes.Lexicon):
        includes = {item.lexicon.text for item in node.items if isinstance(item, nodes.Include)}
        for term in node.items:
            if not isinstance(term, nodes.Term) or not isinstance(term.value, nodes.Text) or term.is_excluded:
                continue
            name, earlier = first.setdefault(normal_form(term.value.value), (node.name.text, term))
            if name != node.name.text and name not in includes:
                note = Note(earlier.span, f"in `{name}`")
                advice = "put what they share into a lexicon that both `include`"
                yield SharedTerm(term.span, f"`{name}` has {term.value.span.text} too", places=(note,), advice=(advice,))


LINT = Lint("shared_term", SharedTerm, find_shared_terms)
