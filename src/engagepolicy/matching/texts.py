"""A text prepared once and asked many times: its normal form, tokens and masks are worked out when first needed and kept.

A `Text` cannot be changed from outside; one hundred lexicons over one message cost one cutting into words.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from engagepolicy.matching.characters import TOKEN_KINDS
from engagepolicy.matching.masks import MaskKind, Spans, find_spans, merge_spans
from engagepolicy.matching.normal import Normalised, normalise
from engagepolicy.matching.words import Tokens, tokenise

_CLUSTER = re.compile(r"rr|[^mozkg](?:[mkg]|(?<=p)o|z[^mozkg])*|[mozkg][mkg]*")
_HAS_CLUSTERS = re.compile(r"[mozkgr]")
_BORDER = "\ud800"


@dataclass(frozen=True)
class Text:
    """A text with everything that matching needs of it; equal when the original is."""

    original: str

    @cached_property
    def normal(self) -> Normalised:
        """The normal form with the way back to offsets in the original."""
        return normalise(self.original)

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the normal form."""
        return tokenise(self.normal.text)

    @cached_property
    def plain_tokens(self) -> Tokens | None:
        """The tokens as they are without folding look-alike letters, or nothing where that makes no difference."""
        normal = self.normal
        return None if normal.plain == normal.text else tokenise(normal.plain)

    @cached_property
    def encoded(self) -> bytes:
        """The normal form in UTF-8."""
        return self.normal.text.encode()

    @cached_property
    def byte_offsets(self) -> Sequence[int]:
        """Where each character of the normal form begins in `encoded`, and its length at the end."""
        text = self.normal.text
        if text.isascii():
            return range(len(text) + 1)
        widths = (1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4 for char in text)
        return array("l", accumulate(widths, initial=0))

    def char_at(self, byte: int) -> int:
        """Give the position in the normal form of a character that begins at this byte of `encoded`."""
        return bisect_left(self.byte_offsets, byte)

    @cached_property
    def _masks(self) -> dict[MaskKind, Spans]:
        return {}

    @cached_property
    def _merged(self) -> dict[frozenset[MaskKind], Spans]:
        return {}

    def masked(self, kinds: frozenset[MaskKind]) -> Spans:
        """Give the parts of the original that the kinds cover: [start, end), in order, none touching another."""
        if not kinds:
            return ()
        merged = self._merged.get(kinds)
        if merged is None:
            for kind in kinds - self._masks.keys():
                self._masks[kind] = self._find(kind)
            merged = merge_spans(span for kind in kinds for span in self._masks[kind])
            self._merged[kinds] = merged
        return merged

    def _find(self, kind: MaskKind) -> Spans:
        normal = self.normal
        if kind is MaskKind.HANDLES:
            tokens = self.tokens
            return tuple(normal.span(tokens.starts[at], tokens.ends[at]) for at in tokens.handles)
        if kind is MaskKind.HASHTAGS:
            return tuple(normal.span(tag.start, tag.end) for tag in self.tokens.hashtags)
        return find_spans(self.original, kind)

    @cached_property
    def _readings(self) -> tuple[tuple[str, bool], ...]:
        normal = self.normal
        texts = (normal.text,) if normal.text == normal.plain else (normal.text, normal.plain)
        return tuple((_border(text), True) if _has_clusters(text) else (text, False) for text in texts)

    def contains(self, needle: str) -> bool:
        """Say whether the needle occurs, both in normal form, its ends not inside a combined character."""
        return any(wanted in reading for wanted, reading in self._sought(needle))

    def starts_with(self, needle: str) -> bool:
        """Say whether the text starts with the needle, as `contains` compares them."""
        return any(reading.startswith(wanted) for wanted, reading in self._sought(needle))

    def ends_with(self, needle: str) -> bool:
        """Say whether the text ends with the needle, as `contains` compares them."""
        return any(reading.endswith(wanted) for wanted, reading in self._sought(needle))

    def _sought(self, needle: str) -> list[tuple[str, str]]:
        normal = normalise(needle)
        return [
            (_border(wanted) if is_bordered else wanted, reading)
            for wanted in dict.fromkeys((normal.text, normal.plain))
            for reading, is_bordered in self._readings
        ]


def _has_clusters(text: str) -> bool:
    return not text.isascii() and _HAS_CLUSTERS.search(text.translate(TOKEN_KINDS)) is not None


def _border(text: str) -> str:
    """Put a character that no normal form has before, between and after the combined characters of a text.

    With it a plain search is linear and cannot stop inside a combined character, a flag or a joined emoji.
    """
    kinds = text.translate(TOKEN_KINDS)
    return _BORDER + "".join(text[cut.start() : cut.end()] + _BORDER for cut in _CLUSTER.finditer(kinds))


def prepare(text: str) -> Text:
    """Give a text ready for matching; nothing is worked out yet. Any string will do."""
    return Text(text)


def mask_spans(text: Text | str, kinds: frozenset[MaskKind]) -> Spans:
    """Give the parts of a text that the kinds cover, as [start, end) in the original, in order and apart."""
    return (prepare(text) if isinstance(text, str) else text).masked(kinds)


def contains(text: Text, needle: str) -> bool:
    """Say whether the needle occurs in the text, both in normal form; it never ends inside a combined character."""
    return text.contains(needle)


def starts_with(text: Text, needle: str) -> bool:
    """Say whether the text starts with the needle, both in normal form."""
    return text.starts_with(needle)


def ends_with(text: Text, needle: str) -> bool:
    """Say whether the text ends with the needle, both in normal form."""
    return text.ends_with(needle)


def is_found_with(needle: str, other: str, where: str) -> bool:
    """Say whether every text has the needle that has the other one: anywhere, or for `starts_with` and `ends_with` at that end.

    The other one stands at the same end then; for a needle that may stand anywhere, it may stand anywhere too.
    """
    test = _PLACES.get(where, str.__contains__)
    wanted, given = ({normal.text, normal.plain} for normal in map(normalise, (needle, other)))
    return all(any(test(one, two) and test(_border(one), _border(two)) for two in wanted) for one in given)


_PLACES = {"starts_with": str.startswith, "ends_with": str.endswith}
