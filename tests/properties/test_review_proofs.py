"""The solver's view of reviews against the policy's own: every review is one that the formulas allow, and what is shown happens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import engagepolicy as ep
from engagepolicy.ir.constraints import SEVERITIES
from engagepolicy.ir.program import Program
from engagepolicy.reviewing import Review
from engagepolicy.runtime.facts import facts_in_utc
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Question, holds
from tests.strategies_constraints import drafts, rulesets

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.analysis.reviews import Findings
from engagepolicy.backends.smt.decisions import Decisions
from engagepolicy.backends.smt.moments import AS_OF
from engagepolicy.backends.smt.pinning import pin_facts, pin_tests
from engagepolicy.backends.smt.terms import solver as z3
from engagepolicy.proving.drafts import DraftProver
from engagepolicy.proving.obligations import Impossible, Possible, Undecided

SLOW = settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VERDICTS = ("allow", "approve", "revise", "block")


def answers(program: Program, review: Review) -> list[tuple[Question, bool]]:
    """What can be asked of a review, with what its findings and its verdict say."""
    findings = Findings(program)
    found = {each.rule: each for each in review.findings}
    told: list[tuple[Question, bool]] = []
    for each in program.constraints:
        finding = found.get(each.id)
        told.append((findings.finds(each), finding is not None))
        told.append((findings.is_breached(each), finding is not None and not finding.is_unknown))
        told.append((findings.is_in_doubt(each), finding is not None and finding.is_unknown))
        asked = -1 if finding is None else SEVERITIES.index(finding.verdict)
        told += [(findings.asks_for(each, word), asked >= SEVERITIES.index(word)) for word in SEVERITIES]
    for place, verdict in enumerate(VERDICTS):
        told.append((findings.verdict_is("draft", verdict), review.verdict == verdict))
        told.append((findings.verdict_reaches("draft", verdict), VERDICTS.index(review.verdict) >= place))
    return told


@SLOW
@given(rulesets(), st.lists(drafts(), min_size=3, max_size=3))
def test_every_review_is_a_model_of_the_formulas(text: str, inputs: list[dict[str, Any]]) -> None:
    policy = ep.loads(text)
    for draft in inputs:
        review = policy.review(draft)
        event(review.verdict)
        told = answers(policy.program, review)
        assert all(holds(question, review.trace) is answer for question, answer in told)
        decisions = Decisions(Prepared(policy.program, "draft"))
        asked = [(decisions.ask(question), answer) for question, answer in told]
        facts = {**facts_in_utc(review.trace.facts), AS_OF: review.trace.as_of}
        texts = [value for value in facts.values() if isinstance(value, str)]
        solver = z3().Solver()
        solver.add(*pin_facts(decisions.conditions, facts), *pin_tests(decisions.conditions, texts, review.trace.as_of))
        solver.add(*decisions.conditions.axioms)
        assert solver.check() == z3().sat
        for formula, answer in asked:
            assert solver.check(z3().Not(formula) if answer else formula) == z3().unsat


@settings(SLOW, max_examples=6)
@given(rulesets(), st.lists(drafts(), min_size=12, max_size=12))
def test_the_prover_and_the_reviews_agree(text: str, inputs: list[dict[str, Any]]) -> None:
    policy = ep.loads(text)
    prover, findings = DraftProver(policy.program), Findings(policy.program)
    reviews = [policy.review(draft) for draft in inputs]
    for each in policy.program.constraints:
        question = findings.is_breached(each)
        answer = prover.answer(question)
        event(type(answer).__name__)
        match answer:
            case Impossible():
                assert not any(holds(question, review.trace) for review in reviews)
            case Possible(witness=witness):
                shown = {one.rule for one in policy.review_facts(witness.facts).findings if not one.is_unknown}
                assert each.id in shown
            case Undecided(because=because):
                event(because)


@SLOW
@given(rulesets(), drafts())
def test_no_constraint_lets_out_what_a_locked_one_stops(text: str, draft: dict[str, Any]) -> None:
    policy = ep.loads(text)
    review = policy.review(draft)
    alone = [each for each in policy.program.constraints if each.is_locked]
    for each in alone:
        by_itself = ep.Policy(_only(policy.program, each.id)).review(draft)
        assert VERDICTS.index(review.verdict) >= VERDICTS.index(by_itself.verdict)


def _only(program: Program, name: str) -> Program:


    kept = (replace(each, overrides=()) for each in program.constraints if each.id == name)
    return replace(program, constraints=tuple(kept))
