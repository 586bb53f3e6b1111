"""Follows the case of a `test` block from moment to moment, and judges how it stands at each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engagepolicy.business_time import due, load_zone
from engagepolicy.inputs.problems import InvalidInput, Problem
from engagepolicy.ir.case_examples import CaseTime, ExampleCase
from engagepolicy.ir.program import Example, Expectation
from engagepolicy.policy.policy import Policy
from engagepolicy.runtime.decision import Decision
from engagepolicy.testing.judging import Failure, Judged, fail, judge, render_moment, render_value
from engagepolicy.tracking import CaseStatus, Clock
from engagepolicy.values.amounts import render_amount

TIER = "tier"
NO_CLOCK = "no clock: the policy gives it no target"


def _find_clock(status: CaseStatus, metric: str) -> Clock | None:
    """Return the clock of a metric for which something is promised, or was when it ended."""
    clock = status.clocks.get(metric)
    return clock if clock is not None and (clock.started_at is None or clock.due_times or clock.not_before_at is not None) else None


def _has_warned(status: CaseStatus, clock: Clock) -> bool:
    return any(
        entry.what == "warned" and entry.subject == clock.metric and clock.started_at is not None and entry.at >= clock.started_at
        for entry in status.history
    )


def _describe(clock: Clock | None) -> str:
    if clock is None:
        return NO_CLOCK
    word = "not started" if clock.state == "not_started" else clock.state
    return word if clock.reason is None else f"{word}: {clock.reason}"


def _check_clock(status: CaseStatus, expectation: Expectation, zone: ZoneInfo) -> Failure | None:
    clock, wanted = _find_clock(status, expectation.subject), str(expectation.value)
    if wanted == "warned":
        holds = clock is not None and _has_warned(status, clock)
    else:
        holds = clock is not None and clock.state.replace("_", " ") == wanted
    return None if holds else fail(expectation, wanted, _describe(clock))


def _check_no_clock(status: CaseStatus, expectation: Expectation, zone: ZoneInfo) -> Failure | None:
    clock = _find_clock(status, expectation.subject)
    return None if clock is None else Failure(f"no clock on {expectation.subject}", _describe(clock), expectation.place)


def _check_due(status: CaseStatus, expectation: Expectation, zone: ZoneInfo) -> Failure | None:
    clock = _find_clock(status, expectation.subject)
    found = None if clock is None else clock.due_at
    if found == expectation.value:
        return None
    told = _describe(clock) if found is None else render_moment(found, zone)
    return fail(expectation, f"due {render_value(expectation.value, zone)}", told)


def _check_next(status: CaseStatus, expectation: Expectation, zone: ZoneInfo) -> Failure | None:
    found = status.next_check_at
    if found == expectation.value:
        return None
    wanted = "no next check" if expectation.value is None else f"next check {render_value(expectation.value, zone)}"
    return Failure(wanted, "no next check" if found is None else f"next check {render_moment(found, zone)}", expectation.place)


def _check_reminded(status: CaseStatus, expectation: Expectation, zone: ZoneInfo) -> Failure | None:
    entered = max((place for place, entry in enumerate(status.history) if entry.what == "tier entered"), default=0)
    found = sum(entry.what == "reminded" for entry in status.history[entered:])
    return None if found == expectation.value else fail(expectation, f"{expectation.value} times", f"{found} times")


def _check_not_before(status: CaseStatus, expectation: Expectation, zone: ZoneInfo) -> Failure | None:
    clock = _find_clock(status, expectation.subject)
    found = None if clock is None else clock.not_before_at
    if found == expectation.value:
        return None
    told = _describe(clock) if found is None else render_moment(found, zone)
    return fail(expectation, f"not before {render_value(expectation.value, zone)}", told)


CaseCheck: TypeAlias = Callable[[CaseStatus, Expectation, ZoneInfo], Failure | None]

_CHECKS: dict[str, CaseCheck] = {
    "clock": _check_clock,
    "no clock": _check_no_clock,
    "due": _check_due,
    "not before": _check_not_before,
    "next check": _check_next,
    "reminded": _check_reminded,
}
"""What is expected of a case; the rest is expected of the decision in force."""


def _judge_at(status: CaseStatus, decision: Decision, expectation: Expectation, zone: ZoneInfo) -> Failure | None:
    check = _CHECKS.get(expectation.kind)
    if check is not None:
        return check(status, expectation, zone)
    outcomes = {**decision.outcomes, TIER: status.tier} if TIER in decision.outcomes else decision.outcomes
    return judge(Judged(decision, outcomes, zone), expectation)


def _moment_of(at: CaseTime, opened_at: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment in UTC; raise `InvalidInput` for one that no calendar has."""
    if isinstance(at, datetime):
        return at
    moment = due(at, opened_at, calendars={}, zone=zone)
    if moment is None:
        raise InvalidInput((Problem("at", render_amount(at), "a time before the year 9999"),))
    return moment.astimezone(UTC)


def _render_time(at: CaseTime | None, zone: ZoneInfo) -> str:
    if at is None:
        return "at the opening"
    return f"at {render_moment(at, zone)}" if isinstance(at, datetime) else f"after {render_amount(at)}"


def judge_case(policy: Policy, example: Example, case: ExampleCase) -> tuple[Failure, ...]:
    """Return what is not as expected of the case, in the order written; raise `InvalidInput` for a case that cannot be read."""
    zone = load_zone(policy.program.timezone)
    events = [
        {"kind": each.kind, "at": _moment_of(each.at, case.opened_at, zone), "facts": dict(each.facts)} for each in case.events
    ]
    given = {"opened_at": case.opened_at, "opened_by": case.opened_by, "facts": example.facts, "events": events}
    statuses: dict[datetime, CaseStatus] = {}
    found: list[Failure] = []
    for each in example.expectations:
        moment = case.opened_at if each.at is None else _moment_of(each.at, case.opened_at, zone)
        if moment not in statuses:
            statuses[moment] = policy.track(given, moment)
        status = statuses[moment]
        failure = None if status.decision is None else _judge_at(status, status.decision, each, zone)
        if failure is not None:
            found.append(replace(failure, moment=_render_time(each.at, zone)))
    return tuple(found)
