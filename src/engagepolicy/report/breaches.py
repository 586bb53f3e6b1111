"""A broken promise as a record: which case, what was promised by which rules, when it was due, and how late the answer was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, urlsplit

from engagepolicy.report.figures import Wait
from engagepolicy.runtime.record import render_duration
from engagepolicy.values.amounts import render_amount

PLACEHOLDER = "{id}"
Ending: TypeAlias = Literal["answered late", "still waiting", "ended unanswered"]
NOTHING = timedelta(0)


class BadLink(ValueError):
    """A template of links cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class LinkTemplate:
    """Makes the address of a case from its identifier."""

    template: str

    def __post_init__(self) -> None:
        """Raise `BadLink` for what is no web address with a place for the identifier."""
        if PLACEHOLDER not in self.template:
            raise BadLink(f"it has no {PLACEHOLDER}, where the case's identifier goes")
        try:
            parts = urlsplit(self.template)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc or PLACEHOLDER in parts.netloc:
            raise BadLink("it is no web address: it begins with https:// and a host")
        if not self.template.isprintable() or " " in self.template:
            raise BadLink("it has a space or a control character in it")

    def render(self, case: str) -> str:
        """Return the address; everything in the identifier that means something in an address is escaped."""
        return self.template.replace(PLACEHOLDER, quote(case, safe="", errors="replace"))


@dataclass(frozen=True, slots=True)
class Breach:
    """A wait that was not answered in time. Moments are in UTC.

    `late` is real time from due to the answer, to the end of the wait, or to the moment of looking; `late_counted` is the same in the
    target's own unit: open time of `calendar` where it counts on one. `due_at` is None while the clock is paused.
    """

    case: str | None
    source: str
    line: int
    metric: str
    started_at: datetime
    due_at: datetime | None
    breached_at: datetime
    answered_at: datetime | None
    ending: Ending
    late: timedelta
    late_counted: timedelta | None
    amount: str
    calendar: str | None
    rules: tuple[str, ...]
    tier: str | None
    severity: str | None
    link: str | None
    by: Mapping[str, str | None]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "case": self.case,
            "link": self.link,
            "source": self.source,
            "line": self.line,
            "metric": self.metric,
            "ending": self.ending,
            "started_at": self.started_at.isoformat(),
            "due_at": None if self.due_at is None else self.due_at.isoformat(),
            "breached_at": self.breached_at.isoformat(),
            "answered_at": None if self.answered_at is None else self.answered_at.isoformat(),
            "late": render_duration(self.late),
            "late_counted": None if self.late_counted is None else render_duration(self.late_counted),
            "amount": self.amount,
            "calendar": self.calendar,
            "rules": list(self.rules),
            "tier": self.tier,
            "severity": self.severity,
            "by": dict(self.by),
        }


BREACH_COLUMNS = (
    *("case", "link", "metric", "ending", "started_at", "due_at", "breached_at", "answered_at"),
    *("late", "late_counted", "amount", "calendar", "rules", "tier", "severity", "source", "line"),
)
"""The columns of breaches as CSV."""


def make_breach(
    wait: Wait,
    now: datetime,
    *,
    case: str | None,
    source: str,
    line: int,
    link: LinkTemplate | None,
    tier: str | None,
    severity: str | None,
    by: Mapping[str, str | None],
) -> Breach | None:
    """Return the breach of a wait, None for one that was not breached."""
    clock = wait.clock
    if clock.breached_at is None or clock.started_at is None or clock.amount is None:
        return None
    end = now if clock.ended_at is None else clock.ended_at
    ending: Ending = "still waiting" if wait.is_waiting else "answered late" if wait.is_answered else "ended unanswered"
    return Breach(
        case=case,
        source=source,
        line=line,
        metric=clock.metric,
        started_at=clock.started_at,
        due_at=clock.due_at,
        breached_at=clock.breached_at,
        answered_at=clock.met_at,
        ending=ending,
        late=max(NOTHING, end - (clock.due_at or clock.breached_at)),
        late_counted=None if clock.remaining is None else max(NOTHING, -clock.remaining),
        amount=render_amount(clock.amount),
        calendar=clock.calendar,
        rules=clock.rules,
        tier=tier,
        severity=severity,
        link=None if link is None or case is None else link.render(case),
        by=by,
    )
