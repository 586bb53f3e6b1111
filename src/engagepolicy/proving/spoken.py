"""What a person would write that a term finds: plain words as they are, patterns and templates by example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engagepolicy.ir.program import Lexicon, Term
from engagepolicy.matching.templates import Step, names_brand, parse_steps
from engagepolicy.proving.patterns import samples_of

WAYS = 4
"""How many texts are made of one template: each takes other words of its choices."""
_DEEPEST = 3
"""How many lexicons deep templates are followed: one that names another that names a third."""


def spoken_of(term: Term, lexicons: Mapping[str, Lexicon], deep: int = 0) -> Iterator[str]:
    """Yield texts in which the term may find something; of a template that speaks of a brand none."""
    if term.is_pattern:
        yield from samples_of(term.text)
    elif not term.is_template:
        yield term.text.removesuffix("*")
    elif deep < _DEEPEST and not names_brand(term.text):
        for way in range(WAYS):
            said = [_say(step, term, lexicons, way, deep) for step in parse_steps(term.text, term.reach).steps if not step.is_optional]
            if all(said):
                yield " ".join(said)


def _say(step: Step, term: Term, lexicons: Mapping[str, Lexicon], way: int, deep: int) -> str:
    """Return a wording of one step; none where its lexicon is followed no deeper."""
    if step.terms:
        return step.terms[way % len(step.terms)].removesuffix("*")
    lexicon = lexicons[term.lexicons[step.marks[way % len(step.marks)]]]
    terms = [each for each in lexicon.terms if not each.is_excluded]
    pending = [*lexicon.includes]
    while not terms and pending:
        inner = lexicons[pending.pop()]
        terms, pending = [each for each in inner.terms if not each.is_excluded], [*pending, *inner.includes]
    return next(spoken_of(terms[way % len(terms)], lexicons, deep + 1), "") if terms else ""
