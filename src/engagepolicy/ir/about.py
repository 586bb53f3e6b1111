"""What any declaration says of itself, and the windows in which it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """The moments at which something holds: `start` included, `end` not; None is without end. Always in UTC."""

    start: datetime | None = None
    end: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the moment lies in the window."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


ALL_TIME = Window()


@dataclass(frozen=True, slots=True)
class About:
    """What a declaration says of itself: why, by which authority, for which objectives, when it is in force."""

    because: str | None = None
    source: str | None = None
    serves: tuple[str, ...] = ()
    window: Window = ALL_TIME


NOTHING_SAID = About()
