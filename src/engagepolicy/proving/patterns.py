"""Texts that a regular expression matches, made by walking over it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

LONGEST_SAMPLE = 200


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
