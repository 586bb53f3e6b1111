"""What a ruleset says of time passing in a case: the steps of ladders, and the clauses of `sla` blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal, TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.rules import About
from engagepolicy.syntax.nodes.values import Amount, ElapsedAmount, Number, Path, Text, Word


@dataclass(frozen=True, slots=True)
class Timing:
    """When a step is taken: `after 30m` and `at 2h` have an amount, `on breach of resolution` and `on warning of ...` a metric."""

    word: Literal["after", "at", "breach", "warning"]
    when: Amount | Word
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """`escalate frontline to specialist after 30m on office without first response until acknowledged`."""

    origin: Word | None
    to: Word
    timing: Timing
    without: Word | None
    until_acknowledged: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Repeat:
    """`repeat 2 times every 30m until acknowledged`: said of all the steps of a ladder."""

    count: Number
    every: Amount
    until_acknowledged: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Holding:
    """`acknowledgement holds for 30m`, with `then from frontline` where the ladder goes on from that tier."""

    amount: Amount
    then_from: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Deciding:
    """`decisions raise the tier`, or `decisions raise or lower the tier`."""

    may_lower: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ClockEvents:
    """`start resolution when assigned each time`, `stop ... when`, `cancel ... when`, `resume ... when`; no metrics are all."""

    word: Literal["start", "stop", "cancel", "resume"]
    metrics: tuple[Word, ...]
    events: tuple[Word, ...]
    cycle: Literal["once", "each"] | None
    span: Span


@dataclass(frozen=True, slots=True)
class ClockAlone:
    """`start next response without first response`: it does not wait for the other metric."""

    metrics: tuple[Word, ...]
    without: Word
    span: Span


@dataclass(frozen=True, slots=True)
class ClockPause:
    """`pause resolution while case.status is waiting_on_customer`."""

    metrics: tuple[Word, ...]
    fact: Path
    statuses: tuple[Word | Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """`warn at 75%` (a number) or `warn resolution 2h on office before` (an amount)."""

    metrics: tuple[Word, ...]
    at: Number | ElapsedAmount
    span: Span


@dataclass(frozen=True, slots=True)
class ClockReopening:
    """`reopen resolution as new cycle`."""

    metrics: tuple[Word, ...]
    cycle: Literal["same", "new", "no"]
    span: Span


@dataclass(frozen=True, slots=True)
class ClockCounting:
    """`count resolution from now`."""

    metrics: tuple[Word, ...]
    start: Literal["start", "now"]
    span: Span


@dataclass(frozen=True, slots=True)
class ClockShift:
    """`count first response received after 16:00 on office as the next business day`.

    Without a time: `count received while closed on office from the next opening`.
    """

    metrics: tuple[Word, ...]
    after: time | None
    calendar: Word
    span: Span


ClockClause: TypeAlias = ClockEvents | ClockAlone | ClockPause | ClockWarning | ClockReopening | ClockCounting | ClockShift


@dataclass(frozen=True, slots=True)
class Metric:
    """`metric handoff "Until a specialist has it" { start when assigned  stop when replied }`: its clauses name no metric."""

    name: Word
    description: Text | None
    clauses: tuple[ClockClause, ...]
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class Sla:
    """`sla care_clock "How clocks behave" { pause ... while ...  warn at 75% }`."""

    name: Word
    description: Text | None
    clauses: tuple[ClockClause, ...]
    about: About
    span: Span
