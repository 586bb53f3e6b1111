"""Judges what a `test` block expects of the review of a draft."""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.ir.program import Example, Expectation
from engagepolicy.policy.policy import Policy
from engagepolicy.reviewing import Review
from engagepolicy.testing.judging import Failure


def judge_review(policy: Policy, example: Example) -> tuple[Failure, ...]:
    """Return what was not as expected of the review; raise `InvalidInput` for a draft that cannot be read."""
    review = policy.review(example.facts)
    return tuple(failure for each in example.expectations for failure in _judge(review, each))


def _judge(review: Review, expectation: Expectation) -> Iterator[Failure]:
    wanted, place = expectation.value, expectation.place
    names = {name for each in review.findings for name in (each.rule, each.pillar) if name is not None}
    shown = ", ".join(each.rule for each in review.findings) or "nothing"
    match expectation.kind, expectation.subject:
        case "text", _:
            if review.suggested_text != wanted:
                yield Failure(f"suggested text {wanted}", review.suggested_text or "nothing", place)
        case "outcome", "verdict":
            if review.verdict != wanted:
                yield Failure(f"verdict {wanted}", f"{review.verdict}: {shown}", place)
        case "outcome", _:
            assert isinstance(wanted, frozenset)
            if not wanted <= names:
                yield Failure(f"finding {', '.join(sorted(map(str, wanted)))}", shown, place)
        case _:
            is_found = bool(review.findings) if wanted is None else isinstance(wanted, frozenset) and not wanted.isdisjoint(names)
            if is_found:
                listed = "" if not isinstance(wanted, frozenset) else " " + ", ".join(sorted(map(str, wanted)))
                yield Failure(f"no finding{listed}", shown, place)
