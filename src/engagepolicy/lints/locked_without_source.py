"""`locked_without_source`: something that nobody may set aside, and nobody can look up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.lints.shapes import kind_of, rulings
from engagepolicy.syntax import nodes


class LockedWithoutSource(Finding):
    """A locked rule that does not say where it comes from."""

    code: ClassVar[str] = "EP1220"
    title: ClassVar[str] = "something locked without a source"


def find_locked_without_source(ruleset: Linted) -> Iterator[Finding]:
    """Yield locked rules, tables and constraints without `source`, in files whose header has none for all of them."""
    sourced = {each.span.source for each in ruleset.every(nodes.Header) if each.about.source is not None}
    for node in rulings(ruleset):
        if isinstance(node, nodes.FirstOf) or not node.is_locked or node.about.source is not None or node.span.source in sourced:
            continue
        said = f"the {kind_of(node)} `{node.name.text}` is locked and does not say what demands it"
        yield LockedWithoutSource(node.name.span, said, advice=('add `source "..."`: the law, code or handbook that says so',))


LINT = Lint("locked_without_source", LockedWithoutSource, find_locked_without_source, frozenset({RECOMMENDED}))
