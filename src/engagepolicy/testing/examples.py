"""Runs `test` blocks: decides on the example's interaction, or follows its case, and compares with what was expected."""

from __future__ import annotations

from dataclasses import dataclass

from engagepolicy.business_time import load_zone
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Example
from engagepolicy.policy.policy import Policy
from engagepolicy.testing.case_examples import judge_case
from engagepolicy.testing.judging import Failure, Judged, judge
from engagepolicy.testing.reviews import judge_review

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """How one example came out; it holds when there is no failure."""

    name: str
    failures: tuple[Failure, ...]
    place: Place | None = None

    @property
    def holds(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


def run_example(policy: Policy, example: Example) -> ExampleResult:
    """Return what was not as expected of the example's decision or case; an unreadable input is a failure too."""
    try:
        if example.case is not None:
            found = judge_case(policy, example, example.case)
        else:
            found = judge_review(policy, example) if example.record == DRAFT else _judge(policy, example)
    except InvalidInput as error:
        what = "a case" if example.case is not None else "a draft" if example.record == DRAFT else "an interaction"
        found = (Failure(f"{what} that can be read", str(error), example.place),)
    return ExampleResult(example.name, found, example.place)


def _judge(policy: Policy, example: Example) -> tuple[Failure, ...]:
    decision = policy.decide(example.facts)
    judged = Judged(decision, decision.outcomes, load_zone(policy.program.timezone))
    found = (judge(judged, each) for each in example.expectations)
    return tuple(each for each in found if each is not None)


def run_examples(policy: Policy) -> tuple[ExampleResult, ...]:
    """Run every example of the policy's own files, in the order written."""
    return tuple(run_example(policy, example) for example in policy.examples)
