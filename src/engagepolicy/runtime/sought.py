"""What a text test looks for, one thing at a time: each term with the parts of a text, the time and the exclusions that bound it.

A lexicon is taken apart into its own terms and those of the lexicons that it includes. A test finds something exactly where one of
these is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from engagepolicy.ir.about import ALL_TIME, Window
from engagepolicy.ir.expressions import Apply, Constantly, Expression, Reference, RegularExpression
from engagepolicy.ir.program import Lexicon, Term
from engagepolicy.matching import UnusableTerm, names_brand
from engagepolicy.matching.terms import ParsedTerm, parse_term

TERMS_AT_MOST = 20_000
"""How many terms of one test are looked at; of a test with more nothing is said."""


@lru_cache(maxsize=1 << 14)
def parsed(term: str) -> ParsedTerm:
    """Return the term cut into what is compared; raises `UnusableTerm` where nothing could ever match."""
    return parse_term(term)


TEXT_TESTS = frozenset({"contains_text", "starts_with", "ends_with", "mentions", "mentions_words", "matches"})
"""The operators that test a text."""

Search: TypeAlias = tuple[str, tuple[Expression, ...]]
"""A text test but for the text: its operator, and what it looks for."""


def search_of(test: Apply) -> Search:
    """Return the test without the text that it is asked of."""
    return test.operator, test.operands[1:]


@dataclass(frozen=True, slots=True)
class Needle:
    """Plain text that has to stand somewhere in a text, at its start or at its end."""

    text: str
    where: Literal["contains_text", "starts_with", "ends_with"]


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that a test looks for.

    `what` is a term, a template, the source of a pattern, or plain text, `written` so in the policy. A hit counts outside the parts
    `masks`, in the `window`, and if it lies in no hit of the `excluded` terms: those of its own lexicon, and of the lexicons that include
    it.
    """

    what: ParsedTerm | Term | str | Needle
    written: str
    masks: frozenset[str] = frozenset()
    window: Window = ALL_TIME
    excluded: tuple[Term, ...] = ()


def is_within(inner: Window, outer: Window) -> bool:
    """Whether the outer window holds whenever the inner one does."""
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends


def _overlap(one: Window, two: Window) -> Window | None:
    """Return when both hold; None where that is never."""
    if two == ALL_TIME or one == two:
        return one
    starts = [each.start for each in (one, two) if each.start is not None]
    ends = [each.end for each in (one, two) if each.end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and start >= end else Window(start, end)


def _masks_of(operand: Expression) -> frozenset[str]:
    assert isinstance(operand, Constantly)
    assert isinstance(operand.value, frozenset)
    return frozenset(map(str, operand.value))


def what_is_sought(search: Search, lexicons: Mapping[str, Lexicon]) -> tuple[Sought, ...] | None:
    """Return all that the test looks for; None where it is not known, or too much."""
    try:
        match search:
            case "mentions", (Reference(name=name), masks):
                return _of_lexicon(name, _masks_of(masks), lexicons)
            case "mentions_words", (Constantly(value=frozenset() as words), masks):
                return tuple(Sought(parsed(word), word, _masks_of(masks)) for word in sorted(map(str, words)))
            case "matches", (RegularExpression(source=source), masks):
                return (Sought(source, source, _masks_of(masks)),)
            case ("contains_text" | "starts_with" | "ends_with") as where, (Constantly(value=str() as text),):
                return (Sought(Needle(text, where), text),)
            case _:
                return None
    except UnusableTerm:
        return None


def form_of(term: Term) -> Term:
    """Return what a term looks for, whenever it holds: two terms of one form are found alike."""
    return replace(term, window=ALL_TIME, source=None, is_excluded=False)


def _what(term: Term) -> ParsedTerm | Term | str:
    if term.is_pattern:
        return term.text
    return form_of(term) if term.is_template else parsed(term.text)


def _of_lexicon(name: str, masks: frozenset[str], lexicons: Mapping[str, Lexicon]) -> tuple[Sought, ...] | None:
    found: dict[Sought, None] = {}
    first: tuple[str, frozenset[str], Window, tuple[Term, ...]] = (name, masks, ALL_TIME, ())
    pending, seen = [first], {first}
    while pending:
        current, outer_masks, outer_window, outer_excluded = pending.pop()
        lexicon = lexicons[current]
        window = _overlap(outer_window, lexicon.about.window)
        if window is None:
            continue
        outside = outer_masks | lexicon.outside
        terms = [term for term in lexicon.terms if not (term.is_template and names_brand(term.text))]
        own = tuple(term for term in terms if term.is_excluded)
        for term in terms:
            held = None if term.is_excluded else _overlap(window, term.window)
            if held is not None:
                found[Sought(_what(term), term.text, outside, held, own + outer_excluded)] = None
        for included in lexicon.includes:
            state = (included, outside, window, own + outer_excluded)
            if state not in seen:
                seen.add(state)
                pending.append(state)
        if len(found) + len(seen) > TERMS_AT_MOST:
            return None
    return tuple(found)
