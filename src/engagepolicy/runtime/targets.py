"""The targets of a decision: when they fall due and when to warn, counted from the moment of the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from engagepolicy.business_time import due, find_allowed, find_start
from engagepolicy.ir.clocks import ClockChange
from engagepolicy.runtime.countdowns import Pauses, TimeSetting, decisive_part, find_warning
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.amounts import Amount, NotBefore, calendars_of, render_amount


@dataclass(frozen=True, slots=True)
class Target:
    """A response target.

    `amounts` are the strictest promised, as many as no two can be told apart without a clock, sorted by their text. `due_at` is
    the earliest moment at which one of them, counted from `counted_from`, falls due, in the zone of its calendar, else of the
    policy; None where none does. `amount` is the one that gives it (the first, where none does) and `calendar` the name of its
    calendar, if it has one. `counted_from` is the decision's moment, or a later opening where an `sla` block says so, in UTC.
    `not_before_at` is the earliest moment that every minimum delay among the amounts (`not before 30 days`) allows, in the zone
    that it is counted in; None without one. `warn_at` is the earliest warning that an `sla` block gives before `due_at`, in the
    same zone; None without one.
    """

    due_at: datetime | None
    warn_at: datetime | None
    amount: Amount
    calendar: str | None
    amounts: tuple[Amount, ...]
    counted_from: datetime
    not_before_at: datetime | None = None


def _find_warning(change: ClockChange, amount: Amount, start: datetime, setting: TimeSetting) -> datetime | None:
    """Return the earliest warning of a target that nothing pauses, in UTC."""
    part = decisive_part(setting.start(amount, start, Pauses()))
    found = () if part is None else (find_warning(warning, part, setting) for warning in change.warnings or ())
    return min((moment for moment in found if moment is not None), default=None)


def choose_target(prepared: Prepared, metric: str, amounts: frozenset[Amount], as_of: datetime) -> Target:
    """Return the target of a metric for which the amounts are promised at a moment in UTC."""
    change = prepared.clock_changes.get(metric, ClockChange(metric))
    start = find_start(as_of, change.shifts, prepared.calendars)
    ordered = tuple(sorted(amounts, key=lambda amount: (isinstance(amount, NotBefore), render_amount(amount))))
    allowed = find_allowed(ordered, start, calendars=prepared.calendars, zone=prepared.zone)
    moments = [(due(amount, start, calendars=prepared.calendars, zone=prepared.zone), amount) for amount in ordered]
    known = [(moment, amount) for moment, amount in moments if moment is not None]
    if not known:
        return Target(None, None, ordered[0], next(calendars_of(ordered[0]), None), ordered, start, allowed)
    due_at, amount = min(known, key=lambda pair: pair[0].astimezone(UTC))
    warn_at = _find_warning(change, amount, start, TimeSetting(prepared.calendars, prepared.zone)) if change.warnings else None
    shown = None if warn_at is None else warn_at.astimezone(due_at.tzinfo)
    return Target(due_at, shown, amount, next(calendars_of(amount), None), ordered, start, allowed)
