"""What a made-up example expects: what the policy decides today."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.ir.program import Program
from engagepolicy.proving.expectations import expect_outcome, spoken_status
from engagepolicy.reviewing import Review
from engagepolicy.runtime.trace import Trace
from engagepolicy.testing.guards import Owner

WIDTH = 100


def expect_decision(program: Program, trace: Trace, owners: Iterable[Owner]) -> list[str]:
    """Return what is decided: the outcomes that are given, and how those rules and segments were answered."""
    outcomes = [
        expect_outcome(each.name, program, trace)
        for each in program.outcomes
        if trace.settlements[each.name].value not in (None, frozenset()) or trace.settlements[each.name].is_conflict
    ]
    asked = dict.fromkeys(owners)
    rules = [each.name for each in asked if each.name in trace.verdicts and each.kind in ("rule", "listed rule", "row")]
    answered = [f"rule {each} {spoken_status(trace.verdicts[each].status)}" for each in rules]
    named = [each.name for each in asked if each.kind == "segment" and each.name in trace.segments]
    segments = [f"segment {each}" if trace.segments[each] else f"no segment {each}" for each in named]
    told = [*outcomes, *answered, *segments]
    return wrap_expected(told or [expect_outcome(program.outcomes[0].name, program, trace)])


def expect_review(review: Review) -> list[str]:
    """Return the verdict, and the findings that led to it."""
    found = [f"finding {', '.join(each.rule for each in review.findings)}"] if review.findings else ["no finding"]
    return [f"verdict {review.verdict}", *found]


def wrap_expected(parts: Iterable[str]) -> list[str]:
    """Return the expectations a few to a line."""
    lines: list[list[str]] = []
    for part in dict.fromkeys(parts):
        if lines and len(", ".join([*lines[-1], part])) <= WIDTH:
            lines[-1].append(part)
        else:
            lines.append([part])
    return [", ".join(each) for each in lines]
