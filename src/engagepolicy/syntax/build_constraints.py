"""Callbacks of the grammar for constraints."""

from __future__ import annotations

from typing import Literal, cast

from lark import Token

from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_conditions import bare
from engagepolicy.syntax.build_holidays import HolidayBuilder
from engagepolicy.syntax.build_values import Clause, Parts


class ConstraintBuilder(HolidayBuilder):
    """Constraints, and what a block says that it is about."""

    def subject(self, parts: Parts) -> Clause:
        """`on draft`."""
        return self.clause("on", parts[1], parts)

    def constraint(self, parts: Parts) -> n.Constraint:
        """`constraint`."""
        opening, body = self.split_block(parts)
        fields = self.gather("constraint", body)
        name, description = self.name_and_description(opening)
        return n.Constraint(
            name=name,
            description=description,
            subject=fields.one("on"),
            when=fields.one("when"),
            unless=fields.all("unless"),
            duties=fields.all("duty"),
            breach=fields.one("else"),
            pillar=fields.one("pillar"),
            fixes=fields.all("fix"),
            overrides=fields.words("overrides"),
            is_locked=str(opening[0]) == "locked",
            about=fields.about(),
            span=self.span(parts),
        )

    def must(self, parts: Parts) -> Clause:
        """`must` condition."""
        return self.clause("duty", n.Duty("must", bare(parts[1]), self.span(parts)), parts)

    def never(self, parts: Parts) -> Clause:
        """`never` condition."""
        return self.clause("duty", n.Duty("never", bare(parts[1]), self.span(parts)), parts)

    def breach(self, parts: Parts) -> Clause:
        """`else revise "Say who you are."`."""
        words = [part for part in parts if isinstance(part, n.Word)]
        last = parts[-1]
        reason = self.text_of(last) if isinstance(last, Token) and last.type == "STRING" else None
        approver = words[1] if len(words) > 1 else None
        return self.clause("else", n.Breach(words[0], approver, reason, self.span(parts)), parts)

    def pillar(self, parts: Parts) -> Clause:
        """`pillar relationship`."""
        return self.clause("pillar", parts[1], parts)

    def fix(self, parts: Parts) -> Clause:
        """`fix insert "..." at start`."""
        return self.clause("fix", parts[1], parts)

    def insertion(self, parts: Parts) -> n.Insertion:
        """`insert "..." at start`."""
        at = cast(Literal["start", "end"], str(parts[-1]))
        return n.Insertion(self.text_of(parts[1]), at, self.span(parts))

    def removal(self, parts: Parts) -> n.Removal:
        """`remove matches`."""
        return n.Removal(self.span(parts))

    def replacement(self, parts: Parts) -> n.Replacement:
        """`replace matches with "..."`."""
        return n.Replacement(self.text_of(parts[-1]), self.span(parts))

    def question(self, parts: Parts) -> n.Question:
        """`ask used_product, holds_opinion`."""
        return n.Question(tuple(part for part in parts if isinstance(part, n.Path)), self.span(parts))

    def expect_text(self, parts: Parts) -> n.ExpectText:
        """`suggested text "..."`."""
        return n.ExpectText(self.text_of(parts[1]), self.span(parts))
