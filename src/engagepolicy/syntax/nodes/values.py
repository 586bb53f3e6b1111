"""Names, literals and amounts of time as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, TypeAlias

from engagepolicy.source import Span


@dataclass(frozen=True, slots=True)
class Word:
    """One name as written; `first response` is the word `first_response`."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Path:
    """A dotted name: a fact, an outcome, a named condition or an enum's word."""

    parts: tuple[str, ...]
    span: Span

    @property
    def text(self) -> str:
        """The dotted name."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted string, escapes undone."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression between slashes, in RE2 syntax."""

    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `is_whole` tells `3` from `3.0`."""

    value: Decimal
    is_whole: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Duration:
    """Elapsed time such as `1h30m`, in whole seconds."""

    seconds: int
    span: Span


@dataclass(frozen=True, slots=True)
class Days:
    """A calendar span such as `3 days` or `1 month`."""

    count: int
    unit: Literal["day", "week", "month", "year"]
    span: Span


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    value: date
    span: Span


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time. Without `zone` and without an offset in `value` it is read in the ruleset's zone."""

    value: datetime
    zone: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """`unknown`: a fact that is not known, in a test's input."""

    span: Span


@dataclass(frozen=True, slots=True)
class ApprovalFrom:
    """A duty that names a tier: `approval from counsel`."""

    duty: Word
    tier: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Collection:
    """Values in braces: a set or a list."""

    items: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Record:
    """Facts in braces, as an element of a list in a test's input."""

    facts: tuple[GivenFact, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class GivenFact:
    """One fact of a test's input."""

    path: Path
    value: Value
    span: Span


Value: TypeAlias = (
    Path | Text | Number | Duration | Days | Day | Moment | Flag | Unknown | ApprovalFrom | Collection | Record | Pattern
)


@dataclass(frozen=True, slots=True)
class ElapsedAmount:
    """`4h`, or `4h on office`."""

    duration: Duration
    calendar: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class DaysAmount:
    """`3 days`."""

    days: Days
    span: Span


@dataclass(frozen=True, slots=True)
class BusinessDaysAmount:
    """`2 business days on office`."""

    count: int
    calendar: Word
    span: Span


@dataclass(frozen=True, slots=True)
class ByAmount:
    """`by 17:00`, `by 17:00 on office`."""

    at: time
    calendar: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class EndOfDayAmount:
    """`end of day`, `end of day on office`."""

    calendar: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class ChoiceAmount:
    """`earlier of A, B` or `later of A, B`."""

    which: Literal["earlier", "later"]
    amounts: tuple[Amount, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class WordAmount:
    """A word that the ruleset declares as an amount, such as `promptly`."""

    word: Word
    span: Span


@dataclass(frozen=True, slots=True)
class NotBeforeAmount:
    """`not before 30 days`: a minimum delay, of any amount but another one."""

    amount: Amount
    span: Span


Amount: TypeAlias = (
    ElapsedAmount | DaysAmount | BusinessDaysAmount | ByAmount | EndOfDayAmount | ChoiceAmount | WordAmount | NotBeforeAmount
)
