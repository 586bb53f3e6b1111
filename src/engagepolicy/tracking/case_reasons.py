"""Why a case stands as it stands: every clock as a sum that people can check, and how the tier came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engagepolicy.ir.program import Rule
from engagepolicy.tracking.rules import TrackingRules, rules_of
from engagepolicy.tracking.status import CaseStatus, Clock, HistoryEntry
from engagepolicy.values.amounts import render_amount


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """A rule that gave a target or a tier: what it is called, why it is there, and where it stands as `file:line`."""

    rule: str
    description: str | None
    because: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What is left of a promise: `allowed` less `ran` is `left`; and `ran` is `passed` less `paused`. Negative `left` is over.

    Open time of the clock's calendar, else real time; all counted from `counted_from`, in UTC.
    """

    counted_from: datetime
    allowed: timedelta
    passed: timedelta
    paused: timedelta
    ran: timedelta
    left: timedelta


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that was given, at a moment in UTC, and what the ruleset calls it."""

    at: datetime
    warning: str


@dataclass(frozen=True, slots=True)
class BreachReason:
    """When a breach became true, in UTC, and why."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ClockReason:
    """Why the clock of a metric stands as it stands: one wait, the latest or an earlier one; moments in UTC.

    `sum` is None where nothing falls due, and `reason` then says why. `due_at` is None while the clock is paused before it.
    """

    metric: str
    wait: int
    state: str
    reason: str | None
    started_by: str | None
    started_at: datetime | None
    target: str | None
    calendar: str | None
    rules: tuple[RuleSaid, ...]
    sum: Sum | None
    due_at: datetime | None
    next_warning_at: datetime | None
    warned: tuple[Warned, ...]
    breach: BreachReason | None
    ended_by: str | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class TierReason:
    """Who owns the case, since when (UTC), and by which step or rules; neither is the foot of the ladder."""

    tier: str
    since: datetime
    step: str | None
    rules: tuple[RuleSaid, ...]
    place: str | None
    reminded: int


def _said(rules: tuple[str, ...], named: Mapping[str, Rule]) -> tuple[RuleSaid, ...]:
    found = (named[each] for each in rules if each in named)
    return tuple(
        RuleSaid(rule.id, rule.description, rule.about.because, f"{rule.place.file}:{rule.place.line}" if rule.place else None)
        for rule in found
    )


def _sum_of(clock: Clock) -> Sum | None:
    """Return the sum; where the target counts from later than the start, what was before it does not enter."""
    if clock.target_from is None or clock.allowed is None or clock.remaining is None:
        return None
    ran = clock.allowed - clock.remaining
    paused = clock.paused if clock.target_from == clock.counted_from else timedelta(0)
    return Sum(clock.target_from, clock.allowed, ran + paused, paused, ran, clock.remaining)


def _within(clock: Clock, history: tuple[HistoryEntry, ...]) -> Iterator[HistoryEntry]:
    """Yield what happened to the metric in this wait."""
    if clock.started_at is None:
        return
    for entry in history:
        if entry.subject == clock.metric and clock.started_at <= entry.at and (clock.ended_at is None or entry.at <= clock.ended_at):
            yield entry


def _breach_of(clock: Clock, history: tuple[HistoryEntry, ...], rules: TrackingRules) -> BreachReason | None:
    if clock.breached_at is None:
        return None
    changed = any(entry.what == "target changed" and entry.at == clock.breached_at for entry in _within(clock, history))
    if changed and clock.due_at is not None and clock.due_at < clock.breached_at:
        return BreachReason(clock.breached_at, "the target changed when the time that it allows was over")
    stops = " or ".join(sorted(rules.clock_of(clock.metric).stop))
    how = "before it was" if clock.met_at is not None else "and was not"
    return BreachReason(clock.breached_at, f"it fell due {how} {stops}")


def _clock_reason(clock: Clock, wait: int, status: CaseStatus, named: Mapping[str, Rule], rules: TrackingRules) -> ClockReason:
    warned = tuple(Warned(each.at, each.detail or "") for each in _within(clock, status.history) if each.what == "warned")
    is_ahead = clock.warn_at is not None and clock.warn_at > status.now and clock.ended_at is None
    return ClockReason(
        metric=clock.metric,
        wait=wait,
        state=clock.state.replace("_", " "),
        reason=clock.reason,
        started_by=clock.started_by,
        started_at=clock.started_at,
        target=None if clock.amount is None else render_amount(clock.amount),
        calendar=clock.calendar,
        rules=_said(clock.rules, named),
        sum=_sum_of(clock),
        due_at=clock.due_at,
        next_warning_at=clock.warn_at if is_ahead else None,
        warned=warned,
        breach=_breach_of(clock, status.history, rules),
        ended_by=clock.ended_by,
        ended_at=clock.ended_at,
    )


def clock_reasons(status: CaseStatus) -> Iterator[ClockReason]:
    """Yield the reasons of every wait, metrics by name and waits oldest first."""
    if status.decision is None:
        return
    program = status.decision.evidence.prepared.program
    rules = rules_of(program)
    for _, clock in sorted(status.clocks.items()):
        for wait, each in enumerate((*clock.cycles, clock), 1):
            yield _clock_reason(each, wait, status, program.rule_by_id, rules)


def tier_reason(status: CaseStatus) -> TierReason | None:
    """Return who owns the case and why, None where nobody does yet."""
    entered = [place for place, entry in enumerate(status.history) if entry.what == "tier entered"]
    if status.tier is None or status.decision is None or not entered:
        return None
    entry = status.history[entered[-1]]
    place = None if entry.place is None else f"{entry.place.file}:{entry.place.line}"
    reminded = sum(each.what == "reminded" for each in status.history[entered[-1] :])
    named = status.decision.evidence.prepared.program.rule_by_id
    return TierReason(status.tier, entry.at, entry.step, _said(entry.rules, named), place, reminded)
