"""How names, values, types and amounts of time are spelled."""

from __future__ import annotations

import re
import unicodedata
from datetime import time, timedelta
from decimal import Decimal
from typing import assert_never

from engagepolicy.syntax.nodes import (
    Amount,
    ApprovalFrom,
    Bound,
    BusinessDaysAmount,
    ByAmount,
    ChoiceAmount,
    Collection,
    Day,
    Days,
    DaysAmount,
    Duration,
    ElapsedAmount,
    EndOfDayAmount,
    Flag,
    GivenFact,
    Moment,
    NotBeforeAmount,
    Number,
    Path,
    Pattern,
    Record,
    Text,
    TypeName,
    Unknown,
    Value,
    Window,
    Word,
    WordAmount,
)
from engagepolicy.values.amounts import render_elapsed

SPACED_WORDS = {"first_response": "first response", "next_response": "next response"}
DIGITS_LEFT_TOGETHER = 4
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
SLASH_OR_ESCAPE = re.compile(r"\\.|/")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def render_name(name: str) -> str:
    """Return a name as people read it: `first_response` is written `first response`."""
    return SPACED_WORDS.get(name, name)


def render_word(word: Word) -> str:
    """Return a word as people read it."""
    return render_name(word.text)


def render_words(words: tuple[Word, ...]) -> str:
    """Return words with commas between them."""
    return ", ".join(map(render_word, words))


def render_text(value: str) -> str:
    """Return a quoted string; what cannot be seen or turns the writing direction is written by its code point."""
    return '"' + "".join(map(_escape, value)) + '"'


def _escape(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    hidden = character in BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"}
    return f"\\u{{{ord(character):X}}}" if hidden else character


def render_pattern(pattern: Pattern) -> str:
    """Return a pattern between slashes, its own slashes escaped."""
    return "/" + SLASH_OR_ESCAPE.sub(lambda match: r"\/" if match[0] == "/" else match[0], pattern.source) + "/"


def render_number(value: Decimal) -> str:
    """Return a number, with `_` between groups of three digits once there are five or more before the point."""
    sign, digits = ("-", f"{-value:f}") if value.is_signed() else ("", f"{value:f}")
    whole, point, fraction = digits.partition(".")
    grouped = f"{int(whole):_}" if len(whole) > DIGITS_LEFT_TOGETHER else whole
    return sign + grouped + point + fraction


def _render_count(count: int, unit: str) -> str:
    return f"{render_number(Decimal(count))} {unit}" + ("" if count == 1 else "s")


def render_days(days: Days) -> str:
    """Return a calendar span, `3 days`, in the unit that the author chose."""
    return _render_count(days.count, days.unit)


def render_moment(moment: Moment) -> str:
    """Return a date and time: with its zone's name, or in ISO form where an offset was written."""
    offset = moment.value.utcoffset()
    if moment.zone is not None or offset is None:
        local = moment.value.replace(tzinfo=None)
        precision = "seconds" if local.second else "minutes"
        return local.isoformat(" ", precision) + (f" {moment.zone}" if moment.zone is not None else "")
    text = moment.value.isoformat("T", "seconds")
    return text.removesuffix("+00:00") + "Z" if offset == timedelta() else text


def render_value(value: Value) -> str:
    """Return a value as it stands in rules, cells and tests."""
    match value:
        case Path():
            return render_name(value.text)
        case Text():
            return render_text(value.value)
        case Number():
            return render_number(value.value)
        case Duration():
            return render_elapsed(value.seconds)
        case Days():
            return render_days(value)
        case Day():
            return value.value.isoformat()
        case Moment():
            return render_moment(value)
        case Flag():
            return "true" if value.value else "false"
        case Unknown():
            return "unknown"
        case ApprovalFrom():
            return f"{render_word(value.duty)} from {render_word(value.tier)}"
        case Collection():
            return "{" + render_values(value.items) + "}"
        case Record():
            return "{" + " ".join(map(render_fact, value.facts)) + "}"
        case Pattern():
            return render_pattern(value)
        case _:
            assert_never(value)


def render_values(values: tuple[Value, ...]) -> str:
    """Return values with commas between them."""
    return ", ".join(map(render_value, values))


def render_fact(fact: GivenFact) -> str:
    """Return one fact of a test's input: its path and its value."""
    return f"{render_value(fact.path)} {render_value(fact.value)}"


def _on(calendar: Word | None) -> str:
    return "" if calendar is None else f" on {render_word(calendar)}"


def _render_time(at: time) -> str:
    return at.isoformat("seconds" if at.second else "minutes")


def render_amount_node(amount: Amount) -> str:
    """Return an amount of time, spelled as `values.amounts.render_amount` spells the amount it stands for."""
    match amount:
        case ElapsedAmount():
            return render_elapsed(amount.duration.seconds) + _on(amount.calendar)
        case DaysAmount():
            return render_days(amount.days)
        case BusinessDaysAmount():
            return _render_count(amount.count, "business day") + _on(amount.calendar)
        case ByAmount():
            return f"by {_render_time(amount.at)}" + _on(amount.calendar)
        case EndOfDayAmount():
            return "end of day" + _on(amount.calendar)
        case ChoiceAmount():
            return f"{amount.which} of " + ", ".join(map(render_amount_node, amount.amounts))
        case WordAmount():
            return render_word(amount.word)
        case NotBeforeAmount():
            return f"not before {render_amount_node(amount.amount)}"
        case _:
            assert_never(amount)


def render_type(type_name: TypeName) -> str:
    """Return a type as it is declared."""
    inner = render_type(type_name.inner) if type_name.inner is not None else ""
    match type_name.kind:
        case "simple":
            return render_word(type_name.name) if type_name.name is not None else inner
        case "enum":
            return "enum(" + (" < " if type_name.is_ordered else ", ").join(map(render_word, type_name.values)) + ")"
        case "set":
            return f"set of {inner}"
        case "list":
            return f"list of {inner}"
        case _:
            assert_never(type_name.kind)


def render_window(window: Window) -> str:
    """Return the two sides of a window, `from ... until ...`, without the words `in force`."""
    start = "" if window.start is None else f"from {render_value(window.start)}"
    return " ".join(filter(None, (start, "" if window.end is None else render_bound(window.end))))


def render_bound(bound: Bound) -> str:
    """Return the end of a window."""
    return f"{bound.word} {render_value(bound.value)}"
