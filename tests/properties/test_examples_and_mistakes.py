"""Suggested examples and mistakes that change nothing, held against every input that a generated ruleset can tell apart."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

import engagepolicy as ep
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.coverage import Coverage, find_shown, find_shown_by, measure_coverage
from engagepolicy.testing.coverage_goals import Goal, find_goals
from engagepolicy.testing.examples import run_example
from engagepolicy.testing.infection import Infection
from engagepolicy.testing.mutants import run_mutants, sample
from engagepolicy.testing.mutations import find_mutants
from engagepolicy.testing.variants import Variant
from engagepolicy.testing.watching import watch_examples
from tests.strategies_rulesets import Ruleset, make_ruleset

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.testing.noticing import find_noticing
from engagepolicy.testing.suggesting import Suggestions, suggest_examples

NUMBERS = (1, 24)


@cache
def made(number: int) -> tuple[Ruleset, Policy, Coverage, Suggestions]:
    """A ruleset without examples, and those that are suggested for it."""
    ruleset = make_ruleset(Random(number), most_inputs=120)
    policy = ep.loads(ruleset.text)
    coverage = measure_coverage(policy, files={"<string>"})
    return ruleset, policy, coverage, suggest_examples(policy, coverage)


@cache
def pasted(number: int) -> Policy:
    """The ruleset with its examples."""
    ruleset, _, _, suggested = made(number)
    return ep.loads(ruleset.text + "\n" + "\n".join(each.block for each in suggested.examples))


def identity(goal: Goal) -> tuple[object, ...]:
    return goal.measure, goal.owner, goal.wants, goal.test, goal.path, goal.role


@pytest.mark.parametrize("number", NUMBERS)
def test_suggested_examples_pass_and_show_what_they_say(number: int) -> None:
    _, _, coverage, suggested = made(number)
    watched = {each.example.name: each for each in watch_examples(pasted(number))}
    goals = find_goals(pasted(number).program)

    assert [each.result.failures for each in watched.values() if not each.result.holds] == []
    for each in suggested.examples:
        assert {*map(identity, each.goals)} <= {*map(identity, find_shown(goals, watched[each.name]))}, each.block
    told = {goal for each in suggested.examples for goal in each.goals} | {goal for goal, _ in suggested.undecided}
    assert told | set(suggested.unreachable) == set(coverage.missing)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_no_input_can_show_no_input_shows(number: int) -> None:
    ruleset, policy, _, suggested = made(number)
    for facts in ruleset.inputs:
        trace = policy.decide(facts).evidence.trace
        assert find_shown_by(suggested.unreachable, trace) == frozenset()


@pytest.mark.parametrize("number", NUMBERS)
def test_mistakes_that_are_said_to_change_nothing_change_nothing(number: int) -> None:
    ruleset, policy, _, _ = made(number)
    survivors = [each.mutant for each in run_mutants(pasted(number), most=60).survivors]
    noticed = find_noticing(pasted(number), survivors)
    for mutant in noticed.equivalent:
        variant = Variant(policy, mutant.edit.apply(policy.program))
        for facts in ruleset.inputs:
            one, two = policy.decide(facts), variant.decide(facts)
            assert (one.outcomes, one.applied, one.segments) == (two.outcomes, two.applied, two.segments), mutant.words


@pytest.mark.parametrize("number", NUMBERS)
def test_an_example_that_is_not_run_again_would_not_have_noticed(number: int) -> None:
    policy = pasted(number)
    infection = Infection(policy.program)
    for mutant in sample(find_mutants(policy.program), 25, number):
        variant = Variant(policy, mutant.edit.apply(policy.program))
        for each in watch_examples(policy):
            if not infection.may_touch(mutant.edit, each, lambda variant=variant: variant.prepared):  # type: ignore[misc]
                assert run_example(variant, each.example).holds, mutant.words
