"""Callbacks of the grammar for clauses, and the putting together of a block's clauses: what may be given once is checked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from lark import Token

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_literals import ValueOutOfRange
from engagepolicy.diagnostics.messages_syntax import ClauseTwice, MissingWithin, SecondWhen, UnexpectedText
from engagepolicy.source import Span
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_conditions import ConditionBuilder, MaskList, bare
from engagepolicy.syntax.build_values import METRIC_PHRASES, Clause, Parts

REPEATABLE = frozenset(
    {"unless", "effect", "tier", "serves", "overrides", "exception to", "unquantified", "meaning", "weekly", "window", "holidays"}
    | {"closed", "open", "expect", "rule", "field", "step", "clock", "shift", "event", "later", "words", "duty", "fix", "then", "every"}
)
"""Clauses that a block may hold several times; the others once."""
HIGHEST_ROW = 1_000_000


@dataclass(frozen=True, slots=True)
class BlockFields:
    """The clauses of one block by their word."""

    by_word: dict[str, list[Clause]]

    def has(self, word: str) -> bool:
        """Whether the clause is there."""
        return word in self.by_word

    def one(self, word: str) -> Any:
        """Return what the clause says, None if it is not there, and the first if it was given twice."""
        return self.by_word[word][0].value if word in self.by_word else None

    def all(self, word: str) -> tuple[Any, ...]:
        """Return what each clause of this word says."""
        return tuple(clause.value for clause in self.by_word.get(word, ()))

    def words(self, word: str) -> tuple[n.Word, ...]:
        """Return the names that the clauses of this word list, in order."""
        return tuple(name for names in self.all(word) for name in names)

    def about(self) -> n.About:
        """Return what the declaration says of itself."""
        return n.About(self.one("because"), self.one("source"), self.one("in force"), self.words("serves"))


class ClauseBuilder(ConditionBuilder):
    """Clauses, each to a `Clause`, and blocks to `BlockFields`."""

    def clause(self, word: str, value: Any, parts: Parts) -> Clause:
        """Return a clause over the parts."""
        return Clause(word, value, self.span(parts))

    def split_block(self, parts: Parts) -> tuple[Parts, list[Any]]:
        """Return what stands before the braces and what stands between them."""
        for index, part in enumerate(parts):
            if isinstance(part, Token) and part.type == "LBRACE":
                return parts[:index], parts[index + 1 : -1]
        return parts, []

    def name_and_description(self, opening: Parts) -> tuple[Any, n.Text | None]:
        """Return the name of a declaration and the text after it."""
        name = next(part for part in opening if isinstance(part, (n.Word, n.Path)))
        texts = [part for part in opening if isinstance(part, Token) and part.type == "STRING"]
        return name, self.text_of(texts[0]) if texts else None

    def gather(self, block: str, clauses: Sequence[Clause]) -> BlockFields:
        """Sort a block's clauses by their word, and report what is given twice."""
        by_word: dict[str, list[Clause]] = {}
        for clause in clauses:
            same = by_word.setdefault(clause.word, [])
            same.append(clause)
            if len(same) > 1 and clause.word not in REPEATABLE:
                self.report(self._given_twice(block, clause, same[0]))
        return BlockFields(by_word)

    def _given_twice(self, block: str, clause: Clause, first: Clause) -> Diagnostic:
        if clause.word == "when":
            return SecondWhen(clause.span, first.span, block)
        return ClauseTwice(clause.span, clause.word, first.span)

    # ------------------------------------------------------------------------------------------------ about

    def because(self, parts: Parts) -> Clause:
        """`because "..."`."""
        return self.clause("because", self.text_of(parts[1]), parts)

    def sourced(self, parts: Parts) -> Clause:
        """`source "..."`."""
        return self.clause("source", self.text_of(parts[1]), parts)

    def serves(self, parts: Parts) -> Clause:
        """`serves objective, other`."""
        return self.clause("serves", words_in(parts), parts)

    def in_force(self, parts: Parts) -> Clause:
        """`in force from 2024-10-21 until 2027-01-01`."""
        return self.clause("in force", self._window(parts), parts)

    def dates(self, parts: Parts) -> Clause:
        """A campaign's `from ... until ...`."""
        return self.clause("from", self._window(parts), parts)

    def _window(self, parts: Parts) -> n.Window:
        start = next((part for part in parts if isinstance(part, (n.Day, n.Moment))), None)
        end = parts[-1] if isinstance(parts[-1], n.Bound) else None
        return n.Window(start, end, self.span(parts))

    def bound(self, parts: Parts) -> n.Bound:
        """`until 2027-01-01`."""
        return n.Bound(cast(Literal["until", "through"], str(parts[0])), parts[1], self.span(parts))

    def instant(self, parts: Parts) -> n.Day | n.Moment:
        """A date or a moment."""
        return cast("n.Day | n.Moment", self.literal(parts))

    # ------------------------------------------------------------------------------------------------ conditions and effects

    def when(self, parts: Parts) -> Clause:
        """`when` condition."""
        return self.clause("when", bare(parts[1]), parts)

    def unless(self, parts: Parts) -> Clause:
        """`unless` condition."""
        return self.clause("unless", bare(parts[1]), parts)

    def effect(self, parts: Parts) -> Clause:
        """`tag legal, urgent`; a word after `first response` is an amount."""
        outcome = self.word_of(parts[0])
        values = values_in(parts)
        target = self.target_of(outcome, values, self.span(parts))
        clause = self.clause("effect", target or n.Effect(outcome, values, self.span(parts)), parts)
        self.effects.append(clause)
        return clause

    def target_of(self, metric: n.Word, values: tuple[n.Value, ...], span: Span) -> n.TargetEffect | None:
        """Return the target that `first response promptly` means, or None for an ordinary effect."""
        if metric.text not in METRIC_PHRASES or len(values) != 1:
            return None
        value = values[0]
        if isinstance(value, n.Path):
            return n.TargetEffect(metric, self.amount_word(value), span)
        if isinstance(value, n.Duration):
            self.report(MissingWithin(metric.span))
            return n.TargetEffect(metric, n.ElapsedAmount(value, None, value.span), span)
        if isinstance(value, n.Days):
            self.report(MissingWithin(metric.span))
            return n.TargetEffect(metric, n.DaysAmount(value, value.span), span)
        return None

    def amount_word(self, path: n.Path) -> n.WordAmount:
        """Return the amount that a declared word stands for."""
        if len(path.parts) > 1:
            self.report(UnexpectedText(path.span, ("an amount of time",)))
        return n.WordAmount(n.Word(path.parts[-1], path.span), path.span)

    def row_number(self, token: Token) -> int:
        """Return the number of a row as it was written; 1 after reporting that it is none."""
        number = self.number_of(token)
        if not number.is_whole or not 1 <= number.value <= HIGHEST_ROW:
            self.report(ValueOutOfRange(number.span, "is not a row: rows are counted from 1"))
            return 1
        return int(number.value)

    def target(self, parts: Parts) -> Clause:
        """`first response within 1h`."""
        return self.clause("effect", n.TargetEffect(self.word_of(parts[0]), parts[-1], self.span(parts)), parts)

    def escalate(self, parts: Parts) -> Clause:
        """`escalate to counsel`."""
        tier = n.Path((parts[1].text,), parts[1].span)
        outcome = n.Word("tier", self.span_of(parts[0]))
        return self.clause("effect", n.Effect(outcome, (tier,), self.span(parts)), parts)

    def overrides(self, parts: Parts) -> Clause:
        """`overrides billing, vip_route`."""
        return self.clause("overrides", words_in(parts), parts)

    def exception_to(self, parts: Parts) -> Clause:
        """`exception to other_rule`."""
        return self.clause("exception to", words_in(parts), parts)

    def if_unknown(self, parts: Parts) -> Clause:
        """`if unknown apply`."""
        return self.clause("if unknown", True, parts)

    # ---------------------------------------------------------------------------------- headers, outcomes, campaigns

    def version(self, parts: Parts) -> Clause:
        """`version "2026.11"`."""
        return self.clause("version", self.text_of(parts[1]), parts)

    def timezone(self, parts: Parts) -> Clause:
        """`timezone America/New_York`."""
        return self.clause("timezone", n.Word(str(parts[1]), self.span_of(parts[1])), parts)

    def unquantified(self, parts: Parts) -> Clause:
        """`unquantified promptly, ideally`."""
        return self.clause("unquantified", tuple(n.WordMeaning(word, None) for word in words_in(parts)), parts)

    def meaning(self, parts: Parts) -> Clause:
        """`promptly means 2 business days on office`."""
        return self.clause("meaning", (n.WordMeaning(parts[0], parts[2]),), parts)

    def type_clause(self, parts: Parts) -> Clause:
        """`type enum(low < high)`."""
        return self.clause("type", parts[1], parts)

    def merge(self, parts: Parts) -> Clause:
        """`merge highest`."""
        way = parts[1] if isinstance(parts[1], n.Word) else self.word_of(parts[1])
        return self.clause("merge", way, parts)

    def default(self, parts: Parts) -> Clause:
        """`default normal`."""
        return self.clause("default", parts[1], parts)

    def on_conflict(self, parts: Parts) -> Clause:
        """`on conflict "triage"`."""
        return self.clause("on conflict", parts[1], parts)

    def written(self, parts: Parts) -> Clause:
        """`written tag`."""
        return self.clause("written", parts[1], parts)

    def kind(self, parts: Parts) -> Clause:
        """`kind launch`."""
        return self.clause("kind", parts[1], parts)

    def optional(self, parts: Parts) -> Clause:
        """`optional`."""
        return self.clause("optional", True, parts)

    def private(self, parts: Parts) -> Clause:
        """`private`."""
        return self.clause("private", True, parts)

    def computed(self, parts: Parts) -> Clause:
        """`computed`."""
        return self.clause("computed", True, parts)

    def loose(self, parts: Parts) -> Clause:
        """`loose`."""
        return self.clause("loose", True, parts)

    def named(self, parts: Parts) -> Clause:
        """`named "true"`."""
        return self.clause("named", self.text_of(parts[1]), parts)

    def describe(self, parts: Parts) -> Clause:
        """A field's description."""
        return self.clause("a description", self.text_of(parts[0]), parts)


def words_in(parts: Parts) -> tuple[n.Word, ...]:
    """Return the names among the parts of a clause."""
    return tuple(part for part in parts if isinstance(part, n.Word))


def values_in(parts: Parts) -> tuple[n.Value, ...]:
    """Return the values among the parts of a clause."""
    return tuple(part for part in parts if not isinstance(part, (Token, MaskList)))
