"""Terms that can never matter, as messages at the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from engagepolicy.analysis.dead_terms import DeadTerm, find_dead_terms
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_terms import DeadTermFound
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program
from engagepolicy.source import SourceText, Span


def judge_terms(
    program: Program, sources: Mapping[str, SourceText], place: Callable[[Place | None], Span], is_own: Callable[[Place | None], bool]
) -> Iterator[Diagnostic]:
    """Yield a message for each term of an own lexicon that can never matter."""
    for dead in find_dead_terms(program):
        if is_own(dead.lexicon.place):
            yield DeadTermFound(_place_of(dead, sources, place), dead.lexicon.name, dead.term.text, dead.why, dead.because_of)


def _place_of(dead: DeadTerm, sources: Mapping[str, SourceText], place: Callable[[Place | None], Span]) -> Span:
    """Return where the term stands in its lexicon, not where it is excluded; the lexicon's line where it is written in another way."""
    where = dead.lexicon.place
    if where is not None:
        source = sources[where.file]
        before = "" if dead.why == "spares nothing" else "(?<!exclude )"
        written = re.compile(rf'{before}"{re.escape(dead.term.text)}"')
        found = written.search(source.text, source.line_starts[where.line - 1])
        if found is not None:
            return Span(source, *found.span())
    return place(where)
