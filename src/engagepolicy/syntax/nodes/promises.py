"""Promises as they are written: what must hold of every interaction, and what must stay possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.conditions import Condition
from engagepolicy.syntax.nodes.rules import About
from engagepolicy.syntax.nodes.values import Amount, Path, Text, Word


@dataclass(frozen=True, slots=True)
class PromisedTarget:
    """`first response within 1h`, `resolution not before 30 days`."""

    metric: Word
    amount: Amount
    span: Span


@dataclass(frozen=True, slots=True)
class PromisedRule:
    """`rule legal_threat applies`, `rule response_times[3] applies`; without a row any row of a table."""

    rule: Word
    row: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class NoConflict:
    """`no conflict`, `no conflict on queue`."""

    outcome: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class PromisedOrder:
    """`monotone first response in severity`: a higher severity never means a later first response."""

    outcome: Word
    basis: Path
    span: Span


@dataclass(frozen=True, slots=True)
class PromisedSameness:
    """`same decision if author.name changes`, `same severity, tier if account.plan, account.age change`."""

    outcomes: tuple[Word, ...]
    facts: tuple[Path, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PromisedVerdict:
    """`verdict at least approve`, `verdict at most revise`; `subject` is the word before."""

    subject: Word
    bound: Literal["least", "most"]
    verdict: Word
    span: Span


@dataclass(frozen=True, slots=True)
class PromisedConstraint:
    """`constraint relationship applies`: it is asked of the draft. `breached` and `kept` say what it finds."""

    constraint: Word
    status: Literal["applies", "breached", "kept"]
    span: Span


PromisedOfOne: TypeAlias = Condition | PromisedTarget | PromisedRule | NoConflict | PromisedVerdict | PromisedConstraint
Promised: TypeAlias = PromisedOfOne | PromisedOrder | PromisedSameness


@dataclass(frozen=True, slots=True)
class Promise:
    """`prove "name" { for interaction when ... then ... }`, or a `purpose`, which some interaction must satisfy."""

    kind: Literal["prove", "purpose"]
    name: Text
    subject: Word | None
    when: Condition | None
    unless: tuple[Condition, ...]
    promised: tuple[Promised, ...]
    about: About
    span: Span
