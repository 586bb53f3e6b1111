"""The error for an input that does not fit, and how the values in it are described to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum

from typing_extensions import override

LONGEST_SHOWN = 60
"""Characters of a value that a message shows."""

MOST_SHOWN = 20
"""Problems that the text of one error lists; `problems` holds all of them."""

MOST_EXACT_BITS = 200


@dataclass(frozen=True, slots=True)
class OversizedNumber:
    """A number of a JSON text that is too long to be read; `length` is in characters."""

    length: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the dotted path of the field (empty: the whole input), what was found there and what was expected."""

    path: str
    found: str
    expected: str

    @override
    def __str__(self) -> str:
        """Return the problem as one line."""
        return f"{self.path or 'the input'}: found {self.found}, expected {self.expected}"


class InvalidInput(ValueError):
    """An input does not fit the schema; `problems` lists every mistake in it, in the order of the schema."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, of which there is at least one."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    @override
    def __str__(self) -> str:
        """Return one line for each problem; after `MOST_SHOWN` of them only how many there are more."""
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = [f"the input has {len(self.problems)} problems", *map(str, self.problems[:MOST_SHOWN])]
        if len(self.problems) > MOST_SHOWN:
            lines.append(f"and {len(self.problems) - MOST_SHOWN} more")
        return "\n  ".join(lines)

    def at(self, path: str) -> tuple[Problem, ...]:
        """Return the problems as those of a field at `path`."""
        return tuple(replace(each, path=join_path(path, each.path)) for each in self.problems)


def unfit(found: str, expected: str) -> InvalidInput:
    """Return the error for one value whose place is not yet known."""
    return InvalidInput((Problem("", found, expected),))


def join_path(outer: str, inner: str) -> str:
    """Return the path of `inner` below `outer`: names are joined by dots, places in a list (`[0]`) directly."""
    if not outer or not inner or inner.startswith("["):
        return outer + inner
    return f"{outer}.{inner}"


def shorten(text: str, most: int = LONGEST_SHOWN) -> str:
    """Return the text on one line, cut after `most` characters, with what cannot be shown as escapes."""
    cut = text[:most]
    shown = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in cut)
    return shown if len(text) <= most else f"{shown}…"


def _describe_number(value: int | float | Decimal) -> str:
    if isinstance(value, int) and value.bit_length() > MOST_EXACT_BITS:
        return f"a number of about {value.bit_length() * 30103 // 100000} digits"
    return f"the number {shorten(str(value))}"


def _describe_collection(value: object) -> str | None:
    if isinstance(value, Mapping):
        return "an object" if value else "an empty object"
    if isinstance(value, list | tuple | Set):
        return f"a list of {len(value)}" if value else "an empty list"
    return None


def describe(value: object) -> str:
    """Return what a value is, in words for people: short however large the value, its ends cut."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Enum():
            return describe(value.value)
        case int() | float() | Decimal():
            return _describe_number(value)
        case OversizedNumber(length=length):
            return f"a number written with {length} characters"
        case str():
            return f'the text "{shorten(value)}"' if value else "an empty text"
        case datetime() | date() | timedelta():
            return f"the {describe_kind(value).partition(' ')[2]} {shorten(str(value))}"
        case _:
            return _describe_collection(value) or describe_kind(value)


def describe_kind(value: object) -> str:
    """Return what kind of value it is and nothing of its content, for facts that are private."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case Enum():
            return "an enumeration member"
        case int() | float() | Decimal() | OversizedNumber():
            return "a number"
        case str():
            return "a text"
        case datetime():
            return "a moment"
        case date():
            return "a date"
        case timedelta():
            return "a duration"
        case Mapping():
            return "an object"
        case list() | tuple() | Set():
            return "a list"
        case _:
            return f"a value of type {shorten(type(value).__name__)}"
