"""Drawing cases: as a table that fits the terminal, printed line by line, and one case as a picture of its life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from engagepolicy.cli.tables import GAP, LONGEST_WORD, STYLES, WIDE, fit
from engagepolicy.report.case_lines import HistoryLine
from engagepolicy.report.case_overview import NOTHING, CaseLine, CaseSummary
from engagepolicy.report.case_picture import Bar, Mark, Picture

WIDEST_PICTURE = 160
LABEL = 18
"""Columns in front of a bar: the longest of the usual names."""

TITLE = 16
NOW = "now"
AHEAD = "steps ahead, if nothing else happens"
HISTORY_SHOWN = 60
SIGNS: Mapping[Mark, tuple[str, str, str]] = {
    Mark.BLANK: (" ", " ", ""),
    Mark.RAN: ("━", "=", "green"),
    Mark.CLOSED: ("┄", "-", "dim green"),
    Mark.PAUSED: ("░", "~", "blue"),
    Mark.LATE: ("▓", "#", "red"),
    Mark.AHEAD: ("·", ".", "dim"),
    Mark.WARNED: ("▲", "^", "yellow"),
    Mark.DUE: ("┃", "|", "bold yellow"),
    Mark.CANCELLED: ("×", "x", "dim"),
    Mark.MET: ("●", "o", "bold green"),
    Mark.BREACHED: ("✗", "!", "bold red"),
    Mark.BEYOND: ("›", ">", "bold yellow"),
    Mark.OWNED: ("━", "=", "cyan"),
}
"""How each mark is drawn, how it is written where nothing may be drawn, and its style; every sign tells the mark without colour."""


class CaseTable:
    """Prints cases: on one line each where there is room, else with what is due and what was breached on a second one."""

    def __init__(self, console: Console, words: Mapping[str, Sequence[str]], *, has_rosters: bool = False) -> None:
        """Take the console, the words of severity and tier, and whether it is told who is on duty."""
        self._console = console
        self._is_wide = console.width >= WIDE
        self._styles = dict(zip(reversed(words.get("severity", ())), STYLES, strict=False))
        longest = {name: min(LONGEST_WORD - 2, max(map(len, (*words.get(name, ()), name)))) for name in ("severity", "tier")}
        columns = [("case", 16), ("severity", longest["severity"]), ("tier", longest["tier"]), ("due", 11)]
        if self._is_wide:
            columns += [("for", 16), ("left", 20), ("check next", 11), *([("on duty", 18)] if has_rosters else [])]
        columns.append(("breached" if self._is_wide else "left", console.width - sum(width + len(GAP) for _, width in columns)))
        self._columns = columns

    def print_head(self) -> None:
        """Print the titles of the columns."""
        self._console.print(Text(GAP.join(fit(title, width) for title, width in self._columns).rstrip(), "bold"))

    def print_line(self, line: CaseLine) -> None:
        """Print one case."""
        cells = {"case": line.case, "severity": line.severity, "tier": line.tier, "due": line.due, "for": line.metric}
        cells |= {"left": line.left, "check next": line.check, "breached": line.breaches, "on duty": line.on_duty}
        late = STYLES[0] if line.is_late else ""
        styles = {"severity": self._styles.get(line.severity, ""), "due": late, "left": late}
        row = Text()
        for place, (title, width) in enumerate(self._columns):
            row.append(GAP if place else "").append(fit(cells[title], width), styles.get(title, ""))
        row.rstrip()
        self._console.print(row)
        if not self._is_wide:
            parts = [line.metric] if line.metric != NOTHING else []
            parts += [f"breached: {line.breaches}"] if line.breaches != NOTHING else []
            parts += [f"check next {line.check}"] if line.check != NOTHING else []
            parts += [f"on duty: {line.on_duty}"] if line.on_duty != NOTHING else []
            if parts:
                room = self._console.width - len(GAP)
                self._console.print(Text(GAP + fit(" · ".join(parts), room).rstrip(), "dim"))


def case_summary_lines(summary: CaseSummary, width: int) -> Iterator[str]:
    """Yield the lines below a table: how many cases are open, how each metric stands, and what the times mean."""
    for title, text in summary.rows():
        margin = " " * (TITLE + len(GAP))
        yield from wrap(text, width, initial_indent=f"{fit(title, TITLE)}{GAP}", subsequent_indent=margin)


def bar_width(console: Console) -> int:
    """Return how many cells the bars of a picture have on the console."""
    return min(WIDEST_PICTURE, console.width) - LABEL - len(GAP)


class PictureDrawer:
    """Prints pictures of cases; `is_drawn` uses lines and blocks, without it letters and signs of ASCII."""

    def __init__(self, console: Console, *, is_drawn: bool, shows_all: bool) -> None:
        """Take the console; `shows_all` prints the whole history, and without it its latest part."""
        self._console = console
        self._width = min(WIDEST_PICTURE, console.width)
        self._is_drawn = is_drawn
        self._shows_all = shows_all

    def print_picture(self, picture: Picture) -> None:
        """Print one case."""
        self._console.print(Text(fit(picture.title, self._width).rstrip(), "bold"))
        self._print_wrapped(picture.about, "")
        if picture.clocks or picture.tiers:
            self._console.print()
            self._print_ticks(picture)
            for bar in picture.clocks:
                self._print_bar(bar)
            self._console.print()
            for bar in picture.tiers:
                self._print_bar(bar)
            self._print_legend(picture)
        self._print_history(picture.history)
        if picture.ahead:
            self._console.print()
            self._console.print(Text(AHEAD, "dim"))
            self._print_lines(picture.ahead)

    def _print_wrapped(self, text: str, style: str, margin: str = "", further: str | None = None) -> None:
        for line in wrap(text, self._width, initial_indent=margin, subsequent_indent=margin if further is None else further):
            self._console.print(Text(line, style))

    def _print_ticks(self, picture: Picture) -> None:
        width = bar_width(self._console)
        labels, stems = [" "] * width, [" "] * width
        for place, label in picture.ticks:
            labels[place : place + len(label) + 1] = f"╷{label}" if self._is_drawn else f"|{label}"
        if picture.now is not None:
            start = picture.now - len(NOW) - 1 if picture.now > len(NOW) else picture.now + 2
            stems[picture.now] = "▼" if self._is_drawn else "v"
            stems[start : start + len(NOW)] = NOW
        margin = " " * (LABEL + len(GAP))
        for cells in (labels, stems):
            if "".join(cells).strip():
                self._console.print(Text(margin + "".join(cells).rstrip(), "dim"))

    def _sign(self, mark: Mark) -> tuple[str, str]:
        drawn, written, style = SIGNS[mark]
        return (drawn if self._is_drawn else written), style

    def _print_bar(self, bar: Bar) -> None:
        row = Text(fit(bar.label, LABEL) + GAP)
        is_empty = all(mark is Mark.BLANK for mark in bar.cells)
        if is_empty:
            row.append(fit(bar.note, len(bar.cells)), "dim")
        for mark, cells in () if is_empty else groupby(bar.cells):
            sign, style = self._sign(mark)
            row.append(sign * len(list(cells)), style)
        row.rstrip()
        self._console.print(row)
        if bar.note and not is_empty:
            self._print_wrapped(bar.note, "red" if bar.is_late else "dim", " " * (LABEL + len(GAP)))

    def _print_legend(self, picture: Picture) -> None:
        if picture.marks:
            self._console.print()
            self._print_wrapped("   ".join(f"{self._sign(mark)[0]} {mark.value}" for mark in picture.marks), "dim")

    def _print_history(self, history: Sequence[HistoryLine]) -> None:
        shown = history if self._shows_all else history[-HISTORY_SHOWN:]
        if not shown:
            return
        self._console.print()
        if len(history) > len(shown):
            self._console.print(Text(f"{len(history) - len(shown):,} earlier lines: --all shows them", "dim"))
        self._print_lines(shown)

    def _print_lines(self, shown: Sequence[HistoryLine]) -> None:
        room = max(len(each.at) for each in shown)
        before = ""
        for line in shown:
            head = f"{'' if line.at == before else line.at:<{room}}{GAP}"
            before = line.at
            tail = f"  by {line.by}" if line.by else ""
            if cell_len(head + line.text + tail) <= self._width:
                style = STYLES[0] if line.is_bad else ""
                self._console.print(Text(head).append(line.text, style).append(tail, "dim"))
            else:
                self._print_wrapped(line.text + tail, STYLES[0] if line.is_bad else "", head, " " * (room + 2 * len(GAP)))
