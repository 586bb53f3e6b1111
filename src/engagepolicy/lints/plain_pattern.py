"""`plain_pattern`: a pattern that is nothing but words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class PlainPattern(Finding):
    """A pattern where a term was meant."""

    code: ClassVar[str] = "EP1207"
    title: ClassVar[str] = "a pattern that is nothing but words"


_LETTERS = "[A-Za-z\u00c0-\u052f]"
_WORDS = re.compile(f"{_LETTERS}+(?: {_LETTERS}+)*")
"""Latin, Greek and Cyrillic letters, which are written with spaces between words; without those, a term is found inside others too."""


def find_plain_patterns(ruleset: Linted) -> Iterator[Finding]:
    """Yield every pattern without a sign of its own."""
    for node in ruleset.every(nodes.Pattern):
        if _WORDS.fullmatch(node.source):
            yield PlainPattern(
                node.span,
                f"this pattern finds `{node.source}` inside other words too",
                advice=(f'"{node.source}" as a term finds the word itself',),
            )


LINT = Lint("plain_pattern", PlainPattern, find_plain_patterns, frozenset({RECOMMENDED}))
