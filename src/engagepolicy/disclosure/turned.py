"""Whether the words around a disclosure turn it round: a negation before it, a question mark or a joke behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from engagepolicy.disclosure.brands import BrandPlaces
from engagepolicy.disclosure.readable import Readable
from engagepolicy.disclosure.templates import Found, Templates

_FILLERS_AT_MOST = 6
_JOKE_WITHIN = 3
_ONLY = frozenset("only just merely simply solely".split())
_NO_NEGATIONS = frozenset({"can't", "couldn't", "won't", "wouldn't"})


@dataclass(frozen=True, slots=True)
class Turns:
    """The words of a language that turn others round."""

    negations: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    retractions: Templates | None = None


def is_negated(text: Readable, found: Found, turns: Turns) -> bool:
    """Whether a negation stands before the words found, with nothing but fillers between."""
    words, breaks = text.tokens.words, text.breaks
    normal, starts, ends = text.text.normal.text, text.tokens.starts, text.tokens.ends
    place = found.first
    for _ in range(_FILLERS_AT_MOST):
        if place == 0 or breaks[place] or "," in normal[ends[place - 1] : starts[place]] or ":" in normal[ends[place - 1] : starts[place]]:
            return False
        place -= 1
        word = words[place]
        if word in turns.negations or (word.endswith("n't") and word not in _NO_NEGATIONS):
            following = words[place + 1] if place + 1 < len(words) else ""
            return following not in _ONLY
        if word not in turns.fillers:
            return False
    return False


def is_asked(text: Readable, found: Found) -> bool:
    """Whether a question mark follows the words found at once."""
    normal = text.text.normal.text
    at = found.end
    while at < len(normal) and normal[at] in " \t)]*_\"'!":
        at += 1
    return at < len(normal) and normal[at] in "?\uff1f\u203d"


def find_retraction(text: Readable, found: Found, retractions: Sequence[Found]) -> Found | None:
    """Return the words that take the disclosure back right behind it."""
    at = bisect_left(retractions, found.last, key=lambda each: each.first)
    if at == len(retractions) or retractions[at].first > found.last + _JOKE_WITHIN:
        return None
    each = retractions[at]
    return None if "\n" in text.text.normal.text[found.end : each.start] else each


def find_jokes(text: Readable, turns: Turns, brand: BrandPlaces) -> list[Found]:
    """Find the words that take something back."""
    found = [] if turns.retractions is None else turns.retractions.find(text, brand)
    return [each for each in found if not text.is_hidden(*text.text.normal.span(each.start, each.end))]
