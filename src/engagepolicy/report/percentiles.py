"""Percentiles of lengths of time of which some still grow: an open wait counts as its age, so what falls on one is a lower bound.

Leaving open waits out would flatter: the slowest are open for longest. Whatever they become, they only get longer, so a percentile of
the ages is never above the true one. It is exact where no open wait counts at or below it, and `is_at_least` where one does (data censored
on the right, without an assumption about their distribution). Between two lengths it lies in proportion, as the median of an even
number does (Hyndman and Fan 1996, definition 7).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

SHARES: tuple[tuple[str, Fraction], ...] = (("p50", Fraction(1, 2)), ("p90", Fraction(9, 10)), ("p99", Fraction(99, 100)))
"""The percentiles that a report has, by name."""

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Percentile:
    """A length of time, and whether the true one may be longer."""

    value: timedelta
    is_at_least: bool = False


@dataclass(slots=True)
class Lengths:
    """Lengths of time, eight bytes each: twice their microseconds, and one more for what still grows."""

    _held: array[int] = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._held)

    def add(self, length: timedelta, *, is_open: bool = False) -> None:
        """Put in a length, a negative one as none; `is_open` for one that is at least so long."""
        self._held.append(2 * max(0, length // _MICROSECOND) + is_open)

    def percentiles(self) -> dict[str, Percentile]:
        """Return each of `SHARES` by name; nothing where there are no lengths."""
        ordered = sorted(self._held)
        first_open = next((place for place, each in enumerate(ordered) if each % 2), len(ordered))
        return {name: _find(ordered, share, first_open) for name, share in SHARES} if ordered else {}


def _find(ordered: Sequence[int], share: Fraction, first_open: int) -> Percentile:
    place, part = divmod((len(ordered) - 1) * share, 1)
    upper = int(place) + (part > 0)
    low, high = ordered[int(place)] // 2, ordered[upper] // 2
    return Percentile(round(low + (high - low) * part) * _MICROSECOND, is_at_least=first_open <= upper)
