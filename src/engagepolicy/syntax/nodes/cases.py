"""What a test says of time: what happens in a case, and what is expected of it later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.values import Days, Duration, GivenFact, Moment, Word

CaseTime: TypeAlias = Duration | Days | Moment
"""Time since the case was opened, or a moment."""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """`at 12m status_changed {case.status waiting_on_customer}`."""

    at: CaseTime
    kind: Word
    facts: tuple[GivenFact, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectClock:
    """`first response breached`, `resolution not started`: how the clock of a metric stands."""

    metric: Word
    state: Word
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectNoClock:
    """`no clock on resolution`: nothing is promised for the metric."""

    metric: Word
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectCheck:
    """`next check 2026-11-20 19:50`: when something changes by itself; without a moment, `no next check`."""

    moment: Moment | None
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectReminded:
    """`reminded 2 times`: how often somebody was reminded since the tier was entered."""

    count: int
    span: Span


CaseExpectation: TypeAlias = ExpectClock | ExpectNoClock | ExpectCheck | ExpectReminded
"""What can be expected of a case and not of a decision."""
