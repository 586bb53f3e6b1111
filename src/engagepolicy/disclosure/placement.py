"""Whether a reader meets a disclosure without looking for it: before the fold, not after everything else, not in a row of hashtags."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from engagepolicy.disclosure.readable import Readable, count_characters
from engagepolicy.disclosure.templates import Found
from engagepolicy.disclosure.vocabularies import ActiveLine
from engagepolicy.ir.disclosure import Fold

TAGS_IN_A_ROW = 4
"""From so many hashtags in a row on, nobody reads the single one (honesty requirement REL-8)."""
WORDS_BEFORE_LAST = 3
BESIDE_A_LINK = 12
NEAR_A_LINK = 80
"""Characters between an affiliate link and a disclosure behind it."""


def is_lost_in_row(text: Readable, found: Found, seen_first: int) -> bool:
    """Whether a hashtag stands in a row too long to be read; at the very front of the text it is seen."""
    if not found.is_tag:
        return False
    rows = text.rows
    at = bisect_right(rows, found.start, key=lambda row: row.start) - 1
    if at < 0:
        return False
    row = rows[at]
    if len(row.tags) < TAGS_IN_A_ROW or found.start >= row.end:
        return False
    place = bisect_right(row.tags, found.start) - 1
    if place < seen_first:
        return False
    return not (place == 0 and row is rows[0] and bisect_left(text.running, text.token_at(row.start)) == 0)


def comes_last(text: Readable, found: Found) -> bool:
    """Whether only hashtags, handles, links and marks follow the words found, and a message stands before them."""
    running = text.running
    return bisect_left(running, found.last) == len(running) and bisect_left(running, found.first) >= WORDS_BEFORE_LAST


def is_near_link(text: Readable, found: Found, link: int) -> bool:
    """Whether the words found stand before the link that pays, or close behind it; `link` is its end in the original."""
    start, _ = text.text.normal.span(found.start, found.end)
    return start <= link or (start - link <= 10 * NEAR_A_LINK and count_characters(text.original[link:start]) <= NEAR_A_LINK)


def is_placed_in(text: Readable, found: Found, fold: Fold | None, links: Sequence[int], line: ActiveLine) -> bool:
    """Whether words found in the message stand where they cannot be missed; `links` are the ends of links that pay, in order."""
    start, end = text.text.normal.span(found.start, found.end)
    if any(not is_near_link(text, found, link) for link in links[:1]):
        return False
    if is_lost_in_row(text, found, line.vocabulary.first_hashtags):
        return False
    if fold is not None and end > text.find_limit(fold.characters, fold.lines):
        return False
    if fold is None or line.line.form != "labels" or not comes_last(text, found):
        return True
    return any(0 <= start - link <= BESIDE_A_LINK for link in links[:1])
