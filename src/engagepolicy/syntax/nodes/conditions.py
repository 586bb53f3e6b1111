"""Conditions as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.values import Path, Pattern, Text, Value, Word

Comparison: TypeAlias = Literal["is", "is not", "<", "<=", ">", ">="]
Quantity: TypeAlias = Literal["any", "all", "none"]
MaskWord: TypeAlias = Literal["urls", "emails", "handles", "hashtags", "quotes", "retweets", "code"]


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts (`and`)."""

    parts: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts (`or`)."""

    parts: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Negation:
    """`not` part."""

    part: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands compared."""

    left: Condition
    operator: Comparison
    right: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Interval:
    """An inclusive range, `10_000..99_999`, or `between A and B`; open on a side that is None."""

    low: Condition | None
    high: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Membership:
    """`subject in (a, b)`, `subject in 1..5`, `subject between 1 and 5`."""

    subject: Condition
    options: tuple[Condition | Interval, ...]
    is_negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Contains:
    """`topics contains "outage"`, `topics contains any of "a", "b"`, `message contains "refund"`."""

    subject: Condition
    quantity: Quantity
    items: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TextTest:
    """`message mentions legal_threat, "refund" outside urls, quotes`, `message starts with "RT"`, `message matches /.../`."""

    subject: Condition
    operator: Literal["mentions", "starts with", "ends with", "matches"]
    terms: tuple[Path | Text | Pattern, ...]
    outside: tuple[tuple[MaskWord, Span], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Known:
    """`known author.followers`."""

    subject: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Fallback:
    """`author.followers or else 0`."""

    subject: Condition
    value: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class During:
    """`during spring_sale`: the decision's moment lies in the campaign."""

    campaign: Word
    span: Span


@dataclass(frozen=True, slots=True)
class OnCalendar:
    """`received_at on office`: the calendar is open at that moment."""

    subject: Condition
    calendar: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Quantified:
    """`any strike in strikes where (...)`, `all ...`, `count ...` (a number)."""

    quantity: Literal["any", "all", "count"]
    variable: Word
    source: Path
    body: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`a + b`, `a - b`, `2 * a`."""

    left: Condition
    operator: Literal["+", "-", "*"]
    right: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Minus:
    """`-a`."""

    part: Condition
    span: Span


Condition: TypeAlias = (
    Both | Either | Negation | Compare | Membership | Contains | TextTest | Known | Fallback | During | OnCalendar | Quantified
    | Arithmetic | Minus | Value
)
