"""Callbacks of the grammar for a ruleset's own tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from lark import Token

from engagepolicy.diagnostics.messages_syntax import UnexpectedText
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_tables import TableBuilder
from engagepolicy.syntax.build_values import Clause, Parts

INPUTS = ("interaction", "case", "draft")
CLOCK_WORDS = frozenset({"met", "breached", "running", "paused", "cancelled", "warned"})
"""How a clock can stand, where a target is promised no word for an amount."""


class TestBuilder(TableBuilder):
    """Tests: inputs and expectations."""

    def test(self, parts: Parts) -> n.Test:
        """A test."""
        _, body = self.split_block(parts)
        fields = self.gather("test", body)
        return n.Test(
            name=self.text_of(parts[1]),
            given=fields.one("given"),
            events=fields.all("event"),
            expectations=tuple(item for found in fields.all("expect") for item in found),
            later=fields.all("later"),
            about=fields.about(),
            span=self.span(parts),
        )

    def given(self, parts: Parts) -> Clause:
        """`given interaction { ... }`, `given case { ... }`."""
        subject = self.word_of(parts[1])
        facts = tuple(part for part in parts if isinstance(part, n.GivenFact))
        if subject.text not in INPUTS:
            near = find_suggestions(subject.text, INPUTS)
            self.report(UnexpectedText(subject.span, ("`interaction`, `case` or `draft`",), (), near or INPUTS))
            is_opened = any(fact.path.text == "opened_at" for fact in facts)
            subject = n.Word(near[0] if near else "case" if is_opened else "interaction", subject.span)
        return self.clause("given", n.Given(subject, facts, self.span(parts)), parts)

    def expect(self, parts: Parts) -> Clause:
        """`expect severity critical, tier counsel`: a value alone belongs to the expectation before it."""
        found: list[n.Expectation] = []
        values: list[n.Value] = []
        for part in parts:
            if isinstance(part, Token):
                continue
            if not isinstance(part, Clause):
                self._close(found, values)
                found.append(part)
            elif found and isinstance(found[-1], (n.ExpectOutcome, n.ExpectNothing)) and found[-1].values:
                values.append(part.value)
            else:
                self.report(UnexpectedText(part.span, ("an expectation such as `severity critical`",)))
        self._close(found, values)
        return self.clause("expect", tuple(found), parts)

    def _close(self, found: list[n.Expectation], values: list[n.Value]) -> None:
        if values:
            last = found[-1]
            assert isinstance(last, (n.ExpectOutcome, n.ExpectNothing))
            found[-1] = replace(last, values=(*last.values, *values), span=last.span.to(values[-1].span))
            values.clear()

    def bare_value(self, parts: Parts) -> Clause:
        """A further value of the expectation before it."""
        return self.clause("value", parts[0], parts)

    def expect_value(self, parts: Parts) -> n.ExpectOutcome | n.ExpectTarget:
        """`severity critical`; a word after `first response` is an amount unless clocks stand so: `first response breached`."""
        outcome = self.word_of(parts[0])
        span = self.span(parts)
        if isinstance(parts[1], n.Path) and parts[1].text in CLOCK_WORDS:
            return n.ExpectOutcome(outcome, (parts[1],), span)
        target = self.target_of(outcome, (parts[1],), span)
        if target is not None:
            return n.ExpectTarget(target.metric, target.amount, span)
        return n.ExpectOutcome(outcome, (parts[1],), span)

    def expect_target(self, parts: Parts) -> n.ExpectTarget:
        """`first response within 1h`."""
        return n.ExpectTarget(self.word_of(parts[0]), parts[-1], self.span(parts))

    def expect_due(self, parts: Parts) -> n.ExpectDue:
        """`first response due 2026-11-20 20:05`, `resolution not before 2026-12-20 16:00`."""
        is_not_before = parts[1].type == "NOT_BEFORE"
        return n.ExpectDue(self.word_of(parts[0]), self.moment_of(parts[2]), is_not_before, self.span(parts))

    def expect_rule(self, parts: Parts) -> n.ExpectRule:
        """`rule response_times[3] overridden`."""
        row = self.row_number(parts[3]) if str(parts[2]) == "[" else None
        words = parts[5:] if row is not None else parts[2:]
        status = cast(Literal["applied", "not applied", "overridden", "undetermined"], " ".join(map(str, words)))
        return n.ExpectRule(parts[1], row, status, self.span(parts))

    def expect_nothing(self, parts: Parts) -> n.ExpectNothing | n.ExpectCheck:
        """`no queue`, `no tag legal`, `no next check`."""
        if str(parts[1]) == "next" and isinstance(parts[-1], n.Path) and parts[-1].text == "check":
            return n.ExpectCheck(None, self.span(parts))
        return n.ExpectNothing(self.word_of(parts[1]), tuple(parts[2:]), self.span(parts))

    def expect_conflict(self, parts: Parts) -> n.ExpectConflict:
        """`conflict on queue`."""
        return n.ExpectConflict(parts[2], self.span(parts))
