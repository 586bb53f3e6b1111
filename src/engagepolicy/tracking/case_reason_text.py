"""The words of a case's explanation: one branch for each clock with its sum line by line, one for the ladder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from engagepolicy.explanation.reasons import Branch
from engagepolicy.tracking.case_reasons import ClockReason, RuleSaid, Sum, TierReason
from engagepolicy.tracking.status import StepAhead
from engagepolicy.values.amounts import render_elapsed

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SECOND = timedelta(seconds=1)


def render_moment(moment: datetime, zone: tzinfo) -> str:
    """Return the day of the week, the local date and time, seconds only where there are any."""
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        local = moment
    return f"{_WEEKDAYS[local.weekday()]} {local:%Y-%m-%d %H:%M}" + (f":{local:%S}" if local.second else "")


def _render_span(span: timedelta) -> str:
    return ("-" if span < timedelta(0) else "") + render_elapsed(abs(span) // _SECOND)


def _name(metric: str) -> str:
    return metric.replace("_", " ")


def leaf(label: str) -> Branch:
    """Return a line with nothing below it."""
    return Branch(label=label, children=[])


def _rule_branch(rule: RuleSaid) -> Branch:
    description = f", {rule.description}" if rule.description else ""
    place = f" ({rule.place})" if rule.place else ""
    return Branch(
        label=f"from {rule.rule}{description}{place}", children=[leaf(f"because: {rule.because}")] if rule.because else []
    )


def _sum_branches(sum: Sum, reason: ClockReason, zone: tzinfo) -> Iterator[Branch]:
    kind = f"open time on {reason.calendar}" if reason.calendar else "real time"
    yield leaf(f"counted from {render_moment(sum.counted_from, zone)}, in {kind}")
    if sum.ran < timedelta(0):  # the clock waits for its first opening
        return
    pauses = f" ({_render_span(sum.passed)} passed - {_render_span(sum.paused)} paused)" if sum.paused else ""
    verdict = "left" if sum.left >= timedelta(0) else "over"
    ran = f"{_render_span(sum.ran)} ran{pauses}"
    yield leaf(f"{_render_span(sum.allowed)} allowed - {ran}: {_render_span(abs(sum.left))} {verdict}")


def _clock_children(reason: ClockReason, zone: tzinfo) -> Iterator[Branch]:
    if reason.started_at is None:
        yield leaf("nothing has started it")
        return
    by = f" by {reason.started_by}" if reason.started_by else ""
    yield leaf(f"started {render_moment(reason.started_at, zone)}{by}")
    if reason.target is not None:
        yield Branch(label=f"target {reason.target}", children=list(map(_rule_branch, reason.rules)))
    if reason.sum is not None:
        yield from _sum_branches(reason.sum, reason, zone)
    if reason.due_at is not None:
        yield leaf(f"due {render_moment(reason.due_at, zone)}")
    elif reason.state == "paused":
        yield leaf("due when the pause is over and the rest has run")
    for warned in reason.warned:
        yield leaf(f"warned {render_moment(warned.at, zone)}, {warned.warning}")
    if reason.next_warning_at is not None:
        yield leaf(f"will warn {render_moment(reason.next_warning_at, zone)}")
    if reason.breach is not None:
        yield leaf(f"breached {render_moment(reason.breach.at, zone)}: {reason.breach.why}")
    if reason.ended_at is not None:
        yield leaf(f"ended {render_moment(reason.ended_at, zone)} by {reason.ended_by}")


def clock_branch(reason: ClockReason, zone: tzinfo, *, has_several: bool) -> Branch:
    """Return one wait of a clock: what started it, the sum, and how it came out; numbered where there are `several`."""
    wait = f", wait {reason.wait}" if has_several else ""
    why = f": {reason.reason}" if reason.reason else ""
    return Branch(label=f"{_name(reason.metric)}{wait}: {reason.state}{why}", children=list(_clock_children(reason, zone)))


def tier_branch(reason: TierReason, zone: tzinfo) -> Branch:
    """Return who owns the case, and by which step or rules."""
    since = f"since {render_moment(reason.since, zone)}"
    if reason.step is not None:
        place = f" ({reason.place})" if reason.place else ""
        children = [leaf(f"by the step {reason.step}{place}")]
    else:
        children = list(map(_rule_branch, reason.rules)) or [leaf("the foot of the ladder")]
    if reason.reminded:
        children.append(leaf(f"reminded {reason.reminded} {'time' if reason.reminded == 1 else 'times'}"))
    return Branch(label=f"tier: {reason.tier}, {since}", children=children)


def step_branch(step: StepAhead, zone: tzinfo) -> Branch:
    """Return a step ahead, its moment read both ways, or what it waits for."""
    if step.due_at is None or step.after is None or step.at is None:
        return leaf(f"{step.step}: {step.reason or 'nothing falls due'}")
    read = f"after {_render_span(step.after)} as {step.from_tier}, at {_render_span(step.at)} of the case"
    return leaf(f"{step.step}: {render_moment(step.due_at, zone)} ({read})")
