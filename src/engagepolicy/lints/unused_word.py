"""`unused_word`: a word without a number that no promise uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class UnusedWord(Finding):
    """A word for an amount of time that nothing is promised by."""

    code: ClassVar[str] = "EP1215"
    title: ClassVar[str] = "a word for an amount of time that nothing uses"


def find_unused_words(ruleset: Linted) -> Iterator[Finding]:
    """Yield every word that a header declares, in files with rules, and no amount of any file uses."""
    used = {node.word.text for node in ruleset.every_around(nodes.WordAmount)}
    paths = {node.text for node in ruleset.every_around(nodes.Path)}
    for node in ruleset.every(nodes.WordMeaning):
        if ruleset.has_rules and node.word.text not in used | paths:
            yield UnusedWord(node.word.span, f"nothing is promised `{node.word.text}`")


LINT = Lint("unused_word", UnusedWord, find_unused_words, frozenset({RECOMMENDED}))
