"""`constant_first`: a comparison that begins with what does not change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Applicability, Fix
from engagepolicy.lints.base import RECOMMENDED, Finding, Keeps, Lint, Linted
from engagepolicy.lints.writing import as_part
from engagepolicy.syntax import nodes


class ConstantFirst(Finding):
    """A comparison that is written the other way round."""

    code: ClassVar[str] = "EP1203"
    title: ClassVar[str] = "a comparison that begins with its constant"


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_CONSTANTS = (nodes.Number, nodes.Text, nodes.Duration, nodes.Day, nodes.Moment, nodes.Flag)


def find_constants_first(ruleset: Linted) -> Iterator[Finding]:
    """Yield every comparison whose left side is a literal and whose right side is none."""
    for node in ruleset.every(nodes.Compare):
        if isinstance(node.left, _CONSTANTS) and not isinstance(node.right, _CONSTANTS):
            text = f"{as_part(node.right)} {_MIRRORED.get(node.operator, node.operator)} {node.left.span.text}"
            fix = Fix(f"write `{text}`", node.span, text, Applicability.SAFE)
            yield ConstantFirst(node.span, "what is asked about stands behind what it is compared with", cures=(fix,))


LINT = Lint("constant_first", ConstantFirst, find_constants_first, frozenset({RECOMMENDED}), Keeps.DECISIONS)
