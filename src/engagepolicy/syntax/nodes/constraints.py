"""Constraints as they are written: duties and prohibitions, what a breach gets, and how it is cured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.conditions import Condition
from engagepolicy.syntax.nodes.rules import About
from engagepolicy.syntax.nodes.values import Path, Text, Word


@dataclass(frozen=True, slots=True)
class Duty:
    """`must CONDITION` or `never CONDITION`."""

    word: Literal["must", "never"]
    condition: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Breach:
    """`else revise "Say who you are."`, `else approve by counsel "..."`: what a breach gets, and why."""

    verdict: Word
    approver: Word | None
    reason: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class Insertion:
    """`fix insert "Ad: {brand} paid me for this." at start`."""

    text: Text
    at: Literal["start", "end"]
    span: Span


@dataclass(frozen=True, slots=True)
class Removal:
    """`fix remove matches`: what the text tests found."""

    span: Span


@dataclass(frozen=True, slots=True)
class Replacement:
    """`fix replace matches with "Ad"`."""

    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """`fix ask used_product, holds_opinion`."""

    facts: tuple[Path, ...]
    span: Span


Fix: TypeAlias = Insertion | Removal | Replacement | Question


@dataclass(frozen=True, slots=True)
class Constraint:
    """`locked constraint NAME "description" { on draft when ... must ... else revise "..." }`."""

    name: Word
    description: Text | None
    subject: Word | None
    when: Condition | None
    unless: tuple[Condition, ...]
    duties: tuple[Duty, ...]
    breach: Breach | None
    pillar: Word | None
    fixes: tuple[Fix, ...]
    overrides: tuple[Word, ...]
    is_locked: bool
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectText:
    """`expect suggested text "Ad. Great zips."`."""

    text: Text
    span: Span
