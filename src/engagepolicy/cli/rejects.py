"""Rows that could not be decided: written to a file if one is named, else the first of them told at the end."""

from __future__ import annotations

from typing import TextIO

from engagepolicy.adapters.writers import RejectsWriter
from engagepolicy.cli.endings import say
from engagepolicy.report.deciding import Rejected

ROWS_TOLD = 5
REASONS_TOLD = 3


class Rejects:
    """Takes rejected rows; none is kept but the first few, and those only where no file takes them."""

    def __init__(self, stream: TextIO | None) -> None:
        """Take the open file of `--rejects`, or None."""
        self._writer = None if stream is None else RejectsWriter(stream)
        self._first: list[Rejected] = []
        self.count = 0

    def add(self, rejected: Rejected) -> None:
        """Write or keep one row."""
        self.count += 1
        if self._writer is not None:
            self._writer.write(rejected.source, rejected.row, rejected.reasons)
        elif len(self._first) < ROWS_TOLD:
            self._first.append(rejected)

    def tell(self) -> None:
        """Tell on standard error which rows were rejected and why, where no file has them."""
        for each in self._first:
            more = [f"and {len(each.reasons) - REASONS_TOLD} more reasons"] if len(each.reasons) > REASONS_TOLD else []
            reasons = [reason.replace("\n", ";") for reason in each.reasons[:REASONS_TOLD]]
            say(f"{each.source}:{each.row.line}: rejected: {'; '.join([*reasons, *more])}")
        if self.count > len(self._first) and self._writer is None:
            say(f"and {self.count - len(self._first):,} more; --rejects FILE writes them all, with the rows")
