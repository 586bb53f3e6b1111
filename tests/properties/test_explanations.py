"""The laws of explanations: they can always be made, and a change that is shown does what it says."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, event, given, settings

from engagepolicy.backends.interpreter import decide, run
from engagepolicy.explanation import explain
from engagepolicy.ir.program import Program
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.record import read_record
from engagepolicy.runtime.trace import Status
from tests.programs import NOW
from tests.strategies_programs import facts_known, policies

SLOW = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(policies(), facts_known())
def test_every_change_that_is_shown_makes_its_rule_apply(policy: Program, facts: dict[str, Any]) -> None:
    prepared = Prepared(policy)
    for rule in explain(decide(prepared, facts, NOW)).rules:
        if rule.changes:
            event("a change is shown")
            changed = facts | {change.path: change.value for change in rule.changes}
            assert run(prepared, changed, NOW).verdicts[rule.rule].status is Status.APPLIES


@SLOW
@given(policies(), facts_known())
def test_every_decision_can_be_explained_also_from_its_record(policy: Program, facts: dict[str, Any]) -> None:
    prepared = Prepared(policy)
    decision = decide(prepared, facts, NOW, explain=explain)
    explanation = decision.explain()
    assert json.dumps(explanation.to_json()) == json.dumps(decide(prepared, facts, NOW, explain=explain).explain().to_json())
    read = read_record(prepared, decision.to_record())
    replayed = decide(prepared, read.facts, read.as_of, read.tests, explain=explain)
    assert not read.tests or all(rule.changes == () for rule in explain(replayed).rules)
    for each in explanation, replayed.explain():
        assert each.text().startswith("test.policy 1 as of ")
        assert 'author.name is "' not in each.text()


@SLOW
@given(policies(), facts_known())
def test_no_reason_shows_a_private_value(policy: Program, facts: dict[str, Any]) -> None:
    secret = "Xaver Geheim refund lawsuit"
    decision = decide(Prepared(policy), facts | {"author.name": secret}, NOW)
    assert secret not in json.dumps(explain(decision).to_json())
    assert secret not in explain(decision).text()
    assert secret not in json.dumps(decision.to_record())
