"""What is promised of two interactions is proved, or two are shown that paste into the ruleset as tests that pass."""

from __future__ import annotations

import pytest

from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.policy.loading import compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.examples import run_examples

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.proving.pairs import PairProver
from engagepolicy.proving.prover import Prover
from engagepolicy.report.promises import Judged, judge_promise
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.source import SourceText, Span

RULES = """
ruleset acme.care { timezone Europe/London }
extend interaction {
  account.plan : enum(basic < plus < premier) optional
  strikes : list of strike default {}
  mood : enum(glad, sad) default glad
}
record strike { kind : string }
calendar office { mon-fri 09:00-17:00 }
ladder care { tier frontline  tier specialist }

rule lawyer { when message mentions "lawyer" severity critical }
rule angry { when message mentions "angry" severity high }
rule bob { when author.name is "Bob" tag fan }
rule repeated { when count s in strikes where (s.kind is "spam") >= 2  tier specialist }
rule premier { when account.plan is premier  resolution within 2 days }
rule paying { when account.plan >= plus  resolution within 3 days }
rule evening { when not received_at on office  queue "Night" }
rule sad { when mood is sad  next response within 3h }
rule glad { when mood is glad  next response within 2h on office }
table response_times {
  | severity | author.followers => first response |
  | critical | any              => 1h             |
  | high     | >= 1_000         => 30m            |
  | any      | any              => 4h             |
}
"""


def compiled(then: str, given: str = "") -> Compiled:
    found = compile_text(RULES + f'prove "p" {{ {given} then {then} }}')
    assert found.program is not None, [each.message for each in found.diagnostics]
    return found


def judged(found: Compiled) -> Judged:
    assert found.program is not None
    prepared = Prepared(found.program)
    place = Span(SourceText("", ""), 0, 0)
    return judge_promise(found.promises[0], prepared, Prover(prepared), PairProver(prepared), place)


HOLDS = [
    ("same decision if likes changes", ""),
    ("same severity, tier if author.name, account.plan change", ""),
    ("same queue if message changes", ""),
    ("same tags if author.name changes", "unless author.name is \"Bob\""),
    ("monotone first response in severity", "when author.followers < 1_000"),
    ("monotone resolution in account.plan", ""),
    ("monotone first response in author.followers", ""),
    ("monotone tier in severity", ""),
    ("monotone severity in sentiment", ""),
    ("same first response if author.followers changes", "when severity is critical"),
]


@pytest.mark.parametrize(("then", "given"), HOLDS)
def test_what_holds_is_counted(then: str, given: str) -> None:
    assert judged(compiled(then, given)) == Judged(True)


FAILS = [
    ("same decision if author.name changes", "", 'author.name "Bob"', "expect tags"),
    ("same severity, tier if strikes changes", "", "strikes", "expect tier specialist"),
    ("monotone first response in severity", "", "expect severity critical", "expect first response within 30m"),
    ("same resolution if account.plan changes", "when known account.plan", "expect resolution within", "expect no resolution"),
    ("same tier if strikes changes", "unless count s in strikes where (s.kind is \"spam\") > 2", "strikes", "expect tier specialist"),
    ("same queue if received_at changes", "", 'expect queue "Night"', "expect no queue"),
    ("same decision if message changes", "", "expect severity", "expect no severity"),
    ("same first response if author.followers changes", "", "author.followers", "within 30m"),
]


@pytest.mark.parametrize(("then", "given", "one", "two"), FAILS)
def test_what_fails_is_shown_by_two_tests_that_pass(then: str, given: str, one: str, two: str) -> None:
    found = judged(compiled(then, given))
    assert not found.is_kept
    (message,) = [each for each in found.diagnostics if each.code == "EP1124"]
    blocks = message.notes[0].partition("\n")[2]
    assert blocks.count("test ") == 2
    assert one in blocks
    assert two in blocks
    pasted = compile_text(RULES + blocks)
    assert pasted.program is not None, [each.message for each in pasted.diagnostics]
    results = run_examples(Policy(pasted.program, pasted.examples))
    assert [result.holds for result in results] == [True, True], results


def test_amounts_that_cannot_be_compared_leave_it_undecided() -> None:
    rules = RULES.replace("mood : enum(glad, sad)", "mood : enum(sad < glad)")
    found = judged(compile_text(rules + 'prove "p" { then monotone next response in mood }'))
    assert not found.is_kept
    (message,) = [each for each in found.diagnostics if each.code == "EP1109"]
    assert "which is due first" in message.message


WRONG = [
    ("monotone queue in severity", "EP1123"),
    ("monotone severity in severity", "EP1123"),
    ("monotone severity in first response", "EP1123"),
    ("monotone severity in mood", "EP1123"),
    ("monotone severity in strikes", "EP1123"),
    ("monotone severty in mood", "EP0301"),
    ("same severity if severity changes", "EP1123"),
    ("same severity if author.nam changes", "EP0301"),
    ("same colour if author.name changes", "EP0301"),
]


@pytest.mark.parametrize(("then", "code"), WRONG)
def test_mistakes_are_told(then: str, code: str) -> None:
    assert [each.code for each in compile_text(RULES + f'prove "p" {{ then {then} }}').diagnostics if each.code != "EP0305"] == [code]


def test_a_purpose_is_about_one_interaction() -> None:
    found = compile_text(RULES + 'purpose "p" { then same decision if author.name changes }')
    assert [each.code for each in found.diagnostics] == ["EP1123"]
