"""Places counted for every reader: characters for people, UTF-16 units for editors, bytes of UTF-8 for SARIF."""

from __future__ import annotations

from dataclasses import dataclass

from engagepolicy.source import SourceText, Span

BLOCK = 1024
"""Characters between two places of which the counts are kept."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two characters: `offset` and `byte` count from 0, `line` and both columns from 1."""

    offset: int
    line: int
    column: int
    utf16_column: int
    byte: int


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many bytes and UTF-16 units precede each block of a text."""

    text: str
    bytes_before: tuple[int, ...]
    units_before: tuple[int, ...]

    def bytes_to(self, offset: int) -> int:
        """Return how many bytes of UTF-8 precede `offset`."""
        block = offset // BLOCK
        return self.bytes_before[block] + _count_bytes(self.text[block * BLOCK : offset])

    def units_to(self, offset: int) -> int:
        """Return how many UTF-16 units precede `offset`."""
        block = offset // BLOCK
        return self.units_before[block] + _count_units(self.text[block * BLOCK : offset])


def _count_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _count_units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _count(text: str) -> _Counts:
    bytes_before, units_before = [0], [0]
    for start in range(0, len(text), BLOCK):
        block = text[start : start + BLOCK]
        bytes_before.append(bytes_before[-1] + _count_bytes(block))
        units_before.append(units_before[-1] + _count_units(block))
    return _Counts(text, tuple(bytes_before), tuple(units_before))


class Positions:
    """Finds positions; every text is measured once, so that many messages about one long text stay cheap."""

    def __init__(self) -> None:
        self._counts: dict[SourceText, _Counts] = {}

    def find(self, source: SourceText, offset: int) -> Position:
        """Return the position of an offset, which is cut to the text where it lies outside."""
        counts = self._counts.get(source)
        if counts is None:
            counts = self._counts[source] = _count(source.text)
        offset = min(max(offset, 0), len(source.text))
        line = source.line_of(offset)
        start = source.line_starts[line - 1]
        units = counts.units_to(offset) - counts.units_to(start)
        return Position(offset, line, offset - start + 1, units + 1, counts.bytes_to(offset))

    def find_ends(self, span: Span) -> tuple[Position, Position]:
        """Return where a span starts and the position just behind its last character."""
        start = self.find(span.source, span.start)
        return start, self.find(span.source, max(span.end, span.start))
