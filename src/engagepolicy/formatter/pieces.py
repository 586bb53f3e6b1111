"""Puts laid-out lines and the author's comments together; if this is wrong, comments get lost.

A layout is a list of pieces in the order in which they are printed; every piece knows which characters of
the source it was read from. A comment is attached by its place in the source: at the end of the line it
ends, else above the next piece, and a comment inside a piece moves above that piece. As pieces take their
comments along, clauses can be put in a fixed order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from engagepolicy.formatter.widths import LINE_WIDTH, display_width
from engagepolicy.source import SourceText
from engagepolicy.syntax.nodes import Comment

INDENT = 2
BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n")


class Blank(Enum):
    """When a blank line stands above a piece: never, if the author left one, or always."""

    NEVER = "never"
    KEEP = "keep"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Piece:
    """What one clause or part of it prints, and the characters `start` to `end` of the source that it was read from.

    A piece that `flows` goes behind the piece before it as long as the line has room. One that `opens` ends
    in a brace whose block runs to the piece that `closes` it.
    """

    start: int
    end: int
    indent: int
    text: str
    blank: Blank = Blank.KEEP
    opens: bool = False
    closes: bool = False
    flows: bool = False


class Page:
    """The source of one file and where its comments stand."""

    def __init__(self, source: SourceText, comments: Iterable[Comment]) -> None:
        self.source = source
        self.comments = tuple(sorted(comments, key=lambda comment: comment.span.start))
        self._starts = [comment.span.start for comment in self.comments]

    def has_comment(self, start: int, end: int) -> bool:
        """Tell whether a comment begins at or behind `start` and before `end`."""
        index = bisect_left(self._starts, start)
        return index < len(self._starts) and self._starts[index] < end

    def has_blank_line(self, start: int, end: int) -> bool:
        """Tell whether a blank line stands between two places of the source."""
        return BLANK_LINE.search(self.source.text, start, end) is not None

    def find_gap(self, pattern: str, start: int, end: int, taken: Iterable[Piece]) -> tuple[int, int] | None:
        """Return where `pattern` first stands from `start` to `end`, outside comments and the pieces in `taken`."""
        ranges = [(piece.start, piece.end) for piece in taken]
        first = bisect_left(self._starts, start)
        ranges += [(item.span.start, item.span.end) for item in self.comments[first : bisect_left(self._starts, end)]]
        parts: list[str] = []
        position = start
        for low, high in sorted(ranges):
            if high <= position or low >= end:
                continue
            parts += (
                self.source.text[position : max(position, low)],
                " " * (min(high, end) - max(low, position)),
            )
            position = min(high, end)
        parts.append(self.source.text[position:end])
        found = re.search(pattern, "".join(parts))
        return (start + found.start(), start + found.end()) if found else None


@dataclass(frozen=True, slots=True)
class _Above:
    text: str
    has_blank: bool


@dataclass(slots=True)
class _Attached:
    """Where every comment goes, by the index of a piece in printed order."""

    above: dict[int, list[_Above]] = field(default_factory=dict)
    behind: dict[int, str] = field(default_factory=dict)
    has_blank: dict[int, bool] = field(default_factory=dict)
    at_end: list[_Above] = field(default_factory=list)


def _text_of(comment: Comment) -> str:
    return comment.span.text.rstrip()


class _Attaching:
    """One walk over pieces and comments in the order of the source."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.attached = _Attached()
        self.last: int | None = None
        self.last_line = 0
        self.cursor = 0

    def put(self, comment: Comment, above: list[_Above]) -> None:
        """Attach a comment that stands between two pieces."""
        span = comment.span
        ends_line = self.last is not None and not comment.is_own_line and self.last_line == span.line
        if ends_line and self.last is not None and self.last not in self.attached.behind:
            self.attached.behind[self.last] = _text_of(comment)
        else:
            above.append(_Above(_text_of(comment), self.page.has_blank_line(self.cursor, span.start)))
        self.cursor = span.start + len(_text_of(comment))

    def take(self, index: int, start: int, end: int, inside: Sequence[Comment]) -> None:
        """Step over a piece, moving the comments inside it above it."""
        above = self.attached.above.setdefault(index, [])
        has_blank = self.page.has_blank_line(self.cursor, start)
        for comment in inside:
            above.append(_Above(_text_of(comment), has_blank))
            has_blank = False
        self.attached.has_blank[index] = has_blank
        self.cursor = max(self.cursor, end)
        self.last = index
        self.last_line = self.page.source.line_of(max(start, end - 1))


def _attach(pieces: Sequence[Piece], page: Page) -> _Attached:
    walk = _Attaching(page)
    order = sorted(range(len(pieces)), key=lambda index: pieces[index].start)
    # Clauses that the author wrote in several places print as one and would reach over their neighbours.
    limits = [*(pieces[index].start for index in order[1:]), len(page.source.text)]
    waiting = 0
    for index, limit in zip(order, limits, strict=False):
        piece = pieces[index]
        end = min(piece.end, limit)
        first = _first_from(page, waiting, piece.start)
        behind = _first_from(page, first, end)
        above = walk.attached.above.setdefault(index, [])
        for comment in page.comments[waiting:first]:
            walk.put(comment, above)
        walk.take(index, piece.start, end, page.comments[first:behind])
        waiting = behind
    for comment in page.comments[waiting:]:
        walk.put(comment, walk.attached.at_end)
    return walk.attached


def _first_from(page: Page, index: int, place: int) -> int:
    while index < len(page.comments) and page.comments[index].span.start < place:
        index += 1
    return index


class _Printing:
    """The lines printed up to now."""

    def __init__(self, attached: _Attached) -> None:
        self.attached = attached
        self.lines: list[str] = []
        self.width = 0
        self.before: Piece | None = None
        self.is_line_ended = True

    def start_line(self, indent: int, text: str, has_blank: bool, *, at_top: bool) -> None:
        """Begin a line; no blank line goes to the top of a file or block."""
        if has_blank and self.lines and not at_top:
            self.lines.append("")
        self.lines.append(" " * indent + text)
        self.width = indent + display_width(text)

    def put(self, index: int, piece: Piece) -> None:
        """Print a piece with the comments attached to it."""
        above = self.attached.above[index]
        at_top = self.before is not None and self.before.opens
        must_blank = piece.blank is Blank.ONE
        for comment in above:
            has_blank = must_blank or (comment.has_blank and (piece.closes or piece.blank is not Blank.NEVER))
            self.start_line(piece.indent + INDENT * piece.closes, comment.text, has_blank, at_top=at_top)
            at_top = must_blank = False
        has_blank = must_blank or (piece.blank is not Blank.NEVER and self.attached.has_blank[index])
        joins = not above and not has_blank and not self.is_line_ended
        if joins and piece.closes and at_top:
            self.lines[-1] += piece.text
        elif joins and piece.flows and self.width + 1 + display_width(piece.text) <= LINE_WIDTH:
            self.lines[-1] += " " + piece.text
            self.width += 1 + display_width(piece.text)
        else:
            self.start_line(piece.indent, piece.text, has_blank, at_top=at_top)
        self.is_line_ended = index in self.attached.behind
        if self.is_line_ended:
            self.lines[-1] += "  " + self.attached.behind[index]
        self.before = piece


def render_pieces(pieces: Sequence[Piece], page: Page) -> str:
    """Return the file's text: every piece in the order given, and every comment of the page exactly once."""
    attached = _attach(pieces, page)
    printing = _Printing(attached)
    for index, piece in enumerate(pieces):
        printing.put(index, piece)
    for comment in attached.at_end:
        printing.start_line(0, comment.text, comment.has_blank, at_top=False)
    return "".join(line + "\n" for line in printing.lines)
