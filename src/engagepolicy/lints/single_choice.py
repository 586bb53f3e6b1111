"""`single_choice`: a list or a range of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Applicability, Fix
from engagepolicy.lints.base import RECOMMENDED, Finding, Keeps, Lint, Linted
from engagepolicy.lints.shapes import is_set
from engagepolicy.lints.writing import as_part, flat, is_whole
from engagepolicy.syntax import nodes


class SingleChoice(Finding):
    """A choice among one."""

    code: ClassVar[str] = "EP1204"
    title: ClassVar[str] = "a choice among one"


def find_single_choices(ruleset: Linted) -> Iterator[Finding]:
    """Yield every `in` with one value, and every range that begins where it ends."""
    for node in ruleset.every(nodes.Membership):
        if len(node.options) != 1 or not is_whole(node, node.subject) or is_set(node.subject, ruleset):
            continue
        option = node.options[0]
        word = "is not" if node.is_negated else "is"
        if not isinstance(option, nodes.Interval):
            text = f"{node.subject.span.text} {word} {as_part(option)}"
            yield SingleChoice(node.span, "a list of one value", cures=(Fix(f"write `{text}`", node.span, text, Applicability.SAFE),))
        elif option.low is not None and option.high is not None and flat(option.low.span) == flat(option.high.span):
            text = f"{node.subject.span.text} {word} {option.low.span.text}"
            yield SingleChoice(node.span, "a range that begins where it ends", cures=(Fix(f"write `{text}`", node.span, text),))


LINT = Lint("single_choice", SingleChoice, find_single_choices, frozenset({RECOMMENDED}), Keeps.PROGRAM)
