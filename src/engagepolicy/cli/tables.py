"""Drawing decisions as a table that fits the terminal: columns of fixed width, so that rows can be printed as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from engagepolicy.report.overview import OverviewLine, Summary

WIDE = 132
GAP = "  "
ELLIPSIS = "…"
LONGEST_WORD = 20
LINE_WIDTH = 5
OPEN = "?"
FACTS_NAMED = 3
TITLE_WIDTH = 9
STYLES = ("bold red", "yellow", "")
"""Of the gravest word, the one below it, and the rest."""


def fit(text: str, width: int) -> str:
    """Return the text cut or padded to so many columns of a terminal."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + ELLIPSIS, width)


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: int
    is_right: bool = False

    def cell(self, text: str) -> str:
        return text.rjust(self.width) if self.is_right else fit(text, self.width)


class DecisionTable:
    """Prints decisions: on one line each where there is room, else with the message and what belongs to it on a second one."""

    def __init__(self, console: Console, words: Mapping[str, Sequence[str]]) -> None:
        """Take the console and the words of severity and tier."""
        self._console = console
        self._is_wide = console.width >= WIDE
        self._styles = dict(zip(reversed(words.get("severity", ())), STYLES, strict=False))
        longest = {name: 1 + max(map(len, (*words.get(name, ()), name))) for name in ("severity", "tier")}
        columns = [_Column("line", LINE_WIDTH, is_right=True), _Column("received", 16)]
        columns += [_Column(name, min(LONGEST_WORD, width)) for name, width in longest.items()]
        columns.append(_Column("answer by", 12))
        if self._is_wide:
            columns += [_Column("queue", 16), _Column("tags", 16)]
            columns.append(_Column("message", console.width - sum(each.width + len(GAP) for each in columns)))
        self._columns = columns

    def print_head(self) -> None:
        """Print the titles of the columns."""
        self._console.print(Text(GAP.join(each.cell(each.title) for each in self._columns).rstrip(), "bold"))

    def print_line(self, line: OverviewLine) -> None:
        """Print one decision."""
        mark = {name: OPEN if name in line.open else "" for name in ("severity", "tier", "first_response")}
        severity, tier, due = line.severity + mark["severity"], line.tier + mark["tier"], line.due + mark["first_response"]
        cells = [str(line.line), line.received, severity, tier, due, line.queue, line.tags, self._message(line)]
        row = Text()
        for place, (column, cell) in enumerate(zip(self._columns, cells, strict=False)):
            style = self._styles.get(line.severity, "") if column.title == "severity" else ""
            row.append(GAP if place else "").append(column.cell(cell), style)
        row.rstrip()
        self._console.print(row)
        if not self._is_wide:
            self._print_below(line)

    @staticmethod
    def _message(line: OverviewLine) -> str:
        conflicts = f"[rules disagree: {line.conflicts}] " if line.conflicts else ""
        return conflicts + (f"{line.who}: {line.message}" if line.who else line.message)

    def _print_below(self, line: OverviewLine) -> None:
        tail = " · ".join(part for part in (line.queue, line.tags) if part and part != "-")
        margin = LINE_WIDTH + len(GAP)
        room = self._console.width - margin
        tail = fit(tail, min(cell_len(tail), room // 2))
        message = fit(self._message(line), room - cell_len(tail) - 3).rstrip()
        joined = f"{message} · " if message and tail else message
        self._console.print(Text(" " * margin).append(joined, "").append(tail, "dim"))


def _notes(summary: Summary, zone: str) -> Iterator[tuple[str, str]]:
    for name, counted in summary.rows():
        yield name, ", ".join(f"{word} {count:,}" for word, count in counted)
    if summary.in_conflict:
        yield "disagree", f"{summary.in_conflict:,} settled on the safe side"
    if summary.undetermined:
        yield "open", f"{summary.undetermined:,} marked {OPEN}: a fact that is not known could change it"
        often = sorted(summary.missing.items(), key=lambda pair: (-pair[1], pair[0]))[:FACTS_NAMED]
        yield "", "most often " + ", ".join(f"{fact} {count:,}" for fact, count in often)
    yield "times", zone


def summary_lines(summary: Summary, zone: str, width: int) -> Iterator[str]:
    """Yield the lines below a table: how many of each word, what is not settled, and what the times mean."""
    margin = " " * (TITLE_WIDTH + len(GAP))
    for title, text in _notes(summary, zone):
        yield from wrap(text, width, initial_indent=f"{title:<{TITLE_WIDTH}}{GAP}", subsequent_indent=margin)
