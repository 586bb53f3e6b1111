"""What a `test` block says of time: when its case was opened, and what happened to it since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from engagepolicy.ir.clocks import EventKind
from engagepolicy.ir.places import Place
from engagepolicy.values.amounts import CalendarSpan, Elapsed

CaseTime: TypeAlias = datetime | Elapsed | CalendarSpan
"""A moment in UTC, or a time since the case was opened: real time, or days in the zone of the policy."""


@dataclass(frozen=True, slots=True)
class ExampleEvent:
    """One event; `facts` are those that it changes by dotted path, None for one that is no longer known."""

    kind: EventKind
    at: CaseTime
    facts: dict[str, object]
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """The case of a test beside its facts: `opened_at` is in UTC, the events stand as they are written."""

    opened_at: datetime
    opened_by: Literal["requester", "staff"] = "requester"
    events: tuple[ExampleEvent, ...] = ()
