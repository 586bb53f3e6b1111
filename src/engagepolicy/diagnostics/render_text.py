"""Messages for people: the sentence, the source line with the place underlined, what to know and what to change.

Nothing depends on colour. Whatever comes from a ruleset or from a file's name is made safe for a terminal by `display`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Level
from engagepolicy.diagnostics.display import render_visible, render_visible_lines
from engagepolicy.diagnostics.excerpts import GAP, WHOLE_LINE, Mark, Row, draw, line_bounds, marks_of
from engagepolicy.source import SourceText, Span

MOST_FIXES = 3
MOST_RELATED = 8
MOST_REPLACEMENT_LINES = 40


class _Style(StrEnum):
    """The codes of ANSI's Select Graphic Rendition that are used."""

    ERROR = "1;31"
    WARNING = "1;33"
    MARGIN = "1;34"
    STRONG = "1"
    ADDED = "32"
    REMOVED = "31"


def render_text(
    diagnostics: Sequence[Diagnostic], *, color: bool = False, verbose: bool = False, files: Collection[str] = ()
) -> str:
    """Return the messages in the order given, a blank line between them, and a summary; ends in a line break.

    Args:
        diagnostics: what to say.
        color: whether to add ANSI colours.
        verbose: whether to name the page that explains each message.
        files: the names of all files that were looked at, for the summary; may be left out.
    """
    blocks = [render_one(item, color=color, verbose=verbose) for item in diagnostics]
    return "\n".join([*blocks, render_summary(diagnostics, files=files) + "\n"])


def render_plain(diagnostics: Sequence[Diagnostic]) -> str:
    """Return one line for each message, `file:line:column: error[EP0301]: …`, for editors and screen readers."""
    return "".join(f"{_render_place(item.span)}: {_render_head(item)}\n" for item in diagnostics)


def render_summary(diagnostics: Sequence[Diagnostic], *, files: Collection[str] = ()) -> str:
    """Return one line such as `2 errors, 1 warning in 3 files`; with `files`, out of how many."""
    counts = [(level, sum(item.level is level for item in diagnostics)) for level in Level]
    found = ", ".join(_count(number, level.value) for level, number in counts if number)
    if not found:
        return f"no errors or warnings in {_count(len(files), 'file')}" if files else "no errors or warnings"
    named = {item.span.source.name for item in diagnostics}
    everything = len(named | set(files))
    where = f"{len(named)} of {everything} files" if everything > len(named) else _count(len(named), "file")
    return f"{found} in {where}"


def render_asides(diagnostic: Diagnostic) -> list[str]:
    """Return the notes, the helps and the fixes' titles, each as `note: …` or `help: …` and each once."""
    notes = [f"note: {text}" for text in diagnostic.notes]
    helps = [*diagnostic.helps, *(_fix_title(fix) for fix in diagnostic.fixes)]
    return list(dict.fromkeys([*notes, *(f"help: {text}" for text in helps)]))


def render_one(diagnostic: Diagnostic, *, color: bool = False, verbose: bool = False) -> str:
    """Return one message with its excerpts, notes, helps and fixes; ends in a line break."""
    fixes = diagnostic.fixes[:MOST_FIXES]
    related = diagnostic.related[:MOST_RELATED]
    lines = [place.end_line for place in (diagnostic.span, *(note.span for note in related), *(fix.span for fix in fixes))]
    page = _Page(diagnostic.level, len(str(max(lines))), color)
    page.write_head(_render_head(diagnostic))
    by_source: dict[SourceText, list[Mark]] = {diagnostic.span.source: list(marks_of(diagnostic.span, "^", diagnostic.label))}
    first_places = {diagnostic.span.source: diagnostic.span}
    for note in related:
        by_source.setdefault(note.span.source, []).extend(marks_of(note.span, "-", note.text))
        first_places.setdefault(note.span.source, note.span)
    for arrow, (source, marks) in zip(["-->", *[":::"] * len(by_source)], by_source.items(), strict=False):
        page.write_excerpt(arrow, first_places[source], draw(marks) if source.text else [])
    asides = [("note", text) for text in diagnostic.notes]
    if len(diagnostic.related) > len(related):
        asides.append(("note", f"and {_count(len(diagnostic.related) - len(related), 'more place')}"))
    titles = {fix.title for fix in fixes}
    asides += [("help", text) for text in diagnostic.helps if text not in titles]
    if verbose:
        asides.append(("more", f"{diagnostic.title}: docs/{diagnostic.page}"))
    page.write_asides(asides)
    for fix in fixes:
        page.write_fix(fix, is_elsewhere=fix.span.source is not diagnostic.span.source)
    return page.text


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _render_place(span: Span) -> str:
    return f"{render_visible(span.source.name)}:{span.line}:{span.column}"


def _render_head(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.level.value}[{diagnostic.code}]: {render_visible(diagnostic.message)}"


def _fix_title(fix: Fix) -> str:
    return f"{fix.title} (to be completed)" if fix.applicability is Applicability.PLACEHOLDER else fix.title


def _fix_rows(fix: Fix) -> list[Row]:
    """Return how the text reads once the fix is made: the changed line, or the lines that come or go."""
    span = fix.span
    if not fix.replacement:
        removed = span.source.text[span.start : min(span.end, span.start + WHOLE_LINE * MOST_REPLACEMENT_LINES)]
        return _changed_rows("-", removed)
    if "\n" in fix.replacement or span.line != span.end_line:
        return _changed_rows("+", fix.replacement)
    start, end = line_bounds(span.source, span.line)
    before = span.source.text[max(start, span.start - WHOLE_LINE) : span.start]
    after = span.source.text[span.end : min(end, span.end + WHOLE_LINE)]
    fixed = SourceText(span.source.name, f"{before}{fix.replacement}{after}")
    sign = "~" if span.end > span.start else "+"
    mark = Mark(fixed, 1, len(before), len(before) + len(fix.replacement), sign)
    return [Row(str(span.line) if row.margin else "", row.text, row.sign) for row in draw([mark])]


def _changed_rows(sign: str, text: str) -> list[Row]:
    lines = text.strip("\r\n").split("\n")
    shown = [render_visible(line.removesuffix("\r").expandtabs(4)[:WHOLE_LINE]) for line in lines[:MOST_REPLACEMENT_LINES]]
    rows = [Row(sign, line) for line in shown]
    return [*rows, Row(GAP, "")] if len(lines) > len(shown) else rows


class _Page:
    """The rows of one message, with a margin wide enough for its line numbers."""

    def __init__(self, level: Level, margin: int, color: bool) -> None:
        self._margin = margin
        self._color = color
        self._level_style = _Style.ERROR if level is Level.ERROR else _Style.WARNING
        self._rows: list[str] = []

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(f"{row.rstrip()}\n" for row in self._rows)

    def write_head(self, head: str) -> None:
        """Write the line that says it all."""
        code, _, message = head.partition(": ")
        self._rows.append(self._paint(code, self._level_style) + self._paint(f": {message}", _Style.STRONG))

    def write_excerpt(self, arrow: str, place: Span, rows: Sequence[Row]) -> None:
        """Write where it is and the lines there."""
        self._rows.append(f"{' ' * self._margin}{self._paint(arrow, _Style.MARGIN)} {_render_place(place)}")
        self._write_rows(rows)

    def write_asides(self, asides: Sequence[tuple[str, str]]) -> None:
        """Write notes and helps; further lines of one are set in below its first."""
        indent = " " * self._margin
        if asides:
            self._rows.append(f"{indent} {self._paint('|', _Style.MARGIN)}")
        for word, text in asides:
            first, *rest = render_visible_lines(text)
            self._rows.append(f"{indent} {self._paint('=', _Style.MARGIN)} {self._paint(word, _Style.STRONG)}: {first}")
            self._rows += [f"{indent}   {' ' * len(word)}  {line}" for line in rest]

    def write_fix(self, fix: Fix, *, is_elsewhere: bool) -> None:
        """Write what the fix does and how the text then reads."""
        first, *rest = render_visible_lines(_fix_title(fix))
        self._rows += [f"{self._paint('help', _Style.STRONG)}: {first}", *(f"      {line}" for line in rest)]
        if is_elsewhere:
            self._rows.append(f"{' ' * self._margin}{self._paint('-->', _Style.MARGIN)} {_render_place(fix.span)}")
        self._write_rows(_fix_rows(fix))

    def _write_rows(self, rows: Sequence[Row]) -> None:
        bar = self._paint("|", _Style.MARGIN)
        if rows:
            self._rows.append(f"{' ' * self._margin} {bar}")
        for row in rows:
            if row.margin == GAP:
                self._rows.append(self._paint(GAP, _Style.MARGIN))
            elif row.margin in ("+", "-"):
                style = _Style.ADDED if row.margin == "+" else _Style.REMOVED
                self._rows.append(f"{' ' * self._margin} {self._paint(f'{row.margin} {row.text}'.rstrip(), style)}")
            else:
                margin = self._paint(row.margin.rjust(self._margin), _Style.MARGIN)
                self._rows.append(f"{margin} {bar} {self._paint_sign(row)}")

    def _paint_sign(self, row: Row) -> str:
        styles = {"^": self._level_style, "-": _Style.MARGIN, "~": _Style.ADDED, "+": _Style.ADDED}
        style = styles.get(row.sign)
        return self._paint(row.text, style) if style else row.text

    def _paint(self, text: str, style: _Style) -> str:
        return f"\x1b[{style.value}m{text}\x1b[0m" if self._color and text.strip() else text
