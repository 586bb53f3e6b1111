"""Small mistakes in what happens as time passes: in ladders, clocks, opening hours and rosters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from engagepolicy.business_time import StartShift
from engagepolicy.ir.clocks import STATUS, ClockChange, Share, WarnAt
from engagepolicy.ir.program import Calendar, Ladder, Program
from engagepolicy.ir.rosters import Duty, Roster
from engagepolicy.ir.steps import MOST_REPEATS, Repeat, Step
from engagepolicy.testing.amount_changes import amounts_beside
from engagepolicy.testing.edits import Edit, Mutant
from engagepolicy.testing.guards import Owner
from engagepolicy.testing.hour_changes import hours_beside, later, lines_of, render_line
from engagepolicy.values.amounts import render_amount


def find_time_mutants(program: Program) -> Iterator[Mutant]:
    """Yield the program with every small mistake in what happens as time passes, in a fixed order.

    What signals count is left as it is: a `test` block gives their numbers.
    """
    for ladder in program.ladders:
        yield from _of_steps(ladder)
        yield from _of_ladder(ladder)
    for change in program.clocks:
        yield from _of_clock(change)
    for calendar in program.calendars:
        yield from _of_calendar(calendar)
    for roster in program.rosters:
        yield from _of_roster(roster)


# --- ladders


def _of_steps(ladder: Ladder) -> Iterator[Mutant]:
    owner = f"ladder `{ladder.name}`"
    for number, step in enumerate(ladder.steps):
        others = (*ladder.steps[:number], *ladder.steps[number + 1 :])
        yield Mutant("dropped step", owner, step.place, f"`{step.text}`", "", Edit(ladders=(replace(ladder, steps=others),)))
        for changed in _steps_beside(ladder, step):
            steps = (*ladder.steps[:number], changed, *ladder.steps[number + 1 :])
            yield Mutant("step", owner, step.place, f"`{step.text}`", f"`{changed.text}`", Edit(ladders=(replace(ladder, steps=steps),)))


def _steps_beside(ladder: Ladder, step: Step) -> Iterator[Step]:
    unnamed = replace(step, name=None)
    if step.after is not None:
        yield from (replace(unnamed, after=amount) for amount in amounts_beside(step.after))
    if step.at is not None:
        yield from (replace(unnamed, at=amount) for amount in amounts_beside(step.at))
    tiers = [tier for tier, _ in ladder.tiers]
    lowest, rank = -1 if step.from_tier is None else tiers.index(step.from_tier), tiers.index(step.to_tier)
    yield from (replace(unnamed, to_tier=tiers[place]) for place in (rank - 1, rank + 1) if max(lowest, 0) < place < len(tiers))
    if step.without is not None:
        yield replace(unnamed, without=None)
    if step.until_acknowledged:
        yield replace(unnamed, until_acknowledged=False)


def _of_ladder(ladder: Ladder) -> Iterator[Mutant]:
    owner, place = f"ladder `{ladder.name}`", next((step.place for step in ladder.steps), None)
    repeat = next((step.repeat for step in ladder.steps if step.repeat is not None), None)
    for changed in () if repeat is None else (*_repeats_beside(repeat), None):
        steps = tuple(replace(step, repeat=changed) if step.repeat == repeat else step for step in ladder.steps)
        after = "" if changed is None else f"`{_render_repeat(changed)}`"
        edit = Edit(ladders=(replace(ladder, steps=steps),))
        yield Mutant("reminders", owner, place, f"`{_render_repeat(repeat)}`" if repeat else "", after, edit)
    held = ladder.acknowledged_for
    if held is not None:
        told = "`acknowledgement holds for {}`"
        for amount in amounts_beside(held):
            edit = Edit(ladders=(replace(ladder, acknowledged_for=amount),))
            yield Mutant("acknowledgement", owner, place, told.format(render_amount(held)), told.format(render_amount(amount)), edit)
        dropped = replace(ladder, acknowledged_for=None, resumes_from=None)
        yield Mutant("acknowledgement", owner, place, told.format(render_amount(held)), "", Edit(ladders=(dropped,)))
    if ladder.resumes_from is not None:
        edit = Edit(ladders=(replace(ladder, resumes_from=None),))
        yield Mutant("acknowledgement", owner, place, f"`then from {ladder.resumes_from}`", "", edit)
    if ladder.decisions == "raise or lower":
        edit = Edit(ladders=(replace(ladder, decisions="raise"),))
        yield Mutant("decisions", owner, place, "`decisions raise or lower the tier`", "`decisions raise the tier`", edit)


def _repeats_beside(repeat: Repeat) -> Iterator[Repeat]:
    yield from (replace(repeat, count=count) for count in (repeat.count - 1, repeat.count + 1) if 1 <= count <= MOST_REPEATS)
    yield from (replace(repeat, every=amount) for amount in amounts_beside(repeat.every))
    yield replace(repeat, until_acknowledged=not repeat.until_acknowledged)


def _render_repeat(repeat: Repeat) -> str:
    until = " until acknowledged" if repeat.until_acknowledged else ""
    return f"repeat {repeat.count} time{'s' if repeat.count != 1 else ''} every {render_amount(repeat.every)}{until}"


# --- clocks


def _of_clock(change: ClockChange) -> Iterator[Mutant]:
    owner = Owner("clock", change.metric).words
    for changed, before, after in (*_of_events(change), *_of_words(change), *_of_warnings(change), *_of_shifts(change)):
        told = f"`{after}`" if after else ""
        yield Mutant("clock", owner, change.place, f"`{before}`", told, Edit(clocks=(changed,)))


_Changed = Iterator[tuple[ClockChange, str, str]]


def _of_events(change: ClockChange) -> _Changed:
    """Yield the clock with one event or status less, where several or none at all may stand."""
    sides: tuple[tuple[str, str, int], ...] = (
        ("start", "start when", 1),
        ("stop", "stop when", 1),
        ("cancel", "cancel when", 0),
        ("pause_while", f"pause while {STATUS} is", 0),
        ("resume_on", "resume when", 0),
    )
    for side, words, fewest in sides:
        given: frozenset[str] = getattr(change, side) or frozenset()
        for each in sorted(given) if len(given) > fewest else ():
            left: Any = given - {each}
            before, after = (f"{words} {', '.join(sorted(some))}" for some in (given, left))
            yield replace(change, **{side: left}), before, after if left else ""


def _of_words(change: ClockChange) -> _Changed:
    match change.cycle:
        case "once":
            yield replace(change, cycle="each"), "start once", "start each time"
        case "each":
            yield replace(change, cycle="once"), "start each time", "start once"
    match change.reopen:
        case "resume":
            yield replace(change, reopen="new cycle"), "reopen as same cycle", "reopen as new cycle"
            yield replace(change, reopen="nothing"), "reopen as same cycle", "reopen as no cycle"
        case "new cycle":
            yield replace(change, reopen="resume"), "reopen as new cycle", "reopen as same cycle"
            yield replace(change, reopen="nothing"), "reopen as new cycle", "reopen as no cycle"
        case "nothing":
            yield replace(change, reopen="resume"), "reopen as no cycle", "reopen as same cycle"
    match change.counts:
        case "from start":
            yield replace(change, counts="from now"), "count from start", "count from now"
        case "from now":
            yield replace(change, counts="from start"), "count from now", "count from start"
    if change.starts_alone:
        yield replace(change, starts_alone=None), "start without first response", ""


def _of_warnings(change: ClockChange) -> _Changed:
    given = change.warnings or ()
    for number, warning in enumerate(given):
        others = (*given[:number], *given[number + 1 :])
        yield replace(change, warnings=others), _render_warning(warning), ""
        for other in _warnings_beside(warning):
            yield replace(change, warnings=(*others, other)), _render_warning(warning), _render_warning(other)


def _warnings_beside(warning: WarnAt) -> Iterator[WarnAt]:
    if isinstance(warning, Share):
        yield Share(max(Decimal(1), warning.percent // 2))
    else:
        yield from (each for each in amounts_beside(warning) if isinstance(each, type(warning)))


def _render_warning(warning: WarnAt) -> str:
    return f"warn at {warning.percent.normalize():f}%" if isinstance(warning, Share) else f"warn {render_amount(warning)} before"


def _of_shifts(change: ClockChange) -> _Changed:
    late, closed = change.received_after, change.received_closed
    if closed is not None:
        yield replace(change, received_closed=None), f"count received while closed on {closed.calendar} from the next opening", ""
    if late is not None and late.after is not None:
        yield replace(change, received_after=None), _render_shift(late), ""
        moved = (datetime.combine(datetime.min, late.after) + timedelta(hours=1)).time()
        other = StartShift(late.calendar, moved)
        yield replace(change, received_after=other), _render_shift(late), _render_shift(other)


def _render_shift(shift: StartShift) -> str:
    return f"count received after {shift.after:%H:%M} on {shift.calendar} as the next business day"


# --- opening hours and rosters


def _of_calendar(calendar: Calendar) -> Iterator[Mutant]:
    owner, place = f"calendar `{calendar.name}`", calendar.place

    def changed(before: str, after: str, **sides: Any) -> Mutant:  # noqa: ANN401
        told = f"`{after}`" if after else ""
        return Mutant("hours", owner, place, f"`{before}`", told, Edit(calendars=(replace(calendar, **sides),)))

    yield from (changed(before, after, weekly=weekly) for weekly, before, after in hours_beside(calendar.weekly))
    for number, window in enumerate(calendar.windows):
        start, opens, end, closes = window
        others = (*calendar.windows[:number], *calendar.windows[number + 1 :])
        for other in ((start, later(opens, 60), end, closes), (start, opens, end, later(closes, -60))):
            yield changed(_render_window(window), _render_window(other), windows=(*others, other))
    for side in ("exceptions", "yearly"):
        given = getattr(calendar, side)
        for day, hours in given:
            words = f"{'every ' if side == 'yearly' else ''}{day}"
            yield changed(f"open {words}" if hours else f"closed {words}", "", **{side: tuple(each for each in given if each[0] != day)})
    for side in ("regions", "holidays"):
        given = getattr(calendar, side)
        for name in given:
            yield changed(f"holidays {name}", "", **{side: tuple(each for each in given if each != name)})


def _render_window(window: tuple[str, str, str, str]) -> str:
    return f"from {window[0]} {window[1]} to {window[2]} {window[3]}"


def _of_roster(roster: Roster) -> Iterator[Mutant]:
    """Yield the roster with a line left out or with other hours, or without those who stand in.

    A `test` block sees who is on only where a tier with nobody is skipped, so lines that somebody stands in for are left as they are.
    """
    owner, place = f"roster `{roster.name}`", roster.place
    for number, duty in enumerate(roster.duties if not roster.fallback else ()):
        others = (*roster.duties[:number], *roster.duties[number + 1 :])
        edit = Edit(rosters=(replace(roster, duties=others),))
        yield Mutant("duty", owner, place, f"`{_render_duty(duty)}`", "", edit)
        for weekly, before, after in hours_beside(duty.weekly):
            duties = (*others, replace(duty, weekly=weekly))
            edit = Edit(rosters=(replace(roster, duties=duties),))
            yield Mutant("hours", owner, place, f"`{before}`", f"`{after}`" if after else "", edit)
    if roster.fallback:
        names = ", ".join(f'"{name}"' for name in roster.fallback)
        yield Mutant("duty", owner, place, f"`otherwise {names}`", "", Edit(rosters=(replace(roster, fallback=()),)))


def _render_duty(duty: Duty) -> str:
    weekly = "; ".join(render_line(days, hours) for hours, days in lines_of(duty.weekly).items())
    when = duty.date or ("" if duty.calendar is None else f"on {duty.calendar}") or weekly
    names = ", ".join(f'"{name}"' for name in duty.names) or "nobody"
    return f"{'rotate ' if duty.turns else ''}{when}{' ' if when else ''}{names}"
