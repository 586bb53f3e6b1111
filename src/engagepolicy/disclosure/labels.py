"""Whether a word stands as a label: by itself, at the front of a line or sentence or between marks, and said of this brand."""

from __future__ import annotations

from engagepolicy.disclosure.brands import BrandPlaces
from engagepolicy.disclosure.readable import Readable
from engagepolicy.disclosure.templates import Found

_GLUE = frozenset("/.@-=_&+'\\#")
"""Marks that make a word part of another one when they touch it."""
_SETS_APART = frozenset(".!|()[]{}<>*_~•·–—-:,;…/\"'^")
_OPENS = _SETS_APART | frozenset("?")
_JOINS = frozenset("by with for from in".split())
"""Words that lead from a label to the one who pays."""
_LEADS = frozenset("by with for from".split())
"""Those of them behind which a name is the name of the one who pays."""
_OTHERS = frozenset("the their that those these your his her its every each another some any many".split())
_ONE = frozenset(("a", "an"))
_TELLING = frozenset("is s was be as just really technically here".split())
"""What stands before `an #ad` where that is said of the post, and not of an advertisement that somebody saw."""
_AFTER_SLASH = frozenset("gifted gift pr paid affiliate aff sponsored werbung anzeige".split())
_BRAND_WITHIN = 4


def is_disguised(text: Readable, found: Found) -> bool:
    """Whether the words found are written with look-alike, hidden or wide letters.

    Wide forms of Latin letters are ordinary spelling beside Chinese and Japanese words; a label written with them there is not taken
    for one either, because its readers have words of their own.
    """
    if text.text.normal.is_obfuscated(found.start, found.end):
        return True
    start, end = text.text.normal.span(found.start, found.end)
    written = text.original[start:end]
    return not written.isascii() and any("\uff21" <= char <= "\uff3a" or "\uff41" <= char <= "\uff5a" for char in written)


def is_word_whole(text: Readable, found: Found) -> bool:
    """Whether neither end of the hit touches something that makes it part of another word, an address or a handle."""
    normal = text.text.normal.text
    before, after = normal[found.start - 1 : found.start], normal[found.end : found.end + 1]
    if before and (before.isalnum() or before in _GLUE):
        return False
    if not after:
        return True
    if after.isalnum() or after in "@=_&+":
        return False
    beyond = normal[found.end + 1 : found.end + 2]
    if after in "-.'" and beyond.isalnum():
        return False
    if after == "/" and beyond.isalnum():
        return found.last < len(text.tokens.words) and text.tokens.words[found.last] in _AFTER_SLASH
    return True


def _stands_apart_before(text: Readable, start: int) -> bool:
    normal = text.text.normal.text
    at = start - 1
    while at >= 0 and normal[at] in " \t":
        at -= 1
    return at < 0 or normal[at] == "\n" or normal[at] in _OPENS or _is_symbol(normal[at]) or text.ends_tag(at + 1)


def _is_symbol(char: str) -> bool:
    return not char.isalnum() and not char.isspace()


def is_label(text: Readable, found: Found, brand: BrandPlaces, *, has_brand: bool) -> bool:
    """Whether the words found stand as a label, with what follows them telling of no other brand."""
    if not is_word_whole(text, found):
        return False
    if found.is_tag:
        return not _is_noun(text, found) and _tells_of(text, found, brand, has_brand=has_brand)
    if not _stands_apart_before(text, found.start):
        return False
    return _stands_apart_after(text, found, brand, has_brand=has_brand)


def _is_noun(text: Readable, found: Found) -> bool:
    """Whether a hashtag is a word of a sentence that speaks of somebody's advertisement: `since I saw the #ad`."""
    words, breaks, place = text.tokens.words, text.breaks, found.first
    if place == 0 or place >= len(words) or breaks[place] or not _is_spaced(text, place):
        return False
    before = words[place - 1]
    if before in _ONE and place > 1 and not breaks[place - 1]:
        return words[place - 2] not in _TELLING
    return before in _OTHERS


def _is_spaced(text: Readable, place: int) -> bool:
    """Whether only space and the mark of a hashtag stand before a token and behind the one before it."""
    return text.text.normal.text[text.tokens.ends[place - 1] : text.tokens.starts[place]].strip(" \t#") == ""


def _stands_apart_after(text: Readable, found: Found, brand: BrandPlaces, *, has_brand: bool) -> bool:
    normal, tokens = text.text.normal.text, text.tokens
    at = found.end
    while at < len(normal) and normal[at] in " \t":
        at += 1
    if at == len(normal) or normal[at] == "\n" or normal[at] in _SETS_APART or normal[at] in "#@" or _is_symbol(normal[at]):
        return True
    if found.last >= len(tokens.words):
        return True
    follower = tokens.words[found.last]
    if follower == "paid" or (follower in _JOINS and not _is_capital(text, tokens.starts[found.last])):
        return not has_brand or _names_brand_soon(text, found.last, brand)
    if found.last in brand.ends:
        return not normal[found.start : found.end].endswith("ed") or _is_capital(text, found.start)
    is_first = found.first == 0 or "\n" in normal[tokens.ends[found.first - 1] : found.start]
    is_verb = normal[found.start : found.end].endswith("ed")
    if not is_first or is_verb:
        return False
    written = _written(text, found.start, found.end)
    if len(follower) > 1 and _written(text, tokens.starts[found.last], tokens.ends[found.last]).isupper():
        # Where everything is in capitals they set nothing apart: `AD BLINDNESS IS REAL`.
        return written.istitle()
    return _is_capital(text, tokens.starts[found.last]) or (written.isupper() and follower.isalpha())


def _written(text: Readable, start: int, end: int) -> str:
    """Return a part of the normal form as it was written."""
    first, last = text.text.normal.span(start, end)
    return text.original[first:last]


def _is_capital(text: Readable, position: int) -> bool:
    start, _ = text.text.normal.span(position, position + 1)
    return text.original[start].isupper()


def _names_brand_soon(text: Readable, place: int, brand: BrandPlaces) -> bool:
    for at in range(place, min(place + _BRAND_WITHIN + 1, len(text.tokens.words))):
        if at > place and text.breaks[at]:
            return False
        if at in brand.ends:
            return True
    return False


def _tells_of(text: Readable, found: Found, brand: BrandPlaces, *, has_brand: bool) -> bool:
    """Whether a label is not followed by the name of somebody else: `#ad with Nordwind` tells nothing of Halden."""
    return not _leads_to_another(text, found, brand, _LEADS, has_brand=has_brand)


def tells_of_another(text: Readable, found: Found, brand: BrandPlaces, *, has_brand: bool) -> bool:
    """Whether words that deny or disclose go on to name somebody else: `not affiliated with Nordwind`."""
    if found.names_brand:
        return False
    return _leads_to_another(text, found, brand, _JOINS | {"to", "at"}, has_brand=has_brand)


def _leads_to_another(text: Readable, found: Found, brand: BrandPlaces, leads: frozenset[str], *, has_brand: bool) -> bool:
    words, starts = text.tokens.words, text.tokens.starts
    if not has_brand or found.last + 1 >= len(words) or words[found.last] not in leads or text.breaks[found.last]:
        return False
    if _is_capital(text, starts[found.last]):
        return False
    following = found.last + 1
    is_named = words[following].startswith("@") or _is_capital(text, starts[following]) or text.is_in_tag(following)
    return is_named and not _names_brand_soon(text, following, brand)
