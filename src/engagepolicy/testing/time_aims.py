"""What examples can show of time: of each clock, step, calendar and roster of a policy that which may happen to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias, cast

from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Calendar, Program
from engagepolicy.ir.rosters import Roster
from engagepolicy.ir.steps import Step
from engagepolicy.proving.moments import ORDINARY
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.testing.guards import Owner
from engagepolicy.tracking import ClockRules, TrackingRules, rules_of
from engagepolicy.values.amounts import Amount, EarlierOf, LaterOf, NotBefore, Unquantified, calendars_of
from engagepolicy.values.types import TargetType

TimeWants: TypeAlias = Literal[
    "started",
    "met",
    "breached",
    "too early",
    "paused",
    "resumed",
    "warned",
    "cancelled",
    "reopened",
    "shifted",
    "taken",
    "held off",
    "reminded",
    "open",
    "closed",
    "staffed",
    "unstaffed",
]
"""What happens: to a clock, to a step, to a ladder with its reminders, to a calendar that a wait or a step is counted on, to a roster as
its tier is entered."""

CHANGES_LOOKED_AT = 60
"""How many changes of who is on duty are looked at for a time with nobody: weeks of them."""

Happening: TypeAlias = tuple[TimeWants, Owner]


@dataclass(frozen=True, slots=True)
class TimeAim:
    """Something that may happen, and where that to which it happens is written."""

    wants: TimeWants
    owner: Owner
    place: Place | None

    @property
    def happening(self) -> Happening:
        """What happens."""
        return self.wants, self.owner


def find_time_aims(program: Program, files: Collection[str] | None = None) -> Iterator[TimeAim]:
    """Yield all that may happen; of the places where something is written one in the `files` is taken, where there is one."""
    rules = rules_of(program)
    for metric in metrics_given(program):
        yield from _of_clock(program, metric, rules.clock_of(metric), files)
    for ladder in program.ladders:
        for step in ladder.steps:
            yield from (TimeAim(wants, Owner("step", step.text), step.place) for wants in _of_step(step))
        reminding = [step for step in ladder.steps if step.repeat is not None]
        if reminding:
            yield TimeAim("reminded", Owner("ladder", ladder.name), reminding[0].place)
    used = set(_calendars_used(program, rules))
    for calendar in program.calendars:
        if calendar.name in used:
            yield from (TimeAim(wants, Owner("calendar", calendar.name), calendar.place) for wants in _of_calendar(calendar))
    for roster in program.rosters:
        yield from (TimeAim(wants, Owner("roster", roster.name), roster.place) for wants in _of_roster(program, roster))


def metrics_given(program: Program) -> tuple[str, ...]:
    """Return the targets that a rule gives something, by name."""
    given = {each.outcome for rule in program.rules for each in rule.contributions}
    return tuple(each.name for each in program.outcomes if isinstance(each.type, TargetType) and each.name in given)


def amounts_given(program: Program, metric: str) -> frozenset[Amount]:
    """Return every amount that a rule gives the target."""
    given = (each.value for rule in program.rules for each in rule.contributions if each.outcome == metric)
    return frozenset(amount for value in given for amount in cast("frozenset[Amount]", value))


def may_fall_due(amount: Amount) -> bool:
    """Whether an amount promises a time that can be kept or broken."""
    if isinstance(amount, EarlierOf | LaterOf):
        return any(map(may_fall_due, amount.amounts))
    return not isinstance(amount, NotBefore | Unquantified)


def _of_clock(program: Program, metric: str, rules: ClockRules, files: Collection[str] | None) -> Iterator[TimeAim]:
    change = next((each for each in program.clocks if each.metric == metric), None)
    givers = (rule.place for rule in program.rules if any(each.outcome == metric for each in rule.contributions))
    place = _choose_place([None if change is None else change.place, *givers], files)
    amounts = amounts_given(program, metric)
    is_due, is_delayed = any(map(may_fall_due, amounts)), any(isinstance(each, NotBefore) for each in amounts)
    wanted: dict[TimeWants, object] = {
        "started": amounts,
        "met": is_due or is_delayed,
        "breached": is_due,
        "too early": is_delayed,
        "warned": is_due and rules.warnings,
        "paused": rules.pause_while,
        "resumed": rules.pause_while,
        "shifted": rules.shifts,
        "cancelled": change is not None and change.cancel,
        "reopened": change is not None and change.reopen,
    }
    owner = Owner("clock", metric)
    yield from (TimeAim(wants, owner, place) for wants, is_wanted in wanted.items() if is_wanted)


def _choose_place(places: Iterable[Place | None], files: Collection[str] | None) -> Place | None:
    known = [each for each in places if each is not None]
    own = [each for each in known if files is None or each.file in files]
    return next(iter(own or known), None)


def _of_step(step: Step) -> Iterator[TimeWants]:
    yield "taken"
    if step.until_acknowledged or step.without is not None:
        yield "held off"


def _calendars_used(program: Program, rules: TrackingRules) -> Iterator[str]:
    """Yield the calendars that waits and steps are counted on; what conditions ask of one is counted with the conditions."""
    for metric in metrics_given(program):
        yield from (name for amount in amounts_given(program, metric) for name in calendars_of(amount))
        yield from (shift.calendar for shift in rules.clock_of(metric).shifts)
    for ladder in program.ladders:
        yield from (name for step in ladder.steps for name in step_calendars(step))


def step_calendars(step: Step) -> Iterator[str]:
    """Yield the calendars that the step is counted on."""
    amount = step.after or step.at
    if amount is not None:
        yield from calendars_of(amount)


def _of_calendar(calendar: Calendar) -> Iterator[TimeWants]:
    yield "open"
    if not calendar.is_always_open:
        yield "closed"


def _of_roster(program: Program, roster: Roster) -> Iterator[TimeWants]:
    """Yield that somebody of its lines is on, and that nobody is, where they leave any time out."""
    if any(each.names for each in roster.duties):
        yield "staffed"
    if not all(each.names for each in roster.duties) or _leaves_out(program, roster):
        yield "unstaffed"


def _leaves_out(program: Program, roster: Roster) -> bool:
    """Whether nobody of its lines is on at an ordinary moment, or after one of the next changes."""
    whole = replace(roster, fallback=())
    answering = Prepared(replace(program, rosters=(whole,))).rosters
    for each in [answering[tier] for tier in roster.tiers[:1]]:
        moment: datetime | None = ORDINARY
        for _ in range(CHANGES_LOOKED_AT):
            if moment is None or not each.on_duty(moment):
                return moment is not None
            moment = each.next_change(moment)
    return False
