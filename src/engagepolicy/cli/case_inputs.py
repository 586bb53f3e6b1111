"""The inputs of verbs that follow cases: files of cases, or of events that name their case, opened, read and followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rich.progress import Progress

from engagepolicy.adapters.column_map import BadColumnMap, ColumnMap, parse_column_map
from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format, UnreadableRows
from engagepolicy.adapters.unfolding import unfold_rows
from engagepolicy.cli import options
from engagepolicy.cli.endings import WrongCall, describe_os_error, say
from engagepolicy.cli.policies import MAP_GUIDE
from engagepolicy.cli.progress import following, open_rows
from engagepolicy.cli.streams import STDIN
from engagepolicy.inputs.lexical import parse_moment
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.case_events import EventLog
from engagepolicy.report.case_rows import CaseRows
from engagepolicy.report.conversations import Threading
from engagepolicy.report.following import Outcome
from engagepolicy.report.looking import Look
from engagepolicy.report.mapped_rows import RowMap

_NEVER = datetime.max.replace(tzinfo=UTC)
"""When to look where no row has a moment: each of them is rejected."""


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """Which inputs are to be read, and how."""

    names: tuple[str, ...]
    format: Format | None
    records: str | None
    extra: Extra
    is_events: bool
    columns: ColumnMap | None = None
    unfold: str | None = None
    threading: Threading = field(default_factory=Threading)


def read_moment(at: str) -> datetime:
    """Return the moment of `--at`; raise `WrongCall` for what is none."""
    try:
        return parse_moment(at)
    except InvalidInput as error:
        raise WrongCall(f"--at: {error.problems[0].found} is no moment", f"expected {error.problems[0].expected}") from None


def make_inputs(
    names: Sequence[str],
    policy: Policy,
    pairs: Sequence[str] | None,
    format: options.InputFormat | None,
    records: str | None,
    unfold: str | None,
    extra: options.ExtraColumns,
    is_events: bool,
    answers: options.Answers,
    torn: options.Torn,
) -> CaseInputs:
    """Return the inputs that the options describe; raise `WrongCall` for a map that no row could satisfy."""
    columns = None
    try:
        if pairs:
            columns = parse_column_map(pairs)
            make = RowMap.of_events if is_events else RowMap.of_cases
            make(policy, columns)
    except BadColumnMap as error:
        raise WrongCall(f"--map: {error}", MAP_GUIDE) from None
    threading = Threading(answers.value, torn.value)
    return CaseInputs(tuple(names), None if format is None else format.value, records, extra.value, is_events, columns, unfold, threading)


def follow_inputs(
    policy: Policy, inputs: CaseInputs, now: datetime | Look | None, tally: Tally, progress: Progress | None
) -> Iterator[Outcome]:
    """Yield the cases in order as they stand at `now`; those of a log of events when all of it was read.

    None for `now` is the latest moment of all inputs, for which files of cases are read twice. Raises `WrongCall`.
    """
    if inputs.is_events:
        yield from _follow_events(policy, inputs, now, tally, progress)
        return
    cases = CaseRows(policy, inputs.extra, inputs.columns)
    look = _find_last(cases, inputs, progress) if now is None else now
    for name in inputs.names:
        with _open_rows(name, inputs, progress) as rows:
            yield from cases.follow(rows, tally, _NEVER if look is None else look, source=name)


def _follow_events(
    policy: Policy, inputs: CaseInputs, now: datetime | Look | None, tally: Tally, progress: Progress | None
) -> Iterator[Outcome]:
    log = EventLog(policy, inputs.extra, inputs.columns, inputs.threading)
    for name in inputs.names:
        with _open_rows(name, inputs, progress) as rows:
            for row in tally.counting(rows):
                rejected = log.take(name, row, tally)
                if rejected is not None:
                    yield rejected
    look = log.last if now is None else now
    yield from log.follow(tally, _NEVER if look is None else look)
    for note in log.notes:
        say(note)


def _find_last(cases: CaseRows, inputs: CaseInputs, progress: Progress | None) -> datetime | None:
    if STDIN in inputs.names:
        raise WrongCall("standard input can be read once, so its last moment is not known before", "give --at MOMENT, or --at each")
    found: list[datetime] = []
    for name in inputs.names:
        with _open_rows(name, inputs, progress) as rows:
            last = cases.find_last_moment(rows)
        found += [] if last is None else [last]
    return max(found, default=None)


@contextmanager
def _open_rows(name: str, inputs: CaseInputs, progress: Progress | None) -> Iterator[Iterator[Row]]:
    """Open an input; raise `WrongCall` where it as a whole cannot be used."""
    format: Format | None = "json" if inputs.records is not None and inputs.format is None else inputs.format
    otherwise: Format = "jsonl" if inputs.columns is None else "csv"
    try:
        with open_rows(name, format, otherwise=otherwise) as opened:
            rows = following(read_rows(opened.source, opened.format, inputs.records, otherwise=otherwise), progress, opened)
            yield rows if inputs.unfold is None else unfold_rows(rows, inputs.unfold)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise WrongCall(f"{name} cannot be read: {describe_os_error(error)}") from None
    except UnreadableRows as error:
        raise WrongCall(f"{name} cannot be read as rows: {error}") from None
    except BadColumnMap as error:
        if inputs.columns is not None:
            raise WrongCall(f"--map: {error}", MAP_GUIDE) from None
        raise WrongCall(f"{name}: {error}", "--map says which column is what, and --extra ignore leaves out the others") from None
