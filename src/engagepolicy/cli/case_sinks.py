"""Where cases go, one by one: a table with its summary, the picture of one, or records as JSONL or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Protocol, TextIO

from rich.console import Console
from rich.text import Text

from engagepolicy.adapters.writers import JsonlWriter
from engagepolicy.cli.case_tables import CaseTable, PictureDrawer, bar_width, case_summary_lines
from engagepolicy.cli.endings import WrongCall
from engagepolicy.cli.sinks import ROWS_SHOWN, JsonListSink, RecordSink
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.policy.policy import Policy
from engagepolicy.report.case_overview import CaseLine, CaseSummary, case_line
from engagepolicy.report.case_picture import draw_case
from engagepolicy.report.following import Followed
from engagepolicy.report.reasons import render_reasons, visible_tree

NAMES_KEPT = 10_000
"""Identifiers that are remembered to suggest one of them."""


class CaseFormat(StrEnum):
    """How cases are shown."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"


class CaseSink(Protocol):
    """Takes cases as they are followed."""

    def add(self, followed: Followed, /) -> None:
        """Take one case."""

    def finish(self) -> None:
        """Write what comes at the end."""


class CaseTableSink:
    """Prints a table and its summary; an only case is drawn instead."""

    def __init__(self, console: Console, policy: Policy, now: datetime, drawer: PictureDrawer, *, shows_all: bool) -> None:
        """Take where to print; `shows_all` prints every case, and without it the first ones."""
        self._console = console
        self._policy = policy
        self._drawer = drawer
        self._summary = CaseSummary.of(policy, now)
        self._table = CaseTable(console, self._summary.words, has_rosters=bool(policy.program.rosters))
        self._most = None if shows_all else ROWS_SHOWN
        self._only: Followed | None = None
        self._kept: list[CaseLine] = []

    def add(self, followed: Followed, /) -> None:
        """Keep one case, and count it."""
        self._summary.add(followed.status)
        self._only = followed if self._summary.cases == 1 else None
        if self._most is None or len(self._kept) < self._most:
            self._kept.append(case_line(followed, self._summary.zone))

    def finish(self) -> None:
        """Print the table, or the picture of the only case."""
        if self._only is not None:
            self._drawer.print_picture(draw_case(self._policy, self._only, bar_width(self._console)))
        if self._only is not None or not self._kept:
            return
        self._table.print_head()
        for line in self._kept:
            self._table.print_line(line)
        hidden = self._summary.cases - len(self._kept)
        if hidden:
            self._console.print(Text(f"and {hidden:,} more: --all shows them, --format jsonl writes them", "dim"))
        self._console.print()
        for text in case_summary_lines(self._summary, self._console.width):
            self._console.print(Text(text))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One case, and whether its life is drawn or its status explained."""

    case: str
    is_explained: bool = False

    @property
    def option(self) -> str:
        """The option that asked for it."""
        return "--explain" if self.is_explained else "--show"


class WantedSink:
    """Shows every case with one identifier, each by `show`."""

    def __init__(self, wanted: Wanted, show: Callable[[list[Followed]], None]) -> None:
        """Take the identifier, and what shows the cases found."""
        self._wanted = wanted
        self._show = show
        self._found: list[Followed] = []
        self._names: list[str] = []

    def add(self, followed: Followed, /) -> None:
        """Keep the case if it is the wanted one."""
        if followed.status.case == self._wanted.case:
            self._found.append(followed)
        elif followed.status.case is not None and len(self._names) < NAMES_KEPT:
            self._names.append(followed.status.case)

    def finish(self) -> None:
        """Show what was found; raise `WrongCall` if there was none."""
        if not self._found:
            near = find_suggestions(self._wanted.case, self._names, 1)
            told = f"{self._wanted.option}: no case {self._wanted.case} could be followed"
            raise WrongCall(told, *(f"did you mean {each}?" for each in near))
        self._show(self._found)


def _print_pictures(console: Console, policy: Policy, drawer: PictureDrawer, cases: list[Followed]) -> None:
    for place, followed in enumerate(cases):
        if place:
            console.print()
        drawer.print_picture(draw_case(policy, followed, bar_width(console)))


def _write_reasons(stream: TextIO, cases: list[Followed]) -> None:
    for place, followed in enumerate(cases):
        tree = visible_tree(followed.status.explain().tree())
        stream.write("\n" if place else "")
        stream.writelines(f"{line}\n" for line in render_reasons(tree))


def _write_reason_records(stream: TextIO, format: CaseFormat, cases: list[Followed]) -> None:
    reasons = [followed.status.explain().to_json() for followed in cases]
    if format is CaseFormat.JSON:
        stream.write(json.dumps(reasons, ensure_ascii=False, indent=2) + "\n")
    else:
        stream.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in reasons)


def make_case_sink(
    format: CaseFormat,
    stream: TextIO,
    console: Console,
    policy: Policy,
    now: datetime,
    drawer: PictureDrawer,
    *,
    wanted: Wanted | None,
    shows_all: bool,
) -> CaseSink:
    """Return the sink of a format; records go to `stream`, tables and pictures to `console`."""
    match format:
        case CaseFormat.TABLE if wanted is not None and wanted.is_explained:
            return WantedSink(wanted, partial(_write_reasons, stream))
        case CaseFormat.TABLE if wanted is not None:
            return WantedSink(wanted, partial(_print_pictures, console, policy, drawer))
        case CaseFormat.TABLE:
            return CaseTableSink(console, policy, now, drawer, shows_all=shows_all)
        case CaseFormat.JSONL | CaseFormat.JSON if wanted is not None:
            return WantedSink(wanted, partial(_write_reason_records, stream, format))
        case CaseFormat.JSONL:
            return RecordSink(JsonlWriter(stream))
        case CaseFormat.JSON:
            return JsonListSink(stream)
