"""What is left out of a program for a question changes no answer, and what is called implied by what is written is so."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagepolicy.analysis.implying import is_implied
from engagepolicy.backends.interpreter import run
from engagepolicy.ir.program import Program
from engagepolicy.policy.loading import compile_text
from engagepolicy.proving.deriving import Deriver
from engagepolicy.proving.slices import Slices, rules_asked
from engagepolicy.runtime.guards import Guards
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, Question, holds
from engagepolicy.runtime.trace import APPLYING
from tests.properties.test_smt import questions
from tests.strategies_programs import entangled_policies, facts_known, policies
from tests.strategies_rulesets import make_ruleset

SLOW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def asked_of(program: Program) -> list[Question]:
    """The questions that are asked anyway, and pairs of rules, whose guards meet or join."""
    rules = [Applies(each.id) for each in program.rules]
    pairs: list[Question] = [Both((one, two)) for one in rules[:3] for two in rules[:3]]
    either: list[Question] = [Either((one, two)) for one in rules[:3] for two in rules[:3]]
    answers: list[Question] = [Answers(each.condition, truth) for each in program.rules for truth in (True, False, None)]
    return [*questions(program), *pairs, *either, *answers]


def check_parts(program: Program, inputs: list[dict[str, Any]]) -> None:
    prepared = Prepared(program)
    slices, guards = Slices(prepared), Guards(program)
    traces = [run(prepared, facts, facts["received_at"]) for facts in inputs]
    for facts, trace in zip(inputs, traces, strict=True):
        near = run(slices.around(facts), facts, facts["received_at"])
        assert {id for id, each in near.verdicts.items() if each.status in APPLYING} == {
            id for id, each in trace.verdicts.items() if each.status in APPLYING
        }
        assert {name: each.value for name, each in near.settlements.items()} == {
            name: each.value for name, each in trace.settlements.items()
        }
    for question in asked_of(program):
        part = slices.of(question)
        for facts, trace in zip(inputs, traces, strict=True):
            answer = holds(question, trace)
            assert holds(question, run(part, facts, facts["received_at"])) is answer, question
            around = slices.around(facts, part, tuple(rules_asked(question)))
            assert holds(question, run(around, facts, facts["received_at"])) is answer, question
            if answer:
                told = ((trace.facts.get(path), values) for path, values in guards.asked(question).items())
                assert all(values.is_unknown_too if value is None else values.holds(value) for value, values in told), question


@SLOW
@given(policies() | entangled_policies(), st.lists(facts_known(), min_size=8, max_size=8))
def test_what_is_left_out_of_a_program_changes_no_answer(program: Program, inputs: list[dict[str, Any]]) -> None:
    check_parts(program, inputs)


@pytest.mark.parametrize("number", range(4))
def test_what_is_left_out_of_a_written_ruleset_changes_no_answer(number: int) -> None:
    ruleset = make_ruleset(Random(number), most_inputs=24)
    compiled = compile_text(ruleset.text)
    assert compiled.program is not None
    check_parts(compiled.program, [dict(each) for each in ruleset.inputs])


@pytest.mark.parametrize("number", range(8))
def test_what_is_implied_by_what_is_written_is_so(number: int) -> None:
    ruleset = make_ruleset(Random(number), most_inputs=60)
    compiled = compile_text(ruleset.text)
    assert compiled.program is not None
    program = compiled.program
    conditions = [*(each.condition for each in program.rules), *(each.expression for each in program.conditions)]
    prepared = Prepared(program)
    traces = [run(prepared, facts, facts["received_at"]) for facts in map(dict, ruleset.inputs)]
    for one in conditions:
        for two in conditions:
            if is_implied(one, by=two):
                assert all(trace.evaluate(one) is True for trace in traces if trace.evaluate(two) is True)


WRITTEN = """ruleset plain.care {{ timezone UTC }}
extend interaction {{
  product : string optional
  spend   : number optional
  late_by : duration optional
  bought_on : date optional
}}
lexicon anger {{ "awful", "angry" }}
calendar office {{ mon-fri 09:00-17:00 }}
define upset {{ when message mentions anger }}
rule base {{
  when   product is "desk"
  severity high
}}
first of list {{
  rule list_one {{ when spend > 10
    tag a }}
  rule list_two {{ when spend > 5 and product is "lamp"
    tag b }}
}}
rule asked {{
  when     {condition}
  tag      asked
  {clause}
}}
"""


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        ('product is "lamp"', ""),
        ('product in ("lamp", "chair") and product is not "lamp"', ""),
        ("spend >= 20 and spend < 20.5", ""),
        ("spend < -1.5 or product is \"chair\"", ""),
        ("not known product and upset", ""),
        ("not upset and late_by > 3h", ""),
        ("bought_on + 3 months < 2026-06-01 and received_at on office", ""),
        ("not received_at on office", ""),
        ("severity is high and author.relationship is employee", ""),
        ("author.relationship in (employee, agency)", "in force from 2031-02-03"),
        ('message is "Thanks" or spend between 3 and 4', ""),
    ],
)
def test_an_input_for_a_plain_rule_is_worked_out(condition: str, clause: str) -> None:
    compiled = compile_text(WRITTEN.format(condition=condition, clause=clause))
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    prepared = Prepared(compiled.program)
    deriver = Deriver(prepared, Slices(prepared).givers)
    for rule in ("asked", "list_one", "list_two"):
        question = Applies(next(each.id for each in compiled.program.rules if rule in each.id))
        assert any(holds(question, run(prepared, facts, facts["received_at"])) for facts in deriver.derive(question)), rule
