"""The inputs of verbs that follow cases: files of cases, or of events that name their case, opened, read and followed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from rich.progress import Progress

from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format, UnreadableRows
from engagepolicy.cli.endings import WrongCall, describe_os_error
from engagepolicy.cli.progress import following, open_rows
from engagepolicy.cli.streams import STDIN
from engagepolicy.inputs.lexical import parse_moment
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.case_events import EventLog
from engagepolicy.report.following import Outcome, find_last_moment, follow_rows
from engagepolicy.report.looking import Look

NO_MOMENT = "no row has a moment to look at, so --at has to give one"


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """Which inputs are to be read, and how."""

    names: tuple[str, ...]
    format: Format | None
    records: str | None
    extra: Extra
    is_events: bool


def read_moment(at: str) -> datetime:
    """Return the moment of `--at`; raise `WrongCall` for what is none."""
    try:
        return parse_moment(at)
    except InvalidInput as error:
        raise WrongCall(f"--at: {error.problems[0].found} is no moment", f"expected {error.problems[0].expected}") from None


def follow_inputs(
    policy: Policy, inputs: CaseInputs, now: datetime | Look | None, tally: Tally, progress: Progress | None
) -> Iterator[Outcome]:
    """Yield the cases in order as they stand at `now`; those of a log of events when all of it was read.

    None for `now` is the latest moment of all inputs, for which files of cases are read twice. Raises `WrongCall`.
    """
    if inputs.is_events:
        yield from _follow_events(policy, inputs, now, tally, progress)
        return
    look = _find_last(inputs, progress) if now is None else now
    if look is None:
        raise WrongCall(NO_MOMENT)
    for name in inputs.names:
        with _open_rows(name, inputs, progress) as rows:
            yield from follow_rows(policy, rows, tally, look, source=name, extra=inputs.extra)


def _follow_events(
    policy: Policy, inputs: CaseInputs, now: datetime | Look | None, tally: Tally, progress: Progress | None
) -> Iterator[Outcome]:
    log = EventLog(policy, inputs.extra)
    for name in inputs.names:
        with _open_rows(name, inputs, progress) as rows:
            for row in tally.counting(rows):
                rejected = log.take(name, row, tally)
                if rejected is not None:
                    yield rejected
    look = log.last if now is None else now
    if look is not None:
        yield from log.follow(tally, look)
    elif tally.read > tally.rejected:
        raise WrongCall(NO_MOMENT)


def _find_last(inputs: CaseInputs, progress: Progress | None) -> datetime | None:
    if STDIN in inputs.names:
        raise WrongCall("standard input can be read once, so its last moment is not known before", "give --at MOMENT, or --at each")
    found: list[datetime] = []
    for name in inputs.names:
        with _open_rows(name, inputs, progress) as rows:
            last = find_last_moment(rows)
        found += [] if last is None else [last]
    return max(found, default=None)


@contextmanager
def _open_rows(name: str, inputs: CaseInputs, progress: Progress | None) -> Iterator[Iterator[Row]]:
    """Open an input; raise `WrongCall` where it as a whole cannot be used."""
    format: Format | None = "json" if inputs.records is not None and inputs.format is None else inputs.format
    try:
        with open_rows(name, format, otherwise="jsonl") as opened:
            yield following(read_rows(opened.source, opened.format, inputs.records, otherwise="jsonl"), progress, opened)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise WrongCall(f"{name} cannot be read: {describe_os_error(error)}") from None
    except UnreadableRows as error:
        raise WrongCall(f"{name} cannot be read as rows: {error}") from None
