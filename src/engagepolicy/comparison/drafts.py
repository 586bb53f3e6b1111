"""What two policies find in drafts, held against each other for every draft that both accept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from typing_extensions import override

from engagepolicy.comparison.constraints import DRAFT
from engagepolicy.comparison.decisions import Inputs, Judge, Patience
from engagepolicy.comparison.result import Change
from engagepolicy.ir.program import Program
from engagepolicy.proving.drafts import DraftProver
from engagepolicy.proving.prover import Prover


class Drafts(Inputs):
    """All drafts that two policies accept."""

    def __init__(self, old: Program, new: Program, patience: Patience) -> None:
        """Take the programs, and how long answers are waited for."""
        super().__init__(old, new, DRAFT, patience)

    @cached_property
    @override
    def prover(self) -> Prover:
        """What answers questions about the joint program."""
        return DraftProver(self.joint.program, self.patience.milliseconds, self.patience.is_interrupted)

    @cached_property
    def _reviewers(self) -> tuple[DraftProver, DraftProver]:
        old, new = (DraftProver(each.program) for each in self.alone)
        return old, new

    @override
    def decide(self, given: Mapping[str, Any], judge: Judge) -> Change | None:
        """Return what each policy by itself finds in a joint draft; None where both find the same."""
        facts = self.read_alone(given)
        try:
            traces = [each.review(own) for each, own in zip(self._reviewers, facts, strict=True)]
        except OverflowError:  # a moment at the edge of the years 1 and 9999
            return None
        direction, old, new = judge(traces[0], traces[1])
        as_of = traces[1].as_of
        return None if direction is None else Change(direction, old, new, as_of, facts[0], facts[1], traces[0], traces[1])
