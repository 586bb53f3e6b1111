"""The runtime's door to `matching`: the one file that knows how a text is prepared and how terms and patterns are found in it.

In: plain strings, terms of the program, names of masked parts. Out: `Hit`s with offsets into the text as it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from engagepolicy import matching
from engagepolicy.ir.program import Term
from engagepolicy.matching import (
    LexiconMatcher,
    MaskKind,
    Match,
    Pattern,
    SoughtTemplate,
    TemplateMatcher,
    Text,
    compile_lexicon,
    compile_pattern,
    compile_templates,
)

HITS_AT_MOST = 100_000
"""How many hits of one lexicon's words in one text are looked at, leftmost first."""

_WORD_SETS_KEPT = 4096


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A part of a text that was found, from `start` up to `end`, and the term or pattern that found it, as written.

    `is_disguised` tells that it was only found after hidden characters were removed or look-alike letters were folded.
    """

    start: int
    end: int
    sought: str
    is_disguised: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """Terms and patterns ready to be looked for; holds no text."""

    words: LexiconMatcher | None
    patterns: tuple[Pattern, ...]
    templates: TemplateMatcher | None = None


def prepare_text(string: str) -> Text:
    """Return the text ready to be searched."""
    return matching.prepare(string)


def compile_terms(terms: Iterable[Term], exclude: Iterable[Term] = ()) -> Matcher:
    """Return a matcher for the terms; hits of words inside a hit of an excluded word do not count.

    Templates that speak of a brand are passed over: only vocabularies of disclosures look for them. Excluded patterns and templates are
    not looked at here. Raises the `ValueError`s of `matching` for terms and patterns that it refuses.
    """
    written = tuple(terms)
    words = [term.text for term in written if not term.is_pattern and not term.is_template]
    excluded = [term.text for term in exclude if not term.is_pattern and not term.is_template]
    templates = [
        SoughtTemplate(term.text, term.lexicons, term.reach)
        for term in written
        if term.is_template and not matching.names_brand(term.text)
    ]
    return Matcher(
        compile_lexicon(words, excluded) if words else None,
        tuple(compile_pattern(term.text) for term in written if term.is_pattern),
        compile_templates(templates) if templates else None,
    )


@lru_cache(maxsize=_WORD_SETS_KEPT)
def compile_words(words: frozenset[str]) -> Matcher:
    """Return a matcher for the words of a test that lists them itself."""
    return Matcher(compile_lexicon(sorted(words)), ())


_compile_pattern = lru_cache(maxsize=_WORD_SETS_KEPT)(compile_pattern)


def find_terms(matcher: Matcher, text: Text, masks: frozenset[str]) -> tuple[Hit, ...]:
    """Return what is found outside the masked parts, in the order of the text."""
    masked = text.masked(frozenset(map(MaskKind, masks)))
    found = () if matcher.words is None else matcher.words.find(text, masked, HITS_AT_MOST)
    of_patterns = (match for pattern in matcher.patterns for match in pattern.find(text, masked))
    return tuple(sorted({Hit(match.start, match.end, match.term, match.obfuscated) for match in (*found, *of_patterns)}))


def find_templates(
    matcher: Matcher, text: Text, masks: frozenset[str], found: Callable[[str], Iterable[Hit]], *, is_longest: bool = False
) -> tuple[Hit, ...]:
    """Return where the matcher's templates are found outside the masked parts; `found` gives what the lexicons that they name find.

    Of the stretches that end at one place the shortest counts, or the longest.
    """
    if matcher.templates is None:
        return ()

    def matches(lexicon: str) -> tuple[Match, ...]:
        return tuple(Match(hit.start, hit.end, hit.sought, hit.is_disguised) for hit in sorted(found(lexicon)))

    masked = text.masked(frozenset(map(MaskKind, masks)))
    hits = matcher.templates.find(text, masked, matches, is_longest=is_longest)
    return tuple(sorted({Hit(hit.start, hit.end, hit.term, hit.obfuscated) for hit in hits}))


def find_pattern(source: str, text: Text, masks: frozenset[str]) -> tuple[Hit, ...]:
    """Return where the regular expression matches outside the masked parts, in the order of the text."""
    return find_terms(Matcher(None, (_compile_pattern(source),)), text, masks)


def holds(text: Text, words: str) -> bool:
    """Whether the words stand anywhere in the text, both folded."""
    return matching.contains(text, words)


def begins(text: Text, words: str) -> bool:
    """Whether the text begins with the words, both folded."""
    return matching.starts_with(text, words)


def ends(text: Text, words: str) -> bool:
    """Whether the text ends with the words, both folded."""
    return matching.ends_with(text, words)
