"""`unexplained_exception`: a rule that sets others aside and does not say why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.lints.shapes import has_reason, kind_of
from engagepolicy.syntax import nodes


class UnexplainedException(Finding):
    """An exception that nobody gave a reason for."""

    code: ClassVar[str] = "EP1221"
    title: ClassVar[str] = "an exception without a reason"


def find_unexplained_exceptions(ruleset: Linted) -> Iterator[Finding]:
    """Yield what is an exception to, or overrides, something and has neither `because`, `source` nor a description."""
    deciding: list[nodes.Rule | nodes.Table | nodes.Constraint] = [*ruleset.every(nodes.Rule), *ruleset.every(nodes.Table)]
    for node in (*deciding, *ruleset.every(nodes.Constraint)):
        exceptions = node.exception_to if isinstance(node, nodes.Rule) else ()
        aside = [*exceptions, *node.overrides]
        if aside and not has_reason(node) and node.description is None:
            names = ", ".join(f"`{each.text}`" for each in aside)
            said = f"the {kind_of(node)} `{node.name.text}` sets {names} aside and does not say why"
            yield UnexplainedException(aside[0].span, said, advice=('add `because "..."`',))


LINT = Lint("unexplained_exception", UnexplainedException, find_unexplained_exceptions, frozenset({RECOMMENDED}))
