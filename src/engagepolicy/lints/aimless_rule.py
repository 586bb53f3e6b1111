"""`aimless_rule`: a rule that serves no objective, among rules that do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.lints.shapes import kind_of, most_have
from engagepolicy.syntax import nodes


class AimlessRule(Finding):
    """A rule that stands out by serving nothing."""

    code: ClassVar[str] = "EP1235"
    title: ClassVar[str] = "a rule that serves nothing among rules that do"


def find_aimless_rules(ruleset: Linted) -> Iterator[Finding]:
    """Yield what serves no objective in a file where three of four serve one."""
    for file in ruleset.files:
        found = [each for each in file.declarations if isinstance(each, nodes.Rule | nodes.Table | nodes.FirstOf)]
        if most_have([bool(each.about.serves) for each in found]):
            for node in found:
                if not node.about.serves:
                    said = f"the {kind_of(node)} `{node.name.text}` serves no objective, and most of this file do"
                    yield AimlessRule(node.name.span, said, advice=("say what it `serves`",))


LINT = Lint("aimless_rule", AimlessRule, find_aimless_rules)
