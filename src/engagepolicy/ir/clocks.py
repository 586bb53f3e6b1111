"""What a ruleset says of the clocks of a case: the words of its `sla` blocks, by metric."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from engagepolicy.business_time import StartShift
from engagepolicy.ir.places import Place
from engagepolicy.values.amounts import Elapsed, OpenTime

EventKind: TypeAlias = Literal[
    "acknowledged",
    "replied",
    "resolved",
    "merged",
    "noted",
    "status_changed",
    "assigned",
    "reclassified",
    "reopened",
    "received",
]
"""What can happen to a case, in the order in which events of one instant are taken."""

KINDS: tuple[EventKind, ...] = get_args(EventKind)

Start: TypeAlias = EventKind | Literal["opened"]

STATUS = "case.status"
"""The path of the fact that clocks are paused by."""


@dataclass(frozen=True, slots=True)
class Share:
    """A warning when that share of the target is used up, counted forward from the start: `warn at 75%`."""

    percent: Decimal

    def __post_init__(self) -> None:
        """Raise `ValueError` for a share that is not between nothing and all."""
        if not 0 < self.percent < 100:
            raise ValueError(f"a warning at {self.percent}% of a target comes at its start or its end: give a share between")


WarnAt: TypeAlias = Share | Elapsed | OpenTime
"""When to warn: a share counts forward from the start, an amount back from due in its own measure (`2h` in real time, `2h on
office` in open time)."""


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What the ruleset says of the clock of one metric; None is nothing said, and leaves that side as the house has it.

    What each side means is told where clocks run, at `ClockRules`; one that `starts_alone` waits for no other metric. `warnings` are
    sorted, so that their order says nothing. `place` is where the first clause that says something of it stands.
    """

    metric: str
    start: frozenset[Start] | None = None
    stop: frozenset[EventKind] | None = None
    cancel: frozenset[EventKind] | None = None
    pause_while: frozenset[str] | None = None
    resume_on: frozenset[EventKind] | None = None
    cycle: Literal["once", "each"] | None = None
    reopen: Literal["resume", "new cycle", "nothing"] | None = None
    counts: Literal["from start", "from now"] | None = None
    warnings: tuple[WarnAt, ...] | None = None
    starts_alone: bool | None = None
    received_after: StartShift | None = None
    received_closed: StartShift | None = None
    place: Place | None = field(default=None, compare=False)

    @property
    def shifts(self) -> tuple[StartShift, ...]:
        """What moves the moment from which the clock counts."""
        return tuple(each for each in (self.received_after, self.received_closed) if each is not None)
