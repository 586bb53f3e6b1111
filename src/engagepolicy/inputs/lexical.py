"""How moments, dates, durations and numbers are written as text; each pattern is one pass over a text of bounded length."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from engagepolicy.inputs.problems import describe, shorten, unfit

MOMENT_EXPECTED = "a moment with its zone, such as 2026-11-20T19:50:00Z or 2026-11-20T19:50:00+01:00"
DATE_EXPECTED = "a date such as 2026-11-20"
DURATION_EXPECTED = "a duration such as PT1H30M or 1h30m"

MOST_DIGITS = 400
"""Digits that a number may have before the point, and after it: every finite binary double fits."""

LONGEST_TIME = 64
"""Characters of the longest text that is tried as a moment, date or duration."""

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"( ?(?:[Zz]|([+-])([0-9]{2}):?([0-9]{2})?))?"
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DURATION_ISO = re.compile(r"(-?)PT(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,]([0-9]{1,6}))?S)?")
_DURATION_OWN = re.compile(r"(?=[0-9])(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?")

DURATION_PATTERN = (
    r"^(-?PT(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}([.,][0-9]{1,6})?S)?"
    r"|(?=[0-9])([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?)$"
)
"""The two ways to write a duration, for JSON Schema."""


def parse_moment(text: str) -> datetime:
    """Return the moment in UTC from ISO 8601 text with an offset or Z; digits below a microsecond are cut off.

    A text without a zone is refused, as is anything that is not a moment.
    """
    found = _MOMENT.fullmatch(text) if len(text) <= LONGEST_TIME else None
    if found is None:
        raise unfit(describe(text), MOMENT_EXPECTED)
    year, month, day, hour, minute, second, fraction, zone, sign, hours, minutes = found.groups()
    if zone is None:
        raise unfit(f'the time "{shorten(text)}" without a zone', MOMENT_EXPECTED)
    try:
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        local = datetime(
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
            timezone(-offset if sign == "-" else offset),
        )
        if int(minutes or 0) > 59:
            raise unfit(f'"{shorten(text)}", whose offset does not exist', MOMENT_EXPECTED)
        return local.astimezone(UTC)
    except OverflowError:
        raise unfit(f'"{shorten(text)}", outside the years 1 to 9999', MOMENT_EXPECTED) from None
    except ValueError:
        raise unfit(f'"{shorten(text)}", which is not in the calendar', MOMENT_EXPECTED) from None


def parse_date(text: str) -> date:
    """Return the date from `YYYY-MM-DD`."""
    found = _DATE.fullmatch(text) if len(text) <= LONGEST_TIME else None
    if found is None:
        raise unfit(describe(text), DATE_EXPECTED)
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise unfit(f'"{text}", which is not in the calendar', DATE_EXPECTED) from None


def parse_duration(text: str) -> timedelta:
    """Return elapsed time from ISO 8601 (`PT1H30M`) or from the language's own form (`1h30m`).

    Days, weeks and months are refused: they are calendar time, and a day is not always 24 hours.
    """
    if len(text) > LONGEST_TIME:
        raise unfit(describe(text), DURATION_EXPECTED)
    if found := _DURATION_OWN.fullmatch(text):
        sign, (hours, minutes, seconds), fraction = "", found.groups(), None
    elif found := _DURATION_ISO.fullmatch(text):
        sign, hours, minutes, seconds, fraction = found.groups()
    elif re.fullmatch(r"-?P[0-9.,YMWDTHS]+", text):
        raise unfit(describe(text), f"{DURATION_EXPECTED}, in hours, minutes and seconds: a day is not always 24 hours")
    else:
        raise unfit(describe(text), DURATION_EXPECTED)
    length = timedelta(hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0))
    length += timedelta(microseconds=int((fraction or "0").ljust(6, "0")))
    return -length if sign else length


def render_duration(length: timedelta) -> str:
    """Return the duration as ISO 8601 in hours, minutes and seconds, which `parse_duration` reads back."""
    sign = "-" if length < timedelta(0) else ""
    seconds, micros = divmod(abs(length) // timedelta(microseconds=1), 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    tail = f"{seconds}.{micros:06d}S" if micros else f"{seconds}S"
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", tail if seconds or micros else ""]
    return f"{sign}PT{''.join(parts) or '0S'}"


def parse_whole(text: str) -> int:
    """Return the whole number; only digits and a leading minus, no plus, no separators."""
    if len(text) > MOST_DIGITS or not _WHOLE.fullmatch(text):
        raise unfit(describe(text), "a whole number in plain digits")
    return int(text)


def parse_number(text: str) -> Decimal:
    """Return the exact number: digits, a point as the decimal mark, perhaps an exponent; no separators."""
    if len(text) > 2 * MOST_DIGITS or not _NUMBER.fullmatch(text):
        raise unfit(describe(text), "a number in plain digits, with a point as the decimal mark")
    return require_readable(Decimal(text))


def require_readable(value: Decimal) -> Decimal:
    """Return the number; refuse NaN, infinity and what takes more than `MOST_DIGITS` digits on a side of the point."""
    if not value.is_finite():
        raise unfit(describe(value), "a finite number")
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent < -MOST_DIGITS or len(digits) + exponent > MOST_DIGITS:
        raise unfit(describe(value), f"a number with at most {MOST_DIGITS} digits on either side of the point")
    return value
