"""Small mistakes in hours of the week: an hour later or less, a day left out."""

from __future__ import annotations

from collections.abc import Iterator

Hours = tuple[tuple[str, str], ...]
Weekly = tuple[tuple[str, Hours], ...]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR, DAY = 60, 24 * 60


def hours_beside(weekly: Weekly) -> Iterator[tuple[Weekly, str, str]]:
    """Yield hours of the week with one mistake, and the line that it is in before and after; after is empty where it is left out.

    Days with the same hours count as one line, as they are mostly written.
    """
    lines = lines_of(weekly)
    for hours, days in lines.items():
        before = render_line(days, hours)
        for changed in _moved(hours):
            yield _with(weekly, days, changed), before, render_line(days, changed)
        if len(days) > 1:
            yield _with(weekly, days[-1:], ()), before, render_line(days[:-1], hours)
        if len(lines) > 1:
            yield _with(weekly, days, ()), before, ""


def lines_of(weekly: Weekly) -> dict[Hours, list[str]]:
    """Return hours with the days that have them, in the order of the week."""
    lines: dict[Hours, list[str]] = {}
    for day, hours in sorted(weekly, key=lambda pair: DAYS.index(pair[0])):
        lines.setdefault(hours, []).append(day)
    return lines


def _moved(hours: Hours) -> Iterator[Hours]:
    """Yield the hours with each span of more than an hour that much shorter, at its start and at its end."""
    for number, (start, end) in enumerate(hours):
        if (_minutes(end) - _minutes(start)) % DAY in range(HOUR + 1) and _minutes(start) != _minutes(end) % DAY:
            continue
        for span in ((later(start, HOUR), end), (start, later(end, -HOUR))):
            yield (*hours[:number], span, *hours[number + 1 :])


def later(time: str, minutes: int) -> str:
    """Return a local time as `HH:MM`, moved within its day."""
    whole = (_minutes(time) + minutes) % DAY
    return f"{whole // HOUR:02}:{whole % HOUR:02}"


def _minutes(time: str) -> int:
    return int(time[:2]) * HOUR + int(time[3:])


def _with(weekly: Weekly, days: list[str], hours: Hours) -> Weekly:
    return tuple((day, hours if day in days else old) for day, old in weekly if hours or day not in days)


def render_line(days: list[str], hours: Hours) -> str:
    """Return days with their hours as the language writes them: `mon-fri 09:00-17:00`."""
    places = [DAYS.index(day) for day in days]
    is_span = len(days) > 2 and places == list(range(places[0], places[-1] + 1))
    named = f"{days[0]}-{days[-1]}" if is_span else ", ".join(days)
    return f"{named} {', '.join(f'{start}-{end}' for start, end in hours)}"
