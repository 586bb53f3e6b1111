"""Rotations: a duty that is handed over at the same time on the clocks, every so many days or months from an anchor on."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engagepolicy.business_time import NaiveDatetime, resolve_local

_INSTANT = timedelta(microseconds=1)


def resolve_hand_over(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which the clocks of `zone` first show the naive datetime `local` or a later time.

    Of a time that comes twice that is the first; a time inside a gap gives the first instant after the gap, where opening hours would
    be read with the offset before it. Raises `OverflowError` outside of the years 1 to 9999.
    """
    found = resolve_local(local, zone)
    if found.astimezone(zone).replace(tzinfo=None, fold=0) == local:
        return found
    before, after = found, found
    step = timedelta(hours=1)
    while before.astimezone(zone).replace(tzinfo=None) >= local:
        before -= step
    while after - before > _INSTANT:  # the clocks are behind `local` at `before`, and beyond it at `after`
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < local:
            before = middle
        else:
            after = middle
    return after


@dataclass(frozen=True, slots=True)
class Rotation:
    """Turns of equal length on the clocks of a zone: turn 0 begins at `anchor`, a local time without a zone.

    A turn is `days` long, or `months` where that is not 0. Turns by the month begin on the anchor's day of the month, or on the last day
    of a shorter month, always counted from the anchor: those of the 31st come back to the 31st.
    """

    anchor: datetime
    zone: ZoneInfo
    days: int = 0
    months: int = 0

    def __post_init__(self) -> None:
        """Raise `ValueError` for an anchor with a zone of its own, and unless a turn is days long or months long."""
        if self.anchor.tzinfo is not None:
            raise ValueError(f"{self.anchor.isoformat()} already has a time zone: an anchor is a local time")
        if self.days < 0 or self.months < 0 or bool(self.days) == bool(self.months):
            raise ValueError("a turn is so many days long, or so many months")

    def local_start(self, turn: int) -> datetime:
        """Return what the clocks show when a turn begins; raises `OverflowError` outside of the years 1 to 9999."""
        if self.days:
            return self.anchor + turn * timedelta(days=self.days)
        count = self.anchor.year * 12 + self.anchor.month - 1 + turn * self.months
        year, month = divmod(count, 12)
        if not 1 <= year <= 9999:
            raise OverflowError("a turn outside of the years 1 to 9999")
        return self.anchor.replace(year=year, month=month + 1, day=min(self.anchor.day, monthrange(year, month + 1)[1]))

    def start_of(self, turn: int) -> datetime | None:
        """Return the instant, in UTC, at which a turn begins; None outside of the years 1 to 9999."""
        try:
            return resolve_hand_over(self.local_start(turn), self.zone)
        except OverflowError:
            return None

    def turn_at(self, moment: datetime) -> int | None:
        """Return which turn it is at an aware moment, the first being 0; None before the anchor. Raises `NaiveDatetime`."""
        if moment.utcoffset() is None:
            raise NaiveDatetime(moment)
        instant = moment.astimezone(UTC)
        turn = max(self._guess(instant), 0)
        while (following := self.start_of(turn + 1)) is not None and following <= instant:
            turn += 1
        while turn >= 0 and ((start := self.start_of(turn)) is None or start > instant):
            turn -= 1
        return turn if turn >= 0 else None

    def _guess(self, instant: datetime) -> int:
        """Return the turn by the clocks alone, which is at most a few turns off where a zone changes them."""
        try:
            local = instant.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:
            local = instant.replace(tzinfo=None)
        if self.days:
            return (local - self.anchor) // timedelta(days=self.days)
        return ((local.year - self.anchor.year) * 12 + local.month - self.anchor.month) // self.months

    def next_hand_over(self, moment: datetime) -> datetime | None:
        """Return the first instant after an aware moment, in UTC, at which a turn begins; None where there is none."""
        turn = self.turn_at(moment)
        return self.start_of(0 if turn is None else turn + 1)
