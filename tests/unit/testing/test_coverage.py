"""What examples show of a ruleset, what they leave open, and what is counted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import engagepolicy as ep
from engagepolicy.testing.coverage import Coverage, measure_coverage, merge_coverages, percent_of
from engagepolicy.testing.coverage_goals import Measure
from engagepolicy.testing.watching import watch_examples

HEADER = """ruleset acme "Acme" { version "1" timezone UTC }
extend interaction { vip : bool optional  amount : int optional  paid : bool default false }
"""
TWO_TESTS = 'rule refund "Refunds" { when vip and amount >= 10  queue "refunds" }\n'
GIVEN = 'test "{name}" {{ given {record} {{ {facts} }} expect {expected} }}\n'


def example(facts: str, expected: str = "no severity", record: str = "interaction") -> str:
    given = f'message "Hello" received_at 2026-11-20 10:00 UTC {facts}' if record == "interaction" else facts
    return GIVEN.format(name=facts.replace('"', ""), record=record, facts=given, expected=expected)


def measure(text: str) -> Coverage:
    policy = ep.loads(HEADER + text)
    assert all(each.result.holds for each in watch_examples(policy)), "the examples are to hold"
    files = {rule.place.file for rule in policy.program.rules if rule.place is not None} | {"<string>"}
    return measure_coverage(policy, files=files)


def missing(text: str) -> list[str]:
    return [f"{each.owner.words}: {each.missing}" for each in measure(text).missing]


def test_a_rule_is_to_be_seen_to_apply_and_not_to_apply() -> None:
    rule = 'rule gift "Gifts" { when paid  tag gift }\n'

    assert missing(rule + example("paid true", "tag gift")) == [
        "rule `gift`: never seen not to apply",
        "rule `gift`: `paid` never seen false",
    ]
    assert missing(rule + example("paid true", "tag gift") + example("paid false")) == []


def test_a_rule_without_a_condition_need_not_fail_to_apply() -> None:
    assert missing('rule always "All" { tag all_of_them }\n' + example("")) == []


def test_each_test_of_a_condition_is_to_decide_it() -> None:
    both = example("vip true amount 10", "queue refunds")

    assert missing(TWO_TESTS + both + example("vip false amount 9") + example("vip unknown amount unknown")) == [
        "rule `refund`: `vip` never decided by being false",
        "rule `refund`: `amount >= 10` never decided by being false",
    ]
    alone = example("vip false amount 10") + example("vip true amount 9") + example("vip unknown amount unknown")
    assert missing(TWO_TESTS + both + alone) == []


def test_a_test_decides_nothing_where_another_is_not_known() -> None:
    found = missing(TWO_TESTS + example("vip true") + example("vip false"))

    assert "rule `refund`: `vip` never decided by being true" in found
    assert "rule `refund`: `vip` never decided by being false" in found


def test_a_fact_that_may_be_left_out_is_to_be_left_out() -> None:
    assert "rule `refund`: `vip` never seen not known" in missing(TWO_TESTS + example("vip true amount 10", "queue refunds"))
    assert not any("`paid` never seen not known" in each for each in missing('rule gift "Gifts" { when paid  tag gift }\n'))


def test_a_row_that_is_not_asked_shows_nothing() -> None:
    table = """table sizes "Sizes" {
  | amount | vip   => tag   |
  | >= 10  | any   => large |
  | any    | true  => small |
}
"""
    assert [each for each in missing(table + example("amount 10 vip true", "tag large")) if "[2]" in each] == [
        "row `sizes[2]`: never seen to apply",
        "row `sizes[2]`: `vip is true` never seen true",
        "row `sizes[2]`: `vip is true` never seen false",
        "row `sizes[2]`: `vip is true` never seen not known",
    ]


def test_definitions_count_where_they_stand_and_are_one_test_where_they_are_read() -> None:
    text = """define large "Large" { when amount >= 10 or paid }
rule refund "Refunds" { when large  queue "refunds" }
"""
    coverage = measure(text + example("amount 10", "queue refunds"))

    assert coverage.count(Measure.RULES) == (1, 2)
    assert coverage.count(Measure.DECIDING) == (1, 4)
    assert {each.test for each in coverage.goals if each.owner.name == "refund"} == {"", "large"}


def test_constraints_are_to_be_broken_and_kept() -> None:
    text = """constraint shout "No shouting" {
  on draft
  never text contains "BUY NOW"
  else  revise "Calm down."
}
"""
    broken = example('text "BUY NOW"', "verdict revise", "draft")

    assert missing(text + broken) == [
        "constraint `shout`: never seen kept",
        'constraint `shout`: `text contains "BUY NOW"` never seen false',
    ]
    assert measure(text + broken + example('text "Hello"', "verdict allow", "draft")).count(Measure.CONSTRAINTS) == (2, 2)


def test_what_is_not_in_force_shows_nothing() -> None:
    text = 'rule gift "Gifts" { in force from 2027-01-01  when paid  tag gift }\n'

    assert measure(text + example("paid false")).count() == (0, 4)


def test_an_exception_is_asked_where_its_base_applies() -> None:
    text = """rule gift "Gifts" { when paid  tag gift }
rule none "None" { exception to gift  when vip  tag none }
"""
    found = missing(text + example("paid false vip true"))

    assert "rule `none`: `vip` never seen true" in found


CASE = """ladder care "Care" {
  tier first "First"
  tier second "Second"
  escalate first to second after 1h
}
rule every "All" { tier first }
test "time passes" {
  given case { message "Hello"  opened_at 2026-11-20 10:00 UTC }
  after AMOUNT expect tier TIER
}
"""


@pytest.mark.parametrize(("amount", "tier", "shown"), [("30m", "first", 0), ("2h", "second", 1)])
def test_a_step_of_a_ladder_is_shown_by_a_case_in_which_time_takes_it(amount: str, tier: str, shown: int) -> None:
    coverage = measure(CASE.replace("AMOUNT", amount).replace("TIER", tier))

    assert coverage.count(Measure.STEPS) == (shown, 1)


def test_only_the_files_of_the_examples_count(tmp_path: Path) -> None:
    (tmp_path / "used.engage").write_text('ruleset used "Used" { version "1" timezone UTC }\nrule other "Other" { tag other }\n')
    header = HEADER.replace("extend", 'use "used.engage"\nextend')
    (tmp_path / "own.engage").write_text(header + 'rule gift "Gifts" { when paid  tag gift }\n' + example("paid true", "tag gift"))
    policy = ep.load(tmp_path / "own.engage")
    coverage = measure_coverage(policy)

    assert {each.owner.name for each in coverage.goals} == {"gift"}
    assert coverage.left_out == 1
    used = measure_coverage(policy, files={each.place.file for each in policy.program.rules if each.place is not None})
    assert {each.owner.name for each in used.goals} == {"gift", "other"}


def test_two_rulesets_that_use_one_file_show_it_together() -> None:
    one = measure(TWO_TESTS + example("vip true amount 10", "queue refunds"))
    two = measure(TWO_TESTS + example("vip false amount 10"))
    both = measure(TWO_TESTS + example("vip true amount 10", "queue refunds") + example("vip false amount 10"))

    assert merge_coverages([one, two]) == both


@pytest.mark.parametrize(("part", "whole", "percent"), [(0, 0, "100"), (0, 3, "0.0"), (2, 3, "66.6"), (1999, 2000, "99.9"), (5, 5, "100")])
def test_a_share_is_rounded_down(part: int, whole: int, percent: str) -> None:
    assert percent_of(part, whole) == Decimal(percent)
