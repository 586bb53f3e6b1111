"""One case's life as a picture: every clock as a bar over time, the tiers as steps, the history as lines; marks and words, not signs.

The picture begins with the opening. It ends with the present, or with the last thing that happened where nobody waits, and goes on to
due times that are not far beyond that; one that lies further off is told in words, so that it does not press the rest into a corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from engagepolicy.business_time import Calendar
from engagepolicy.business_time.zones import load_zone, resolve_local
from engagepolicy.diagnostics.display import render_visible
from engagepolicy.policy.policy import Policy
from engagepolicy.report.case_lines import HistoryLine, write_entry, write_step
from engagepolicy.report.following import (
    Followed,
    is_waiting,
    render_left,
    render_metric,
    render_weekday,
    to_local,
    waits_of,
)
from engagepolicy.tracking import CaseStatus, Clock, HistoryEntry
from engagepolicy.values.amounts import render_amount

FAR = 2
"""How many times as long as the picture is anyway it may become for one more due time."""

SHORTEST = timedelta(minutes=15)
WEEK = timedelta(days=7)
"""A cell of this length is taken to have open hours in it, so that the work does not grow with the years shown."""

TICK_CELLS = 13
"""Cells from one tick to the next: what the longest label needs."""

_TICK_MINUTES = (1, 5, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 4320, 7200, 10080, 20160, 43200)
_DAY = timedelta(days=1)
_ENDS = frozenset({"met", "satisfied", "satisfied late", "cancelled"})


class Mark(Enum):
    """What one cell of a bar says."""

    BLANK = "nothing"
    RAN = "ran"
    CLOSED = "out of hours"
    PAUSED = "paused"
    LATE = "late"
    AHEAD = "until due"
    WARNED = "warned"
    DUE = "due"
    CANCELLED = "ended without it"
    MET = "satisfied"
    BREACHED = "breached"
    BEYOND = "due later"
    OWNED = "owned the case"


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the picture: its label, its cells, and what is said below it."""

    label: str
    cells: tuple[Mark, ...]
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A case's life. `ticks` and `now` are cells; a `now` of None lies beyond the last one. Every text is safe for a terminal.

    `ahead` are the steps of the ladder that time may still take.
    """

    title: str
    about: str
    ticks: tuple[tuple[int, str], ...]
    now: int | None
    clocks: tuple[Bar, ...]
    tiers: tuple[Bar, ...]
    history: tuple[HistoryLine, ...]
    ahead: tuple[HistoryLine, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that the bars of the clocks have, to be explained."""
        used = {mark for bar in self.clocks for mark in bar.cells}
        return tuple(mark for mark in Mark if mark in used and mark is not Mark.BLANK)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The stretch of time that is shown, in cells."""

    start: datetime
    end: datetime
    width: int

    def find(self, moment: datetime) -> int | None:
        """Return the cell of a moment, None if it is not shown."""
        if not self.start <= moment <= self.end:
            return None
        return min(self.width - 1, (moment - self.start) * self.width // (self.end - self.start))

    def between(self, start: datetime, end: datetime) -> range:
        """Return the cells that a stretch touches; a stretch that begins in the picture has at least one."""
        first, last = self.find(max(start, self.start)), self.find(min(end, self.end))
        if first is None or last is None or end < start:
            return range(0)
        is_edge = last > first and self.edge(last) >= end
        return range(first, last if is_edge else last + 1)

    def edge(self, cell: int) -> datetime:
        """Return the moment at which a cell begins."""
        return self.start + (self.end - self.start) * cell / self.width


def draw_case(policy: Policy, followed: Followed, width: int) -> Picture:
    """Return the picture of a case with bars of so many cells."""
    status, zone = followed.status, load_zone(policy.program.timezone)
    frame = _make_frame(status, width)
    calendars: Mapping[str, Calendar] = {} if status.decision is None else status.decision.evidence.prepared.calendars
    by_start = sorted(status.clocks.values(), key=lambda clock: (not waits_of(clock), _first_start(clock, status.now)))
    return Picture(
        title=" · ".join(render_visible(each) for each in (followed.name, status.severity, status.tier) if each),
        about=_say_about(status, zone),
        ticks=tuple(_find_ticks(frame, zone)),
        now=frame.find(status.now),
        clocks=tuple(_draw_clock(clock, status, frame, calendars, zone) for clock in by_start),
        tiers=tuple(_draw_tiers(policy, status, frame)),
        history=tuple(write_entry(entry, status.now, zone) for entry in status.history),
        ahead=tuple(write_step(step, status.now, zone) for step in status.steps_ahead),
    )


def _first_start(clock: Clock, now: datetime) -> datetime:
    return next((wait.started_at for wait in waits_of(clock) if wait.started_at is not None), now)


def _say_about(status: CaseStatus, zone: ZoneInfo) -> str:
    parts = [f"as of {render_weekday(status.now, None, zone)}, {zone}"]
    if status.on_duty:
        parts.append(f"on duty: {render_visible(', '.join(status.on_duty))}")
    if status.decision is None:
        parts.append(f"not opened until {render_weekday(status.opened_at, status.now, zone)}")
    elif status.next_check_at is None:
        parts.append("only an event can change it")
    else:
        parts.append(f"look again {render_weekday(status.next_check_at, status.now, zone)}")
    return "; ".join(parts)


def _make_frame(status: CaseStatus, width: int) -> _Frame:
    start = min(status.opened_at, datetime.max.replace(tzinfo=UTC) - SHORTEST)
    waits = [wait for clock in status.clocks.values() for wait in waits_of(clock)]
    is_live = any(map(is_waiting, status.clocks.values())) or not status.history
    end = max(start + SHORTEST, status.now if is_live else status.history[-1].at)
    due = sorted(wait.due_at for wait in waits if wait.due_at is not None and wait.due_at > end)
    is_first = is_live
    for moment in due:
        if not is_first and moment - start > FAR * (end - start):
            break
        end, is_first = moment, False
    return _Frame(start, end, width)


# --- the clocks


def _draw_clock(clock: Clock, status: CaseStatus, frame: _Frame, calendars: Mapping[str, Calendar], zone: ZoneInfo) -> Bar:
    cells = [Mark.BLANK] * frame.width
    told = [entry for entry in status.history if entry.subject == clock.metric]
    for wait in waits_of(clock):
        _paint_wait(cells, wait, told, status.now, frame, None if wait.calendar is None else calendars.get(wait.calendar))
    is_late = is_waiting(clock) and clock.breached_at is not None
    return Bar(render_visible(render_metric(clock.metric)), tuple(cells), _say_clock(clock, status.now, zone), is_late)


def _paint_wait(
    cells: list[Mark], wait: Clock, told: Sequence[HistoryEntry], now: datetime, frame: _Frame, calendar: Calendar | None
) -> None:
    if wait.started_at is None:
        return
    end = wait.ended_at or now
    for cell in frame.between(wait.started_at, end):
        since, until = max(wait.started_at, frame.edge(cell)), min(end, frame.edge(cell + 1))
        is_open = calendar is None or not timedelta(0) < until - since < WEEK or calendar.open_time(since, until) > timedelta(0)
        cells[cell] = Mark.RAN if is_open else Mark.CLOSED
    if wait.breached_at is not None:
        _paint(cells, frame.between(wait.breached_at, end), Mark.LATE)
    for since, until in _pauses_of(wait.started_at, end, told):
        _paint(cells, frame.between(since, until), Mark.PAUSED)
    if wait.ended_at is None and wait.due_at is not None and wait.due_at > now:
        ahead = frame.between(now, min(wait.due_at, frame.end))
        _paint(cells, [cell for cell in ahead if cells[cell] is Mark.BLANK], Mark.AHEAD)
    for moment, mark in _points_of(wait, end, told):
        place = frame.find(moment)
        if place is not None:
            cells[place] = mark
        elif mark is Mark.DUE and wait.ended_at is None:
            cells[-1] = Mark.BEYOND


def _paint(cells: list[Mark], places: Sequence[int], mark: Mark) -> None:
    for place in places:
        cells[place] = mark


def _points_of(wait: Clock, end: datetime, told: Sequence[HistoryEntry]) -> Iterator[tuple[datetime, Mark]]:
    """Yield the moments of a wait that are marked, what matters most last."""
    for entry in told:
        if entry.what == "warned" and wait.started_at is not None and wait.started_at <= entry.at <= end:
            yield entry.at, Mark.WARNED
    if wait.due_at is not None:
        yield wait.due_at, Mark.DUE
    if wait.met_at is not None:
        yield wait.met_at, Mark.MET
    elif wait.ended_at is not None and wait.breached_at is None:
        yield wait.ended_at, Mark.CANCELLED
    if wait.breached_at is not None:
        yield wait.breached_at, Mark.BREACHED


def _pauses_of(start: datetime, end: datetime, told: Sequence[HistoryEntry]) -> Iterator[tuple[datetime, datetime]]:
    """Yield when a wait stood still: while it was paused, and from where it ended to where it was taken up again."""
    since: datetime | None = None
    for entry in told:
        if not start <= entry.at <= end:
            continue
        if entry.what == "paused" or (entry.what in _ENDS and start < entry.at < end):
            since = since or entry.at
        elif entry.what == "resumed" and since is not None:
            yield since, entry.at
            since = None
    if since is not None:
        yield since, end


def _say_clock(clock: Clock, now: datetime, zone: ZoneInfo) -> str:
    """Return what is said of the latest wait, and a count of those before it."""

    def say(word: str, moment: datetime | None) -> list[str]:
        return [] if moment is None else [f"{word} {render_weekday(moment, now, zone)}"]

    due = say("due", clock.due_at)
    breached = say("breached", clock.breached_at if clock.breached_at != clock.due_at else None)
    left = [] if clock.remaining is None or not is_waiting(clock) else [render_left(clock)]
    match clock.state:
        case "met":
            parts = [*say("met", clock.met_at), *due]
        case "breached":
            ended = say("satisfied late", clock.met_at) or say("ended", clock.ended_at)
            parts = ["breached", *due, *breached, *(ended or left)]
        case "running" | "paused":
            parts = [clock.state, *due, *left]
        case _:
            parts = [clock.reason or clock.state.replace("_", " ")]
    if clock.amount is not None and clock.state != "not_started":
        parts.append(render_amount(clock.amount))
    if clock.cycles:
        counted = [(state, sum(each.state == state for each in clock.cycles)) for state in ("met", "breached", "cancelled")]
        parts.append("before: " + ", ".join(f"{count} {state}" for state, count in counted if count))
    return render_visible(" · ".join(parts))


# --- the tiers


def _draw_tiers(policy: Policy, status: CaseStatus, frame: _Frame) -> Iterator[Bar]:
    """Yield a bar for every tier that owned the case, the highest of a ladder on top."""
    entered = [(entry.at, entry.subject) for entry in status.history if entry.what == "tier entered" and entry.subject is not None]
    order = [tier for ladder in policy.program.ladders for tier, _ in ladder.tiers]
    owners = sorted({tier for _, tier in entered}, key=lambda tier: (order.index(tier) if tier in order else len(order)), reverse=True)
    for owner in owners:
        cells = [Mark.BLANK] * frame.width
        for place, (at, tier) in enumerate(entered):
            until = entered[place + 1][0] if place + 1 < len(entered) else status.now
            if tier == owner:
                _paint(cells, frame.between(at, until), Mark.OWNED)
        yield Bar(render_visible(owner), tuple(cells))


# --- the line of time


def _find_ticks(frame: _Frame, zone: ZoneInfo) -> Iterator[tuple[int, str]]:
    """Yield the cells of round local times with what they are called, far enough apart to be read."""
    first, last = to_local(frame.start, zone), to_local(frame.end, zone)
    if last.year >= datetime.max.year or first.year <= datetime.min.year:
        return
    step = _find_step(frame)
    midnight = datetime(first.year, first.month, first.day)
    told: datetime | None = None
    begin, stop = ((local.replace(tzinfo=None) - midnight) // step for local in (first, last))
    for count in range(begin, stop + 1):
        moment = resolve_local(midnight + count * step, zone)
        place = frame.find(moment.astimezone(UTC))
        if place is None:
            continue
        local = to_local(moment, zone)
        is_new_day = told is None or local.date() != told.date()
        if step >= _DAY:
            label = f"{local:%m-%d}" if last.year == first.year else f"{local.year:04}-{local:%m-%d}"
        else:
            label = f"{local:%m-%d %H:%M}" if is_new_day else f"{local:%H:%M}"
        if place + len(label) < frame.width:
            yield place, label
            told = local


def _find_step(frame: _Frame) -> timedelta:
    least = (frame.end - frame.start) * TICK_CELLS / frame.width
    for minutes in _TICK_MINUTES:
        if timedelta(minutes=minutes) >= least:
            return timedelta(minutes=minutes)
    return timedelta(days=-(-least // _DAY))
