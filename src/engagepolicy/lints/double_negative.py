"""`double_negative`: a `not` in front of a test that says `not` itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Applicability, Fix
from engagepolicy.lints.base import RECOMMENDED, Finding, Keeps, Lint, Linted
from engagepolicy.lints.writing import as_part, without_word
from engagepolicy.syntax import nodes


class DoubleNegative(Finding):
    """A negation of a negation."""

    code: ClassVar[str] = "EP1201"
    title: ClassVar[str] = "a double negative"


def _positive(part: nodes.Condition) -> str | None:
    """Return the opposite of a negative test as text; nothing where the test is not negative."""
    match part:
        case nodes.Negation(part=inner):
            return as_part(inner)
        case nodes.Compare(operator="is not", left=left, right=right):
            return without_word(part.span, left.span.end, right.span.start, "not")
        case nodes.Membership(is_negated=True, subject=subject):
            return without_word(part.span, subject.span.end, part.span.end, "not")
        case _:
            return None


def find_double_negatives(ruleset: Linted) -> Iterator[Finding]:
    """Yield every `not` whose part is negative too."""
    for node in ruleset.every(nodes.Negation):
        text = _positive(node.part)
        if text is not None:
            fix = Fix(f"write `{text}`", node.span, text, Applicability.SAFE)
            yield DoubleNegative(node.span, "two negatives that make a positive", cures=(fix,))


LINT = Lint("double_negative", DoubleNegative, find_double_negatives, frozenset({RECOMMENDED}), Keeps.DECISIONS)
