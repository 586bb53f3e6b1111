"""A policy over history: attainment and waiting times of every promise, the breaches, and the load of every tier, from followed cases.

Memory grows by a few dozen bytes for each wait, whose lengths are kept so that percentiles are exact, and by what a group has; breaches are
handed on as they are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engagepolicy.business_time import tz_database_version
from engagepolicy.business_time.zones import load_zone
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.breaches import Breach, LinkTemplate, make_breach
from engagepolicy.report.figures import Counts, Figures, Wait, judge_wait
from engagepolicy.report.following import Followed, is_closed, waits_of
from engagepolicy.report.loads import Loads
from engagepolicy.report.looking import Look, at_moment
from engagepolicy.report.overview import GRADED
from engagepolicy.report.week import WEEK_HOURS, hour_of_week, name_of_hour
from engagepolicy.runtime.record import render_duration
from engagepolicy.tracking import Case, Clock
from engagepolicy.tracking.events import RANK
from engagepolicy.values.types import EnumType

MOST_GROUPS = 1_000
"""Groups of one metric that are kept apart; further values are counted together."""

OTHERS = "(all others)"
CONVERSATION = ("acknowledgement", "first_response", "next_response", "update", "resolution")
STATUS = "case.status"


class UnknownGrouping(ValueError):
    """Cases cannot be grouped by a name; the text says why, `near` what may have been meant."""

    def __init__(self, text: str, names: Sequence[str] = ()) -> None:
        """Take the sentence and the names that there are."""
        self.names = tuple(names)
        super().__init__(text)


@dataclass(slots=True)
class MetricReport:
    """The figures of one metric: over all waits, by what a group has in common, and by the hour of the week in which a wait began."""

    all: Figures = field(default_factory=Figures)
    by: dict[str, dict[str | None, Figures]] = field(default_factory=dict)
    hours: list[Counts] = field(default_factory=lambda: [Counts() for _ in range(WEEK_HOURS)])

    def add(self, wait: Wait, groups: Mapping[str, str | None], hour: int) -> None:
        """Count one wait."""
        self.all.add(wait)
        self.hours[hour].add(wait)
        for name, value in groups.items():
            kept = self.by.setdefault(name, {})
            kept.setdefault(value if value in kept or len(kept) < MOST_GROUPS else OTHERS, Figures()).add(wait)


@dataclass(slots=True)
class Replay:
    """The report, while cases are put in. `by` names the outcomes and facts that it is broken down by besides tier and severity."""

    policy: Policy
    by: tuple[str, ...] = ()
    link: LinkTemplate | None = None
    cases: int = 0
    closed: int = 0
    unopened: int = 0
    first: datetime | None = None
    last: datetime | None = None
    breached: int = 0
    metrics: dict[str, MetricReport] = field(default_factory=dict)
    loads: Loads = field(init=False)

    def __post_init__(self) -> None:
        """Raise `UnknownGrouping` for a name that cases cannot be grouped by."""
        self.loads = Loads(load_zone(self.policy.program.timezone))
        for name in self.by:
            require_grouping(self.policy, name)

    def add(self, followed: Followed) -> list[Breach]:
        """Count one case; return its breaches."""
        status = followed.status
        self.cases += 1
        self.closed += is_closed(status)
        self.unopened += status.decision is None
        self.first = status.opened_at if self.first is None else min(self.first, status.opened_at)
        self.last = status.now if self.last is None else max(self.last, status.now)
        self.loads.add(status)
        life = _Life(followed, self.by)
        found: list[Breach] = []
        for name, clock in sorted(status.clocks.items()):
            for each in waits_of(clock):
                wait = judge_wait(each, status.now, is_merged=(name, each.ended_at) in life.merged)
                if wait is not None:
                    found += self._count(name, wait, life, followed)
        self.breached += len(found)
        return found

    def _count(self, metric: str, wait: Wait, life: _Life, followed: Followed) -> list[Breach]:
        status, clock = followed.status, wait.clock
        tier, severity = life.owner_of(clock), life.severity_of(clock)
        by = life.values_at(clock.ended_at or status.now)
        hour = hour_of_week(clock.started_at or status.opened_at, self.loads.zone)
        self.metrics.setdefault(metric, MetricReport()).add(wait, {"tier": tier, "severity": severity, **by}, hour)
        breach = make_breach(
            wait,
            status.now,
            case=status.case,
            source=followed.source,
            line=followed.line,
            link=self.link,
            tier=tier,
            severity=severity,
            by=by,
        )
        return [] if breach is None else [breach]

    @property
    def groupings(self) -> tuple[str, ...]:
        """What the figures are broken down by."""
        return (*GRADED[::-1], *self.by)

    def metric_order(self) -> list[str]:
        """Return the metrics that were promised, in the order of a conversation, those of the house's own after them."""
        ranks = {name: rank for rank, name in enumerate(CONVERSATION)}
        return sorted(self.metrics, key=lambda name: (ranks.get(name, len(ranks)), name))

    def group_order(self, metric: str, grouping: str) -> list[str | None]:
        """Return the values of a group: in the policy's order where it has one, else the one with most waits first."""
        groups = self.metrics[metric].by.get(grouping, {})
        ranks = {word: rank for rank, word in enumerate(_words_of(self.policy, grouping))}
        return sorted(
            groups, key=lambda value: (value is None, -ranks.get(value or "", -1), -groups[value].counts.waits, value or "")
        )

    def tier_order(self) -> list[str]:
        """Return the tiers that had cases, the highest first."""
        ranks = {tier: rank for rank, tier in enumerate(_words_of(self.policy, "tier"))}
        return sorted(self.loads.by_tier, key=lambda tier: (-ranks.get(tier, -1), tier))

    @property
    def weeks(self) -> float:
        """How many weeks the report spans, from the first opening to the last moment of looking."""
        if self.first is None or self.last is None:
            return 0.0
        return max(0.0, (self.last - self.first) / timedelta(weeks=1))

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON data, without the breaches."""
        identity = self.policy.identity
        return {
            "kind": "replay",
            "policy": {"name": identity.name, "version": identity.version, "digest": identity.digest},
            "tz_database": tz_database_version(),
            "timezone": self.policy.program.timezone,
            "from": None if self.first is None else self.first.isoformat(),
            "until": None if self.last is None else self.last.isoformat(),
            "cases": {"followed": self.cases, "closed": self.closed, "not_opened": self.unopened},
            "breached": self.breached,
            "metrics": {name: self._metric_json(name) for name in self.metric_order()},
            "load": self.loads.to_json(self.tier_order()),
        }

    def _metric_json(self, metric: str) -> dict[str, Any]:
        report = self.metrics[metric]
        return {
            **report.all.to_json(),
            "by": {
                grouping: [{"value": value, **report.by[grouping][value].to_json()} for value in self.group_order(metric, grouping)]
                for grouping in report.by
            },
            "hours": [
                {"hour": name_of_hour(hour), **counts.to_json()} for hour, counts in enumerate(report.hours) if counts.waits
            ],
        }


def _words_of(policy: Policy, name: str) -> tuple[str, ...]:
    outcome = policy.program.outcome_by_name.get(name)
    return outcome.type.values if outcome is not None and isinstance(outcome.type, EnumType) else ()


def require_grouping(policy: Policy, name: str) -> None:
    """Raise `UnknownGrouping` for what is neither an outcome nor a fact, and for a fact that the ruleset declares private."""
    program = policy.program
    if name in program.outcome_by_name or name == STATUS:
        return
    declared = program.schema_by_name["interaction"].find(name)
    if declared is None:
        raise UnknownGrouping(f"{name} is neither an outcome nor a fact", [*program.outcome_by_name, *policy.fact_paths])
    if declared.is_private:
        raise UnknownGrouping(f"{name} is private, and a report would show it")


class _Life:
    """What a case was like at the end of each wait: who owned it, how serious it was, what its facts were."""

    def __init__(self, followed: Followed, by: Sequence[str]) -> None:
        status = followed.status
        self._status = status
        self._by = by
        self._case = followed.case
        self._owners = [(each.at, each.subject) for each in status.history if each.what == "tier entered"]
        self._severities = [(each.at, each.subject) for each in status.history if each.what == "decided"]
        self.merged = {
            (each.subject, each.at) for each in status.history if each.what == "cancelled" and each.detail == "merged"
        }

    def owner_of(self, clock: Clock) -> str | None:
        """Return the tier that had the case when the wait ended, before what its end changed; now, if it goes on."""
        return self._status.tier if clock.ended_at is None else _find_before(self._owners, clock.ended_at)

    def severity_of(self, clock: Clock) -> str | None:
        """Return the severity at that moment."""
        return self._status.severity if clock.ended_at is None else _find_before(self._severities, clock.ended_at)

    def values_at(self, moment: datetime) -> dict[str, str | None]:
        """Return the outcomes that are in force at the moment of looking, and the facts as they were at the other moment."""
        decision = self._status.decision
        outcomes: Mapping[str, object] = {} if decision is None else decision.outcomes
        return {
            name: _write_value(outcomes[name] if name in outcomes else _find_fact(self._case, name, moment)) for name in self._by
        }


def _find_before(told: Sequence[tuple[datetime, str | None]], end: datetime) -> str | None:
    """Return what was said last before a moment, or else what was said first."""
    return next((word for at, word in reversed(told) if at < end), told[0][1] if told else None)


def _find_fact(case: Case | None, path: str, moment: datetime) -> object:
    """Return a fact as the events up to a moment, those of the moment included, leave it."""
    if case is None:
        return None
    changes = [each for each in case.events if path in each.facts and case.opened_at <= each.at <= moment]
    latest = max(changes, key=lambda each: (each.at, RANK[each.kind]), default=None)
    return case.facts.get(path) if latest is None else latest.facts[path]


def _write_value(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str() | int() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return render_duration(value)
        case frozenset() | tuple() | list():
            return ", ".join(sorted(str(each) for each in value))
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Attainment:
    """A finished report with all of its breaches, in the order of the cases."""

    replay: Replay
    breaches: tuple[Breach, ...]

    def counts(self, metric: str) -> Counts:
        """Return how the waits of a metric ended; nothing but zeros where it was never promised."""
        return self.replay.metrics[metric].all.counts if metric in self.replay.metrics else Counts()

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON data."""
        return {**self.replay.to_json(), "breaches": [each.to_json() for each in self.breaches]}


def attainment(
    policy: Policy,
    cases: Iterable[object],
    at: datetime | Look,
    *,
    by: Sequence[str] = (),
    link: str | None = None,
    extra: Extra = "forbid",
) -> Attainment:
    """Return the report of a policy over cases, each what `Policy.track` takes.

    `at` is the moment with a zone at which all are looked at, or gives each case's own, such as `at_last_event`. `by` names outcomes and
    facts to break the figures down by. `link` has `{id}` where a case's identifier goes. Raises `InvalidInput` for the first case that is
    wrong, `UnknownGrouping` and `BadLink`.
    """
    look = at_moment(at) if isinstance(at, datetime) else at
    replay = Replay(policy, tuple(by), None if link is None else LinkTemplate(link))
    breaches: list[Breach] = []
    for number, given in enumerate(cases, 1):
        case = policy.read_case(given, extra=extra)
        breaches += replay.add(Followed("", number, policy.track_case(case, look(case)), case))
    return Attainment(replay, tuple(breaches))

