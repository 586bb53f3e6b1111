"""Examples run with somebody who watches: every decision, review and status that they led to is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

from engagepolicy.backends.interpreter import decide
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.program import Example
from engagepolicy.policy.policy import Policy
from engagepolicy.reviewing import Review
from engagepolicy.runtime.decision import Decision
from engagepolicy.runtime.trace import Trace
from engagepolicy.testing.examples import ExampleResult, run_example
from engagepolicy.testing.happenings import Happenings
from engagepolicy.testing.time_aims import Happening
from engagepolicy.tracking import Case, CaseStatus, track


@dataclass(frozen=True, slots=True)
class Watched:
    """One example that was run: how it came out, and the traces of what was decided and reviewed; what happened as time passed.

    `seen` are the targets of decisions and the statuses of cases, in their order: what a mistake in what time does would change.
    """

    example: Example
    result: ExampleResult
    decisions: tuple[Trace, ...]
    reviews: tuple[Trace, ...]
    happened: frozenset[Happening]
    seen: tuple[object, ...] = ()

    def traces(self, record: str) -> tuple[Trace, ...]:
        """Return the traces of what was decided on inputs of the record."""
        return self.reviews if record == "draft" else self.decisions


class Watching(Policy):
    """A policy that keeps the traces of what it decides. Not shared by threads."""

    def __init__(self, policy: Policy) -> None:
        """Take the policy, whose readers it shares."""
        self.__dict__.update(policy.__dict__, _case_reader=policy._case_reader, _draft_reader=policy._draft_reader)
        self.decisions: list[Trace] = []
        self.reviews: list[Trace] = []
        self.happened: set[Happening] = set()
        self.seen: list[object] = []
        self._happenings = Happenings(policy._prepared, policy._tracking_rules)

    @override
    def decide_facts(self, facts: Mapping[str, object]) -> Decision:
        """Decide likewise, and keep the trace."""
        decision = super().decide_facts(facts)
        self.decisions.append(decision.evidence.trace)
        self.happened |= self._happenings.of_decision(decision)
        self.seen.append(decision.targets)
        return decision

    @override
    def review_facts(self, facts: Mapping[str, Constant], at: datetime | None = None) -> Review:
        """Review likewise, and keep the trace."""
        review = super().review_facts(facts, at)
        self.reviews.append(review.trace)
        return review

    @override
    def track_case(self, case: Case, now: datetime) -> CaseStatus:
        """Follow likewise; keep the traces of all decisions on the way, and what happened."""

        def watch(facts: Mapping[str, Constant]) -> Decision:
            decision = decide(self._prepared, facts, case.opened_at)
            self.decisions.append(decision.evidence.trace)
            return decision

        status = track(case, now, prepared=self._prepared, rules=self._tracking_rules, decide=watch)
        self.happened |= self._happenings.of_status(status).keys()
        self.seen.append((status.clocks, status.tier, status.history, status.next_check_at))
        return status


def watch_examples(policy: Policy, examples: Iterable[Example] | None = None) -> tuple[Watched, ...]:
    """Run the examples, those of the policy's own files unless others are given, in their order, and keep what was decided."""
    found: list[Watched] = []
    for example in policy.examples if examples is None else examples:
        watching = Watching(policy)
        result = run_example(watching, example)
        decisions, reviews = _distinct(watching.decisions), _distinct(watching.reviews)
        found.append(Watched(example, result, decisions, reviews, frozenset(watching.happened), tuple(watching.seen)))
    return tuple(found)


def _distinct(traces: list[Trace]) -> tuple[Trace, ...]:
    """Return the traces without those on facts that another has already: a case is followed anew for every moment it is looked at."""
    kept: list[Trace] = []
    for each in traces:
        if not any(each.as_of == other.as_of and each.facts == other.facts for other in kept):
            kept.append(each)
    return tuple(kept)
