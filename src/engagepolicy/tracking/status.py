"""What is known of a case at a moment: the answer of `track`, and its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from engagepolicy.business_time import tz_database_version
from engagepolicy.ir.places import Place
from engagepolicy.runtime.decision import Decision, Explanation, NoExplainer
from engagepolicy.runtime.prepared import PolicyIdentity
from engagepolicy.runtime.record import render_duration
from engagepolicy.values.amounts import Amount, render_amount

KIND = "status"

CaseExplainer: TypeAlias = Callable[["CaseStatus"], Explanation]
"""Says why a case stands as it stands."""

ClockState: TypeAlias = Literal["running", "paused", "met", "breached", "not_started", "cancelled"]

What: TypeAlias = Literal[
    "opened",
    "closed",
    "reopened",
    "decided",
    "started",
    "paused",
    "resumed",
    "target changed",
    "warned",
    "allowed",
    "breached",
    "no longer breached",
    "met",
    "satisfied late",
    "satisfied",
    "cancelled",
    "tier skipped",
    "tier entered",
    "reminded",
    "acknowledged",
    "acknowledgement expired",
]


@dataclass(frozen=True, slots=True)
class DueTime:
    """One amount of a target and when it falls due; None where it does not, or while the clock is paused."""

    amount: Amount
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Clock:
    """One wait of a metric: the latest one, with the earlier ones in `cycles`, oldest first. Every moment is in UTC.

    - `state`: `met` is satisfied at or before due. `breached` is not, whether an answer came later or never. `cancelled` is neither,
      and `reason` says why: it ended without an answer, or there is nothing to measure it by.
    - `started_at` is when it started; it counts from `counted_from`, a later opening where an `sla` block says so.
    - `due_at` is the earliest due time of its amounts under the target in force (at its end, once it has ended); None while it is
      paused, for then it depends on when the pause ends. `amount` gives it, `calendar` is what that is counted on, `due_times` has
      every amount, the earliest first.
    - `warn_at` is the next warning, or the last one where all have been given.
    - `met_at` is when it was satisfied, late or not; `breached_at` when the breach became true, which is after `due_at` where
      a later event made it so; `ended_at` when it stopped for whatever reason.
    - `started_by` and `ended_by` are the kinds of events that did. `target_from` is what the target is counted from, later still
      where it changed and counts from now, and `allowed` the time that may run from there until due.
    - `not_before_at` is the moment that minimum delays allow an answer from; one before it is a breach, and `reason` says so. Pauses do
      not move it.
    - `elapsed` is the time that ran, `paused` the time that did not count, and `remaining` what is left until due, negative after it:
      open time of the calendar for an amount on one, else real time.
    """

    metric: str
    state: ClockState
    started_at: datetime | None = None
    counted_from: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    ended_at: datetime | None = None
    not_before_at: datetime | None = None
    elapsed: timedelta = timedelta(0)
    paused: timedelta = timedelta(0)
    remaining: timedelta | None = None
    amount: Amount | None = None
    calendar: str | None = None
    due_times: tuple[DueTime, ...] = ()
    reason: str | None = None
    rules: tuple[str, ...] = ()
    cycles: tuple[Clock, ...] = ()
    started_by: str | None = None
    ended_by: str | None = None
    target_from: datetime | None = None
    allowed: timedelta | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened to a case, at a moment in UTC.

    `subject` is the metric, tier or severity it happened to. `rules` are the ids of those that gave the target or the decision, `step`
    is the step of the ladder that did it, `place` where the first of these stands. `detail` is a due time's amount, who was
    on duty when a tier was entered or reminded, or another word for people.
    """

    at: datetime
    what: What
    subject: str | None = None
    detail: str | None = None
    rules: tuple[str, ...] = ()
    step: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class StepAhead:
    """A step that time may still take, as things stand: read both ways, since the tier was entered and since the case was opened.

    `from_tier` is the tier it leads on from: the one in force, or one that an earlier step ahead leads to. `due_at`, in UTC, is when it is
    taken if nothing happens before, and `to_tier` is where it then leads: a tier with nobody on duty is skipped. `after` is that moment
    since its tier is entered (or the case was reopened there), `at` since the opening. All three are None where only an event can bring
    it; `reason` then says what it waits for. One that `is_held_off` is so by what happened, such as an acknowledgement.
    """

    step: str
    from_tier: str
    to_tier: str
    due_at: datetime | None
    after: timedelta | None
    at: timedelta | None
    reason: str | None = None
    place: Place | None = None
    is_held_off: bool = False


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """A case as it stands at `now`. Every moment is in UTC.

    `clocks` has those metrics for which the policy has given a target so far. `tier` is who owns the case, `on_duty` who stands behind that
    tier at `now` (sorted; nobody where it has no roster, where nobody is on, and once the case is closed), `severity` and `decision`
    are in force; all None before the case is opened. `history` is in order of time and ends at `now`. `next_check_at` is the next moment at
    which something changes by itself, always after `now`; None where only an event can change anything. `steps_ahead` are the steps
    of the ladder that time may still take, from the tier in force upwards; none once the case is closed.
    """

    case: str | None
    now: datetime
    opened_at: datetime
    policy: PolicyIdentity
    clocks: Mapping[str, Clock]
    tier: str | None
    history: tuple[HistoryEntry, ...]
    next_check_at: datetime | None
    decision: Decision | None
    on_duty: tuple[str, ...] = ()
    steps_ahead: tuple[StepAhead, ...] = ()
    explainer: CaseExplainer | None = field(default=None, compare=False, repr=False)

    @property
    def severity(self) -> str | None:
        """How serious it is, by the decision in force."""
        return None if self.decision is None else self.decision.severity

    def explain(self) -> Explanation:
        """Return why the case stands as it stands: each clock as a sum that can be checked, and the ladder behind and ahead.

        Raises `NoExplainer` where nothing can.
        """
        if self.explainer is None:
            raise NoExplainer("this status was made without an explainer: follow the case through a policy")
        return self.explainer(self)

    def to_record(self) -> dict[str, Any]:
        """Return plain JSON data: what is known, why, and the record of the decision in force, private facts masked.

        With it goes the release of the tz database that local times were read by: another one may give another answer.
        """
        return {
            "kind": KIND,
            "policy": {"name": self.policy.name, "version": self.policy.version, "digest": self.policy.digest},
            "case": self.case,
            "opened_at": self.opened_at.isoformat(),
            "now": self.now.isoformat(),
            "tz_database": tz_database_version(),
            "tier": self.tier,
            "on_duty": list(self.on_duty),
            "severity": self.severity,
            "next_check_at": _write_moment(self.next_check_at),
            "clocks": {metric: _write_clock(clock) for metric, clock in sorted(self.clocks.items())},
            "steps_ahead": [_write_step(each) for each in self.steps_ahead],
            "history": [_write_entry(entry) for entry in self.history],
            "decision": None if self.decision is None else self.decision.to_record(),
        }


def _write_moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _write_cycle(clock: Clock) -> dict[str, Any]:
    return {
        "state": clock.state,
        "started_at": _write_moment(clock.started_at),
        "counted_from": _write_moment(clock.counted_from),
        "due_at": _write_moment(clock.due_at),
        "warn_at": _write_moment(clock.warn_at),
        "met_at": _write_moment(clock.met_at),
        "breached_at": _write_moment(clock.breached_at),
        "ended_at": _write_moment(clock.ended_at),
        "not_before_at": _write_moment(clock.not_before_at),
        "elapsed": render_duration(clock.elapsed),
        "paused": render_duration(clock.paused),
        "remaining": None if clock.remaining is None else render_duration(clock.remaining),
        "amount": None if clock.amount is None else render_amount(clock.amount),
        "calendar": clock.calendar,
        "due_times": [{"amount": render_amount(each.amount), "due_at": _write_moment(each.due_at)} for each in clock.due_times],
        "reason": clock.reason,
        "rules": list(clock.rules),
        "started_by": clock.started_by,
        "ended_by": clock.ended_by,
        "target_from": _write_moment(clock.target_from),
        "allowed": None if clock.allowed is None else render_duration(clock.allowed),
    }


def _write_clock(clock: Clock) -> dict[str, Any]:
    return _write_cycle(clock) | {"cycles": [_write_cycle(each) for each in clock.cycles]}


def _write_place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line}


def _write_step(step: StepAhead) -> dict[str, Any]:
    return {
        "step": step.step,
        "from_tier": step.from_tier,
        "to_tier": step.to_tier,
        "due_at": _write_moment(step.due_at),
        "after": None if step.after is None else render_duration(step.after),
        "at": None if step.at is None else render_duration(step.at),
        "reason": step.reason,
        "place": _write_place(step.place),
    }


def _write_entry(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "what": entry.what,
        "subject": entry.subject,
        "detail": entry.detail,
        "rules": list(entry.rules),
        "step": entry.step,
        "place": _write_place(entry.place),
    }
