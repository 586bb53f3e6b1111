"""How strangers' text is put on a screen: nothing in it moves the cursor, turns the writing round or hides.

A terminal obeys control characters, and bidirectional controls make a line read otherwise than it is (CVE-2021-42574); here both
come out as `<U+202E>`. Widths follow Unicode's East Asian Width (UAX 11), one character at a time but for joined emoji.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_VISIBLE_FORMAT_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Characters that Unicode files under format controls although they have a shape: Arabic, Syriac and Kaithi number signs."""
_PRINTABLE_FORMAT_SIGNS = _VISIBLE_FORMAT_SIGNS | {_NON_JOINER, _JOINER}


@lru_cache(maxsize=4096)
def render_character(character: str) -> str:
    """Return the character itself, or `<U+…>` where printing it would do something else than show it."""
    if category(character) in _UNPRINTABLE and character not in _PRINTABLE_FORMAT_SIGNS:
        return f"<U+{ord(character):04X}>"
    return character


def render_visible(text: str) -> str:
    """Return `text` on one line, line breaks and all other controls shown as `<U+…>`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(render_character, text))


def render_visible_lines(text: str) -> list[str]:
    """Return the lines of `text`, each safe to print; a text without a line break is one line."""
    return [render_visible(line.removesuffix("\r")) for line in text.replace("\t", "    ").split("\n")]


def width_of(character: str, before: str = "") -> int:
    """Return how many columns a printable character takes on a terminal; `before` is the character that precedes it."""
    if category(character) in ("Mn", "Me") or character in (_NON_JOINER, _JOINER) or "\u1160" <= character <= "\u11ff":
        return 0
    if east_asian_width(character) not in ("W", "F"):
        return 1
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return 0 if before == _JOINER or (is_skin_tone and before) else 2
