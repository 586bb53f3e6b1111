"""Two decisions at once: the formulas allow every pair that the interpreter makes, and what is called impossible happens to nobody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.interpreter import run
from engagepolicy.ir.expressions import Fact, OutcomeValue
from engagepolicy.ir.operators import is_ordered
from engagepolicy.ir.program import Program
from engagepolicy.runtime.influence import Influence
from engagepolicy.runtime.pair_questions import Agrees, Differs, Falls, InFirst, InSecond, PairQuestion, Rises, holds_of_pair
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Applies
from engagepolicy.runtime.trace import APPLYING
from engagepolicy.values.types import EnumType
from tests import programs
from tests.strategies_programs import facts_known, policies

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.analysis.orders import ask_incomparable, ask_worse
from engagepolicy.proving.obligations import Impossible, Undecided
from engagepolicy.proving.pairs import PairProver, PossiblePair

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PATHS = tuple(each.path for each in programs.INTERACTION.fields)


def questions(program: Program) -> list[PairQuestion]:
    """Questions of every kind that can be asked of two decisions."""
    scalars = [OutcomeValue(each.name, each.type) for each in program.outcomes if isinstance(each.type, EnumType) and is_ordered(each.type)]
    facts = [Fact(each.path, each.type, each.is_optional) for each in programs.INTERACTION.fields if is_ordered(each.type)]
    ordered: list[Fact | OutcomeValue] = [*scalars, *facts[:3]]
    return [
        *(Differs(each.name) for each in program.outcomes),
        *(Rises(each) for each in ordered),
        *(Falls(each) for each in ordered),
        *(Agrees(each.expression) for each in program.conditions),
        *(kind(Applies(rule.id)) for rule in program.rules[:2] for kind in (InFirst, InSecond)),
        *(ask(program, name) for name in ("first_response", "severity") for ask in (ask_worse, ask_incomparable)),
    ]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[frozenset[str], dict[str, Any], dict[str, Any]]:
    """Facts that may differ, and two inputs that are alike but for these."""
    free = draw(st.frozensets(st.sampled_from(PATHS), min_size=1, max_size=3))
    one, other = draw(facts_known()), draw(facts_known())
    two = {path: value for path, value in one.items() if path not in free}
    return free, one, two | {path: value for path, value in other.items() if path in free}


@SLOW
@given(policies(), pairs())
def test_what_is_said_of_pairs_is_true_of_pairs(program: Program, pair: tuple[frozenset[str], dict[str, Any], dict[str, Any]]) -> None:
    free, one, two = pair
    prepared = Prepared(program)
    prover = PairProver(prepared)
    first, second = (run(prepared, facts, facts["received_at"]) for facts in (one, two))
    for question in questions(program):
        answer = prover.answer(question, free)
        event(type(answer).__name__)
        match answer:
            case Impossible():
                assert not holds_of_pair(question, first, second), question
            case PossiblePair(first=here, second=there):
                traces = [run(prepared, each.facts, each.as_of) for each in (here, there)]
                assert holds_of_pair(question, traces[0], traces[1])
                assert {path for path in PATHS if here.facts.get(path) != there.facts.get(path)} <= free
            case Undecided(because=because):
                event(because)


@SLOW
@given(policies(), pairs())
def test_what_a_change_cannot_reach_stays(program: Program, pair: tuple[frozenset[str], dict[str, Any], dict[str, Any]]) -> None:
    free, one, two = pair
    prepared = Prepared(program)
    influence = Influence(program, free)
    first, second = (run(prepared, facts, facts["received_at"]) for facts in (one, two))
    for outcome in program.outcomes:
        if first.settlements[outcome.name].value != second.settlements[outcome.name].value:
            assert influence.reaches_outcome(outcome.name)
    for rule in program.rules:
        if (first.verdicts[rule.id].status in APPLYING) is not (second.verdicts[rule.id].status in APPLYING):
            assert influence.reaches_rule(rule.id)
