"""Where decisions go, one by one: a table with its summary, or records as JSONL, JSON or CSV. None keeps more than a page of them."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import Any, Protocol, TextIO

from rich.console import Console
from rich.text import Text

from engagepolicy.adapters.writers import CsvWriter, DecisionWriter, JsonlWriter
from engagepolicy.cli.tables import DecisionTable, summary_lines
from engagepolicy.diagnostics.display import render_visible
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Decided, csv_columns
from engagepolicy.report.overview import OverviewLine, Summary, overview_line

ROWS_SHOWN = 50


class DecisionFormat(StrEnum):
    """How decisions are shown."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


class Recorded(Protocol):
    """What a record can be made of: a decision, or how a case stands."""

    def to_record(self) -> dict[str, Any]:
        """Return plain JSON data."""


class Sink(Protocol):
    """Takes decisions as they are made."""

    def add(self, decided: Decided, /) -> None:
        """Take one decision."""

    def finish(self) -> None:
        """Write what comes at the end."""


class RecordSink:
    """Writes every record as it comes."""

    def __init__(self, writer: DecisionWriter) -> None:
        """Take what writes records."""
        self._writer = writer

    def add(self, recorded: Recorded, /) -> None:
        """Write one record."""
        self._writer.write(recorded.to_record())

    def finish(self) -> None:
        """Write nothing more."""


class JsonListSink:
    """Writes the records as one JSON list, each on a line of its own."""

    def __init__(self, stream: TextIO) -> None:
        """Begin the list on an open text stream."""
        self._stream = stream
        self._separator = "[\n"

    def add(self, recorded: Recorded, /) -> None:
        """Write one record."""
        line = io.StringIO()
        JsonlWriter(line).write(recorded.to_record())
        self._stream.write(self._separator + line.getvalue().rstrip("\n"))
        self._separator = ",\n"

    def finish(self) -> None:
        """End the list."""
        self._stream.write("[]\n" if self._separator.startswith("[") else "\n]\n")


class TableSink:
    """Prints a table: the first rows when all were read, or all of them as they come; then the summary."""

    def __init__(self, console: Console, policy: Policy, *, shows_all: bool, names_sources: bool) -> None:
        """Take the console; `shows_all` prints every row at once, and without it the first ones are kept until the end.

        `names_sources` prints the name of each input before its rows.
        """
        self._console = console
        self._zone = policy.program.timezone
        self._summary = Summary.of(policy)
        self._table = DecisionTable(console, self._summary.words)
        self._shows_all = shows_all
        self._kept: list[tuple[str, OverviewLine]] = []
        self._source = None if names_sources else ""

    def add(self, decided: Decided) -> None:
        """Print or keep one decision, and count it."""
        self._summary.add(decided.decision)
        if self._shows_all:
            if self._summary.decided == 1:
                self._table.print_head()
            self._print(decided.source, overview_line(decided))
        elif len(self._kept) < ROWS_SHOWN:
            self._kept.append((decided.source, overview_line(decided)))

    def _print(self, source: str, line: OverviewLine) -> None:
        if self._source != "" and self._source != source:
            self._source = source
            self._console.print(Text(render_visible(source), "dim"))
        self._table.print_line(line)

    def finish(self) -> None:
        """Print what was kept, and the summary."""
        if self._kept:
            self._table.print_head()
            for source, line in self._kept:
                self._print(source, line)
        hidden = self._summary.decided - len(self._kept)
        if hidden and not self._shows_all:
            self._console.print(Text(f"and {hidden:,} more: --all shows them, --format jsonl or csv writes them", "dim"))
        if self._summary.decided:
            self._console.print()
            for text in summary_lines(self._summary, self._zone, self._console.width):
                self._console.print(Text(text))


def make_sink(format: DecisionFormat, stream: TextIO, console: Console, policy: Policy, *, shows_all: bool, names_sources: bool) -> Sink:
    """Return the sink of a format; records go to `stream`, the table to `console`."""
    match format:
        case DecisionFormat.TABLE:
            return TableSink(console, policy, shows_all=shows_all, names_sources=names_sources)
        case DecisionFormat.JSONL:
            return RecordSink(JsonlWriter(stream))
        case DecisionFormat.JSON:
            return JsonListSink(stream)
        case DecisionFormat.CSV:
            return RecordSink(CsvWriter(stream, csv_columns(policy)))
