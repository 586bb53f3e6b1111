"""From when an amount counts: what comes in late, or while nobody works, counts from a later opening.

A shift says nothing of a start that it does not mean. Of several the latest counts, so their order says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from engagepolicy.business_time.calendar import Calendar


@dataclass(frozen=True, slots=True)
class StartShift:
    """What happens after `after`, a local time of the calendar, counts from the opening of its next business day.

    The time itself is not after it. Without `after` what happens while the calendar is closed counts from its next opening.
    """

    calendar: str
    after: time | None = None


def _find_shifted(shift: StartShift, start: datetime, calendar: Calendar) -> datetime | None:
    if shift.after is None:
        return calendar.next_open(start)
    try:
        is_late = start.astimezone(calendar.zone).time() > shift.after
    except (OverflowError, ValueError):  # how datetime says that a year is not among 1 to 9999
        return None
    return calendar.next_business_opening(start) if is_late else None


def find_start(start: datetime, shifts: Iterable[StartShift], calendars: Mapping[str, Calendar]) -> datetime:
    """Return the moment, in UTC, from which amounts count that begin at `start`, an aware datetime.

    A calendar that does not open within a hundred years shifts nothing.
    """
    shifted = (_find_shifted(shift, start, calendars[shift.calendar]) for shift in shifts)
    return max(moment.astimezone(UTC) for moment in (start, *shifted) if moment is not None)
