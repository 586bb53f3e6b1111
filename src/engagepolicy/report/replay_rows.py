"""The report as rows for a spreadsheet: the summary with its groups, the hours of the week, the tiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from engagepolicy.report.figures import STATES, Counts, Figures
from engagepolicy.report.percentiles import SHARES, Lengths
from engagepolicy.report.replay import Replay
from engagepolicy.report.week import DAYS, HOURS, WEEK_HOURS, name_of_hour

Row = Mapping[str, Any]

_COUNTS = ("waits", *STATES, "open", "still_waiting_late", "attainment")
_ANSWERED = ("answers", *(f"answered_{name}_s" for name, _ in SHARES))
_WAITED = tuple(column for name, _ in SHARES for column in (f"waited_{name}_s", f"waited_{name}_at_least"))
SUMMARY_COLUMNS = ("metric", "grouping", "value", *_COUNTS, *_ANSWERED, *_WAITED)
HOUR_COLUMNS = ("metric", "weekday", "hour", *_COUNTS)
TIER_COLUMNS = ("tier", "hour", "cases", "came_by_step", "came_by_rule", "reminders", "entered", "owned_hours")


def summary_rows(replay: Replay) -> Iterator[Row]:
    """Yield a row for each metric, then for each unit that its clocks counted in, then for each group.

    Lengths are in seconds. In the rows of units `waited` is the time that was counted in the unit.
    """
    for metric in replay.metric_order():
        report = replay.metrics[metric]
        yield {"metric": metric, **_figures(report.all)}
        for unit, lengths in sorted(report.all.own.items()):
            yield {"metric": metric, "grouping": "unit", "value": unit, "waits": len(lengths), **_waited(lengths)}
        for grouping in report.by:
            for value in replay.group_order(metric, grouping):
                yield {"metric": metric, "grouping": grouping, "value": value, **_figures(report.by[grouping][value])}


def hour_rows(replay: Replay) -> Iterator[Row]:
    """Yield a row for each metric and hour of the week in which a wait began."""
    for metric in replay.metric_order():
        for hour, counts in enumerate(replay.metrics[metric].hours):
            if counts.waits:
                yield {"metric": metric, "weekday": DAYS[hour // HOURS], "hour": hour % HOURS, **_counts(counts)}


def tier_rows(replay: Replay) -> Iterator[Row]:
    """Yield for each tier a row without an hour, for the whole, and then one for each hour of the week in which it had something to do."""
    for tier in replay.tier_order():
        load = replay.loads.by_tier[tier]
        yield {
            "tier": tier,
            "cases": load.cases,
            "came_by_step": load.by_step,
            "came_by_rule": load.by_rule,
            "reminders": load.reminders,
            "entered": sum(load.entered),
            "owned_hours": round(load.owned / timedelta(hours=1), 3),
        }
        for hour in range(WEEK_HOURS):
            if load.entered[hour] or load.seconds[hour]:
                owned = round(load.seconds[hour] / 3600, 3)
                yield {"tier": tier, "hour": name_of_hour(hour), "entered": load.entered[hour], "owned_hours": owned}


def _counts(counts: Counts) -> dict[str, Any]:
    written = counts.to_json()
    return {name: written[name] for name in _COUNTS}


def _figures(figures: Figures) -> dict[str, Any]:
    found = figures.answered.percentiles()
    answered = {f"answered_{name}_s": _seconds(each.value) for name, each in found.items()}
    return {**_counts(figures.counts), "answers": len(figures.answered), **answered, **_waited(figures.waited)}


def _waited(lengths: Lengths) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, each in lengths.percentiles().items():
        row |= {f"waited_{name}_s": _seconds(each.value), f"waited_{name}_at_least": each.is_at_least}
    return row


def _seconds(length: timedelta) -> float | int:
    seconds = length.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds
