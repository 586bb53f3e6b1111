"""Writing decisions and rejects: JSONL, or CSV with chosen columns; the data are plain JSON values."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, TextIO

from engagepolicy.adapters.row import LONGEST_RAW, Row, raw_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula, as OWASP lists it under CSV injection."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class DecisionWriter(Protocol):
    """Takes records of decisions, one by one."""

    def write(self, record: Mapping[str, object]) -> None:
        """Write one record."""
        ...


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.adjusted() < 30 else str(value)
    return str(value)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain).encode("utf-8", "backslashreplace").decode()


class JsonlWriter:
    """One JSON object to a line, keys in the order given, line feeds alone as ends."""

    def __init__(self, stream: TextIO) -> None:
        """Write to an open text stream, which stays open."""
        self._stream = stream

    def write(self, record: Mapping[str, object]) -> None:
        """Write one record as one line."""
        self._stream.write(_as_json(record) + "\n")


class CsvWriter:
    """Chosen columns of the records: dotted paths such as `outcomes.severity`. The stream wants `newline=""`.

    A text that a spreadsheet could run as a formula gets an apostrophe in front: what is written here comes from strangers.
    """

    def __init__(self, stream: TextIO, columns: Sequence[str]) -> None:
        """Write the header to an open text stream, which stays open."""
        self._columns = tuple(columns)
        self._writer = csv.writer(stream)
        self._writer.writerow(map(guard_cell, self._columns))

    def write(self, record: Mapping[str, object]) -> None:
        """Write one record: what is absent or null as an empty cell, lists of plain values with semicolons, the rest as JSON."""
        self._writer.writerow([guard_cell(_cell(_find(record, path))) for path in self._columns])


def guard_cell(text: str) -> str:
    """Return the cell with an apostrophe in front if it begins like a formula of a spreadsheet and is no plain number."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _find(record: Mapping[str, object], path: str) -> object:
    if path in record:
        return record[path]
    value: object = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case list() | tuple() if all(isinstance(each, str | int) and ";" not in str(each) for each in value):
            return ";".join(map(_cell, value))
        case _:
            return _as_json(value)


class RejectsWriter:
    """Rows that were not decided, as JSONL: the `source` it came from, `line`, `reasons`, and the beginning of the `row`."""

    def __init__(self, stream: TextIO) -> None:
        """Write to an open text stream, which stays open."""
        self._writer = JsonlWriter(stream)

    def write(self, source: str, row: Row, reasons: Iterable[str]) -> None:
        """Write one rejected row of the file `source` with the reasons, cut to a readable length."""
        raw = row.raw if row.values is None else raw_of(_as_json(dict(row.values)))
        self._writer.write({"source": source, "line": row.line, "reasons": [each[:LONGEST_RAW] for each in reasons], "row": raw})
