"""A case with its status, what can be said of its clocks, and times as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, TypeAlias

from engagepolicy.inputs.lexical import parse_moment
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.report.deciding import Rejected
from engagepolicy.tracking import Case, CaseStatus, Clock

_DAY = timedelta(days=1)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Followed:
    """A case with its status; `source` and `line` say where its row, or the first row of its events, begins."""

    source: str
    line: int
    status: CaseStatus
    case: Case | None = None

    @property
    def name(self) -> str:
        """The case's identifier, or the line of the row where it has none."""
        return f"line {self.line}" if self.status.case is None else self.status.case

    def to_record(self) -> dict[str, Any]:
        """Return the status's record, and in front of it, as `input`, where the case was read."""
        return {"input": {"source": self.source, "line": self.line}, **self.status.to_record()}


Outcome: TypeAlias = Followed | Rejected


def find_moment(value: object) -> datetime | None:
    """Return the moment that a value is or says, None if it is none."""
    if isinstance(value, datetime):
        return value if value.utcoffset() is not None else None
    try:
        return parse_moment(value) if isinstance(value, str) else None
    except InvalidInput:
        return None


def is_closed(status: CaseStatus) -> bool:
    """Whether the case was closed and not opened again."""
    return next((entry.what == "closed" for entry in reversed(status.history) if entry.what in ("opened", "closed", "reopened")), False)


def is_waiting(clock: Clock) -> bool:
    """Whether somebody still waits for what the clock measures, late or not."""
    return clock.started_at is not None and clock.ended_at is None and clock.state != "cancelled"


def waits_of(clock: Clock) -> tuple[Clock, ...]:
    """Return every wait of a metric that has begun, oldest first."""
    return tuple(each for each in (*clock.cycles, clock) if each.started_at is not None)


def render_metric(name: str) -> str:
    """Return a metric's name as the language writes it: `first response`."""
    return name.replace("_", " ")


def render_left(clock: Clock) -> str:
    """Return how long is left until a clock is due, or for how long it has been over; `open` where open hours are counted."""
    if clock.remaining is None:
        return "no due time"
    word = "left" if clock.remaining >= timedelta(0) and clock.breached_at is None else "over"
    counts_hours = clock.calendar is not None
    return f"{word} {render_span(clock.remaining, with_days=not counts_hours)}{' open' if counts_hours else ''}"


def render_span(span: timedelta, *, with_days: bool = True) -> str:
    """Return a length of time, whatever its sign, in its two largest units down to minutes; a begun minute does not count."""
    minutes = abs(span) // timedelta(minutes=1)
    days, rest = divmod(minutes, 24 * 60) if with_days and abs(span) >= 2 * _DAY else (0, minutes)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days:,}d"] if days else []
    parts += [f"{hours:,}h"] if hours else []
    parts += [f"{minutes:02}m" if hours else f"{minutes}m"] if not days and (minutes or not hours) else []
    return " ".join(parts)


def to_local(moment: datetime, zone: tzinfo) -> datetime:
    """Return the moment in the zone; as it is at the two ends of the calendar, where the zone would leave it."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def render_moment(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return the local date and minute, the year only where it is not that of `now`."""
    local = to_local(moment, zone)
    return f"{local:%m-%d %H:%M}" if local.year == to_local(now, zone).year else f"{local.year:04}-{local:%m-%d}"


def render_weekday(moment: datetime, now: datetime | None, zone: tzinfo) -> str:
    """Return the day of the week, the local date and the minute, the year only where it is not that of `now`."""
    local = to_local(moment, zone)
    year = "" if now is not None and local.year == to_local(now, zone).year else f"{local.year:04}-"
    return f"{_WEEKDAYS[local.weekday()]} {year}{local:%m-%d %H:%M}"
