"""What a message shows of a ruleset can be pasted into it, whatever its facts are; and what is proved of it is so."""

from __future__ import annotations

import pytest

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.policy.loading import compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.examples import run_examples

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.report.proofs import prove

HEAD = "ruleset acme.care { timezone Europe/London }\n"


def told(text: str) -> tuple[Diagnostic, ...]:
    compiled = compile_text(HEAD + text)
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    return prove(compiled).diagnostics


FACTS = {
    "a word that is asked for and not read": (
        "extend interaction { plan : enum(basic, plus) }",
        "is_public",
    ),
    "a length of time as short as it can be": ("extend interaction { late_by : duration optional }", "late_by <= 2h"),
    "records with facts that are not read": (
        "record part { is_big : bool  kind : enum(screen, other) }\nextend interaction { parts : list of part default {} }",
        "count p in parts > 0",
    ),
    "records of which nothing is known": (
        "record part { name : string optional }\nextend interaction { parts : list of part default {} }",
        "count p in parts > 0",
    ),
    "records whose facts are at their defaults": (
        "record part { is_big : bool default false }\nextend interaction { parts : list of part default {} }",
        "any p in parts where (not p.is_big)",
    ),
}


@pytest.mark.parametrize(("fields", "condition"), FACTS.values(), ids=FACTS)
def test_an_example_of_any_facts_can_be_pasted(fields: str, condition: str) -> None:
    text = f'{fields}\nrule one {{ when {condition} queue "A" }}\nrule two {{ when {condition} queue "B" }}\n'
    [conflict] = told(text)
    assert conflict.code == "EP1101"
    pasted = compile_text(HEAD + text + str(getattr(conflict, "example")))  # noqa: B009 - only this message has one
    assert pasted.program is not None, [each.message for each in pasted.diagnostics]
    assert [each.holds for each in run_examples(Policy(pasted.program, pasted.examples))] == [True]


def test_a_definition_that_ends_is_not_always_true() -> None:
    rules = 'rule sale {{ when in_season tag "sale" }}\ndefine in_season {{ when {when} in force from 2026-06-01 until 2026-07-01 }}\n'
    assert told(rules.format(when="true")) == ()
    assert [each.code for each in told(rules.format(when="received_at < 2026-05-01 00:00 UTC"))] == ["EP1103"]


def test_a_text_that_is_spelled_out_is_looked_into() -> None:
    rules = 'rule greeting {{ when message in ("{text}", "Bye") and message starts with "Dear" tag "letter" }}\n'
    assert told(rules.format(text="Dear all")) == ()
    assert [each.code for each in told(rules.format(text="Hello all"))] == ["EP1102"]


CLASH = 'rule bill {{ when message mentions "bill" queue "Bills" }} {locked}rule arson {{ when message mentions "fire" queue "Safety" }}'
BOTH = CLASH.replace("rule bill", "{locked}rule bill")


@pytest.mark.parametrize(
    ("text", "help_text"),
    [
        (CLASH.format(locked=""), "say in one of them which holds: `overrides bill`, or let them exclude each other with `unless`"),
        (CLASH.format(locked="locked "), "say in one of them which holds: `overrides bill`, or let them exclude each other with `unless`"),
        (BOTH.format(locked="locked "), "both are locked, so neither may override the other: let them exclude each other with `unless`"),
    ],
)
def test_nobody_is_told_to_override_what_is_locked(text: str, help_text: str) -> None:
    (clash,) = (each for each in told(text) if each.code == "EP1101")
    assert clash.helps == (help_text,)


def test_rules_that_contradict_each_other_are_no_missing_rule() -> None:
    head = 'ruleset acme.care { timezone Europe/London every interaction has queue }\nrule rest { queue "Desk" }\n'
    compiled = compile_text(head + CLASH.format(locked=""))
    (gap,) = (each for each in prove(compiled).diagnostics if each.code == "EP1111")
    assert "there is one for which rules contradict each other" in gap.message
    assert "overrides" in gap.helps[0]
