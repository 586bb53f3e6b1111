"""The meaning of every operator on values that are known: one function a row, keyed as in `ir.operators`.

This table is the reference that every backend is held against. A function gets the setting of the decision, the application (for
the types of its operands) and the operands' values, and returns None where there is no answer: a date beyond the year 9999, a
number beyond all digits. Moments are in UTC.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engagepolicy.business_time import due
from engagepolicy.ir.expressions import Apply, Reference, RegularExpression, type_of
from engagepolicy.matching import Text
from engagepolicy.runtime import texts
from engagepolicy.runtime.facts import Value, in_utc
from engagepolicy.runtime.prepared import Setting
from engagepolicy.runtime.texts import Hit
from engagepolicy.values.amounts import CalendarSpan
from engagepolicy.values.types import EnumType, Type

Meaning: TypeAlias = Callable[[Setting, Apply, Sequence[Value]], Value]

DIGITS = 60
"""How many digits a number keeps: more than any sum of money needs, few enough that no input can make arithmetic slow."""

_NUMBERS = Context(prec=DIGITS, traps=[])


def compare(of: Type, left: Value, right: Value) -> int | None:
    """Return a negative, zero or positive number as `left` is below, at or above `right`; None where the two are incomparable."""
    if isinstance(of, EnumType):
        return of.compare(left, right)
    return int(left > right) - int(left < right)


def _ordered(holds: Callable[[int, int], bool]) -> Meaning:
    def meaning(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
        place = compare(type_of(apply.operands[0]), *operands)
        return place is not None and holds(place, 0)

    return meaning


def _equal(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
    return bool(operands[0] == operands[1])


def _member(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
    return operands[0] in operands[1]


def _contains(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
    return operands[1] in operands[0]


def _size(setting: Setting, apply: Apply, operands: Sequence[Value]) -> int:
    return len(operands[0])


def _two_texts(test: Callable[[Text, str], bool]) -> Meaning:
    def meaning(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
        return test(setting.text(operands[0]), operands[1])

    return meaning


def find_mentions(setting: Setting, text: str, lexicon: Reference, masks: frozenset[str]) -> tuple[Hit, ...]:
    """Return where the lexicon, as it stood at the moment of the decision, is found in the text."""
    return setting.mentions(text, lexicon.name, masks)


def find_words(setting: Setting, text: str, words: frozenset[str], masks: frozenset[str]) -> tuple[Hit, ...]:
    """Return where the terms are found in the text."""
    return texts.find_terms(texts.compile_words(words), setting.text(text), masks)


def find_matches(setting: Setting, text: str, pattern: RegularExpression, masks: frozenset[str]) -> tuple[Hit, ...]:
    """Return where the regular expression is found in the text."""
    return texts.find_pattern(pattern.source, setting.text(text), masks)


def _found(find: Callable[[Setting, str, Value, frozenset[str]], tuple[Hit, ...]]) -> Meaning:
    def meaning(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
        text, sought, masks = operands
        return bool(find(setting, text, sought, masks))

    return meaning


def _on_calendar(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
    moment, calendar = operands
    return setting.prepared.calendars[calendar.name].is_open(moment)


def _during(setting: Setting, apply: Apply, operands: Sequence[Value]) -> bool:
    moment, campaign = operands
    return setting.prepared.program.campaign_by_name[campaign.name].window.holds_at(moment)


def _computed(on_numbers: Callable[[Value, Value], Decimal], otherwise: Callable[[Value, Value], Value]) -> Meaning:
    """Return exact arithmetic: whole numbers without a limit, decimal numbers to `DIGITS` digits, else what `otherwise` does."""

    def meaning(setting: Setting, apply: Apply, operands: Sequence[Value]) -> Value:
        left, right = operands
        if isinstance(left, Decimal) or isinstance(right, Decimal):
            number = on_numbers(left, right)
            return number if number.is_finite() else None
        try:
            return otherwise(left, right)
        except OverflowError:
            return None

    return meaning


def _difference(left: Value, right: Value) -> Value:
    if isinstance(left, date) and not isinstance(left, datetime):
        return (left - right).days
    return left - right


def _negate(setting: Setting, apply: Apply, operands: Sequence[Value]) -> Value:
    (value,) = operands
    if isinstance(value, Decimal):
        return _NUMBERS.minus(value)
    try:
        return -value
    except OverflowError:
        return None


def _shift(moment: date, span: CalendarSpan, zone: ZoneInfo) -> Value:
    if isinstance(moment, datetime):
        return in_utc(due(span, moment, calendars={}, zone=zone))
    shifted = due(span, datetime.combine(moment, time(12), UTC), calendars={}, zone=ZoneInfo("UTC"))
    return None if shifted is None else shifted.date()


def _later_by(setting: Setting, apply: Apply, operands: Sequence[Value]) -> Value:
    moment, span = operands
    return _shift(moment, span, setting.prepared.zone)


def _earlier_by(setting: Setting, apply: Apply, operands: Sequence[Value]) -> Value:
    moment, span = operands
    return _shift(moment, CalendarSpan(-span.months, -span.days), setting.prepared.zone)


MEANINGS: MappingProxyType[str, Meaning] = MappingProxyType(
    {
        "equal": _equal,
        "less": _ordered(operator.lt),
        "at_most": _ordered(operator.le),
        "greater": _ordered(operator.gt),
        "at_least": _ordered(operator.ge),
        "member": _member,
        "contains": _contains,
        "size": _size,
        "contains_text": _two_texts(texts.holds),
        "starts_with": _two_texts(texts.begins),
        "ends_with": _two_texts(texts.ends),
        "mentions": _found(find_mentions),
        "mentions_words": _found(find_words),
        "matches": _found(find_matches),
        "on_calendar": _on_calendar,
        "during": _during,
        "add": _computed(_NUMBERS.add, operator.add),
        "subtract": _computed(_NUMBERS.subtract, _difference),
        "multiply": _computed(_NUMBERS.multiply, operator.mul),
        "negate": _negate,
        "later_by": _later_by,
        "earlier_by": _earlier_by,
    }
)
