"""The week as a picture of 7 by 24 cells: when waits begin, and which part of them was answered too late; readable without colour."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from engagepolicy.report.figures import Counts
from engagepolicy.report.week import DAYS, HOURS

DRAWN, WRITTEN = ("░", "▒", "▓", "█"), (".", "+", "x", "#")
EMPTY, KEPT, ALL = " ", "·", "X"
LABEL = 4
BETWEEN = 4
_STYLES = ("cyan", "cyan", "bold cyan", "bold cyan")


def print_heat_maps(console: Console, title: str, hours: Sequence[Counts], width: int, *, is_drawn: bool) -> None:
    """Print the hours of the week of a metric: waits begun on the left, and on the right the tenths of those judged that were breached."""
    cell = 2 if width >= 2 * (LABEL + 2 * HOURS) + BETWEEN else 1
    steps = _find_steps(hours)
    gap = " " * BETWEEN
    side = LABEL + cell * HOURS
    heads = (f"{title}: waits by the hour they begin"[:side], "tenths of them breached"[:side])
    console.print(Text(f"{heads[0]:<{side}}{gap}{heads[1]}", "bold") if cell == 2 else Text(heads[0].partition(":")[0], "bold"))
    if cell == 1:
        console.print(Text(f"{'waits begun':<{side}}{gap}tenths breached", "bold"))
    scale = "".join(f"{hour:02}{' ' * (3 * cell - 2)}" for hour in range(0, HOURS, 3))
    console.print(Text(f"{' ' * LABEL}{scale:<{cell * HOURS}}{gap}{' ' * LABEL}{scale}".rstrip(), "dim"))
    for day, name in enumerate(DAYS):
        row = Text(f"{name:<{LABEL}}")
        for counts in hours[day * HOURS : (day + 1) * HOURS]:
            sign, style = _waits_sign(counts, steps, is_drawn)
            row.append(sign * cell, style)
        row.append(f"{gap}{name:<{LABEL}}")
        for counts in hours[day * HOURS : (day + 1) * HOURS]:
            sign, style = _breach_sign(counts, is_drawn)
            row.append(f"{sign:<{cell}}", style)
        row.rstrip()
        console.print(row)
    for line in _legend(hours, steps, is_drawn):
        console.print(Text(f"{' ' * LABEL}{line}", "dim"))


def _find_steps(hours: Sequence[Counts]) -> list[int]:
    """Return the numbers of waits above which a darker shade begins: as many hours for each, so that a peak does not drown the rest."""
    found = sorted(each.waits for each in hours if each.waits)
    return [found[(len(found) - 1) * part // len(DRAWN)] for part in range(1, len(DRAWN))] if found else []


def _waits_sign(counts: Counts, steps: Sequence[int], is_drawn: bool) -> tuple[str, str]:
    if not counts.waits:
        return EMPTY, ""
    level = bisect_left(steps, counts.waits)
    return (DRAWN if is_drawn else WRITTEN)[level], _STYLES[level]


def _breach_sign(counts: Counts, is_drawn: bool) -> tuple[str, str]:
    share = counts.attainment
    if share is None:
        return EMPTY, ""
    if share == 0:
        return ALL, "bold red"
    if share == 1:
        return (KEPT if is_drawn else "-"), "green"
    tenths = int((1 - share) * 10)
    return str(tenths), "red" if tenths >= 5 else "yellow"


def _legend(hours: Sequence[Counts], steps: Sequence[int], is_drawn: bool) -> tuple[str, str]:
    ranges: dict[int, list[int]] = {}
    for waits in sorted({each.waits for each in hours if each.waits}):
        ranges.setdefault(bisect_left(steps, waits), []).append(waits)
    shades = DRAWN if is_drawn else WRITTEN
    said = []
    for level, found in sorted(ranges.items()):
        upto = f" to {max(found):,}" if max(found) > min(found) else ""
        said.append(f"{shades[level]} {min(found):,}{upto}")
    kept = KEPT if is_drawn else "-"
    return f"waits: {', '.join(said)}", f"breached: {kept} none, 0 under a tenth, 1 to 9 tenths, {ALL} all"
