"""The laws of decisions, for programs and facts of every kind."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.interpreter import decide, run
from engagepolicy.ir.expressions import Expression, Fact, walk
from engagepolicy.ir.program import Program
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.record import read_record
from tests.programs import INTERACTION, NOW, program
from tests.strategies_programs import completions, conditions, entangled_policies, facts_known, policies

LATE = {"verdict"}  # what later stages settle may change through what they read, which is listed where it is doubted
SLOW = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@SLOW
@given(policies(), facts_known(), st.randoms())
def test_the_order_of_rules_and_a_second_asking_change_nothing(policy: Program, facts: dict[str, Any], random: Random) -> None:
    shuffled = list(policy.rules)
    random.shuffle(shuffled)
    decision = decide(Prepared(policy), facts, NOW)
    again = decide(Prepared(policy), dict(reversed(facts.items())), NOW)
    other = decide(Prepared(replace(policy, rules=tuple(shuffled))), facts, NOW)
    assert decision == again
    assert json.dumps(decision.to_record()) == json.dumps(again.to_record())
    assert replace(other, policy=decision.policy) == decision


@SLOW
@given(conditions(may_ask=False), facts_known())
def test_learning_a_fact_never_turns_a_known_answer(condition: Expression, facts: dict[str, Any]) -> None:
    prepared = Prepared(program())
    truth = run(prepared, facts, NOW).evaluate(condition)
    assume(truth is not None)
    unread = _paths_in(condition)
    for number, known in enumerate(completions(facts, unread)):
        assert run(prepared, known, NOW).evaluate(condition) is truth
        if number == 40:
            break


def _paths_in(*expressions: Expression) -> tuple[str, ...]:
    paths = set()
    for expression in expressions:
        for part in walk(expression):
            if isinstance(part, Fact):
                paths.add(part.path if part.variable is None else f"orders.{part.path}")
    return tuple(sorted(paths))


@settings(SLOW, max_examples=200)
@given(policies(may_ask=False), facts_known(times_known=4))
def test_where_nothing_is_undetermined_no_missing_fact_could_change_an_outcome(policy: Program, facts: dict[str, Any]) -> None:
    prepared = Prepared(policy)
    decision = decide(prepared, facts, NOW)
    assume(not decision.undetermined)
    conditions = (*(rule.condition for rule in policy.rules), *(each.expression for each in policy.conditions))
    for number, known in enumerate(completions(facts, _paths_in(*conditions))):
        assert decide(prepared, known, NOW).outcomes == decision.outcomes
        if number == 30:
            break


@settings(SLOW, max_examples=400)
@given(entangled_policies())
def test_rules_that_withdraw_and_displace_one_another_hide_no_doubt(policy: Program) -> None:
    prepared = Prepared(policy)
    decision = decide(prepared, {}, NOW)
    doubted = {name for each in decision.undetermined for name in each.outcomes}
    for is_vip in (True, False):
        known = decide(prepared, {"author.is_vip": is_vip}, NOW)
        changed = {name for name, value in known.outcomes.items() if value != decision.outcomes[name]}
        assert not changed or decision.undetermined
        assert changed - LATE <= doubted


@SLOW
@given(policies(), facts_known())
def test_a_record_holds_no_private_fact_and_makes_an_equal_decision(policy: Program, facts: dict[str, Any]) -> None:
    prepared = Prepared(policy)
    decision = decide(prepared, facts, NOW)
    text = json.dumps(decision.to_record())
    record = json.loads(text)
    private = {each.path for each in INTERACTION.fields if each.is_private}
    assert all(value == "***" for path, value in record["facts"].items() if path in private)
    assert all(order.get("card", "***") == "***" for order in record["facts"].get("orders", ()) if order != "***")
    read = read_record(prepared, record)
    replayed = decide(prepared, read.facts, read.as_of, read.tests)
    assert replayed == decision
    assert json.dumps(replayed.to_record()) == text


@SLOW
@given(policies(), facts_known())
def test_the_facts_of_a_record_are_those_that_conditions_in_force_read(policy: Program, facts: dict[str, Any]) -> None:
    record = decide(Prepared(policy), facts, NOW).to_record()
    everything = (*(rule.condition for rule in policy.rules), *(each.expression for each in policy.conditions))
    assert set(record["facts"]) <= {path for path in _paths_in(*everything) if path in facts}
    trimmed = {path: value for path, value in facts.items() if path in record["facts"]}
    assert decide(Prepared(policy), trimmed, NOW) == decide(Prepared(policy), facts, NOW)
