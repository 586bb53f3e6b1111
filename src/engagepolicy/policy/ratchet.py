"""The ratchet: a newer policy that weakens a locked constraint of the one in use, told as messages."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.comparison.constraints import Weakening, find_weakenings
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_ratchet import LockWeakened
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program
from engagepolicy.source import SourceText, Span


def find_refusals(old: Program, new: Program, sources: Iterable[SourceText]) -> tuple[Diagnostic, ...]:
    """Return a message for each locked constraint that the newer program is not known to keep at full strength.

    `sources` are the texts that it was made of, that of the ruleset itself first; a compiled policy has none.
    """
    texts = list(sources)
    return tuple(_tell(each, texts) for each in find_weakenings(old, new))


def _tell(weakening: Weakening, texts: list[SourceText]) -> Diagnostic:
    stood = weakening.old.place
    older = "" if stood is None else f"{stood.file}, line {stood.line}"
    place = None if weakening.new is None else weakening.new.place
    return LockWeakened(_span(place, texts), weakening.old.id, weakening.reasons, older)


def _span(place: Place | None, texts: list[SourceText]) -> Span:
    """Return the line of the place; the beginning of the first text where the newer policy has none."""
    source = next((each for each in texts if place is None or each.name == place.file), SourceText("<policy>", ""))
    if place is None or place.line > len(source.line_starts):
        return Span(source, 0, 0)
    start, text = source.line_starts[place.line - 1], source.line_text(place.line)
    return Span(source, start + len(text) - len(text.lstrip()), start + len(text))
