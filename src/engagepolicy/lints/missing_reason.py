"""`missing_reason`: a rule that does not say why, among rules that do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.lints.shapes import Ruling, has_reason, kind_of, most_have


class MissingReason(Finding):
    """A rule that stands out by having no reason."""

    code: ClassVar[str] = "EP1219"
    title: ClassVar[str] = "a rule without a reason among rules that have one"


def find_missing_reasons(ruleset: Linted) -> Iterator[Finding]:
    """Yield what has neither `because` nor `source` in a file where three of four have."""
    for file in ruleset.files:
        found = [each for each in file.declarations if isinstance(each, Ruling)]
        if most_have([has_reason(each) for each in found]):
            for node in found:
                if not has_reason(node):
                    said = f"the {kind_of(node)} `{node.name.text}` does not say why, and most of this file do"
                    yield MissingReason(node.name.span, said, advice=('add `because "..."`, or `source "..."`',))


LINT = Lint("missing_reason", MissingReason, find_missing_reasons, frozenset({RECOMMENDED}))
