"""What people write that a policy listens for: its words in a sentence, and what is nearly one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from engagepolicy.ir.expressions import Apply, Constantly, Reference, RegularExpression, walk
from engagepolicy.ir.program import Program
from engagepolicy.proving.patterns import samples_of
from engagepolicy.proving.spoken import spoken_of
from engagepolicy.testing.boundaries import expressions_of

ORDINARY = "Hello"
TEXT_TESTS = frozenset({"contains_text", "starts_with", "ends_with", "mentions", "mentions_words", "matches", "equal", "member"})

Change = Callable[[str], str]


def _wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


CHANGES: tuple[Change, ...] = (
    lambda word: word,
    lambda word: f"{word}x",
    lambda word: word[:-1],
    lambda word: f"x{word}",
    str.upper,
    str.swapcase,
    _wide,
    lambda word: f"{word[:1]}\u200b{word[1:]}",
    lambda word: word.replace(" ", "  "),
    lambda word: f"#{word}",
    lambda word: f"@{word}",
)
"""A word as it stands, then what is nearly the same: a letter more, a letter less, other case, full width, something unseen inside."""

SENTENCES: tuple[str, ...] = (
    "{}",
    "I say {} to you.",
    'She said "{}" to me',
    "> {}\n\nno, not that",
    "https://example.com/{}",
    "RT @somebody: {}",
    "no{}thing",
    "{}. {}",
    "```{}```",
)
"""Where a word stands: alone, in a sentence, in a quotation, a link, a repeated message, inside another word, twice."""


def place_word(word: str, sentence: str) -> str:
    """Return the sentence with the word in it; a link has it as links write it."""
    return sentence.replace("{}", quote(word, errors="ignore") if sentence.startswith("https:") else word)


def _of_lexicon(program: Program, name: str) -> Iterator[str]:
    pending, seen = [name], set()
    while pending:
        lexicon = program.lexicon_by_name[pending.pop()]
        if lexicon.name not in seen:
            seen.add(lexicon.name)
            pending += lexicon.made_of
            for term in lexicon.terms:
                yield from spoken_of(term, program.lexicon_by_name)


def _sought(program: Program, test: Apply) -> Iterator[str]:
    for operand in test.operands:
        match operand:
            case Reference(kind="lexicon", name=name):
                yield from _of_lexicon(program, name)
            case RegularExpression(source=source):
                yield from samples_of(source)
            case Constantly(value=str() as text):
                yield text
            case Constantly(value=frozenset() as words) if test.operator in ("mentions_words", "member"):
                yield from (word.removesuffix("*") for word in sorted(map(str, words)))


def find_words(program: Program, path: str) -> tuple[str, ...]:
    """Return what the policy looks for in the text at the path, each once; without `*`, and of patterns texts that they match."""
    found: dict[str, None] = {}
    for expression in expressions_of(program):
        for part in walk(expression):
            if isinstance(part, Apply) and part.operator in TEXT_TESTS and _reads(part, path):
                found.update(dict.fromkeys(word for word in _sought(program, part) if _is_text(word)))
    return tuple(found)


def _reads(test: Apply, path: str) -> bool:
    return any(getattr(part, "path", None) == path for operand in test.operands for part in walk(operand))


def _is_text(word: str) -> bool:
    """Whether an input can hold it: halves of surrogate pairs are no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def near_misses(words: Iterable[str]) -> list[str]:
    """Return texts that a comparison of whole texts may take for the word or not: itself, in other case, with more, with less."""
    return list(dict.fromkeys(made for word in words for made in (word, word.upper(), f"{word}x", word[:-1])))
