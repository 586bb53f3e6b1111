"""The words that may differ by house: what starts, stops and pauses a clock, when it warns, what a reopened case does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Literal

from engagepolicy.business_time import StartShift
from engagepolicy.ir.clocks import ClockChange, EventKind, Start, WarnAt
from engagepolicy.ir.program import Program
from engagepolicy.tracking.escalation import Ladder


@dataclass(frozen=True, slots=True)
class ClockRules:
    """How the clock of one metric behaves.

    - `start`: what starts it; `opened` is the opening whoever opened the case, and a requester's opening counts as `received`.
      A clock that counts from assignment starts on `assigned`.
    - `stop` satisfies it, `cancel` ends it without an answer. Any end at the due instant is in time.
    - `pause_while`: the statuses (the fact `case.status`) in which it does not run; `resume_on`: events that end such a pause
      although the status stays, until a status is set again.
    - `cycle`: whether it starts `once` in a case or `each` time.
    - `after`: it starts only when the clock of that metric has begun and ended: the next response comes after the first.
    - `reopen`: a reopened case lets it `resume` without the closed time, begin a `new cycle`, or do `nothing`.
    - `counts`: a target that changes counts `from start`, pauses kept, as if it had held all along, or `from now`.
    - `warnings`: each is given once for a target.
    - `received_after`, `received_closed`: a wait that starts then counts from a later opening.
    """

    start: frozenset[Start] = frozenset({"opened"})
    stop: frozenset[EventKind] = frozenset({"resolved"})
    cancel: frozenset[EventKind] = frozenset({"merged"})
    pause_while: frozenset[str] = frozenset()
    resume_on: frozenset[EventKind] = frozenset({"received"})
    cycle: Literal["once", "each"] = "once"
    after: str | None = None
    reopen: Literal["resume", "new cycle", "nothing"] = "resume"
    counts: Literal["from start", "from now"] = "from start"
    warnings: tuple[WarnAt, ...] = ()
    received_after: StartShift | None = None
    received_closed: StartShift | None = None

    @property
    def shifts(self) -> tuple[StartShift, ...]:
        """What moves the moment from which the clock counts."""
        return tuple(each for each in (self.received_after, self.received_closed) if each is not None)


_CLOSED: frozenset[EventKind] = frozenset({"resolved", "merged"})

DEFAULT_CLOCKS: Mapping[str, ClockRules] = MappingProxyType(
    {
        "acknowledgement": ClockRules(
            start=frozenset({"received"}), stop=frozenset({"acknowledged", "replied"}), cancel=_CLOSED, reopen="nothing"
        ),
        "first_response": ClockRules(start=frozenset({"received"}), stop=frozenset({"replied"}), cancel=_CLOSED, reopen="nothing"),
        "next_response": ClockRules(
            start=frozenset({"received"}),
            stop=frozenset({"replied"}),
            cancel=_CLOSED,
            cycle="each",
            after="first_response",
            reopen="nothing",
        ),
        "update": ClockRules(
            start=frozenset({"replied", "reopened"}),
            stop=frozenset({"replied"}),
            cancel=_CLOSED,
            cycle="each",
            after="first_response",
            reopen="nothing",
        ),
        "resolution": ClockRules(),
    }
)
"""The house's clocks where a ruleset says nothing else. No clock pauses: which statuses do is the house's word."""

OTHER_METRICS = ClockRules()
"""The clock of a target of the house's own: from the opening until it is resolved."""


@dataclass(frozen=True, slots=True)
class TrackingRules:
    """All that following a case needs beside the policy's decisions. A metric that `clocks` lacks has the rules of resolution."""

    clocks: Mapping[str, ClockRules] = field(default_factory=lambda: DEFAULT_CLOCKS)
    ladders: tuple[Ladder, ...] = ()

    def clock_of(self, metric: str) -> ClockRules:
        """Return the rules of the metric's clock."""
        return self.clocks.get(metric, OTHER_METRICS)


def _changed(rules: ClockRules, change: ClockChange) -> ClockRules:
    """Return the rules of a clock with what the ruleset says of it in place of what the house says."""
    said = {each.name: getattr(change, each.name) for each in fields(change) if each.name not in ("metric", "starts_alone", "place")}
    changed = replace(rules, **{name: value for name, value in said.items() if value is not None})
    return replace(changed, after=None) if change.starts_alone else changed


def rules_of(program: Program) -> TrackingRules:
    """Return the rules by which the program's cases are followed: its ladders, and the clocks of the house as it changes them."""
    changed = {each.metric: _changed(DEFAULT_CLOCKS.get(each.metric, OTHER_METRICS), each) for each in program.clocks}
    ladders = tuple(
        Ladder(each.name, tuple(tier for tier, _ in each.tiers), each.steps, each.acknowledged_for, each.decisions, each.resumes_from)
        for each in program.ladders
    )
    return TrackingRules(MappingProxyType({**DEFAULT_CLOCKS, **changed}), ladders)
