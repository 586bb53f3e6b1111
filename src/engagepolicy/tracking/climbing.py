"""Who owns a case while it is followed: decisions and steps raise the tier, acknowledgements hold them off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engagepolicy.ir.steps import Repeat, Step
from engagepolicy.rostering import Roster
from engagepolicy.runtime.countdowns import Countdown, Pauses, TimeSetting, decisive_part
from engagepolicy.tracking.clocks import ClockRun, Wait
from engagepolicy.tracking.escalation import Ladder
from engagepolicy.tracking.events import CLOSING, RANK
from engagepolicy.tracking.status import What
from engagepolicy.values.amounts import Amount

Note = Callable[[datetime, What, str | None, str | None, Step | None, tuple[str, ...]], None]
"""Writes down what happened to the tier: when, what, which tier, a word for people, by which step or by which rules."""

NOBODY = "nobody on duty"


@dataclass(slots=True)
class Reminder:
    """Rounds still to come after a step: how many, and when the last one was."""

    step: Step
    repeat: Repeat
    left: int
    last: datetime


class Climb:
    """The tier of one case, from event to event."""

    def __init__(
        self,
        ladders: Sequence[Ladder],
        rosters: Mapping[str, Roster],
        setting: TimeSetting,
        clocks: Mapping[str, ClockRun],
        opened_at: datetime,
        note: Note,
    ) -> None:
        """Take the ladders, the roster of each tier that has one, and the case's clocks; `note` writes the history."""
        self.tier: str | None = None
        self.opened_at = opened_at
        self.counted_from = opened_at
        self._ladders = ladders
        self._rosters = rosters
        self._setting = setting
        self._clocks = clocks
        self._note = note
        self._ladder: Ladder | None = None
        self._decided: str | None = None
        self._seen: set[str] = set()
        self._is_closed = False
        self._acknowledged_at: datetime | None = None
        self._expired_at: datetime | None = None
        self._reminder: Reminder | None = None
        self._countdowns: dict[tuple[Amount, datetime, str | None, int], Countdown] = {}

    # --- decisions and events

    def decide(self, tier: str | None, rules: tuple[str, ...], at: datetime) -> None:
        """Take the tier of a new decision: a higher one is entered at once, whatever lies between is skipped.

        Without one a case starts at the foot of the only ladder there is.
        """
        if tier is None and self.tier is None and len(self._ladders) == 1:
            tier = self._ladders[0].tiers[0] if self._ladders[0].tiers else None
        if tier is None or tier == self._decided:
            return
        self._decided = tier
        if tier != self.tier and self._may_go(tier):
            self._go_to(tier, at, None, rules)

    def _may_go(self, tier: str) -> bool:
        ladder = self._ladder
        if ladder is None or self.tier is None or tier not in ladder.tiers:
            return True
        return ladder.decisions == "raise or lower" or ladder.rank_of(tier) > ladder.rank_of(self.tier)

    def on_duty(self, tier: str | None, at: datetime) -> tuple[str, ...]:
        """Return who is on duty for the tier; a tier without a roster says of nobody that they are."""
        roster = None if tier is None else self._rosters.get(tier)
        return () if roster is None else roster.on_duty(at)

    def find_manned(self, tier: str, at: datetime) -> str:
        """Return the tier, or the next one above it that has somebody where its roster has nobody; the tier itself where none has."""
        ladder = self._find_ladder(tier)
        above = ladder.tiers[ladder.rank_of(tier) :] if ladder is not None else (tier,)
        return next((each for each in above if each not in self._rosters or self.on_duty(each, at)), tier)

    def _find_ladder(self, tier: str) -> Ladder | None:
        return next((each for each in self._ladders if tier in each.tiers), None)

    def _go_to(self, tier: str, at: datetime, step: Step | None, rules: tuple[str, ...]) -> None:
        """Enter the tier; one with nobody on duty is skipped, and so on up, where somebody is there."""
        manned = self.find_manned(tier, at)
        ladder = self._find_ladder(tier)
        if ladder is not None:
            for skipped in ladder.tiers[ladder.rank_of(tier) : ladder.rank_of(manned)]:
                self._note(at, "tier skipped", skipped, NOBODY, step, rules)
        if manned != self.tier:
            self._enter(manned, at, step, rules)

    def _say_duty(self, tier: str, at: datetime) -> str | None:
        return (", ".join(self.on_duty(tier, at)) or NOBODY) if tier in self._rosters else None

    def _enter(self, tier: str, at: datetime, step: Step | None, rules: tuple[str, ...]) -> None:
        self.tier = tier
        self._ladder = self._find_ladder(tier)
        self.counted_from = at
        self._reminder = None
        self._countdowns.clear()
        self._note(at, "tier entered", tier, self._say_duty(tier, at), step, rules)
        if step is not None and step.repeat is not None:
            self._reminder = Reminder(step, step.repeat, step.repeat.count, at)

    def happen(self, kind: str, at: datetime) -> None:
        """Take an event of that kind; a reopened case starts its steps anew."""
        self._seen.add(kind)
        if kind == "acknowledged":
            self._acknowledged_at = at
        elif kind in CLOSING:
            self._is_closed = True
        elif kind == "reopened":
            self._is_closed = False
            self._seen.clear()
            self._acknowledged_at = self._expired_at = None
            self.counted_from = at

    def forget_reminder(self) -> None:
        """Give up a reminder that an event has made superfluous, for good."""
        reminder = self._reminder
        if reminder is None:
            return
        is_answered = reminder.repeat.until_acknowledged and self._acknowledged_at is not None
        if self._is_closed or is_answered or self.find_obstacle(reminder.step) is not None:
            self._reminder = None

    # --- what time does

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed, so that nothing climbs."""
        return self._is_closed

    def next_moment(self) -> datetime | None:
        """Return the next moment, past ones included, at which time changes something."""
        moments = [self._expiry(), self._reminder_moment(), *(moment for moment, _ in self._steps())]
        return min((moment for moment in moments if moment is not None), default=None)

    def pass_moment(self, at: datetime) -> None:
        """Do one thing that is due at or before `at`: the acknowledgement expires, else the first step is taken, else a reminder goes out.

        Of steps due together the one that leads highest is taken.
        """
        expiry = self._expiry()
        if expiry is not None and expiry <= at:
            self._expire(at)
            return
        reached = [(moment, step) for moment, step in self._steps() if moment <= at]
        if reached:
            first = min(moment for moment, _ in reached)
            ranked = [(self.rank_of(step.to_tier), -place) for place, (moment, step) in enumerate(reached) if moment == first]
            step = reached[-max(ranked)[1]][1]
            self._go_to(step.to_tier, at, step, ())
            return
        reminder, moment = self._reminder, self._reminder_moment()
        if reminder is not None and moment is not None and moment <= at:
            reminder.left -= 1
            reminder.last = at
            self._note(at, "reminded", self.tier, None if self.tier is None else self._say_duty(self.tier, at), reminder.step, ())
            if not reminder.left:
                self._reminder = None

    def _expire(self, at: datetime) -> None:
        """Forget the acknowledgement; the ladder goes on from where its policy says."""
        self._acknowledged_at, self._expired_at = None, at
        self._note(at, "acknowledgement expired", self.tier, None, None, ())
        lower = None if self._ladder is None else self._ladder.resumes_from
        if lower is not None and self.tier is not None and self.rank_of(lower) < self.rank_of(self.tier):
            self._go_to(lower, at, None, ())

    def next_hand_over(self, after: datetime) -> datetime | None:
        """Return when somebody else comes on duty for the tier in force of an open case; None where that is not to happen."""
        roster = None if self._is_closed or self.tier is None else self._rosters.get(self.tier)
        return None if roster is None else roster.next_change(after)

    def rank_of(self, tier: str) -> int:
        """Return how high the tier stands on the ladder in force, -1 without one."""
        return -1 if self._ladder is None else self._ladder.rank_of(tier)

    def _expiry(self) -> datetime | None:
        held = None if self._ladder is None else self._ladder.acknowledged_for
        if held is None or self._acknowledged_at is None or self._is_closed:
            return None
        return self._setting.due(held, self._acknowledged_at)

    def _reminder_moment(self) -> datetime | None:
        reminder = self._reminder
        if reminder is None or self._is_closed:
            return None
        return self._moment(reminder.repeat.every, reminder.last, reminder.step)

    def _steps(self) -> list[tuple[datetime, Step]]:
        """Return the steps that lead on from the tier, with their moments."""
        if self.tier is None or self._is_closed:
            return []
        free = (step for step in self.steps_from(self.tier) if self.find_obstacle(step) is None)
        found = ((self.moment_of(step, self.counted_from), step) for step in free)
        return [(moment, step) for moment, step in found if moment is not None]

    def steps_from(self, tier: str) -> Iterator[Step]:
        """Yield the steps that lead on from a tier of the ladder in force, whatever holds them off."""
        if self._ladder is not None:
            here = self.rank_of(tier)
            yield from (step for step in self._ladder.steps if step.from_tier in (None, tier) and self.rank_of(step.to_tier) > here)

    def find_obstacle(self, step: Step) -> str | None:
        """Return in words for people what holds the step off until another event comes, None where only time does."""
        is_held = self._acknowledged_at is not None and (step.until_acknowledged or step.without == "acknowledged")
        if is_held:
            return "the case is acknowledged"
        if step.without is None or step.without == "acknowledged":
            return None
        if step.without in RANK:
            return f"there was an event `{step.without}`" if step.without in self._seen else None
        return None if self._wait_of(step) else f"nobody waits for the {step.without.replace('_', ' ')}"

    def _wait_of(self, step: Step) -> Wait | None:
        run = None if step.without is None else self._clocks.get(step.without)
        return None if run is None else run.open_wait

    def moment_of(self, step: Step, entered_at: datetime) -> datetime | None:
        """Return when time takes the step, were its tier entered then; None while it is paused, or where nothing falls due."""
        wait = self._wait_of(step)
        began = self.opened_at if wait is None else wait.counted_from
        if step.at is not None:
            return self._moment(step.at, began, step)
        if step.after is not None:
            minds = step.until_acknowledged or step.without == "acknowledged"
            anchors = [entered_at, began, *([self._expired_at] if minds and self._expired_at else [])]
            return self._moment(step.after, max(anchors), step)
        run = self.watched_clock(step)
        waiting = None if run is None else run.open_wait
        if waiting is None:
            return None
        return waiting.breached_at if step.on_breach else min(waiting.warned.values(), default=None)

    def is_paused(self, step: Step) -> bool:
        """Whether what the step waits for is paused."""
        wait = self._wait_of(step)
        return wait is not None and wait.pauses.since is not None

    def watched_clock(self, step: Step) -> ClockRun | None:
        """Return the clock on whose breach or warning the step is taken."""
        metric = step.on_breach or step.on_warning
        return None if metric is None else self._clocks.get(metric)

    def _moment(self, amount: Amount, anchor: datetime, step: Step) -> datetime | None:
        """Return when the amount falls due, pushed by the pauses of what the step waits for; None while that is paused."""
        run, wait = None if step.without is None else self._clocks.get(step.without), self._wait_of(step)
        pauses = Pauses() if wait is None else wait.pauses
        key = (amount, anchor, step.without, len(run.waits) if run else 0)
        if key not in self._countdowns:
            self._countdowns[key] = self._setting.start(amount, anchor, pauses)
        part = decisive_part(self._countdowns[key])
        moment = None if part is None else part.moment
        is_held = moment is not None and pauses.since is not None and max(pauses.since, anchor) < moment
        return None if is_held else moment
