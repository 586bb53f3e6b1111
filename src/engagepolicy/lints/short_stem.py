"""`short_stem`: a stem with which half the dictionary begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class ShortStem(Finding):
    """A stem of one or two letters."""

    code: ClassVar[str] = "EP1208"
    title: ClassVar[str] = "a stem of one or two letters"


_SHORT = re.compile(r"[A-Za-z]{1,2}\*")


def find_short_stems(ruleset: Linted) -> Iterator[Finding]:
    """Yield every stem of at most two Latin letters."""
    for node in _terms(ruleset):
        if isinstance(node, nodes.Text) and _SHORT.fullmatch(node.value):
            yield ShortStem(node.span, f'the stem {node.span.text} finds every word that begins with "{node.value[:-1]}"')


def _terms(ruleset: Linted) -> Iterator[object]:
    yield from (term.value for term in ruleset.every(nodes.Term))
    yield from (term for test in ruleset.every(nodes.TextTest) if test.operator == "mentions" for term in test.terms)


LINT = Lint("short_stem", ShortStem, find_short_stems, frozenset({RECOMMENDED}))
