"""Why a review came out as it did: for every finding, the tests that gave the constraint its answer and what they read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engagepolicy.explanation.leaves import Leaf, decisive_leaves
from engagepolicy.ir.constraints import breach_of
from engagepolicy.runtime.decision import Evidence
from engagepolicy.runtime.findings import Finding
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.trace import Trace
from engagepolicy.values.truth import Truth

_TRUTHS: dict[Truth, str] = {True: "holds", False: "does not hold", None: "is not known"}


@dataclass(frozen=True, slots=True)
class FindingReason:
    """A finding with the tests that decided it."""

    finding: Finding
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class ReviewExplanation:
    """The reasons of a review."""

    verdict: str
    reasons: tuple[FindingReason, ...]

    def text(self) -> str:
        """Return them as text without colour."""
        lines = [f"verdict {self.verdict}" + ("" if self.reasons else ": no constraint found anything")]
        for each in self.reasons:
            finding = each.finding
            lines.append(f"  {finding.rule} asks for {finding.verdict}: {finding.reason}")
            for leaf in each.leaves:
                read = ", ".join(f"{one.path} is {one.value}" for one in leaf.reads)
                lines.append(f"    {leaf.test} {_TRUTHS[leaf.truth]}" + (f" ({read})" if read else ""))
        return "\n".join(lines) + "\n"

    def to_json(self) -> dict[str, Any]:
        """Return them as plain JSON data."""
        return {"verdict": self.verdict, "reasons": [_encode(each) for each in self.reasons]}


def _encode(reason: FindingReason) -> dict[str, Any]:
    finding = reason.finding
    tests = [
        {"test": leaf.test, "truth": leaf.truth, "reads": {one.path: one.value for one in leaf.reads}} for leaf in reason.leaves
    ]
    return {"rule": finding.rule, "verdict": finding.verdict, "reason": finding.reason, "tests": tests}


def explain_review(prepared: Prepared, trace: Trace, verdict: str, findings: tuple[Finding, ...]) -> ReviewExplanation:
    """Return why the constraints found what they did."""
    by_id = {each.id: each for each in prepared.program.constraints_on("draft")}
    evidence = Evidence(prepared, trace)
    reasons = (FindingReason(each, decisive_leaves(evidence, breach_of(by_id[each.rule]))) for each in findings)
    return ReviewExplanation(verdict, tuple(reasons))
