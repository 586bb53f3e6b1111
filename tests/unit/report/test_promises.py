"""What a ruleset promises is proved, or an interaction is shown that pastes into it as a test that passes."""

from __future__ import annotations

import re

import pytest

from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.policy.loading import compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.examples import run_examples

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.report.proofs import prove
from engagepolicy.report.rulesets import Proved

RULES = """
ruleset acme.care { timezone Europe/London }
calendar office { mon-fri 09:00-17:00 }
ladder care { tier frontline  tier specialist }

rule lawyer { when message mentions "lawyer" severity critical first response within 1h }
rule big { when author.followers >= 1_000 severity high first response within 4h escalate to specialist }
rule press { when author.relationship is press  queue "Press"  resolution not before 3 days
  next response within earlier of 2h, 4h on office, 3 days }
rule money { when message mentions "refund"  queue "Money" }
table rows {
  | channel => tag     |
  | x       => "loud"  |
  | email      => "quiet" |
}
"""


def compiled(promise: str) -> Compiled:
    found = compile_text(RULES + promise)
    assert found.program is not None, [each.message for each in found.diagnostics]
    return found


def proved(promise: str) -> tuple[Proved, list[str]]:
    """What was proved, and the codes of messages about promises."""
    found = prove(compiled(promise))
    return found, [each.code for each in found.diagnostics if each.code in ("EP1106", "EP1107", "EP1108")]


HOLDS = [
    'prove "p" { for interaction when message mentions "lawyer" then severity is critical }',
    'prove "p" { when severity is critical then first response within 1h }',
    'prove "p" { when severity is critical then first response within 1h on office }',
    'prove "p" { when severity >= high then first response within 4h }',
    'prove "p" { when severity is critical and author.followers > 5_000 then rule big applies  then tier is specialist }',
    'prove "p" { when channel is x then rule rows[1] applies }',
    'prove "p" { when channel in (x, email) then rule rows applies }',
    'prove "p" { when author.relationship is press then resolution not before 2 days }',
    'prove "p" { when author.relationship is press then next response within 3h  then next response within 5h on office }',
    'prove "p" { when author.relationship is press then next response within earlier of 2h, 3 days }',
    'prove "p" { unless author.relationship is press then no conflict on queue }',
    'prove "p" { then no conflict on severity }',
    'purpose "p" { when severity is critical then tier is specialist }',
    'purpose "p" { then known tier }',
    'purpose "p" { when channel is email and message mentions "lawyer" }',
]


@pytest.mark.parametrize("promise", HOLDS)
def test_what_holds_is_counted(promise: str) -> None:
    found, codes = proved(promise)
    assert codes == []
    assert found.promises_kept == 1


FAILS = [
    ('prove "p" { when severity >= high then first response within 1h }', "expect first response within 4h"),
    ('prove "p" { when author.followers > 10 then severity >= high }', "expect no severity"),
    ('prove "p" { then rule lawyer applies }', "expect rule lawyer not applied"),
    ('prove "p" { then rule rows applies }', "expect rule rows[2] undetermined"),
    ('prove "p" { when author.relationship is press then no conflict }', "expect conflict on queue"),
    ('prove "p" { when author.relationship is press then resolution not before 4 days }', "expect resolution not before 3 days"),
    ('prove "p" { when message mentions "lawyer" then author.followers > 3 }', "expect "),
    ('prove "p" { when severity is critical then first response within 1 day }', "expect first response within 1h"),
    ('prove "p" { when author.relationship is press then next response within earlier of 1h, 3 days }', "expect next response within 2h"),
    ('prove "p" { when tags contains "loud" then severity >= high }', "expect tags \"loud\""),
]


@pytest.mark.parametrize(("promise", "said"), FAILS)
def test_what_fails_is_shown_by_a_test_that_passes(promise: str, said: str) -> None:
    found, codes = proved(promise)
    assert codes == ["EP1106"]
    assert found.promises_kept == 0
    block = next(each for each in found.diagnostics if each.code == "EP1106").notes[0].partition("\n")[2]
    assert said in block
    pasted = compile_text(RULES + block)
    assert pasted.program is not None, [each.message for each in pasted.diagnostics]
    (result,) = run_examples(Policy(pasted.program, pasted.examples))
    assert result.holds, result


EXCLUDING = [
    ('purpose "p" { when severity is low then tier is specialist }', ("severity is low",)),
    (
        'purpose "p" { when author.followers < 10 and channel is x then tier is specialist }',
        ("author.followers < 10", "tier is specialist"),
    ),
    ('purpose "p" { when message mentions "lawyer" then severity is high }', ('message mentions "lawyer"', "severity is high")),
    ('purpose "p" { when channel is x unless channel in (x, email) }', ("channel is x", "unless channel in (x, email)")),
    ('purpose "p" { when channel is x then first response within 30m }', ("first response within 30m",)),
]


@pytest.mark.parametrize(("promise", "parts"), EXCLUDING)
def test_the_parts_that_exclude_each_other_are_named(promise: str, parts: tuple[str, ...]) -> None:
    found, codes = proved(promise)
    assert codes == ["EP1107"]
    message = next(each for each in found.diagnostics if each.code == "EP1107").message
    assert tuple(re.findall(r"`([^`]*)`", message)) == parts


def test_a_promise_about_nothing_is_not_counted() -> None:
    found, codes = proved('prove "p" { when severity is low then tier is specialist }')
    assert codes == ["EP1108"]
    assert found.promises_kept == 0


def test_promises_are_no_part_of_the_policy() -> None:
    bare, with_promise = compiled(""), compiled(HOLDS[0])
    assert bare.program == with_promise.program
    assert len(with_promise.promises) == 1


WRONG = [
    ('prove "p" { when severty is low then tier is specialist }', "EP0301"),
    ('prove "p" { then rule lawer applies }', "EP0301"),
    ('prove "p" { then rule rows[9] applies }', "EP0301"),
    ('prove "p" { then severity within 1h }', "EP0406"),
    ('prove "p" { then resolutio within 1h }', "EP0301"),
    ('prove "p" { then no conflict on queu }', "EP0301"),
    ('prove "p" { }', "EP1110"),
    ('purpose "p" { }', "EP1110"),
    ('prove "p" { for case then tier is frontline }', "EP0101"),
    ('prove "p" { for draft then tier is frontline }', "EP1001"),
    ('prove "p" { then tier is frontline } prove "p" { then tier is frontline }', "EP0303"),
]


@pytest.mark.parametrize(("promise", "code"), WRONG)
def test_mistakes_are_told(promise: str, code: str) -> None:
    found = [each.code for each in compile_text(RULES + promise).diagnostics]
    assert code in found, found


def test_an_interruption_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from engagepolicy.proving.prover import Prover

    asked = 0
    plain = Prover.answer

    def answer(self: Prover, *args: object, **options: object) -> object:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise KeyboardInterrupt
        return plain(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Prover, "answer", answer)
    found = prove(compiled('prove "a" { then rule lawyer applies } prove "b" { then rule big applies }'))
    assert found.is_interrupted
    assert [each.code for each in found.diagnostics] == ["EP1106"]


EVERY = [
    ("severity", "severity high", "EP1111"),
    ("severity, tags", "severity high", "EP1111"),
    ("resolution", "resolution within 3h", "EP1111"),
]


@pytest.mark.parametrize(("outcomes", "given", "code"), EVERY)
def test_an_outcome_that_somebody_lacks(outcomes: str, given: str, code: str) -> None:
    head = f"ruleset a.b {{ timezone UTC  every interaction has {outcomes} }}\n"
    always, sometimes = f"rule everybody {{ {given} tag \"x\" }}", f"rule some {{ when channel is x {given} tag \"x\" }}"
    whole = prove(compile_text(head + always))
    assert [each.code for each in whole.diagnostics] == []
    assert whole.promises_kept == outcomes.count(",") + 1
    found = prove(compile_text(head + sometimes))
    assert {each.code for each in found.diagnostics} == {code}
    assert len(found.diagnostics) == outcomes.count(",") + 1
    for each in found.diagnostics:
        pasted = compile_text(head + sometimes + each.notes[0].partition("\n")[2])
        assert pasted.program is not None
        (result,) = run_examples(Policy(pasted.program, pasted.examples))
        assert result.holds, result


ORDERS = [
    ("first response within 2h resolution within 1h", True),
    ("first response within 1h resolution within 1h", False),
    ("first response within 1h resolution within 2h", False),
    ("first response within 8h on office resolution within 4h", True),
    ("first response within 4h on office resolution within 4h", True),
    ("first response within 1 day resolution within 2h", False),
    ("first response within earlier of 1h, 9h resolution within 2h", False),
    ("first response within earlier of 3h, 9h resolution within 2h", True),
    ("resolution within 2h", False),
    ("first response within 2h resolution not before 1h", False),
]


@pytest.mark.parametrize(("effects", "is_told"), ORDERS)
def test_a_resolution_before_the_first_response(effects: str, is_told: bool) -> None:
    head = "ruleset a.b { timezone UTC } calendar office { mon-fri 09:00-17:00 }"
    compiled = compile_text(f"{head} rule everybody {{ {effects} }} rule some {{ when channel is x next response within 3h on office }}")
    assert compiled.program is not None
    assert [each.code for each in prove(compiled).diagnostics] == (["EP1113"] if is_told else [])
