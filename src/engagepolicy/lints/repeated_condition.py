"""`repeated_condition`: a condition that stands in many places and has no name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.lints.shapes import tests_of
from engagepolicy.lints.writing import flat
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


class RepeatedCondition(Finding):
    """A condition that somebody will change in one place only."""

    code: ClassVar[str] = "EP1231"
    title: ClassVar[str] = "a condition in many places without a name"


FEWEST_PLACES = 3
FEWEST_TESTS = 2


def find_repeated_conditions(ruleset: Linted) -> Iterator[Finding]:
    """Yield, once for each, the conditions of at least two tests that stand in three places or more."""
    places: dict[str, list[Span]] = {}
    compound: list[nodes.Both | nodes.Either] = [*ruleset.every(nodes.Both), *ruleset.every(nodes.Either)]
    for node in compound:
        if tests_of(node) >= FEWEST_TESTS:
            places.setdefault(flat(node.span), []).append(node.span)
    for spans in places.values():
        if len(spans) >= FEWEST_PLACES:
            first, *others = sorted(spans, key=lambda span: (span.source.name, span.start))
            notes = tuple(Note(span, "again") for span in others)
            said = f"this condition stands in {len(spans)} places"
            yield RepeatedCondition(first, said, places=notes, advice=("give it a name: `define NAME { when ... }`",))


LINT = Lint("repeated_condition", RepeatedCondition, find_repeated_conditions)
