"""Datetimes to whole microseconds of UTC and back: the only form in which this package counts time.

Integers keep every microsecond and compare as instants. Two aware datetimes of the same zone do not: Python
compares their wall clocks, which is wrong in the hour that a change of the clocks repeats.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NaiveDatetime(ValueError):
    """A datetime without an offset was given where an instant is needed."""

    def __init__(self, found: datetime) -> None:
        """Keep what was found; the message names it."""
        super().__init__(f"{found.isoformat()} has no time zone: it names no instant")
        self.found = found


def span_microseconds(span: timedelta) -> int:
    """Return the length of `span` in whole microseconds."""
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds


def to_microseconds(moment: datetime) -> int:
    """Return the instant of an aware datetime as microseconds since 1970-01-01 00:00 UTC.

    Raises `NaiveDatetime` where the moment has no offset.
    """
    if moment.utcoffset() is None:
        raise NaiveDatetime(moment)
    return span_microseconds(moment - EPOCH)


def to_datetime(instant: int, zone: ZoneInfo) -> datetime | None:
    """Return the instant on the clocks of `zone`, or None outside of the years 1 to 9999."""
    try:
        return (EPOCH + timedelta(microseconds=instant)).astimezone(zone)
    except (OverflowError, ValueError):
        return None
