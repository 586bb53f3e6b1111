"""`unread_word`: a word of a fact that no condition tells from the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.syntax import nodes


class UnreadWord(Finding):
    """A value that a fact can have and nothing asks for."""

    code: ClassVar[str] = "EP1218"
    title: ClassVar[str] = "a word of a fact that nothing asks for"


def find_unread_words(ruleset: Linted) -> Iterator[Finding]:
    """Yield the words of enums, in the fields of the files, of which others are asked for and these are not."""
    read = {part for node in ruleset.every_around(nodes.Path) for part in (node.text, node.parts[-1])}
    for field in ruleset.every(nodes.FieldDeclaration):
        words = field.type.values if field.type.kind == "enum" and not field.type.is_ordered else ()
        left = [word for word in words if word.text not in read]
        if ruleset.has_rules and left and len(left) < len(words):
            for word in left:
                yield UnreadWord(word.span, f"nothing is decided by `{word.text}` of `{field.path.text}`")


LINT = Lint("unread_word", UnreadWord, find_unread_words)
