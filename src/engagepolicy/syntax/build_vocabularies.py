"""Callbacks of the grammar for words of disclosures and for folds."""

from __future__ import annotations

from typing import Any, Literal, cast

from lark import Token

from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_tests import TestBuilder
from engagepolicy.syntax.build_values import Clause, Parts


class VocabularyBuilder(TestBuilder):
    """Vocabularies and folds."""

    def vocabulary(self, parts: Parts) -> n.DisclosureWords:
        """`vocabulary`."""
        opening, body = self.split_block(parts)
        fields = self.gather("vocabulary", body)
        name, description = self.name_and_description(opening)
        return n.DisclosureWords(
            name=name,
            description=description,
            countries=fields.one("countries") or (),
            languages=fields.one("languages") or (),
            lines=fields.all("words"),
            first_hashtags=fields.one("within"),
            about=fields.about(),
            span=self.span(parts),
        )

    def countries(self, parts: Parts) -> Clause:
        """`countries US, GB`."""
        return self.clause("countries", self._codes(parts), parts)

    def languages(self, parts: Parts) -> Clause:
        """`languages en, es`."""
        return self.clause("languages", self._codes(parts), parts)

    def _codes(self, parts: Parts) -> tuple[n.Word, ...]:
        return tuple(n.Word(str(part), self.span_of(part)) for part in parts if part.type == "REGION")

    def first_hashtags(self, parts: Parts) -> Clause:
        """`within first 3 hashtags`."""
        return self.clause("within", self.number_of(parts[2]), parts)

    def word_line(self, parts: Parts) -> Clause:
        """`accept statements us_gifts for gifted_creator not for money on x_post`."""
        opening = [" ".join(str(part).split()) for part in parts if isinstance(part, Token)]
        said: dict[str, list[Any]] = {}
        for part in parts:
            if isinstance(part, Clause):
                said.setdefault(part.word, []).append(part.value)
        node = n.WordLine(
            word=cast(n.LineWord, opening[0]),
            form=cast(Literal["labels", "statements"], opening[1]) if len(opening) > 1 else None,
            lexicon=next(part for part in parts if isinstance(part, n.Word)),
            channels=_flat(said.get("on")),
            ties=_flat(said.get("for")),
            not_ties=_flat(said.get("not for")),
            unless_disclosed="unless" in said,
            span=self.span(parts),
        )
        return self.clause("words", node, parts)

    def on_channels(self, parts: Parts) -> Clause:
        """`on x_post, x_reply`."""
        return self._names("on", parts)

    def for_ties(self, parts: Parts) -> Clause:
        """`for employee, officer`."""
        return self._names("for", parts)

    def not_for_ties(self, parts: Parts) -> Clause:
        """`not for money`."""
        return self._names("not for", parts)

    def unless_disclosed(self, parts: Parts) -> Clause:
        """`unless disclosed`."""
        return self.clause("unless", True, parts)

    def _names(self, word: str, parts: Parts) -> Clause:
        return self.clause(word, tuple(part for part in parts if isinstance(part, n.Word)), parts)

    # ------------------------------------------------------------------------------------------------ folds

    def folds(self, parts: Parts) -> n.Folds:
        """`folds`."""
        opening, body = self.split_block(parts)
        lines = tuple(part for part in body if isinstance(part, n.FoldLine))
        fields = self.gather("folds", [part for part in body if isinstance(part, Clause)])
        name, description = self.name_and_description(opening)
        return n.Folds(name, description, lines, fields.about(), self.span(parts))

    def fold_line(self, parts: Parts) -> n.FoldLine:
        """`instagram_post 125 characters, 3 lines source "..."`."""
        fields = self.gather("fold", [part for part in parts if isinstance(part, Clause)])
        window = fields.one("in force")
        return n.FoldLine(parts[0], fields.one("characters"), fields.one("lines"), fields.one("source"), window, self.span(parts))

    def shown_characters(self, parts: Parts) -> Clause:
        """`125 characters`."""
        return self.clause("characters", self.number_of(parts[0]), parts)

    def shown_lines(self, parts: Parts) -> Clause:
        """`3 lines`."""
        return self.clause("lines", self.number_of(parts[0]), parts)


def _flat(names: list[Any] | None) -> tuple[n.Word, ...]:
    return tuple(word for each in names or () for word in each)
