"""Finds the terms of a lexicon in a prepared text, in a time that does not depend on how many terms there are.

Words are looked up in tables, stems by bisection, and phrases in a tree of words walked from each place where one could
start. A term has at most `WORDS_AT_MOST` pieces, so the walk is bounded and the whole is linear in the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from engagepolicy.matching.masks import Spans
from engagepolicy.matching.normal import Normalised
from engagepolicy.matching.terms import ParsedTerm, parse_term
from engagepolicy.matching.texts import Text
from engagepolicy.matching.words import BARRIER, JOINED, Tokens

HITS_AT_MOST = 10_000
"""How many hits of one lexicon in one text are reported, leftmost first, unless fewer are asked for."""

_APART = " "
_Index = dict[str, tuple[int, ...]]
_Hit = tuple[int, int, int]


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A hit: where in the original ([start, end), string indices), the term as written, and whether it was disguised."""

    start: int
    end: int
    term: str
    obfuscated: bool = False


@dataclass(slots=True)
class _Stems:
    """Beginnings of words, with the longer ones linked to those they begin with."""

    ids: _Index = field(default_factory=dict)
    ordered: list[str] = field(default_factory=list)
    shorter: list[int] = field(default_factory=list)

    def close(self) -> None:
        """Build the order and the links, once all stems are in."""
        self.ordered = sorted(self.ids)
        chain: list[int] = []
        for at, stem in enumerate(self.ordered):
            while chain and not stem.startswith(self.ordered[chain[-1]]):
                chain.pop()
            self.shorter.append(chain[-1] if chain else -1)
            chain.append(at)

    def find(self, word: str) -> Iterator[int]:
        """Find the terms whose stem the word begins with: all are on one chain of links."""
        at = bisect_right(self.ordered, word) - 1
        while at >= 0:
            stem = self.ordered[at]
            if word.startswith(stem):
                yield from self.ids[stem]
            at = self.shorter[at]


class _Node:
    """A place in the tree of phrases: where a next word leads, which last words end a term, which stems do."""

    __slots__ = ("ends", "next", "stems")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.ends: _Index = {}
        self.stems: _Stems | None = None

    def step(self, word: str) -> "_Node":
        """Give the place that a word leads to, made if it is new."""
        node = self.next.get(word)
        if node is None:
            node = self.next[word] = _Node()
        return node


@dataclass(frozen=True, slots=True)
class _Table:
    """The compiled terms of one sign, included or excluded."""

    terms: tuple[str, ...]
    parsed: tuple[ParsedTerm, ...]
    words: _Index
    hashtags: _Index
    stems: _Stems
    phrases: dict[str, _Node]

    def hits(self, text: Text, tokens: Tokens, reading: str) -> Iterator[_Hit]:
        """Give the hits in one reading of a text as (start, end, term) in the normal form, by place of start."""
        for place, words in self._starts(tokens):
            if place < len(tokens.words):
                for end, term in self._hits_from(tokens, place, words):
                    start, stop = tokens.starts[place], tokens.ends[end]
                    if self.parsed[term].has_tone and not self._is_toned_alike(tokens, reading, place, end, term):
                        continue
                    yield start, stop, term
            else:
                tag = tokens.hashtags[place - len(tokens.words)]
                for term in words:
                    yield tag.start, tag.end, term

    def _starts(self, tokens: Tokens) -> list[tuple[int, Sequence[int]]]:
        """Find the places where something may start, in order, with the one-word terms there.

        A place is the number of a token, or of a hashtag counted on from the last token.
        """
        interesting: dict[str, list[int]] = {}
        for word in tokens.at.keys() & self.words.keys():
            interesting[word] = list(self.words[word])
        for word in tokens.at.keys() & self.phrases.keys():
            interesting.setdefault(word, [])
        if self.stems.ordered:
            for word in tokens.at:
                terms = list(self.stems.find(word))
                if terms:
                    interesting.setdefault(word, []).extend(terms)
        found = [(tokens.starts[place], place, terms) for word, terms in interesting.items() for place in tokens.at[word]]
        for at, tag in enumerate(tokens.hashtags):
            terms = [*self.hashtags.get(tag.word, ()), *self.stems.find(tag.word)]
            if terms:
                found.append((tag.start, len(tokens.words) + at, terms))
        found.sort(key=lambda start: start[:2])
        return [(place, terms) for _, place, terms in found]

    def _hits_from(self, tokens: Tokens, place: int, words: Sequence[int]) -> Iterator[tuple[int, int]]:
        for term in words:
            yield place, term
        node = self.phrases.get(tokens.words[place])
        at = place
        last = len(tokens.words) - 1
        while node is not None and at < last:
            gap = tokens.gaps[at + 1]
            if gap == BARRIER:
                return
            if gap == JOINED and tokens.spaceless[at] and tokens.spaceless[at + 1]:
                node = node.next.get(_APART)
                if node is None:
                    return
            at += 1
            word = tokens.words[at]
            if node.stems is not None:
                for term in node.stems.find(word):
                    yield at, term
            for term in node.ends.get(word, ()):
                yield at, term
            node = node.next.get(word)

    def _is_toned_alike(self, tokens: Tokens, reading: str, first: int, last: int, term: int) -> bool:
        exact = self.parsed[term].exact
        found = [reading[tokens.starts[at] : tokens.ends[at]] for at in range(first, last + 1)]
        return all(not tone or tone == word for tone, word in zip(exact, found, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class LexiconMatcher:
    """A compiled lexicon. Made by `compile_lexicon`; holds no text and may be shared between threads."""

    included: _Table
    excluded: _Table | None

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms that can be reported: as written, those that mean the same as an earlier one left out."""
        return self.included.terms

    def find(self, text: Text, masked: Spans = (), at_most: int = HITS_AT_MOST) -> tuple[Match, ...]:
        """Give the hits that touch no masked part, by start, end and term; the leftmost ones if there are very many.

        `masked` are spans of the original as `Text.masked` gives them. Hits may overlap; none is reported twice.
        """
        found: dict[tuple[int, int, str], bool] = {}
        for matches in (self._hits(text, masked, is_plain=False), self._hits(text, masked, is_plain=True)):
            room = at_most
            for match in matches:
                if room == 0:
                    break
                room -= 1
                key = (match.start, match.end, match.term)
                found[key] = match.obfuscated and found.get(key, True)
        ordered = sorted(found)[:at_most]
        return tuple(Match(start, end, term, found[start, end, term]) for start, end, term in ordered)

    def matches(self, text: Text, masked: Spans = ()) -> bool:
        """Say whether there is any hit that touches no masked part."""
        return any(True for is_plain in (False, True) for _ in self._hits(text, masked, is_plain=is_plain))

    def _hits(self, text: Text, masked: Spans, *, is_plain: bool) -> Iterator[Match]:
        tokens = text.plain_tokens if is_plain else text.tokens
        if tokens is None:
            return
        normal = text.normal
        reading = normal.plain if is_plain else normal.text
        covered: _Cover | None = None
        for start, end, term in self.included.hits(text, tokens, reading):
            if is_plain and normal.text[start:end] == normal.plain[start:end]:
                continue
            first, last = normal.span(start, end)
            if is_masked(masked, first, last):
                continue
            if self.excluded is not None:
                if covered is None:
                    covered = _Cover.of(self.excluded.hits(text, tokens, reading))
                if covered.holds(start, end):
                    continue
            is_obfuscated = (_has_gap if is_plain else Normalised.is_obfuscated)(normal, start, end)
            yield Match(first, last, self.included.terms[term], is_obfuscated)


def _has_gap(normal: Normalised, start: int, end: int) -> bool:
    at = bisect_right(normal.gaps, start)
    return at < len(normal.gaps) and normal.gaps[at] < end


def is_masked(masked: Spans, start: int, end: int) -> bool:
    """Say whether [start, end) overlaps one of the spans, which are in order and apart."""
    at = bisect_left(masked, (end, -1)) - 1
    return at >= 0 and masked[at][1] > start


@dataclass(frozen=True, slots=True)
class _Cover:
    """What the hits of the excluded terms cover: for each start the farthest end of those starting there or before."""

    starts: list[int]
    farthest: list[int]

    @staticmethod
    def of(hits: Iterable[_Hit]) -> "_Cover":
        longest: dict[int, int] = {}
        for start, end, _ in hits:
            longest[start] = max(end, longest.get(start, 0))
        starts = sorted(longest)
        return _Cover(starts, list(accumulate((longest[start] for start in starts), max)))

    def holds(self, start: int, end: int) -> bool:
        at = bisect_right(self.starts, start) - 1
        return at >= 0 and self.farthest[at] >= end


def compile_lexicon(terms: Iterable[str], exclude: Iterable[str] = ()) -> LexiconMatcher:
    """Compile terms, and terms inside whose hits the first do not count.

    A hit does not count when it lies wholly inside a hit of an excluded term (`fire` in `fire stick`), masked or not. Of
    terms that mean the same, the first written is kept. Raises `UnusableTerm` for a term that `check_term` objects to.
    """
    excluded = _build(exclude)
    return LexiconMatcher(_build(terms), excluded if excluded.terms else None)


def _build(terms: Iterable[str]) -> _Table:
    written: list[str] = []
    parsed: list[ParsedTerm] = []
    seen: set[tuple[object, ...]] = set()
    words: _Index = {}
    hashtags: _Index = {}
    phrases: dict[str, _Node] = {}
    stems = _Stems()
    grown = [stems]
    for term in terms:
        found = parse_term(term)
        key = found.key
        if key in seen:
            continue
        seen.add(key)
        number = (len(written),)
        written.append(term)
        parsed.append(found)
        last = found.words[-1]
        if len(found.words) > 1:
            index = _grow(phrases, found, grown)
        else:
            index = stems.ids if found.is_stem else hashtags if found.is_hashtag else words
        index[last] = index.get(last, ()) + number
    for each in grown:
        each.close()
    return _Table(tuple(written), tuple(parsed), words, hashtags, stems, phrases)


def _grow(phrases: dict[str, _Node], term: ParsedTerm, grown: list[_Stems]) -> _Index:
    """Add all of a phrase but its last word to the tree, and give the table in which that belongs."""
    words = term.words
    node = phrases.get(words[0])
    if node is None:
        node = phrases[words[0]] = _Node()
    last = len(words) - 1
    for at in range(1, len(words)):
        if at in term.apart:
            node = node.step(_APART)
        if at < last:
            node = node.step(words[at])
    if not term.is_stem:
        return node.ends
    if node.stems is None:
        node.stems = _Stems()
        grown.append(node.stems)
    return node.stems.ids
