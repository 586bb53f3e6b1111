"""Hours of the week in which a roster for nearly all of it has nobody on duty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engagepolicy.analysis.duty_hours import WEEK, absences, ordinary_start
from engagepolicy.business_time import load_zone
from engagepolicy.ir.rosters import Roster
from engagepolicy.runtime.duties import open_rosters
from engagepolicy.runtime.prepared import Prepared

MEANT_FOR_ALL = 0.75
"""The share of a week from which a roster is taken to be meant for the whole of it: less is a desk that closes."""
WEEKS_APART = (1, 8, 22, 35, 44)
"""Which weeks are looked at, counted from an ordinary one; the one with fewest hours lacking counts, so that no holiday does."""


def find_gaps(prepared: Prepared) -> Iterator[tuple[Roster, tuple[str, ...]]]:
    """Yield each roster that is meant for the whole week, with the hours of an ordinary week in which nobody is on duty."""
    for roster in prepared.program.rosters:
        plain = replace(roster, duties=tuple(each for each in roster.duties if each.date is None))
        if roster.fallback or not plain.duties or not roster.tiers:
            continue
        zone = load_zone(roster.timezone)
        first = ordinary_start(plain).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        mondays = (first + timedelta(days=7 * weeks - first.weekday()) for weeks in WEEKS_APART)
        found = min((_absences(plain, prepared, monday, zone) for monday in mondays), key=_length)
        if found and _length(found) <= (1 - MEANT_FOR_ALL) * WEEK:
            yield roster, tuple(render_stretch(start, end) for start, end in found)


def _absences(roster: Roster, prepared: Prepared, start: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    opened = open_rosters((roster,), prepared.calendars)[roster.tiers[0]]
    stretches = [(one.astimezone(zone), two.astimezone(zone)) for one, two in absences(opened, start, start + WEEK)]
    if len(stretches) > 1 and stretches[0][0] == start and stretches[-1][1] == start + WEEK:
        first, last = stretches[0], stretches.pop()
        stretches[0] = (last[0], first[1] + WEEK)  # one stretch over the end of the week
    return stretches


def _length(stretches: list[tuple[datetime, datetime]]) -> timedelta:
    return sum((end - start for start, end in stretches), timedelta())


def render_stretch(start: datetime, end: datetime) -> str:
    """Return a stretch of the week in local times, such as `Sat 18:00 - Mon 09:00`."""
    return f"{start:%a %H:%M} - {end:%a %H:%M}"
