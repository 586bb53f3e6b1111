"""Rows of CSV (RFC 4180): a header, cells in quotes that may hold commas and line breaks, every row as wide as the header."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from engagepolicy.adapters.row import LONGEST_RAW, Row, raw_of
from engagepolicy.adapters.streams import BOM, LONGEST_LINE, BrokenStream, Lines, UnreadableRows
from engagepolicy.inputs.problems import shorten

LONGEST_KEPT = 4 * LONGEST_RAW
_REASONS = {
    "field larger than field limit": "a cell is too long, or a quote is never closed",
    "unexpected end of data": "a quote is not closed before the end of the file",
    "new-line character seen in unquoted field": "a carriage return stands outside of quotes",
    "expected after": "a quote is closed in the middle of a cell: a quote inside quotes is written twice",
}


REREAD_AT_MOST = 4 * 1024 * 1024
"""Bytes that are read a second time, in one file, after rows whose quotes went wrong; so the work stays linear."""


class _RowTooLong(ValueError):
    """A row, or one line of it, is longer than may be kept."""


class _TextLines:
    """The lines as text for the CSV reader; remembers those of the row in hand, so that they can be read again."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._again: deque[bytes] = deque()
        self._row: list[bytes] = []
        self._length = 0
        self._reread = 0
        self.number = 0

    def __iter__(self) -> _TextLines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._lines.next()
        self.number = self.number + 1 if line != b"" else self.number
        if line == b"":
            raise StopIteration
        self._length += len(line or b"")
        if line is None or self._length > LONGEST_LINE:
            raise _RowTooLong
        if self.number == 1:
            line = line.removeprefix(BOM)
        self._row.append(line)
        return line.decode("utf-8", "surrogateescape")

    def begin(self) -> int:
        """Forget the last row; return the line on which the next begins."""
        self._row, self._length = [], 0
        return self.number + 1

    def give_back(self) -> str:
        """Let all lines of the row but its first be read again; return what to say where that is no longer done."""
        later = self._row[1:]
        self._reread += sum(map(len, later))
        if self._reread > REREAD_AT_MOST:
            return f" (the row runs to line {self.number})" if later else ""
        self._again.extendleft(reversed(later))
        self.number -= len(later)
        del self._row[1:]
        return ""

    @property
    def raw(self) -> str:
        """The beginning of the row."""
        return raw_of(b"".join(line[:LONGEST_KEPT] for line in self._row[:LONGEST_KEPT])[:LONGEST_KEPT])


def _is_utf8(cells: list[str]) -> bool:
    return not any("\udc80" <= each <= "\udcff" for cell in cells if not cell.isascii() for each in cell)


def _reason(error: csv.Error) -> str:
    return next((reason for part, reason in _REASONS.items() if part in str(error)), "the quotes of the row do not fit together")


def _require_header(cells: list[str]) -> tuple[str, ...]:
    if not _is_utf8(cells):
        raise UnreadableRows("the header is not UTF-8")
    for place, name in enumerate(cells, 1):
        if not name.strip():
            raise UnreadableRows(f"the header has no name for column {place}")
        if name in cells[: place - 1]:
            raise UnreadableRows(f"the header names the column {shorten(name)} twice")
    return tuple(cells)


def _read_header(reader: Iterator[list[str]]) -> tuple[str, ...]:
    try:
        for cells in reader:
            if cells:
                return _require_header(cells)
    except csv.Error as error:
        raise UnreadableRows(f"the header cannot be read: {_reason(error)}") from None
    except _RowTooLong:
        raise UnreadableRows("the header is too long to be read") from None
    raise UnreadableRows("the file is empty: a CSV file begins with a header that names its columns")


def _row(line: int, header: tuple[str, ...], cells: list[str], source: _TextLines) -> Row:
    if len(cells) != len(header):
        counted = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        return Row(line, None, f"the row has {counted}, the header has {len(header)}", raw=source.raw)
    if not _is_utf8(cells):
        return Row(line, None, "the row is not UTF-8", raw=source.raw)
    return Row(line, dict(zip(header, cells, strict=True)), is_text=True)


def read_csv_rows(lines: Lines) -> Iterator[Row]:
    """Yield a row for each record below the header, every value as text; blank lines are no rows.

    A row with a quote out of place is rejected, and reading goes on at the line after the one on which it began. Raises
    `UnreadableRows` for a header that is missing, has a column without a name or one name twice.
    """
    source = _TextLines(lines)
    reader = csv.reader(source, strict=True)
    header = _read_header(reader)
    while True:
        line = source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, None, _reason(error) + source.give_back(), raw=source.raw)
        except _RowTooLong:
            yield Row(line, None, f"the row is too long to be read{source.give_back()}", raw=source.raw)
        except BrokenStream as error:
            yield Row(line, None, str(error), raw=source.raw)
            return
        else:
            if cells:
                yield _row(line, header, cells, source)
