"""`compared_with_true`: what is true or false by itself, compared with `true` or `false`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Applicability, Fix
from engagepolicy.lints.base import RECOMMENDED, Finding, Keeps, Lint, Linted
from engagepolicy.lints.writing import as_part, flat, is_whole
from engagepolicy.syntax import nodes


class ComparedWithTrue(Finding):
    """A comparison that only says yes or no once more."""

    code: ClassVar[str] = "EP1202"
    title: ClassVar[str] = "a comparison with true or false"


def find_comparisons_with_true(ruleset: Linted) -> Iterator[Finding]:
    """Yield every `is true` and the like that does not stand in a cell of its own."""
    for node in ruleset.every(nodes.Compare):
        if isinstance(node.right, nodes.Flag) and not isinstance(node.left, nodes.Flag) and is_whole(node, node.left):
            is_meant = node.right.value is (node.operator == "is")
            text = as_part(node.left) if is_meant else f"not {as_part(node.left)}"
            yield ComparedWithTrue(
                node.span,
                f"`{flat(node.left.span)}` is true or false by itself",
                cures=(Fix(f"write `{text}`", node.span, text, Applicability.SAFE),),
            )


LINT = Lint("compared_with_true", ComparedWithTrue, find_comparisons_with_true, frozenset({RECOMMENDED}), Keeps.DECISIONS)
