"""Following a case from instant to instant: all events of an instant first, then the clocks, then the ladder.

Between two instants nothing changes but time, so what falls due in between falls due at its own moment, in order, whenever
somebody looks. What an event makes true of the past becomes true at the event: a target that is raised when its time is over is
breached at that moment, not before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from engagepolicy.business_time import NaiveDatetime
from engagepolicy.ir.clocks import STATUS, Start
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.steps import Step
from engagepolicy.runtime.countdowns import TimeSetting
from engagepolicy.runtime.decision import Decision
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.tracking.ahead import find_steps_ahead
from engagepolicy.tracking.climbing import Climb
from engagepolicy.tracking.clocks import NO_PROMISE, ClockRun, Promise
from engagepolicy.tracking.events import CLOSING, RANK, Case, Event, sort_events
from engagepolicy.tracking.rules import TrackingRules
from engagepolicy.tracking.status import CaseExplainer, CaseStatus, Clock, HistoryEntry, What
from engagepolicy.values.types import TargetType

Decide = Callable[[Mapping[str, Constant]], Decision]
"""Decides on the facts of a case as they are after an event, as of the moment at which the case was opened: rules and terms that
come into force later are for later cases."""


def _rules_of(decision: Decision, outcome: str) -> tuple[str, ...]:
    settlement = decision.evidence.trace.settlements.get(outcome)
    return () if settlement is None else tuple(sorted({claim.rule for claim in settlement.standing}))


def _metrics(prepared: Prepared, rules: TrackingRules) -> list[str]:
    """Return every metric that something is said of: targets of the policy, clocks of the house, what steps wait for."""
    named = {each.name for each in prepared.program.outcomes if isinstance(each.type, TargetType)} | set(rules.clocks)
    named |= {clock.after for clock in rules.clocks.values() if clock.after is not None}
    steps = [step for ladder in rules.ladders for step in ladder.steps]
    told = {metric for step in steps for metric in (step.without, step.on_breach, step.on_warning) if metric is not None}
    return sorted(named | (told - set(RANK)))


class _Following:
    """One case being followed up to one moment."""

    def __init__(self, case: Case, prepared: Prepared, rules: TrackingRules, decide: Decide) -> None:
        self._case = case
        self._prepared = prepared
        self._decide = decide
        self._moment = case.opened_at.astimezone(UTC)
        self._facts: dict[str, Constant] = {}
        self._is_closed = False
        self._is_merged = False
        self.history: list[HistoryEntry] = []
        self.decision: Decision | None = None
        setting = TimeSetting(prepared.calendars, prepared.zone)
        metrics = _metrics(prepared, rules)
        self.clocks = {metric: ClockRun(metric, rules.clock_of(metric), setting, self._note_clock) for metric in metrics}
        self.climb = Climb(rules.ladders, prepared.rosters, setting, self.clocks, self._moment, self._note_tier)

    # --- history

    def _write(
        self,
        at: datetime,
        what: What,
        subject: str | None = None,
        detail: str | None = None,
        rules: tuple[str, ...] = (),
        step: Step | None = None,
    ) -> None:
        named = self._prepared.program.rule_by_id
        place = step.place if step is not None else next((named[id].place for id in rules if id in named), None)
        self.history.append(HistoryEntry(at, what, subject, detail, rules, None if step is None else step.text, place))

    def _note_clock(self, at: datetime, what: What, run: ClockRun, detail: str | None) -> None:
        self._write(at, what, run.metric, detail, run.waits[-1].promise.rules)

    def _note_tier(
        self, at: datetime, what: What, tier: str | None, detail: str | None, step: Step | None, rules: tuple[str, ...]
    ) -> None:
        self._write(at, what, tier, detail, rules, step)

    # --- instants

    def open(self) -> None:
        """Open the case: the first decision is made, then what starts with the opening starts."""
        at = self._moment
        self._write(at, "opened", detail=self._case.opened_by)
        self._facts = dict(self._case.facts)
        self._decide_again(at)
        for run in self.clocks.values():
            run.pause(self._facts.get(STATUS) in run.rules.pause_while, at)
        self._start("opened", at)
        if self._case.opened_by == "requester":
            self._start("received", at)

    def happen(self, at: datetime, events: list[Event]) -> None:
        """Take all events of one instant; what falls due at that very instant comes after them."""
        self.pass_time(at, is_included=False)
        self._moment = at
        before = dict(self._facts)
        for event in events:
            self._take(event, at)
        if self._facts != before:
            self._decide_again(at)
        self.climb.forget_reminder()

    def _take(self, event: Event, at: datetime) -> None:
        if self._is_merged and event.kind != "reopened":
            return
        for run in self.clocks.values():
            run.stop(event.kind, at)
        if event.kind == "acknowledged":
            self._write(at, "acknowledged")
        if event.kind in CLOSING and not self._is_closed:
            self._is_closed = True
            self._write(at, "closed", detail=event.kind)
        self._is_merged = event.kind == "merged"
        self._change(event, at)
        if event.kind == "reopened":
            if not self._is_closed:
                return
            self._is_closed = False
            self._write(at, "reopened")
            for run in self.clocks.values():
                run.reopen(at)
        self.climb.happen(event.kind, at)
        self._start(event.kind, at)

    def _change(self, event: Event, at: datetime) -> None:
        """Take the facts that the event changes; a status pauses clocks or lets them go on."""
        was = self._facts.get(STATUS)
        for path, value in event.facts.items():
            if value is None:
                self._facts.pop(path, None)
            else:
                self._facts[path] = value
        status = self._facts.get(STATUS)
        is_set = STATUS in event.facts and (event.kind == "status_changed" or status != was)
        for run in self.clocks.values():
            if is_set:
                run.pause(status in run.rules.pause_while, at)
            elif run.is_pausing and event.kind in run.rules.resume_on:
                run.pause(False, at)

    def _start(self, trigger: Start, at: datetime) -> None:
        """Start what the event starts; whether an earlier metric has ended is asked before any of them begins."""
        ready = [run for run in self.clocks.values() if run.rules.after is None or self.clocks[run.rules.after].has_ended]
        for run in ready:
            run.start(trigger, at)

    def _decide_again(self, at: datetime) -> None:
        decision = self._decide(MappingProxyType(dict(self._facts)))
        if decision != self.decision:
            self._write(at, "decided", decision.severity, rules=decision.applied)
        self.decision = decision
        for metric, run in self.clocks.items():
            target = decision.targets.get(metric)
            run.promise_from(at, NO_PROMISE if target is None else Promise(target.amounts, _rules_of(decision, metric)))
        self.climb.decide(decision.tier, _rules_of(decision, "tier"), at)

    # --- time

    def next_moment(self) -> datetime | None:
        """Return the next moment, past ones included, at which something changes by itself."""
        moments = [self.climb.next_moment(), *(run.next_moment() for run in self.clocks.values())]
        return min((moment for moment in moments if moment is not None), default=None)

    def next_look(self, now: datetime) -> datetime | None:
        """Return the next moment after `now` at which something changes by itself: in the case, or in who is on duty for it."""
        moments = (self.next_moment(), self.climb.next_hand_over(now))
        return min((moment for moment in moments if moment is not None), default=None)

    def pass_time(self, until: datetime, *, is_included: bool) -> None:
        """Let happen what falls due before `until`, or at it where that is included, each at its own moment and in order."""
        while (due := self.next_moment()) is not None:
            at = max(due, self._moment)
            if at > until or (at == until and not is_included):
                return
            self._moment = at
            for run in self.clocks.values():
                run.pass_moment(at)
            self.climb.pass_moment(at)


def track(
    case: Case,
    now: datetime,
    *,
    prepared: Prepared,
    rules: TrackingRules,
    decide: Decide,
    explain: CaseExplainer | None = None,
) -> CaseStatus:
    """Return how the case stands at `now`: the same answer whatever was asked before, for any order of its events.

    `now` is an aware datetime. Events after it do not exist yet; a case that is opened later has no clocks and is looked at again
    when it opens. `prepared` is the policy that `decide` asks, `explain` what the status's
    `explain()` calls. Raises `NaiveDatetime`, and `UnknownCalendar` where a step counts
    on a calendar that the policy lacks.
    """
    if now.utcoffset() is None:
        raise NaiveDatetime(now)
    moment, opened_at = now.astimezone(UTC), case.opened_at.astimezone(UTC)
    if moment < opened_at:
        nothing = MappingProxyType(dict[str, Clock]())
        return CaseStatus(case.id, moment, opened_at, prepared.identity, nothing, None, (), opened_at, None, explainer=explain)
    following = _Following(case, prepared, rules, decide)
    following.open()
    pausing = frozenset[str]().union(*(run.rules.pause_while for run in following.clocks.values()))
    for at, events in sort_events(case.events, opened_at, moment, pausing):
        following.happen(at, events)
    following.pass_time(moment, is_included=True)
    clocks = {metric: run.clock(moment) for metric, run in following.clocks.items() if run.was_promised}
    return CaseStatus(
        case=case.id,
        now=moment,
        opened_at=opened_at,
        policy=prepared.identity,
        clocks=MappingProxyType(clocks),
        tier=following.climb.tier,
        history=tuple(following.history),
        next_check_at=following.next_look(moment),
        decision=following.decision,
        on_duty=() if following.climb.is_closed else following.climb.on_duty(following.climb.tier, moment),
        steps_ahead=tuple(find_steps_ahead(following.climb)),
        explainer=explain,
    )
