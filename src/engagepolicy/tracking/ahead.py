"""The steps that time may still take in a case, with their moments: what the ladder would do if nothing else happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engagepolicy.ir.steps import Step
from engagepolicy.tracking.climbing import Climb
from engagepolicy.tracking.status import StepAhead


def find_steps_ahead(climb: Climb) -> Iterator[StepAhead]:
    """Yield the steps from the tier in force, then those from the tier that the first of them leads to, and so on up.

    Of steps due together the one that leads highest is the first, as when they are taken.
    """
    tier, entered_at = climb.tier, climb.counted_from
    while tier is not None and not climb.is_closed:
        found = [(_find_moment(climb, step, entered_at), step) for step in climb.steps_from(tier)]
        due = [(moment, -climb.rank_of(step.to_tier), climb.find_manned(step.to_tier, moment)) for (moment, _), step in found if moment]
        for (moment, reason), step in sorted(found, key=lambda each: (each[0][0] is None, each[0][0] or entered_at, each[1].text)):
            after, at = (None, None) if moment is None else (moment - entered_at, moment - climb.opened_at)
            to_tier = step.to_tier if moment is None else climb.find_manned(step.to_tier, moment)
            is_held_off = climb.find_obstacle(step) is not None
            yield StepAhead(step.text, tier, to_tier, moment, after, at, reason, step.place, is_held_off)
        if not due:
            return
        entered_at, _, tier = min(due)


def _find_moment(climb: Climb, step: Step, entered_at: datetime) -> tuple[datetime | None, str | None]:
    """Return when the step is taken, or what it waits for."""
    obstacle = climb.find_obstacle(step)
    if obstacle is not None:
        return None, obstacle
    moment, reason = climb.moment_of(step, entered_at), "nothing falls due"
    if moment is None and climb.watched_clock(step) is not None:
        moment, reason = _foresee(climb, step)
    elif moment is None and climb.is_paused(step):
        reason = f"the clock of {_metric(step.without)} is paused"
    return (None, reason) if moment is None else (max(moment, entered_at), None)


def _foresee(climb: Climb, step: Step) -> tuple[datetime | None, str]:
    """Return when the clock that the step watches will be breached, or warn, or why that is not known."""
    run = climb.watched_clock(step)
    metric, wait = _metric(step.on_breach or step.on_warning), None if run is None else run.open_wait
    if run is None or wait is None:
        return None, f"the clock of {metric} does not run"
    reading = run.read(wait)
    if reading is None:
        return None, f"{metric} has no due time"
    if wait.pauses.since is not None and (reading.is_held or step.on_warning):
        return None, f"the clock of {metric} is paused"
    if step.on_breach:
        return reading.moment, ""
    given = (run.warn_moment(wait, number, reading) for number in range(len(run.rules.warnings)))
    return min((moment for moment in given if moment is not None), default=None), f"the clock of {metric} gives no warning"


def _metric(name: str | None) -> str:
    return (name or "").replace("_", " ")
