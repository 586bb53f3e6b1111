"""Plans for cases that may show something of time: what a case has to be opened with, when, and what has to happen to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeAlias

from engagepolicy.ir.clocks import KINDS, STATUS, EventKind
from engagepolicy.ir.program import Ladder, Program, Rule
from engagepolicy.ir.steps import Step
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Both, Either, NotSo, Question, Stands
from engagepolicy.testing.time_aims import TimeAim, metrics_given, step_calendars
from engagepolicy.tracking import ClockRules, rules_of
from engagepolicy.values.amounts import calendars_of
from engagepolicy.values.types import EnumType

Deed: TypeAlias = tuple[EventKind, str | None]
"""What happens: of what kind, and the status that it sets."""

ANYTHING: Question = Both(())
OTHER_STATUS = "open"
PREFERRED: tuple[EventKind, ...] = (
    *("replied", "received", "acknowledged", "resolved", "assigned", "noted", "reclassified"),
    "status_changed",
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OPENINGS_AT_MOST = 12
TIER = "tier"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of the decision that a case is opened with, best first, and what is then to happen, likewise."""

    asked: tuple[Question, ...]
    deeds: tuple[tuple[Deed, ...], ...]


class Plans:
    """Makes plans for one policy."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the policy."""
        self._prepared = prepared
        self._program: Program = prepared.program
        self._rules = rules_of(prepared.program)
        self._steps = [(ladder, step) for ladder in prepared.program.ladders for step in ladder.steps]

    def plan_for(self, aim: TimeAim) -> Iterator[Plan]:
        """Yield plans for what may happen, the likeliest first."""
        name = aim.owner.name
        match aim.owner.kind:
            case "clock":
                yield Plan((self.promises(name),), tuple(dict.fromkeys(self._of_clock(name, aim))))
            case "step":
                yield from (self._of_step(ladder, step, aim) for ladder, step in self._steps if step.text == name)
            case "ladder":
                yield from (self._of_step(ladder, step, aim) for ladder, step in self._reminding(name))
            case "calendar":
                yield from self._of_calendar(name)
            case "roster":
                tiers = next(each.tiers for each in self._program.rosters if each.name == name)
                yield from (self._of_tier(ladder, tier) for tier in tiers for ladder in self._program.ladders if self._has(ladder, tier))
            case _:
                return

    def openings_for(self, aim: TimeAim, base: datetime) -> list[datetime]:
        """Return moments at which a case may be opened for it to happen, the plain one first."""
        found = [base]
        calendars = [aim.owner.name] if aim.owner.kind == "calendar" else []
        if aim.owner.kind in ("step", "ladder"):
            calendars = sorted({name for _, step in self._steps for name in step_calendars(step)})
            found += [moment for roster in self._program.rosters for moment in islice(self._changes_of(roster.name, base), 4)]
        if aim.wants == "shifted":
            calendars = [shift.calendar for shift in self._rules.clock_of(aim.owner.name).shifts]
            found += [moment.replace(hour=23, minute=30) for moment in (base, base + DAY)]
        for name in calendars:
            calendar = self._prepared.calendars[name]
            found += _near(calendar.next_open(base), calendar.next_close(base))
        if aim.owner.kind == "roster":
            found += self._changes_of(aim.owner.name, base)
        return list(dict.fromkeys(found))[:OPENINGS_AT_MOST]

    def _changes_of(self, name: str, base: datetime) -> Iterator[datetime]:
        """Yield moments at which somebody else is on duty, and before."""
        tier = next(each.tiers[0] for each in self._program.rosters if each.name == name)
        moment: datetime | None = base
        for _ in range(OPENINGS_AT_MOST):
            moment = None if moment is None else self._prepared.rosters[tier].next_change(moment)
            if moment is not None:
                yield from (moment, moment - MINUTE)

    # --- what a decision has to give

    def promises(self, metric: str, calendar: str | None = None) -> Question:
        """Return whether a rule gives the metric a target, counted on the calendar where one is named."""
        givers = (rule for rule in self._program.rules if _gives(rule, metric, calendar))
        return Either(tuple(Stands(rule.id, metric) for rule in givers))

    def _starts_at(self, ladder: Ladder, tier: str) -> Question:
        """Return whether a case is opened at the tier or below it, as far as rules give tiers."""
        rank = {name: number for number, (name, _) in enumerate(ladder.tiers)}
        given = [(rule.id, each.value) for rule in self._program.rules for each in rule.contributions if each.outcome == TIER]
        low = tuple(Stands(rule, TIER) for rule, value in given if rank.get(str(value), len(rank)) <= rank[tier])
        high = tuple(NotSo(Stands(rule, TIER)) for rule, value in given if rank.get(str(value), len(rank)) > rank[tier])
        is_foot = len(self._program.ladders) == 1
        return Both(high) if is_foot else Both((Either(low), *high))

    def _reaches(self, ladder: Ladder, tier: str) -> Question:
        """Return whether a rule gives the very tier, and none a higher one."""
        rank = {name: number for number, (name, _) in enumerate(ladder.tiers)}
        given = [(rule.id, str(each.value)) for rule in self._program.rules for each in rule.contributions if each.outcome == TIER]
        same = tuple(Stands(rule, TIER) for rule, value in given if value == tier)
        high = tuple(NotSo(Stands(rule, TIER)) for rule, value in given if rank.get(value, -1) > rank[tier])
        return Both((Either(same), *high))

    @staticmethod
    def _has(ladder: Ladder, tier: str) -> bool:
        return any(name == tier for name, _ in ladder.tiers)

    # --- what has to happen

    def _begin(self, metric: str, entered: frozenset[str] = frozenset()) -> Iterator[tuple[Deed, ...]]:
        """Yield what has to happen for the clock to start."""
        rules = self._rules.clock_of(metric)
        if metric in entered:
            return
        before: list[tuple[Deed, ...]] = [()]
        if rules.after is not None:
            before = [(*deeds, self._stop(rules.after)) for deeds in self._begin(rules.after, entered | {metric})]
        for deeds in before:
            if rules.after is not None or rules.start & {"opened", "received"}:
                yield deeds
            for kind in (*(each for each in PREFERRED if each in rules.start), "reopened"):
                if kind in rules.start:
                    yield (*deeds, ("resolved", None), (kind, None)) if kind == "reopened" else (*deeds, (kind, None))

    def _stop(self, metric: str) -> Deed:
        rules = self._rules.clock_of(metric)
        return next((kind for kind in (*PREFERRED, *KINDS) if kind in rules.stop), "resolved"), None

    def _of_clock(self, metric: str, aim: TimeAim) -> Iterator[tuple[Deed, ...]]:
        rules = self._rules.clock_of(metric)
        for begun in self._begin(metric):
            match aim.wants:
                case "met" | "too early":
                    yield (*begun, self._stop(metric))
                case "paused":
                    yield from ((*begun, ("status_changed", word)) for word in sorted(rules.pause_while))
                case "resumed":
                    yield from self._resumed(begun, rules)
                case "cancelled":
                    yield from ((*begun, (kind, None)) for kind in KINDS if kind in rules.cancel - rules.stop)
                case "reopened":
                    yield (*begun, ("resolved", None), ("reopened", None))
                case _:
                    yield begun

    def _resumed(self, begun: tuple[Deed, ...], rules: ClockRules) -> Iterator[tuple[Deed, ...]]:
        for word in sorted(rules.pause_while):
            others = [each for each in self._statuses() if each not in rules.pause_while]
            yield from ((*begun, ("status_changed", word), ("status_changed", other)) for other in others[:2])
            yield from ((*begun, ("status_changed", word), (kind, None)) for kind in KINDS if kind in rules.resume_on)

    def _statuses(self) -> Sequence[str]:
        declared = self._program.schema_by_name[INTERACTION].find(STATUS)
        return declared.type.values if declared is not None and isinstance(declared.type, EnumType) else (OTHER_STATUS,)

    def _of_step(self, ladder: Ladder, step: Step, aim: TimeAim) -> Plan:
        origin = step.from_tier or ladder.tiers[0][0]
        metrics = [each for each in (step.on_breach, step.on_warning, step.without) if each is not None and each not in KINDS]
        given = [self.promises(each) for each in metrics if each in metrics_given(self._program)]
        starts = (self._reaches(ladder, origin), self._starts_at(ladder, origin))
        asked = (*(Both((each, *given)) for each in starts), *starts, *given, ANYTHING)
        begun = [deeds for each in metrics for deeds in self._begin(each)] or [()]
        if aim.wants != "held off":
            return Plan(asked, tuple(dict.fromkeys(((), *begun))))
        stops: list[Deed] = [("acknowledged", None)] if step.until_acknowledged else []
        if step.without is not None:
            stops.append((step.without, None) if step.without in KINDS else self._stop(step.without))
        return Plan(asked, tuple(dict.fromkeys((*deeds, stop) for stop in stops for deeds in begun)))

    def _reminding(self, name: str) -> list[tuple[Ladder, Step]]:
        """Return the steps after which a ladder reminds, the highest first: no other cuts its reminders short."""
        found = [(ladder, step) for ladder, step in self._steps if ladder.name == name and step.repeat is not None]
        return sorted(found, key=lambda pair: -[tier for tier, _ in pair[0].tiers].index(pair[1].to_tier))

    def _of_tier(self, ladder: Ladder, tier: str) -> Plan:
        """Return a plan for a case that reaches the tier: at once where rules give it, else by the ladder's steps."""
        metrics = {each for step in ladder.steps for each in (step.on_breach, step.on_warning, step.without) if each is not None}
        begun = [deeds for metric in sorted(metrics - set(KINDS)) for deeds in self._begin(metric)]
        return Plan((self._reaches(ladder, tier), self._starts_at(ladder, tier), ANYTHING), tuple(dict.fromkeys(((), *begun))))

    def _of_calendar(self, name: str) -> Iterator[Plan]:
        for metric in metrics_given(self._program):
            is_shifted = any(shift.calendar == name for shift in self._rules.clock_of(metric).shifts)
            asked = self.promises(metric) if is_shifted else self.promises(metric, name)
            if asked != Either(()):
                yield Plan((asked,), tuple(dict.fromkeys(self._begin(metric))))
        for ladder, step in self._steps:
            if name in step_calendars(step):
                origin = step.from_tier or ladder.tiers[0][0]
                yield Plan((self._reaches(ladder, origin), self._starts_at(ladder, origin), ANYTHING), ((),))


def _gives(rule: Rule, metric: str, calendar: str | None) -> bool:
    given = (each.value for each in rule.contributions if each.outcome == metric)
    amounts = [amount for value in given if isinstance(value, frozenset) for amount in value]
    if calendar is None:
        return bool(amounts)
    return any(calendar in calendars_of(amount) for amount in amounts)  # type: ignore[arg-type]  # a target is made of amounts


def _near(*edges: datetime | None) -> Iterator[datetime]:
    """Yield the edges of opening hours, a minute before and half an hour after, in UTC."""
    for edge in edges:
        if edge is not None:
            yield from (edge.astimezone(UTC) + step for step in (30 * MINUTE, -MINUTE, timedelta(0)))
