"""The hours of the week on the policy's clocks: where a moment falls, and how a stretch of time is spread over them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from engagepolicy.report.following import to_local

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = 24
WEEK_HOURS = 7 * HOURS
_HOUR = 3600
_WEEK = WEEK_HOURS * _HOUR


def hour_of_week(moment: datetime, zone: tzinfo) -> int:
    """Return the hour of the week on the zone's clocks, 0 for Monday from midnight to one."""
    local = to_local(moment, zone)
    return local.weekday() * HOURS + local.hour


def name_of_hour(hour: int) -> str:
    """Return such as `Mon 09:00`."""
    return f"{DAYS[hour // HOURS]} {hour % HOURS:02}:00"


def spread(start: datetime, end: datetime, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """Yield hours of the week with the seconds of a stretch that fall into them, in time that does not grow with its length.

    It is read off the zone's clocks: where they change within the stretch an hour is missing or comes twice, as it does on the wall.
    """
    first, last = (to_local(each, zone).replace(tzinfo=None) for each in (start, end))
    if last <= first:
        return
    weeks, rest = divmod((last - first) // timedelta(seconds=1), _WEEK)
    if weeks:
        for hour in range(WEEK_HOURS):
            yield hour, weeks * _HOUR
    place = first.weekday() * HOURS * _HOUR + first.hour * _HOUR + first.minute * 60 + first.second
    while rest > 0:
        step = min(rest, _HOUR - place % _HOUR)
        yield place // _HOUR % WEEK_HOURS, step
        place, rest = place + step, rest - step
