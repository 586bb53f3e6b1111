"""Decision tables: columns padded to one width, so that a table reads like a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from engagepolicy.formatter.clauses import (
    about_clauses,
    block,
    block_header,
    precedence_clauses,
    reach_of,
    set_clauses,
    set_phrase,
)
from engagepolicy.formatter.conditions import render_cell
from engagepolicy.formatter.literals import render_amount_node, render_name, render_values, render_word
from engagepolicy.formatter.pieces import INDENT, Page, Piece
from engagepolicy.formatter.widths import display_width, pad
from engagepolicy.syntax.nodes import AnyCell, ResultCell, Row, Table

IF_UNKNOWN = r"if\s+unknown\s+apply"


def set_table(table: Table, page: Page) -> list[Piece]:
    """Return the pieces of a decision table; `first match`, being the rule, is not written."""
    header = block_header(
        "locked table" if table.is_locked else "table",
        table.name,
        table.description,
        table.span,
        tail="" if table.hit == "first match" else f" {table.hit}",
    )
    clauses = set_clauses([*about_clauses(table.about), *precedence_clauses(table)], INDENT, page)
    rows = _set_rows(table)
    if table.applies_if_unknown:
        clauses.append(set_phrase("if unknown apply", IF_UNKNOWN, table.span, INDENT, page, [header, *clauses, *rows]))
    return block(header, [*clauses, *rows], table.span.end)


def _set_rows(table: Table) -> list[Piece]:
    heads = [*(path.span for path in table.columns), *(word.span for word in table.results)]
    if not heads:
        return []
    names = [render_name(path.text) for path in table.columns]
    grid = [(names, [render_word(word) for word in table.results]), *map(_texts_of, table.rows)]
    places = [reach_of(heads), *((row.span.start, row.span.end) for row in table.rows)]
    left = _widths([conditions for conditions, _ in grid])
    right = _widths([results for _, results in grid])
    return [
        Piece(start, end, INDENT, f"| {_join(conditions, left)} => {_join(results, right)} |")
        for (conditions, results), (start, end) in zip(grid, places, strict=True)
    ]


def _texts_of(row: Row) -> tuple[list[str], list[str]]:
    return [render_cell(cell) for cell in row.conditions], [_render_result(cell) for cell in row.results]


def _render_result(cell: ResultCell | AnyCell) -> str:
    if isinstance(cell, AnyCell):
        return "-"
    return render_values(cell.values) if cell.amount is None else render_amount_node(cell.amount)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    columns = max(map(len, rows))
    return [max((display_width(row[index]) for row in rows if index < len(row)), default=0) for index in range(columns)]


def _join(cells: Sequence[str], widths: Sequence[int]) -> str:
    return " | ".join(pad(cell, width) for cell, width in zip(cells, widths, strict=False))
