"""How the times of a foreign file are written, as a column map says: a strptime format, perhaps a zone, or seconds since 1970."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engagepolicy.business_time.zones import load_zone, resolve_local
from engagepolicy.inputs.problems import describe

EPOCHS = {"epoch": 1_000_000, "epoch_ms": 1_000}
"""Microseconds in one unit of the formats that count from 1970-01-01 00:00 UTC."""

LONGEST_TIME = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COUNT = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")
_SAMPLE = datetime(2001, 2, 3, 16, 5, 6, tzinfo=UTC)
_DIRECTIVE = re.compile(r"%(.)", re.DOTALL)
_OF_THE_DAY = frozenset("HIMSfpcX")


class UnreadableTime(ValueError):
    """A value is not a time written in the format."""


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """A way to write times. Without `%z` and without a zone a format can only give dates."""

    format: str
    zone: ZoneInfo | None = None

    @classmethod
    def parse(cls, text: str) -> TimeFormat:
        """Return the format from `FORMAT` or `FORMAT@ZONE`.

        Raises `ValueError` for what is no strptime format, for an unknown zone, and for a format that has hours but no zone.
        """
        format, at, name = text.rpartition("@") if "@" in text else (text, "", "")
        zone = load_zone(name.strip()) if at else None
        if format in EPOCHS:
            if zone is not None:
                raise ValueError(f"@{format} counts from a moment, so it takes no zone")
            return cls(format)
        directives = set(_DIRECTIVE.findall(format))
        try:
            datetime.strptime(_SAMPLE.strftime(format), format)
        except (ValueError, re.error):
            raise ValueError(f"{describe(format)} is not a time format such as %Y-%m-%d %H:%M:%S") from None
        if not directives - {"%"}:
            raise ValueError(f"{describe(format)} is not a time format such as %Y-%m-%d %H:%M:%S")
        if zone is not None and "z" in directives:
            raise ValueError("the format has a zone in it (%z), so no second one can follow")
        if zone is None and "z" not in directives and directives & _OF_THE_DAY:
            raise ValueError("the times have no zone: put %z into the format, or the zone after it, such as @%H:%M@Europe/Berlin")
        return cls(format, zone)

    def read(self, value: object) -> datetime | date:
        """Return the moment in UTC, or the date where the format has neither hours nor a zone; raise `UnreadableTime` otherwise.

        A local time that the zone's clocks skip or show twice is read as `engagepolicy.business_time.zones` says.
        """
        try:
            if self.format in EPOCHS:
                return self._read_count(value)
            return self._read_text(value)
        except OverflowError:
            raise UnreadableTime(f"{describe(value)} is outside the years 1 to 9999") from None

    def _read_count(self, value: object) -> datetime:
        written = str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value
        if not isinstance(written, str) or not _COUNT.fullmatch(written):
            raise UnreadableTime(f"{describe(value)} does not count from 1970")
        return _EPOCH + timedelta(microseconds=int(Decimal(written) * EPOCHS[self.format]))

    def _read_text(self, value: object) -> datetime | date:
        try:
            if not isinstance(value, str) or len(value) > LONGEST_TIME:
                raise ValueError
            found = datetime.strptime(value, self.format)
        except ValueError:
            raise UnreadableTime(f"{describe(value)} is not a time written as {self.format}") from None
        if found.tzinfo is not None:
            return found.astimezone(UTC)
        return found.date() if self.zone is None else resolve_local(found, self.zone)
