"""Finds templates in a text: words, choices and what lexicons find, one after another in one sentence.

All words of all templates are looked up at once, as the terms of one lexicon; then each template walks over the places of its steps
from the first on and keeps, for every place where a step ends, the one beginning that matters. So the time is linear in the text:
for each template at most `PLACES_AT_MOST` places of each step, times the few words that a gap may have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engagepolicy.matching.lexicons import LexiconMatcher, Match, compile_lexicon
from engagepolicy.matching.masks import Spans
from engagepolicy.matching.sentences import Sentences, find_sentences
from engagepolicy.matching.templates import Step, Steps, parse_steps
from engagepolicy.matching.terms import normal_form
from engagepolicy.matching.texts import Text

PLACES_AT_MOST = 2_000
"""How many places of one step in one text are looked at, leftmost first."""

PASSED_OVER = frozenset(
    (
        "actually already also basically currently even generously graciously happily honestly just kindly literally now"
        " personally proudly really recently still technically truly very"
    ).split()
)
"""Words that change nothing of what a sentence tells: `Acme kindly gave me this` tells what `Acme gave me this` does."""

_PASSED_OVER_AT_MOST = 2

Found: TypeAlias = Callable[[str], Sequence[Match]]
"""Gives what the lexicon of a name finds in the text at hand."""


@dataclass(frozen=True, slots=True)
class SoughtTemplate:
    """A template as written, the lexicons that it names in their order, and how many words its gaps may have, if it says so."""

    text: str
    lexicons: tuple[str, ...] = ()
    reach: int | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a step was found: its tokens [first, last), and [start, end) in the original."""

    first: int
    last: int
    start: int
    end: int
    is_disguised: bool


@dataclass(frozen=True, slots=True)
class _Begun:
    """What was found of a template so far: its first token, and [start, end) in the original."""

    first: int
    start: int
    end: int
    is_disguised: bool


_Ends: TypeAlias = dict[int, _Begun]
"""What was found so far by the token behind it: of all that ends there the one that matters."""


@dataclass(frozen=True, slots=True, eq=False)
class TemplateMatcher:
    """Compiled templates. Made by `compile_templates`; holds no text and may be shared between threads."""

    templates: tuple[tuple[SoughtTemplate, Steps], ...]
    _words: LexiconMatcher | None
    _forms: dict[str, str]

    def find(self, text: Text, masked: Spans, found: Found, *, is_longest: bool = False) -> tuple[Match, ...]:
        """Give the hits outside the masked parts, for every end one: the shortest that ends there, or the longest.

        `found` gives what the lexicons that the templates name find outside the same parts.
        """
        if not self.templates:
            return ()
        search = _Search(text, masked, found)
        words = {} if self._words is None else search.look_up(self._words, self._forms)
        return tuple(hit for template, steps in self.templates for hit in search.follow(template, steps, words, is_longest=is_longest))


class _Search:
    """One text while templates are looked for in it."""

    def __init__(self, text: Text, masked: Spans, found: Found) -> None:
        self._text, self._masked, self._found = text, masked, found
        self._sentences: Sentences | None = None
        self._forms: dict[str, str] = {}
        self._of_step: dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Place]] = {}
        self._of_lexicon: dict[str, list[_Place]] = {}

    @property
    def sentences(self) -> Sentences:
        if self._sentences is None:
            self._sentences = find_sentences(self._text, self._masked)
        return self._sentences

    def look_up(self, words: LexiconMatcher, forms: dict[str, str]) -> dict[str, list[_Place]]:
        """Return the places of every term, by the form in which it is compared."""
        self._forms = forms
        places: dict[str, list[_Place]] = {}
        for hit in words.find(self._text, self._masked):
            places.setdefault(forms[hit.term], []).extend(self._place(hit))
        return places

    def _place(self, hit: Match) -> Iterator[_Place]:
        """Yield where a hit stands, if it has a word at all."""
        first, last = self.sentences.tokens_in(hit.start, hit.end)
        if first < last:
            yield _Place(first, last, hit.start, hit.end, hit.obfuscated)

    def follow(
        self, template: SoughtTemplate, steps: Steps, words: dict[str, list[_Place]], *, is_longest: bool
    ) -> Iterator[Match]:
        """Yield the hits of one template."""
        stages: list[tuple[Step, list[_Place]]] = []
        for step in steps.steps:
            places = self._places(step, template, words)
            if not places and not step.is_optional:
                return
            stages.append((step, places))
        for last, begun in self._walk(stages, is_longest=is_longest).items():
            start = self.sentences.reach_back(begun.first) if steps.is_open_before else begun.start
            end = max(begun.end, self.sentences.reach_on(last - 1)) if steps.is_open_behind else begun.end
            yield Match(start, end, template.text, begun.is_disguised)

    def _places(self, step: Step, template: SoughtTemplate, words: dict[str, list[_Place]]) -> list[_Place]:
        """Return where a step is found, in order."""
        names = tuple(template.lexicons[mark] for mark in step.marks)
        key = (step.terms, names)
        if key not in self._of_step:
            forms = dict.fromkeys(self._forms[term] for term in step.terms)
            lists = [words.get(form, []) for form in forms] + [self._lexicon(name) for name in names]
            whole = sorted({place for each in lists for place in each}, key=_by_place)
            self._of_step[key] = whole[:PLACES_AT_MOST]
        return self._of_step[key]

    def _lexicon(self, name: str) -> list[_Place]:
        if name not in self._of_lexicon:
            self._of_lexicon[name] = [place for hit in self._found(name) for place in self._place(hit)]
        return self._of_lexicon[name]

    def _walk(self, stages: Sequence[tuple[Step, list[_Place]]], *, is_longest: bool) -> _Ends:
        """Return where all the steps have been found; a branch has left out what may be left out, and keeps its gap."""
        branches: list[tuple[int, _Ends | None]] = [(0, None)]
        for step, places in stages:
            widened = [(max(gap, step.gap or 0), ends) for gap, ends in branches]
            ends: _Ends = {}
            for gap, before in widened:
                for place in places:
                    begun = _begin(place) if before is None else self._extend(before, place, gap, is_longest=is_longest)
                    if begun is not None and _is_better(begun, ends.get(place.last), is_longest=is_longest):
                        ends[place.last] = begun
            branches = [(0, ends), *(widened if step.is_optional else ())]
        found: _Ends = {}
        for _, ends_of_branch in branches:
            for last, begun in (ends_of_branch or {}).items():
                if _is_better(begun, found.get(last), is_longest=is_longest):
                    found[last] = begun
        return found

    def _extend(self, ends: _Ends, place: _Place, gap: int, *, is_longest: bool) -> _Begun | None:
        """Return what was found before a place, with the place; None where nothing ends near enough in the same sentence."""
        lowest = max(place.first - max(gap, self._passed_over(place.first)), self.sentences.firsts[place.first] + 1)
        best: _Begun | None = None
        for at in range(lowest, place.first + 1):
            before = ends.get(at)
            if before is not None and _is_better(before, best, is_longest=is_longest):
                best = before
        if best is None:
            return None
        return _Begun(best.first, best.start, place.end, best.is_disguised or place.is_disguised)

    def _passed_over(self, token: int) -> int:
        """Return how many words right before a token say nothing."""
        words = self._text.tokens.words
        count = 0
        while count < _PASSED_OVER_AT_MOST and count < token and words[token - count - 1] in PASSED_OVER:
            count += 1
        return count


def _begin(place: _Place) -> _Begun:
    return _Begun(place.first, place.start, place.end, place.is_disguised)


def _is_better(one: _Begun, other: _Begun | None, *, is_longest: bool) -> bool:
    return other is None or (one.start < other.start if is_longest else one.start > other.start)


def _by_place(place: _Place) -> tuple[int, int, int, bool]:
    return (place.start, place.end, place.first, place.is_disguised)


def compile_templates(templates: Iterable[SoughtTemplate]) -> TemplateMatcher:
    """Compile templates in which `find_template_problem` sees nothing wrong."""
    parsed = tuple((template, parse_steps(template.text, template.reach)) for template in templates)
    terms = dict.fromkeys(term for _, steps in parsed for step in steps.steps for term in step.terms)
    forms = {term: normal_form(term) for term in terms}
    return TemplateMatcher(parsed, compile_lexicon(terms) if terms else None, forms)
