"""Facts as the runtime holds them: one flat mapping, every moment in UTC, so that no comparison depends on a zone.

Python compares two datetimes of one zone by their wall clocks and finds no datetime of the repeated hour equal to one of another
zone. If a moment entered here in any other zone than UTC, rules would be wrong for two hours of each year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from engagepolicy.values.types import DateTimeType, SetType, Type

Value: TypeAlias = Any
"""The value of an expression: what its type says, or None where it is not known. The checked constructors keep operands well
typed."""

Facts: TypeAlias = Mapping[str, Value]
Elements: TypeAlias = Mapping[str, Facts]

NO_ELEMENTS: Elements = {}


class Masked:
    """What stands for a private fact in a decision that is made again from its record: known, but not what it was."""


MASKED = Masked()


def in_utc(value: Value) -> Value:
    """Return the value with its moments in UTC; None for a moment that UTC cannot write (at the edge of the years 1 and 9999)."""
    if isinstance(value, datetime):
        try:
            return value.astimezone(UTC)
        except OverflowError:
            return None
    if isinstance(value, tuple):
        return tuple(facts_in_utc(element) for element in value)
    return value


def set_in_utc(value: Value, of: Type) -> Value:
    """Return the value with every moment in it in UTC, those in a set too."""
    if isinstance(of, SetType) and isinstance(of.of, DateTimeType):
        return frozenset(moment for moment in map(in_utc, value) if moment is not None)
    return in_utc(value)


def facts_in_utc(facts: Facts) -> Facts:
    """Return the facts that are known, with every moment in UTC."""
    told = {path: _known(value) for path, value in facts.items() if value is not None}
    return {path: value for path, value in told.items() if value is not None}


def _known(value: Value) -> Value:
    if isinstance(value, frozenset) and any(isinstance(item, datetime) for item in value):
        return frozenset(moment for moment in map(in_utc, value) if moment is not None)
    return in_utc(value)
