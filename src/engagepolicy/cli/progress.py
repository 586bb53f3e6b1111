"""A bar on standard error for long inputs, on a terminal only: how far into the file, and how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from engagepolicy.adapters.streams import Format, Source, format_of, open_source
from engagepolicy.cli.streams import STDIN, make_console

T = TypeVar("T")
STEP = 64
"""Rows between two looks at how far we are."""


@dataclass(frozen=True, slots=True)
class OpenedRows:
    """An input: what rows are read from, how they are written, and the file under it, if it is one, with its size in bytes."""

    name: str
    source: Source
    format: Format | None
    file: BinaryIO | None = None
    size: int | None = None


@contextmanager
def open_rows(name: str, format: Format | None, otherwise: Format = "csv") -> Iterator[OpenedRows]:
    """Open an input so that it can be told how far it was read; raise `OSError` if there is none.

    The format of a file is told from its name or first bytes if it is not given; what these do not tell is `otherwise`.
    """
    path = Path(name)
    if name == STDIN or not path.is_file():
        yield OpenedRows(name, name, format)
        return
    if format is None:
        with open_source(path) as (first, _):
            format = format_of(path, first, otherwise)
    with path.open("rb") as file:
        yield OpenedRows(name, file, format, file, path.stat().st_size)


@contextmanager
def showing_progress(is_wanted: bool) -> Iterator[Progress | None]:
    """Show a bar while the block runs, if it is wanted and somebody is looking."""
    if not is_wanted or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]:,} rows"), TimeRemainingColumn())
    with Progress(*columns, console=make_console(sys.stderr, plain=False), transient=True) as progress:
        yield progress


def following(items: Iterable[T], progress: Progress | None, opened: OpenedRows) -> Iterator[T]:
    """Yield the items of an input, and move the bar."""
    if progress is None:
        yield from items
        return
    task = progress.add_task(Path(opened.name).name, total=opened.size, rows=0)
    for count, item in enumerate(items, 1):
        yield item
        if count % STEP == 0:
            progress.update(task, completed=opened.file.tell() if opened.file is not None else None, rows=count)
    progress.remove_task(task)
