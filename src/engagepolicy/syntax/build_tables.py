"""Callbacks of the grammar for decision tables: a cell is understood by the heading of its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from lark import Token

from engagepolicy.diagnostics.messages_tables import EmptyCell, MisplacedCell, RowWidth
from engagepolicy.source import Span
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_clauses import ClauseBuilder
from engagepolicy.syntax.build_conditions import Predicate, bare, operands
from engagepolicy.syntax.build_values import METRIC_PHRASES, Clause, Parts

PLAIN_VALUES = (n.Path, n.Text, n.Number, n.Duration, n.Days, n.Day, n.Moment, n.Flag)
TEXT_COLUMN = "when"


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell before its heading is known: its kind in the grammar and what stands in it."""

    kind: Literal["any", "test", "condition", "options", "not options", "amount", "values"]
    content: Any
    span: Span


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """The cells of a heading or row on both sides of `=>`; None where nothing stands between two bars."""

    conditions: tuple[Any, ...]
    results: tuple[Any, ...]
    bars: tuple[Span, ...]
    span: Span


class TableBuilder(ClauseBuilder):
    """Tables."""

    def any_cell(self, parts: Parts) -> WrittenCell:
        """`any` or `-`."""
        return WrittenCell("any", None, self.span(parts))

    def test_cell(self, parts: Parts) -> WrittenCell:
        """A predicate whose subject is the column."""
        return WrittenCell("test", parts[0], self.span(parts))

    def condition_cell(self, parts: Parts) -> WrittenCell:
        """A whole condition, or one value, which looks the same."""
        return WrittenCell("condition", parts[0], self.span(parts))

    def options_cell(self, parts: Parts) -> WrittenCell:
        """Values and ranges by comma."""
        return WrittenCell("options", operands(parts), self.span(parts))

    def not_options_cell(self, parts: Parts) -> WrittenCell:
        """`not` before values and ranges."""
        return WrittenCell("not options", operands(parts), self.span(parts))

    def amount_result(self, parts: Parts) -> WrittenCell:
        """An amount of time under a result."""
        return WrittenCell("amount", parts[0], self.span(parts))

    def values_result(self, parts: Parts) -> WrittenCell:
        """Values under a result."""
        return WrittenCell("values", tuple(p for p in parts if not isinstance(p, Token)), self.span(parts))

    def empty(self, parts: Parts) -> None:
        """Nothing between two bars."""

    def heading(self, parts: Parts) -> WrittenRow:
        """The row of headings."""
        return self._split_row(parts)

    def row(self, parts: Parts) -> WrittenRow:
        """One row."""
        return self._split_row(parts)

    def _split_row(self, parts: Parts) -> WrittenRow:
        arrow = next(index for index, part in enumerate(parts) if isinstance(part, Token) and part.type == "ARROW")
        bars = tuple(self.span_of(part) for part in parts[::2])
        return WrittenRow(tuple(parts[1:arrow:2]), tuple(parts[arrow + 1 : -1 : 2]), bars, self.span(parts))

    def table(self, parts: Parts) -> n.Table:
        """A table."""
        opening, body = self.split_block(parts)
        heading = next(part for part in body if isinstance(part, WrittenRow))
        rows = [part for part in body if isinstance(part, WrittenRow) and part is not heading]
        fields = self.gather("table", [part for part in body if not isinstance(part, WrittenRow)])
        hit: Literal["first match", "all matches"] = "first match"
        hit = next((part.value for part in opening if isinstance(part, Clause)), hit)
        columns = self._check_heading(heading)
        written = (self._read_row(row, heading, columns[0], columns[1]) for row in rows) if columns else ()
        name, description = self.name_and_description(opening)
        return n.Table(
            name=name,
            description=description,
            hit=hit,
            columns=columns[0] if columns else (),
            results=columns[1] if columns else (),
            rows=tuple(row for row in written if row is not None),
            overrides=fields.words("overrides"),
            applies_if_unknown=fields.has("if unknown"),
            is_locked=str(opening[0]) == "locked",
            about=fields.about(),
            span=self.span(parts),
        )

    def hit(self, parts: Parts) -> Any:
        """`first match` or `all matches`."""
        return self.clause("hit", " ".join(map(str, parts)), parts)

    def _report_empty(self, row: WrittenRow, is_heading: bool) -> bool:
        cells = (*row.conditions, *row.results)
        holes = [index for index, cell in enumerate(cells) if cell is None]
        for index in holes:
            self.report(EmptyCell(self._place_of_cell(row, index), is_heading))
        return bool(holes)

    def _place_of_cell(self, row: WrittenRow, index: int) -> Span:
        """Return the span of a cell, counted through the whole row; of what lies between its bars where it is empty."""
        cell: WrittenCell | n.Path | n.Word | None = (*row.conditions, *row.results)[index]
        if cell is not None:
            return cell.span
        between = Span(self.source, row.bars[index].end, row.bars[index + 1].start)
        return between if between.start < between.end else row.bars[index].to(row.bars[index + 1])

    def _place_of_width(self, row: WrittenRow, offset: int, found: int, wanted: int) -> Span:
        """Return the cells that are too many, or the last one where some are missing behind it."""
        last = self._place_of_cell(row, offset + found - 1)
        return self._place_of_cell(row, offset + wanted).to(last) if found > wanted else last

    def _check_heading(self, heading: WrittenRow) -> tuple[tuple[n.Path, ...], tuple[n.Word, ...]] | None:
        if self._report_empty(heading, is_heading=True):
            return None
        return cast(tuple[n.Path, ...], heading.conditions), cast(tuple[n.Word, ...], heading.results)

    def _read_row(
        self, row: WrittenRow, heading: WrittenRow, columns: Sequence[n.Path], results: Sequence[n.Word]
    ) -> n.Row | None:
        sides = ((0, row.conditions, columns, "before"), (len(row.conditions), row.results, results, "after"))
        for offset, found, wanted, side in sides:
            if len(found) != len(wanted):
                place = self._place_of_width(row, offset, len(found), len(wanted))
                self.report(RowWidth(place, heading.span, len(found), len(wanted), side))
                return None
        if self._report_empty(row, is_heading=False):
            return None
        conditions = [self._read_cell(cell, column) for cell, column in zip(row.conditions, columns, strict=True)]
        contributed = [self._read_result(cell, result) for cell, result in zip(row.results, results, strict=True)]
        if None in conditions:
            return None
        return n.Row(tuple(cast(list[n.Cell], conditions)), tuple(contributed), row.span)

    def _read_cell(self, cell: WrittenCell, column: n.Path) -> n.Cell | None:
        if cell.kind == "any":
            return n.AnyCell(cell.span)
        if column.text == TEXT_COLUMN:
            if cell.kind == "condition":
                return n.ConditionCell(bare(cell.content), cell.span)
        elif cell.kind == "test":
            return self._test_of_column(cell.content, column, cell.span)
        elif cell.kind != "condition":
            return n.ValuesCell(cell.content, cell.kind == "not options", cell.span)
        elif isinstance(cell.content, PLAIN_VALUES):
            return n.ValuesCell((cell.content,), False, cell.span)
        elif isinstance(cell.content, n.Negation) and isinstance(cell.content.part, PLAIN_VALUES):
            return n.ValuesCell((cell.content.part,), True, cell.span)
        self.report(MisplacedCell(cell.span, column.text))
        return None

    def _test_of_column(self, predicate: Predicate, column: n.Path, span: Span) -> n.TestCell:
        test = cast(n.Condition, self.note_depth(predicate.apply(column, span), predicate.children))
        return n.TestCell(test, span)

    def _read_result(self, cell: WrittenCell, result: n.Word) -> n.ResultCell | n.AnyCell:
        if cell.kind == "any":
            return n.AnyCell(cell.span)
        if cell.kind == "amount":
            return n.ResultCell((), cell.content, cell.span)
        values = cell.content
        if result.text in METRIC_PHRASES and len(values) == 1 and isinstance(values[0], n.Path):
            return n.ResultCell((), self.amount_word(values[0]), cell.span)
        return n.ResultCell(values, None, cell.span)

