"""When nobody of a tier is on duty, in weeks that are like any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from engagepolicy.business_time import load_zone
from engagepolicy.ir import rosters as ir
from engagepolicy.proving.moments import ORDINARY
from engagepolicy.rostering import Roster
from engagepolicy.runtime.prepared import Prepared

WEEK = timedelta(days=7)


def ordinary_start(roster: ir.Roster) -> datetime:
    """Return a moment in UTC from which the roster runs as it is meant to: an ordinary Monday, or once all its turns have begun."""
    zone = load_zone(roster.timezone)
    turns = (each.turns for each in roster.duties if each.turns is not None)
    return max([ORDINARY, *(datetime.fromisoformat(each.start).replace(tzinfo=zone).astimezone(UTC) for each in turns)])


def longest_absence(prepared: Prepared, tier: str) -> tuple[datetime, datetime] | None:
    """Return the longest stretch of two ordinary weeks in which nobody is on duty, in UTC; None where somebody is or no roster says."""
    roster = next((each for each in prepared.program.rosters if tier in each.tiers), None)
    if roster is None:
        return None
    start = ordinary_start(roster)
    stretches = list(absences(prepared.rosters[tier], start, start + 2 * WEEK))
    return max(stretches, key=lambda each: each[1] - each[0], default=None)


def absences(roster: Roster, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield each stretch between two moments in which nobody is on duty, in order."""
    moment: datetime | None = start
    while moment is not None and moment < end:
        following = roster.next_change(moment)
        if not roster.on_duty(moment):
            yield moment, end if following is None else min(following, end)
        moment = following
