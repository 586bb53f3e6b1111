"""What kind of character each code point is: the one table of Unicode facts that the rest of this package reads.

The standard library knows categories and decompositions but not scripts, default-ignorable characters or emoji, so the
few ranges needed are written here (after the Unicode Character Database: DerivedCoreProperties, Scripts, emoji-data).
Kinds are single letters, so that a whole text becomes a string of kinds by `str.translate` and can be cut up by plain
regular expressions without listing thousands of characters in each of them.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable

Ranges = tuple[tuple[int, int], ...]

HIDDEN: Ranges = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
VARIATION: Ranges = ((0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
PICTOGRAPHIC: Ranges = (
    (0xA9, 0xA9), (0xAE, 0xAE), (0x2122, 0x2122), (0x2190, 0x21FF), (0x2300, 0x23FF), (0x25A0, 0x27BF),
    (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x3030, 0x3030), (0x303D, 0x303D), (0x1F000, 0x1F0FF),
    (0x1F170, 0x1F171), (0x1F17E, 0x1F17F), (0x1F18E, 0x1F19A), (0x1F200, 0x1F3FA), (0x1F400, 0x1FAFF),
)  # fmt: skip
SPACELESS: Ranges = (
    (0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF), (0x2E80, 0x2FDF),
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x303C), (0x3041, 0x312F), (0x31A0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAADF), (0xF900, 0xFAFF), (0x16FE0, 0x18D8F),
    (0x1AFF0, 0x1B2FF), (0x20000, 0x3FFFF),
)  # fmt: skip
HANGUL: Ranges = ((0x1100, 0x11FF), (0x3131, 0x318E), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
JOINING: Ranges = ((0x600, 0xDFF), (0xF00, 0x109F), (0x1780, 0x18AF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
TONES: Ranges = ((0x1F3FB, 0x1F3FF),)
REGIONS: Ranges = ((0x1F1E6, 0x1F1FF),)
TAGS: Ranges = ((0xE0020, 0xE007F),)

LIKE_A_MARK = frozenset("\uff9e\uff9f")
BLACK_FLAG = "\U0001f3f4"
ZERO_WIDTH_JOINER = "\u200d"
_REMEMBERED_AT_MOST = 1 << 15
_VERBATIM = frozenset("#@_'-./=&*,:nt")


def is_within(ranges: Ranges, code: int) -> bool:
    """Say whether a code point lies in one of the ranges (sorted, both ends inside)."""
    at = bisect_right(ranges, (code, 0x110000)) - 1
    return at >= 0 and code <= ranges[at][1]


class Kinds(dict[int, str]):
    """A table for `str.translate` that works out an entry when it is first needed and remembers a bounded number."""

    def __init__(self, kind_of: Callable[[str], str]) -> None:
        """Take the function that gives the one-character kind of a character."""
        super().__init__()
        self._kind_of = kind_of

    def __missing__(self, code: int) -> str:
        """Work out the kind of a code point."""
        kind = self._kind_of(chr(code))
        if len(self) < _REMEMBERED_AT_MOST:
            self[code] = kind
        return kind


def is_mark(char: str) -> bool:
    """Say whether a character belongs to the one before it (a combining mark, or a halfwidth voiced sound mark)."""
    return char in LIKE_A_MARK or unicodedata.category(char)[0] == "M"


def is_spaceless(char: str) -> bool:
    """Say whether a character is of a script that is written without spaces between words (Han, Kana, Thai, Lao ...)."""
    return is_within(SPACELESS, ord(char))


def hidden_kind(char: str) -> str:
    """Give the kind of a default-ignorable character, or an empty string for any other.

    `V` variation selector, `Z` zero-width joiner, `G` tag, `O` direction override, `E` embedding, `Q` the end of one
    of these, `H` any other.
    """
    code = ord(char)
    if not is_within(HIDDEN, code):
        return ""
    if is_within(VARIATION, code):
        return "V"
    if is_within(TAGS, code):
        return "G"
    return {0x200D: "Z", 0x202D: "O", 0x202E: "O", 0x202A: "E", 0x202B: "E", 0x202C: "Q"}.get(code, "H")


def token_kind(char: str) -> str:
    """Give the kind that cutting into words needs of a character of a normalised text.

    `w` letter, `d` digit, `m` mark, `c` letter of a spaceless script, `h` Hangul, `p` pictograph, `o` skin tone,
    `r` regional indicator, `z` joiner, `g` tag, `k` the keycap, `s` another symbol, a space for white space, `~` for
    other punctuation; `n`, `t` and the punctuation that words, tags and handles care about stand for themselves.
    """
    if char in _VERBATIM:
        return char
    code = ord(char)
    for ranges, kind in ((PICTOGRAPHIC, "p"), (TONES, "o"), (REGIONS, "r"), (TAGS, "g")):
        if is_within(ranges, code):
            return kind
    if code == 0x20E3:
        return "k"
    if char == ZERO_WIDTH_JOINER:
        return "z"
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category[0] == "M":
        return "m"
    if category in ("Nd", "No"):
        return "d"
    if category[0] == "L" or category == "Nl":
        if is_within(HANGUL, code):
            return "h"
        return "c" if is_within(SPACELESS, code) else "w"
    return "s" if category[0] == "S" or char in "%‰§" else "~"


TOKEN_KINDS = Kinds(token_kind)
