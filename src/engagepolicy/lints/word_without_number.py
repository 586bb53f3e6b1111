"""`word_without_number`: a promise of which nobody can say whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.diagnostics.base import Note
from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


class WordWithoutNumber(Finding):
    """A promise in a word that no number stands behind."""

    code: ClassVar[str] = "EP1216"
    title: ClassVar[str] = "a promise without a number"


def find_words_without_number(ruleset: Linted) -> Iterator[Finding]:
    """Yield every amount that is a word without a house number."""
    for span, name in _amounts(ruleset):
        meaning = ruleset.resolved.words.get(name)
        if meaning is not None and meaning.amount is None:
            yield WordWithoutNumber(
                span,
                f"`{name}` has no number, so this is never kept and never broken",
                places=(Note(meaning.word.span, "declared here"),),
                advice=(f"give it one in the header: `{name} means 2 business days on office`",),
            )


def _amounts(ruleset: Linted) -> Iterator[tuple[Span, str]]:
    yield from ((node.span, node.word.text) for node in ruleset.every(nodes.WordAmount))
    for cell in ruleset.every(nodes.ResultCell):
        yield from ((value.span, value.text) for value in cell.values if isinstance(value, nodes.Path))


LINT = Lint("word_without_number", WordWithoutNumber, find_words_without_number)
