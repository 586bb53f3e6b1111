"""The solver's encoding against the interpreter: every decision that is made is one that the formulas allow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings

from engagepolicy.backends.interpreter import run
from engagepolicy.backends.smt.decisions import Decisions
from engagepolicy.backends.smt.pinning import pin_facts, pin_tests
from engagepolicy.ir.expressions import Apply, walk
from engagepolicy.ir.program import Program
from engagepolicy.runtime.facts import facts_in_utc
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Applies, HasNothing, InForce, IsInConflict, IsPromised, Question, Stands, holds
from engagepolicy.values.amounts import Amount, CalendarSpan, EarlierOf, Elapsed, NotBefore, OpenTime
from engagepolicy.values.types import TargetType
from tests.strategies_programs import facts_known, policies

z3 = pytest.importorskip("z3", reason="the solver is not installed")
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FREE = frozenset({"later_by", "earlier_by", "size"})


def questions(program: Program) -> list[Question]:
    """Every simple question that can be asked of a decision."""
    of_rules: list[Question] = [Applies(rule.id) for rule in program.rules]
    standing: list[Question] = [Stands(rule.id, each.outcome) for rule in program.rules for each in rule.contributions]
    of_outcomes: list[Question] = [kind(each.name) for each in program.outcomes for kind in (HasNothing, IsInConflict)]
    truths: tuple[bool | None, ...] = (True, False, None)
    of_conditions: list[Question] = [Answers(each.expression, truth) for each in program.conditions for truth in truths]
    earlier = EarlierOf((Elapsed(14_400), CalendarSpan(0, 1)))
    amounts: list[Amount] = [Elapsed(900), Elapsed(7200), OpenTime(3600, "office"), earlier, NotBefore(Elapsed(60))]
    targets = [each.name for each in program.outcomes if isinstance(each.type, TargetType)]
    promised: list[Question] = [IsPromised(name, amount) for name in targets for amount in amounts]
    of_windows: list[Question] = [InForce(rule.about.window) for rule in program.rules]
    return [*of_rules, *standing, *of_outcomes, *of_conditions, *promised, *of_windows]


@SLOW
@given(policies(), facts_known())
def test_every_decision_is_a_model_of_the_formulas(program: Program, facts: dict[str, Any]) -> None:
    prepared = Prepared(program)
    moment = facts["received_at"]
    trace = run(prepared, facts, moment)
    decisions = Decisions(prepared)
    asked = [(decisions.ask(question), holds(question, trace)) for question in questions(program)]
    inputs = facts_in_utc(facts)
    texts = [value for value in inputs.values() if isinstance(value, str | datetime)]
    solver = z3.Solver()
    solver.add(*decisions.conditions.axioms)
    pinned = pin_facts(decisions.conditions, inputs)
    solver.add(*pinned, *pin_tests(decisions.conditions, texts, moment), *decisions.conditions.axioms)
    assert solver.check() == z3.sat
    for formula, answer in asked:
        assert solver.check(formula if answer else z3.Not(formula)) == z3.sat
    if not _is_free(program):
        event("exact")
        assert all(solver.check(z3.Not(formula) if answer else formula) == z3.unsat for formula, answer in asked)
    solver.add(*(formula == z3.BoolVal(answer) for formula, answer in asked))
    assert solver.check() == z3.sat


def _is_free(program: Program) -> bool:
    """Whether the formulas leave something free of what an input fixes: where a calendar span ends, how many values a set holds."""
    expressions = [*(rule.condition for rule in program.rules), *(each.expression for each in program.conditions)]
    return any(isinstance(part, Apply) and part.operator in FREE for each in expressions for part in walk(each))
