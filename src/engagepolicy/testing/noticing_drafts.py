"""Drafts whose review notices a mistake, made by the prover of drafts; mistakes that are proved to change no review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.program import Example, Expectation
from engagepolicy.policy.policy import Policy
from engagepolicy.proving.drafts import DRAFT, DraftProver
from engagepolicy.proving.obligations import Impossible, Possible
from engagepolicy.proving.test_blocks import render_facts_block
from engagepolicy.reviewing import Review
from engagepolicy.testing.edits import Mutant
from engagepolicy.testing.examples import run_example
from engagepolicy.testing.expecting import expect_review
from engagepolicy.testing.inputs_of import as_input, in_whole_seconds
from engagepolicy.testing.made_examples import MadeExample
from engagepolicy.testing.noticing_questions import changes_findings_alone, draft_questions


class NoticingDrafts:
    """Makes drafts for mistakes in one policy."""

    def __init__(self, policy: Policy, milliseconds: int, name: Callable[[Mutant], str]) -> None:
        """Take the policy, how long the solver may think, and what gives an example its name."""
        self._policy = policy
        self._name = name
        self.prover = DraftProver(policy.program, milliseconds)

    def find(self, mutant: Mutant, variant: Policy) -> tuple[MadeExample | None, bool]:
        """Return a draft whose review notices the mistake, None where none was found, and whether it is proved that there is none."""
        answers = []
        for question in draft_questions(self._policy.program, mutant.edit):
            answer = self.prover.answer(question)
            answers.append(answer)
            made = self.make([answer.witness.facts], mutant, variant) if isinstance(answer, Possible) else None
            if made is not None:
                return made, False
        is_proved = bool(answers) and all(isinstance(each, Impossible) for each in answers)
        return None, is_proved and changes_findings_alone(self._policy.program, mutant.edit)

    def make(self, drafts: Iterable[Mapping[str, Any]], mutant: Mutant, variant: Policy) -> MadeExample | None:
        """Return the first of the drafts, as facts by path, whose review notices the mistake, as an example."""
        program = self._policy.program
        for facts in drafts:
            given = as_input(program, DRAFT, in_whole_seconds(facts, up=False))
            try:
                told, review = self._policy.read_draft(given), self._policy.review(given)
            except InvalidInput:
                continue
            example = Example("", given, _expectations(review), record=DRAFT)
            if run_example(self._policy, example).holds and not run_example(variant, example).holds:
                name = self._name(mutant)
                return MadeExample(example, name, render_facts_block(program, DRAFT, told, name, expect_review(review)), [mutant])
        return None


def _expectations(review: Review) -> tuple[Expectation, ...]:
    """Return what `expect_review` says, as it is judged."""
    names = frozenset(each.rule for each in review.findings)
    found = Expectation("outcome", "finding", names) if names else Expectation("nothing", "finding")
    return Expectation("outcome", "verdict", review.verdict), found
