"""`unread_segment`: a segment by which nothing is decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.syntax import nodes


class UnreadSegment(Finding):
    """A segment that no condition reads."""

    code: ClassVar[str] = "EP1214"
    title: ClassVar[str] = "a segment that no condition reads"


def find_unread_segments(ruleset: Linted) -> Iterator[Finding]:
    """Yield every segment, in files with rules, that decisions only name."""
    for node in ruleset.every(nodes.NamedCondition):
        name = node.name.text
        if ruleset.has_rules and node.kind == "segment" and ("condition", name) not in ruleset.names_read:
            yield UnreadSegment(node.name.span, f"decisions name the segment `{name}`, and nothing is decided by it")


LINT = Lint("unread_segment", UnreadSegment, find_unread_segments)
