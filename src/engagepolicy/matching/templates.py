"""Reads templates: terms of a lexicon in which marks stand for more than one wording.

`(a|b)` is one of several words or phrases, `[a|b]` the same or nothing, `...` up to a few words, `{brand}` a brand, and `{name}`
whatever the lexicon of that name finds. Two readers share the marks: `parse_template` cuts a term for the vocabularies of
disclosures, `parse_steps` for the lexicons that texts mention. Where they are found is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise, product
from typing import TypeAlias

from engagepolicy.matching.normal import normalise
from engagepolicy.matching.terms import TERMS_KEPT, TermProblem, check_term
from engagepolicy.matching.words import tokenise

BRAND_MARK = "{brand}"
GAP_MARK = "..."
GAP_AT_MOST = 6
"""How many words `...` may stand for, where nothing else is said."""
REACH_AT_MOST = 30
"""How many words `...` may be told to stand for."""
ELEMENTS_AT_MOST = 24
GAPS_AT_MOST = 3
OPTIONS_AT_MOST = 3
"""How many times a template may say `[a]`."""

CHOICES_AT_MOST = 60
"""How many words or phrases `(a|b)` may offer."""

KEPT_AT_MOST_LONG = 500
"""How many characters a template may have for it to be remembered what is wrong with it."""

_MARK = re.compile(
    r"(\{[a-z][a-z0-9_]*\}|(?:(?<=\s)|^)\.\.\.(?=\s|$)|\([^()\[\]|]+(?:\|[^()\[\]|]+)+\)|\[[^()\[\]|]+(?:\|[^()\[\]|]+)*\])",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"\([^()]*\|[^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_NO_WORD = (TermProblem.EMPTY, TermProblem.PUNCTUATION_ONLY)
_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Step:
    """One thing after another that a template asks for: one of the terms, or of what the lexicons find.

    `marks` are the lexicons by their number among those that the template names. `gap` is how many words may stand before it; none
    means that it follows at once.
    """

    terms: tuple[str, ...]
    marks: tuple[int, ...] = ()
    gap: int | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """A template as the steps that are looked for; the open ends are those where it says `...` first or last."""

    steps: tuple[Step, ...]
    is_open_before: bool = False
    is_open_behind: bool = False


def is_template(term: str) -> bool:
    """Whether the term has a mark that plain terms do not know, or one that is not written out."""
    return _MARK.search(term) is not None or _BROKEN.search(term) is not None


def names_brand(term: str) -> bool:
    """Whether the template speaks of a brand, which only a vocabulary knows."""
    return BRAND_MARK in term.lower()


def find_lexicon_marks(term: str) -> tuple[tuple[str, int, int], ...]:
    """Return the lexicons that a template names, as written, each with its place in the term; a brand is none."""
    return tuple((found[1], *found.span(1)) for found in _NAME.finditer(term) if found[0].lower() != BRAND_MARK)


@lru_cache(maxsize=1 << 12)
def find_template_problem(term: str, *, is_excluded: bool = False) -> str | None:
    """Return what is wrong with a template, in plain words; None if nothing is."""
    is_short = len(term) <= KEPT_AT_MOST_LONG
    return _find_known_problem(term, is_excluded=is_excluded) if is_short else _find_problem(term, is_excluded=is_excluded)


@lru_cache(maxsize=TERMS_KEPT)
def _find_known_problem(term: str, *, is_excluded: bool) -> str | None:
    return _find_problem(term, is_excluded=is_excluded)


def _find_problem(term: str, *, is_excluded: bool) -> str | None:
    text = normalise(term).text.strip()
    if _is_tag(text):
        tag = parse_template(term).tag or ()
        return None if "".join(tag) or len(tag) > 1 else "a hashtag needs a word behind its mark"
    parts = [part for part in _MARK.split(text) if part.strip()]
    if len(_NAME.findall(text)) != len(_NAME.findall(term)):
        return "the braces and letters of its marks have to be plain ones"
    return _find_broken_part(parts) or _find_bad_order(parts, is_excluded=is_excluded)


def _find_broken_part(parts: Sequence[str]) -> str | None:
    for part in parts:
        if part == GAP_MARK or _NAME.fullmatch(part):
            continue
        if not _MARK.fullmatch(part) and (stray := next((sign for sign in part if sign in "{}[]|"), None)) is not None:
            return f"`{stray}` belongs to a mark that is not whole: a choice is `(a|b)`, what may be left out `[a]`, a lexicon `{{name}}`"
        options = _options_of(part)
        if len(options) > CHOICES_AT_MOST:
            return f"a choice such as `(gave|sent)` has at most {CHOICES_AT_MOST} words or phrases; put them into a lexicon and name it"
        for option in options:
            if _NAME.fullmatch(option) and option != BRAND_MARK:
                continue
            if _NAME.search(option):
                return f"a choice such as `(gave|sent)` is between words, or lexicons by themselves, not `{option}`"
            problem = check_term(option)
            if problem is not None and problem.is_fatal and (_MARK.fullmatch(part) or problem not in _NO_WORD):
                return f"`{option}`: {problem.value}"
    return None


def _find_bad_order(parts: Sequence[str], *, is_excluded: bool) -> str | None:
    """Return what is wrong with the parts taken together."""
    steps = [part for part in parts if part != GAP_MARK]
    if not any(part != BRAND_MARK and not part.startswith("[") for part in steps):
        return "a template needs a word besides the brand and what may be left out"
    inner = parts[1:-1] if is_excluded else parts
    at_end = not is_excluded and GAP_MARK in (parts[0], parts[-1])
    if at_end or any(one == two == GAP_MARK for one, two in pairwise(parts)):
        return "`...` stands between words; at an end only behind `exclude`, for the rest of the sentence"
    if sum(1 if _MARK.fullmatch(part) else len(part.split()) for part in parts) > ELEMENTS_AT_MOST:
        return f"a template has at most {ELEMENTS_AT_MOST} words, choices and lexicons"
    if inner.count(GAP_MARK) > GAPS_AT_MOST:
        return f"a template says at most {GAPS_AT_MOST} times `...`"
    if sum(part.startswith("[") for part in steps) > OPTIONS_AT_MOST:
        return f"a template has at most {OPTIONS_AT_MOST} parts that may be left out"
    return None


def find_vocabulary_problem(term: str) -> str | None:
    """Return why a vocabulary of disclosures cannot look for a template; None if it can."""
    for part in _MARK.split(normalise(term).text):
        names = _NAME.findall(part)
        if [name for name in names if name != "brand"]:
            return "it names a lexicon"
        if _MARK.fullmatch(part) and part[0] in "([" and ("*" in part or names or "#" in part):
            return "its choice is not between plain words"
    return None


def has_gap(term: str) -> bool:
    """Whether the template says `...`."""
    return GAP_MARK in _MARK.split(normalise(term).text.strip())


def _is_word(piece: str) -> bool:
    return check_term(piece) not in _NO_WORD


def _options_of(part: str) -> list[str]:
    """Return what a part offers: the alternatives of a choice, or the words that must stand one after another."""
    return [each.strip() for each in part[1:-1].split("|")] if _MARK.fullmatch(part) else part.split()


# ----------------------------------------------------------------------------------------------- for lexicons


def parse_steps(term: str, reach: int | None) -> Steps:
    """Cut a term without problems into steps; `...` stands for `reach` words, or as many as usual."""
    parts = [part for part in _MARK.split(normalise(term).text.strip()) if part.strip()]
    steps: list[Step] = []
    gap: int | None = None
    mark = 0
    for part in parts:
        if part == GAP_MARK:
            gap = GAP_AT_MOST if reach is None else reach
            continue
        if not _MARK.fullmatch(part):
            for word in filter(_is_word, part.split()):
                steps.append(Step((word,), gap=gap))
                gap = None
            continue
        options = [part] if part.startswith("{") else _options_of(part)
        terms = tuple(option for option in options if not _NAME.fullmatch(option))
        named = len(options) - len(terms)
        steps.append(Step(terms, tuple(range(mark, mark + named)), gap, part.startswith("[")))
        mark, gap = mark + named, None
    return Steps(tuple(steps), parts[0] == GAP_MARK, parts[-1] == GAP_MARK)


# ------------------------------------------------------------------------------------------- for vocabularies


def squeeze(tag: str) -> str:
    """Return a hashtag's letters and digits: readers take `#paid_partnership` and `#paidpartnership` for the same."""
    return "".join(char for char in tag if char.isalnum())


def _is_tag(text: str) -> bool:
    return text.startswith("#") and not any(char.isspace() for char in text)


def parse_templates(term: str) -> Iterator[Template]:
    """Cut a term into what is compared: one template for each way to leave out what may be left out."""
    parts = _MARK.split(term)
    ways = [("", f"({part[1:-1]})" if "|" in part else part[1:-1]) if _is_optional(part) else (part,) for part in parts]
    for way in product(*ways):
        yield replace(parse_template("".join(way)), written=term)


def _is_optional(part: str) -> bool:
    return part.startswith("[") and _MARK.fullmatch(part) is not None


def parse_template(term: str) -> Template:
    """Cut a term in which nothing may be left out into what is compared."""
    text = normalise(term).text.strip()
    if _is_tag(text):
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
