"""How many promises were kept, and how long people waited: counts over waits, each of which is counted in exactly one state.

Attainment is met / (met + breached). What still runs is apart, and so is what ended before it was due without an answer: neither is met
or breached. What no clock can judge, such as a word without a number, is counted as neither, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from engagepolicy.report.percentiles import Lengths, Percentile
from engagepolicy.runtime.record import render_duration
from engagepolicy.tracking import Clock

State: TypeAlias = Literal["met", "breached", "running", "paused", "cancelled", "merged", "unmeasured"]
STATES: tuple[State, ...] = ("met", "breached", "running", "paused", "cancelled", "merged", "unmeasured")
REAL_TIME = "real time"


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait of a metric, judged: its state, its clock, how long it took in real time, and whether it goes on or ended unanswered."""

    clock: Clock
    state: State
    real: timedelta
    is_waiting: bool

    @property
    def is_answered(self) -> bool:
        """Whether what was waited for came, in time or late."""
        return self.clock.met_at is not None

    @property
    def unit(self) -> str:
        """What its own time is counted in: the open time of a calendar, or real time without the pauses."""
        return REAL_TIME if self.clock.calendar is None else self.clock.calendar


def judge_wait(clock: Clock, now: datetime, *, is_merged: bool) -> Wait | None:
    """Return the wait of a clock that has begun; None for one that nothing was promised for."""
    if clock.started_at is None or clock.amount is None:
        return None
    state: State = "unmeasured"
    if clock.state == "breached" or clock.remaining is not None:
        state = "merged" if clock.state == "cancelled" and is_merged else _state_of(clock)
    end = now if clock.ended_at is None else clock.ended_at
    return Wait(clock, state, end - clock.started_at, clock.ended_at is None)


def _state_of(clock: Clock) -> State:
    return "cancelled" if clock.state == "not_started" else clock.state


@dataclass(slots=True)
class Counts:
    """Waits by state; `late` are the broken ones that go on."""

    by_state: dict[State, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    late: int = 0

    def add(self, wait: Wait) -> None:
        """Count one wait."""
        self.by_state[wait.state] += 1
        self.late += wait.state == "breached" and wait.is_waiting

    def __getitem__(self, state: State) -> int:
        """Return how many waits are in the state."""
        return self.by_state[state]

    @property
    def waits(self) -> int:
        """How many there are."""
        return sum(self.by_state.values())

    @property
    def open(self) -> int:
        """How many run or are paused, and are not late."""
        return self.by_state["running"] + self.by_state["paused"]

    @property
    def judged(self) -> int:
        """How many are kept or broken."""
        return self.by_state["met"] + self.by_state["breached"]

    @property
    def attainment(self) -> Fraction | None:
        """The share that was kept of those that are kept or broken; None where none is."""
        return Fraction(self.by_state["met"], self.judged) if self.judged else None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data; attainment in six digits."""
        share = self.attainment
        return {
            "waits": self.waits,
            **{str(state): count for state, count in self.by_state.items()},
            "open": self.open,
            "still_waiting_late": self.late,
            "attainment": None if share is None else round(float(share), 6),
        }


@dataclass(slots=True)
class Figures:
    """Counts over waits with how long they took.

    `waited` is real time from the beginning to the answer, pauses and closed hours included, as the person who waits counts; what was
    not answered counts as at least its age. `answered` has the answers alone. `own` has the time that the clocks counted, by unit: the
    open time of a calendar, or real time, each without pauses, and the unanswered as at least so much.
    """

    counts: Counts = field(default_factory=Counts)
    waited: Lengths = field(default_factory=Lengths)
    answered: Lengths = field(default_factory=Lengths)
    own: dict[str, Lengths] = field(default_factory=dict)

    def add(self, wait: Wait) -> None:
        """Count one wait."""
        self.counts.add(wait)
        if wait.state in ("cancelled", "merged", "unmeasured"):
            return
        self.waited.add(wait.real, is_open=not wait.is_answered)
        self.own.setdefault(wait.unit, Lengths()).add(wait.clock.elapsed, is_open=not wait.is_answered)
        if wait.is_answered:
            self.answered.add(wait.real)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data: the counts, and the percentiles as ISO 8601 durations."""
        own = [{"unit": unit, **write_lengths(lengths)} for unit, lengths in sorted(self.own.items())]
        return {
            **self.counts.to_json(),
            "time_to_answer": write_lengths(self.answered),
            "waited": write_lengths(self.waited),
            "counted": own,
        }


def write_lengths(lengths: Lengths) -> dict[str, Any]:
    """Return the percentiles of lengths as plain JSON data."""
    return {"count": len(lengths), **write_percentiles(lengths.percentiles())}


def write_percentiles(found: Mapping[str, Percentile]) -> dict[str, Any]:
    """Return percentiles as plain JSON data: the duration, and whether it is at least so long."""
    return {name: {"value": render_duration(each.value), "at_least": each.is_at_least} for name, each in found.items()}
