"""`idle_column`: a column of a table that is `any` in every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from engagepolicy.diagnostics.base import Applicability, Fix
from engagepolicy.lints.base import RECOMMENDED, Finding, Keeps, Lint, Linted
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.syntax.trees import span_of


class IdleColumn(Finding):
    """A column that decides nothing and gives nothing."""

    code: ClassVar[str] = "EP1229"
    title: ClassVar[str] = "a column that never matters"


def _cut(cells: Sequence[Span], at: int) -> Span:
    """Return what goes with a cell: the bar before it, or for the first one the bar behind it."""
    span = cells[at]
    text = span.source.text
    if at > 0:
        return Span(span.source, text.rindex("|", 0, span.start), span.end)
    end = text.index("|", span.end) + 1
    while text[end] == " ":
        end += 1
    return Span(span.source, span.start, end)


def _without(rows: Sequence[Sequence[Span]], at: int) -> Fix | None:
    """Return the edit that takes a column out of the heading and all rows, one side of `=>` given as cells."""
    if len(rows[0]) < 2:
        return None
    cuts = [_cut(cells, at) for cells in rows]
    source = cuts[0].source
    start, end = source.line_starts[cuts[0].line - 1], max(cuts[-1].end, source.text.find("\n", cuts[-1].end))
    kept, place = "", start
    for cut in cuts:
        kept, place = kept + source.text[place : cut.start], cut.end
    return Fix("remove the column", Span(source, start, end), kept + source.text[place:end], Applicability.SAFE)


def find_idle_columns(ruleset: Linted) -> Iterator[Finding]:
    """Yield the headings of columns, on either side, that are `any` or `-` in every row."""
    for node in ruleset.every(nodes.Table):
        sides: tuple[tuple[Sequence[nodes.Path | nodes.Word], list[Sequence[object]]], ...] = (
            (node.columns, [row.conditions for row in node.rows]),
            (node.results, [row.results for row in node.rows]),
        )
        for headings, rows in sides:
            for at, heading in enumerate(headings):
                if len(rows) > 1 and all(isinstance(row[at], nodes.AnyCell) for row in rows):
                    spans = [[each.span for each in headings], *([span for each in row if (span := span_of(each))] for row in rows)]
                    fix = _without(spans, at)
                    said = f"the column `{heading.span.text}` is empty in every row"
                    yield IdleColumn(heading.span, said, cures=() if fix is None else (fix,))


LINT = Lint("idle_column", IdleColumn, find_idle_columns, frozenset({RECOMMENDED}), Keeps.DECISIONS)
