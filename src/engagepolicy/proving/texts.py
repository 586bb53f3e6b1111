"""Texts made to order: a text in which these tests find something and those do not, or nothing where none was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

from engagepolicy.ir.expressions import Apply, Constantly, Reference, RegularExpression
from engagepolicy.ir.program import Term
from engagepolicy.matching.terms import ParsedTerm
from engagepolicy.proving.patterns import samples_of
from engagepolicy.proving.spoken import spoken_of
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.sought import Needle
from engagepolicy.runtime.text_inclusions import TextInclusions

PLAIN = ("Hello", "Good day to you all", "")
T = TypeVar("T")

SAMPLES_AT_MOST = 40
ENDINGS = ("s", "ed", "ing", "er", "a", "o", "z")
"""What a word of a stem may end in."""
WRAPS = {
    "code": "`{}`",
    "emails": "{}@example.com",
    "hashtags": "#{}",
    "html": "<b {}>",
    "quotes": '"{}"',
    "retweets": "RT @example {}",
    "urls": "https://example.com/{}",
}
"""How a word is said where it is not looked for."""


class TextMaker:
    """Makes texts for the tests of one program, as of one moment."""

    def __init__(self, prepared: Prepared, as_of: datetime) -> None:
        """Take the program and the moment of the decision, in UTC: terms come into force and leave it."""
        self._prepared = prepared
        self._as_of = as_of
        self._setting = Setting(prepared, as_of)
        self._inclusions = TextInclusions(prepared.program.lexicon_by_name)

    def finds(self, test: Apply, text: str) -> bool:
        """Whether the test finds something in the text."""
        operands = [each.value if isinstance(each, Constantly) else each for each in test.operands[1:]]
        return bool(MEANINGS[test.operator](self._setting, test, [text, *operands]))

    def find_text(self, found: Sequence[Apply], not_found: Sequence[Apply]) -> str | None:
        """Return a text in which every test of `found` finds something and none of `not_found` does; None where none was made."""
        starts = sorted((test for test in found if test.operator == "starts_with"), key=_length, reverse=True)
        ends = sorted((test for test in found if test.operator == "ends_with"), key=_length, reverse=True)
        between = [test for test in found if test.operator not in ("starts_with", "ends_with")]
        for plain in PLAIN if not starts else ("",):
            text = self._with_all(plain, [*starts, *between, *ends], not_found)
            if text is not None and all(self.finds(test, text) for test in found) and not any(self.finds(test, text) for test in not_found):
                return text
        return None

    def _with_all(self, text: str, found: Sequence[Apply], not_found: Sequence[Apply]) -> str | None:
        for test in found:
            extended = self._extended(text, test, not_found)
            if extended is None:
                return None
            text = extended
        return text

    def _extended(self, text: str, test: Apply, not_found: Sequence[Apply]) -> str | None:
        """Return the text with a piece that the test finds; as it is where the test finds something already."""
        if self.finds(test, text):
            return text
        for sample in self._candidates(test, not_found):
            for joined in (f"{text}. {sample}", f"{text} {sample}", f"{text}{sample}") if text else (sample,):
                if self.finds(test, joined) and not any(self.finds(each, joined) for each in not_found):
                    return joined
        return None

    def _candidates(self, test: Apply, not_found: Sequence[Apply]) -> Iterator[str]:
        """Yield texts in which the test may find something and the others nothing, the likeliest first."""
        if not not_found:
            yield from self.samples(test)
            return
        beyond = [*_first(self._beyond(test, not_found))]
        yield from chain((plain for plain, _ in beyond), self.samples(test), *(self._spared(each) for each in not_found))
        yield from (f"{plain}{letters}" for plain, is_stem in beyond if is_stem for letters in ENDINGS)
        hiding = frozenset[str]().union(*map(self._inclusions.find_masks, not_found)) - self._inclusions.find_masks(test)
        for wrap in (WRAPS[mask] for mask in sorted(hiding & WRAPS.keys())):
            yield from (wrap.format(plain) for plain in self.samples(test))

    def _beyond(self, test: Apply, not_found: Sequence[Apply]) -> Iterator[tuple[str, bool]]:
        """Yield what the test looks for that is not known to be found with what the others look for, and whether it is a stem."""
        for each in self._inclusions.find_clear(test, not_found):
            if each.window.holds_at(self._as_of):
                match each.what:
                    case ParsedTerm(is_stem=is_stem):
                        yield each.written.removesuffix("*"), is_stem
                    case Needle(text=text):
                        yield text, False
                    case Term() as template:
                        yield from ((sample, False) for sample in self._spoken([template]))
                    case source:
                        yield from ((sample, False) for sample in samples_of(source))

    def _spared(self, test: Apply) -> Iterator[str]:
        """Yield the excluded terms of the lexicon that the test looks for: another test may find something in one."""
        sought = test.operands[1]
        if isinstance(sought, Reference):
            terms = self._prepared.program.lexicon_by_name[sought.name].terms
            yield from _first(self._spoken(term for term in terms if term.is_excluded and not term.is_pattern))

    def _spoken(self, terms: Iterable[Term]) -> Iterator[str]:
        """Yield for each term what a person would write."""
        lexicons = self._prepared.program.lexicon_by_name
        return (text for term in terms for text in spoken_of(term, lexicons))

    def samples(self, test: Apply) -> Iterator[str]:
        """Yield texts in which the test may find something."""
        sought = test.operands[1]
        match sought:
            case Reference(name=name):
                terms = self._prepared.vocabulary.terms_at(name, self._as_of)
                yield from _first(self._spoken(term for term in terms if not term.is_pattern and not term.is_template))
                yield from _first(self._spoken(term for term in terms if term.is_template))
                yield from _first(self._spoken(term for term in terms if term.is_pattern))
            case RegularExpression(source=source):
                yield from _first(samples_of(source))
            case Constantly(value=frozenset() as words):
                yield from _first(_plain(sorted(map(str, words))))
            case Constantly(value=value):
                yield str(value)
            case _:
                return


def _length(test: Apply) -> int:
    sought = test.operands[1]
    return len(sought.value) if isinstance(sought, Constantly) and isinstance(sought.value, str) else 0


def _first(samples: Iterable[T]) -> Iterator[T]:
    for number, sample in enumerate(samples):
        if number == SAMPLES_AT_MOST:
            return
        yield sample


def _plain(terms: Iterable[str]) -> Iterator[str]:
    """Yield for each word behind `mentions` what a person would write."""
    for term in terms:
        yield term.removesuffix("*")
