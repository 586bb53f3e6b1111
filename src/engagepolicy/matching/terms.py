"""Reads one term of a lexicon as written, and says what is wrong with it.

A term is a word, a phrase, a `stem*`, a `#hashtag`, a `@handle` or an emoji, or a phrase of words, handles, emoji and symbols.
White space and single joiners between its words (a comma, a hyphen, a slash, an underscore, an apostrophe, a quotation mark)
stand for each other; punctuation before the first word and after the last is not compared. A hashtag stands alone. The star
comes at the very end, right after a word. A Hangul word at the end is a stem without asking, for particles follow it; a
star after a letter of a spaceless script says nothing new and is ignored.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from engagepolicy.matching.characters import HANGUL, hidden_kind, is_within
from engagepolicy.matching.normal import normalise
from engagepolicy.matching.words import BARRIER, JOINED, Tokens, tokenise

WORDS_AT_MOST = 64
"""How many pieces a term may have: words, symbols, emoji, and letters of spaceless scripts."""
CHARS_AT_MOST = 400
"""How many characters a term may have in normal form."""
TERMS_KEPT = 4096
"""Of how many short terms it is remembered how they read: the same ones are compiled again and again."""


_SURROGATE = re.compile("[\ud800-\udfff]")


class TermProblem(Enum):
    """What is wrong with a term; the value says it in plain words."""

    EMPTY = "nothing is left of this term to look for"
    PUNCTUATION_ONLY = "a term needs a word, a number, an emoji or a symbol; this one has punctuation only"
    LONE_STAR = "a star needs the beginning of a word before it"
    STAR_NOT_LAST = "a star can only stand at the end of a term, right after its last word"
    STAR_AFTER_SYMBOL = "a star can only follow a word, not an emoji or a symbol"
    PARTED = "punctuation parts the words of this term; text cannot match it, use a pattern"
    HASHTAG_IN_PHRASE = "a hashtag must be a term by itself"
    TOO_LONG = f"a term can have at most {WORDS_AT_MOST} words and {CHARS_AT_MOST} characters"
    NOT_TEXT = "this term has half of a character pair, which is no text"
    HIDDEN = "this term has characters that cannot be seen; they are not compared"
    DISGUISED = "this term mixes letters of different alphabets, or uses drawn letters; it is compared as plain letters"
    UNASSIGNED = "this term has a code point that is no character"

    @property
    def is_fatal(self) -> bool:
        """Whether the term cannot be used at all; the others are worth a warning."""
        return self not in (TermProblem.HIDDEN, TermProblem.DISGUISED, TermProblem.UNASSIGNED)


class UnusableTerm(ValueError):
    """A term that cannot be compiled, with the reason."""

    def __init__(self, term: str, problem: TermProblem) -> None:
        """Take the term as written and what is wrong with it."""
        super().__init__(problem.value)
        self.term = term
        self.problem = problem


@dataclass(frozen=True, slots=True)
class ParsedTerm:
    """A term cut into what is compared.

    `words` are without skin tones, `exact` with those that the term carries (an empty string where it does not matter);
    `apart` are the words of a spaceless script that stand after another such word and a space; `close` are those that follow
    one directly.
    """

    words: tuple[str, ...]
    exact: tuple[str, ...] = ()
    apart: tuple[int, ...] = ()
    close: tuple[int, ...] = ()
    is_stem: bool = False
    is_hashtag: bool = False

    @property
    def has_tone(self) -> bool:
        """Whether an emoji of the term carries a skin tone."""
        return bool(self.exact)

    @property
    def key(self) -> tuple[object, ...]:
        """What terms that mean the same have in common."""
        return (self.words, self.exact, self.apart, self.is_stem, self.is_hashtag)


def parse_term(term: str) -> ParsedTerm:
    """Cut a term into what is compared; raises `UnusableTerm` where nothing could ever match."""
    # Nearly all terms of a large lexicon are plain words with single spaces, which need no cutting.
    if term.isascii() and len(term) <= WORDS_AT_MOST:
        words = term.removesuffix("*").lower().split(" ")
        if all(map(str.isalnum, words)):
            return ParsedTerm(tuple(words), is_stem=term.endswith("*"))
    parsed = _parse(term)
    if isinstance(parsed, TermProblem):
        raise UnusableTerm(term, parsed)
    return parsed


def check_term(term: str) -> TermProblem | None:
    """Say what is wrong with a term, or nothing; ask the problem whether it is fatal."""
    parsed = _parse(term)
    return parsed if isinstance(parsed, TermProblem) else _check_parsed(term)


@lru_cache(maxsize=TERMS_KEPT)
def _check_parsed(term: str) -> TermProblem | None:
    normal = normalise(term)
    if any(unicodedata.category(char) == "Cn" for char in term):
        return TermProblem.UNASSIGNED
    if normal.gaps:
        return TermProblem.HIDDEN
    if any(hidden_kind(char) == "H" and char not in "\u200c\u200e\u200f\u200b" for char in term):
        return TermProblem.HIDDEN
    return TermProblem.DISGUISED if normal.disguised else None


def normal_form(term: str, *, with_tones: bool = True) -> str:
    """Give the form in which a term is compared: equal for terms that mean the same.

    Case, width, composition, variation selectors, joiners and outer punctuation do not count; a star does, and the skin tone of
    an emoji unless `with_tones` is false. A term that cannot be used gives the normal form of its letters.
    """
    parsed = _parse(term)
    if isinstance(parsed, TermProblem):
        return normalise(term).text.strip()
    words = parsed.words
    if with_tones and parsed.exact:
        words = tuple(exact or word for word, exact in zip(words, parsed.exact, strict=True))
    star = "*" if parsed.is_stem else ""
    spaced = ("" if at == 0 or at in parsed.close else " " for at in range(len(words)))
    return "".join(space + word for space, word in zip(spaced, words, strict=True)) + star


def _parse(term: str) -> ParsedTerm | TermProblem:
    return TermProblem.TOO_LONG if len(term) > CHARS_AT_MOST * 4 else _parse_short(term)


@lru_cache(maxsize=TERMS_KEPT)
def _parse_short(term: str) -> ParsedTerm | TermProblem:
    text = normalise(term).text.strip()
    problem = _find_problem(term, text)
    if problem is not None:
        return problem
    is_stem = text.endswith("*")
    body = text.removesuffix("*")
    tokens = tokenise(body)
    if not tokens.words:
        return TermProblem.PUNCTUATION_ONLY
    if len(tokens.words) > WORDS_AT_MOST:
        return TermProblem.TOO_LONG
    if tokens.hashtags:
        tag = tokens.hashtags[0]
        outside = body[: tag.start] + body[tag.end :]
        if any(char.isalnum() for char in outside) or len(tokens.hashtags) > 1 or tokenise(outside).words:
            return TermProblem.HASHTAG_IN_PHRASE
        if is_stem and tag.end < len(body):
            return TermProblem.STAR_NOT_LAST
        return ParsedTerm((tag.word,), is_stem=is_stem, is_hashtag=True)
    if is_stem and tokens.ends[-1] < len(body):
        return TermProblem.STAR_NOT_LAST
    if BARRIER in tokens.gaps[1:]:
        return TermProblem.PARTED
    return _assemble(body, tokens, is_stem)


def _find_problem(term: str, text: str) -> TermProblem | None:
    if not text:
        return TermProblem.EMPTY
    if len(text) > CHARS_AT_MOST:
        return TermProblem.TOO_LONG
    if _SURROGATE.search(term) is not None:
        return TermProblem.NOT_TEXT
    if not text.strip("*"):
        return TermProblem.LONE_STAR
    stars = text.removesuffix("*").replace("*\u20e3", "")
    return TermProblem.STAR_NOT_LAST if "*" in stars else None


def _assemble(body: str, tokens: Tokens, is_stem: bool) -> ParsedTerm | TermProblem:
    last = tokens.words[-1]
    if tokens.spaceless[-1]:
        is_stem = False
    elif is_within(HANGUL, ord(last[0])):
        is_stem = True
    elif (is_stem and not any(char.isalnum() for char in last)) or (is_stem and last.endswith("\u20e3")):
        return TermProblem.STAR_AFTER_SYMBOL
    written = [body[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    # A token is its word as written, but for the skin tones of emoji.
    exact = tuple(was if was != word else "" for was, word in zip(written, tokens.words, strict=True))
    spaceless = tokens.spaceless
    pairs = [at for at in range(1, len(written)) if spaceless[at] and spaceless[at - 1]]
    apart = tuple(at for at in pairs if tokens.gaps[at] == JOINED)
    close = tuple(at for at in pairs if tokens.gaps[at] != JOINED)
    return ParsedTerm(tuple(tokens.words), exact if any(exact) else (), apart, close, is_stem)
