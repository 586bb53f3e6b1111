"""The prover, all inputs tried one by one, and inputs that Hypothesis makes up say the same of generated rulesets.

The same for a million inputs: `python -m tests.benchmarks.run_agreement --pairs 1000000`.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engagepolicy.policy.loading import compile_text
from engagepolicy.testing import interactions
from tests.brute_force import Trial
from tests.small_worlds import ASPECTS, Aspect, all_inputs
from tests.strategies_rulesets import Ruleset, make_ruleset, small_rulesets

pytest.importorskip("z3", reason="the solver is not installed")
from tests.agreement import compare

FEW = settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
"""Enough to notice what is broken; the long run looks for what is rare."""


@pytest.mark.parametrize("number", range(12))
def test_generated_rulesets_compile(number: int) -> None:
    ruleset = make_ruleset(Random(number))
    compiled = compile_text(ruleset.text)
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    assert compiled.program.rules
    assert ruleset.inputs


@FEW
@given(small_rulesets(), st.data())
def test_prover_trial_and_hypothesis_agree(ruleset: Ruleset, data: st.DataObject) -> None:
    found = compare(ruleset, lambda policy: [policy.read(data.draw(interactions(policy))) for _ in range(3)])
    assert found.disagreements == []


@pytest.mark.parametrize("number", range(12))
def test_prover_and_trial_agree(number: int) -> None:
    """The same without Hypothesis, which is slow to make up rulesets."""
    found = compare(make_ruleset(Random(number), most_inputs=120), examples=4 if number == 0 else 0)
    assert found.disagreements == []
    assert sum(found.answers.values()) > 0


@pytest.mark.parametrize("aspect", ASPECTS, ids=lambda each: each.name)
def test_every_condition_of_a_small_world_is_told_apart_by_its_values(aspect: Aspect) -> None:
    """Were a condition the same for all values, too few would be tried."""
    fields = f"extend interaction {{ {' '.join(aspect.fields)} }}" if aspect.fields else ""
    named = "".join(f"define test_{number} {{ when {test} }}\n" for number, test in enumerate(aspect.tests))
    compiled = compile_text(f"ruleset small.world {{ timezone {aspect.timezone} }}\n{aspect.declarations}\n{fields}\n{named}")
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    settled = [fault for fault, is_so in Trial(compiled.program, all_inputs((aspect,))).faults() if is_so]
    assert settled == []
