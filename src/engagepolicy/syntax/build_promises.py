"""Callbacks of the grammar for promises."""

from __future__ import annotations

from typing import Literal, cast

from lark import Token

from engagepolicy.diagnostics.messages_syntax import UnexpectedText
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_clauses import words_in
from engagepolicy.syntax.build_conditions import bare
from engagepolicy.syntax.build_constraints import ConstraintBuilder
from engagepolicy.syntax.build_values import Clause, Parts

SUBJECTS = ("interaction", "draft")


class PromiseBuilder(ConstraintBuilder):
    """Promises, and what they say of a decision."""

    def promise(self, parts: Parts) -> n.Promise:
        """`prove` or `purpose`."""
        opening, body = self.split_block(parts)
        fields = self.gather(str(opening[0]), body)
        return n.Promise(
            kind=cast(Literal["prove", "purpose"], str(opening[0])),
            name=self.text_of(opening[1]),
            subject=fields.one("for"),
            when=fields.one("when"),
            unless=fields.all("unless"),
            promised=fields.all("then"),
            about=fields.about(),
            span=self.span(parts),
        )

    def every(self, parts: Parts) -> Clause:
        """`every interaction has severity, tier`, in the header."""
        self.require_subject(parts[1], SUBJECTS[:1])
        return self.clause("every", words_in(parts[3:]), parts)

    def promise_subject(self, parts: Parts) -> Clause:
        """`for interaction`, `for draft`."""
        return self.clause("for", self.require_subject(parts[1], SUBJECTS), parts)

    def require_subject(self, token: Token, known: tuple[str, ...]) -> n.Word:
        """Return whom a promise is about; `interaction` after reporting that it is about nothing of the kind."""
        subject = self.word_of(token)
        if subject.text not in known:
            near = find_suggestions(subject.text, known)
            self.report(UnexpectedText(subject.span, tuple(f"`{each}`" for each in known), (), near or known))
            subject = n.Word(SUBJECTS[0], subject.span)
        return subject

    def then(self, parts: Parts) -> Clause:
        """`then` and what is promised."""
        return self.clause("then", bare(parts[1]), parts)

    def promised_target(self, parts: Parts) -> n.PromisedTarget:
        """`first response within 1h`."""
        return n.PromisedTarget(self.word_of(parts[0]), parts[-1], self.span(parts))

    def promised_rule(self, parts: Parts) -> n.PromisedRule:
        """`rule response_times[3] applies`."""
        row = self.row_number(parts[3]) if str(parts[2]) == "[" else None
        return n.PromisedRule(parts[1], row, self.span(parts))

    def promised_harmony(self, parts: Parts) -> n.NoConflict:
        """`no conflict`, `no conflict on queue`."""
        return n.NoConflict(parts[3] if len(parts) > 3 else None, self.span(parts))

    def promised_verdict(self, parts: Parts) -> n.PromisedVerdict:
        """`verdict at least approve`."""
        bound = cast(Literal["least", "most"], str(parts[2]))
        return n.PromisedVerdict(self.word_of(parts[0]), bound, self.word_of(parts[3]), self.span(parts))

    def promised_constraint(self, parts: Parts) -> n.PromisedConstraint:
        """`constraint relationship applies`."""
        status = cast(Literal["applies", "breached", "kept"], str(parts[2]))
        return n.PromisedConstraint(parts[1], status, self.span(parts))

    def promised_order(self, parts: Parts) -> n.PromisedOrder:
        """`monotone first response in severity`."""
        return n.PromisedOrder(parts[1], parts[3], self.span(parts))

    def promised_sameness(self, parts: Parts) -> n.PromisedSameness:
        """`same decision if author.name changes`."""
        paths = tuple(part for part in parts if isinstance(part, n.Path))
        return n.PromisedSameness(words_in(parts), paths, self.span(parts))
