"""`repeated_number`: a limit that stands in many places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.lints.writing import flat, is_whole
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


class RepeatedNumber(Finding):
    """A number that somebody will change in one place only."""

    code: ClassVar[str] = "EP1232"
    title: ClassVar[str] = "a limit in many places"


FEWEST_PLACES = 3


def find_repeated_numbers(ruleset: Linted) -> Iterator[Finding]:
    """Yield, once for each, the numbers and lengths of time with which one fact is compared in three places or more."""
    places: dict[tuple[str, str, object], list[Span]] = {}
    for node in ruleset.every(nodes.Compare):
        if isinstance(node.right, nodes.Number | nodes.Duration) and node.right.span.text not in ("0", "1") and is_whole(node, node.left):
            value = node.right.value if isinstance(node.right, nodes.Number) else node.right.seconds
            places.setdefault((flat(node.left.span), node.operator, value), []).append(node.span)
    for (subject, _, _), spans in places.items():
        if len(spans) >= FEWEST_PLACES:
            notes = tuple(Note(span, "again") for span in spans[1:])
            said = f"`{subject}` is compared with this limit in {len(spans)} places"
            yield RepeatedNumber(spans[0], said, places=notes, advice=("give it a name: `define NAME { when ... }`",))


LINT = Lint("repeated_number", RepeatedNumber, find_repeated_numbers)
