r"""Patterns: regular expressions of a kind that takes linear time, matched on the normalised text.

The engine is RE2; its syntax has neither look-around nor references back. It is imported when a pattern is first compiled.
In RE2 `\w`, `\d`, `\s` and `\b` know ASCII only; `\pL`, `\pN` and their like know all scripts. An empty match is no hit, and
matches in one text do not overlap. Each search is linear in the text (times the size of the pattern, which is bounded);
finding all matches searches again after each, so the number of searches is bounded as well.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import ModuleType
from typing import Protocol

from engagepolicy.matching.lexicons import Match
from engagepolicy.matching.masks import Spans
from engagepolicy.matching.normal import normalise
from engagepolicy.matching.texts import Text

MEMORY_AT_MOST = 8 << 20
"""Bytes that one compiled pattern may use for its tables."""
CHARS_AT_MOST = 2_000
"""How many characters a pattern may have as written."""
SIZE_AT_MOST = 30_000
"""How many steps a compiled pattern may have."""
SEARCHES_AT_MOST = 1_000
"""How many hits of one pattern in one text are looked for, beyond one for each unmasked part."""


class PatternUnavailable(RuntimeError):
    """Patterns cannot be used here, because the matching library is not installed."""


class InvalidPattern(ValueError):
    """A pattern that cannot be compiled: `reason` in plain words, `part` what it is about (empty if not known)."""

    def __init__(self, source: str, reason: str, part: str = "") -> None:
        """Take the pattern as written, the reason and the offending part."""
        super().__init__(f"{reason}: {part}" if part else reason)
        self.source = source
        self.reason = reason
        self.part = part


class PatternProblemKind(Enum):
    """What may be wrong with a pattern."""

    INVALID = "invalid"
    MATCHES_EVERYTHING = "matches everything"
    NEVER_MATCHES = "never matches"


@dataclass(frozen=True, slots=True)
class PatternProblem:
    """Something wrong with a pattern: its kind, the reason in plain words, the part of the pattern it is about."""

    kind: PatternProblemKind
    reason: str
    part: str = ""


class _Hit(Protocol):
    def span(self) -> tuple[int, int]: ...


class _Engine(Protocol):
    def search(self, text: bytes, pos: int = ..., endpos: int = ...) -> _Hit | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A compiled pattern. Made by `compile_pattern`; may be shared between threads."""

    source: str
    _engine: _Engine

    def find(self, text: Text, masked: Spans = (), at_most: int = SEARCHES_AT_MOST) -> tuple[Match, ...]:
        """Give the matches that lie in the unmasked parts of a text, in order, as spans of the original.

        `masked` are spans of the original as `Text.masked` gives them; the term of a match is the pattern as written.
        """
        found: dict[tuple[int, int], Match] = {}
        normal = text.normal
        room = SEARCHES_AT_MOST
        for begin, end in _unmasked(text, masked):
            position = begin
            while position < end and len(found) < at_most:
                hit = self._engine.search(text.encoded, position, end)
                if hit is None:
                    break
                first, last = hit.span()
                if first < last:
                    start, stop = text.char_at(first), text.char_at(last)
                    place = normal.span(start, stop)
                    found.setdefault(place, Match(*place, self.source, normal.is_obfuscated(start, stop)))
                room -= 1
                if room <= 0:
                    return tuple(found.values())
                position = last if first < last else text.byte_offsets[text.char_at(last) + 1] if last < end else end
        return tuple(found.values())

    def matches(self, text: Text, masked: Spans = ()) -> bool:
        """Say whether there is any match in the unmasked parts of a text."""
        return bool(self.find(text, masked, at_most=1))

    def is_in(self, literal: str) -> bool:
        """Say whether it matches anywhere in a text that is in normal form already, be it nothing that it matches."""
        return self._engine.search(literal.encode()) is not None


def _unmasked(text: Text, masked: Spans) -> list[tuple[int, int]]:
    """Give the unmasked parts of the encoded normal form."""
    parts: list[tuple[int, int]] = []
    position = 0
    offsets = text.byte_offsets
    for start, end in masked:
        first, last = text.normal.within(start, end)
        if first > position:
            parts.append((offsets[position], offsets[first]))
        position = max(position, last)
    if position < len(text.normal.text):
        parts.append((offsets[position], len(text.encoded)))
    return parts


def _require_engine() -> ModuleType:
    try:
        import re2
    except ImportError as error:
        raise PatternUnavailable("patterns need the package google-re2, which is not installed") from error
    module: ModuleType = re2
    return module


_REASONS = (
    ("invalid perl operator: (?=", "looking ahead is not possible in a linear-time pattern"),
    ("invalid perl operator: (?!", "looking ahead is not possible in a linear-time pattern"),
    ("invalid perl operator: (?<", "looking behind is not possible in a linear-time pattern"),
    ("invalid perl operator: (?P", "this group is not known; a named group is written (?P<name>...)"),
    ("invalid perl operator", "this kind of group is not possible in a linear-time pattern"),
    ("invalid named capture group", "a named group is written (?P<name>...)"),
    ("invalid escape sequence", "this escape is not known"),
    ("missing )", "a parenthesis is opened and not closed"),
    ("unexpected )", "a parenthesis is closed that was not opened"),
    ("missing ]", "a set is opened with [ and not closed"),
    ("no argument for repetition operator", "there is nothing before the sign of repetition"),
    ("missing argument to repetition operator", "there is nothing before the sign of repetition"),
    ("bad repetition operator", "one sign of repetition follows another"),
    ("invalid repetition size", "the pattern repeats too often; 1000 times is the most, also where repetitions nest"),
    ("invalid character class range", "this set of characters is not known, or its range runs backwards"),
    ("trailing \\", "the pattern ends in a single backslash"),
    ("pattern too large", "the pattern is too large"),
    ("expression nests too deeply", "the pattern nests too deeply"),
)


def _explain(source: str, told: str) -> InvalidPattern:
    part = told.partition(": ")[2]
    if told.startswith("invalid escape sequence: \\") and part[1:2].isdigit():
        return InvalidPattern(source, "referring back to a group is not possible in a linear-time pattern", part)
    for start, reason in _REASONS:
        if told.startswith(start):
            return InvalidPattern(source, reason, part)
    return InvalidPattern(source, "this is not a pattern", part)


def compile_pattern(source: str) -> Pattern:
    """Compile a pattern in RE2 syntax.

    Raises `InvalidPattern` where the syntax is wrong or the pattern too large, `PatternUnavailable` without the library.
    """
    if len(source) > CHARS_AT_MOST:
        raise InvalidPattern(source, f"a pattern can have at most {CHARS_AT_MOST} characters")
    if any("\ud800" <= char <= "\udfff" for char in source):
        raise InvalidPattern(source, "this pattern has half of a character pair, which is no text")
    re2 = _require_engine()
    options = re2.Options()
    options.max_mem = MEMORY_AT_MOST
    options.log_errors = False
    options.never_capture = True
    try:
        engine = re2.compile(source.encode(), options)
    except re2.error as error:
        told = error.args[0] if error.args else b""
        raise _explain(source, told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)) from None
    if engine.programsize > SIZE_AT_MOST:
        raise InvalidPattern(source, "the pattern is too large")
    return Pattern(source, engine)


_PROBES = ("", "a", "1", " ", "?", "a b, c", "\u00e9", "\u6f22", "\U0001f600")


def check_pattern(source: str) -> tuple[PatternProblem, ...]:
    """Give what is wrong with a pattern, which may be nothing; raises `PatternUnavailable` without the library."""
    try:
        pattern = compile_pattern(source)
    except InvalidPattern as error:
        return (PatternProblem(PatternProblemKind.INVALID, error.reason, error.part),)
    problems: list[PatternProblem] = []
    spans = [_span(pattern, probe) for probe in _PROBES]
    if any(span is not None and span[0] == span[1] for span in spans):
        reason = "this pattern can match no characters at all, so it would hold of every text"
        problems.append(PatternProblem(PatternProblemKind.MATCHES_EVERYTHING, reason))
    elif all(span is not None for span in spans[1:]):
        reason = "this pattern matches any character, so it would hold of every text"
        problems.append(PatternProblem(PatternProblemKind.MATCHES_EVERYTHING, reason))
    problems.extend(_find_impossible(source))
    return tuple(problems)


def _span(pattern: Pattern, probe: str) -> tuple[int, int] | None:
    hit = pattern._engine.search(probe.encode())
    return None if hit is None else hit.span()


_PIECE = re.compile(
    r"(?P<quoted>\\Q(?:[^\\]|\\(?!E))*(?:\\E)?)"
    r"|(?P<code>\\x(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{2}))"
    r"|(?P<escape>\\[pP](?:\{[^}]*\}|.)|\\.)"
    r"|(?P<group>\(\?P?<\w+>|\(\?[a-zA-Z\-]*[:)])"
    r"|(?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])"
    r"|(?P<char>.)",
    re.DOTALL,
)


def _find_impossible(source: str) -> list[PatternProblem]:
    """Find the letters of a pattern that no normal form has."""
    problems: list[PatternProblem] = []
    for match in _PIECE.finditer(source):
        kind, piece = match.lastgroup, match.group()
        if kind == "group" and "i" in piece.partition("-")[0] and "<" not in piece:
            # From here on capitals stand for small letters too.
            break
        if kind == "set" and _is_impossible_set(piece):
            reason = "texts are compared in small letters and normal form; no character of this set occurs there"
            problems.append(PatternProblem(PatternProblemKind.NEVER_MATCHES, reason, piece))
        problems.extend(
            PatternProblem(PatternProblemKind.NEVER_MATCHES, _why(char), char)
            for char in _literals(kind, piece)
            if not _may_occur(char)
        )
    if not problems and unicodedata.normalize("NFC", source) != source:
        reason = "texts are compared with letters and their marks composed; write this pattern so"
        problems.append(PatternProblem(PatternProblemKind.NEVER_MATCHES, reason))
    return list(dict.fromkeys(problems))


def _literals(kind: str | None, piece: str) -> str:
    if kind == "char":
        return piece
    if kind == "quoted":
        return piece[2:].removesuffix("\\E")
    if kind == "code":
        code = int(piece[2:].strip("{}"), 16)
        return chr(code) if code <= 0x10FFFF else ""
    if kind == "escape" and not piece[1].isascii():
        return piece[1:]
    return ""


def _is_impossible_set(piece: str) -> bool:
    inner = piece[1:-1]
    if not inner or inner[0] == "^" or "\\" in inner or "[:" in inner:
        return False
    at = 0
    while at < len(inner):
        if inner[at + 1 : at + 2] == "-" and at + 2 < len(inner):
            first, last = ord(inner[at]), ord(inner[at + 2])
            if last - first > 64 or any(_may_occur(chr(code)) for code in range(first, last + 1)):
                return False
            at += 3
        elif _may_occur(inner[at]):
            return False
        else:
            at += 1
    return True


@lru_cache(maxsize=1 << 12)
def _may_occur(char: str) -> bool:
    return char in normalise(char).text or char in normalise(f"\U0001f469{char}\U0001f469").text


def _why(char: str) -> str:
    normal = normalise(char).text
    if not normal:
        return "texts are compared without characters that cannot be seen"
    if char != char.lower():
        return f"texts are compared in small letters; write {normal}"
    return f"texts are compared in normal form, where this is {normal}"
