"""`unless_not`: an `unless` that is a `when`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.lints.writing import as_part
from engagepolicy.syntax import nodes


class UnlessNot(Finding):
    """A negation behind `unless`."""

    code: ClassVar[str] = "EP1242"
    title: ClassVar[str] = "`unless` in front of `not`"


def find_unless_not(ruleset: Linted) -> Iterator[Finding]:
    """Yield every `unless` whose whole condition is a `not`."""
    deciding: list[nodes.Rule | nodes.Constraint | nodes.NamedCondition] = [
        *ruleset.every(nodes.Rule),
        *ruleset.every(nodes.Constraint),
        *ruleset.every(nodes.NamedCondition),
    ]
    for node in deciding:
        for unless in node.unless:
            if isinstance(unless, nodes.Negation):
                advice = f"add `and {as_part(unless.part)}` to `when`, and leave the `unless` out"
                yield UnlessNot(unless.span, "two negatives that make a positive", advice=(advice,))


LINT = Lint("unless_not", UnlessNot, find_unless_not, frozenset({RECOMMENDED}))
