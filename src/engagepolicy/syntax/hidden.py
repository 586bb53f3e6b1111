"""Characters that are not seen, or that turn the reading order: a reviewer could see another policy than the one that runs.

After "Trojan Source: Invisible Vulnerabilities" (Boucher and Anderson, 2021; CVE-2021-42574): embeddings, overrides and
isolates are refused even inside texts and comments, where they do a parser no harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from engagepolicy.diagnostics.messages_literals import HiddenCharacter
from engagepolicy.source import SourceText, Span

_REFUSED_EVERYWHERE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+|\r(?!\n|\\Z)"
)
_TURNS_ORDER = re.compile("[\u202a-\u202e\u2066-\u2069]")


def name_hidden(char: str) -> tuple[str, str | None] | None:
    """Return how to call a hidden character outside texts, and what to put in its place; None for one that is seen."""
    if char == "\r":
        return "the lone carriage return", "\n"
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp") or char in "\x0b\x0c\x85":
        return "the special blank", " "
    if category == "Cf":
        return ("the direction mark" if _TURNS_ORDER.match(char) else "the invisible character"), ""
    if category == "Cs":
        return "half of a character", ""
    if category in ("Cc", "Co", "Cn"):
        return "the control character", ""
    return None


def has_refused(text: str) -> bool:
    """Whether any character stands in the text that is refused even inside texts and comments."""
    return _REFUSED_EVERYWHERE.search(text) is not None


def find_hidden_inside(source: SourceText, start: int, end: int) -> Iterator[HiddenCharacter]:
    """Yield a message for each run of refused characters between two offsets, the inside of a text, pattern or comment."""
    is_text = source.text[start] == '"'
    for match in _REFUSED_EVERYWHERE.finditer(source.text, start, end):
        run = match.group()
        reason = "the direction mark" if _TURNS_ORDER.match(run) else "the control character"
        is_half = any("\ud800" <= char <= "\udfff" for char in run)
        visible = "".join(f"\\u{{{ord(char):04X}}}" for char in run) if is_text and not is_half else ""
        span = Span(source, match.start(), match.end())
        yield HiddenCharacter(span, "half of a character" if is_half else reason, visible)
