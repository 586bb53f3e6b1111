"""Drafts and interactions as `test` blocks that expect what constraints find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engagepolicy.ir.constraints import Constraint, Subject, breach_of
from engagepolicy.ir.program import Program
from engagepolicy.policy.policy import DRAFT, INTERACTION, Policy
from engagepolicy.proving.expectations import expect_outcome
from engagepolicy.proving.obligations import Witness
from engagepolicy.proving.test_blocks import render_test_block
from engagepolicy.report.promises import outcomes_in
from engagepolicy.reviewing import Review


def review_of(program: Program, witness: Witness) -> Review:
    """Return the review that a policy makes of the draft."""
    return Policy(program).review_facts(witness.facts)


def show_finding(
    program: Program,
    subject: Subject,
    witness: Witness,
    name: str,
    *,
    found: Sequence[Constraint],
    kept: Sequence[Constraint] = (),
) -> str:
    """Return the input as a `test` block; of a draft with its verdict, what is found and what is not."""
    if subject == "decision":
        read = [each for one in (*found, *kept) for each in outcomes_in(breach_of(one), program)] or [program.outcomes[0].name]
        return render_test_block(program, INTERACTION, witness, name, (expect_outcome(each, program, witness.trace) for each in read))
    lines = [f"verdict {review_of(program, witness).verdict}"]
    lines += [f"finding {_names(found)}"] if found else []
    lines += [f"no finding {_names(kept)}"] if kept else []
    return render_test_block(program, DRAFT, witness, name, lines)


def _names(constraints: Iterable[Constraint]) -> str:
    return ", ".join(each.id for each in constraints)
