"""What each tier had to carry: cases that came to it, how long it had them and when, and how they climbed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from engagepolicy.report.week import WEEK_HOURS, hour_of_week, spread
from engagepolicy.runtime.record import render_duration
from engagepolicy.tracking import CaseStatus


@dataclass(slots=True)
class TierLoad:
    """What one tier carried.

    `cases` came to it, once each however often; `by_step` and `by_rule` say by what, counting every time. `owned` is the time for which
    it had open cases, put together. `entered` has the hours of the week at which cases came, and `seconds` the time owned in each.
    """

    cases: int = 0
    by_step: int = 0
    by_rule: int = 0
    reminders: int = 0
    owned: timedelta = timedelta(0)
    entered: list[int] = field(default_factory=lambda: [0] * WEEK_HOURS)
    seconds: list[int] = field(default_factory=lambda: [0] * WEEK_HOURS)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data; hours count from Monday midnight on the policy's clocks."""
        return {
            "cases": self.cases,
            "came_by_step": self.by_step,
            "came_by_rule": self.by_rule,
            "reminders": self.reminders,
            "owned": render_duration(self.owned),
            "entered_by_hour": list(self.entered),
            "owned_hours_by_hour": [round(each / 3600, 3) for each in self.seconds],
        }


@dataclass(slots=True)
class Loads:
    """The load of every tier, and how often each step of a ladder was taken and reminded of."""

    zone: tzinfo
    by_tier: dict[str, TierLoad] = field(default_factory=dict)
    steps: Counter[str] = field(default_factory=Counter)
    reminders: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0

    def add(self, status: CaseStatus) -> None:
        """Count one case."""
        seen: set[str] = set()
        for entry in status.history:
            if entry.what == "tier entered" and entry.subject is not None:
                load = self.by_tier.setdefault(entry.subject, TierLoad())
                load.cases += entry.subject not in seen
                seen.add(entry.subject)
                load.by_step += entry.step is not None
                load.by_rule += entry.step is None
                load.entered[hour_of_week(entry.at, self.zone)] += 1
                if entry.step is not None:
                    self.steps[entry.step] += 1
            elif entry.what == "reminded":
                self.reminders[entry.step or ""] += 1
                if entry.subject is not None:
                    self.by_tier.setdefault(entry.subject, TierLoad()).reminders += 1
            self.acknowledged += entry.what == "acknowledged"
        for tier, start, end in _find_ownerships(status):
            load = self.by_tier.setdefault(tier, TierLoad())
            load.owned += end - start
            for hour, seconds in spread(start, end, self.zone):
                load.seconds[hour] += seconds

    def to_json(self, order: list[str]) -> dict[str, Any]:
        """Return plain JSON data, the tiers in the given order."""
        return {
            "tiers": {tier: self.by_tier[tier].to_json() for tier in order},
            "steps": dict(sorted(self.steps.items())),
            "reminders": dict(sorted(self.reminders.items())),
            "acknowledged": self.acknowledged,
        }


def _find_ownerships(status: CaseStatus) -> Iterator[tuple[str, datetime, datetime]]:
    """Yield each stretch for which a tier had the case while it was open, up to the moment of looking."""
    owner: str | None = None
    since: datetime | None = status.opened_at
    for entry in status.history:
        is_new = entry.what == "tier entered"
        if not is_new and entry.what not in ("closed", "reopened"):
            continue
        if owner is not None and since is not None:
            yield owner, since, entry.at
        if is_new:
            owner = entry.subject
            since = entry.at if since is not None else None
        else:
            since = None if entry.what == "closed" else entry.at
    if owner is not None and since is not None:
        yield owner, since, status.now
