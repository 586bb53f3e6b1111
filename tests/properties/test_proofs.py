"""What is called impossible happens to nobody; what is called possible is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.interpreter import run
from engagepolicy.ir.program import Program
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import holds
from tests.properties.test_smt import questions
from tests.strategies_programs import facts_known, policies

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.analysis.obligations import Impossible, Possible, Undecided
from engagepolicy.analysis.prover import Prover

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
