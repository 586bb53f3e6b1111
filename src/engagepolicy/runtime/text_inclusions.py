"""Which text tests find something wherever others do, in every text: a wider lexicon, a word of it, the same words elsewhere.

What a test looks for is held against what others look for, term by term: the first finds something only where one of its terms is
found, so others whose terms are found with each of these find something too. What is said is so for every text; much that is so is
not seen. Of lexicons with excluded terms only said of texts in which they find no more than the matcher counts, 100,000 words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from engagepolicy.ir.expressions import Apply
from engagepolicy.ir.program import ALL_TIME, Lexicon, Term, Window
from engagepolicy.matching import InvalidPattern, Pattern, PatternUnavailable, UnusableTerm, compile_pattern, normalise
from engagepolicy.matching.inclusion import WiderTerms, find_literal, is_found_in_any_place, literals_of, may_lie_within
from engagepolicy.matching.terms import ParsedTerm
from engagepolicy.matching.texts import is_found_with
from engagepolicy.runtime.sought import Needle, Search, Sought, form_of, is_within, parsed, search_of, what_is_sought

Number: TypeAlias = int
"""A test among those that were added; tests alike but for the text have one number."""

LOOKS_AT_MOST = 200_000
"""How often patterns are held against words, in all; later ones are said to find nothing of them."""
NEEDLE_AT_MOST = 200
"""Of longer plain texts the parts are not looked at."""


class TextInclusions:
    """What follows from what among the text tests of one program. Tests are added as they are met. Not shared by threads."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        """Take the lexicons by name; their includes form no cycle."""
        self._lexicons = lexicons
        self._numbers: dict[Search, Number] = {}
        self._sought: list[tuple[Sought, ...] | None] = []
        self._terms: WiderTerms[tuple[Number, Sought]] = WiderTerms()
        self._patterns: dict[str, list[tuple[Number, Sought]]] = {}
        self._templates: dict[Term, list[tuple[Number, Sought]]] = {}
        self._anywhere: dict[str, Pattern] = {}
        self._needles: dict[str, list[tuple[Number, Needle]]] = {}
        self._folded: dict[str, str] = {}
        self._wider: dict[Number, tuple[int, tuple[frozenset[Number], ...] | None]] = {}
        self._looks = 0

    def add(self, test: Apply) -> Number:
        """Take a text test, and return its number."""
        search = search_of(test)
        number = self._numbers.setdefault(search, len(self._numbers))
        if number == len(self._sought):
            sought = what_is_sought(search, self._lexicons)
            self._sought.append(sought)
            for each in sought or ():
                self._index(number, each)
        return number

    def _index(self, number: Number, sought: Sought) -> None:
        match sought.what:
            case ParsedTerm():
                self._terms.add(sought.what, (number, sought))
            case Term():
                self._templates.setdefault(sought.what, []).append((number, sought))
            case Needle():
                text = sought.what.text
                self._folded[text] = normalise(text).text
                self._needles.setdefault(text, []).append((number, sought.what))
            case source:
                if source not in self._patterns:
                    pattern = _compiled(source)
                    if pattern is not None and is_found_in_any_place(pattern):
                        self._anywhere[source] = pattern
                self._patterns.setdefault(source, []).append((number, sought))

    # --- what follows

    def find_wider(self, number: Number) -> tuple[frozenset[Number], ...] | None:
        """Return sets of other tests, one of which finds something, each of its tests, wherever this one does; None where none is known.

        No set holds all of another one. A test that never finds anything has no sets.
        """
        known = self._wider.get(number)
        if known is None or known[0] != len(self._sought):
            known = self._wider[number] = (len(self._sought), self._sets_with(number))
        return known[1]

    def _sets_with(self, number: Number) -> tuple[frozenset[Number], ...] | None:
        sought = self._sought[number]
        if sought is None:
            return None
        found: set[frozenset[Number]] = set()
        for each in sought:
            with_it = frozenset(self._found_with(each)) - {number}
            if not with_it:
                return None
            found.add(with_it)
        return smallest(found)

    def follows(self, one: Apply, two: Apply) -> bool:
        """Whether the second test finds something wherever the first does, if both are asked of the same text."""
        first, second = self.add(one), self.add(two)
        every = self.find_wider(first)
        return first == second or (every is not None and all(second in each for each in every))

    def _found_with(self, sought: Sought) -> Iterator[Number]:
        """Yield the tests that find something wherever this is found."""
        match sought.what:
            case ParsedTerm():
                for (number, wide), first, last in self._terms.find(sought.what):
                    if _fits(sought, wide, (first, last)):
                        yield number
                yield from self._patterns_in(literals_of(sought.what), sought)
            case Needle():
                yield from self._needles_in(sought.what)
                literal = find_literal(sought.what.text)
                yield from self._patterns_in(() if literal is None else (literal,), sought)
            case Term():
                for number, wide in self._templates.get(sought.what, ()):
                    if wide.masks == sought.masks and not wide.excluded and is_within(sought.window, wide.window):
                        yield number
            case source:
                for number, wide in self._patterns.get(source, ()):
                    if wide.masks == sought.masks and _fits(sought, wide, None):
                        yield number

    def _patterns_in(self, literals: tuple[str, ...], sought: Sought) -> Iterator[Number]:
        """Yield the tests with a pattern that matches one of these texts, which stand wherever this is found."""
        for source, pattern in self._anywhere.items() if literals else ():
            self._looks += len(literals)
            if self._looks > LOOKS_AT_MOST:
                return
            if any(map(pattern.is_in, literals)):
                yield from (number for number, wide in self._patterns[source] if not wide.excluded and _fits(sought, wide, None))

    def _needles_in(self, needle: Needle) -> Iterator[Number]:
        text = needle.text
        if len(text) > NEEDLE_AT_MOST:
            return
        folded = normalise(text).text
        for other, wides in self._needles.items():
            for number, wide in wides if self._folded[other] in folded else ():
                if wide.where in (needle.where, "contains_text") and is_found_with(other, text, wide.where):
                    yield number

    def find_times(self, number: Number) -> tuple[Window, ...] | None:
        """Return when anything that the test looks for is in force; None where that is always, or not known."""
        sought = self._sought[number]
        windows = dict.fromkeys(each.window for each in sought or ())
        return None if sought is None or ALL_TIME in windows else tuple(windows)

    # --- what one test finds and others do not

    def find_clear(self, test: Apply, others: Iterable[Apply]) -> Iterator[Sought]:
        """Yield what the test looks for and is not known to be found with anything that one of the others looks for."""
        number = self.add(test)
        unwanted = {self.add(other) for other in others}
        for each in self._sought[number] or ():
            if unwanted.isdisjoint(self._found_with(each)):
                yield each


    def find_masks(self, test: Apply) -> frozenset[str]:
        """Return the parts of a text in which the test, or something that it looks for, is not looked for."""
        return frozenset().union(*(each.masks for each in self._sought[self.add(test)] or ()))


def _compiled(source: str) -> Pattern | None:
    try:
        return compile_pattern(source)
    except (InvalidPattern, PatternUnavailable):
        return None


def _fits(narrow: Sought, wide: Sought, words: tuple[int, int] | None) -> bool:
    """Whether a hit of the wider one counts wherever one of the narrow one does.

    It lies in the hit of the narrow one, at the words of the term from the first number up to the second; None where it is the same hit.
    """
    return wide.masks <= narrow.masks and is_within(narrow.window, wide.window) and _is_spared(narrow, wide, words)


def _is_spared(narrow: Sought, wide: Sought, words: tuple[int, int] | None) -> bool:
    """Whether nothing excludes the hit of the wider one that lets the hit of the narrow one count."""
    spared = {form_of(term): term.window for term in narrow.excluded}
    return all(_spares_both(term, spared, narrow, words) for term in wide.excluded)


def _spares_both(term: Term, spared: Mapping[Term, Window], narrow: Sought, words: tuple[int, int] | None) -> bool:
    """Whether the excluded term excludes the hit of the narrow one too, or cannot exclude what lies in it."""
    what, form = narrow.what, form_of(term)
    is_same_place = words is None or (isinstance(what, ParsedTerm) and words == (0, len(what.words)))
    if is_same_place and form in spared and is_within(term.window, spared[form]):
        return True
    if words is None or not isinstance(what, ParsedTerm) or term.is_pattern or term.is_template:
        return False
    try:
        return not may_lie_within(what, *words, parsed(term.text))
    except UnusableTerm:
        return False


def smallest(sets: Iterable[frozenset[Number]]) -> tuple[frozenset[Number], ...]:
    """Return those of the sets that hold all of no other one."""
    kept: list[frozenset[Number]] = []
    for each in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= each for other in kept):
            kept.append(each)
    return tuple(kept)
