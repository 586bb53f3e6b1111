"""Where something is written, for people: the one thing of a program that is no part of what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engagepolicy.source import SourceText, Span

MOST_LINES = 1_000_000
"""Beyond this line of a text that nobody has, its beginning is meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a ruleset something stands, for people; never part of what a program means."""

    file: str
    line: int


def span_of(place: Place | None, texts: Sequence[SourceText]) -> Span:
    """Return the line of a place without the white space around it; the beginning of the first text where there is no place.

    Of a text that is not among them, as for a compiled policy, no more than the number of the line is known.
    """
    if place is None:
        return Span(texts[0] if texts else SourceText("<policy>", ""), 0, 0)
    source = next((each for each in texts if each.name == place.file), None)
    if source is None:
        blank = place.line - 1 if 0 < place.line <= MOST_LINES else 0
        return Span(SourceText(place.file, "\n" * blank), blank, blank)
    if not 0 < place.line <= len(source.line_starts):
        return Span(source, 0, 0)
    start, text = source.line_starts[place.line - 1], source.line_text(place.line)
    return Span(source, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
