"""Callbacks of the grammar for words, values and amounts of time: checks that a written value exists, and undoes escapes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast

from lark import Token, Transformer

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_literals import BadEscape, ValueOutOfRange
from engagepolicy.diagnostics.messages_syntax import NestedTooDeeply, ReservedName, UnexpectedText
from engagepolicy.source import SourceText, Span
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.vocabulary import DEEPEST, OPERATOR_WORDS, RESERVED

Parts: TypeAlias = list[Any]
"""What Lark hands to a callback: the tokens and results of one grammar rule, whose kinds only the grammar tells."""

MOST_DIGITS = 40
LONGEST_YEARS = 100
MOST_SECONDS = LONGEST_YEARS * 366 * 86_400
MOST_OF_UNIT = {"day": LONGEST_YEARS * 366, "week": LONGEST_YEARS * 53, "month": LONGEST_YEARS * 12, "year": LONGEST_YEARS}
SECONDS_OF_UNIT = {"h": 3600, "m": 60, "s": 1}
PLAIN_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
METRIC_PHRASES = frozenset({"first_response", "next_response"})
"""Outcomes that the grammar itself knows to be targets, so that `first response promptly` is read as one."""

_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u(?:\{[^}\"\\]*\}?)?|.)")
_DURATION_PART = re.compile(r"([0-9]+)([hms])")


class ParseStopped(Exception):
    """Raised by a callback where the rest of the declaration cannot be read; never leaves this package."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a block before the block is put together: its keyword, what it says and where it stands."""

    word: str
    value: Any
    span: Span


def give_first(parts: Parts) -> Any:
    """Return the only part of a grammar rule that does nothing but choose."""
    return parts[0]


class ValueBuilder(Transformer[Token, Any]):
    """Words, values and amounts. One builder serves one parse at a time: it holds the text and the messages of that parse."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self.source = SourceText("", "")
        self.problems: list[Diagnostic] = []
        self.effects: list[Clause] = []
        self._depths: dict[int, tuple[object, int]] = {}

    def begin(self, source: SourceText) -> None:
        """Forget the last declaration and read the next one from `source`."""
        self.source = source
        self.problems = []
        self.effects = []
        self._depths = {}

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a message about text that can be read all the same."""
        self.problems.append(diagnostic)

    def span(self, parts: Sequence[Any]) -> Span:
        """Return the span from the first to the last of the parts, tokens or nodes."""
        first, last = parts[0], parts[-1]
        start = first.start_pos if isinstance(first, Token) else first.span.start
        end = last.end_pos if isinstance(last, Token) else last.span.end
        return Span(self.source, cast(int, start), cast(int, end))

    def span_of(self, token: Token) -> Span:
        """Return the span of one token."""
        return Span(self.source, cast(int, token.start_pos), cast(int, token.end_pos))

    def note_depth(self, node: Any, children: Sequence[Any]) -> Any:
        """Return `node`, having noted how deep its tree is; later stages walk trees, so depth is bounded here.

        The table holds the nodes themselves, because an id may be given again once its node is gone.
        """
        depths = self._depths
        depth = 1 + max((depths[id(child)][1] if id(child) in depths else 0 for child in children), default=0)
        if depth > DEEPEST:
            raise ParseStopped(NestedTooDeeply(node.span, DEEPEST))
        depths[id(node)] = (node, depth)
        return node

    # ------------------------------------------------------------------------------------------------ words

    def word_of(self, token: Token) -> n.Word:
        """Return the word that a NAME token writes."""
        return n.Word(join_phrase(token), self.span_of(token))

    def name(self, parts: Parts) -> n.Word:
        """A name that is declared or referred to outside conditions."""
        word = self.word_of(parts[0])
        if word.text in RESERVED:
            self.report(ReservedName(word.span))
        return word

    def operand(self, parts: Parts) -> n.Path | n.Unknown:
        """A dotted name in a condition, or `unknown`, about which the checker has more to say."""
        token = parts[0]
        return n.Unknown(self.span_of(token)) if str(token) == "unknown" else self.path(parts)

    def path(self, parts: Parts) -> n.Path:
        """A dotted name; a word of the language here means that something is missing before it."""
        token = parts[0]
        span = self.span_of(token)
        if token.type == "PATH":
            return n.Path(tuple(str(token).split(".")), span)
        text = join_phrase(token)
        if text in RESERVED:
            raise ParseStopped(self._explain_reserved(text, span))
        return n.Path((text,), span)

    def _explain_reserved(self, text: str, span: Span) -> Diagnostic:
        if text in OPERATOR_WORDS:
            return UnexpectedText(span, ("a fact or a value",))
        return ReservedName(span)

    def approval(self, parts: Parts) -> n.ApprovalFrom:
        """`approval from counsel`."""
        return n.ApprovalFrom(self.word_of(parts[0]), parts[2], self.span(parts))

    # ------------------------------------------------------------------------------------------------ values

    def literal(self, parts: Parts) -> n.Value:
        """Any literal."""
        token = parts[0]
        return cast(n.Value, _LITERALS[token.type](self, token))

    plain_literal = literal
    span_value = literal

    def text_of(self, token: Token) -> n.Text:
        """Return the string with its escapes undone."""
        span = self.span_of(token)
        raw = str(token)[1:-1]
        if "\\" not in raw:
            return n.Text(raw, span)
        return n.Text(_ESCAPE.sub(lambda match: self._unescape(match, span.start + 1), raw), span)

    def _unescape(self, match: re.Match[str], base: int) -> str:
        if match[1] is not None:
            point = int(match[1], 16)
            if point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF:
                return chr(point)
        elif match[0][1:] in PLAIN_ESCAPES:
            return PLAIN_ESCAPES[match[0][1:]]
        self.report(BadEscape(Span(self.source, base + match.start(), base + match.end())))
        return match[0]

    def text(self, parts: Parts) -> n.Text:
        """A string."""
        return self.text_of(parts[0])

    def pattern(self, parts: Parts) -> n.Pattern:
        """A pattern, its slashes bare."""
        token = parts[0]
        source = re.sub(r"\\(.)", lambda match: "/" if match[1] == "/" else match[0], str(token)[1:-1])
        return n.Pattern(source, self.span_of(token))

    def number_of(self, token: Token) -> n.Number:
        """Return the number."""
        span = self.span_of(token)
        digits = str(token).replace("_", "")
        if len(digits.replace(".", "")) > MOST_DIGITS:
            self.report(ValueOutOfRange(span, f"has more than {MOST_DIGITS} digits"))
            digits = "0"
        return n.Number(Decimal(digits), "." not in digits, span)

    def negative(self, parts: Parts) -> n.Number:
        """A number with its minus sign."""
        number = self.number_of(parts[1])
        return negate(number, self.span(parts))

    def duration_of(self, token: Token) -> n.Duration:
        """Return the elapsed time in seconds."""
        span = self.span_of(token)
        text = str(token)
        if max(map(len, re.findall("[0-9_]+", text))) > MOST_DIGITS:
            seconds = MOST_SECONDS + 1
        elif text[-1] in SECONDS_OF_UNIT and not re.search(r"\s", text):
            seconds = sum(int(count) * SECONDS_OF_UNIT[unit] for count, unit in _DURATION_PART.findall(text))
        else:
            count, unit = text.split()
            seconds = int(count.replace("_", "")) * SECONDS_OF_UNIT[unit[0]]
        return n.Duration(self._within_range(seconds, MOST_SECONDS, span), span)

    def days_of(self, token: Token) -> n.Days:
        """Return the calendar span."""
        span = self.span_of(token)
        count, word = str(token).split()
        unit = word.removesuffix("s")
        number = self._count(count, MOST_OF_UNIT[unit], span)
        return n.Days(number, cast(Literal["day", "week", "month", "year"], unit), span)

    def _count(self, text: str, most: int, span: Span) -> int:
        digits = text.replace("_", "")
        return self._within_range(int(digits) if len(digits) <= MOST_DIGITS else most + 1, most, span)

    def _within_range(self, value: int, most: int, span: Span) -> int:
        if value == 0:
            self.report(ValueOutOfRange(span, "is no time at all"))
        elif value > most:
            self.report(ValueOutOfRange(span, f"is more than {LONGEST_YEARS} years"))
        return min(max(value, 1), most)

    def day_of(self, token: Token) -> n.Day:
        """Return the date."""
        span = self.span_of(token)
        try:
            return n.Day(date.fromisoformat(str(token)), span)
        except ValueError:
            self.report(ValueOutOfRange(span, "is not a day of the calendar"))
            return n.Day(date.min, span)

    def moment_of(self, token: Token) -> n.Moment:
        """Return the date and time, with its offset in the value or its zone's name beside it."""
        span = self.span_of(token)
        day, clock, *rest = str(token).replace("T", " ", 1).split() if str(token)[10] == "T" else str(token).split()
        if clock[1] == ":":
            clock = "0" + clock
        try:
            value = datetime.fromisoformat(f"{day}T{clock}")
        except ValueError:
            self.report(ValueOutOfRange(span, "is not a moment of the calendar"))
            value = datetime.min
        return n.Moment(value, rest[0] if rest else None, span)

    def flag_of(self, token: Token) -> n.Flag:
        """Return the truth value."""
        return n.Flag(str(token) == "true", self.span_of(token))

    def unknown(self, parts: Parts) -> n.Unknown:
        """`unknown`."""
        return n.Unknown(self.span(parts))

    def collection(self, parts: Parts) -> n.Collection:
        """Values in braces."""
        items = tuple(part for part in parts if not isinstance(part, Token))
        return cast(n.Collection, self.note_depth(n.Collection(items, self.span(parts)), items))

    def fact(self, parts: Parts) -> n.GivenFact:
        """One fact of a test's input."""
        return cast(n.GivenFact, self.note_depth(n.GivenFact(parts[0], parts[1], self.span(parts)), parts))

    def record(self, parts: Parts) -> n.Record:
        """Facts in braces."""
        facts = tuple(parts[1:-1])
        return cast(n.Record, self.note_depth(n.Record(facts, self.span(parts)), facts))

    # ------------------------------------------------------------------------------------------------ amounts

    def elapsed(self, parts: Parts) -> n.ElapsedAmount:
        """`4h`, `4h on office`."""
        return n.ElapsedAmount(self.duration_of(parts[0]), _calendar(parts), self.span(parts))

    def days(self, parts: Parts) -> n.DaysAmount:
        """`3 days`."""
        return n.DaysAmount(self.days_of(parts[0]), self.span(parts))

    def business_days(self, parts: Parts) -> n.BusinessDaysAmount:
        """`2 business days on office`."""
        token = parts[0]
        count = self._count(str(token).split()[0], MOST_OF_UNIT["day"], self.span_of(token))
        return n.BusinessDaysAmount(count, parts[2], self.span(parts))

    def by(self, parts: Parts) -> n.ByAmount:
        """`by 17:00 on office`."""
        return n.ByAmount(self.time_of(parts[1]), _calendar(parts), self.span(parts))

    def time_of(self, token: Token) -> time:
        """Return the time of day."""
        hour, minute = map(int, str(token).split(":"))
        if hour > 23 or minute > 59:
            self.report(ValueOutOfRange(self.span_of(token), "is not a time of day"))
            hour, minute = 0, 0
        return time(hour, minute)

    def end_of_day(self, parts: Parts) -> n.EndOfDayAmount:
        """`end of day on office`."""
        return n.EndOfDayAmount(_calendar(parts), self.span(parts))

    def choice(self, parts: Parts) -> n.ChoiceAmount:
        """`earlier of A, B`."""
        amounts = tuple(part for part in parts if not isinstance(part, Token))
        which: Literal["earlier", "later"] = "earlier" if parts[0].startswith("earlier") else "later"
        return cast(n.ChoiceAmount, self.note_depth(n.ChoiceAmount(which, amounts, self.span(parts)), amounts))

    def not_before(self, parts: Parts) -> n.NotBeforeAmount:
        """`not before 30 days`."""
        return n.NotBeforeAmount(parts[1], self.span(parts))

    def word_amount(self, parts: Parts) -> n.WordAmount:
        """A declared word such as `promptly`."""
        return n.WordAmount(parts[0], parts[0].span)


def join_phrase(token: Token) -> str:
    """Return a name as one word: `first response` is `first_response`."""
    return "_".join(token.split())


def negate(number: n.Number, span: Span) -> n.Number:
    """Return the number with the other sign; zero has none."""
    return n.Number(number.value.copy_negate() if number.value else number.value, number.is_whole, span)


def _calendar(parts: Parts) -> n.Word | None:
    return parts[-1] if isinstance(parts[-1], n.Word) else None


_LITERALS = {
    "STRING": ValueBuilder.text_of,
    "NUMBER": ValueBuilder.number_of,
    "DATE": ValueBuilder.day_of,
    "MOMENT": ValueBuilder.moment_of,
    "DURATION": ValueBuilder.duration_of,
    "DAYS": ValueBuilder.days_of,
    "TRUE": ValueBuilder.flag_of,
    "FALSE": ValueBuilder.flag_of,
}
