"""Finds what a draft says of the tie between its author and a brand, and whether readers would see and understand it.

What comes in: the vocabularies and folds of a program, the facts of a draft, a moment. What goes out: facts by path
(`disclosure.is_clear`), true, false or not known, and the parts of the draft that they were judged by. Nothing here blocks or
allows: constraints do.
What it must not know: trees, constraints, verdicts, files. The words and figures of countries and channels are data of a ruleset.
Where to read first: `gates`, then `sightings` (what counts as a hit), `labels`, `placement`, `media`.
"""

from engagepolicy.disclosure.gates import Evidence, find_disclosures
from engagepolicy.disclosure.vocabularies import Vocabularies

__all__ = ["Evidence", "Vocabularies", "find_disclosures"]
