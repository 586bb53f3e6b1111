"""Small mistakes in an amount of time: half of it, and one unit more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from engagepolicy.values.amounts import (
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
    Amount,
    BusinessDays,
    ByTime,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    EndOfDay,
    LaterOf,
    NotBefore,
    OpenTime,
    Unquantified,
)


def amounts_beside(amount: Amount) -> Iterator[Amount]:
    """Yield half of the amount and one unit more, in the largest unit that it is whole in; of `earlier of A, B` with each part changed."""
    match amount:
        case Elapsed(seconds=seconds) | OpenTime(seconds=seconds):
            for changed in (seconds // 2, seconds + _unit_of(seconds)):
                if 0 < changed != seconds:
                    yield replace(amount, seconds=changed)
        case BusinessDays(days=days):
            yield from (replace(amount, days=each) for each in (days // 2, days + 1) if 0 < each != days)
        case CalendarSpan(months=months, days=days):
            pairs = ((months // 2, days // 2), (months + 1, days) if months else (months, days + 1))
            yield from (CalendarSpan(*each) for each in pairs if each != (months, days) and each != (0, 0))
        case ByTime(at=at):
            yield replace(amount, at=(datetime.combine(datetime.min, at) + timedelta(hours=1)).time())
        case EarlierOf(amounts=parts) | LaterOf(amounts=parts):
            for number, part in enumerate(parts):
                for other in amounts_beside(part):
                    yield replace(amount, amounts=(*parts[:number], other, *parts[number + 1 :]))
        case NotBefore(amount=inner):
            yield from map(NotBefore, amounts_beside(inner))
        case EndOfDay() | Unquantified():
            return
        case _:
            assert_never(amount)


def _unit_of(seconds: int) -> int:
    """Return the largest unit that so many seconds are whole in."""
    return next(unit for unit in (SECONDS_PER_HOUR, SECONDS_PER_MINUTE, 1) if seconds % unit == 0)
