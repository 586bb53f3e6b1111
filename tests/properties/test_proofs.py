"""What is called impossible happens to nobody; what is called possible is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.interpreter import run
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Both, Either, NotSo, Question, Stands, holds
from engagepolicy.values.lattices import join
from tests.properties.test_smt import questions
from tests.strategies_programs import entangled_policies, facts_known, policies

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.analysis.redundancy import Redundancy
from engagepolicy.proving.obligations import Impossible, Possible, Undecided, Witness
from engagepolicy.proving.pool import Made
from engagepolicy.proving.prover import Prover

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(policies(), st.lists(facts_known(), min_size=20, max_size=20))
def test_the_prover_and_the_interpreter_agree(program: Program, inputs: list[dict[str, Any]]) -> None:
    prepared = Prepared(program)
    prover = Prover(prepared)
    traces = [run(prepared, facts, facts["received_at"]) for facts in inputs]
    for question in questions(program):
        answer = prover.answer(question)
        happens = any(holds(question, trace) for trace in traces)
        event(type(answer).__name__)
        match answer:
            case Impossible():
                assert not happens, question
            case Possible(witness=witness):
                assert holds(question, run(prepared, witness.facts, witness.as_of))
            case Undecided(because=because):
                event(because)


def matters(program: Program, rule: Rule) -> Question:
    """Whether the rule gives something that stands where no other does that makes it superfluous: all in one question."""
    parts: list[Question] = []
    for given_by_rule in rule.contributions:
        outcome = program.outcome_by_name[given_by_rule.outcome]
        absorbers: list[Question] = []
        for other in program.rules:
            for each in other.contributions:
                if other.id != rule.id and each.outcome == outcome.name:
                    joined = join(outcome.merge, outcome.type, [given_by_rule.value, each.value])
                    if not joined.is_conflict and joined.value == join(outcome.merge, outcome.type, [each.value]).value:
                        absorbers.append(Stands(other.id, outcome.name))
        parts.append(Both((Stands(rule.id, outcome.name), NotSo(Either(tuple(absorbers))))))
    return Either(tuple(parts))


@SLOW
@given(st.one_of(policies(), entangled_policies()), st.lists(facts_known(), min_size=10, max_size=10))
def test_rules_that_change_nothing_change_nothing(program: Program, inputs: list[dict[str, Any]]) -> None:
    prepared = Prepared(program)
    prover = Prover(prepared)
    redundancy = Redundancy(program, prover)
    traces = [run(prepared, facts, facts["received_at"]) for facts in inputs]
    for rule in redundancy.candidates():
        question = matters(program, rule)
        answer, others = redundancy.answer(rule)
        event(type(answer).__name__)
        match answer:
            case Impossible():
                assert not any(holds(question, trace) for trace in traces)
                assert isinstance(prover.ask(question), Impossible)
                assert rule.id not in others
            case Possible(witness=witness):
                assert holds(question, run(prepared, witness.facts, witness.as_of))
            case Undecided(because=because):
                event(because)


@SLOW
@given(policies(), facts_known())
def test_a_decision_that_was_made_answers_as_its_trace_does(program: Program, facts: dict[str, Any]) -> None:
    trace = run(Prepared(program), facts, facts["received_at"])
    made = Made(Witness(facts, facts["received_at"], trace))
    for question in questions(program):
        assert made.holds(question) == holds(question, trace)
        assert made.holds(NotSo(question)) != holds(question, trace)
