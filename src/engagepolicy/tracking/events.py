"""A case and its events, and the one order in which events are taken.

Events are taken by time. Those of one instant are taken by kind: what ends a wait first, then what may pause, then what starts
one. So an answer at the instant of a message does not answer that message, and a pause that ends as it begins is none. Whatever
is left equal is taken in the order of the facts as text. The given order means nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from engagepolicy.business_time import NaiveDatetime
from engagepolicy.ir.clocks import KINDS, STATUS, EventKind
from engagepolicy.ir.expressions import Constant
from engagepolicy.runtime.record import encode

Opener: TypeAlias = Literal["requester", "staff"]

RANK: Mapping[str, int] = {kind: rank for rank, kind in enumerate(KINDS)}

CLOSING: frozenset[str] = frozenset({"resolved", "merged"})
"""Events that close a case."""

Changes: TypeAlias = Mapping[str, Constant | None]
"""Facts by dotted path; None is a fact that is no longer known."""

NO_CHANGES: Changes = {}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case.

    `at` is an aware datetime. `received` is a message of the requester, `replied` a public answer by a person; automatic answers
    and internal notes are `noted` and satisfy nothing. `facts` are the facts that the event changes, whatever its kind.
    """

    kind: EventKind
    at: datetime
    facts: Changes = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise `NaiveDatetime` for a moment without a zone."""
        if self.at.utcoffset() is None:
            raise NaiveDatetime(self.at)


@dataclass(frozen=True, slots=True)
class Case:
    """One matter: the facts that it was opened with, and what happened since, in any order.

    A case opened by the requester opens with a message of theirs; one opened by staff waits for none. `opened_at` is an aware
    datetime.
    """

    id: str | None
    opened_at: datetime
    facts: Mapping[str, Constant]
    events: tuple[Event, ...] = ()
    opened_by: Opener = "requester"

    def __post_init__(self) -> None:
        """Raise `NaiveDatetime` for a moment without a zone."""
        if self.opened_at.utcoffset() is None:
            raise NaiveDatetime(self.opened_at)


def _text_of(changes: Changes) -> str:
    return json.dumps({path: encode(value) for path, value in changes.items()}, sort_keys=True)


def sort_events(
    events: Iterable[Event], start: datetime, now: datetime, pausing: frozenset[str] = frozenset()
) -> list[tuple[datetime, list[Event]]]:
    """Return the events from `start` to `now`, both included, by instant in UTC, each once, in the order they are taken.

    Of two statuses set at one instant the one that is in `pausing` comes first. What happened before a case was opened answers nothing
    in it, and its facts are those of the opening; what happens after `now` does not exist yet.
    """
    unique = {
        (each.at.astimezone(UTC), RANK[each.kind], each.facts.get(STATUS) not in pausing, _text_of(each.facts)): each
        for each in events
        if start <= each.at <= now
    }
    instants: dict[datetime, list[Event]] = {}
    for key, event in sorted(unique.items(), key=lambda item: item[0]):
        instants.setdefault(key[0], []).append(event)
    return list(instants.items())
