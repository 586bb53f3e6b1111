"""The ratchet: a newer policy that weakens a locked constraint of the one in use, told as messages."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.comparison.constraints import Weakening, find_weakenings
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_ratchet import LockWeakened
from engagepolicy.ir.places import span_of
from engagepolicy.ir.program import Program
from engagepolicy.source import SourceText


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
    return LockWeakened(span_of(place, texts), weakening.old.id, weakening.reasons, older)
