"""What a ruleset says of how often something happens: signals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.conditions import Condition
from engagepolicy.syntax.nodes.values import Days, Duration, Path, Text, Word


@dataclass(frozen=True, slots=True)
class Measure:
    """`count of interactions`, `growth of distinct author.id`."""

    word: Literal["count", "growth"]
    distinct: Path | None
    span: Span


@dataclass(frozen=True, slots=True)
class Signal:
    """`signal surge "Anger about one topic" = count of interactions where sentiment < -0.3 by topics within 1h against 24h`."""

    name: Word
    description: Text | None
    measure: Measure
    where: Condition | None
    by: tuple[Path, ...]
    within: Duration | Days
    against: Duration | Days | None
    span: Span
