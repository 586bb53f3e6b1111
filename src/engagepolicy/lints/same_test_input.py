"""`same_test_input`: two tests that ask about the same interaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.lints.writing import flat
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


class SameTestInput(Finding):
    """A test of what another looks at already."""

    code: ClassVar[str] = "EP1225"
    title: ClassVar[str] = "two tests of one interaction"


def find_same_test_inputs(ruleset: Linted) -> Iterator[Finding]:
    """Yield every test of an interaction that gives what an earlier one gives."""
    first: dict[str, Span] = {}
    for node in ruleset.every(nodes.Test):
        if node.given is None or node.given.is_case:
            continue
        given = " ".join([node.given.subject.text, *sorted(flat(fact.span) for fact in node.given.facts)])
        earlier = first.setdefault(given, node.name.span)
        if earlier is not node.name.span:
            note = Note(earlier, "here")
            yield SameTestInput(node.name.span, "another test asks about the same interaction", places=(note,))


LINT = Lint("same_test_input", SameTestInput, find_same_test_inputs)
