"""A small house for tests of cases over time: one fact, `plan`, on which every target and tier depends, and Berlin office hours.

Moments are written as `mon 10:00` of the first week of May 2026 (Friday is a holiday in the week before), times of Berlin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from engagepolicy.backends.interpreter import decide
from engagepolicy.ir.clocks import EventKind
from engagepolicy.ir.expressions import Constant, Constantly, Fact
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Calendar, Contribution, FactDeclaration, OutcomeDeclaration, Program, Rule, Schema
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.tracking import DEFAULT_CLOCKS, Case, CaseStatus, Clock, ClockRules, Event, Ladder, TrackingRules, track
from engagepolicy.tracking.events import Opener
from engagepolicy.values.amounts import Amount, BusinessDays, Elapsed, OpenTime
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import DateTimeType, EnumType, StringType, TargetType

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600
WAITING = "waiting_on_customer"
DAYS = {"thu-": 30, "fri-": 31, "mon": 34, "tue": 35, "wed": 36, "thu": 37, "fri": 38, "sat": 39, "sun": 40, "mon+": 41, "tue+": 42}
"""Days counted from the last of March: `thu-` is 30 April, `fri-` the holiday of 1 May, `mon` 4 May, `mon+` 11 May."""

TIERS = ("frontline", "specialist", "manager", "counsel")
METRICS = ("acknowledgement", "callback", "first_response", "next_response", "resolution", "update")
OFFICE = Calendar(
    "office",
    "Europe/Berlin",
    weekly=tuple((day, (("09:00", "17:00"),)) for day in ("mon", "tue", "wed", "thu", "fri")),
    exceptions=(("2026-05-01", ()),),
)
SHUT = Calendar("shut", "Europe/Berlin", weekly=(("mon", (("09:00", "10:00"),)),), exceptions=())


def at(text: str) -> datetime:
    """Read `mon 10:00` or `mon 10:00:30`."""
    day, _, clock = text.partition(" ")
    hours, minutes, seconds, *_ = (*map(int, clock.split(":")), 0, 0)
    local = datetime(2026, 3, 31, tzinfo=BERLIN) + timedelta(days=DAYS[day], hours=hours, minutes=minutes, seconds=seconds)
    return local.astimezone(UTC)


def hours(count: float) -> Elapsed:
    """Real time."""
    return Elapsed(round(count * HOUR))


def office_hours(count: float) -> OpenTime:
    """Open time."""
    return OpenTime(round(count * HOUR), "office")


def business_days(count: int) -> BusinessDays:
    """Business days."""
    return BusinessDays(count, "office")


def did(kind: EventKind, moment: str, plan: str | None = None, status: str | None = None) -> Event:
    """An event, perhaps one that changes the plan or the status."""
    facts = {} if plan is None else {"plan": plan}
    return Event(kind, at(moment), facts | ({} if status is None else {"case.status": status}))


def waits(moment: str) -> Event:
    """The case waits for the customer."""
    return did("status_changed", moment, status=WAITING)


def goes_on(moment: str) -> Event:
    """The case is open again."""
    return did("status_changed", moment, status="open")


PAUSING: Mapping[str, ClockRules] = {metric: replace(rules, pause_while=frozenset({WAITING})) for metric, rules in DEFAULT_CLOCKS.items()}
"""The house's clocks, all of which pause while the customer is waited for."""


@dataclass(frozen=True)
class House:
    """A policy that maps each plan to targets and a tier."""

    targets: Mapping[str, Mapping[str, Amount | tuple[Amount, ...]]] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)
    clocks: Mapping[str, ClockRules] = field(default_factory=lambda: PAUSING)
    ladders: tuple[Ladder, ...] = ()
    calendars: tuple[Calendar, ...] = (OFFICE, SHUT)

    @property
    def plans(self) -> tuple[str, ...]:
        """Every plan that something is said of, and one of which nothing is."""
        return (*sorted({*self.targets, *self.tiers}), "none")

    @cached_property
    def prepared(self) -> Prepared:
        """The policy, ready to decide."""
        plan = EnumType("plan", self.plans)
        fields = (
            FactDeclaration("message", StringType(), is_private=True),
            FactDeclaration("plan", plan, default="none"),
            FactDeclaration("received_at", DateTimeType()),
        )
        metrics = {*METRICS, *(metric for each in self.targets.values() for metric in each)}
        outcomes = [OutcomeDeclaration(metric, TargetType(), Merge.STRICTEST) for metric in sorted(metrics)]
        outcomes.append(OutcomeDeclaration("tier", EnumType("tier", TIERS, (TIERS,)), Merge.HIGHEST))
        rules = tuple(
            Rule(
                each,
                apply("equal", Fact("plan", plan, False), Constantly(each, plan)),
                (
                    *(
                        Contribution(metric, frozenset(amounts if isinstance(amounts, tuple) else (amounts,)))
                        for metric, amounts in sorted(self.targets.get(each, {}).items())
                    ),
                    *([Contribution("tier", self.tiers[each])] if each in self.tiers else []),
                ),
            )
            for each in self.plans
        )
        schemas = (Schema("interaction", fields),)
        return Prepared(Program("test.house", "1", "Europe/Berlin", None, schemas, tuple(outcomes), rules=rules, calendars=self.calendars))

    def look(
        self, now: str | datetime, opened: str, plan: str, *events: Event, opened_by: Opener = "requester", status: str = "open"
    ) -> CaseStatus:
        """Track a case that was opened with a plan."""
        opened_at = at(opened)
        facts: dict[str, Constant] = {"message": "help", "plan": plan, "received_at": opened_at, "case.status": status}
        case = Case("7", opened_at, facts, events, opened_by)
        return self.track(case, at(now) if isinstance(now, str) else now)

    def track(self, case: Case, now: datetime) -> CaseStatus:
        """Track a case."""
        return track(
            case,
            now,
            prepared=self.prepared,
            rules=TrackingRules(self.clocks, self.ladders),
            decide=lambda facts: decide(self.prepared, facts, case.opened_at),
        )


def one_target(metric: str, amount: Amount | tuple[Amount, ...], clocks: Mapping[str, ClockRules] = PAUSING) -> House:
    """A house with one plan, `usual`, and one target."""
    return House({"usual": {metric: amount}}, clocks=clocks)


def shown(moment: datetime | None) -> str | None:
    """Write a moment as these tests read it."""
    if moment is None:
        return None
    local = moment.astimezone(BERLIN)
    day = (local.date() - datetime(2026, 3, 31).date()).days
    name = next((name for name, number in DAYS.items() if number == day), local.date().isoformat())
    return f"{name} {local:%H:%M}" + (f":{local:%S}" if local.second else "")


def said(status: CaseStatus, *whats: str) -> list[tuple[str | None, str, str | None]]:
    """The history's entries of these kinds (all, where none is named), short."""
    return [(shown(each.at), each.what, each.subject) for each in status.history if not whats or each.what in whats]


def brief(clock: Clock) -> tuple[str, str | None, str | None]:
    """State, due and breach."""
    return clock.state, shown(clock.due_at), shown(clock.breached_at)
