"""The values that a fact may have: a few of them, or all between two ends, and whether it may be unknown.

Ends always belong to a range, so that one may hold a value more than was meant, never one less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Values:
    """Values of one fact. `among` are those that it may have, None where it is only known to lie from `low` to `high`."""

    among: frozenset[Any] | None = None
    low: Any = None
    high: Any = None
    is_unknown_too: bool = False

    @classmethod
    def one(cls, value: Any) -> Values:  # noqa: ANN401
        """Return those of a fact with this value; None is one that is not known."""
        return cls(frozenset(), is_unknown_too=True) if value is None else cls(frozenset({value}))

    def holds(self, value: Any) -> bool:  # noqa: ANN401
        """Whether a known value is one of them."""
        if self.among is not None:
            return value in self.among
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def is_apart_from(self, other: Values) -> bool:
        """Whether no fact has one of these and one of the others."""
        if self.is_unknown_too and other.is_unknown_too:
            return False
        if self.among is not None:
            return not any(map(other.holds, self.among))
        if other.among is not None:
            return not any(map(self.holds, other.among))
        return _is_below(self.high, other.low) or _is_below(other.high, self.low)

    def meet(self, other: Values) -> Values:
        """Return the values that are among both."""
        is_unknown = self.is_unknown_too and other.is_unknown_too
        if self.among is None and other.among is None:
            lows = [each for each in (self.low, other.low) if each is not None]
            highs = [each for each in (self.high, other.high) if each is not None]
            return Values(None, max(lows, default=None), min(highs, default=None), is_unknown)
        few, rest = (self, other) if self.among is not None else (other, self)
        assert few.among is not None
        return Values(frozenset(filter(rest.holds, few.among)), is_unknown_too=is_unknown)

    def join(self, other: Values) -> Values:
        """Return values among which are both."""
        is_unknown = self.is_unknown_too or other.is_unknown_too
        if self.among is not None and other.among is not None:
            return Values(self.among | other.among, is_unknown_too=is_unknown)
        one, two = self._as_range(), other._as_range()
        if one is None or two is None:
            found = one or two or Values()
            return replace(found, is_unknown_too=is_unknown)
        low = None if one.low is None or two.low is None else min(one.low, two.low)
        high = None if one.high is None or two.high is None else max(one.high, two.high)
        return Values(None, low, high, is_unknown)

    def _as_range(self) -> Values | None:
        """Return the range in which they lie; None where there are none."""
        if self.among is None:
            return self
        return Values(None, min(self.among), max(self.among)) if self.among else None


def _is_below(high: Any, low: Any) -> bool:  # noqa: ANN401
    return high is not None and low is not None and bool(high < low)


Allowed: TypeAlias = Mapping[str, Values]
"""For each fact, by path, the values of which it has to have one."""

NOTHING: Allowed = {}


def meet(parts: Iterable[Allowed]) -> Allowed:
    """Return what facts have that have what every part says."""
    found: dict[str, Values] = {}
    for part in parts:
        for path, values in part.items():
            found[path] = found[path].meet(values) if path in found else values
    return found


def join(parts: Iterable[Allowed]) -> Allowed:
    """Return what facts have that have what at least one part says; nothing is said of them where there is no part."""
    found: dict[str, Values] | None = None
    for part in parts:
        found = dict(part) if found is None else {path: each.join(part[path]) for path, each in found.items() if path in part}
    return found or NOTHING
