"""`track`: follow cases over time: which clocks run, what was breached, who owns each, when to look again."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format, UnreadableRows
from engagepolicy.cli import options
from engagepolicy.cli.case_sinks import CaseFormat, CaseSink, make_case_sink
from engagepolicy.cli.case_tables import PictureDrawer
from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, describe_os_error, say
from engagepolicy.cli.policies import load_policy
from engagepolicy.cli.progress import following, open_rows, showing_progress
from engagepolicy.cli.rejects import Rejects
from engagepolicy.cli.streams import make_console, open_output, require_other_file, require_two_files
from engagepolicy.inputs.lexical import parse_moment
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.case_events import EventLog
from engagepolicy.report.deciding import Rejected
from engagepolicy.report.following import Followed, Outcome, follow_rows


class CaseRowFormat(StrEnum):
    """How rows of cases or events are written."""

    JSONL = "jsonl"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the inputs are to be read, and the moment of looking."""

    now: datetime
    format: Format | None
    records: str | None
    extra: Extra
    is_events: bool


def _read_moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    try:
        return parse_moment(at)
    except InvalidInput as error:
        raise WrongCall(f"--at: {error.problems[0].found} is no moment", f"expected {error.problems[0].expected}") from None


def track(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", hidden=True)],
    policies: options.Policies,
    at: Annotated[
        str | None, typer.Option("--at", metavar="MOMENT", help="When to look, with a zone: 2026-11-23T14:30:00Z; else now.")
    ] = None,
    is_events: Annotated[bool, typer.Option("--events", help="The rows are events that name their case, not cases.")] = False,
    show: Annotated[str | None, typer.Option("--show", metavar="CASE_ID", help="Draw the life of this case.")] = None,
    format: Annotated[CaseFormat, typer.Option("--format", "-f", help="How cases are shown.")] = CaseFormat.TABLE,
    input_format: Annotated[
        CaseRowFormat | None, typer.Option("--input-format", help="How the rows are written, if the file's name does not say.")
    ] = None,
    records: options.Records = None,
    extra: options.Extra = options.ExtraColumns.FORBID,
    rejects: Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Write bad rows there, with line and reasons.")] = None,
    output: options.Output = None,
    shows_all: Annotated[bool, typer.Option("--all", help="Show every case of the table, and the whole history of a picture.")] = False,
    allow_empty: options.AllowEmpty = False,
    plain: options.Plain = False,
) -> int:
    """Follow cases over time: how each stands at a moment, what is due next, what was breached, who owns it.

    An INPUT is a file of JSONL or JSON, gzip or not; - is standard input.

    A row is a case with its events, or with --events one event that names its case. Bad rows are rejected with their line and reasons,
    good rows go on; a bad event rejects its whole case. An only case is drawn. Exit status: 0, or 1 if rows were rejected, or 2 if the
    call was wrong or there was no row at all.
    """
    if show is not None and format is not CaseFormat.TABLE:
        raise WrongCall(f"--show draws a case, which {format} cannot hold", "leave out --format, or --show")
    row_format: Format | None = None if input_format is None else input_format.value
    reading = _Reading(_read_moment(at), row_format, records, extra.value, is_events)
    policy = load_policy(policies)
    require_other_file(output, [*inputs, *policies])
    require_other_file(rejects, [*inputs, *policies])
    require_two_files(output, rejects)
    tally = Tally()
    with ExitStack() as opened:
        told = Rejects(None if rejects is None else opened.enter_context(open_output(rejects)))
        stream = opened.enter_context(open_output(output))
        console = make_console(stream, plain or output is not None)
        drawer = PictureDrawer(console, is_drawn=output is None and is_colored(sys.stdout, plain), shows_all=shows_all)
        sink = make_case_sink(format, stream, console, policy, reading.now, drawer, show=show, shows_all=shows_all)
        cases = _run(policy, inputs, reading, tally, sink, told, shows_progress=format is CaseFormat.TABLE and not plain)
        tally.require_complete()
        if tally.read == 0 and not allow_empty:
            raise WrongCall("there was no row to follow", "an input without rows is usually a mistake; --allow-empty accepts it")
        if tally.read or show is None:
            _finish(sink, told)
        stream.flush()
    told.tell()
    say(f"read {tally.read:,}, followed {tally.decided:,}{f' in {cases:,} cases' if is_events else ''}, rejected {tally.rejected:,}")
    return FINDINGS if tally.rejected else CLEAN


def _run(
    policy: Policy, inputs: Sequence[str], reading: _Reading, tally: Tally, sink: CaseSink, told: Rejects, *, shows_progress: bool
) -> int:
    """Follow every case of the inputs; return how many could be followed."""
    cases = 0
    with showing_progress(shows_progress) as progress:
        for result in _follow(policy, inputs, reading, tally, progress):
            match result:
                case Followed():
                    cases += 1
                    sink.add(result)
                case Rejected():
                    told.add(result)
    return cases


def _follow(policy: Policy, inputs: Sequence[str], reading: _Reading, tally: Tally, progress: Progress | None) -> Iterator[Outcome]:
    """Yield the cases in order; those of a log of events when all of it was read."""
    log = EventLog(policy, reading.now, reading.extra)
    for name in inputs:
        yield from _follow_file(policy, name, reading, tally, log, progress)
    yield from log.follow(tally)


def _follow_file(
    policy: Policy, name: str, reading: _Reading, tally: Tally, log: EventLog, progress: Progress | None
) -> Iterator[Outcome]:
    """Yield what becomes of the rows of an input, or keep them in the log; raise `WrongCall` where the input as a whole cannot be used."""
    format: Format | None = "json" if reading.records is not None and reading.format is None else reading.format
    try:
        with open_rows(name, format, otherwise="jsonl") as opened:
            rows = following(read_rows(opened.source, opened.format, reading.records, otherwise="jsonl"), progress, opened)
            if not reading.is_events:
                yield from follow_rows(policy, rows, tally, reading.now, source=name, extra=reading.extra)
                return
            for row in tally.counting(rows):
                rejected = log.take(name, row, tally)
                if rejected is not None:
                    yield rejected
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise WrongCall(f"{name} cannot be read: {describe_os_error(error)}") from None
    except UnreadableRows as error:
        raise WrongCall(f"{name} cannot be read as rows: {error}") from None


def _finish(sink: CaseSink, told: Rejects) -> None:
    """Write what comes at the end; where that cannot be, tell first which rows were rejected, since they may be why."""
    try:
        sink.finish()
    except WrongCall:
        told.tell()
        raise
