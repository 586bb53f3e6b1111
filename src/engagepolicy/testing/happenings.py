"""What a decision, and a case followed to a moment, show of time: which clock was breached and when, which step was taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from engagepolicy.runtime.decision import Decision
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.testing.guards import Owner
from engagepolicy.testing.time_aims import Happening, TimeWants, step_calendars
from engagepolicy.tracking import CaseStatus, Clock, HistoryEntry, TrackingRules
from engagepolicy.values.amounts import calendars_of

_OF_CLOCKS: dict[str, TimeWants] = {
    "started": "started",
    "met": "met",
    "paused": "paused",
    "resumed": "resumed",
    "warned": "warned",
    "cancelled": "cancelled",
}
TOO_EARLY = "too early"


class Happenings:
    """Reads what happened off decisions and statuses of one policy."""

    def __init__(self, prepared: Prepared, rules: TrackingRules) -> None:
        """Take the policy, and the rules by which its cases are followed."""
        self._prepared = prepared
        self._rules = rules
        ladders = prepared.program.ladders
        self._steps = {step.text: step for ladder in ladders for step in ladder.steps}
        self._ladder_of = {step.text: ladder.name for ladder in ladders for step in ladder.steps}

    def of_decision(self, decision: Decision) -> frozenset[Happening]:
        """Return what a decision shows: whether the calendars that its targets count on are open, and which count from later."""
        found: set[Happening] = set()
        for metric, target in decision.targets.items():
            names = {name for amount in target.amounts for name in calendars_of(amount)} | self._shifting(metric)
            found |= {self._hours(name, decision.as_of) for name in names}
            if target.counted_from > decision.as_of:
                found.add(("shifted", Owner("clock", metric)))
        return frozenset(found)

    def of_status(self, status: CaseStatus) -> dict[Happening, datetime]:
        """Return what happened in a case so far, each thing with the first moment at which it shows, in UTC."""
        found: dict[Happening, datetime] = {}
        for happening, at in self._in_case(status):
            if happening not in found or at < found[happening]:
                found[happening] = at
        return found

    def _in_case(self, status: CaseStatus) -> Iterator[tuple[Happening, datetime]]:
        paused: set[str | None] = set()
        reminders = 0
        for entry in status.history:
            if entry.what == "paused":
                paused.add(entry.subject)
            if entry.what != "resumed" or entry.subject in paused:
                yield from self._in_entry(entry, status)
            reminders = 0 if entry.what == "tier entered" else reminders + (entry.what == "reminded")
            if entry.what == "reminded" and entry.step is not None and reminders >= self._rounds_of(entry.step):
                yield ("reminded", Owner("ladder", self._ladder_of[entry.step])), entry.at
        for clock in status.clocks.values():
            for wait in (*clock.cycles, clock):
                yield from self._of_wait(wait)
        for ahead in status.steps_ahead:
            if ahead.is_held_off and ahead.from_tier == status.tier:
                yield ("held off", Owner("step", ahead.step)), status.now

    def _in_entry(self, entry: HistoryEntry, status: CaseStatus) -> Iterator[tuple[Happening, datetime]]:
        at = entry.at
        if entry.what == "breached" and entry.subject is not None:
            is_early = (entry.detail or "").startswith(TOO_EARLY)
            yield ("too early" if is_early else "breached", Owner("clock", entry.subject)), at
        elif entry.what in _OF_CLOCKS and entry.subject is not None:
            yield (_OF_CLOCKS[entry.what], Owner("clock", entry.subject)), at
        elif entry.what == "reopened":
            begun = (each for each in status.clocks.values() if _began_by(each, at))
            yield from ((("reopened", Owner("clock", each.metric)), at) for each in begun)
        elif entry.what in ("tier entered", "tier skipped"):
            yield from ((self._duty(name, entry), at) for name in self._rosters_of(entry.subject))
            if entry.what == "tier entered":
                steps = (each for each in self._steps.values() if each.from_tier in (None, entry.subject))
                yield from ((self._hours(name, at), at) for step in steps for name in step_calendars(step))
        if entry.step is not None:
            yield ("taken", Owner("step", entry.step)), at

    def _of_wait(self, wait: Clock) -> Iterator[tuple[Happening, datetime]]:
        if wait.started_at is None or not (wait.due_times or wait.not_before_at):
            return
        names = {name for each in wait.due_times for name in calendars_of(each.amount)} | self._shifting(wait.metric)
        yield from ((self._hours(name, wait.started_at), wait.started_at) for name in sorted(names))
        if wait.counted_from is not None and wait.counted_from > wait.started_at:
            yield ("shifted", Owner("clock", wait.metric)), wait.started_at
        if wait.state == "met" and wait.met_at is not None:
            yield ("met", Owner("clock", wait.metric)), wait.met_at

    def _rounds_of(self, step: str) -> int:
        repeat = self._steps[step].repeat
        return 0 if repeat is None else repeat.count

    def _shifting(self, metric: str) -> set[str]:
        return {shift.calendar for shift in self._rules.clock_of(metric).shifts}

    def _hours(self, calendar: str, at: datetime) -> Happening:
        is_open = self._prepared.calendars[calendar].is_open(at)
        return "open" if is_open else "closed", Owner("calendar", calendar)

    def _rosters_of(self, tier: str | None) -> list[str]:
        return [each.name for each in self._prepared.program.rosters if tier in each.tiers]

    def _duty(self, roster: str, entry: HistoryEntry) -> Happening:
        """Return whether somebody of the roster's lines is on as its tier is reached; who stands in where nobody is does not count."""
        opened = self._prepared.rosters[str(entry.subject)]
        is_staffed = bool(replace(opened, fallback=()).on_duty(entry.at))
        return "staffed" if is_staffed else "unstaffed", Owner("roster", roster)


def _began_by(clock: Clock, at: datetime) -> bool:
    return any(each.started_at is not None and each.started_at < at for each in (*clock.cycles, clock))
