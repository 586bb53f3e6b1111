"""Which terms of a lexicon find nothing that another one does not find at the same place."""

from __future__ import annotations

from dataclasses import replace

from engagepolicy.analysis.covering import covering_stems as covering_stems
from engagepolicy.ir.program import Lexicon


def without_covered(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon without the terms that say nothing new."""
    covered = covering_stems(lexicon.terms)
    return replace(lexicon, terms=tuple(term for term in lexicon.terms if term not in covered)) if covered else lexicon
