"""A text as its reader meets it: cut into words and sentences, with the parts marked that are not the author's or not shown."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engagepolicy.matching import MaskKind, Spans, Text, prepare
from engagepolicy.matching.characters import TOKEN_KINDS
from engagepolicy.matching.masks import merge_spans
from engagepolicy.matching.words import Tokens

OTHERS = frozenset({MaskKind.QUOTES, MaskKind.RETWEETS, MaskKind.CODE})
ADDRESSES = frozenset({MaskKind.URLS, MaskKind.EMAILS, MaskKind.HTML})

_BREAK = re.compile(r"[!?;\u2026\u3002\uff01\uff1f\n]|\.(?=\s|$)")
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>")
_HIDING = re.compile(
    r"\shidden\b|display:none|visibility:hidden|opacity:0(?!\.?0*[1-9])|font-size:0|aria-hidden=.?true"
    r"|class=.?(?:hidden|sr-only|visually-hidden)"
)
_SPACED = re.compile(r"\s*([:=])\s*")
_SPOILER = re.compile(r">!|!<|\|\||\n")
_MARKDOWN_COMMENT = re.compile(r"\[//\]:[ \t]{0,3}#[^\n]*")
_GRAPHEME = re.compile(r"rr|[^mozkg](?:[mkg]|(?<=p)o|z[^mozkg])*|[mozkg][mkg]*")


def find_limit(text: str, characters: int | None, lines: int | None) -> int:
    """Return where the part of a text ends that has so many characters and lines at most; space before it does not count."""
    start = len(text) - len(text.lstrip())
    limit = len(text)
    if lines is not None:
        at = start
        for _ in range(lines):
            at = text.find("\n", at) + 1
            if at == 0:
                break
        else:
            limit = at - 1
    if characters is not None and len(text) - start > characters:
        cuts = _GRAPHEME.finditer(text[start:limit].translate(TOKEN_KINDS))
        cut = next((each for number, each in enumerate(cuts) if number == characters), None)
        limit = limit if cut is None else min(limit, start + cut.start())
    return limit


def count_characters(text: str) -> int:
    """Return how many characters a reader counts: an emoji with all its parts is one, a letter with its accents too."""
    if text.isascii():
        return len(text)
    return sum(1 for _ in _GRAPHEME.finditer(text.translate(TOKEN_KINDS)))


def _find_spoilers(text: str) -> Iterator[tuple[int, int]]:
    opened: dict[str, int] = {}
    for match in _SPOILER.finditer(text):
        mark = match.group()
        if mark == "\n":
            opened.clear()
        elif mark == "!<":
            if ">!" in opened:
                yield opened.pop(">!"), match.end()
        elif mark == "||" and mark in opened:
            yield opened.pop(mark), match.end()
        else:
            opened.setdefault(mark, match.start())


def _find_hidden_elements(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while (match := _OPENING.search(text, position)) is not None:
        position = match.end()
        if _HIDING.search(_SPACED.sub(r"\1", match.group(2).lower())) is None:
            continue
        # An element that is never closed hides the rest.
        end = re.compile(f"</{match.group(1)}\\s{{0,9}}>", re.IGNORECASE).search(text, position)
        position = len(text) if end is None else end.end()
        yield match.start(), position


@dataclass(frozen=True, slots=True)
class Row:
    """Hashtags one after another, as [start, end) in the normal form, and the places of all in order."""

    start: int
    end: int
    tags: tuple[int, ...]


@dataclass(frozen=True)
class Readable:
    """One text of a draft; `field` says where it stands."""

    field: str
    text: Text

    @property
    def original(self) -> str:
        """The text as it was given."""
        return self.text.original

    @property
    def tokens(self) -> Tokens:
        """Its tokens, look-alikes folded."""
        return self.text.tokens

    @cached_property
    def breaks(self) -> bytes:
        """Whether a sentence or line begins with the token."""
        normal, tokens = self.text.normal.text, self.tokens
        found = bytearray(len(tokens.words))
        previous = 0
        for at, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
            found[at] = at == 0 or _BREAK.search(normal, previous, start) is not None
            previous = end
        return bytes(found)

    @cached_property
    def hidden(self) -> Spans:
        """Parts of the original that are other people's words, addresses, or not shown."""
        return merge_spans(
            (
                *self.text.masked(OTHERS | ADDRESSES),
                *_find_spoilers(self.original),
                *_find_hidden_elements(self.original),
                *(match.span() for match in _MARKDOWN_COMMENT.finditer(self.original)),
            )
        )

    @cached_property
    def _tagged(self) -> tuple[frozenset[int], frozenset[int]]:
        """The ends of hashtags in the normal form, and the tokens that lie in hashtags."""
        tokens = self.tokens
        inside = {place for tag in tokens.hashtags for place in range(self.token_at(tag.start), self.token_at(tag.end))}
        return frozenset(tag.end for tag in tokens.hashtags), frozenset(inside)

    def ends_tag(self, position: int) -> bool:
        """Whether a hashtag ends at the place in the normal form."""
        return position in self._tagged[0]

    def is_in_tag(self, place: int) -> bool:
        """Whether the token lies in a hashtag."""
        return place in self._tagged[1]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The hashtags in rows, nothing but space, marks and emoji between those of one row."""
        normal = self.text.normal.text
        rows: list[Row] = []
        tags: list[tuple[int, int]] = []
        for tag in self.tokens.hashtags:
            if tags and any(char.isalnum() for char in normal[tags[-1][1] : tag.start]):
                rows.append(Row(tags[0][0], tags[-1][1], tuple(start for start, _ in tags)))
                tags = []
            tags.append((tag.start, tag.end))
        if tags:
            rows.append(Row(tags[0][0], tags[-1][1], tuple(start for start, _ in tags)))
        return tuple(rows)

    @cached_property
    def _limits(self) -> dict[tuple[int | None, int | None], int]:
        return {}

    def find_limit(self, characters: int | None, lines: int | None) -> int:
        """Return where in the original the part ends that has so many characters and lines at most."""
        key = (characters, lines)
        if key not in self._limits:
            self._limits[key] = find_limit(self.original, characters, lines)
        return self._limits[key]

    @cached_property
    def running(self) -> list[int]:
        """The tokens that are words of the running text: not in hashtags, handles or addresses."""
        tokens, normal = self.tokens, self.text.normal
        addresses = self.text.masked(ADDRESSES)
        starts = [start for start, _ in addresses]
        found = []
        for place, word in enumerate(tokens.words):
            if not word[:1].isalnum() or self.is_in_tag(place):
                continue
            at = bisect_right(starts, normal.starts[tokens.starts[place]]) - 1
            if at < 0 or normal.starts[tokens.starts[place]] >= addresses[at][1]:
                found.append(place)
        return found

    def is_hidden(self, start: int, end: int) -> bool:
        """Whether the part [start, end) of the original begins in a hidden part."""
        at = bisect_right(self.hidden, (start, len(self.original) + 1)) - 1
        return at >= 0 and start < self.hidden[at][1] and end > self.hidden[at][0]

    def token_at(self, position: int) -> int:
        """Return the number of the first token that starts at or behind a place in the normal form."""
        return bisect_left(self.tokens.starts, position)


def read_text(field: str, text: str) -> Readable:
    """Return a text of a draft ready to be searched."""
    return Readable(field, prepare(text))
