"""Hours as they are written: times of day, and the days of the week on which they hold."""

from __future__ import annotations

from dataclasses import dataclass

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.values import Word


@dataclass(frozen=True, slots=True)
class Hours:
    """`08:00-20:00`; `24:00` is a legal end."""

    start: str
    end: str
    span: Span


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """`mon-fri 08:00-12:00, 13:00-17:00`."""

    days: tuple[Word, ...]
    hours: tuple[Hours, ...]
    span: Span
