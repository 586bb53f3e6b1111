"""How many columns a text takes up on a screen, and where a list that takes too many goes on in the next line."""

from __future__ import annotations

import re
import unicodedata

LINE_WIDTH = 100
LIST_PART = re.compile(r'(?:"(?:[^"\\]|\\.)*"|(?<![A-Za-z0-9_])/(?:[^/\\]|\\.)+/|(?!, ).)+(?:, )?')
"""Text up to a comma that stands in no string and no pattern."""

ZERO_WIDTH_JOINER = "\u200d"
EMOJI_VARIATION = "\ufe0f"
INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})


def display_width(text: str) -> int:
    """Return the columns that `text` takes: 2 for East Asian wide characters and emoji, 0 for combining marks.

    Widths are those of Unicode Standard Annex 11. A sign followed by the emoji variation selector counts 2, and what a
    zero-width joiner or a skin tone adds to an emoji counts nothing.
    """
    if text.isascii():
        return len(text)
    return sum(_columns(text, index) for index in range(len(text)))


def _columns(text: str, index: int) -> int:
    character = text[index]
    if unicodedata.category(character) in INVISIBLE:
        return 0
    before = text[index - 1] if index else ""
    if before == ZERO_WIDTH_JOINER or ("\U0001f3fb" <= character <= "\U0001f3ff" and before):
        return 0
    follower = text[index + 1 : index + 2]
    if unicodedata.east_asian_width(character) in "WF" or follower == EMOJI_VARIATION:
        return 2
    return 1


def pad(text: str, width: int) -> str:
    """Return `text` with blanks behind it up to `width` columns; a wider text comes back as it is."""
    return text + " " * (width - display_width(text))


def wrap_list(text: str, indent: int, hang: int) -> str:
    """Return a printed line that begins in column `indent`, broken behind commas where it is too wide.

    Further lines begin in column `hang`; the first gets no indent here. What has no comma to break at stays too wide.
    """
    if indent + display_width(text) <= LINE_WIDTH:
        return text
    lines, width = [""], indent
    for part in LIST_PART.findall(text):
        size = display_width(part.rstrip())
        if lines[-1].strip() and width + size > LINE_WIDTH:
            lines[-1] = lines[-1].rstrip()
            lines.append(" " * hang)
            width = hang
        lines[-1] += part
        width += display_width(part)
    return "\n".join(lines)
