"""Lines of a source text with places underlined: which lines to show, which part of a long one, and where the signs go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engagepolicy.diagnostics.display import render_character, render_visible, width_of
from engagepolicy.source import SourceText, Span

WHOLE_LINE = 160
"""A line of more characters than this is cut to as many, around the place."""
BEFORE_PLACE = 40
"""How many characters of a cut line stand before the place."""
TAB = 4
GAP = "..."


@dataclass(frozen=True, slots=True)
class Mark:
    """A place within one line to underline with `sign`; `start` and `end` are offsets in the text."""

    source: SourceText
    line: int
    start: int
    end: int
    sign: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: what stands in the margin, the text, and for an underline its sign."""

    margin: str
    text: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line, or a part of it, as printed; `columns` has the column of each character from `start` on, and of the end."""

    text: str
    start: int
    columns: tuple[int, ...]

    def column_of(self, offset: int) -> int:
        return self.columns[min(max(offset - self.start, 0), len(self.columns) - 1)]


def line_bounds(source: SourceText, line: int) -> tuple[int, int]:
    """Return the offsets at which a 1-based line begins and ends, its line break left out."""
    starts = source.line_starts
    start = starts[line - 1]
    end = starts[line] - 1 if line < len(starts) else len(source.text)
    while end > start and source.text[end - 1] == "\r":
        end -= 1
    return start, end


def marks_of(span: Span, sign: str, label: str = "") -> tuple[Mark, ...]:
    """Return what to underline of a span: all of it, or its first and its last line, which then carries the label."""
    label = render_visible(label)
    if span.line == span.end_line:
        return (Mark(span.source, span.line, span.start, span.end, sign, label),)
    start, _ = line_bounds(span.source, span.end_line)
    while start < span.end - 1 and span.source.text[start] in " \t":
        start += 1
    _, first_end = line_bounds(span.source, span.line)
    first = Mark(span.source, span.line, span.start, first_end, sign)
    return first, Mark(span.source, span.end_line, start, span.end, sign, label)


def draw(marks: Iterable[Mark]) -> list[Row]:
    """Return the lines that hold the marks, all of one text, in order, each followed by its underlines."""
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.line, []).append(mark)
    rows: list[Row] = []
    previous = 0
    for line, on_line in sorted(by_line.items()):
        if previous and line > previous + 1:
            rows.append(Row(GAP, ""))
        previous = line
        rows += _draw_line(line, on_line)
    return rows


def _draw_line(line: int, marks: Sequence[Mark]) -> list[Row]:
    start, end = line_bounds(marks[0].source, line)
    groups = [list(marks)] if end - start <= WHOLE_LINE else [[mark] for mark in marks]
    rows: list[Row] = []
    for group in groups:
        drawn = _draw_part(group[0], start, end)
        rows.append(Row(str(line), drawn.text))
        rows += [_underline(drawn, mark) for mark in group]
    return rows


def _underline(drawn: _Drawn, mark: Mark) -> Row:
    column = drawn.column_of(mark.start)
    signs = mark.sign * max(1, drawn.column_of(mark.end) - column)
    return Row("", f"{' ' * column}{signs} {mark.label}".rstrip(), mark.sign)


def _draw_part(mark: Mark, start: int, end: int) -> _Drawn:
    """Draw the line from `start` to `end`, or as much of it around the mark as fits."""
    first = max(start, min(mark.start - BEFORE_PLACE, end - WHOLE_LINE))
    last = min(end, first + WHOLE_LINE)
    pieces = [GAP] if first > start else []
    column = len(GAP) if first > start else 0
    columns: list[int] = []
    before = ""
    for character in mark.source.text[first:last]:
        columns.append(column)
        if character == "\t":
            shown, width = " " * (TAB - column % TAB), TAB - column % TAB
        else:
            shown = render_character(character)
            width = width_of(character, before) if shown == character else len(shown)
        pieces.append(shown)
        column += width
        before = character
    columns.append(column)
    if last < end:
        pieces.append(GAP)
    return _Drawn("".join(pieces), first, tuple(columns))
