"""Where a report over history goes: to people as tables, or as JSON, JSONL of its breaches, or one section as CSV."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Protocol, TextIO

from rich.console import Console

from engagepolicy.adapters.writers import CsvWriter, JsonlWriter
from engagepolicy.cli.replay_tables import BREACHES_SHOWN, ReplayPrinter, WorstBreaches
from engagepolicy.report.breaches import BREACH_COLUMNS, Breach
from engagepolicy.report.replay import Replay
from engagepolicy.report.replay_rows import HOUR_COLUMNS, SUMMARY_COLUMNS, TIER_COLUMNS, hour_rows, summary_rows, tier_rows


class ReplayFormat(StrEnum):
    """How the report is shown."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Section(StrEnum):
    """The part of the report that CSV has."""

    SUMMARY = "summary"
    BREACHES = "breaches"
    HOURS = "hours"
    TIERS = "tiers"


class ReplaySink(Protocol):
    """Takes breaches as they are found, and the report at the end."""

    def add(self, breach: Breach, /) -> None:
        """Take one breach."""

    def finish(self, replay: Replay, /) -> None:
        """Write what comes at the end."""


class TablesSink:
    """Prints tables; keeps the latest breaches alone, unless all are to be shown."""

    def __init__(self, console: Console, *, is_drawn: bool, shows_all: bool) -> None:
        """Take the console."""
        self._console = console
        self._is_drawn = is_drawn
        self._shows_all = shows_all
        self._worst = WorstBreaches(None if shows_all else BREACHES_SHOWN)

    def add(self, breach: Breach, /) -> None:
        """Keep one breach, or not."""
        self._worst.add(breach)

    def finish(self, replay: Replay, /) -> None:
        """Print the report."""
        printer = ReplayPrinter(self._console, replay, is_drawn=self._is_drawn, shows_all=self._shows_all)
        printer.print_report(self._worst.ranked())


class JsonSink:
    """Writes one JSON object: the breaches as they come, each on a line of its own, then the report."""

    def __init__(self, stream: TextIO) -> None:
        """Begin the object on an open text stream."""
        self._stream = stream
        self._separator = '{\n"breaches": [\n'

    def add(self, breach: Breach, /) -> None:
        """Write one breach."""
        self._stream.write(self._separator + json.dumps(breach.to_json(), ensure_ascii=False))
        self._separator = ",\n"

    def finish(self, replay: Replay, /) -> None:
        """Write the rest."""
        self._stream.write('{\n"breaches": [' if self._separator.startswith("{") else "\n")
        rest = json.dumps(replay.to_json(), ensure_ascii=False, indent=1)
        self._stream.write(f"],\n{rest.removeprefix('{').lstrip()}\n")


class BreachesSink:
    """Writes every breach as it comes, and nothing else."""

    def __init__(self, writer: JsonlWriter | CsvWriter) -> None:
        """Take what writes records."""
        self._writer = writer

    def add(self, breach: Breach, /) -> None:
        """Write one breach."""
        self._writer.write(breach.to_json())

    def finish(self, _: Replay, /) -> None:
        """Write nothing more."""


class SectionSink:
    """Writes one section of the report as CSV."""

    def __init__(self, stream: TextIO, section: Section) -> None:
        """Take an open text stream."""
        self._stream = stream
        self._section = section

    def add(self, breach: Breach, /) -> None:
        """Leave a breach to its own section."""

    def finish(self, replay: Replay, /) -> None:
        """Write the rows."""
        match self._section:
            case Section.HOURS:
                columns, rows = HOUR_COLUMNS, hour_rows(replay)
            case Section.TIERS:
                columns, rows = TIER_COLUMNS, tier_rows(replay)
            case _:
                columns, rows = SUMMARY_COLUMNS, summary_rows(replay)
        writer = CsvWriter(self._stream, columns)
        for row in rows:
            writer.write(row)


def make_replay_sink(
    format: ReplayFormat, section: Section, stream: TextIO, console: Console, *, is_drawn: bool, shows_all: bool
) -> ReplaySink:
    """Return the sink of a format; records go to `stream`, tables to `console`."""
    match format:
        case ReplayFormat.TABLE:
            return TablesSink(console, is_drawn=is_drawn, shows_all=shows_all)
        case ReplayFormat.JSON:
            return JsonSink(stream)
        case ReplayFormat.JSONL:
            return BreachesSink(JsonlWriter(stream))
        case ReplayFormat.CSV if section is Section.BREACHES:
            return BreachesSink(CsvWriter(stream, BREACH_COLUMNS))
        case ReplayFormat.CSV:
            return SectionSink(stream, section)
