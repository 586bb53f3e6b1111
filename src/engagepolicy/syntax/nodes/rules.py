"""Rules, lists of rules and tables as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.conditions import Condition, Interval
from engagepolicy.syntax.nodes.values import Amount, Day, Moment, Path, Text, Value, Word


@dataclass(frozen=True, slots=True)
class Bound:
    """The end of a window: `until` excludes the day or moment named, `through` includes it."""

    word: Literal["until", "through"]
    value: Day | Moment
    span: Span


@dataclass(frozen=True, slots=True)
class Window:
    """`in force from 2024-10-21 until 2027-01-01`; either side may be missing."""

    start: Day | Moment | None
    end: Bound | None
    span: Span


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule contributes: `severity critical`, `tag legal, urgent`, `escalate to counsel`."""

    outcome: Word
    values: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TargetEffect:
    """`first response within 1h`."""

    metric: Word
    amount: Amount
    span: Span


@dataclass(frozen=True, slots=True)
class About:
    """What any declaration may say of itself besides its substance."""

    because: Text | None = None
    source: Text | None = None
    window: Window | None = None
    serves: tuple[Word, ...] = ()


NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class Rule:
    """`rule NAME "description" { ... }`."""

    name: Word
    description: Text | None
    when: Condition | None
    unless: tuple[Condition, ...]
    effects: tuple[Effect | TargetEffect, ...]
    overrides: tuple[Word, ...]
    exception_to: tuple[Word, ...]
    applies_if_unknown: bool
    is_locked: bool
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class FirstOf:
    """`first of NAME { rule ... rule ... }`: asked in order, the first that applies answers."""

    name: Word
    description: Text | None
    rules: tuple[Rule, ...]
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class AnyCell:
    """`any` or `-`: the column does not matter; under a result, nothing is contributed."""

    span: Span


@dataclass(frozen=True, slots=True)
class ValuesCell:
    """Values and ranges, any of which fits; with `not`, none of which may fit."""

    options: tuple[Condition | Interval, ...]
    is_negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class TestCell:
    """A condition whose left side is the column: `>= 10_000`, `mentions legal_threat`. Its left side is the column's path."""

    test: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class ConditionCell:
    """A whole condition, under a column headed `when`."""

    condition: Condition
    span: Span


Cell: TypeAlias = AnyCell | ValuesCell | TestCell | ConditionCell


@dataclass(frozen=True, slots=True)
class ResultCell:
    """What a row contributes to one outcome: values or an amount."""

    values: tuple[Value, ...]
    amount: Amount | None
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    conditions: tuple[Cell, ...]
    results: tuple[ResultCell | AnyCell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. A condition column headed `when` has the path `when`."""

    name: Word
    description: Text | None
    hit: Literal["first match", "all matches"]
    columns: tuple[Path, ...]
    results: tuple[Word, ...]
    rows: tuple[Row, ...]
    overrides: tuple[Word, ...]
    applies_if_unknown: bool
    is_locked: bool
    about: About
    span: Span
