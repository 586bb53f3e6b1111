"""`included_term`: a term that a lexicon includes and has itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Fix, Note
from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.lints.writing import cut_item
from engagepolicy.matching import normal_form
from engagepolicy.syntax import nodes


class IncludedTerm(Finding):
    """A term that comes with an included lexicon."""

    code: ClassVar[str] = "EP1210"
    title: ClassVar[str] = "a term that an included lexicon has"


def _terms(name: str, ruleset: Linted) -> Iterator[nodes.Term]:
    node = ruleset.resolved.lexicons.get(name)
    for item in () if node is None else node.items:
        if isinstance(item, nodes.Term) and isinstance(item.value, nodes.Text) and item.window is None:
            yield item


def _form(term: nodes.Term) -> tuple[bool, str]:
    assert isinstance(term.value, nodes.Text)
    return (term.is_excluded, normal_form(term.value.value))


def find_included_terms(ruleset: Linted) -> Iterator[Finding]:
    """Yield every term that a lexicon includes directly as well, where both look at the same parts of a text."""
    for node in ruleset.every(nodes.Lexicon):
        included = [ruleset.resolved.lexicons.get(item.lexicon.text) for item in node.items if isinstance(item, nodes.Include)]
        masks = {word for word, _ in node.outside}
        alike = [each for each in included if each is not None and {word for word, _ in each.outside} == masks]
        there = {_form(term): (other, term) for other in alike for term in _terms(other.name.text, ruleset)}
        for term in _terms(node.name.text, ruleset):
            if _form(term) in there and term.source is None:
                other, same = there[_form(term)]
                yield IncludedTerm(
                    term.span,
                    f"the term {term.value.span.text} comes with `{other.name.text}`, which is included",
                    places=(Note(same.span, "it stands here"),),
                    cures=(Fix(f"remove {term.value.span.text}", cut_item(term.span), ""),),
                )


LINT = Lint("included_term", IncludedTerm, find_included_terms, frozenset({RECOMMENDED}))
