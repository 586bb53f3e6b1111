"""Moments at which a policy's time has an edge: windows and campaigns, opening and closing, clocks set forward and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from engagepolicy.business_time import load_zone
from engagepolicy.proving.moments import ORDINARY, find_moments
from engagepolicy.runtime.prepared import Prepared

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
MOST_EDGES = 400
_YEAR = 366


@cache
def find_clock_changes(zone: str, after: datetime) -> tuple[datetime, ...]:
    """Return the moments in UTC, to the second, at which a zone's clocks are set in the year after a moment; none where they never are."""
    place = load_zone(zone)
    found = []
    for day in range(_YEAR):
        start, end = after + timedelta(days=day), after + timedelta(days=day + 1)
        if start.astimezone(place).utcoffset() == end.astimezone(place).utcoffset():
            continue
        while end - start > SECOND:
            middle = start + (end - start) // 2 // SECOND * SECOND
            if middle.astimezone(place).utcoffset() == start.astimezone(place).utcoffset():
                start = middle
            else:
                end = middle
        found.append(end)
    return tuple(found)


def _around(moment: datetime) -> Iterator[datetime]:
    return (moment + step for step in (timedelta(0), -MINUTE, MINUTE))


def find_edges(prepared: Prepared) -> list[datetime]:
    """Return moments in UTC, without repeats, an ordinary one first.

    They lie a minute beside every opening, closing and change of clocks, and where whatever holds for a time begins and ends.
    """
    zones = dict.fromkeys([prepared.program.timezone, *(each.timezone for each in prepared.program.calendars)])
    found: list[datetime] = [ORDINARY]
    changes = [change for zone in zones for change in find_clock_changes(zone, ORDINARY)]
    for change in changes:
        found += [*_around(change), change + HOUR]
    for calendar in prepared.calendars.values():
        for base in (ORDINARY, *(change - HOUR for change in changes), *(change + HOUR for change in changes)):
            for moment in (calendar.next_open(base), calendar.next_close(base)):
                if moment is not None:
                    found += _around(moment.astimezone(UTC))
    return list(dict.fromkeys([*found, *find_moments(prepared)]))[:MOST_EDGES]
