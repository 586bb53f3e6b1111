"""`repeated_value`: the same value twice in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from engagepolicy.diagnostics.base import Applicability, Fix, Note
from engagepolicy.lints.base import RECOMMENDED, Finding, Keeps, Lint, Linted
from engagepolicy.lints.writing import cut_item, flat
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.syntax.trees import span_of


class RepeatedValue(Finding):
    """A value that its list has already."""

    code: ClassVar[str] = "EP1205"
    title: ClassVar[str] = "a value twice in one list"


def _lists(ruleset: Linted) -> Iterator[Sequence[object]]:
    yield from (each.options for each in ruleset.every(nodes.Membership))
    yield from (each.options for each in ruleset.every(nodes.ValuesCell))
    yield from (each.items for each in ruleset.every(nodes.Contains))
    yield from (each.terms for each in ruleset.every(nodes.TextTest))
    yield from (each.values for each in ruleset.every(nodes.Effect))
    yield from (each.values for each in ruleset.every(nodes.ResultCell))
    yield from (each.serves for each in ruleset.every(nodes.About))


def find_repeated_values(ruleset: Linted) -> Iterator[Finding]:
    """Yield every value that is written like an earlier one of its list."""
    for values in _lists(ruleset):
        first: dict[str, Span] = {}
        for span in filter(None, map(span_of, values)):
            earlier = first.setdefault(flat(span), span)
            if earlier is not span:
                cure = Fix(f"remove the second `{flat(span)}`", cut_item(span), "", Applicability.SAFE)
                yield RepeatedValue(span, f"`{flat(span)}` stands in this list already", places=(Note(earlier, "here"),), cures=(cure,))


LINT = Lint("repeated_value", RepeatedValue, find_repeated_values, frozenset({RECOMMENDED}), Keeps.DECISIONS)
