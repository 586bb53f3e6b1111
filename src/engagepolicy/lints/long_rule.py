"""`long_rule`: a condition that nobody can hold in the head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.lints.shapes import condition_of, kind_of, tests_of
from engagepolicy.syntax import nodes


class LongRule(Finding):
    """A rule or constraint with very many tests."""

    code: ClassVar[str] = "EP1230"
    title: ClassVar[str] = "a rule with very many tests"


MOST_TESTS = 12


def find_long_rules(ruleset: Linted) -> Iterator[Finding]:
    """Yield rules and constraints whose conditions ask more than a dozen tests."""
    deciding: list[nodes.Rule | nodes.Constraint] = [*ruleset.every(nodes.Rule), *ruleset.every(nodes.Constraint)]
    for node in deciding:
        count = sum(map(tests_of, condition_of(node)))
        if count > MOST_TESTS:
            said = f"the {kind_of(node)} `{node.name.text}` asks {count} tests"
            yield LongRule(node.name.span, said, advice=("give parts of it a name with `define`, or split it",))


LINT = Lint("long_rule", LongRule, find_long_rules)
