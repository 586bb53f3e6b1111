"""`check_policy` and the strategies: what they give is accepted, shipped policies hold, and a broken promise is shown small."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engagepolicy as ep
from engagepolicy.testing import PropertyBroken, cases, check_policy, drafts, interactions
from engagepolicy.testing.strategies import moments_after

FEW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
TEXT = """
ruleset acme.care "Acme" {
  version  "1"
  timezone Europe/London
}

lexicon legal { "lawsuit", "sue*" }

calendar office { mon-fri 09:00-17:00 }

ladder care {
  tier front "Front"
  tier back  "Back"
  escalate front to back after 2h on office without first response
}

rule everybody {
  escalate to front
  first response within 4h on office
}

rule many {
  when  author.followers >= 10_000
  queue "Influencers"
}

rule law {
  when  message mentions legal
  queue "Legal"
}
"""
POLICY = ep.loads(TEXT)
AGREED = ep.loads(TEXT.replace('queue "Legal"', 'queue "Legal"\n  overrides many'))


@FEW
@given(interactions(POLICY))
def test_every_interaction_is_decided(interaction: dict[str, Any]) -> None:
    assert POLICY.decide(interaction).policy == POLICY.identity


@FEW
@given(st.data())
def test_every_case_is_followed(data: st.DataObject) -> None:
    case = data.draw(cases(POLICY))
    moment = data.draw(moments_after(POLICY, case))
    assert POLICY.track(case, moment).now == moment


@FEW
@given(drafts(POLICY))
def test_every_draft_is_reviewed(draft: dict[str, Any]) -> None:
    assert POLICY.review(draft).verdict == "allow"


def test_numbers_stand_at_and_beside_what_the_policy_compares_with() -> None:
    seen: set[int] = set()

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(interactions(POLICY))
    def look(interaction: dict[str, Any]) -> None:
        followers = interaction.get("author.followers")
        seen.update([] if followers is None else [followers])

    look()
    assert {9_999, 10_000, 10_001} <= seen


def test_moments_stand_at_and_beside_opening_and_closing() -> None:
    seen = set()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(interactions(POLICY))
    def look(interaction: dict[str, Any]) -> None:
        moment = interaction["received_at"]
        opened = ep.Calendar("Europe/London", weekly={"mon": [("09:00", "17:00")]}).next_open(moment - timedelta(hours=1))
        seen.add(opened is not None and abs(opened - moment) <= timedelta(minutes=1))

    look()
    assert seen == {True, False}


def test_a_policy_that_keeps_its_promises_passes() -> None:
    check_policy(AGREED, examples=40)


def test_rules_that_disagree_are_shown_with_a_small_input() -> None:
    with pytest.raises(PropertyBroken) as caught:
        check_policy(POLICY)
    assert caught.value.name == "no conflict"
    assert "queue" in caught.value.what
    assert "given interaction {" in caught.value.block
    assert POLICY.decide(caught.value.given).conflicts
    check_policy(POLICY, examples=20, allow_conflicts=True)


@pytest.mark.parametrize("name", ["brands.bank", "examples.us_dot_airline_complaints"])
def test_shipped_policies_keep_their_promises(name: str) -> None:
    check_policy(ep.load(name), examples=8)
