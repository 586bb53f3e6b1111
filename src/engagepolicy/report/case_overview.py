"""Cases for people to look through: one line for each, and counts over all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from engagepolicy.business_time.zones import load_zone
from engagepolicy.diagnostics.display import render_visible
from engagepolicy.policy.policy import Policy
from engagepolicy.report.following import (
    Followed,
    is_closed,
    is_waiting,
    render_left,
    render_metric,
    render_moment,
    to_local,
    waits_of,
)
from engagepolicy.report.overview import GRADED
from engagepolicy.tracking import CaseStatus, Clock
from engagepolicy.values.types import EnumType

NOTHING = "-"
STATES = ("running", "paused", "breached", "met", "cancelled")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in words. Times are local to the policy's zone.

    `metric`, `due` and `left` are those of the clock that is due next, or has been over for longest. `breaches` names every metric that
    was breached, answered since or not. `on_duty` names who stands behind the tier.
    """

    case: str
    severity: str
    tier: str
    metric: str
    due: str
    left: str
    breaches: str
    check: str
    on_duty: str
    is_late: bool


def find_next_clock(status: CaseStatus) -> Clock | None:
    """Return the waiting clock with the earliest due time, one without where none has any, or None if nobody waits."""
    waiting = [clock for clock in status.clocks.values() if is_waiting(clock)]
    dated = [(clock.due_at, clock.metric, clock) for clock in waiting if clock.due_at is not None]
    if dated:
        return min(dated, key=lambda each: each[:2])[2]
    return min(waiting, key=lambda clock: (clock.state != "paused", clock.metric), default=None)


def _render_breaches(status: CaseStatus) -> str:
    counted = [(name, sum(wait.breached_at is not None for wait in waits_of(clock))) for name, clock in status.clocks.items()]
    shown = [render_metric(name) + (f" {count} times" if count > 1 else "") for name, count in sorted(counted) if count]
    return ", ".join(shown) or NOTHING


def _render_next(status: CaseStatus, clock: Clock | None) -> str:
    if status.decision is None:
        return "not opened yet"
    if clock is None:
        return "closed" if is_closed(status) else "nothing to wait for"
    left = render_left(clock)
    return f"paused, {left}" if clock.state == "paused" else left


def case_line(followed: Followed, zone: tzinfo) -> CaseLine:
    """Return what one line of a table shows of a case."""
    status = followed.status
    clock = find_next_clock(status)

    def render(moment: datetime | None) -> str:
        return NOTHING if moment is None else render_moment(moment, status.now, zone)

    return CaseLine(
        case=render_visible(followed.name),
        severity=render_visible(status.severity or NOTHING),
        tier=render_visible(status.tier or NOTHING),
        metric=NOTHING if clock is None else render_metric(clock.metric),
        due=render(None if clock is None else clock.due_at),
        left=_render_next(status, clock),
        breaches=_render_breaches(status),
        check=render(status.next_check_at),
        on_duty=render_visible(", ".join(status.on_duty) or NOTHING),
        is_late=clock is not None and clock.breached_at is not None,
    )


@dataclass(slots=True)
class CaseSummary:
    """Counts over cases: how many are open, and for each metric the waits by their state.

    `late` counts for each metric the breached waits that still go on. `words` has those of severity and tier, in the policy's order.
    """

    zone: tzinfo
    now: datetime
    words: dict[str, tuple[str, ...]]
    cases: int = 0
    closed: int = 0
    unopened: int = 0
    waits: dict[str, Counter[str]] = field(default_factory=dict)
    late: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, policy: Policy, now: datetime) -> CaseSummary:
        """Return the empty summary of a policy's cases as they stand at a moment."""
        types = {name: policy.program.outcome_by_name[name].type for name in GRADED if name in policy.program.outcome_by_name}
        words = {name: of.values for name, of in types.items() if isinstance(of, EnumType)}
        return cls(load_zone(policy.program.timezone), now, words)

    def add(self, status: CaseStatus) -> None:
        """Count one case."""
        self.cases += 1
        self.closed += is_closed(status)
        self.unopened += status.decision is None
        for name, clock in status.clocks.items():
            self.waits.setdefault(name, Counter()).update(wait.state for wait in waits_of(clock))
            self.late[name] += clock.breached_at is not None and is_waiting(clock)

    def rows(self) -> list[tuple[str, str]]:
        """Return the lines of the summary, each a title and a text."""
        open_cases = self.cases - self.closed - self.unopened
        parts = [f"{open_cases:,} open", f"{self.closed:,} closed"]
        parts += [f"{self.unopened:,} not opened yet"] if self.unopened else []
        rows = [("cases", ", ".join(parts))]
        for name in sorted(self.waits):
            counted = [(state, self.waits[name][state]) for state in STATES if self.waits[name][state]]
            if counted:
                rows.append((render_metric(name), ", ".join(self._render_count(name, state, count) for state, count in counted)))
        rows.append(("times", f"{self.zone}, as of {to_local(self.now, self.zone):%Y-%m-%d %H:%M}"))
        return rows

    def _render_count(self, name: str, state: str, count: int) -> str:
        late = f" ({self.late[name]:,} still waiting)" if state == "breached" and self.late[name] else ""
        return f"{count:,} {state}{late}"
