"""Examples for what a policy's own leave open, made by the prover, few of them, each with what the policy decides today.

Whoever takes one over says that what is decided today is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.policy.policy import DRAFT, INTERACTION, Policy
from engagepolicy.proving.drafts import DraftProver
from engagepolicy.proving.obligations import Impossible, Possible, Undecided
from engagepolicy.proving.prover import MILLISECONDS, Prover
from engagepolicy.proving.test_blocks import render_facts_block
from engagepolicy.reviewing import Review
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Both, Question
from engagepolicy.runtime.trace import Trace
from engagepolicy.testing.case_search import NOT_FOUND as CASE_NOT_FOUND
from engagepolicy.testing.case_search import CaseSearch
from engagepolicy.testing.coverage import Coverage, find_shown_by
from engagepolicy.testing.coverage_goals import Goal
from engagepolicy.testing.expecting import expect_decision, expect_review
from engagepolicy.testing.inputs_of import as_input, in_whole_seconds
from engagepolicy.testing.naming import name_after, render_covers
from engagepolicy.testing.searching import DraftSearch

AT_ONCE = 6
"""How many goals one question to the prover asks for, at most; an example that is to show more would be hard to read."""
TRIES = 10
"""How many goals are tried beside the first before an example is taken as it is."""
JOINING = 100
"""How many milliseconds the solver may think about whether goals go together: it is only to save examples."""
JOINING_IN_ALL = 0.5
"""How many seconds may pass with that for one example."""
NOT_FOUND = "no draft was found that shows it"
NOT_WRITABLE = "the input that was found cannot be written as a `test` block"
NO_TIME = "there was no time left to look for it"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example as a `test` block, ready to be pasted, and the goals that it reaches."""

    name: str
    block: str
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Examples that together reach what can be reached; what no input reaches, and of what that is not known, and why."""

    examples: tuple[Suggestion, ...] = ()
    unreachable: tuple[Goal, ...] = ()
    undecided: tuple[tuple[Goal, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """An input with what it leads to."""

    record: str
    facts: Mapping[str, Any]
    trace: Trace
    goals: frozenset[Goal]
    review: Review | None = None


def suggest_examples(
    policy: Policy, coverage: Coverage, *, milliseconds: int = MILLISECONDS, seconds: float | None = None
) -> Suggestions:
    """Return examples for what the coverage of a policy misses, those that reach most first.

    The solver may think about one question for so many `milliseconds`, and all of it takes about so many `seconds`; None is without
    end. Raises `MissingExtra` without the solver.
    """
    return _Suggesting(policy, coverage.missing, milliseconds, seconds).run()


@dataclass(slots=True)
class _Suggesting:
    policy: Policy
    missing: Sequence[Goal]
    milliseconds: int
    seconds: float | None
    found: list[_Found] = field(default_factory=list)
    unreachable: list[Goal] = field(default_factory=list)
    undecided: dict[Goal, str] = field(default_factory=dict)
    started_at: float = field(default_factory=monotonic)

    def run(self) -> Suggestions:
        """Look for examples of each kind, then keep those that are needed."""
        self._prove([each for each in self.missing if each.record == INTERACTION and each.question is not None])
        self._search([each for each in self.missing if each.record == DRAFT])
        taken = {each.name for each in self.policy.examples}
        examples = [self._suggestion(found, goals, taken) for found, goals in _fewest(self.found, self.missing)]
        examples += self._follow([each for each in self.missing if each.question is None], taken)
        return Suggestions(tuple(examples), tuple(self.unreachable), tuple(self.undecided.items()))

    def _has_time(self) -> bool:
        return self.seconds is None or monotonic() - self.started_at < self.seconds

    # --- interactions

    def _prove(self, goals: list[Goal]) -> None:
        """Ask for the goals, the hardest first: what makes a test decide makes it true or false too."""
        if not goals:
            return
        prover = Prover(Prepared(self.policy.program), self.milliseconds)
        joining = Prover(Prepared(self.policy.program), min(JOINING, self.milliseconds))
        pending = goals[::-1]
        while pending:
            goal, *pending = pending
            if not self._has_time():
                self.undecided[goal] = NO_TIME
                continue
            answer = prover.answer(_asked(goal), shown=False)
            match answer:
                case Impossible():
                    self.unreachable.append(goal)
                case Undecided(because=because):
                    self.undecided[goal] = because
                case Possible():
                    shown = self._show(prover, _join(joining, goal, pending), goal, pending)
                    pending = [each for each in pending if each not in shown]

    def _show(self, prover: Prover, together: Question, goal: Goal, pending: Sequence[Goal]) -> frozenset[Goal]:
        """Find an input that reaches the goal, and as many others as fit; return what it reaches."""
        for question in dict.fromkeys((together, _asked(goal))):
            answer = prover.answer(question)
            if isinstance(answer, Possible):
                for up in (False, True):
                    made = self._decided(in_whole_seconds(answer.witness.facts, up=up), (goal, *pending))
                    if made is not None and goal in made.goals:
                        self.found.append(self._plainer(made, (goal, *pending)))
                        return self.found[-1].goals
        self.undecided[goal] = NOT_WRITABLE
        return frozenset()

    def _plainer(self, made: _Found, goals: Sequence[Goal]) -> _Found:
        """Return the input with facts at their defaults instead of not known, where that reaches no less."""
        for each in self.policy.program.schema_by_name[INTERACTION].fields:
            if each.is_optional and each.default is not None and each.path not in made.facts:
                other = self._decided({**made.facts, each.path: each.default}, goals)
                made = other if other is not None and made.goals <= other.goals else made
        return made

    def _decided(self, facts: Mapping[str, Any], goals: Iterable[Goal]) -> _Found | None:
        """Return the decision on the facts as an input gives them; None where no input can."""
        try:
            decision = self.policy.decide(as_input(self.policy.program, INTERACTION, facts))
        except InvalidInput:
            return None
        trace = decision.evidence.trace
        return _Found(INTERACTION, facts, trace, find_shown_by(goals, trace))

    # --- drafts

    def _search(self, goals: list[Goal]) -> None:
        if not goals:
            return
        for facts, review, shown in DraftSearch(self.policy, self._has_time).run(goals):
            self.found.append(_Found(DRAFT, facts, review.trace, shown, review))
        reached = frozenset().union(*(each.goals for each in self.found))
        left = [each for each in goals if each not in reached]
        if left:
            self._prove_drafts(left)

    def _prove_drafts(self, goals: list[Goal]) -> None:
        """Ask the prover of drafts for what changing one fact at a time did not find."""
        prover = DraftProver(self.policy.program, self.milliseconds)
        pending = goals[::-1]
        while pending:
            goal, *pending = pending
            if not self._has_time():
                self.undecided[goal] = NOT_FOUND
                continue
            answer = prover.answer(_asked(goal))
            if isinstance(answer, Impossible):
                self.unreachable.append(goal)
                continue
            made = self._reviewed(answer.witness.facts, (goal, *pending)) if isinstance(answer, Possible) else None
            if made is None or goal not in made.goals:
                self.undecided[goal] = NOT_FOUND
                continue
            self.found.append(made)
            pending = [each for each in pending if each not in made.goals]

    def _reviewed(self, facts: Mapping[str, Any], goals: Iterable[Goal]) -> _Found | None:
        """Return the review of a draft as a block has it; None where no block can."""
        draft = as_input(self.policy.program, DRAFT, in_whole_seconds(facts, up=False))
        try:
            told, review = self.policy.read_draft(draft), self.policy.review(draft)
        except InvalidInput:
            return None
        return _Found(DRAFT, told, review.trace, find_shown_by(goals, review.trace, DRAFT), review)

    # --- cases

    def _follow(self, goals: list[Goal], taken: set[str]) -> list[Suggestion]:
        """Return cases that reach the goals, few of them."""
        if not goals:
            return []
        prover = Prover(Prepared(self.policy.program), self.milliseconds)
        found = CaseSearch(self.policy, prover, self._has_time, taken).run(goals)
        self.unreachable += found.unreachable
        self.undecided |= {each: CASE_NOT_FOUND if self._has_time() else NO_TIME for each in found.undecided}
        return [Suggestion(each.example.name, render_covers(list(each.goals)) + each.block, each.goals) for each in found.cases]

    # --- blocks

    def _suggestion(self, found: _Found, goals: Sequence[Goal], taken: set[str]) -> Suggestion:
        name = name_after(goals[0], taken)
        expected = self._expected(found, goals)
        block = render_facts_block(self.policy.program, found.record, found.facts, name, expected)
        decided = {(goal.owner, goal.role, goal.test, goal.wants) for goal in goals}
        told = [each for each in goals if (each.owner, each.role, each.test, f"decides {each.wants}") not in decided]
        return Suggestion(name, render_covers(told) + block, tuple(goals))

    def _expected(self, found: _Found, goals: Sequence[Goal]) -> list[str]:
        if found.review is not None:
            return expect_review(found.review)
        return expect_decision(self.policy.program, found.trace, [goal.owner for goal in goals])


def _asked(goal: Goal) -> Question:
    assert goal.question is not None, "steps are not asked for"
    return goal.question


def _join(prover: Prover, goal: Goal, pending: Sequence[Goal]) -> Question:
    """Return a question that asks for the goal and others that one input can reach with it."""
    joined = [_asked(goal)]
    ends_at = monotonic() + JOINING_IN_ALL
    for other in pending[:TRIES]:
        if len(joined) == AT_ONCE or monotonic() > ends_at:
            break
        if isinstance(prover.answer(Both((*joined, _asked(other))), shown=False), Possible):
            joined.append(_asked(other))
    return joined[0] if len(joined) == 1 else Both(tuple(joined))


def _fewest(found: Sequence[_Found], missing: Sequence[Goal]) -> list[tuple[_Found, list[Goal]]]:
    """Return inputs that reach together all that any reaches: each time the one that reaches most of what is left."""
    order = {goal: number for number, goal in enumerate(missing)}
    left = set().union(*(each.goals for each in found))
    kept: list[tuple[_Found, list[Goal]]] = []
    while left:
        best = max(found, key=lambda each: len(each.goals & left))
        kept.append((best, sorted(best.goals & left, key=order.__getitem__)))
        left -= best.goals
    return kept
