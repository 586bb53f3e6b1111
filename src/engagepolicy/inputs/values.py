"""One reader for each type: a native or JSON value in, the fact's value out, nothing converted that could be a mistake."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.inputs import lexical
from engagepolicy.inputs.json_text import parse_json
from engagepolicy.inputs.problems import InvalidInput, Problem, describe, describe_kind, unfit
from engagepolicy.ir.expressions import Constant, Scalar
from engagepolicy.ir.program import FactDeclaration
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    ScalarType,
    SetType,
    StringType,
    Type,
    render_type,
)

ScalarReader: TypeAlias = Callable[[object], Scalar]
MOST_WORDS_LISTED = 24
UNKNOWN = "unknown"
"""In the place of a word of an enum: not known, as null is; in a set of words, the word `NOT_KNOWN` if the enum has it."""
NOT_KNOWN = "not_known"
FLAGS = {True: "yes", False: "no"}
"""What true and false are in the place of an enum that has these words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text that is to be read by the type of its fact, such as one cell of a CSV file."""

    text: str


def expected_of(of: Type) -> str:
    """Return what a fact of the type looks like, in words for people."""
    match of:
        case BoolType():
            return "true or false"
        case IntType():
            return "a whole number"
        case NumberType():
            return "a number"
        case StringType():
            return "text"
        case DateType():
            return lexical.DATE_EXPECTED
        case DateTimeType():
            return lexical.MOMENT_EXPECTED
        case DurationType():
            return lexical.DURATION_EXPECTED
        case EnumType(values=words):
            more = len(words) - MOST_WORDS_LISTED
            return f"one of {', '.join(words[:MOST_WORDS_LISTED])}" + (f" and {more} more" if more > 0 else "")
        case SetType(of=inner):
            return f"a list, each {expected_of(inner)}"
        case ListType(of=record):
            return f"a list of {record.name} records"
        case _:
            raise ValueError(f"a fact cannot be of the type {render_type(of)}")


def _unwrapped(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _read_bool(value: object) -> bool:
    value = _unwrapped(value)
    if isinstance(value, bool):
        return value
    raise unfit(describe(value), "true or false")


def _read_int(value: object) -> int:
    value = _unwrapped(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise unfit(describe(value), "a whole number" + (", without quotes" if isinstance(value, str) else ""))
    if value.bit_length() > lexical.MOST_DIGITS * 3 and abs(value) >= 10**lexical.MOST_DIGITS:
        raise unfit(describe(value), f"a whole number of at most {lexical.MOST_DIGITS} digits")
    return int(value)


def _read_number(value: object) -> Decimal:
    value = _unwrapped(value)
    match value:
        case bool():
            raise unfit(describe(value), "a number")
        case int():
            return Decimal(_read_int(value))
        case float():
            return lexical.require_readable(Decimal(float.__repr__(value)))
        case Decimal():
            return lexical.require_readable(value)
        case _:
            raise unfit(describe(value), "a number" + (", without quotes" if isinstance(value, str) else ""))


def _read_string(value: object) -> str:
    value = _unwrapped(value)
    if not isinstance(value, str):
        raise unfit(describe(value), "text")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            lone = f"a text whose character {error.start + 1} is half of a surrogate pair"
            raise unfit(lone, "text that is valid Unicode") from None
    return value if type(value) is str else str.__str__(value)


def _read_date(value: object) -> date:
    value = _unwrapped(value)
    if isinstance(value, str):
        return lexical.parse_date(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise unfit(describe(value), lexical.DATE_EXPECTED)


def _read_moment(value: object) -> datetime:
    value = _unwrapped(value)
    if isinstance(value, str):
        return lexical.parse_moment(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        why = "a number is not read as a time, for it does not say what it counts"
        raise unfit(describe(value), f"{lexical.MOMENT_EXPECTED}; {why}")
    if not isinstance(value, datetime):
        raise unfit(describe(value), lexical.MOMENT_EXPECTED)
    if value.utcoffset() is None:
        raise unfit(f"{describe(value)} without a zone", lexical.MOMENT_EXPECTED)
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        raise unfit(f"{describe(value)}, outside the years 1 to 9999 in UTC", lexical.MOMENT_EXPECTED) from None
    return moment if type(moment) is datetime else datetime.combine(moment.date(), moment.time(), UTC)


def _read_duration(value: object) -> timedelta:
    value = _unwrapped(value)
    if isinstance(value, str):
        return lexical.parse_duration(value)
    if isinstance(value, timedelta):
        return timedelta(value.days, value.seconds, value.microseconds)
    raise unfit(describe(value), lexical.DURATION_EXPECTED)


def _enum_reader(of: EnumType) -> ScalarReader:
    words = {word: word for word in of.values}

    def read(value: object) -> str:
        if isinstance(value, bool) and FLAGS[value] in of.values:
            return FLAGS[value]
        value = _unwrapped(value)
        word = words.get(value) if isinstance(value, str) else None
        if word is not None:
            return word
        near = find_suggestions(value, of.values, 1) if isinstance(value, str) else ()
        raise unfit(describe(value), expected_of(of) + "".join(f"; did you mean {each}?" for each in near))

    return read


_SCALARS: dict[type, ScalarReader] = {
    BoolType: _read_bool,
    IntType: _read_int,
    NumberType: _read_number,
    StringType: _read_string,
    DateType: _read_date,
    DateTimeType: _read_moment,
    DurationType: _read_duration,
}


def scalar_reader(of: ScalarType) -> ScalarReader:
    """Return the reader for one value of the type; it raises `InvalidInput` with an empty path."""
    if isinstance(of, EnumType):
        return _enum_reader(of)
    if type(of) not in _SCALARS:
        raise ValueError(f"a fact cannot be of the type {render_type(of)}")
    return _SCALARS[type(of)]


def _set_reader(of: SetType) -> Callable[[object], frozenset[Scalar]]:
    read_one = scalar_reader(of.of)
    has_word = isinstance(of.of, EnumType) and NOT_KNOWN in of.of.values and UNKNOWN not in of.of.values

    def read(value: object) -> frozenset[Scalar]:
        if not isinstance(value, list | tuple | set | frozenset):
            raise unfit(describe(value), expected_of(of))
        items, problems = set(), list[Problem]()
        for place, each in enumerate(value):
            try:
                items.add(read_one(NOT_KNOWN if each == UNKNOWN and has_word else each))
            except InvalidInput as error:
                problems += error.at(f"[{place}]")
        if problems:
            raise InvalidInput(problems)
        return frozenset(items)

    return read


def loose_reader(of: ScalarType | SetType) -> Callable[[object], Constant]:
    """Return the reader of a loose fact: whatever JSON is there by its text, one value as a set of one."""
    if isinstance(of, SetType):
        return lambda value: frozenset(map(_text_of_json, value if isinstance(value, list | tuple | set | frozenset) else (value,)))
    return _text_of_json


def _text_of_json(value: object) -> str:
    value = _unwrapped(value)
    if isinstance(value, str):
        return _read_string(value)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        raise unfit(describe(value), "text, or other JSON") from None


def value_reader(of: ScalarType | SetType) -> Callable[[object], Constant]:
    """Return the reader for a value or set of values of the type; it raises `InvalidInput` with paths from the value on."""
    return _set_reader(of) if isinstance(of, SetType) else scalar_reader(of)


def fact_reader(declaration: FactDeclaration) -> Callable[[object], Constant | None]:
    """Return the reader for one declared fact: null where it may be, cells by their type, private values never shown."""
    of, is_optional, is_private = declaration.type, declaration.is_optional, declaration.is_private
    if not isinstance(of, SetType | ScalarType):
        raise ValueError(f"the fact {declaration.path} cannot be of the type {render_type(of)}")
    read_value = value_reader(of) if not declaration.is_loose else loose_reader(of)
    is_unknown_word = is_optional and isinstance(of, EnumType) and UNKNOWN not in of.values
    hint = "" if declaration.default is None else ", leave it out to have its default"

    def read(value: object) -> Constant | None:
        if value is None:
            if is_optional:
                return None
            raise unfit("null", f"{expected_of(of)}: the fact is not optional{hint}")
        if is_unknown_word and (value.text if type(value) is Cell else value) == UNKNOWN:
            return None
        try:
            return read_text_value(value.text, of) if type(value) is Cell else read_value(value)
        except InvalidInput as error:
            if not is_private:
                raise
            kind = describe_kind(value.text if type(value) is Cell else value)
            is_odd_number = kind == "a number" and isinstance(of, IntType | NumberType)
            raise unfit(kind, error.problems[0].expected if is_odd_number else expected_of(of)) from None

    return read


def _read_bool_text(text: str) -> bool:
    word = text.lower()
    if word not in ("true", "false"):
        raise unfit(describe(text), "true or false")
    return word == "true"


_TEXTS: Mapping[type, Callable[[str], Scalar]] = {
    BoolType: _read_bool_text,
    IntType: lexical.parse_whole,
    NumberType: lexical.parse_number,
    DateType: lexical.parse_date,
    DateTimeType: lexical.parse_moment,
    DurationType: lexical.parse_duration,
}


def _read_set_text(text: str, of: SetType) -> Constant:
    if text.startswith("["):
        return value_reader(of)(parse_json(text))
    parts = [part.strip() for part in text.split(";")]
    items, problems = set(), list[Problem]()
    for place, part in enumerate(parts):
        try:
            if part:
                items.add(_read_scalar_text(part, of.of))
        except InvalidInput as error:
            problems += error.at(f"[{place}]")
    if problems:
        raise InvalidInput(problems)
    return frozenset(items)


def _read_scalar_text(text: str, of: ScalarType) -> Scalar:
    read = _TEXTS.get(type(of))
    return scalar_reader(of)(text) if read is None else read(text.strip())


def read_text_value(text: str, of: Type) -> Constant:
    """Return what one cell of text means as a value of the type; raise `InvalidInput` with an empty path.

    `true` and `false` in any case (no 1, 0, yes, no); whole numbers as digits with perhaps a minus; numbers with a point; moments
    as ISO 8601 with a zone; sets as a JSON list or as parts between semicolons. Space around anything but text and words is
    ignored.
    """
    if isinstance(of, SetType):
        return _read_set_text(text.strip(), of)
    if not isinstance(of, ScalarType):
        raise unfit(describe(text), f"{expected_of(of)}, which one text cannot hold")
    return _read_scalar_text(text, of)
