"""`same_description`: two rules that say of themselves that they are the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.lints.shapes import Ruling, kind_of
from engagepolicy.source import Span


class SameDescription(Finding):
    """A description that was copied along with a rule."""

    code: ClassVar[str] = "EP1241"
    title: ClassVar[str] = "two descriptions that are the same"


def find_same_descriptions(ruleset: Linted) -> Iterator[Finding]:
    """Yield the rules, tables and constraints that are described like an earlier one of the same file."""
    for file in ruleset.files:
        first: dict[str, Span] = {}
        for node in (each for each in file.declarations if isinstance(each, Ruling)):
            if node.description is not None:
                earlier = first.setdefault(node.description.value, node.description.span)
                if earlier is not node.description.span:
                    said = f"the {kind_of(node)} `{node.name.text}` is described like another"
                    yield SameDescription(node.description.span, said, places=(Note(earlier, "the same words"),))


LINT = Lint("same_description", SameDescription, find_same_descriptions, frozenset({RECOMMENDED}))
