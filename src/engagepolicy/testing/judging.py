"""Judges what is expected of a decision, one expectation at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Expectation
from engagepolicy.runtime.decision import Decision
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.trace import Status
from engagepolicy.values.amounts import NotBefore, render_amount
from engagepolicy.values.lattices import strictest_amounts

SEGMENTS = "segments"
_STATUSES = {
    "applied": frozenset({Status.APPLIES, Status.APPLIES_UNKNOWN}),
    "undetermined": frozenset({Status.UNDETERMINED}),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that does not hold: what was expected, what was found, where the expectation stands.

    `moment` says in words at which moment of a case; None for a decision.
    """

    expected: str
    found: str
    place: Place | None = None
    moment: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision and its outcomes; those of a case have the tier that time has given it. Moments are told in the `zone`."""

    decision: Decision
    outcomes: Mapping[str, Value]
    zone: ZoneInfo

    def render(self, value: Value) -> str:
        """Return a value as the language writes it, moments in the zone of the policy."""
        return render_value(value, self.zone)


Check: TypeAlias = Callable[[Judged, Expectation], Failure | None]


def render_moment(value: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the language writes it in the zone: seconds where there are any, the offset where the clocks show it twice."""
    try:
        local = value.astimezone(zone)
    except OverflowError:  # beyond the years 1 to 9999 there
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    seconds = local.strftime(":%S") if local.second or local.microsecond else ""
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        return local.isoformat(timespec="seconds")
    return f"{local:%Y-%m-%d %H:%M}{seconds} {zone.key}"


def render_value(value: Value, zone: ZoneInfo) -> str:
    """Return an outcome's value as the language writes it, sets sorted; `nothing` for none."""
    if value is None or value == frozenset():
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        return ", ".join(sorted(render_value(each, zone) for each in value))
    if isinstance(value, datetime):
        return render_moment(value, zone)
    if isinstance(value, str | int) or hasattr(value, "as_tuple") or hasattr(value, "isoformat"):
        return str(value)
    return render_amount(value)


def _found(judged: Judged, subject: str) -> Value:
    return frozenset(judged.decision.segments) if subject == SEGMENTS else judged.outcomes[subject]


def fail(expectation: Expectation, expected: str, found: str) -> Failure:
    """Return the failure of an expectation: its subject is not as `expected`, but as `found`."""
    return Failure(f"{expectation.subject} {expected}", found, expectation.place)


def _check_outcome(judged: Judged, expectation: Expectation) -> Failure | None:
    found, wanted = _found(judged, expectation.subject), expectation.value
    holds = wanted <= (found or frozenset()) if isinstance(wanted, frozenset) else found == wanted
    return None if holds else fail(expectation, judged.render(wanted), f"{judged.render(found)}{_contradiction(judged, expectation)}")


def _contradiction(judged: Judged, expectation: Expectation) -> str:
    """Return which rules contradict each other about the outcome, if any do: that it has no value is no surprise then."""
    for conflict in judged.decision.conflicts:
        if conflict.outcome == expectation.subject and conflict.exclusion is None:
            claims = (f"{judged.render(value)} ({', '.join(rules)})" for value, rules in conflict.claims)
            return f", in conflict: {' and '.join(claims)}"
    return ""


def _check_nothing(judged: Judged, expectation: Expectation) -> Failure | None:
    found, refused = _found(judged, expectation.subject), expectation.value
    if refused is None:
        holds = found is None or found == frozenset()
    elif isinstance(refused, frozenset):
        holds = not refused & (found or frozenset())
    else:
        holds = found != refused
    return None if holds else fail(expectation, f"not {judged.render(refused) if refused else 'given'}", judged.render(found))


def _expected_amount(judged: Judged, expectation: Expectation) -> str:
    text = judged.render(expectation.value)
    return text if isinstance(expectation.value, NotBefore) else f"within {text}"


def _check_target(judged: Judged, expectation: Expectation) -> Failure | None:
    target = judged.decision.targets.get(expectation.subject)
    found = frozenset() if target is None else frozenset(target.amounts)
    wanted = strictest_amounts([expectation.value])  # type: ignore[list-item]  # a target's expectation is an amount
    return None if wanted <= found else fail(expectation, _expected_amount(judged, expectation), judged.render(found))


def _check_due(judged: Judged, expectation: Expectation) -> Failure | None:
    target = judged.decision.targets.get(expectation.subject)
    found = None if target is None or target.due_at is None else target.due_at.astimezone(UTC)
    return None if found == expectation.value else fail(expectation, f"due {judged.render(expectation.value)}", judged.render(found))


def _check_not_before(judged: Judged, expectation: Expectation) -> Failure | None:
    target = judged.decision.targets.get(expectation.subject)
    found = None if target is None or target.not_before_at is None else target.not_before_at.astimezone(UTC)
    if found == expectation.value:
        return None
    return fail(expectation, f"not before {judged.render(expectation.value)}", judged.render(found))


def _check_rule(judged: Judged, expectation: Expectation) -> Failure | None:
    status, wanted = judged.decision.status_of(expectation.subject), expectation.status
    if wanted == "overridden":
        holds = expectation.subject in judged.decision.overridden
    elif wanted == "not applied":
        holds = status not in _STATUSES["applied"]
    else:
        holds = wanted is not None and status in _STATUSES[wanted]
    return None if holds else fail(expectation, str(wanted), status.value)


def _check_conflict(judged: Judged, expectation: Expectation) -> Failure | None:
    holds = any(conflict.outcome == expectation.subject for conflict in judged.decision.conflicts)
    return None if holds else fail(expectation, "in conflict", judged.render(_found(judged, expectation.subject)))


_CHECKS: dict[str, Check] = {
    "outcome": _check_outcome,
    "nothing": _check_nothing,
    "target": _check_target,
    "due": _check_due,
    "not before": _check_not_before,
    "rule": _check_rule,
    "conflict": _check_conflict,
}


def judge(judged: Judged, expectation: Expectation) -> Failure | None:
    """Return what is not as expected of a decision, None where it is."""
    return _CHECKS[expectation.kind](judged, expectation)
