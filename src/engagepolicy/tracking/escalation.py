"""Ladders as they are climbed: the tiers, the steps, and how long an acknowledgement holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engagepolicy.ir.steps import Step
from engagepolicy.values.amounts import Amount


@dataclass(frozen=True, slots=True)
class Ladder:
    """Tiers, lowest first, and how time climbs them.

    Time never lowers a tier, and the highest is held. A decision that gives a higher tier goes there at once; one that gives a lower
    tier changes nothing unless `decisions` may `raise or lower` it. An acknowledgement holds until the case is closed, or
    until `acknowledged_for` has passed, from when on the steps of the tier count anew; with `resumes_from` those of that tier do, where
    it is a lower one.
    """

    name: str
    tiers: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    acknowledged_for: Amount | None = None
    decisions: Literal["raise", "raise or lower"] = "raise"
    resumes_from: str | None = None

    def __post_init__(self) -> None:
        """Raise `ValueError` for a tier that comes twice, and for a step or a resumption that names none of the tiers or leads down."""
        rank = {tier: place for place, tier in enumerate(self.tiers)}
        if len(rank) != len(self.tiers):
            raise ValueError(f"the ladder {self.name} has a tier twice")
        if self.resumes_from is not None and self.resumes_from not in rank:
            raise ValueError(f"the ladder {self.name} has no tier {self.resumes_from}")
        for step in self.steps:
            missing = [tier for tier in (step.from_tier, step.to_tier) if tier is not None and tier not in rank]
            if missing:
                raise ValueError(f"the ladder {self.name} has no tier {missing[0]}")
            if step.from_tier is not None and rank[step.to_tier] <= rank[step.from_tier]:
                raise ValueError(f"the step {step.text} of the ladder {self.name} does not lead up")

    def rank_of(self, tier: str) -> int:
        """Return how high the tier stands, from 0."""
        return self.tiers.index(tier)
