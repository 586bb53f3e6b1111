"""Strict reading of one JSON text: exact numbers, no key twice, no NaN, bounded depth. The one place that calls a JSON parser."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from engagepolicy.inputs.lexical import MOST_DIGITS
from engagepolicy.inputs.problems import InvalidInput, OversizedNumber, Problem, join_path, shorten, unfit

MOST_NESTING = 64
"""Levels of lists and objects in an input."""

LONGEST_NAME = 80
"""Characters of a field's name that a message shows."""

TOKENS = re.compile(r'"(?:[^"\\]|\\.?)*+"?|[\[\]{},]', re.DOTALL)
"""Strings, brackets and commas: what is between them cannot change the nesting. An unfinished string takes all the rest."""


class _KeyTwice(ValueError):
    """An object has a key twice."""


class _NotANumber(ValueError):
    """The text holds NaN or an infinity, which JSON does not have."""


class _Repeating(dict[str, object]):
    """An object that had keys twice, with these keys."""

    repeated: tuple[str, ...] = ()


def _as_whole(text: str) -> object:
    return int(text) if len(text) <= MOST_DIGITS else OversizedNumber(len(text))


def _as_decimal(text: str) -> object:
    if len(text) > 2 * MOST_DIGITS:
        return OversizedNumber(len(text))
    try:
        return Decimal(text)
    except InvalidOperation:
        return OversizedNumber(len(text))


def _refuse_constant(word: str) -> object:
    raise _NotANumber(word)


def _as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _KeyTwice
    return value


def _as_marked_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = _Repeating(pairs)
    value.repeated = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return value


_DECODER = json.JSONDecoder(
    parse_int=_as_whole, parse_float=_as_decimal, parse_constant=_refuse_constant, object_pairs_hook=_as_object
)
_MARKING_DECODER = json.JSONDecoder(
    parse_int=_as_whole, parse_float=_as_decimal, parse_constant=_refuse_constant, object_pairs_hook=_as_marked_object
)


def _members(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from ((shorten(key, LONGEST_NAME), member) for key, member in value.items())
    elif isinstance(value, list):
        yield from ((f"[{place}]", member) for place, member in enumerate(value))


def _find_repeated(value: object) -> Iterator[Problem]:
    waiting = [("", value)]
    while waiting:
        path, each = waiting.pop()
        if isinstance(each, _Repeating):
            for key in each.repeated:
                yield Problem(join_path(path, shorten(key, LONGEST_NAME)), "the field more than once", "each field once")
        waiting += [(join_path(path, name), member) for name, member in _members(each)]


def is_too_deep(text: str) -> bool:
    """Whether the lists and objects of a JSON text are nested deeper than `MOST_NESTING`; the text is not read for this."""
    if text.count("[") + text.count("{") <= MOST_NESTING:
        return False
    depth = 0
    for found in TOKENS.finditer(text):
        token = found.group()
        if token in "[{":
            depth += 1
            if depth > MOST_NESTING:
                return True
        elif token in "]}":
            depth -= 1
    return False


def decode_utf8(data: bytes | bytearray) -> str:
    """Return the text of UTF-8 bytes; raise `InvalidInput` that says which byte is wrong."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise unfit(f"bytes that are not UTF-8 (byte {error.start + 1})", "JSON in UTF-8") from None


def parse_json(source: str | bytes | bytearray) -> object:
    """Return the value of a JSON text: numbers with a point or exponent as `Decimal`, whole numbers as `int`.

    Raises `InvalidInput` for text that is not JSON, bytes that are not UTF-8, a key that stands twice in one object, NaN and
    infinities, and nesting deeper than `MOST_NESTING`. A number that is too long comes back as `OversizedNumber`, so that its
    field can be named.
    """
    text = source if isinstance(source, str) else decode_utf8(source)
    text = text.removeprefix("\ufeff")
    if not text.strip(" \t\r\n"):
        raise unfit("nothing", "JSON")
    if is_too_deep(text):
        raise unfit(f"more than {MOST_NESTING} levels of lists and objects", "a flatter input")
    try:
        return _decode(_DECODER, text)
    except _KeyTwice:
        # The text is only known to be JSON up to the second key, so what follows may be wrong in any other way.
        raise InvalidInput(_find_repeated(_decode(_MARKING_DECODER, text))) from None


def _decode(decoder: json.JSONDecoder, text: str) -> object:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise unfit(f"text that is not JSON ({error.msg[:1].lower()}{error.msg[1:]}, {where})", "JSON") from None
    except _NotANumber as error:
        raise unfit(f"{error}, which JSON does not have", "a finite number") from None
