"""The normal form in which texts and terms are compared, with the way back to the original's offsets.

What is folded, for detection only; the original is never changed:

- case (full Unicode case folding; the Turkish dotted capital and dotless small i both become `i`);
- compatibility forms, that is NFKC: fullwidth and halfwidth letters, ligatures, circled and mathematical letters; a
  composed and a decomposed spelling become the same. The trade-mark signs and vulgar fractions stay, since "Acme™" must
  not become the word "acmetm", nor "1½" the number 11;
- what cannot be seen: zero-width characters, soft hyphens, variation selectors, direction controls, byte order marks and
  the other default-ignorable characters. A joiner between two emoji and the tags of a flag stay: they make one emoji;
- strokes laid over letters (U+0334 to U+0338) and more than thirty marks on one letter;
- typographic apostrophes and quotation marks, to `'` and `"`; hyphens and the minus sign, to `-`;
- letters that look like Latin ones: see `lookalikes`;
- a lone surrogate becomes U+FFFD.

Accents are not folded. Offsets are indices of Python strings. Cost: linear in the text, and some bytes for each
character that is not ASCII.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engagepolicy.matching.characters import (
    BLACK_FLAG,
    HANGUL,
    JOINING,
    PICTOGRAPHIC,
    TONES,
    ZERO_WIDTH_JOINER,
    Kinds,
    hidden_kind,
    is_mark,
    is_spaceless,
    is_within,
)
from engagepolicy.matching.lookalikes import find_capitals, find_disguised, has_lookalikes

_MARKS_AT_MOST = 30
_REMEMBERED_RUN = 8
_QUOTES = str.maketrans({
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\u02bb\u00b4\u2039\u203a\u05f3", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u05f4", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
})  # fmt: skip
_KEPT = frozenset("\u2122\u2120")
_STROKES = dict.fromkeys(range(0x334, 0x339))
_STRUCK = re.compile("[\u0334-\u0338]")
_DRESSED = ("<font>", "<circle>", "<square>", "<super>", "<sub>")


@lru_cache(maxsize=1 << 14)
def fold_cluster(cluster: str) -> str:
    """Fold one character with its marks (a *cluster*); the result may have more or fewer characters, even none."""
    first = cluster[:1]
    if first in _KEPT or unicodedata.decomposition(first).startswith("<fraction>"):
        return first + (fold_cluster(cluster[1:]) if cluster[1:] else "")
    folded = unicodedata.normalize("NFD", cluster.translate(_QUOTES)).casefold()
    folded = unicodedata.normalize("NFKC", folded).casefold().replace("\u0131", "i")
    folded = unicodedata.normalize("NFD", folded)
    if folded[:1] == "i":
        folded = folded.replace("\u0307", "")
    folded = unicodedata.normalize("NFKC", folded.translate(_QUOTES))
    if not (folded and is_within(HANGUL, ord(folded[0]))):
        # Between the parts of a Hangul syllable a stroke keeps them apart, and does no harm.
        folded = folded.translate(_STROKES)
    folded = unicodedata.normalize("NFKC", folded)
    shown = (char for char in folded if char in cluster or not hidden_kind(char))
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in shown)


def _fold_kind(char: str) -> str:
    """`M` mark; `L` `W` `T` `S` parts of a Hangul syllable; `X` becomes several; `F` a dressed-up letter; else `s`."""
    if is_mark(char):
        return "M"
    folded = fold_cluster(char)
    if len(folded) != 1:
        return "X"
    code = ord(folded)
    if is_within(HANGUL, code):
        if 0x1100 <= code <= 0x1112:
            return "L"
        if 0x1161 <= code <= 0x1175:
            return "W"
        if 0x11A8 <= code <= 0x11C2:
            return "T"
        return "S" if 0xAC00 <= code <= 0xD7A3 and (code - 0xAC00) % 28 == 0 else "s"
    if "a" <= folded <= "z" and char not in "ªº" and unicodedata.decomposition(char).startswith(_DRESSED):
        return "F"
    return "s"


def _shown_kind(char: str) -> str:
    return hidden_kind(char) or "s"


_FOLDS = Kinds(fold_cluster)
_FOLD_KINDS = Kinds(_fold_kind)
_SHOWN_KINDS = Kinds(_shown_kind)
_HIDDEN_RUN = re.compile(r"[HVZGOEQ]+")
_CLUSTER = re.compile(r"(?:LWT?|ST?|[^M])M+|LWT?|ST|X|M+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normal form with the way back.

    `text` is the normal form; `plain` the same without the folding of look-alike letters (as long, often the same
    object); `starts[i]` and `ends[i]` are where character i came from in the original; `disguised` are the positions
    of characters that were something else to the eye or under a direction override, `gaps` the positions before which
    hidden characters were removed that have no business there. All are in order.
    """

    text: str
    plain: str
    starts: Sequence[int]
    ends: Sequence[int]
    disguised: Sequence[int] = ()
    gaps: Sequence[int] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the offsets in the original of the part [start, end) of the normal form, which must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Give the part of the normal form that the part [start, end) of the original touches, as [first, last)."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def is_obfuscated(self, start: int, end: int) -> bool:
        """Say whether the part [start, end) of the normal form only reads so thanks to folded disguises."""
        at = bisect_left(self.disguised, start)
        if at < len(self.disguised) and self.disguised[at] < end:
            return True
        at = bisect_right(self.gaps, start)
        return at < len(self.gaps) and self.gaps[at] < end


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text without its hidden characters: where each was, where it ended, and what was suspicious."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    gaps: Sequence[int]
    overridden: Sequence[int]


def normalise(text: str) -> Normalised:
    """Give the normal form of a text, as the description of this module says; any string will do."""
    if text.isascii():
        lower = text.lower()
        return Normalised(lower, lower, range(len(text)), range(1, len(text) + 1))
    shown = _show(text)
    return _fold(shown)


def _show(text: str) -> _Shown:
    kinds = text.translate(_SHOWN_KINDS)
    if _HIDDEN_RUN.search(kinds) is None:
        return _Shown(text, range(len(text)), range(1, len(text) + 1), (), ())
    pieces: list[str] = []
    starts, ends, gaps = array("l"), array("l"), array("l")
    position = 0
    previous = ""
    for match in _HIDDEN_RUN.finditer(kinds):
        start, end = match.span()
        if start > position:
            pieces.append(text[position:start])
            starts.extend(range(position, start))
            ends.extend(range(position + 1, start + 1))
            previous = text[start - 1]
        following = text[end : end + 1]
        run = match.group()
        judge = _judge_run.__wrapped__ if end - start > _REMEMBERED_RUN else _judge_run
        kept, is_at_home = judge(text[start:end], run, previous, following)
        selectors = len(run) - len(run.lstrip("V"))
        if selectors and ends:
            ends[-1] = start + selectors
        if kept:
            pieces.append("".join(text[start + at] for at in kept))
            starts.extend(start + at for at in kept)
            ends.extend(start + at + 1 for at in kept)
        elif not is_at_home:
            gaps.append(len(starts))
        position = end
    pieces.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    overridden = _find_overridden(text, kinds) if "O" in kinds else array("l")
    under = array("l", (bisect_left(starts, at) for at in overridden))
    return _Shown("".join(pieces), starts, ends, gaps, under)


@lru_cache(maxsize=1 << 12)
def _judge_run(hidden: str, run: str, previous: str, following: str) -> tuple[Sequence[int], bool]:
    """Say which characters of a hidden run stay, and whether the run is ordinary spelling between its neighbours."""
    kept = _kept_of_run(run, previous, following)
    return kept, bool(kept) or not previous or not following or _is_at_home(hidden, run, previous, following)


def _kept_of_run(run: str, previous: str, following: str) -> Sequence[int]:
    """Say which hidden characters of a run make an emoji: the joiner between two, or the tags after a black flag."""
    if previous == BLACK_FLAG and "G" in run:
        return [at for at, kind in enumerate(run) if kind == "G"]
    if "Z" in run and previous and following and is_within(PICTOGRAPHIC, ord(following)):
        code = ord(previous)
        if is_within(PICTOGRAPHIC, code) or is_within(TONES, code):
            return [run.index("Z")]
    return ()


def _is_at_home(hidden: str, run: str, previous: str, following: str) -> bool:
    """Say whether hidden characters are ordinary spelling there, so that a hit over them is not a disguise."""
    if previous.isspace() or following.isspace():
        return True
    used = set(hidden)
    if not run.strip("V"):
        return not previous.isalpha() or is_spaceless(previous) or is_within(JOINING, ord(previous))
    if used <= {"\u200c", ZERO_WIDTH_JOINER}:
        return is_within(JOINING, ord(previous)) and is_within(JOINING, ord(following))
    if used <= {"\u200b", "\u2060"}:
        return is_spaceless(previous) and is_spaceless(following)
    if "O" not in run and used <= set("\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"):
        return any(unicodedata.bidirectional(char) in ("R", "AL") for char in (previous, following))
    return False


def _find_overridden(text: str, kinds: str) -> Sequence[int]:
    """Find the shown characters that a direction override makes read backwards: to its end, or that of the line."""
    found = array("l")
    depth = 0
    for at, kind in enumerate(kinds):
        if kind == "O" or (kind == "E" and depth):
            depth += 1
        elif kind == "Q" and depth:
            depth -= 1
        elif kind == "s" and depth:
            if text[at] in "\n\u2029":
                depth = 0
            else:
                found.append(at)
    return found


def _fold(shown: _Shown) -> Normalised:
    text = shown.text
    kinds = text.translate(_FOLD_KINDS)
    if _CLUSTER.search(kinds) is None:
        plain, first, last = text.translate(_FOLDS), range(len(text)), range(1, len(text) + 1)
        return _finish(shown, plain, first, last, kinds)
    pieces: list[str] = []
    firsts, lasts = array("l"), array("l")
    struck = array("l")
    is_struck = _STRUCK.search(text) is not None
    position = 0
    for match in _CLUSTER.finditer(kinds):
        start, end = match.span()
        if start > position:
            pieces.append(text[position:start].translate(_FOLDS))
            firsts.extend(range(position, start))
            lasts.extend(range(position + 1, start + 1))
        # Sorting marks costs the square of their number, so a pile of them is cut off.
        folded = fold_cluster(text[start : min(end, start + 3 + _MARKS_AT_MOST)])
        if is_struck and _STRUCK.search(text, start, end) and not _STRUCK.search(unicodedata.normalize("NFD", folded)):
            struck.append(start)
        pieces.append(folded)
        firsts.extend([start] * len(folded))
        lasts.extend([end] * len(folded))
        position = end
    pieces.append(text[position:].translate(_FOLDS))
    firsts.extend(range(position, len(text)))
    lasts.extend(range(position + 1, len(text) + 1))
    return _finish(shown, "".join(pieces), firsts, lasts, kinds, struck)


def _finish(
    shown: _Shown, plain: str, firsts: Sequence[int], lasts: Sequence[int], kinds: str, struck: Sequence[int] = ()
) -> Normalised:
    disguised = {*shown.overridden, *struck}
    if "F" in kinds:
        disguised.update(match.start() for match in re.finditer("F", kinds))
    gaps = array("l")
    marked: set[int] = {bisect_left(firsts, at) for at in disguised}
    for gap in shown.gaps:
        at = bisect_left(firsts, gap)
        if at < len(firsts) and firsts[at] == gap:
            gaps.append(at)
        elif at:
            marked.add(at - 1)
    text = plain
    if has_lookalikes(shown.text) or has_lookalikes(plain):
        letters = find_disguised(_sources(shown.text, plain, firsts))
        if letters:
            folded = list(plain)
            for at, letter in letters:
                folded[at] = letter
                marked.add(at)
            text = "".join(folded)
    if isinstance(firsts, range):
        starts, ends = shown.starts, shown.ends
    else:
        starts, ends = firsts, lasts
        if not isinstance(shown.starts, range):
            starts = array("l", (shown.starts[at] for at in firsts))
            ends = array("l", (shown.ends[at - 1] for at in lasts))
    return Normalised(text, plain, starts, ends, array("l", sorted(marked)), gaps)


def _sources(shown: str, plain: str, firsts: Sequence[int]) -> str:
    """Give the folded text with the capital look-alikes as they were written."""
    sources = list(plain)
    for capital in find_capitals(shown):
        at = bisect_left(firsts, capital)
        if at < len(firsts) and firsts[at] == capital and fold_cluster(shown[capital]) == plain[at]:
            sources[at] = shown[capital]
    return "".join(sources)
