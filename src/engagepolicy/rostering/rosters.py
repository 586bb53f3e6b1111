"""Rosters: lines of duty over hours, dates and rotations, and the two questions asked of them.

All lines that hold are on duty together, so the order in which they are written means nothing. On a date that is named, only what is
said of dates counts; what a shift of that date has on the next day stays. The fallback stands in where nobody else is on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from engagepolicy.business_time import Calendar
from engagepolicy.rostering.rotations import Rotation

MOST_SHIFTS = 100
"""How many changes of shift `next_change` goes through that change nothing, before it says to look again then."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Names on duty while `hours` are open, always where there are none.

    With a `rotation` they take turns in their order, from its anchor on. `is_dated` marks what is said of a date.
    """

    names: tuple[str, ...]
    hours: Calendar | None = None
    rotation: Rotation | None = None
    is_dated: bool = False

    def names_at(self, moment: datetime) -> tuple[str, ...]:
        """Return who of the line is on duty at an aware moment."""
        if self.hours is not None and not self.hours.is_open(moment):
            return ()
        if self.rotation is None:
            return self.names
        turn = self.rotation.turn_at(moment)
        return () if turn is None else (self.names[turn % len(self.names)],)

    def boundaries_after(self, moment: datetime) -> Iterator[datetime]:
        """Yield, in UTC, the moments after an aware one that may be the next at which the line changes."""
        is_open = self.hours is None or self.hours.is_open(moment)
        if self.hours is not None:
            edge = self.hours.next_close(moment) if is_open else self.hours.next_open(moment)
            if edge is not None:
                yield edge.astimezone(UTC)
        if self.rotation is not None and is_open:
            following = self.rotation.next_hand_over(moment)
            if following is not None:
                yield following


@dataclass(frozen=True, slots=True)
class Roster:
    """Who stands behind a duty: lines, the dates on which only dated lines count (None where none is named), and the fallback.

    `dates` is open on exactly those dates, from midnight to midnight.
    """

    lines: tuple[DutyLine, ...]
    dates: Calendar | None = None
    fallback: tuple[str, ...] = ()

    def on_duty(self, moment: datetime) -> tuple[str, ...]:
        """Return who is on duty at an aware moment: sorted, each name once, and nobody where no line holds and there is no fallback.

        Raises `NaiveDatetime`.
        """
        is_named = self.dates is not None and self.dates.is_open(moment)
        lines = (line for line in self.lines if line.is_dated or not is_named)
        found = {name for line in lines for name in line.names_at(moment)}
        return tuple(sorted(found or self.fallback))

    def next_change(self, moment: datetime) -> datetime | None:
        """Return the next moment, in UTC, at which somebody else is on duty; None where that does not happen any more.

        Where a hundred shifts go by without a change, it is the end of the last of them. Raises `NaiveDatetime`.
        """
        known, found = self.on_duty(moment), self._next_boundary(moment)
        for _ in range(MOST_SHIFTS):
            if found is None or self.on_duty(found) != known:
                return found
            found = self._next_boundary(found)
        return found

    def _next_boundary(self, moment: datetime) -> datetime | None:
        edges = [edge for line in self.lines for edge in line.boundaries_after(moment)]
        if self.dates is not None:
            edge = self.dates.next_close(moment) if self.dates.is_open(moment) else self.dates.next_open(moment)
            edges += [] if edge is None else [edge.astimezone(UTC)]
        return min(edges, default=None)
