"""Examples made for mistakes that a ruleset's own do not notice, and mistakes that change nothing."""

from __future__ import annotations

import pytest

import engagepolicy as ep
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.mutants import run_mutants
from engagepolicy.testing.mutations import Mutant
from engagepolicy.testing.watching import watch_examples

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.testing.noticing import Noticed, find_noticing

RULESET = """ruleset acme "Acme" { version "1" timezone UTC }
extend interaction { vip : bool optional  amount : int optional  plan : enum(basic, plus) optional }
lexicon thanks { "thank you" }
segment regular "Regulars" { when vip or amount > 100 or amount > 200 }
define large { when amount >= 10 }
rule refund "Refunds" { when regular and large  severity high  queue "refunds" }
rule praise "Praise" { overrides refund  when message mentions thanks  severity low  queue "praise"  first response within 4h }
rule unsure "Unsure" { when vip  if unknown apply  tag unsure }
table sizes "Sizes" {
  | amount  | plan  => size  |
  | >= 100  | basic => large |
  | 10..99  | any   => some  |
  | any     | plus  => plus  |
}
outcome size "Size" {
  type  enum(large, some, plus)
  merge unique
}
"""


def survivors(policy: Policy) -> set[tuple[str, str]]:
    return {name_of(each.mutant) for each in run_mutants(policy).survivors}


def name_of(mutant: Mutant) -> tuple[str, str]:
    return mutant.owner, mutant.words


@pytest.fixture(scope="module")
def noticed() -> Noticed:
    policy = ep.loads(RULESET)
    return find_noticing(policy, [each.mutant for each in run_mutants(policy).survivors])


def test_every_example_passes_and_notices_what_it_says(noticed: Noticed) -> None:
    policy = ep.loads(RULESET + "\n".join(each.block for each in noticed.examples))
    left = survivors(policy)

    assert [each.result.failures for each in watch_examples(policy) if not each.result.holds] == []
    assert len(noticed.examples) > 10
    assert [name_of(each) for one in noticed.examples for each in one.mutants if name_of(each) in left] == []


def test_what_changes_nothing_is_told(noticed: Noticed) -> None:
    policy = ep.loads(RULESET + "\n".join(each.block for each in noticed.examples))
    equivalent = {name_of(each) for each in noticed.equivalent}

    assert ("segment `regular`", "without `amount > 200`") in equivalent
    assert ("row `sizes[2]`", "`sizes[1]` before `sizes[2]` -> `sizes[2]` before `sizes[1]`") in equivalent
    assert equivalent <= survivors(policy), "no example can notice what changes nothing"


def test_without_time_nothing_is_claimed() -> None:
    policy = ep.loads(RULESET)
    assert find_noticing(policy, [each.mutant for each in run_mutants(policy).survivors], seconds=-1) == Noticed()
