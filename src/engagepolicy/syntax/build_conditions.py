"""Callbacks of the grammar for conditions: a predicate is read before its subject is known, for a table's cell lacks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from lark import Token

from engagepolicy.diagnostics.messages_syntax import ChainedComparison
from engagepolicy.source import Span
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_values import Parts, ValueBuilder, negate

Masks: TypeAlias = tuple[tuple[n.MaskWord, Span], ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of a subject: `>= 10`, `mentions "refund"`. `apply` makes the condition; `children` are its operands."""

    apply: Callable[[n.Condition, Span], n.Condition]
    children: tuple[object, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class MaskList:
    """`outside urls, quotes`."""

    masks: Masks
    span: Span


@dataclass(frozen=True, slots=True)
class Grouped:
    """A condition in brackets, whose span takes them in."""

    condition: n.Condition
    span: Span


def bare(part: Any) -> n.Condition:
    """Return the condition without the brackets around it."""
    return part.condition if isinstance(part, Grouped) else cast(n.Condition, part)


def operands(parts: Parts) -> tuple[n.Condition, ...]:
    """Return the conditions among the parts of a rule, leaving out its keywords and signs."""
    return tuple(bare(part) for part in parts if not isinstance(part, Token))


class ConditionBuilder(ValueBuilder):
    """Conditions, loosest operator first."""

    # ------------------------------------------------------------------------------------------------ joining

    def condition(self, parts: Parts) -> n.Either:
        """Parts joined by `or`; an `or` inside an `or` is one list."""
        flat: list[n.Condition] = []
        for part in operands(parts):
            flat.extend(part.parts if isinstance(part, n.Either) else (part,))
        return cast(n.Either, self.note_depth(n.Either(tuple(flat), self.span(parts)), flat))

    def conjunction(self, parts: Parts) -> n.Both:
        """Parts joined by `and`; an `and` inside an `and` is one list."""
        flat: list[n.Condition] = []
        for part in operands(parts):
            flat.extend(part.parts if isinstance(part, n.Both) else (part,))
        return cast(n.Both, self.note_depth(n.Both(tuple(flat), self.span(parts)), flat))

    def negated(self, parts: Parts) -> n.Negation:
        """`not` part."""
        part = bare(parts[1])
        return cast(n.Negation, self.note_depth(n.Negation(part, self.span(parts)), [part]))

    def group(self, parts: Parts) -> Grouped:
        """A condition in brackets."""
        return Grouped(bare(parts[1]), self.span(parts))

    def compared(self, parts: Parts) -> n.Condition:
        """A subject and what is said of it."""
        subject, predicate = bare(parts[0]), parts[1]
        made = predicate.apply(subject, self.span(parts))
        return cast(n.Condition, self.note_depth(made, [subject, *predicate.children]))

    # ------------------------------------------------------------------------------------------------ predicates

    def is_not(self, parts: Parts) -> n.Word:
        """`is not`."""
        return n.Word("is not", self.span(parts))

    def compare(self, parts: Parts) -> Predicate:
        """`>= 10`, `is press`; a chain of them is reported, and its first comparison kept."""
        first = parts[0]
        operator = cast(n.Comparison, first.text if isinstance(first, n.Word) else str(first))
        right = bare(parts[1])
        if len(parts) > 2:
            self._report_chain(parts)
        return Predicate(lambda left, span: n.Compare(left, operator, right, span), (right,), self.span(parts))

    def _report_chain(self, parts: Parts) -> None:
        text = self.source.text
        spans = [self.span([part]) for part in parts]
        pieces = [text[span.start : span.end] for span in spans]
        rewritten = " ".join(pieces[:2])
        for index in range(2, len(pieces), 2):
            rewritten += f" and {pieces[index - 1]} {pieces[index]} {pieces[index + 1]}"
        self.report(ChainedComparison(self.span(parts), rewritten))

    def among(self, parts: Parts) -> Predicate:
        """`in (a, b)`, `not in (a, b)`."""
        return self._membership(parts, operands(parts))

    def among_range(self, parts: Parts) -> Predicate:
        """`in 1..5`."""
        return self._membership(parts, operands(parts))

    def between(self, parts: Parts) -> Predicate:
        """`between 1 and 5`."""
        low, high = operands(parts)
        start = next(part for part in parts if not isinstance(part, Token))
        interval = n.Interval(low, high, self.span([start, parts[-1]]))
        return self._membership(parts, (interval,), (low, high))

    def _membership(self, parts: Parts, options: tuple[Any, ...], children: tuple[object, ...] = ()) -> Predicate:
        is_negated = str(parts[0]) == "not"

        def apply(subject: n.Condition, span: Span) -> n.Condition:
            return n.Membership(subject, options, is_negated, span)

        return Predicate(apply, children or options, self.span(parts))

    def range(self, parts: Parts) -> n.Interval:
        """`1..5`, `1..`, `..5`."""
        low = None if isinstance(parts[0], Token) else parts[0]
        high = None if isinstance(parts[-1], Token) else parts[-1]
        return n.Interval(low, high, self.span(parts))

    def outside(self, parts: Parts) -> MaskList:
        """`outside urls, quotes`."""
        masks = tuple((cast(n.MaskWord, str(part)), self.span_of(part)) for part in parts if part.type == "MASK")
        return MaskList(masks, self.span(parts))

    def mentions(self, parts: Parts) -> Predicate:
        """`mentions legal_threat, "refund" outside urls`."""
        masks = parts[-1].masks if isinstance(parts[-1], MaskList) else ()
        terms = tuple(part for part in parts if isinstance(part, (n.Path, n.Text, n.Pattern)))
        return self._text_test(parts, "mentions", terms, masks)

    def starts(self, parts: Parts) -> Predicate:
        """`starts with "RT"`, `ends with "?"`."""
        operator: Literal["starts with", "ends with"] = "starts with" if str(parts[0]) == "starts" else "ends with"
        return self._text_test(parts, operator, (parts[2],), ())

    def matches(self, parts: Parts) -> Predicate:
        """`matches /.../`."""
        return self._text_test(parts, "matches", (parts[1],), ())

    def _text_test(
        self,
        parts: Parts,
        operator: Literal["mentions", "starts with", "ends with", "matches"],
        terms: tuple[n.Path | n.Text | n.Pattern, ...],
        masks: Masks,
    ) -> Predicate:
        return Predicate(lambda left, span: n.TextTest(left, operator, terms, masks, span), (), self.span(parts))

    def contains(self, parts: Parts) -> Predicate:
        """`contains "outage"`, `contains none of a, b`; without a quantity one of several is enough."""
        quantity = cast(n.Quantity, str(parts[1])) if _is_quantity(parts) else "any"
        items = operands(parts)
        return Predicate(lambda left, span: n.Contains(left, quantity, items, span), items, self.span(parts))

    def on_calendar(self, parts: Parts) -> Predicate:
        """`on office`."""
        calendar = parts[1]
        return Predicate(lambda left, span: n.OnCalendar(left, calendar, span), (), self.span(parts))

    # ------------------------------------------------------------------------------------------------ operands

    def sum(self, parts: Parts) -> n.Condition:
        """`a + b - c`, from the left."""
        return self._fold(parts)

    def product(self, parts: Parts) -> n.Condition:
        """`2 * a`, from the left."""
        return self._fold(parts)

    def _fold(self, parts: Parts) -> n.Condition:
        left = bare(parts[0])
        for index in range(1, len(parts), 2):
            operator = cast(Literal["+", "-", "*"], str(parts[index]))
            right = bare(parts[index + 1])
            node = n.Arithmetic(left, operator, right, self.span([parts[0], parts[index + 1]]))
            left = self.note_depth(node, [left, right])
        return left

    def minus(self, parts: Parts) -> n.Condition:
        """`-a`; before a number it is the number's sign."""
        part = bare(parts[1])
        if isinstance(part, n.Number) and part.value >= 0:
            return negate(part, self.span(parts))
        return cast(n.Minus, self.note_depth(n.Minus(part, self.span(parts)), [part]))

    def or_else(self, parts: Parts) -> n.Fallback:
        """`author.followers or else 0`."""
        subject = bare(parts[0])
        return cast(n.Fallback, self.note_depth(n.Fallback(subject, parts[2], self.span(parts)), [subject]))

    def known(self, parts: Parts) -> n.Known:
        """`known author.id`."""
        return n.Known(parts[1], self.span(parts))

    def during(self, parts: Parts) -> n.During:
        """`during spring_sale`."""
        return n.During(parts[1], self.span(parts))

    def quantified(self, parts: Parts) -> n.Quantified:
        """`any strike in strikes where (...)`."""
        return self._quantified(parts, bare(parts[6]))

    def count(self, parts: Parts) -> n.Quantified:
        """`count strike in strikes where (...)`; without `where` everything counts."""
        span = self.span(parts)
        everything = n.Flag(True, Span(self.source, span.end, span.end))
        return self._quantified(parts, bare(parts[6]) if len(parts) > 4 else everything)

    def _quantified(self, parts: Parts, body: n.Condition) -> n.Quantified:
        quantity = cast(Literal["any", "all", "count"], str(parts[0]))
        node = n.Quantified(quantity, parts[1], parts[3], body, self.span(parts))
        return cast(n.Quantified, self.note_depth(node, [body]))


def _is_quantity(parts: Parts) -> bool:
    return len(parts) > 2 and isinstance(parts[1], Token) and isinstance(parts[2], Token) and str(parts[2]) == "of"
