"""Small mistakes in a ruleset: which there are, which of them examples notice, and what would notice the others."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engagepolicy as ep
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.coverage import measure_coverage
from engagepolicy.testing.examples import run_example
from engagepolicy.testing.mutants import run_mutants
from engagepolicy.testing.mutations import Mutant, find_mutants
from engagepolicy.testing.variants import Variant
from engagepolicy.testing.watching import Watched, watch_examples

RULESETS = Path(__file__).parents[3] / "rulesets"
HEADER = """ruleset acme "Acme" { version "1" timezone UTC }
extend interaction { vip : bool optional  amount : int optional  paid : bool default false }
"""
GIVEN = 'test "{name}" {{ given {record} {{ {facts} }} expect {expected} }}\n'


def example(facts: str, *expected: str, record: str = "interaction") -> str:
    given = f'received_at 2026-11-20 10:00 UTC {facts}' if record == "interaction" else facts
    if "message" not in facts and record == "interaction":
        given = f'message "Hello" {given}'
    return GIVEN.format(name=facts.replace('"', ""), record=record, facts=given, expected=", ".join(expected))


def words_of(text: str) -> list[str]:
    return [f"{each.owner}: {each.words}" for each in find_mutants(ep.loads(HEADER + text).program, {"<string>"})]


def survivors(policy: Policy) -> list[str]:
    return [f"{each.mutant.owner}: {each.mutant.words}" for each in run_mutants(policy).survivors]


COMPLETE = HEADER + """ladder care "Care" {
  tier first "First"
  tier second "Second"
  escalate first to second after 2h
}
lexicon thanks { "thank you" }
segment regular "Regulars" { when vip }
rule every "All" { tier first  severity normal }
rule refund "Refunds" { when regular and amount >= 10  unless paid  severity high  queue "refunds"  first response within 4h }
rule praise "Praise" { overrides refund  when message mentions thanks  severity critical  queue "praise" }
constraint shout "No shouting" {
  on draft
  never text contains "BUY"
  else  revise "Calm down."
}
"""
EXAMPLES = "".join(
    [
        example("vip true amount 10", "severity high", "queue refunds", "first response within 4h", "segment regular"),
        example("vip true amount 9", "severity normal", "rule refund not applied", "no queue"),
        example("vip false amount 10", "severity normal", "rule refund not applied"),
        example("vip true amount 10 paid true", "severity normal", "rule refund not applied"),
        example('message "thank you"', "severity critical", "queue praise", "tier first", "rule praise applied"),
        example('message "thank you" vip true amount 10', "queue praise", "rule refund overridden"),
        example('text "BUY"', "verdict revise", record="draft"),
        example('text "Hello"', "verdict allow", record="draft"),
        """test "time passes" {
  given case { message "Hello"  opened_at 2026-11-20 10:00 UTC }
  after 119m expect tier first
  after 2h expect tier second
}
""",
    ]
)


def test_examples_that_are_complete_notice_every_mistake_that_changes_anything() -> None:
    policy = ep.loads(COMPLETE + EXAMPLES)
    run = run_mutants(policy)

    assert all(each.result.holds for each in watch_examples(policy))
    assert survivors(policy) == []
    assert (run.killed, run.left_out, run.percent) == (len(run.results), 0, Decimal(100))


@pytest.mark.parametrize("left_out", [0, 1, 2, 3, 4, 5, 6, 8])
def test_all_but_the_draft_that_is_right_are_needed(left_out: int) -> None:
    blocks = EXAMPLES.split("test ")[1:]
    rest = "".join(f"test {each}" for number, each in enumerate(blocks) if number != left_out)

    assert survivors(ep.loads(COMPLETE + rest)) != []


def brute_force(policy: Policy) -> set[Mutant]:
    """The mistakes that no example notices, every example run on each."""
    found = set()
    for mutant in find_mutants(policy.program):
        variant = Variant(policy, mutant.edit.apply(policy.program))
        if all(run_example(variant, each).holds for each in policy.examples):
            found.add(mutant)
    return found


def test_examples_that_are_not_run_again_would_not_have_noticed() -> None:
    policy = ep.loads(COMPLETE + "".join(f"test {each}" for each in EXAMPLES.split("test ")[1::2]))
    run = run_mutants(policy)

    assert {each.mutant for each in run.survivors} == brute_force(policy)
    assert run.examples_run < len(policy.examples) * len(run.results) / 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'rule refund { when amount >= 10  tag refund }\n',
            [
                "rule `refund`: `amount >= 10` -> `amount > 10`",
                "rule `refund`: `amount >= 10` -> `amount >= 9`",
                "rule `refund`: `amount >= 10` -> `not amount >= 10`",
                "rule `refund`: without `refund`",
            ],
        ),
        (
            'rule refund { when vip  unless paid  tag refund, money }\n',
            [
                "rule `refund`: `vip and not paid` -> `vip or not paid`",
                "rule `refund`: without `vip`",
                "rule `refund`: without `not paid`",
                "rule `refund`: `vip` -> `not vip`",
                "rule `refund`: `not paid` -> `paid`",
                "rule `refund`: without `refund`",
                'rule `refund`: `tags {"money", "refund"}` -> `tags {"refund"}`',
                'rule `refund`: `tags {"money", "refund"}` -> `tags {"money"}`',
            ],
        ),
        (
            "rule soon { severity normal  first response within 3h }\n",
            [
                "rule `soon`: without `soon`",
                "rule `soon`: `first response within 3h` -> `first response within 1h30m`",
                "rule `soon`: `first response within 3h` -> `first response within 4h`",
                "rule `soon`: without `first response within 3h`",
                "rule `soon`: `severity normal` -> `severity high`",
                "rule `soon`: `severity normal` -> `severity low`",
                "rule `soon`: without `severity normal`",
            ],
        ),
        (
            'lexicon thanks { "thank you", /cheers+/ }\nrule praise { when message mentions thanks  tag praise }\n',
            [
                "rule `praise`: `message mentions thanks` -> `not message mentions thanks`",
                "rule `praise`: without `praise`",
                'lexicon `thanks`: without `"thank you"`',
                "lexicon `thanks`: without `/cheers+/`",
            ],
        ),
        (
            "table sizes {\n| amount => tag |\n| >= 10 => large |\n| any => small |\n}\n",
            [
                "row `sizes[1]`: `amount >= 10` -> `amount > 10`",
                "row `sizes[1]`: `amount >= 10` -> `amount >= 9`",
                "row `sizes[1]`: `amount >= 10` -> `not amount >= 10`",
                "row `sizes[1]`: without `sizes[1]`",
                "row `sizes[2]`: without `sizes[2]`",
                "row `sizes[2]`: `sizes[1]` before `sizes[2]` -> `sizes[2]` before `sizes[1]`",
            ],
        ),
        (
            "rule gift { when paid  tag gift }\nrule none { exception to gift  when vip  tag none }\n",
            [
                "rule `gift`: `paid` -> `not paid`",
                "rule `gift`: without `gift`",
                "rule `none`: `vip` -> `not vip`",
                "rule `none`: without `none`",
                "rule `none`: without `exception to gift`",
            ],
        ),
    ],
)
def test_mistakes_in_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_mistake_in_a_rule_is_one_in_its_exceptions() -> None:
    policy = ep.loads(HEADER + "rule gift { when paid  tag gift }\nrule none { exception to gift  when vip  tag none }\n")
    mutant = next(each for each in find_mutants(policy.program) if each.words == "`paid` -> `not paid`")
    decision = Variant(policy, mutant.edit.apply(policy.program)).decide(
        {"message": "Hello", "received_at": "2026-11-20T10:00:00Z", "paid": False, "vip": True}
    )

    assert decision.tags == frozenset({"none"})


def test_of_many_mistakes_a_sample_is_tried_always_the_same() -> None:
    policy = ep.loads(COMPLETE + EXAMPLES)
    one, two, other = (run_mutants(policy, most=10, seed=seed) for seed in (1, 1, 2))

    assert [each.mutant for each in one.results] == [each.mutant for each in two.results]
    assert [each.mutant for each in one.results] != [each.mutant for each in other.results]
    assert len(one.results) == 10
    assert one.left_out == len(find_mutants(policy.program)) - 10


def test_when_the_time_is_over_the_rest_is_left_out() -> None:
    policy = ep.loads(COMPLETE + EXAMPLES)
    run = run_mutants(policy, seconds=-1)

    assert run.results == ()
    assert run.left_out == len(find_mutants(policy.program))


@cache
def shipped() -> tuple[Policy, tuple[Watched, ...]]:
    """A shipped ruleset, and its examples as they came out."""
    policy = ep.load(RULESETS / "examples" / "usaf_web_posting_response.engage")
    return policy, watch_examples(policy)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_more_examples_show_no_less(one: set[int], two: set[int]) -> None:
    policy, watched = shipped()
    shown = [measure_coverage(policy, [watched[each] for each in sorted(chosen)]).shown for chosen in (one, two, one | two)]

    assert shown[2] == shown[0] | shown[1]
