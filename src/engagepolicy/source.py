"""Source texts and places in them: what every node and message points back to.

A column is counted three ways because readers differ: characters for people, UTF-16 units for editors, bytes for SARIF's
`byteOffset`. A `Span` carries its text, so that a message can be rendered without looking anything up.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from typing_extensions import override

SHARED_AT_MOST = 64
"""How many texts are kept: more than there are shipped rulesets."""


@dataclass(frozen=True, eq=False)
class SourceText:
    """A named text. `name` is what messages print: a path as the caller wrote it, or a label such as `<string>`.

    One that `is_shared` is the same object for all who read this text under this name, so what is made of it may be kept.
    """

    name: str
    text: str = field(repr=False)
    is_shared: bool = False

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offsets at which lines begin; the first is always 0."""
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """Return the 1-based line that holds the character at `offset`."""
        return bisect_right(self.line_starts, offset)

    def column_of(self, offset: int) -> int:
        """Return the 1-based column of `offset`, counted in characters."""
        return offset - self.line_starts[self.line_of(offset) - 1] + 1

    def line_text(self, line: int) -> str:
        """Return the text of a 1-based line without its line break."""
        starts = self.line_starts
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")


@lru_cache(maxsize=SHARED_AT_MOST)
def share_source(name: str, text: str) -> SourceText:
    """Return the text under the name, the same object each time; for texts that everybody reads, such as shipped rulesets."""
    return SourceText(name, text, is_shared=True)


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open range of characters `start` to `end` of a text."""

    source: SourceText
    start: int
    end: int

    @property
    def line(self) -> int:
        """The 1-based line on which the span starts."""
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """The 1-based column, in characters, at which the span starts."""
        return self.source.column_of(self.start)

    @property
    def end_line(self) -> int:
        """The 1-based line on which the span's last character stands."""
        return self.source.line_of(max(self.start, self.end - 1))

    @property
    def end_column(self) -> int:
        """The 1-based column just behind the span's last character, on `end_line`."""
        return self.end - self.source.line_starts[self.end_line - 1] + 1

    @property
    def text(self) -> str:
        """The characters that the span covers."""
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """Return the span from the start of this one to the end of `other`."""
        return Span(self.source, self.start, other.end)

    @override
    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"
