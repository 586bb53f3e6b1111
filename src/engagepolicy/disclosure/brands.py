"""Finds where a text names a brand: in full, written together, as a handle or hashtag, or by the first word of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from engagepolicy.disclosure.readable import Readable
from engagepolicy.matching import normalise
from engagepolicy.matching.words import tokenise

_LEGAL_FORMS = frozenset("inc ltd llc plc gmbh ag co corp corporation company limited sa srl spa bv oy ab kg".split())
_TOO_GENERAL = frozenset(
    (
        "the new old north south east west first best good great blue green black white red big little royal united american"
        " british national general international global super my our your bank coffee hotel house city home daily fresh"
    ).split()
)
"""First words that do not tell one brand from another."""
_SHORTEST_FIRST_WORD = 4
_HANDLE_ENDINGS = frozenset(
    "official hq us usa uk gb eu de fr it global app care help support team store shop co inc brand news".split()
)


@dataclass(frozen=True, slots=True)
class Brand:
    """The ways to write a brand's name: as words, and as letters written together."""

    names: tuple[tuple[str, ...], ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrandPlaces:
    """The tokens at which a brand is named, each with where its names end; and how it is written together."""

    ends: Mapping[int, Sequence[int]] = field(default_factory=dict)
    joined: Sequence[str] = ()


NO_BRAND = Brand()


@lru_cache(maxsize=1024)
def parse_brand(name: str) -> Brand:
    """Return the ways to write a brand's name; none for the word `none`."""
    tokens = [word.removeprefix("@") for word in tokenise(normalise(name).text).words]
    words = [word for word in tokens if any(char.isalnum() for char in word)]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    if not words or words == ["none"]:
        return NO_BRAND
    joined = "".join(char for word in words for char in word if char.isalnum())
    names = [tuple(words), (joined,)]
    if len(words) > 1 and words[0] == "the":
        names.append(tuple(words[1:]))
    elif len(words) > 1 and len(words[0]) >= _SHORTEST_FIRST_WORD and words[0] not in _TOO_GENERAL:
        names.append((words[0],))
    letters = ["".join(char for word in each for char in word if char.isalnum()) for each in names]
    return Brand(tuple(dict.fromkeys(names)), tuple(sorted(dict.fromkeys(letters), key=len, reverse=True)))


def find_brand(text: Readable, brand: Brand) -> BrandPlaces:
    """Find where a text names the brand."""
    ends: dict[int, list[int]] = {}
    words, places = text.tokens.words, text.tokens.at
    for name in brand.names:
        for place in places.get(name[0], ()):
            last = place + len(name)
            if tuple(words[place:last]) == name:
                ends.setdefault(place, []).append(last)
    for place in text.tokens.handles:
        if _is_handle_of(words[place], brand):
            ends.setdefault(place, []).append(place + 1)
    return BrandPlaces(ends, brand.joined)


def _is_handle_of(handle: str, brand: Brand) -> bool:
    letters = "".join(char for char in handle if char.isalnum())
    return any(letters.startswith(name) and letters[len(name) :] in _HANDLE_ENDINGS | {""} for name in brand.joined)
