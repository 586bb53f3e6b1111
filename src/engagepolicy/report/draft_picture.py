"""A reviewed draft as lines of text: where in it something was found, what is wanted, what to ask, and a text that cures it.

Every line is safe to print and no wider than the width, but for a word or name that is itself wider.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from engagepolicy.diagnostics.display import render_character, render_visible, width_of
from engagepolicy.ir.constraints import Question
from engagepolicy.report.reviewing import GIVEN, Reviewed
from engagepolicy.runtime.findings import Finding, describe_fix
from engagepolicy.values.types import BoolType, EnumType

BAR = "  | "
INDENT = "     "
NARROWEST_TEXT = 20
LINES_WITHOUT_MARKS = 3
"""Lines that are shown of a text in which no place was found."""
MOST_MARKED_LINES = 12
MOST_SUGGESTED_LINES = 12
MOST_ANSWERS = 8
SIGN = "^"
NUMBER_ROOM = " 1,2"
"""What is kept free at the end of a line for the numbers of findings."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line to print; `style` says what it is, for those who colour it."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A character as it is shown; `offset` is where it stands in the text."""

    offset: int
    shown: str
    width: int


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    number: int


def draw_draft(reviewed: Reviewed, width: int) -> Iterator[Line]:
    """Yield the lines of one draft, the first with its place, id and verdict; only that one where nothing was found."""
    review = reviewed.review
    place = GIVEN if reviewed.source == GIVEN else f"{reviewed.source}:{reviewed.row.line}"
    parts = [review.verdict.upper(), place, *(text for path in ("id", "channel") if (text := reviewed.find_text(path)))]
    yield Line(render_visible("  ".join(parts)), review.verdict)
    findings = reviewed.findings
    if not findings:
        return
    numbered = list(enumerate(findings, 1))
    for field in dict.fromkeys(["text", *(span.field for each in findings for span in each.spans)]):
        text = reviewed.find_text(field)
        if text:
            yield from _draw_field(field, text, numbered, width)
    for number, finding in numbered:
        yield Line("")
        yield from _draw_finding(number, finding, reviewed, width)
    if review.suggested_text is not None and reviewed.find_text("text") is not None:
        yield Line("")
        yield Line("  suggested text")
        yield from _first_lines(wrap(review.suggested_text, width - len(BAR)), MOST_SUGGESTED_LINES)


def wrap(text: str, width: int) -> list[str]:
    """Return a text as lines of at most so many columns, broken between words where there are any; controls are shown."""
    return ["".join(cell.shown for cell in line).rstrip() for line in _lay_out(text, width)]


def _first_lines(lines: Sequence[str], most: int) -> Iterator[Line]:
    for line in islice(lines, most):
        yield Line(f"{BAR}{line}".rstrip())
    if len(lines) > most:
        yield Line(f"{BAR}... and {len(lines) - most:,} more lines")


# ------------------------------------------------------------------------------------------------------------- the text, marked


def _draw_field(field: str, text: str, numbered: Iterable[tuple[int, Finding]], width: int) -> Iterator[Line]:
    marks = [_Mark(span.start, span.end, number) for number, each in numbered for span in each.spans if span.field == field]
    lines = _lay_out(text, width - len(BAR) - len(NUMBER_ROOM))
    by_line = _by_line(lines, marks)
    if field != "text":
        yield Line(f"  {render_visible(field)}")
    marked = sorted(by_line)
    shown = sorted({near for index in marked[:MOST_MARKED_LINES] for near in (index - 1, index, index + 1) if 0 <= near < len(lines)})
    previous = -1
    for index in shown or range(min(LINES_WITHOUT_MARKS, len(lines))):
        if index > previous + 1:
            yield Line(f"{BAR}...")
        previous = index
        yield Line(f"{BAR}{''.join(cell.shown for cell in lines[index])}".rstrip())
        yield from (Line(f"{BAR}{signs}", "sign") for signs in _underline(lines[index], by_line.get(index, ())))
    if previous < len(lines) - 1:
        yield Line(f"{BAR}...")


def _by_line(lines: Sequence[Sequence[_Cell]], marks: Iterable[_Mark]) -> dict[int, list[_Mark]]:
    """Return the marks of each line that has any; a place over several lines is a mark of each."""
    filled = [(line[0].offset, index) for index, line in enumerate(lines) if line]
    starts = [start for start, _ in filled]
    found: dict[int, list[_Mark]] = {}
    for mark in marks:
        first = max(bisect_right(starts, mark.start) - 1, 0)
        for _, index in filled[first : max(bisect_left(starts, mark.end), first + 1)]:
            found.setdefault(index, []).append(mark)
    return found


def _underline(line: Sequence[_Cell], marks: Iterable[_Mark]) -> list[str]:
    """Return the rows of signs below a line: places that several findings share are underlined once, with all their numbers."""
    by_place: dict[tuple[int, int], list[int]] = {}
    for mark in marks:
        start = sum(cell.width for cell in line if cell.offset < mark.start)
        end = sum(cell.width for cell in line if cell.offset < mark.end)
        by_place.setdefault((start, max(end, start + 1)), []).append(mark.number)
    rows: list[str] = []
    for (start, end), numbers in sorted(by_place.items()):
        label = f"{SIGN * (end - start)} {','.join(map(str, dict.fromkeys(numbers)))}"
        at = next((index for index, row in enumerate(rows) if len(row) < start), None)
        if at is None:
            rows.append(" " * start + label)
        else:
            rows[at] = rows[at].ljust(start) + label
    return rows


def _lay_out(text: str, width: int) -> list[list[_Cell]]:
    width = max(width, NARROWEST_TEXT)
    lines: list[list[_Cell]] = []
    start = 0
    for part in text.split("\n"):
        lines += _break(_cells(part.removesuffix("\r"), start), width)
        start += len(part) + 1
    return lines


def _cells(text: str, start: int) -> list[_Cell]:
    cells: list[_Cell] = []
    before = ""
    for offset, character in enumerate(text, start):
        shown = " " if character == "\t" else render_character(character)
        cells.append(_Cell(offset, shown, width_of(character, before) if shown == character else len(shown)))
        before = character
    return cells


def _break(cells: list[_Cell], width: int) -> list[list[_Cell]]:
    """Break a line behind the last space that fits, or, in a word as wide as the line, anywhere before a character that has a width."""
    lines: list[list[_Cell]] = []
    first, column, after_space = 0, 0, 0
    index = 0
    while index < len(cells):
        cell = cells[index]
        if column + cell.width > width and cell.shown != " " and index > first:
            cut = after_space if after_space > first else index
            lines.append(cells[first:cut])
            first, column = cut, sum(each.width for each in cells[cut:index])
        column += cell.width
        index += 1
        if cell.shown == " ":
            after_space = index
    lines.append(cells[first:])
    return lines


# ---------------------------------------------------------------------------------------------------------------- what was found


def _draw_finding(number: int, finding: Finding, reviewed: Reviewed, width: int) -> Iterator[Line]:
    asked = f"{finding.verdict} by {finding.approver}" if finding.approver else finding.verdict
    pillar = f" ({finding.pillar})" if finding.pillar and finding.pillar != finding.rule else ""
    yield Line(f"{f'  {number}':<{len(INDENT)}}{asked}  {finding.rule}{pillar}", finding.verdict)
    unknown = "It is not known whether this is kept. " if finding.is_unknown else ""
    yield from _indented(unknown + finding.reason, width)
    for field, sought in dict.fromkeys((span.field, span.sought) for span in finding.spans if reviewed.find_text(span.field) is None):
        yield from _labelled("found", f'"{sought}" in {field}' if sought else f"in {field}", width)
    if finding.source:
        yield from _labelled("source", finding.source, width)
    for path in finding.missing:
        yield from _labelled("ask", ask_for(path, reviewed), width)
    fixes = [each for each in finding.fixes if not (isinstance(each, Question) and set(each.facts) <= set(finding.missing))]
    for index, fix in enumerate(fixes):
        yield from _labelled("fix" if index == 0 else "or", describe_fix(fix), width)


def ask_for(path: str, reviewed: Reviewed) -> str:
    """Return the question for a fact that is missing: its name, what it is, and what may be answered where that is a short list."""
    declaration = reviewed.find_declaration(path)
    if declaration is None:
        return f"{path}?"
    meaning = f" ({declaration.description})" if declaration.description else ""
    match declaration.type:
        case BoolType():
            answers = " yes or no"
        case EnumType(values=values) if len(values) <= MOST_ANSWERS:
            answers = f" {', '.join(values)}"
        case EnumType(values=values):
            answers = f" {', '.join(values[:MOST_ANSWERS])} or {len(values) - MOST_ANSWERS} more"
        case _:
            answers = ""
    return f"{path}?{answers}{meaning}"


def _indented(text: str, width: int) -> Iterator[Line]:
    yield from (Line(f"{INDENT}{line}".rstrip()) for line in wrap(text, width - len(INDENT)))


def _labelled(label: str, text: str, width: int) -> Iterator[Line]:
    margin = f"{INDENT}{label:<8}"
    for index, line in enumerate(wrap(text, width - len(margin))):
        yield Line(f"{margin if index == 0 else ' ' * len(margin)}{line}".rstrip())
