"""Letters that look like Latin letters, and when they are read as such.

The idea is the skeleton of Unicode Technical Standard 39, "Unicode Security Mechanisms" (confusables): two texts that
look the same get the same skeleton. The whole of its data would turn much honest text into something else, so this is a
small table of letters seen in disguised words, in two strengths, and a rule that looks at the whole word:

- a letter that is a mere drawing of a Latin letter (small capitals, negative circled letters) is always read as it;
- in a word that mixes Latin letters with look-alikes of other alphabets, and has no letter that is neither, every
  look-alike is read as Latin;
- a word of two letters or more made only of *close* look-alikes (the same in lower and upper case) is read as Latin when
  the rest of the text has more Latin letters than genuine letters of other scripts.

So Russian, Greek or Armenian text stays what it is, in which no word is mixed and Latin letters are few.
"""

import re
from collections.abc import Iterator, Sequence

from engagepolicy.matching.characters import HANGUL, SPACELESS, Kinds, is_mark, is_within


def _pairs(others: str, latin: str) -> dict[str, str]:
    return dict(zip(others, latin, strict=True))


DRAWN: dict[str, str] = {
    **_pairs("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡ", "abcdefghijklmnoprstuvwyzag"),
    **{chr(0x1F150 + n): chr(ord("a") + n) for n in range(26)},
    **{chr(0x1F170 + n): chr(ord("a") + n) for n in range(26) if n not in (0, 1, 14, 15)},
}
"""Drawings of Latin letters. The four squared letters that are emoji of their own (blood types, parking) are left out."""

CLOSE: dict[str, str] = {
    **_pairs("аеорсухіѕјԁԛԝһӏ", "aeopcyxisjdqwhl"),
    **_pairs("АЕОРСУХІЅЈԀԚԜҺӀ", "AEOPCYXISJDQWHL".lower()),
    **_pairs("οΟ", "oo"),
    **_pairs("օՕ", "oo"),
}
"""Close look-alikes: the same Latin letter in lower and in upper case."""

LOOSE: dict[str, str] = {
    **_pairs("вкмнтпгѵүғ", "bkmhtnrvyf"),
    **_pairs("ВКМНТѴҮҒ", "bkmhtvyf"),
    **_pairs("ёїӧӓ", "ëïöä"),
    **_pairs("αβγειηκνρτυχϲϳ", "abyeinkvptuxcj"),
    **_pairs("ΑΒΕΖΗΙΚΜΝΡΤΥΧϹͿ", "abezhikmnptyxcj"),
    **_pairs("սոհյցզքԼՏ", "unhjgqplS".lower()),
    **_pairs("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ", "abcdehjklmprstvwz"),
    **_pairs("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "abcdefghijklmnoprstuvwxyz"),
}
"""Looser look-alikes, read as Latin only inside a word that has Latin letters too."""

_LATIN = {**LOOSE, **CLOSE, **DRAWN}
_LATIN_RANGES = ((0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0x24F), (0x250, 0x2AF),
                 (0x1D00, 0x1D25), (0x1D6B, 0x1D77), (0x1D79, 0x1DBF), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F),
                 (0xA722, 0xA7FF), (0xAB30, 0xAB64))  # fmt: skip
_ANY = re.compile("[" + "".join(map(re.escape, sorted(_LATIN))) + "]")
_CAPITAL = re.compile("[" + "".join(letter for letter in sorted(_LATIN) if letter.casefold() != letter) + "]")
_WORD = re.compile(r"[ldfeawm]+")
_MARKED = re.compile(r"[eaw](?=m)")


def _kind(char: str) -> str:
    """`a` drawn, `e` close, `w` loose look-alike, `l` Latin, `c` spaceless, `f` other letter, `d` digit, `m` mark, else space."""
    if char in DRAWN:
        return "a"
    if char in CLOSE:
        return "e"
    if char in LOOSE:
        return "w"
    code = ord(char)
    if char.isalpha():
        if is_within(_LATIN_RANGES, code):
            return "l"
        return "c" if is_within(SPACELESS, code) or is_within(HANGUL, code) else "f"
    if char.isalnum():
        return "d"
    return "m" if is_mark(char) else " "


_KINDS = Kinds(_kind)


def has_lookalikes(text: str) -> bool:
    """Say whether a text has any letter of the tables, which most texts have not."""
    return _ANY.search(text) is not None


def find_capitals(text: str) -> Iterator[int]:
    """Find the capital look-alikes: some look like another letter than their small form does."""
    return (match.start() for match in _CAPITAL.finditer(text))


def find_disguised(sources: str) -> Sequence[tuple[int, str]]:
    """Find the letters to be read as Latin: pairs of position and Latin letter, in order.

    `sources` is the text in normal form, but for the capitals that `find_capitals` finds, which stand as they were written.
    """
    # A letter with an accent is itself: read as Latin it would have to be composed anew, with other offsets.
    kinds = _MARKED.sub("f", sources.translate(_KINDS))
    found: list[int] = []
    whole: list[tuple[int, int]] = []
    latin = 0
    genuine = kinds.count("c")
    for match in _WORD.finditer(kinds):
        word = match.group()
        start = match.start()
        digits = word.count("d")
        plain, drawn, close = word.count("l"), word.count("a"), word.count("e")
        foreign, loose = word.count("f"), word.count("w")
        if drawn:
            found.extend(start + at for at, kind in enumerate(word) if kind == "a")
        latin += plain + drawn
        if not close and not loose:
            genuine += foreign
        elif (plain or drawn) and not foreign:
            found.extend(start + at for at, kind in enumerate(word) if kind in "ew")
            latin += close + loose
        elif close >= 2 and close + digits == len(word):
            whole.append((start, match.end()))
        else:
            genuine += close + loose + foreign
    if latin > genuine:
        for start, end in whole:
            found.extend(at for at in range(start, end) if kinds[at] == "e")
    return [(at, _LATIN[sources[at]]) for at in sorted(set(found))]
