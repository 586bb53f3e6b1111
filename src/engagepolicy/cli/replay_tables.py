"""Drawing the report over history for people: attainment as bars, waiting times, groups, breaches, and the load of the tiers."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from itertools import count
from textwrap import wrap

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from engagepolicy.cli.heat_map import print_heat_maps
from engagepolicy.cli.tables import GAP, fit
from engagepolicy.diagnostics.display import render_visible
from engagepolicy.report.breaches import Breach
from engagepolicy.report.figures import REAL_TIME, Figures
from engagepolicy.report.following import render_metric, render_weekday
from engagepolicy.report.overview import FIRST_RESPONSE
from engagepolicy.report.percentiles import SHARES, Lengths, Percentile
from engagepolicy.report.replay import Replay
from engagepolicy.report.week import name_of_hour

WIDEST = 132
BREACHES_SHOWN = 10
GROUPS_SHOWN = 12
BAR = 10
DUE = 16
ROOMY, NARROW = 108, 78
"""Columns of a terminal from which on numbers have more room, and below which bars and lesser columns are left out."""

BLOCKS, WRITTEN = ("█", "░"), ("#", ".")
NOTHING = "-"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def render_length(length: timedelta, *, with_days: bool = True) -> str:
    """Return a length of time in its two largest units; what is begun of the smaller one does not count."""
    seconds = max(0, length // timedelta(seconds=1))
    if seconds >= 2 * _DAY and with_days:
        days, hours = seconds // _DAY, seconds % _DAY // _HOUR
        return f"{days:,}d {hours}h" if hours else f"{days:,}d"
    if seconds >= _HOUR:
        return f"{seconds // _HOUR:,}h {seconds % _HOUR // _MINUTE:02}m"
    if seconds >= _MINUTE:
        return f"{seconds // _MINUTE}m {seconds % _MINUTE:02}s"
    return f"{seconds}s"


def render_percentile(found: Percentile | None, *, with_days: bool = True) -> str:
    """Return a percentile, with a sign in front where the true one may be longer."""
    if found is None:
        return NOTHING
    return ("≥ " if found.is_at_least else "") + render_length(found.value, with_days=with_days)


def render_share(share: Fraction | None) -> str:
    """Return a share in percent; never 100 where something is missing, never 0 where something is there."""
    if share is None:
        return NOTHING
    tenths = round(share * 1000)
    if share not in (0, 1):
        tenths = min(max(tenths, 1), 999)
    return f"{tenths // 10}.{tenths % 10}%"


@dataclass(slots=True)
class WorstBreaches:
    """Keeps the breaches that were latest, or all of them, and drops the others as they come."""

    most: int | None
    _heap: list[tuple[timedelta, int, Breach]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(0, -1))

    def add(self, breach: Breach) -> None:
        """Take one breach."""
        entry = (breach.late, next(self._numbers), breach)
        if self.most is None or len(self._heap) < self.most:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def ranked(self) -> list[Breach]:
        """Return those that are kept, the latest first, of equal ones the one that came first."""
        return [breach for _, _, breach in sorted(self._heap, key=lambda each: each[:2], reverse=True)]


class ReplayPrinter:
    """Prints a report; `is_drawn` uses blocks, without it letters and signs of ASCII. Every sign tells what it means without colour."""

    def __init__(self, console: Console, replay: Replay, *, is_drawn: bool, shows_all: bool) -> None:
        """Take the console and the finished report; `shows_all` leaves nothing out."""
        self._console = console
        self._replay = replay
        self._width = min(WIDEST, console.width)
        self._is_drawn = is_drawn
        self._shows_all = shows_all
        self._zone = replay.loads.zone
        self._is_narrow = self._width < NARROW
        self._name, self._cell, self._case = (30, 10, 28) if self._width >= ROOMY else (20, 6, 18)
        self._span = 11 if self._is_narrow else 12
        self._lengths_name = self._name + 11 if not self._is_narrow else self._width - len(GAP) - 8 - len(SHARES) * self._span
        self._bar = 0 if self._is_narrow else BAR + len(GAP)

    def print_report(self, breaches: Sequence[Breach]) -> None:
        """Print all of it."""
        self._print_title()
        metrics = self._replay.metric_order()
        if not metrics:
            self._print("nothing was promised, so nothing could be kept or broken", "dim")
        else:
            self._print_attainment(metrics)
            self._print_times(metrics)
            for grouping in self._replay.groupings:
                self._print_groups(grouping, metrics)
            self._print_hours(metrics)
        self._print_tiers()
        self._print_breaches(breaches)

    # --- lines

    def _print(self, text: str = "", style: str | Style = "") -> None:
        self._console.print(Text(fit(text, self._width).rstrip() if text else "", style))

    def _print_wrapped(self, text: str, style: str = "dim", margin: str = "", further: str | None = None) -> None:
        for line in wrap(text, self._width, initial_indent=margin, subsequent_indent=margin if further is None else further):
            self._console.print(Text(line, style))

    def _sign(self, share: Fraction | None) -> str:
        full, empty = BLOCKS if self._is_drawn else WRITTEN
        if share is None:
            return " " * BAR
        cells = min(BAR - 1, max(1, round(share * BAR))) if 0 < share < 1 else round(share * BAR)
        return full * cells + empty * (BAR - cells)

    def _print_title(self) -> None:
        replay = self._replay
        name = f"{replay.policy.name} {replay.policy.version}"
        self._console.print(Text(fit(render_visible(name), self._width).rstrip(), "bold"))
        left_open = replay.cases - replay.closed - replay.unopened
        parts = [f"{replay.cases:,} {'case' if replay.cases == 1 else 'cases'}: {left_open:,} open, {replay.closed:,} closed"]
        parts += [f"{replay.unopened:,} not opened yet"] if replay.unopened else []
        if replay.first is not None and replay.last is not None:
            since, until = (render_weekday(each, None, self._zone) for each in (replay.first, replay.last))
            parts.append(f"{since} to {until}, {self._zone}")
        self._print_wrapped(", ".join(parts), "")

    # --- figures

    def _print_head(self, title: str, tail: str) -> None:
        self._print()
        cell = self._cell
        numbers = f"{'waits':>{cell}}{'met':>{cell}}{'breached':>{cell + 3}}{'open':>{cell}}"
        self._print(f"{fit(title, self._name)}{GAP}{'attainment' if self._bar else 'kept':<{6 + self._bar}}{GAP}{numbers}{tail}", "bold")

    def _print_row(self, name: str, figures: Figures, tail: str) -> None:
        counts = figures.counts
        share = counts.attainment
        cell = self._cell
        row = Text(f"{fit(name, self._name)}{GAP}{render_share(share):>6}{GAP if self._bar else ''}")
        style = "" if share is None else "green" if share == 1 else "red" if share < Fraction(1, 2) else "yellow"
        row.append(self._sign(share) if self._bar else "", style)
        row.append(f"{GAP}{counts.waits:>{cell},}{counts['met']:>{cell},}")
        row.append(f"{counts['breached']:>{cell + 3},}", "red" if counts["breached"] else "")
        row.append(f"{counts.open:>{cell},}{tail}")
        row.rstrip()
        self._console.print(row)

    def _print_attainment(self, metrics: Sequence[str]) -> None:
        self._print_head("metric", "")
        for metric in metrics:
            figures = self._replay.metrics[metric].all
            self._print_row(render_visible(render_metric(metric)), figures, "")
            apart = self._say_apart(figures)
            if apart:
                self._print_wrapped(apart, margin=GAP)

    @staticmethod
    def _say_apart(figures: Figures) -> str:
        counts = figures.counts
        parts = [f"{counts.late:,} of the breached still waiting"] if counts.late else []
        parts += [f"{counts['paused']:,} of the open paused"] if counts["paused"] else []
        words = (("cancelled", "ended unanswered before due"), ("merged", "merged"), ("unmeasured", "without a number to measure by"))
        apart = [f"{counts[state]:,} {word}" for state, word in words if counts[state]]  # type: ignore[index]
        parts += [f"apart: {', '.join(apart)}"] if apart else []
        return "; ".join(parts)

    def _print_times(self, metrics: Sequence[str]) -> None:
        shown = [metric for metric in metrics if len(self._replay.metrics[metric].all.waited)]
        if not shown:
            return
        self._print()
        heads = "".join(f"{name:>{self._span}}" for name, _ in SHARES)
        self._print(f"{fit('how long people wait', self._lengths_name + len(GAP))}{'of':>8}{heads}", "bold")
        is_censored = False
        for metric in shown:
            figures = self._replay.metrics[metric].all
            self._print(render_visible(render_metric(metric)))
            self._print_lengths("answers, real time", figures.answered, with_days=True)
            self._print_lengths("all, real time", figures.waited, with_days=True)
            for unit, lengths in sorted(figures.own.items()):
                is_real = unit == REAL_TIME
                if is_real and len(figures.own) == 1 and lengths.percentiles() == figures.waited.percentiles():
                    continue
                name = "all, real time less pauses" if is_real else f"all, open time of {render_visible(unit)}"
                self._print_lengths(name, lengths, with_days=is_real)
            is_censored = is_censored or any(each.is_at_least for each in figures.waited.percentiles().values())
        if is_censored:
            self._print_wrapped("≥ an unanswered wait counts there as its age, so the true figure can only be longer")

    def _print_lengths(self, name: str, lengths: Lengths, *, with_days: bool) -> None:
        found = lengths.percentiles()
        cells = "".join(f"{render_percentile(found.get(share), with_days=with_days):>{self._span}}" for share, _ in SHARES)
        self._print(f"{GAP}{fit(name, self._lengths_name)}{len(lengths):>8,}{cells}")

    def _print_groups(self, grouping: str, metrics: Sequence[str]) -> None:
        grouped = [metric for metric in metrics if set(self._replay.metrics[metric].by.get(grouping, {})) - {None}]
        if not grouped:
            return
        self._print_head(f"by {render_visible(grouping)}", "" if self._is_narrow else f"{'p50':>11}")
        for metric in grouped:
            self._print(render_visible(render_metric(metric)))
            order = self._replay.group_order(metric, grouping)
            for value in order if self._shows_all else order[:GROUPS_SHOWN]:
                figures = self._replay.metrics[metric].by[grouping][value]
                tail = f"{render_percentile(figures.waited.percentiles().get('p50')):>11}"
                self._print_row(f"{GAP}{NOTHING if value is None else render_visible(value)}", figures, "" if self._is_narrow else tail)
            hidden = 0 if self._shows_all else len(order) - GROUPS_SHOWN
            if hidden > 0:
                self._print(f"{GAP}and {hidden:,} more: --all shows them", "dim")

    def _print_hours(self, metrics: Sequence[str]) -> None:
        chosen = metrics if self._shows_all else [FIRST_RESPONSE if FIRST_RESPONSE in metrics else metrics[0]]
        for metric in chosen:
            self._print()
            hours = self._replay.metrics[metric].hours
            print_heat_maps(self._console, render_visible(render_metric(metric)), hours, self._width, is_drawn=self._is_drawn)
        if len(metrics) > 1 and not self._shows_all:
            self._print("--all shows the hours of the other metrics, too", "dim")

    # --- tiers and breaches

    def _print_tiers(self) -> None:
        loads, order = self._replay.loads, self._replay.tier_order()
        if not order:
            return
        self._print()
        room = max(18, self._name)
        heads = f"{'cases':>7}{'by rule':>9}{'by step':>9}{'owned for':>11}"
        more = "" if self._is_narrow else f"{'at a time':>11}{GAP}most come"
        self._print(f"{fit('tier', room)}{heads}{more}", "bold")
        for tier in order:
            load = loads.by_tier[tier]
            most = max(load.entered)
            busiest = name_of_hour(load.entered.index(most)) if most else NOTHING
            counts = f"{load.cases:>7,}{load.by_rule:>9,}{load.by_step:>9,}"
            more = "" if self._is_narrow else f"{self._render_average(load.owned):>11}{GAP}{busiest}"
            self._print(f"{fit(render_visible(tier), room)}{counts}{render_length(load.owned):>11}{more}")
        for title, counted in (("steps taken", loads.steps), ("reminders", loads.reminders)):
            for place, (step, taken) in enumerate(sorted(counted.items(), key=lambda each: (-each[1], each[0]))):
                self._print_wrapped(f"{title if not place else '':<13}{taken:>5,}  {render_visible(step)}", "", "", " " * 20)

    def _render_average(self, owned: timedelta) -> str:
        """Return how many cases a tier had at a time, over all that the report spans."""
        if not self._replay.weeks:
            return NOTHING
        average = owned / timedelta(weeks=1) / self._replay.weeks
        return "< 0.1" if 0 < average < 0.1 else f"{average:,.1f}"

    def _print_breaches(self, breaches: Sequence[Breach]) -> None:
        if not breaches:
            return
        self._print()
        hidden = self._replay.breached - len(breaches)
        late = "" if self._is_narrow else "late, the longest first"
        self._print(f"{fit('breaches', self._case)}{GAP}{'metric':<18}{'due':<18}{late}", "bold")
        for breach in breaches:
            self._print_breach(breach)
        if hidden:
            self._print(f"and {hidden:,} more: --all shows them, --format jsonl or csv --section breaches writes them", "dim")

    def _print_breach(self, breach: Breach) -> None:
        name = render_visible(breach.case if breach.case is not None else f"line {breach.line}")
        due = NOTHING if breach.due_at is None else render_weekday(breach.due_at, self._replay.last, self._zone)
        due = due if cell_len(due) <= DUE else due.partition(" ")[2]
        shown = fit(name, min(cell_len(name), self._case))
        row = Text().append(shown, Style(link=breach.link) if breach.link else "").append(" " * (self._case - cell_len(shown)))
        row.append(f"{GAP}{fit(render_visible(render_metric(breach.metric)), 16)}{GAP}{fit(due, DUE)}{GAP}")
        late = f"{render_length(breach.late)}, {breach.ending}"
        if not self._is_narrow:
            row.append(fit(late, min(cell_len(late), self._width - row.cell_len)), "red")
        self._console.print(row)
        parts = [late] if self._is_narrow else []
        parts += [f"{breach.amount} by {', '.join(breach.rules)}" if breach.rules else breach.amount]
        if breach.calendar is not None and breach.late_counted is not None:
            parts.append(f"{render_length(breach.late_counted, with_days=False)} open over")
        if breach.breached_at != breach.due_at:
            parts.append(f"breached {render_weekday(breach.breached_at, self._replay.last, self._zone)}")
        parts += [each for each in (breach.tier, breach.severity) if each]
        text = render_visible(" · ".join(parts))
        self._console.print(Text(GAP + fit(text, min(cell_len(text), self._width - len(GAP))).rstrip(), "dim"))
        if breach.link is not None and not self._console.color_system:
            self._console.print(Text(f"{GAP}{breach.link}", "dim"))
