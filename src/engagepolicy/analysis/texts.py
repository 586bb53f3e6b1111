"""Texts made to order: a text in which these tests find something and those do not, or nothing where none was found."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from engagepolicy.ir.expressions import Apply, Constantly, Reference, RegularExpression
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared, Setting

PLAIN = ("Hello", "Good day to you all", "")
SAMPLES_AT_MOST = 40
LONGEST_SAMPLE = 200


class TextMaker:
    """Makes texts for the tests of one program, as of one moment."""

    def __init__(self, prepared: Prepared, as_of: datetime) -> None:
        """Take the program and the moment of the decision, in UTC: terms come into force and leave it."""
        self._prepared = prepared
        self._as_of = as_of
        self._setting = Setting(prepared, as_of)

    def finds(self, test: Apply, text: str) -> bool:
        """Whether the test finds something in the text."""
        operands = [each.value if isinstance(each, Constantly) else each for each in test.operands[1:]]
        return bool(MEANINGS[test.operator](self._setting, test, [text, *operands]))

    def find_text(self, found: Sequence[Apply], not_found: Sequence[Apply]) -> str | None:
        """Return a text in which every test of `found` finds something and none of `not_found` does; None where none was made."""
        starts = [test for test in found if test.operator == "starts_with"]
        ends = [test for test in found if test.operator == "ends_with"]
        between = [test for test in found if test.operator not in ("starts_with", "ends_with")]
        for plain in PLAIN if not starts else ("",):
            text = self._with_all(plain, [*starts, *between, *ends], not_found)
            if text is not None and all(self.finds(test, text) for test in found) and not any(self.finds(test, text) for test in not_found):
                return text
        return None

    def _with_all(self, text: str, found: Sequence[Apply], not_found: Sequence[Apply]) -> str | None:
        for test in found:
            extended = self._extended(text, test, not_found)
            if extended is None:
                return None
            text = extended
        return text

    def _extended(self, text: str, test: Apply, not_found: Sequence[Apply]) -> str | None:
        """Return the text with a piece that the test finds; as it is where the test finds something already."""
        if self.finds(test, text):
            return text
        for sample in chain(self._beyond(test, not_found), self.samples(test), *(self._spared(each) for each in not_found)):
            for joined in (f"{text}. {sample}", f"{text} {sample}", f"{text}{sample}") if text else (sample,):
                if self.finds(test, joined) and not any(self.finds(each, joined) for each in not_found):
                    return joined
        return None

    def _beyond(self, test: Apply, not_found: Sequence[Apply]) -> Iterator[str]:
        """Yield the terms that the test looks for and those that must find nothing do not: of two long lists, where they differ."""
        if not_found:
            others = {term for each in not_found for term in self._terms(each)}
            yield from _first(_spoken(term for term in self._terms(test) if term not in others))

    def _terms(self, test: Apply) -> Iterator[str]:
        """Yield the terms that a test looks for, less the regular expressions, in an order of their own."""
        match test.operands[1]:
            case Reference(name=name):
                terms = self._prepared.vocabulary.terms_at(name, self._as_of)
                yield from (term.text for term in terms if not term.is_pattern)
            case Constantly(value=frozenset() as words):
                yield from sorted(map(str, words))
            case _:
                return

    def _spared(self, test: Apply) -> Iterator[str]:
        """Yield the excluded terms of the lexicon that the test looks for: another test may find something in one."""
        sought = test.operands[1]
        if isinstance(sought, Reference):
            terms = self._prepared.program.lexicon_by_name[sought.name].terms
            yield from _first(_spoken(term.text for term in terms if term.is_excluded and not term.is_pattern))

    def samples(self, test: Apply) -> Iterator[str]:
        """Yield texts in which the test may find something."""
        sought = test.operands[1]
        match sought:
            case Reference(name=name):
                terms = self._prepared.vocabulary.terms_at(name, self._as_of)
                plain = (term.text for term in terms if not term.is_pattern)
                patterns = (term.text for term in terms if term.is_pattern)
                yield from _first(_spoken(plain))
                yield from _first(each for pattern in patterns for each in samples_of(pattern))
            case RegularExpression(source=source):
                yield from _first(samples_of(source))
            case Constantly(value=frozenset() as words):
                yield from _first(_spoken(sorted(map(str, words))))
            case Constantly(value=value):
                yield str(value)
            case _:
                return


def _first(samples: Iterable[str]) -> Iterator[str]:
    for number, sample in enumerate(samples):
        if number == SAMPLES_AT_MOST:
            return
        yield sample


def _spoken(terms: Iterable[str]) -> Iterator[str]:
    """Yield for each term what a person would write."""
    for term in terms:
        yield term.removesuffix("*")


def samples_of(pattern: str) -> Iterator[str]:
    """Yield texts that the regular expression may match: shortest repetitions, each branch once; none where it is not understood."""
    parser = importlib.import_module("re._parser")
    try:
        tree = parser.parse(pattern)
    except (ValueError, OverflowError, RecursionError, parser.error):
        return
    for branch in range(4):
        text = _sample(tree, branch)
        if text is not None and len(text) <= LONGEST_SAMPLE:
            yield text


def _sample(tree: Any, branch: int) -> str | None:  # noqa: ANN401
    pieces = []
    for operator, argument in tree:
        piece = _piece(str(operator), argument, branch)
        if piece is None:
            return None
        pieces.append(piece)
    return "".join(pieces)


_OF_CATEGORY = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "a"}
_OF_NOT_CATEGORY = {"CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_WORD": " "}


def _piece(operator: str, argument: Any, branch: int) -> str | None:  # noqa: ANN401
    match operator:
        case "LITERAL":
            return chr(argument)
        case "NOT_LITERAL":
            return "a" if argument != ord("a") else "b"
        case "ANY":
            return "a"
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return ""
        case "CATEGORY":
            return (_OF_CATEGORY | _OF_NOT_CATEGORY).get(str(argument))
        case "IN":
            return _of_class(argument, branch)
        case "MAX_REPEAT" | "MIN_REPEAT":
            fewest, most, inner = argument
            count = fewest if branch % 2 == 0 else min(max(1, fewest), most)
            one = _sample(inner, branch)
            return None if one is None else one * int(count)
        case "SUBPATTERN":
            return _sample(argument[-1], branch)
        case "BRANCH":
            return _sample(argument[1][branch % len(argument[1])], branch)
        case _:
            return None


def _of_class(items: Any, branch: int) -> str | None:  # noqa: ANN401
    if str(items[0][0]) == "NEGATE":
        refused = {chr(code) for operator, code in items[1:] if str(operator) == "LITERAL"}
        return next((letter for letter in "abz 7-" if letter not in refused), None)
    operator, argument = items[branch % len(items)]
    return chr(argument[0]) if str(operator) == "RANGE" else _piece(str(operator), argument, branch)
