"""Days of the week and hours, as calendars and rosters write them."""

from __future__ import annotations

from engagepolicy.syntax.nodes import Hours

CALENDAR_ALIGNED_UP_TO = 20
"""Days that take more room stand outside the column of hours."""

LISTED_DAYS = 2
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_AFTER = dict(zip(WEEK, (*WEEK[1:], WEEK[0]), strict=True))


def render_weekdays(days: list[str]) -> str:
    """Return days as people write them: three or more in a row become a span, over the weekend too."""
    runs: list[list[str]] = []
    for day in days:
        may_join = bool(runs) and len(runs[-1]) < len(WEEK) and DAY_AFTER[runs[-1][-1]] == day
        if may_join:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > LISTED_DAYS else ", ".join(run) for run in runs)


def render_hours(hours: tuple[Hours, ...]) -> str:
    """Return the hours of one line."""
    return ", ".join(f"{part.start}-{part.end}" for part in hours)
