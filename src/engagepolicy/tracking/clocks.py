"""The clock of one metric while a case is followed: its waits, what each was promised, and what happens to it next.

Clocks run whatever the policy says; a target is laid over them. A due time is worked out when it is asked for, from the start, the
pauses and the target in force, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from engagepolicy.ir.clocks import Share, Start, WarnAt
from engagepolicy.runtime.countdowns import (
    Countdown,
    Measure,
    Pauses,
    Shifted,
    TimeSetting,
    decisive_part,
    find_warning,
    is_counted,
    why_never_due,
)
from engagepolicy.tracking.events import CLOSING
from engagepolicy.tracking.rules import ClockRules
from engagepolicy.tracking.status import Clock, ClockState, DueTime, What
from engagepolicy.values.amounts import Amount, NotBefore, render_amount

_REAL_TIME = Measure(None)
_SAID_WITHOUT_TARGET: frozenset[What] = frozenset({"target changed", "no longer breached"})
"""Else a wait for which the policy promises nothing is not worth a line of history."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The target in force for a metric: its amounts, sorted by their text, and the rules that gave them."""

    amounts: tuple[Amount, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[Amount, ...]:
        """The amounts that promise something."""
        return tuple(amount for amount in self.amounts if is_counted(amount))

    @property
    def delays(self) -> tuple[NotBefore, ...]:
        """The minimum delays."""
        return tuple(amount for amount in self.amounts if isinstance(amount, NotBefore))

    @property
    def kept(self) -> tuple[Amount, ...]:
        """All that says something."""
        return (*self.counted, *self.delays)


NO_PROMISE = Promise()


@dataclass(slots=True)
class Wait:
    """One cycle: from what started it to what ended it, all in UTC.

    It counts from `counted_from`, which is `started_at` or a later opening, and its target from `anchor`, which is that or the change
    of a target that counts from then.
    """

    started_at: datetime
    counted_from: datetime
    anchor: datetime
    promise: Promise
    started_by: str
    pauses: Pauses = field(default_factory=Pauses)
    ended_at: datetime | None = None
    ended_by: str | None = None
    is_satisfied: bool = False
    breached_at: datetime | None = None
    allowed_at: datetime | None = None
    is_early: bool = False
    warned: dict[int, datetime] = field(default_factory=dict)
    countdowns: dict[tuple[Amount, datetime], Countdown] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether somebody is still waiting."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Reading:
    """When a wait falls due: the part that decides, its amount, and the moment; a wait that is `held` stands in a pause before it."""

    amount: Amount
    part: Shifted
    moment: datetime
    is_held: bool


Note = Callable[[datetime, What, "ClockRun", str | None], None]
"""Writes down what happened to a clock: when, what, to which, and a word for people."""


class ClockRun:
    """The clock of one metric, from event to event."""

    def __init__(self, metric: str, rules: ClockRules, setting: TimeSetting, note: Note) -> None:
        """Take the house's rules for the metric; `note` writes the history."""
        self.metric = metric
        self.rules = rules
        self.waits: list[Wait] = []
        self.promise = NO_PROMISE
        self.was_promised = False
        self.is_pausing = False
        self._setting = setting
        self._note = note

    @property
    def open_wait(self) -> Wait | None:
        """The wait that goes on."""
        return self.waits[-1] if self.waits and self.waits[-1].is_open else None

    @property
    def has_ended(self) -> bool:
        """Whether it has begun and nobody is waiting."""
        return bool(self.waits) and not self.waits[-1].is_open

    # --- events

    def start(self, trigger: Start, at: datetime) -> None:
        """Begin a wait, where the event begins one."""
        if trigger not in self.rules.start or self.open_wait or (self.waits and self.rules.cycle == "once"):
            return
        self._begin(at, trigger)

    def _begin(self, at: datetime, trigger: Start) -> None:
        counted_from = self._setting.find_start(at, self.rules.shifts)
        wait = Wait(at, counted_from, counted_from, self.promise, trigger)
        self.waits.append(wait)
        self._write(at, "started", None if counted_from == at else f"counts from {counted_from.isoformat()}")
        if self.is_pausing:
            wait.pauses.begin(at)
            self._write(at, "paused")

    def stop(self, kind: str, at: datetime) -> None:
        """End the wait, where the event does: satisfied, or without an answer."""
        wait = self.open_wait
        if wait is None or (kind not in self.rules.stop and kind not in self.rules.cancel):
            return
        reading, allowed = self.read(wait), self.find_allowed(wait)
        wait.ended_at, wait.ended_by = at, kind
        wait.is_satisfied = kind in self.rules.stop
        wait.pauses.end(at)
        if not wait.is_satisfied:
            self._write(at, "cancelled", kind)
        elif wait.breached_at is None and allowed is not None and at < allowed:
            wait.breached_at, wait.is_early = at, True
            self._write(at, "breached", f"too early, {_render_delays(wait)}")
        elif wait.breached_at is not None:
            self._write(at, "satisfied late")
        else:
            self._write(at, "satisfied" if reading is None else "met")

    def pause(self, is_pausing: bool, at: datetime) -> None:
        """Stand still, or go on."""
        self.is_pausing = is_pausing
        wait = self.open_wait
        if wait is None:
            return
        if is_pausing and wait.pauses.begin(at):
            self._write(at, "paused")
        elif not is_pausing and wait.pauses.end(at):
            self._write(at, "resumed")

    def reopen(self, at: datetime) -> None:
        """Go on as the rules say; only what the closing ended is taken up again."""
        wait = self.waits[-1] if self.waits else None
        if wait is None or wait.ended_at is None or wait.ended_by not in CLOSING:
            return
        match self.rules.reopen:
            case "nothing":
                return
            case "new cycle":
                self._begin(at, "reopened")
            case "resume":
                wait.pauses.add(wait.ended_at, at)
                wait.ended_at, wait.ended_by, wait.is_satisfied = None, None, False
                self._write(at, "resumed")
                if self.is_pausing:
                    wait.pauses.begin(at)
                    self._write(at, "paused")
                self._judge_again(wait, at)
            case _:
                assert_never(self.rules.reopen)

    def promise_from(self, at: datetime, promise: Promise) -> None:
        """Take the target that a new decision gives; a wait that has ended keeps the one it ended under."""
        self.promise = promise
        self.was_promised = self.was_promised or bool(promise.kept)
        wait = self.open_wait
        if wait is not None:
            self._judge_again(wait, at)

    def _judge_again(self, wait: Wait, at: datetime) -> None:
        if wait.promise.kept == self.promise.kept:
            wait.promise = self.promise
            return
        is_said = wait.started_at < at or not wait.promise.kept
        wait.promise = self.promise
        if self.rules.counts == "from now":
            wait.anchor = max(at, wait.counted_from)
        if is_said:
            self._write(at, "target changed", ", ".join(map(render_amount, self.promise.kept)) or "no target")
        reading = self.read(wait)
        allowed = self.find_allowed(wait)
        if wait.allowed_at is not None and (allowed is None or allowed > at):
            wait.allowed_at = None
        if wait.breached_at is not None and not wait.is_early and (reading is None or reading.is_held or reading.moment > at):
            wait.breached_at = None
            self._write(at, "no longer breached")
        for number in sorted(wait.warned):
            moment = self.warn_moment(wait, number, reading)
            if moment is None or moment > at:
                del wait.warned[number]

    # --- what falls due

    def read(self, wait: Wait) -> Reading | None:
        """Return when the wait falls due: its earliest amount counts. None where nothing does."""
        best: Reading | None = None
        for amount in wait.promise.counted:
            part = decisive_part(self._countdown(wait, amount))
            if part is None or part.moment is None or (best is not None and best.moment <= part.moment):
                continue
            since = wait.pauses.since
            best = Reading(amount, part, part.moment, since is not None and max(since, wait.anchor) < part.moment)
        return best

    def find_allowed(self, wait: Wait) -> datetime | None:
        """Return from when an answer is allowed; None where no minimum delay holds it back."""
        return self._setting.find_allowed(wait.promise.delays, wait.anchor)

    def _countdown(self, wait: Wait, amount: Amount) -> Countdown:
        key = (amount, wait.anchor)
        if key not in wait.countdowns:
            wait.countdowns[key] = self._setting.start(amount, wait.anchor, wait.pauses)
        return wait.countdowns[key]

    def warn_moment(self, wait: Wait, number: int, reading: Reading | None) -> datetime | None:
        """Return when the warning is given; None while that is not known."""
        if reading is None:
            return None
        moment, since = find_warning(self.rules.warnings[number], reading.part, self._setting), wait.pauses.since
        if moment is None:
            return None
        return None if since is not None and max(since, wait.anchor) < moment else moment

    def next_moment(self) -> datetime | None:
        """Return the next moment, past ones included, at which it allows an answer, warns or is breached by itself."""
        wait = self.open_wait
        if wait is None:
            return None
        allowed = None if wait.allowed_at is not None else self.find_allowed(wait)
        moments = [] if allowed is None else [allowed]
        reading = None if wait.breached_at is not None else self.read(wait)
        if reading is not None:
            moments += [] if reading.is_held else [reading.moment]
            moments += [moment for _, moment in self._warnings_ahead(wait, reading)]
        return min(moments, default=None)

    def _warnings_ahead(self, wait: Wait, reading: Reading | None) -> list[tuple[int, datetime]]:
        numbers = (number for number in range(len(self.rules.warnings)) if number not in wait.warned)
        found = ((number, self.warn_moment(wait, number, reading)) for number in numbers)
        return [(number, moment) for number, moment in found if moment is not None]

    def pass_moment(self, at: datetime) -> None:
        """Allow an answer, warn and be breached, where that falls due at or before `at`; a breach leaves warnings without a point."""
        wait = self.open_wait
        allowed = None if wait is None or wait.allowed_at is not None else self.find_allowed(wait)
        if wait is not None and allowed is not None and allowed <= at:
            wait.allowed_at = at
            self._write(at, "allowed", _render_delays(wait))
        reading = None if wait is None or wait.breached_at is not None else self.read(wait)
        if wait is None or reading is None:
            return
        if not reading.is_held and reading.moment <= at:
            wait.breached_at = at
            self._write(at, "breached", render_amount(reading.amount))
            return
        for number, moment in self._warnings_ahead(wait, reading):
            if moment <= at:
                wait.warned[number] = at
                self._write(at, "warned", _render_warning(self.rules.warnings[number]))

    def _write(self, at: datetime, what: What, detail: str | None = None) -> None:
        if self.waits[-1].promise.kept or what in _SAID_WITHOUT_TARGET:
            self._note(at, what, self, detail)

    # --- the face

    def clock(self, now: datetime) -> Clock:
        """Return the clock as it stands at `now`."""
        if not self.waits:
            return Clock(self.metric, "not_started")
        *earlier, latest = self.waits
        return self._face(latest, now, tuple(self._face(wait, now, ()) for wait in earlier if wait.promise.kept))

    def _face(self, wait: Wait, now: datetime, cycles: tuple[Clock, ...]) -> Clock:
        reading = self.read(wait)
        state, reason = self._state(wait, reading)
        end = wait.ended_at if wait.ended_at is not None else now
        measure = _REAL_TIME if reading is None else reading.part.measure
        allowed = remaining = None
        if reading is not None:
            allowed = _budget(wait, reading)
            remaining = allowed - wait.pauses.running(measure, wait.anchor, end)
        elapsed = wait.pauses.running(measure, wait.counted_from, end)
        return Clock(
            metric=self.metric,
            state=state,
            started_at=wait.started_at,
            counted_from=wait.counted_from,
            due_at=None if reading is None or reading.is_held else reading.moment,
            warn_at=self._shown_warning(wait, reading),
            met_at=wait.ended_at if wait.is_satisfied and state != "cancelled" else None,
            breached_at=wait.breached_at,
            not_before_at=self.find_allowed(wait),
            ended_at=wait.ended_at,
            elapsed=elapsed,
            paused=measure.between(wait.counted_from, max(wait.counted_from, end)) - elapsed,
            remaining=remaining,
            amount=reading.amount if reading else next(iter(wait.promise.kept), None),
            calendar=measure.name,
            due_times=self._due_times(wait),
            reason=reason,
            rules=wait.promise.rules,
            cycles=cycles,
            started_by=wait.started_by,
            ended_by=wait.ended_by,
            target_from=wait.anchor,
            allowed=allowed,
        )

    def _state(self, wait: Wait, reading: Reading | None) -> tuple[ClockState, str | None]:
        if not wait.promise.kept:
            return "cancelled", "the policy gives it no target"
        why = None if reading else f"no due time: {'; '.join(map(why_never_due, wait.promise.counted)) or 'a minimum delay alone'}"
        if wait.breached_at is not None:
            return "breached", f"answered too early, {_render_delays(wait)}" if wait.is_early else None
        if wait.is_satisfied:
            return ("met", None) if reading or not wait.promise.counted else ("cancelled", why)
        if not wait.is_open:
            return "cancelled", f"the case was {wait.ended_by} without it"
        return ("running" if wait.pauses.since is None else "paused"), why

    def _due_times(self, wait: Wait) -> tuple[DueTime, ...]:
        found: list[tuple[datetime | None, Amount]] = []
        since = wait.pauses.since
        for amount in wait.promise.counted:
            part = decisive_part(self._countdown(wait, amount))
            moment = None if part is None else part.moment
            is_held = moment is not None and since is not None and max(since, wait.anchor) < moment
            found.append((None if is_held else moment, amount))
        known = sorted(((moment, amount) for moment, amount in found if moment is not None), key=lambda pair: pair[0])
        return tuple(
            [DueTime(amount, moment) for moment, amount in known] + [DueTime(amount, None) for moment, amount in found if moment is None]
        )

    def _shown_warning(self, wait: Wait, reading: Reading | None) -> datetime | None:
        ahead = [moment for _, moment in self._warnings_ahead(wait, reading)]
        if wait.is_open and wait.breached_at is None and ahead:
            return min(ahead)
        return max(wait.warned.values(), default=None)


def _render_delays(wait: Wait) -> str:
    return ", ".join(map(render_amount, wait.promise.delays))


def _budget(wait: Wait, reading: Reading) -> timedelta:
    """Return the time that may run until due."""
    measure, since = reading.part.measure, wait.pauses.since
    ran = wait.pauses.running(measure, wait.anchor, reading.moment)
    if reading.is_held and since is not None:
        ran += measure.between(max(since, wait.anchor), reading.moment)
    return ran


def _render_warning(warning: WarnAt) -> str:
    return f"at {warning.percent:f}%" if isinstance(warning, Share) else f"{render_amount(warning)} before"
