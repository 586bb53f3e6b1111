"""`decide`: run a policy over rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from engagepolicy.adapters.column_map import ColumnMap
from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format
from engagepolicy.cli import options
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, say
from engagepolicy.cli.policies import load_policy, read_map
from engagepolicy.cli.progress import following, open_rows, showing_progress
from engagepolicy.cli.refusals import refusing_input
from engagepolicy.cli.rejects import Rejects
from engagepolicy.cli.signals import open_signals
from engagepolicy.cli.sinks import DecisionFormat, Sink, make_sink
from engagepolicy.cli.streams import make_console, open_output, require_other_file, require_two_files
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Decided, Observed, Rejected, decide_rows

SIGNALS = "Count signals in this SQLite file or redis:// server; without it, over the rows of this run, in memory."


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the inputs are to be read."""

    columns: ColumnMap | None
    format: Format | None
    records: str | None
    extra: Extra
    limit: int | None


def decide(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", hidden=True)],
    policies: options.Policies,
    format: Annotated[DecisionFormat, typer.Option("--format", "-f", help="How decisions are shown.")] = DecisionFormat.TABLE,
    columns: options.Columns = None,
    input_format: options.RowFormat = None,
    records: options.Records = None,
    extra: options.Extra = options.ExtraColumns.FORBID,
    rejects: Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Write bad rows there, with line and reasons.")] = None,
    output: options.Output = None,
    signals: Annotated[str | None, typer.Option("--signals", metavar="STORE", help=SIGNALS)] = None,
    limit: Annotated[int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="Stop after so many rows.")] = None,
    shows_all: Annotated[bool, typer.Option("--all", help="Show every row of the table, not only the first 50.")] = False,
    allow_empty: options.AllowEmpty = False,
    plain: options.Plain = False,
) -> int:
    """Decide about every row of the inputs.

    An INPUT is a file of JSONL, JSON or CSV, gzip or not; - is standard input.

    Rows are counted for the policy's signals in the order in which they are read.

    Bad rows are rejected with their line and reasons, good rows go on. Standard error says at the end how many rows were read, decided
    and rejected. Exit status: 0, or 1 if rows were rejected, or 2 if the call was wrong or there was no row at all.
    """
    policy = load_policy(policies)
    row_format: Format | None = None if input_format is None else input_format.value
    reading = _Reading(read_map(columns, policy), row_format, records, extra.value, limit)
    require_other_file(output, [*inputs, *policies])
    require_other_file(rejects, [*inputs, *policies])
    require_two_files(output, rejects)
    tally = Tally()
    with ExitStack() as opened:
        told = Rejects(None if rejects is None else opened.enter_context(open_output(rejects)))
        stream = opened.enter_context(open_output(output))
        console = make_console(stream, plain or output is not None)
        sink = make_sink(format, stream, console, policy, shows_all=shows_all, names_sources=len(inputs) > 1)
        prints_rows = output is None and sys.stdout.isatty() and (format is not DecisionFormat.TABLE or shows_all)
        observed = opened.enter_context(open_signals(signals, policy))
        _run(policy, inputs, reading, tally, sink, told, observed, shows_progress=not prints_rows and not plain)
        tally.require_complete()
        if tally.read == 0 and not allow_empty:
            raise WrongCall("there was no row to decide about", "an input without rows is usually a mistake; --allow-empty accepts it")
        sink.finish()
        stream.flush()
    told.tell()
    say(f"read {tally.read:,}, decided {tally.decided:,}, rejected {tally.rejected:,}")
    return FINDINGS if tally.rejected else CLEAN


def _run(
    policy: Policy,
    inputs: Sequence[str],
    reading: _Reading,
    tally: Tally,
    sink: Sink,
    told: Rejects,
    observed: Observed | None,
    *,
    shows_progress: bool,
) -> None:
    with showing_progress(shows_progress) as progress:
        for name in inputs:
            for result in _decide_file(policy, name, reading, tally, observed, progress):
                match result:
                    case Decided():
                        sink.add(result)
                    case Rejected():
                        told.add(result)


def _decide_file(
    policy: Policy, name: str, reading: _Reading, tally: Tally, observed: Observed | None, progress: Progress | None
) -> Iterator[Decided | Rejected]:
    """Yield what becomes of every row of an input; raise `WrongCall` where the input as a whole cannot be used."""
    left = None if reading.limit is None else reading.limit - tally.read
    format: Format | None = "json" if reading.records is not None and reading.format is None else reading.format
    with refusing_input(name, policy.name), open_rows(name, format) as opened:
        rows = islice(read_rows(opened.source, opened.format, reading.records), left)
        followed = following(rows, progress, opened)
        yield from decide_rows(policy, followed, tally, source=name, columns=reading.columns, extra=reading.extra, observed=observed)
