"""Finds the parts of a text that are not the author's own running words: links, addresses, quotations, shared posts, code.

All offsets are those of the original. Each search is linear: expressions cannot start again inside what they have passed,
and pairs are matched in one sweep.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import assert_never

Spans = tuple[tuple[int, int], ...]
"""Parts of a text as [start, end), in order, none overlapping or touching the next."""


class MaskKind(StrEnum):
    """What may be left out of a search."""

    URLS = "urls"
    EMAILS = "emails"
    HANDLES = "handles"
    HASHTAGS = "hashtags"
    QUOTES = "quotes"
    RETWEETS = "retweets"
    CODE = "code"
    HTML = "html"


# A bare domain counts if a path follows, or if its ending is no common word ("please.It was late" has no link).
# Links end at letters of scripts written without spaces, which follow a link without a space.
_LINK_LETTER = r"[^\s<>\"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u201c\u201d\u00ab\u00bb]"
_URL = re.compile(
    rf"(?<![\w@])(?:https?://|ftp://|www\.){_LINK_LETTER}+"
    r"|(?<![\w@.\-/])(?:[a-z0-9-]{1,63}\.){1,8}"
    rf"(?:[a-z]{{2,24}}(?=/){_LINK_LETTER}+"
    r"|(?:com|org|net|edu|gov|info|biz|io|dev|tv|uk|ca|au|nz|eu|nl|pl|ch|dk|fi|br|mx|jp|cn|kr|ru)"
    rf"(?:(?=[?#:]){_LINK_LETTER}+|(?![\w@-]|\.\w)))",
    re.IGNORECASE | re.ASCII,
)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:[\w\-]{1,63}\.){1,8}[\w\-]{2,63}")
_TRAILING = ".,;:!?'\u2019\u2026*_~`"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_RETWEET = re.compile(r"(?<!\w)RT[ \t]{1,3}[@\uff20]\w+")
_BLOCK_QUOTE = re.compile(r"^[ \t]{0,3}>[^\n]*", re.MULTILINE)
_QUOTE_MARK = re.compile('["\uff02\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f]|\n[^\\S\n]*\n')
_CLOSES: dict[str, str] = {
    "\u201c": "\u201e", "\u201d": "\u201c\u201e\u201f\u201d", "\u00bb": "\u00ab", "\u00ab": "\u00bb",
    "\u300d": "\u300c", "\u300f": "\u300e",
}  # fmt: skip
_OPENS = frozenset("\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300e")
_TICKS = re.compile("`+|\n[^\\S\n]*\n")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!(?!--)[a-zA-Z][^<>]*>")
_UNSHOWN = re.compile(r"<(script|style|template)\b[^<>]*>", re.IGNORECASE)


def merge_spans(spans: Iterable[tuple[int, int]]) -> Spans:
    """Put spans in order and join those that overlap or touch."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def find_spans(text: str, kind: MaskKind) -> Spans:
    """Find what a kind covers in an original text. Handles and hashtags are tokens: ask the prepared text for them.

    Raises `ValueError` for those two kinds.
    """
    match kind:
        case MaskKind.URLS:
            return merge_spans(_find_urls(text))
        case MaskKind.EMAILS:
            return merge_spans(match.span() for match in _EMAIL.finditer(text))
        case MaskKind.QUOTES:
            return merge_spans(_find_quotes(text))
        case MaskKind.RETWEETS:
            return merge_spans(_find_retweets(text))
        case MaskKind.CODE:
            return merge_spans(_find_code(text))
        case MaskKind.HTML:
            return merge_spans(_find_html(text))
        case MaskKind.HANDLES | MaskKind.HASHTAGS:
            raise ValueError(f"{kind.value} are found by cutting the text into tokens")
        case _:
            assert_never(kind)


def _find_urls(text: str) -> Iterator[tuple[int, int]]:
    for match in _URL.finditer(text):
        start, end = match.span()
        unopened = {
            closing: text.count(closing, start, end) - text.count(opening, start, end) for closing, opening in _BRACKETS.items()
        }
        # A full stop or a bracket after a link belongs to the sentence, unless the link itself opened the bracket.
        while end > start:
            last = text[end - 1]
            if last in _BRACKETS and unopened[last] > 0:
                unopened[last] -= 1
            elif last not in _TRAILING:
                break
            end -= 1
        yield start, end


def _find_quotes(text: str) -> Iterator[tuple[int, int]]:
    for match in _BLOCK_QUOTE.finditer(text):
        yield match.span()
    opened: dict[str, int] = {}
    for match in _QUOTE_MARK.finditer(text):
        mark, start, end = match.group(), match.start(), match.end()
        if mark[0] == "\n":
            opened.clear()
        elif mark in '"\uff02':
            before, after = text[start - 1 : start], text[end : end + 1]
            if '"' in opened and before.strip():
                yield opened.pop('"'), end
            elif after.strip() and not before.isalnum():
                opened['"'] = start
        else:
            opening = next((other for other in _CLOSES.get(mark, "") if other in opened), None)
            if opening is not None:
                yield opened.pop(opening), end
            elif mark in _OPENS:
                opened[mark] = start


def _find_retweets(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while (match := _RETWEET.search(text, position)) is not None:
        start = match.start()
        is_whole = not text[:start].strip() if position == 0 else False
        line_end = text.find("\n", start)
        position = len(text) if is_whole or line_end < 0 else line_end
        yield start, position


def _find_code(text: str) -> Iterator[tuple[int, int]]:
    runs = [match.span() for match in _TICKS.finditer(text)]
    closing: list[int] = [-1] * len(runs)
    last: dict[int, int] = {}
    for at in range(len(runs) - 1, -1, -1):
        start, end = runs[at]
        if text[start] == "\n":
            # Only fences reach over an empty line.
            last.pop(1, None)
            last.pop(2, None)
            continue
        closing[at] = last.get(end - start, -1)
        last[end - start] = at
    at = 0
    while at < len(runs):
        if closing[at] >= 0:
            yield runs[at][0], runs[closing[at]][1]
            at = closing[at]
        at += 1


def _find_html(text: str) -> Iterator[tuple[int, int]]:
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        yield start, end + 3
        start = text.find("<!--", end + 3)
    for match in _TAG.finditer(text):
        yield match.span()
    yield from _find_unshown(text)


def _find_unshown(text: str) -> Iterator[tuple[int, int]]:
    """Find the elements whose content no reader sees."""
    unclosed: set[str] = set()
    position = 0
    while (match := _UNSHOWN.search(text, position)) is not None:
        position = match.end()
        name = match.group(1).lower()
        if name in unclosed:
            continue
        end = re.compile(f"</{name}", re.IGNORECASE).search(text, position)
        if end is None:
            unclosed.add(name)
        else:
            yield match.start(), end.end()
            position = end.end()
