"""How long amounts of time take at least and at most in real time, whatever the start: enough to tell 24 hours from 3 days."""

from __future__ import annotations

from engagepolicy.values.amounts import Amount, BusinessDays, CalendarSpan, EarlierOf, Elapsed, LaterOf, OpenTime
from engagepolicy.values.lattices import is_as_strict

DAY = 24 * 3600
CHANGE_OF_CLOCKS = 3 * 3600
"""By how much the clocks of a zone change at most on one day; days that a zone left out are not counted."""
SHORTEST_MONTH, LONGEST_MONTH = 28, 31


def find_shortest(amount: Amount) -> int | None:
    """Return how many seconds of real time pass at least until the amount is over; None where that is not known."""
    match amount:
        case Elapsed(seconds=seconds) | OpenTime(seconds=seconds):
            return seconds
        case CalendarSpan(months=months, days=days):
            return (months * SHORTEST_MONTH + days) * DAY - CHANGE_OF_CLOCKS
        case BusinessDays(days=days):
            return max(0, (days - 1) * DAY - CHANGE_OF_CLOCKS)
        case EarlierOf(amounts=parts):
            found = [find_shortest(part) for part in parts]
            return None if None in found else min(each for each in found if each is not None)
        case LaterOf(amounts=parts):
            return max((each for part in parts if (each := find_shortest(part)) is not None), default=None)
        case _:
            return None


def find_longest(amount: Amount) -> int | None:
    """Return after how many seconds of real time the amount is over at the latest; None where that is not known."""
    match amount:
        case Elapsed(seconds=seconds):
            return seconds
        case CalendarSpan(months=months, days=days):
            return (months * LONGEST_MONTH + days) * DAY + CHANGE_OF_CLOCKS
        case EarlierOf(amounts=parts):
            return min((each for part in parts if (each := find_longest(part)) is not None), default=None)
        case LaterOf(amounts=parts):
            found = [find_longest(part) for part in parts]
            return None if None in found else max(each for each in found if each is not None)
        case _:
            return None


def is_sooner(one: Amount, other: Amount) -> bool:
    """Whether the first is known to be due before the second whatever the start, and where they are of one kind never later."""
    if is_as_strict(one, other) and not is_as_strict(other, one):
        return True
    longest, shortest = find_longest(one), find_shortest(other)
    return longest is not None and shortest is not None and longest < shortest
