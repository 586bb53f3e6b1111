"""Runs `test` blocks: decides on the example's interaction and compares the decision with what was expected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Example, Expectation
from engagepolicy.policy.policy import Policy
from engagepolicy.runtime.decision import Decision
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.trace import Status
from engagepolicy.values.amounts import render_amount
from engagepolicy.values.lattices import strictest_amounts

SEGMENTS = "segments"
_STATUSES = {
    "applied": frozenset({Status.APPLIES, Status.APPLIES_UNKNOWN}),
    "undetermined": frozenset({Status.UNDETERMINED}),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that does not hold: what was expected, what the decision says, and where the expectation stands."""

    expected: str
    found: str
    place: Place | None = None


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


Check: TypeAlias = Callable[[Decision, Expectation], Failure | None]


def render_value(value: Value) -> str:
    """Return an outcome's value as the language writes it, sets sorted; `nothing` for none."""
    if value is None or value == frozenset():
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(render_value, value)))
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    if isinstance(value, str | int) or hasattr(value, "as_tuple") or hasattr(value, "isoformat"):
        return str(value)
    return render_amount(value)


def _found(decision: Decision, subject: str) -> Value:
    return frozenset(decision.segments) if subject == SEGMENTS else decision.outcomes[subject]


def _failure(expectation: Expectation, expected: str, found: str) -> Failure:
    return Failure(f"{expectation.subject} {expected}", found, expectation.place)


def _check_outcome(decision: Decision, expectation: Expectation) -> Failure | None:
    found, wanted = _found(decision, expectation.subject), expectation.value
    holds = wanted <= (found or frozenset()) if isinstance(wanted, frozenset) else found == wanted
    return None if holds else _failure(expectation, render_value(wanted), render_value(found))


def _check_nothing(decision: Decision, expectation: Expectation) -> Failure | None:
    found, refused = _found(decision, expectation.subject), expectation.value
    if refused is None:
        holds = found is None or found == frozenset()
    elif isinstance(refused, frozenset):
        holds = not refused & (found or frozenset())
    else:
        holds = found != refused
    return None if holds else _failure(expectation, f"not {render_value(refused) if refused else 'given'}", render_value(found))


def _check_target(decision: Decision, expectation: Expectation) -> Failure | None:
    target = decision.targets.get(expectation.subject)
    found = frozenset() if target is None else frozenset(target.amounts)
    wanted = strictest_amounts([expectation.value])  # type: ignore[list-item]  # a target's expectation is an amount
    return None if wanted <= found else _failure(expectation, f"within {render_value(expectation.value)}", render_value(found))


def _check_due(decision: Decision, expectation: Expectation) -> Failure | None:
    target = decision.targets.get(expectation.subject)
    found = None if target is None or target.due_at is None else target.due_at.astimezone(UTC)
    return None if found == expectation.value else _failure(expectation, f"due {render_value(expectation.value)}", render_value(found))


def _check_rule(decision: Decision, expectation: Expectation) -> Failure | None:
    status, wanted = decision.status_of(expectation.subject), expectation.status
    if wanted == "overridden":
        holds = expectation.subject in decision.overridden
    elif wanted == "not applied":
        holds = status not in _STATUSES["applied"]
    else:
        holds = wanted is not None and status in _STATUSES[wanted]
    return None if holds else _failure(expectation, str(wanted), status.value)


def _check_conflict(decision: Decision, expectation: Expectation) -> Failure | None:
    holds = any(conflict.outcome == expectation.subject for conflict in decision.conflicts)
    return None if holds else _failure(expectation, "in conflict", render_value(_found(decision, expectation.subject)))


_CHECKS: dict[str, Check] = {
    "outcome": _check_outcome,
    "nothing": _check_nothing,
    "target": _check_target,
    "due": _check_due,
    "rule": _check_rule,
    "conflict": _check_conflict,
}


def run_example(policy: Policy, example: Example) -> ExampleResult:
    """Decide on the example's interaction and return what was not as expected; an unreadable interaction is a failure too."""
    try:
        decision = policy.decide(example.facts)
    except InvalidInput as error:
        return ExampleResult(example.name, (Failure("an interaction that can be read", str(error), example.place),), example.place)
    found = (_CHECKS[each.kind](decision, each) for each in example.expectations)
    return ExampleResult(example.name, tuple(each for each in found if each is not None), example.place)


def run_examples(policy: Policy) -> tuple[ExampleResult, ...]:
    """Run every example of the policy's own files, in the order written."""
    return tuple(run_example(policy, example) for example in policy.examples)
