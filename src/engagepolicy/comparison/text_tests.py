"""Which text tests find something wherever others do: a lexicon that only gained terms still finds what it found.

Each term is looked for by itself, so more terms never hide a hit; excluded terms, masked parts and narrower windows do. Lexicons are
held against their own older version only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import combinations

from engagepolicy.comparison.agreement import in_order
from engagepolicy.comparison.joint import Half
from engagepolicy.ir.about import Window
from engagepolicy.ir.expressions import Apply, Constantly, Expression, Fact, Reference, walk
from engagepolicy.ir.program import Lexicon, Program, Term
from engagepolicy.runtime.questions import Answers, Either, NotSo, Question

TESTS_AT_MOST = 400
"""Of how many different text tests those that follow from others are looked for."""


def is_within(inner: Window, outer: Window) -> bool:
    """Whether the outer window holds whenever the inner one does."""
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends


def _sought(term: Term) -> tuple[object, ...]:
    """Return what a term looks for, whenever it holds."""
    return (term.text, term.is_pattern, term.is_template, term.lexicons, term.reach)


def _covers_by_itself(wide: Lexicon, narrow: Lexicon, shared: Set[str]) -> bool:
    """Whether one lexicon finds all that the other does, if that holds of those that they include.

    Templates are the same only where the lexicons that they name are.
    """
    looks_for = {(_sought(term), term.is_excluded): term.window for term in wide.terms}
    sought = all(
        (key := (_sought(term), False)) in looks_for and is_within(term.window, looks_for[key]) and shared >= set(term.lexicons)
        for term in narrow.terms
        if not term.is_excluded
    )
    spared = {_sought(term): term.window for term in narrow.terms if term.is_excluded}
    excluded = [term for term in wide.terms if term.is_excluded]
    spares = all(
        (form := _sought(term)) in spared and is_within(term.window, spared[form]) and shared >= set(term.lexicons) for term in excluded
    )
    is_plain = not excluded or not (wide.includes or any(term.is_pattern or term.is_template for term in wide.terms))
    twice = len(looks_for) < len(wide.terms)
    spans = wide.outside <= narrow.outside and is_within(narrow.about.window, wide.about.window)
    return sought and spares and is_plain and not twice and spans


def find_covering(wide: Program, narrow: Program, shared: Iterable[str]) -> frozenset[str]:
    """Return the names of lexicons of which the first program's finds all that the second's does; those shared are among them."""
    kept = set(shared)
    found = {
        name
        for name in wide.lexicon_by_name.keys() & narrow.lexicon_by_name.keys()
        if _covers_by_itself(wide.lexicon_by_name[name], narrow.lexicon_by_name[name], kept)
    }
    covering = set(kept)
    for name in in_order({each.name: each.includes for each in narrow.lexicons}):
        if name in found and name not in kept:
            few, many = narrow.lexicon_by_name[name].includes, wide.lexicon_by_name[name].includes
            if set(few) <= set(many) and covering.issuperset(few):
                covering.add(name)
    return frozenset(covering)


class TextTests:
    """Which text tests of the joint program follow from others."""

    def __init__(self, old: Half, new: Half, shared: frozenset[str]) -> None:
        """Take both programs and the lexicons that they share."""
        grown = find_covering(new.program, old.program, shared) - shared
        shrunk = find_covering(old.program, new.program, shared) - shared
        self._wider = {(old.own_name(name), new.own_name(name)) for name in grown}
        self._wider |= {(new.own_name(name), old.own_name(name)) for name in shrunk}

    def follows(self, one: Apply, two: Apply) -> bool:
        """Whether the second test finds something wherever the first does, in the same text."""
        if one.operator != two.operator or one.operands[0] != two.operands[0] or one.operands[2:] != two.operands[2:]:
            return False
        match one.operands[1], two.operands[1]:
            case Reference(name=narrow), Reference(name=wide) if one.operator == "mentions":
                return (narrow, wide) in self._wider
            case Constantly(value=frozenset() as few), Constantly(value=frozenset() as many) if one.operator == "mentions_words":
                return few <= many
            case _:
                return False

    def known_of(self, parts: Iterable[Expression]) -> Iterator[Question]:
        """Yield what is true of the text tests among the parts in every interaction."""
        tests = [part for part in dict.fromkeys(parts) if isinstance(part, Apply) and part.operator in ("mentions", "mentions_words")]
        plain = [test for test in tests if not any(isinstance(part, Fact) and part.variable is not None for part in walk(test))]
        for one, two in combinations(plain[:TESTS_AT_MOST], 2):
            if self.follows(one, two):
                yield Either((NotSo(Answers(one, truth=True)), Answers(two, truth=True)))
            if self.follows(two, one):
                yield Either((NotSo(Answers(two, truth=True)), Answers(one, truth=True)))
