"""Callbacks of the grammar for tests over time: what happens in a case, and what is expected of it later."""

from __future__ import annotations

from typing import Any

from lark import Token

from engagepolicy.diagnostics.messages_case_tests import AtForAfter
from engagepolicy.diagnostics.messages_literals import ValueOutOfRange
from engagepolicy.diagnostics.messages_syntax import UnexpectedText
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_tests import TestBuilder
from engagepolicy.syntax.build_values import Clause, Parts

STARTED = "started"
MOST_REMINDERS = 1_000_000


class CaseBuilder(TestBuilder):
    """Events, later expectations, and what is expected of clocks."""

    def case_time(self, parts: Parts) -> Any:
        """A time since the opening, or a moment."""
        return self.literal(parts)

    def event(self, parts: Parts) -> Clause:
        """`at 12m status_changed {case.status waiting_on_customer}`."""
        self._check_word(parts[0], "at")
        facts = tuple(part for part in parts if isinstance(part, n.GivenFact))
        return self.clause("event", n.CaseEvent(parts[1], self.word_of(parts[2]), facts, self.span(parts)), parts)

    def expect_later(self, parts: Parts) -> Clause:
        """`after 45m expect tier specialist`."""
        self._check_word(parts[0], "after")
        return self.clause("later", n.ExpectLater(parts[1], parts[2].value, self.span(parts)), parts)

    def _check_word(self, token: Token, wanted: str) -> None:
        if str(token) != wanted:
            self.report(AtForAfter(self.span_of(token), wanted))

    def expect_not_started(self, parts: Parts) -> n.ExpectClock:
        """`resolution not started`."""
        word = self.word_of(parts[2])
        if word.text != STARTED:
            self.report(UnexpectedText(word.span, ("`started`",), (), find_suggestions(word.text, (STARTED,))))
        state = n.Word(f"not {STARTED}", self.span(parts[1:]))
        return n.ExpectClock(self.word_of(parts[0]), state, self.span(parts))

    def expect_no_clock(self, parts: Parts) -> n.ExpectNoClock:
        """`no clock on resolution`."""
        self._require_words(parts[1:2], ("clock",))
        return n.ExpectNoClock(parts[3], self.span(parts))

    def expect_check(self, parts: Parts) -> n.ExpectCheck:
        """`next check 2026-11-20 19:50`."""
        self._require_words(parts[:2], ("next", "check"))
        return n.ExpectCheck(self.moment_of(parts[2]), self.span(parts))

    def expect_reminded(self, parts: Parts) -> n.ExpectReminded:
        """`reminded 2 times`."""
        self._require_words(parts[:1], ("reminded",))
        number = self.number_of(parts[1])
        if not number.is_whole or not 0 <= number.value <= MOST_REMINDERS:
            self.report(ValueOutOfRange(number.span, "is no number of reminders"))
        return n.ExpectReminded(min(int(number.value), MOST_REMINDERS), self.span(parts))

    def _require_words(self, tokens: Parts, wanted: tuple[str, ...]) -> None:
        for token, word in zip(tokens, wanted, strict=True):
            if str(token) != word:
                span = self.span_of(token)
                self.report(UnexpectedText(span, (f"`{word}`",), (), find_suggestions(str(token), (word,))))
                return
