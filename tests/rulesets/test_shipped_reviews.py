"""The constraints of all shipped packs together: each can be breached and kept, and no two exclude each other."""

from __future__ import annotations

import pytest

from engagepolicy.policy.loading import compile_files
from engagepolicy.resources import find_ruleset
from engagepolicy.source import Span

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.proving.drafts import DraftProver
from engagepolicy.report.review_proofs import ReviewProofs
from engagepolicy.runtime.prepared import Prepared


@pytest.mark.parametrize("name", ["honesty.all", "us.ftc_endorsements", "eu.disclosure"])
def test_each_constraint_of_the_packs_can_be_breached_and_kept_and_no_two_exclude_each_other(name: str) -> None:
    """With the words of one country too, whose first label may be of several words: then its disguise is no hashtag."""
    path = find_ruleset(name)
    assert path is not None
    compiled = compile_files([str(path)])
    assert compiled.program is not None
    nowhere = Span(compiled.sources[0], 0, 0)
    prover = DraftProver(compiled.program, milliseconds=30_000)
    proofs = ReviewProofs(Prepared(compiled.program), "draft", prover, lambda _: nowhere, lambda _: True)
    assert [each.message for each in proofs.run()] == []
