"""Cases that notice a mistake in what time does: followed with the mistake and without, and looked at where the two part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from engagepolicy.business_time import Calendar
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.program import Program
from engagepolicy.policy.policy import Policy
from engagepolicy.proving.moments import ORDINARY
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.testing.case_search import HORIZON, CaseSearch
from engagepolicy.testing.case_sketches import (
    Expected,
    Look,
    Sketch,
    expect_clock,
    expect_reminded,
    expect_tier,
    expect_warned,
    write_example,
)
from engagepolicy.testing.edits import Edit, Mutant
from engagepolicy.testing.examples import run_example
from engagepolicy.testing.guards import Owner
from engagepolicy.testing.made_examples import MadeExample
from engagepolicy.testing.time_aims import TimeAim, TimeWants
from engagepolicy.tracking import CaseStatus

MOMENTS_AT_MOST = 60
"""At how many moments two lives of a case are compared."""
SKETCHES_AT_MOST = 150
EXPECTED_AT_MOST = 3
MINUTE = timedelta(minutes=1)
ORDINARY_DAYS, FAR_DAYS = 8, 2 * 366
OPENINGS_AT_MOST = 6
OF_CLOCKS: tuple[TimeWants, ...] = ("started", "met", "paused", "resumed", "reopened", "cancelled", "shifted", "warned")
OF_STEPS: tuple[TimeWants, ...] = ("taken", "held off")


class NoticingCases:
    """Makes cases for mistakes in one policy."""

    def __init__(self, policy: Policy, search: CaseSearch, has_time: Callable[[], bool], name: Callable[[Mutant], str]) -> None:
        """Take the policy, what makes cases of it, what tells whether there is time to go on, and what gives an example its name."""
        self._policy = policy
        self._search = search
        self._has_time = has_time
        self._name = name

    def find(self, mutant: Mutant, variant: Policy) -> MadeExample | None:
        """Return a case that notices the mistake; None where none was found."""
        for sketch in islice(self._sketches(mutant.edit), SKETCHES_AT_MOST):
            if not self._has_time():
                return None
            try:
                look = self._part(sketch, variant)
            except InvalidInput:
                continue
            if look is None:
                continue
            example, _ = write_example(self._policy.program, sketch, "", [look])
            if run_example(self._policy, example).holds and not run_example(variant, example).holds:
                name = self._name(mutant)
                return MadeExample(example, name, write_example(self._policy.program, sketch, name, [look])[1], [mutant])
        return None

    # --- cases to try

    def _sketches(self, edit: Edit) -> Iterator[Sketch]:
        for aim in _aims_of(self._policy.program, edit):
            openings = list(islice(self._openings(edit), OPENINGS_AT_MOST))
            yield from self._search.sketches(aim, openings)

    def _openings(self, edit: Edit) -> Iterator[datetime]:
        """Yield moments at which the hours are others, and a little before."""
        program = self._policy.program
        if not edit.calendars and not edit.rosters:
            return
        old, new = Prepared(program), Prepared(edit.apply(program))
        for calendar in edit.calendars:
            dates = [date for date, _ in program.calendar_by_name[calendar.name].exceptions]
            for moment in _where_hours_differ(old.calendars[calendar.name], new.calendars[calendar.name], dates):
                yield from (moment, moment - 30 * MINUTE)
        for roster in edit.rosters:
            for tier in roster.tiers:
                right, wrong = old.rosters[tier], new.rosters.get(tier)
                for moment in _moments_to_try(()):
                    if bool(right.on_duty(moment)) is not bool(wrong is not None and wrong.on_duty(moment)):
                        yield moment

    # --- where they part

    def _part(self, sketch: Sketch, variant: Policy) -> Look | None:
        """Return the first moment at which what can be expected of the case is not so with the mistake, and what that is."""
        case = sketch.as_case(self._policy.program)
        end = sketch.opened_at + HORIZON
        right, wrong = self._policy.track(case, end), variant.track(case, end)
        if right.history == wrong.history and right.clocks == wrong.clocks:
            return None
        moments = sorted({sketch.opened_at, *(entry.at for status in (right, wrong) for entry in status.history)})
        for at in [each for each in moments if not each.microsecond][:MOMENTS_AT_MOST]:
            told = list(_all_expected(self._policy.track(case, at)))
            others = set(_all_expected(variant.track(case, at)))
            parted = [each for each in told if each not in others]
            if parted:
                return Look(at, tuple(parted[:EXPECTED_AT_MOST]))
        return None


def _all_expected(status: CaseStatus) -> Iterator[Expected]:
    """Yield all that can be expected of a case as it stands."""
    yield from expect_tier(status)
    entered = max((place for place, entry in enumerate(status.history) if entry.what == "tier entered"), default=0)
    if status.tier is not None:
        yield expect_reminded(sum(entry.what == "reminded" for entry in status.history[entered:]))
    for metric, clock in sorted(status.clocks.items()):
        if clock.started_at is not None and (clock.due_times or clock.not_before_at is not None):
            yield from expect_clock(status, metric)
            begun = clock.started_at
            if any(each.what == "warned" and each.subject == metric and each.at >= begun for each in status.history):
                yield expect_warned(metric)


def _aims_of(program: Program, edit: Edit) -> Iterator[TimeAim]:
    """Yield what may happen where the mistake is."""
    for ladder in edit.ladders:
        old = next(each for each in program.ladders if each.name == ladder.name)
        changed = [step for step in old.steps if step not in ladder.steps] or old.steps
        yield from (TimeAim(wants, Owner("step", step.text), step.place) for step in changed for wants in OF_STEPS)
        yield TimeAim("reminded", Owner("ladder", ladder.name), None)
    for clock in edit.clocks:
        yield from (TimeAim(wants, Owner("clock", clock.metric), clock.place) for wants in OF_CLOCKS)
    yield from (TimeAim("open", Owner("calendar", each.name), each.place) for each in edit.calendars)
    yield from (TimeAim("unstaffed", Owner("roster", each.name), each.place) for each in edit.rosters)


def _where_hours_differ(one: Calendar, two: Calendar, dates: Iterable[str]) -> Iterator[datetime]:
    days = (datetime.fromisoformat(each).replace(tzinfo=one.zone) for each in dates)
    dated = (day + timedelta(hours=hour, minutes=30) for day in days for hour in range(0, 24, 2))
    yield from (moment for moment in _moments_to_try(dated) if one.is_open(moment) is not two.is_open(moment))


def _moments_to_try(dated: Iterable[datetime]) -> Iterator[datetime]:
    """Yield the moments given, then every half hour of an ordinary week, then every few hours of two years; in UTC."""
    yield from (each.astimezone(UTC) for each in dated)
    yield from (ORDINARY + 30 * MINUTE * number for number in range(ORDINARY_DAYS * 48))
    yield from (ORDINARY + timedelta(hours=3 * number) for number in range(FAR_DAYS * 8))
