"""`covered_term`: a term of a lexicon that a stem beside it finds anyway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Applicability, Fix, Note
from engagepolicy.ir.about import ALL_TIME
from engagepolicy.lints.base import RECOMMENDED, Finding, Keeps, Lint, Linted
from engagepolicy.lints.terms import covering_stems
from engagepolicy.lints.writing import cut_item
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


class CoveredTerm(Finding):
    """A term that finds nothing new."""

    code: ClassVar[str] = "EP1206"
    title: ClassVar[str] = "a term that a stem finds anyway"


def _key(term: nodes.Term) -> tuple[str, bool, bool]:
    value = term.value.value if isinstance(term.value, nodes.Text) else ""
    return (value, term.is_excluded, term.window is not None)


def _place(item: nodes.Term) -> Span:
    """Return what goes with a term; the word `exclude` stays where other terms follow behind it."""
    value, span = item.value.span, item.span
    is_followed = re.compile(r"\s*,").match(span.source.text, span.end) is not None
    return cut_item(Span(span.source, value.start, span.end) if is_followed else span)


def find_covered_terms(ruleset: Linted) -> Iterator[Finding]:
    """Yield every word, hashtag and stem that begins with a shorter stem of the same lexicon."""
    for node in ruleset.every(nodes.Lexicon):
        lexicon = ruleset.program.lexicon_by_name[node.name.text]
        terms = {_key(item): item for item in node.items if isinstance(item, nodes.Term) and isinstance(item.value, nodes.Text)}
        for term, stem in covering_stems(lexicon.terms).items():
            item = terms.get((term.text, term.is_excluded, term.window != ALL_TIME))
            other = terms.get((stem.text, stem.is_excluded, False))
            if item is not None and item.source is None and other is not None:
                cure = Fix(f"remove {item.value.span.text}", _place(item), "", Applicability.SAFE)
                note = Note(other.span, "this stem finds it")
                said = f"the term {item.value.span.text} says nothing new in this lexicon"
                yield CoveredTerm(item.span, said, places=(note,), cures=(cure,))


LINT = Lint("covered_term", CoveredTerm, find_covered_terms, frozenset({RECOMMENDED}), Keeps.DECISIONS)
