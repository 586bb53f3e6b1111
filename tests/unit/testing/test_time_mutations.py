"""Mistakes in what time does, and in words, merges and reviews: which there are, and examples that notice them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest

import engagepolicy as ep
from engagepolicy.testing.hour_changes import hours_beside
from engagepolicy.testing.mutants import run_mutants
from engagepolicy.testing.mutations import Mutant, find_mutants
from engagepolicy.testing.variants import Variant
from engagepolicy.testing.watching import watch_examples

if TYPE_CHECKING:
    from engagepolicy.testing.noticing import Noticed

HEADER = 'ruleset acme.care { version "1" timezone Europe/London }\n'
RULESET = HEADER + """calendar office "Care desk" {
  mon-fri 09:00-17:00
  closed  2026-12-24 "Eve"
}
lexicon refund_words { "refund", "money back", "refunds", "refund*", exclude "refund policy" }
ladder care "Who owns the conversation" {
  tier frontline  "Community manager"
  tier specialist "Care specialist"
  tier lead       "Head of care"
  escalate frontline to specialist after 30m on office without first response
  escalate specialist to lead      after 1h until acknowledged
  repeat 2 times every 1h until acknowledged
}
roster desk { tier frontline  mon-fri 09:00-17:00 "Desk" }
sla clocks "How waits are counted" {
  pause resolution while case.status is waiting
  reopen resolution as same cycle
  count first response received after 16:00 on office as the next business day
}
rule any_trouble "Somebody has trouble" {
  when message mentions "broken"
  severity high
  first response within 1h on office
  resolution within 4h on office
}
rule refund { when message mentions refund_words  severity low  queue "refunds" }
constraint shout "No shouting" {
  on draft
  when  relationship in (employee, brand)
  never text contains "BUY NOW"
  else  revise "Calm down."
}
constraint quiet { on draft  never text mentions refund_words  else block "No refunds here." }
"""


def mistakes(text: str, *kinds: str) -> list[str]:
    return [each.words for each in find_mutants(ep.loads(HEADER + text).program, {"<string>"}) if each.kind in kinds]


LADDER = """ladder care {{
  tier first
  tier second
  tier third
  escalate first to second after 1h {}
}}
"""


def test_a_step_may_come_at_another_time_lead_elsewhere_and_mind_nothing() -> None:
    step = "`first to second after 1h without first_response until acknowledged`"

    assert mistakes(LADDER.format("without first response until acknowledged"), "step", "dropped step") == [
        f"without {step}",
        f"{step} -> {step.replace('1h', '30m')}",
        f"{step} -> {step.replace('1h', '2h')}",
        f"{step} -> {step.replace('second', 'third')}",
        f"{step} -> {step.replace(' without first_response', '')}",
        f"{step} -> {step.replace(' until acknowledged', '')}",
    ]


def test_reminders_and_acknowledgements_may_be_otherwise() -> None:
    text = LADDER.format("""until acknowledged
  repeat 2 times every 1h until acknowledged
  acknowledgement holds for 4h then from first
  decisions raise or lower the tier""")

    assert mistakes(text, "reminders", "acknowledgement", "decisions") == [
        "`repeat 2 times every 1h until acknowledged` -> `repeat 1 time every 1h until acknowledged`",
        "`repeat 2 times every 1h until acknowledged` -> `repeat 3 times every 1h until acknowledged`",
        "`repeat 2 times every 1h until acknowledged` -> `repeat 2 times every 30m until acknowledged`",
        "`repeat 2 times every 1h until acknowledged` -> `repeat 2 times every 2h until acknowledged`",
        "`repeat 2 times every 1h until acknowledged` -> `repeat 2 times every 1h`",
        "without `repeat 2 times every 1h until acknowledged`",
        "`acknowledgement holds for 4h` -> `acknowledgement holds for 2h`",
        "`acknowledgement holds for 4h` -> `acknowledgement holds for 5h`",
        "without `acknowledgement holds for 4h`",
        "without `then from first`",
        "`decisions raise or lower the tier` -> `decisions raise the tier`",
    ]


def test_what_is_said_of_a_clock_may_be_otherwise() -> None:
    text = """calendar office { mon-fri 09:00-17:00 }
rule every { resolution within 4h }
sla clocks {
  pause resolution while case.status in (asked, waiting)
  warn resolution at 75%
  stop resolution when resolved, merged
  reopen resolution as new cycle
  count resolution from now
  count resolution received after 16:00 on office as the next business day
}
"""
    late = "count received after {} on office as the next business day"
    assert mistakes(text, "clock") == [
        "`stop when merged, resolved` -> `stop when resolved`",
        "`stop when merged, resolved` -> `stop when merged`",
        "`pause while case.status is asked, waiting` -> `pause while case.status is waiting`",
        "`pause while case.status is asked, waiting` -> `pause while case.status is asked`",
        "`reopen as new cycle` -> `reopen as same cycle`",
        "`reopen as new cycle` -> `reopen as no cycle`",
        "`count from now` -> `count from start`",
        "without `warn at 75%`",
        "`warn at 75%` -> `warn at 37%`",
        f"without `{late.format('16:00')}`",
        f"`{late.format('16:00')}` -> `{late.format('17:00')}`",
    ]


def test_hours_may_be_shorter_and_days_may_be_left_out() -> None:
    text = """calendar office {
  mon-wed 09:00-12:00, 13:00-13:30
  sat     22:00-24:00
  from sun 10:00 to sun 20:00
  closed 2026-12-24
  holidays GB-ENG
}
"""
    assert mistakes(text, "hours") == [
        "`mon-wed 09:00-12:00, 13:00-13:30` -> `mon-wed 10:00-12:00, 13:00-13:30`",
        "`mon-wed 09:00-12:00, 13:00-13:30` -> `mon-wed 09:00-11:00, 13:00-13:30`",
        "`mon-wed 09:00-12:00, 13:00-13:30` -> `mon, tue 09:00-12:00, 13:00-13:30`",
        "without `mon-wed 09:00-12:00, 13:00-13:30`",
        "`sat 22:00-24:00` -> `sat 23:00-24:00`",
        "`sat 22:00-24:00` -> `sat 22:00-23:00`",
        "without `sat 22:00-24:00`",
        "`from sun 10:00 to sun 20:00` -> `from sun 11:00 to sun 20:00`",
        "`from sun 10:00 to sun 20:00` -> `from sun 10:00 to sun 19:00`",
        "without `closed 2026-12-24`",
        "without `holidays GB-ENG`",
    ]


def test_an_hour_and_less_is_not_made_shorter() -> None:
    assert [after for _, _, after in hours_beside((("mon", (("23:30", "00:30"),)),))] == []


def test_who_is_on_is_only_mistaken_where_a_tier_may_be_empty() -> None:
    line = 'mon-fri 09:00-17:00 "Desk"'
    ladder = LADDER.format("")

    manned = f'{ladder}roster desk {{ tier first  {line}  otherwise "Agency" }}\n'
    assert mistakes(manned, "duty", "hours") == ['without `otherwise "Agency"`']
    assert mistakes(f"{ladder}roster desk {{ tier first  {line} }}\n", "duty", "hours")[0] == f"without `{line}`"


def test_merges_and_defaults_may_be_otherwise() -> None:
    text = """outcome size { type enum(small < middle < large)  merge unique  default middle  on conflict large }
rule one { when message mentions "one"  size small }
rule two { when message mentions "two"  size large }
"""
    assert mistakes(text, "merge", "default", "conflict") == [
        "`merge unique` -> `merge highest`",
        "`merge unique` -> `merge lowest`",
        "`default middle` -> `default large`",
        "`default middle` -> `default small`",
        "without `default middle`",
        "without `on conflict large`",
    ]


def test_every_mistake_is_another_program_that_still_follows_cases() -> None:
    policy = ep.loads(RULESET)
    case = {"opened_at": datetime(2026, 11, 20, 10, tzinfo=UTC), "facts": {"message": "It is broken"}}
    for mutant in find_mutants(policy.program, {"<string>"}):
        variant = Variant(policy, mutant.edit.apply(policy.program))
        assert variant.program != policy.program, mutant.words
        assert variant.track(case, datetime(2026, 11, 24, 10, tzinfo=UTC)).opened_at == case["opened_at"]


def test_mistakes_that_change_nothing_in_a_case_are_not_met_by_it() -> None:
    policy = ep.loads(
        RULESET
        + 'test "early" { given case { message "broken" opened_at 2026-11-20 10:00 } after 1m expect first response running }\n'
        + 'test "late" { given interaction { message "Hello" received_at 2026-11-20 10:00 } expect no queue }\n'
    )
    touched = {(each.mutant.owner, each.mutant.words): each.touched for each in run_mutants(policy).survivors}

    assert touched["roster `desk`", "`mon-fri 09:00-17:00` -> `mon-thu 09:00-17:00`"] == 1, "2026-11-20 is a Friday"
    assert touched["calendar `office`", "without `closed 2026-12-24`"] == 0


# --- examples that notice them


@cache
def noticed() -> Noticed:
    from engagepolicy.testing.noticing import find_noticing

    policy = ep.loads(RULESET)
    return find_noticing(policy, [each.mutant for each in run_mutants(policy, files={"<string>"}).survivors])


def name_of(mutant: Mutant) -> tuple[str, str]:
    return mutant.owner, mutant.words


def test_examples_of_every_kind_notice_what_they_say() -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    found = noticed()
    policy = ep.loads(RULESET + "\n".join(each.block for each in found.examples))
    left = {name_of(each.mutant) for each in run_mutants(policy).survivors}
    told = [name_of(each) for one in found.examples for each in one.mutants]

    assert [each.result.failures for each in watch_examples(policy) if not each.result.holds] == []
    assert [each for each in told if each in left] == []
    assert {owner.split(" ")[0] for owner, _ in told} == {
        *("rule", "lexicon", "outcome", "constraint", "ladder", "roster", "clock", "calendar"),
    }
    assert len(left) <= 4, "nearly all are noticed, or change nothing"


def test_a_term_that_a_stem_finds_anyway_is_proved_to_change_nothing() -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    found = noticed()
    equivalent = {name_of(each) for each in found.equivalent}

    assert {words for owner, words in equivalent if owner.startswith("lexicon")} == {'without `"refund"`', 'without `"refunds"`'}


def test_merges_that_never_merge_and_breaches_that_never_differ_are_proved_to_change_nothing() -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    from engagepolicy.testing.noticing import find_noticing

    policy = ep.loads(
        HEADER
        + """extend interaction { vip : bool default false }
rule one { when vip  severity high }
rule two { when not vip  severity low }
constraint shout { on draft  when relationship is brand or relationship is brand  never text contains "BUY"  else revise "Calm down." }
"""
    )
    mutants = [each.mutant for each in run_mutants(policy, files={"<string>"}).survivors]
    equivalent = {name_of(each) for each in find_noticing(policy, mutants).equivalent}

    assert ("outcome `severity`", "`merge highest` -> `merge lowest`") in equivalent
    assert ("constraint `shout`", "without `relationship is brand`") in equivalent
