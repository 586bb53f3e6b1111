"""From a row to typed facts, and the count that shows that no row was lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from engagepolicy.adapters.column_map import Cells, ColumnMap, UnmappedRow, to_cells
from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.expressions import Constant


class RowReader(Protocol):
    """What types the facts of a row; `engagepolicy.inputs.reader.Reader` does."""

    def read_row(self, values: Mapping[str, object], texts: Collection[str] = ()) -> dict[str, Constant]:
        """Return the facts, or raise `InvalidInput`."""
        ...


class RejectedRow(ValueError):
    """A row has no facts, for these reasons."""

    def __init__(self, reasons: Iterable[str]) -> None:
        """Keep the reasons."""
        self.reasons = tuple(reasons)
        super().__init__("; ".join(self.reasons))


class LostRows(AssertionError):
    """The rows that were decided and rejected are not as many as were read."""


def read_facts(row: Row, reader: RowReader, columns: ColumnMap | None = None) -> dict[str, Constant]:
    """Return the typed facts of a row; raise `RejectedRow` with every reason why there are none.

    Raises `BadColumnMap` if the map names a column that the file does not have, since that is true of every row.
    """
    if row.problem is not None or row.values is None:
        raise RejectedRow([row.problem or "the row is empty"])
    try:
        cells: Cells = to_cells(row, columns)
        return reader.read_row(cells.values, cells.texts)
    except UnmappedRow as error:
        raise RejectedRow(error.reasons) from None
    except InvalidInput as error:
        raise RejectedRow(map(str, error.problems)) from None


@dataclass(slots=True)
class Tally:
    """How many rows were read, and what became of them."""

    read: int = 0
    decided: int = 0
    rejected: int = 0

    def counting(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, each counted as read."""
        for row in rows:
            self.read += 1
            yield row

    def require_complete(self) -> None:
        """Raise `LostRows` unless every row that was read was either decided or rejected."""
        if self.read != self.decided + self.rejected:
            raise LostRows(f"{self.read} rows were read, {self.decided} decided and {self.rejected} rejected")
