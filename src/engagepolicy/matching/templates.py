"""Reads templates: terms of a lexicon in which `{brand}` stands for a brand, `...` for up to a few words, `(a|b)` for one of several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engagepolicy.matching.normal import normalise
from engagepolicy.matching.words import tokenise

BRAND_MARK = "{brand}"
GAP_MARK = "..."
GAP_AT_MOST = 6
"""How many words `...` may stand for."""
ELEMENTS_AT_MOST = 24
GAPS_AT_MOST = 2

CHOICES_AT_MOST = 60
"""How many words or phrases `(a|b)` may offer."""

_MARK = re.compile(r"(\{brand\}|(?:(?<=\s)|^)\.\.\.(?=\s|$)|\([^()|]+(?:\|[^()|]+)+\))", re.IGNORECASE)


class Wild(Enum):
    """What stands in a template besides words."""

    BRAND = "brand"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Stem:
    """The beginning of a word: `sponsor*`."""

    start: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words or phrases, each by its words: `(gave|sent over)`."""

    phrases: tuple[tuple[str, ...], ...]


Element: TypeAlias = str | Stem | Wild | Choice


@dataclass(frozen=True, slots=True)
class Template:
    """A term cut into what is compared. `tag` is the hashtag without its mark, with the brand cut out of it where it has one."""

    written: str
    elements: tuple[Element, ...] = ()
    tag: tuple[str, ...] | None = None

    @property
    def needs_brand(self) -> bool:
        """Whether it can only be found where the brand is named."""
        return Wild.BRAND in self.elements or (self.tag is not None and len(self.tag) > 1)


def find_template_problem(term: str) -> str | None:
    """Return what is wrong with a template, in plain words; None if nothing is."""
    template = parse_template(term)
    if template.tag is not None:
        return None if "".join(template.tag) or len(template.tag) > 1 else "a hashtag needs a word behind its mark"
    elements = template.elements
    if not any(isinstance(each, str | Stem | Choice) for each in elements):
        return "a template needs a word besides the brand"
    if any(isinstance(each, Choice) and not 0 < len(each.phrases) <= CHOICES_AT_MOST for each in elements):
        return f"a choice such as `(gave|sent)` is between plain words, at most {CHOICES_AT_MOST}"
    if elements[0] is Wild.GAP or elements[-1] is Wild.GAP:
        return "`...` stands between words, not at an end"
    if len(elements) > ELEMENTS_AT_MOST or elements.count(Wild.GAP) > GAPS_AT_MOST:
        return f"a template has at most {ELEMENTS_AT_MOST} words and {GAPS_AT_MOST} times `...`"
    return None


def is_template(term: str) -> bool:
    """Whether the term has a mark that ordinary lexicons do not know."""
    return _MARK.search(term) is not None


def squeeze(tag: str) -> str:
    """Return a hashtag's letters and digits: readers take `#paid_partnership` and `#paidpartnership` for the same."""
    return "".join(char for char in tag if char.isalnum())


def parse_template(term: str) -> Template:
    """Cut a term into what is compared."""
    text = normalise(term).text.strip()
    if text.startswith("#"):
        return Template(term, (), tuple(squeeze(part) for part in text.split(BRAND_MARK)))
    elements: list[Element] = []
    for part in _MARK.split(text):
        if part == BRAND_MARK:
            elements.append(Wild.BRAND)
        elif part == GAP_MARK:
            elements.append(Wild.GAP)
        elif _MARK.fullmatch(part):
            elements.append(_choice_of(part))
        else:
            elements.extend(_words_of(part))
    return Template(term, tuple(elements))


def _choice_of(part: str) -> Choice:
    """Return the phrases offered; none where one of them has no words, or has a mark in it."""
    offered = [tuple(_words_of(each)) for each in part[1:-1].split("|")]
    phrases = tuple(tuple(word for word in each if isinstance(word, str)) for each in offered)
    is_plain = BRAND_MARK not in part and "*" not in part and all(phrases)
    return Choice(tuple(dict.fromkeys(phrases)) if is_plain else ())


def _words_of(part: str) -> Iterator[Element]:
    tokens = tokenise(part)
    for word, end in zip(tokens.words, tokens.ends, strict=True):
        is_stem = part[end : end + 1] == "*"
        yield Stem(word) if is_stem else word
