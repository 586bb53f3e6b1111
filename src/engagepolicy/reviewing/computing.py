"""Facts that are worked out of a draft before it is judged, and the parts of its texts that they were worked out from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from engagepolicy.disclosure import Vocabularies, find_disclosures
from engagepolicy.ir.program import Program
from engagepolicy.matching import contains, prepare
from engagepolicy.runtime.facts import Facts
from engagepolicy.runtime.findings import NO_SPANS, Spans, TextSpan

TEXT, REQUIRED = "text", "venue.required_text"
HAS_REQUIRED = "disclosure.has_required_text"


@dataclass(frozen=True, slots=True)
class Computed:
    """Computed facts by path (None or absent: not known), and for each the parts of texts that it was worked out from."""

    facts: Facts
    spans: Spans = field(default_factory=lambda: NO_SPANS)


Compute: TypeAlias = Callable[[Facts, datetime], Computed]
"""From the facts of a draft and the moment of its review, both in UTC, to the computed facts."""


class DisclosureFinder:
    """Computes the facts under `disclosure`; made once of a program, shared by all its reviews."""

    def __init__(self, program: Program) -> None:
        """Take the program with its vocabularies."""
        self.vocabularies = Vocabularies(program)

    def __call__(self, facts: Facts, as_of: datetime) -> Computed:
        """Return what the draft says of the tie between its author and the brand."""
        found, evidence = find_disclosures(self.vocabularies, facts, as_of)
        spans: dict[str, list[TextSpan]] = {}
        for each in evidence:
            spans.setdefault(each.fact, []).append(TextSpan(each.field, each.start, each.end, each.term))
        text, required = facts.get(TEXT), facts.get(REQUIRED)
        found[HAS_REQUIRED] = None if text is None or required is None else not required or contains(prepare(text), required)
        return Computed(found, {path: tuple(listed) for path, listed in spans.items()})
