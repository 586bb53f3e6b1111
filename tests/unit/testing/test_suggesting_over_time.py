"""Cases suggested for what time does: each passes where it is pasted, shows what it says, and together they show all there is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import engagepolicy as ep
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.coverage import Coverage, measure_coverage
from engagepolicy.testing.coverage_goals import OVER_TIME, Goal, Measure
from engagepolicy.testing.watching import watch_examples

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.testing.suggesting import Suggestions, suggest_examples

RULESETS = Path(__file__).parents[3] / "rulesets"

RULESET = """ruleset acme.care { version "1" timezone Europe/London }
calendar office "Care desk" { mon-fri 09:00-17:00 }
signal surge = count of interactions by topics within 1h
ladder care "Who owns the conversation" {
  tier frontline  "Community manager"
  tier specialist "Care specialist"
  tier lead       "Head of care"
  escalate frontline to specialist after 30m on office without first response
  escalate specialist to lead      after 1h until acknowledged
  repeat 2 times every 1h until acknowledged
}
roster desk { tier frontline  on office "Desk"  otherwise "Agency" }
sla clocks "How waits are counted" {
  pause resolution while case.status is "on hold"
  warn resolution 1h on office before
  reopen resolution as same cycle
  cancel resolution when merged
  count first response received after 16:00 on office as the next business day
}
rule crisis { when surge >= 20  severity critical }
rule any_trouble "Somebody has trouble" {
  when message mentions "broken"
  first response within 1h on office
  resolution within 4h on office
  next response within 2h
  update not before 1h
}
rule never "Never" { when author.followers > 5 and author.followers < 4  acknowledgement within 1h }
"""


def has_time(goal: Goal) -> bool:
    return goal.measure in OVER_TIME or goal.measure is Measure.STEPS


@cache
def suggested() -> tuple[Coverage, Suggestions]:
    policy = ep.loads(RULESET)
    coverage = measure_coverage(policy, watch_examples(policy), files={"<string>"})
    return coverage, suggest_examples(policy, coverage)


def pasted(text: str, given: Suggestions, folder: Path = Path()) -> Policy:
    return ep.loads(text + "\n" + "\n".join(each.block for each in given.examples), folder=folder)


def test_every_case_passes_where_it_is_pasted_and_together_they_show_all_there_is() -> None:
    _, given = suggested()
    policy = pasted(RULESET, given)
    watched = watch_examples(policy)
    coverage = measure_coverage(policy, watched)

    assert [each.result.failures for each in watched if not each.result.holds] == []
    assert {each.owner.name for each in coverage.missing if has_time(each)} == {"acknowledgement"}
    assert given.undecided == ()


def test_every_case_shows_what_it_says() -> None:
    _, given = suggested()
    policy = pasted(RULESET, given)
    for each in given.examples:
        if not has_time(each.goals[0]) or each.goals[0].question is not None:
            continue
        alone = watch_examples(policy, [example for example in policy.examples if example.name == each.name])
        shown = {(goal.owner, goal.wants) for goal in measure_coverage(policy, alone).shown}
        assert {(goal.owner, goal.wants) for goal in each.goals} <= shown, each.block


def test_a_clock_that_no_interaction_is_promised_is_told() -> None:
    _, given = suggested()

    assert {each.owner.name for each in given.unreachable if has_time(each)} == {"acknowledgement"}


def test_cases_are_few_and_each_is_needed() -> None:
    coverage, given = suggested()
    cases = [each for each in given.examples if "given case" in each.block]
    told = [goal for each in cases for goal in each.goals]

    assert len(told) == len(set(told))
    assert len(cases) <= sum(has_time(goal) for goal in coverage.missing) / 2


@pytest.mark.parametrize("name", ["examples/youtube_strikes", "examples/us_dot_airline_complaints"])
def test_cases_for_shipped_rulesets_pass_where_they_are_pasted(name: str) -> None:
    path = RULESETS / f"{name}.engage"
    policy = ep.load(path)
    coverage = measure_coverage(policy)
    goals = tuple(each for each in coverage.goals if has_time(each))
    given = suggest_examples(policy, Coverage(goals, coverage.shown))
    whole = pasted(path.read_text(encoding="utf-8"), given, path.parent)

    assert [each.result.failures for each in watch_examples(whole) if not each.result.holds] == []
    assert [each for each in measure_coverage(whole).missing if has_time(each)] == []


def test_without_time_nothing_is_claimed() -> None:
    policy = ep.loads(RULESET)
    coverage, _ = suggested()
    given = suggest_examples(policy, Coverage(tuple(filter(has_time, coverage.goals)), frozenset()), seconds=0)

    assert given.examples == ()
    assert given.unreachable == ()
    assert {because for _, because in given.undecided} == {"there was no time left to look for it"}
