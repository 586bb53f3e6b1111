"""Suggested examples: few, each passes where it is pasted and shows what it says, and what cannot be shown is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import engagepolicy as ep
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.coverage import Coverage, find_shown, measure_coverage
from engagepolicy.testing.coverage_goals import Goal, find_goals
from engagepolicy.testing.watching import watch_examples

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.testing.suggesting import Suggestions, suggest_examples

RULESETS = Path(__file__).parents[3] / "rulesets"

RULESET = """ruleset acme "Acme" { version "1" timezone Europe/Berlin }
record strike { issued_at : datetime  rule : string optional }
extend interaction {
  vip     : bool optional
  amount  : int optional
  paid    : bool optional default false
  plan    : enum(basic, plus) optional
  since   : date optional
  waited  : duration optional
  strikes : list of strike default {}
}
lexicon threats "Threats" { "lawyer", "small claims", /class\\s+action/ }
segment regular "Regulars" { when plan is plus or since < 2020-01-01 }
define large "Large" { when amount >= 10_000 }
rule threat "A threat" {
  when message mentions threats and not (vip or regular)
  unless paid
  severity high
  suggest "Say \\"sorry\\", and mean it: a text that goes on and on, for longer than eighty characters, as texts to people do."
}
rule calm "Calm" { exception to threat  when large  severity low }
rule waiting "Long wait" { when waited > 90m and message contains "where"  tag waiting }
rule repeated "Again" { when count s in strikes where (s.issued_at > 2026-01-01 00:00 UTC) >= 2 or topics contains "fraud"  tag repeated }
rule never_one "Never" { when amount > 5 and amount < 4  tag never }
table sizes "Sizes" {
  | amount   | plan  => queue   |
  | >= 100   | basic => "large" |
  | 10..99   | any   => "some"  |
  | any      | plus  => "plus"  |
}
first of kinds {
  rule angry { when sentiment < 0  tag angry }
  rule old "Old" { in force until 2027-01-01  when not known sentiment and vip  tag old }
}
constraint shout "No shouting" {
  on draft
  when  relationship in (employee, brand)
  never text contains "BUY NOW"
  else  revise "Calm down."
}
"""


def missing_of(policy: Policy) -> Coverage:
    return measure_coverage(policy, watch_examples(policy))


def identity(goal: Goal) -> tuple[object, ...]:
    """What a goal is about, wherever it stands."""
    return goal.measure, goal.owner, goal.wants, goal.test, goal.path, goal.role


def check_pasted(text: str, folder: Path, suggested: Suggestions) -> None:
    """Every example passes where it is pasted, and shows what it is said to show."""
    policy = ep.loads(text + "\n" + "\n".join(each.block for each in suggested.examples), folder=folder)
    by_name = {each.example.name: each for each in watch_examples(policy)}
    for suggestion in suggested.examples:
        watched = by_name[suggestion.name]
        shown = {identity(each) for each in find_shown(find_goals(policy.program), watched)}
        assert watched.result.failures == (), suggestion.block
        assert {identity(each) for each in suggestion.goals} <= shown, suggestion.block


def test_every_example_passes_where_it_is_pasted_and_shows_what_it_says() -> None:
    policy = ep.loads(RULESET)
    coverage = missing_of(policy)
    suggested = suggest_examples(policy, coverage)
    reached = [goal for each in suggested.examples for goal in each.goals]

    check_pasted(RULESET, Path(), suggested)
    assert {each.owner.name for each in suggested.unreachable} == {"never_one"}
    assert suggested.undecided == ()
    assert {*reached, *suggested.unreachable} == set(coverage.missing)
    assert len(reached) == len(set(reached)), "each example is needed"
    assert len(suggested.examples) < len(coverage.missing) / 3


@pytest.mark.parametrize("name", ["examples/usaf_web_posting_response", "examples/us_dot_airline_complaints"])
def test_examples_for_shipped_rulesets_pass_where_they_are_pasted(name: str) -> None:
    path = RULESETS / f"{name}.engage"
    policy = ep.load(path)
    suggested = suggest_examples(policy, missing_of(policy))

    check_pasted(path.read_text(encoding="utf-8"), path.parent, suggested)
    assert suggested.undecided == ()


def test_without_time_nothing_is_claimed() -> None:
    policy = ep.loads(RULESET)
    suggested = suggest_examples(policy, missing_of(policy), seconds=0)

    assert suggested.examples == ()
    assert suggested.unreachable == ()
    assert {because for _, because in suggested.undecided} == {
        "there was no time left to look for it",
        "no draft was found that shows it",
    }


def test_what_no_draft_can_show_is_proved() -> None:
    policy = ep.loads(
        """ruleset acme "Acme" { version "1" timezone UTC }
constraint never_both "Nobody is both" {
  on draft
  when  relationship is brand and relationship is customer
  never text contains "BUY NOW"
  else  revise "Calm down."
}
"""
    )
    given = suggest_examples(policy, measure_coverage(policy, files={"<string>"}))

    assert ("never_both", "breached") in {(each.owner.name, each.wants) for each in given.unreachable}
    assert given.undecided == ()
