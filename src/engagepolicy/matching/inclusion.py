"""Which terms are found wherever another is: told from how terms are cut and folded, true of every text.

A term is found at a place, in one *reading* of a text: with look-alike letters folded, or as it is written. Whatever a wider term
finds lies within that place, so what masks the one masks the other.

A part of a phrase is only spoken of where no letter of the phrase is ever folded: as it is written, a text may have the phrase where,
folded, the part runs into the letters beside it. Of a phrase that ends in a stem those parts are spoken of that end with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from engagepolicy.matching.lookalikes import CLOSE, DRAWN, LOOSE
from engagepolicy.matching.normal import fold_cluster, normalise
from engagepolicy.matching.patterns import Pattern
from engagepolicy.matching.terms import ParsedTerm

T = TypeVar("T")

SHORT_AT_MOST = 2
WITHIN_ONE = frozenset({"rad"})
"""One character may stand for several words, of so many letters at most (`a.m.`, `c/o`), and these (`rad/s`)."""
PARTED_AT_MOST = 8
"""Of phrases of more words no parts are looked at."""


_FOLDABLE = frozenset(char for table in (CLOSE, DRAWN, LOOSE) for letter in table for char in (letter, *fold_cluster(letter)))
"""The letters that one reading may have where the other has a Latin one, as they are written and in normal form."""


def may_be_folded(word: str) -> bool:
    """Whether a letter of a word in normal form is read as another one in some texts."""
    return not (word.isascii() or _FOLDABLE.isdisjoint(word))


class Wider(NamedTuple, Generic[T]):
    """Something found wherever a term is, and the words of the term, from `first` up to `last`, that it is found at.

    Of a hashtag, both are 0 where it is found at the letters behind the mark.
    """

    of: T
    first: int
    last: int


class _Shape(NamedTuple):
    """What of a term must agree beside its words."""

    apart: tuple[int, ...]
    exact: tuple[str, ...]


class WiderTerms(Generic[T]):
    """Terms, each of something, to be looked up by those that they are found wherever these are."""

    def __init__(self) -> None:
        """Begin with no terms."""
        self._whole: dict[tuple[tuple[str, ...], bool], list[tuple[_Shape, T]]] = {}
        self._stems: dict[tuple[tuple[str, ...], str, bool], list[tuple[_Shape, T]]] = {}
        self._stem_lengths: set[int] = set()

    def add(self, term: ParsedTerm, of: T) -> None:
        """Take a term and what it is of."""
        shape = _Shape(term.apart, term.exact)
        if term.is_stem:
            last = term.words[-1]
            self._stem_lengths.add(len(last))
            self._stems.setdefault((term.words[:-1], last, term.is_hashtag), []).append((shape, of))
        else:
            self._whole.setdefault((term.words, term.is_hashtag), []).append((shape, of))

    def find(self, term: ParsedTerm) -> Iterator[Wider[T]]:
        """Yield what has a term that is found wherever this one is; the same more than once where several of its terms are."""
        count = len(term.words)
        yield from self._within(term, 0, count)
        if _says_its_word(term):
            yield from (Wider(found.of, 0, 0) for found in self._within(ParsedTerm((term.words[0].removeprefix("#"),)), 0, 1))
        if count == 1 or count > PARTED_AT_MOST or any(map(may_be_folded, term.words)):
            return
        for last in range(1, count + 1) if not term.is_stem else (count,):
            for first in range(last):
                if last - first < count:
                    yield from self._within(term, first, last)

    def _within(self, term: ParsedTerm, first: int, last: int) -> Iterator[Wider[T]]:
        words = term.words[first:last]
        shape = _Shape(
            tuple(at - first for at in term.apart if first < at < last),
            term.exact[first:last] if any(term.exact[first:last]) else (),
        )
        found: list[Sequence[tuple[_Shape, T]]] = [] if term.is_stem else [self._whole.get((words, term.is_hashtag), ())]
        end = words[-1]
        lengths = (length for length in self._stem_lengths if length <= len(end))
        found += [self._stems.get((words[:-1], end[:length], term.is_hashtag), ()) for length in lengths]
        for each in found:
            yield from (Wider(of, first, last) for wider, of in each if _fits(wider, shape))


def _says_its_word(term: ParsedTerm) -> bool:
    """Whether the term is a hashtag whose letters are one word wherever it stands; `#can` is not, for `#can't` has the word `can't`."""
    word = term.words[0].removeprefix("#")
    return term.is_hashtag and not term.is_stem and word.isascii() and word.isalpha() and not word.endswith("n")


def _fits(wider: _Shape, narrow: _Shape) -> bool:
    """Whether spaces and skin tones of a term are as the wider one asks for."""
    if wider.apart != narrow.apart:
        return False
    if not wider.exact:
        return True
    return bool(narrow.exact) and all(not tone or tone == other for tone, other in zip(wider.exact, narrow.exact, strict=True))


def may_lie_within(term: ParsedTerm, first: int, last: int, other: ParsedTerm) -> bool:
    """Whether the words from `first` up to `last` of a term may lie in a place where the other one is found too.

    That they cannot is only known of terms of plain words. Words that no character stands for beside others lie in a place of the
    original only where they lie in it once it is folded.
    """
    part = term.words[first:last]
    if not (_is_plain(term) and _is_plain(other) and _is_long(part[0]) and _is_long(part[-1])):
        return True
    within = (at - first for at in range(len(other.words) - len(part) + 1) if other.words[at : at + len(part)] == part)
    return any(_go_together(term.words, other.words, shift) for shift in within)


def _is_plain(term: ParsedTerm) -> bool:
    return not term.is_stem and not term.is_hashtag and all(word.isascii() and word.isalnum() for word in term.words)


def _is_long(word: str) -> bool:
    return len(word) > SHORT_AT_MOST and word.isalpha() and word not in WITHIN_ONE


def _go_together(words: tuple[str, ...], others: tuple[str, ...], shift: int) -> bool:
    """Whether the words agree where both lie over the same text, the others that much to the right."""
    return all(word == others[at + shift] for at, word in enumerate(words) if 0 <= at + shift < len(others))


def literals_of(term: ParsedTerm) -> tuple[str, ...]:
    """Return texts, each of letters and digits, that stand in the folded text wherever the term is found."""
    if term.is_hashtag:
        words: tuple[str, ...] = (term.words[0].removeprefix("#"),)
    else:
        words = term.words
    return tuple(word for word in words if word.isalnum() and not may_be_folded(word))


def find_literal(needle: str) -> str | None:
    """Return the text that stands in the folded text wherever the plain text is found; None where it is folded in different ways."""
    normal = normalise(needle)
    return normal.text if normal.text == normal.plain and not may_be_folded(normal.text) else None


_PLAIN_PIECE = re.compile(
    r"[a-z0-9 _\-,;:!'\"/@#%&=~<>]"
    r"|\\[dDsSwW.+*?()\[\]{}|/\-]"
    r"|\[(?!\^)(?:[a-z0-9 _,;:!'\"/@#%&=~<>.+*?\-]|\\[dsw])+\]"
    r"|[.|*+?]|\((?:\?:)?|\)|\{\d{1,3}(?:,\d{0,3})?\}"
)


def is_found_in_any_place(pattern: Pattern) -> bool:
    """Whether the pattern, once it matches a text, matches every text with that one in it, whatever stands around it.

    It does where it says nothing of ends and edges. Said of few patterns: those of plain letters, digits, classes and repetition.
    """
    position = 0
    while position < len(pattern.source):
        piece = _PLAIN_PIECE.match(pattern.source, position)
        if piece is None:
            return False
        position = piece.end()
    return not pattern.is_in("")
