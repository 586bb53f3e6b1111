"""How moments and texts are written where they leave the process: whole microseconds, and bytes that hold any text of Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FIRST = datetime.min.replace(tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds_of(moment: datetime) -> int:
    """Return the whole microseconds since the year 1 began in UTC; raise `TypeError` for a moment without a zone.

    An `int`, not a `float`: a double cannot tell two neighbouring microseconds apart after the year 286.
    """
    return (moment - FIRST) // _MICROSECOND


def length_of(span: timedelta) -> int:
    """Return the whole microseconds of a length of time."""
    return span // _MICROSECOND


def encode_text(text: str) -> bytes:
    """Return bytes that are equal only for equal texts, also for texts with halves of surrogate pairs or with zeros in them."""
    return text.encode("utf-8", "surrogatepass")
