"""The laws of verdicts over drafts near the packs' boundaries: a breach never helps, not knowing never allows, a suggestion cures."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any, TypeAlias

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import engagepolicy as ep
from tests.properties.drafts_near import BREACHES, SEEDS, drafts_near, paths_of, with_breach, without_knowing

Draft: TypeAlias = dict[str, Any]

ORDER = ("allow", "approve", "revise", "block")
SOME = settings(max_examples=60, deadline=None)
NONE_BY_NULL = frozenset({"incentive_condition"})
"""Where null is a value: the schema of drafts says that a reward without a condition has null."""
BY_CHANNEL = frozenset({"modality"})
"""Where null means the same as left out: the channel tells."""


@cache
def policy() -> ep.Policy:
    return ep.load("womma.honesty")


def severity(draft: Draft) -> int:
    return ORDER.index(policy().review(draft).verdict)


@pytest.mark.parametrize("verdict", ORDER)
def test_drafts_of_every_verdict_are_started_from(verdict: str) -> None:
    assert [name for name, draft in SEEDS.items() if policy().review(draft).verdict == verdict]


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_a_breach_alone_is_found(name: str) -> None:
    breach = BREACHES[name]
    review = policy().review(with_breach(SEEDS["customer"], breach))
    assert name in {each.rule for each in review.findings if each.verdict == breach.verdict}


@SOME
@given(drafts_near(), st.sampled_from(sorted(BREACHES)))
def test_a_breach_of_a_locked_constraint_never_lowers_the_verdict(draft: Draft, name: str) -> None:
    breach = BREACHES[name]
    worse = with_breach(draft, breach)
    review = policy().review(worse)
    assert ORDER.index(review.verdict) >= max(severity(draft), ORDER.index(breach.verdict))
    assert name in {each.rule for each in review.findings}


@SOME
@given(st.data())
def test_a_fact_that_becomes_unknown_never_allows(data: st.DataObject) -> None:
    draft = data.draw(drafts_near())
    before = policy().review(draft)
    path = data.draw(st.sampled_from(paths_of(draft)))
    after = policy().review(without_knowing(draft, path))
    note(f"{path}: {before.verdict} by {[each.rule for each in before.findings]}")
    assert path[-1] in NONE_BY_NULL | BY_CHANNEL or before.verdict == "allow" or after.verdict != "allow"


@SOME
@given(drafts_near())
def test_a_suggested_text_is_free_of_what_it_cures_and_of_anything_new(draft: Draft) -> None:
    before = policy().review(draft)
    if before.suggested_text is None:
        return
    after = policy().review(deepcopy(draft) | {"text": before.suggested_text})
    assert {each.rule for each in after.findings} < {each.rule for each in before.findings}
    assert ORDER.index(after.verdict) <= ORDER.index(before.verdict)
