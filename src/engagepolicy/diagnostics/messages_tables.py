"""Messages about the layout of decision tables."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class EmptyCell(Diagnostic):
    """A table's cell holds nothing."""

    code = "EP0114"
    title = "empty cell"

    is_heading: bool = False

    @property
    @override
    def message(self) -> str:
        """What is empty."""
        return "this heading is empty" if self.is_heading else "this cell is empty"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What to write."""
        if self.is_heading:
            return ("write the fact that the column reads or the outcome that it sets",)
        return ("write `any` or `-` where the column does not matter",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """Write `-`."""
        return () if self.is_heading else (Fix("write `-`", self.span, " - "),)


@dataclass(frozen=True)
class RowWidth(Diagnostic):
    """A row has more or fewer cells than the heading has columns."""

    code = "EP0115"
    title = "wrong number of cells"

    heading: Span
    found: int
    wanted: int
    side: str

    @property
    @override
    def message(self) -> str:
        """Both counts."""
        cells = "cell" if self.found == 1 else "cells"
        columns = "column" if self.wanted == 1 else "columns"
        return f"this row has {self.found} {cells} {self.side} `=>`, and the heading has {self.wanted} {columns} there"

    @property
    @override
    def label(self) -> str:
        """Whether the cells there are too many, or others are missing."""
        missing = self.wanted - self.found
        if missing > 0:
            return "a cell is missing behind this one" if missing == 1 else f"{missing} cells are missing behind this one"
        return "one cell too many" if missing == -1 else f"{-missing} cells too many"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        """The heading."""
        return (Note(self.heading, "the columns are named here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What to do."""
        return ("write `any` or `-` for a column that does not matter",) if self.found < self.wanted else ()


@dataclass(frozen=True)
class RowLayout(Diagnostic):
    """A row of a table that shares its line, or is broken off."""

    code = "EP0116"
    title = "row not on its own line"

    is_unfinished: bool = False

    @property
    @override
    def message(self) -> str:
        """What is wrong with the row."""
        if self.is_unfinished:
            return "the row before this is not finished"
        return "a row of a table begins on a line of its own"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """How a row is written."""
        return ("a row is written `| cell | cell => result |` and ends with `|`",)


@dataclass(frozen=True)
class MisplacedCell(Diagnostic):
    """A cell of one kind under a heading of another."""

    code = "EP0120"
    title = "cell does not fit its column"

    heading: str

    @property
    @override
    def message(self) -> str:
        """What does not fit."""
        if self.heading == "when":
            return "a cell under `when` is a whole condition"
        return f"a cell under `{self.heading}` is a value, a list of values or a test of `{self.heading}`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """Where whole conditions go."""
        if self.heading == "when":
            return ("write the fact too, as in `author.followers >= 1_000`",)
        return ("put whole conditions into a column headed `when`",)
