"""The face of a decision: what was settled, by which rules, what is due when, and what is not known.

A `Decision` is built from a backend's trace and keeps it as evidence; reasons and records are made from that when they are asked
for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, NoReturn, Protocol

from typing_extensions import override

from engagepolicy.runtime.exclusions import Clash, find_clashes
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.findings import Finding, find_findings, write_finding
from engagepolicy.runtime.prepared import PolicyIdentity, Prepared
from engagepolicy.runtime.record import Json, encode, write_evidence
from engagepolicy.runtime.settle import Settlement
from engagepolicy.runtime.targets import Target, choose_target
from engagepolicy.runtime.trace import APPLYING, Status, Trace
from engagepolicy.runtime.undetermined import Undetermined, find_undetermined
from engagepolicy.values.amounts import render_amount
from engagepolicy.values.types import TargetType


class Explanation(Protocol):
    """The reasons of a decision."""

    def to_json(self) -> dict[str, Any]:
        """Return them as plain JSON data."""

    def text(self) -> str:
        """Return them as text without colour."""

    def tree(self) -> Json:
        """Return them as nested data for a terminal to draw."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules gave one outcome values that cannot be merged: each with its rules, and what it was settled as (None: not known).

    Where `exclusion` names one, the values stand as they are given, but cannot be done together, or not with the values of the other
    outcomes in whose conflicts it is named.
    """

    outcome: str
    claims: tuple[tuple[Value, tuple[str, ...]], ...]
    settled_as: Value
    exclusion: str | None = None


class NoExplainer(RuntimeError):
    """The program that made the decision gave nothing to explain it with."""


Explainer = Callable[["Decision"], Explanation]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a decision rests on."""

    prepared: Prepared
    trace: Trace
    explain: Explainer | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy decides about one interaction; immutable, and equal to another that says the same.

    `policy` made it, `as_of` is the moment of the decision in UTC. `outcomes` has every outcome by name: a word, number or text,
    a frozenset for a set, a frozenset of amounts for a target, None where it is not known. `targets` has those targets that
    rules or defaults gave, by metric. `segments` are the names of those that hold, `undetermined_segments` of those of which it
    is not known. `applied` are the ids of the rules whose conditions hold, and `overridden` of those among them from which
    something was withdrawn. `conflicts` were settled on the safe side, or are met
    exclusions. `undetermined` lists the rules that a missing fact could
    still bring in. `findings` are what the policy's constraints on decisions say of this one. All sorted.
    """

    policy: PolicyIdentity
    as_of: datetime
    outcomes: Mapping[str, Value]
    targets: Mapping[str, Target]
    segments: tuple[str, ...]
    undetermined_segments: tuple[str, ...]
    applied: tuple[str, ...]
    overridden: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    undetermined: tuple[Undetermined, ...]
    findings: tuple[Finding, ...] = ()
    evidence: Evidence = field(compare=False, repr=False, kw_only=True)

    def __copy__(self) -> Decision:
        """Return itself: nothing in it changes."""
        return self

    def __deepcopy__(self, memo: Mapping[int, object]) -> Decision:
        """Return itself: nothing in it changes."""
        return self

    @override
    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: the evidence holds private facts as they are, and the whole program."""
        raise TypeError("a decision is not pickled: hand on its to_record(), of which policy.replay() makes it again")

    @property
    def severity(self) -> str | None:
        """How serious it is, a word of the policy; None where the policy has no such outcome or it is not known."""
        return self._word("severity")

    @property
    def tier(self) -> str | None:
        """Who owns the conversation, a tier of a ladder; None where it is not known."""
        return self._word("tier")

    @property
    def queue(self) -> str | None:
        """The queue it goes to; None where it is not known."""
        return self._word("queue")

    @property
    def tags(self) -> frozenset[str]:
        """The tags."""
        return self._words("tags")

    @property
    def requires(self) -> frozenset[str]:
        """What must be done before or besides answering."""
        return self._words("requires")

    @property
    def notify(self) -> frozenset[str]:
        """Who is to be told."""
        return self._words("notify")

    @property
    def suggest(self) -> frozenset[str]:
        """What the policy suggests to say or do."""
        return self._words("suggest")

    def _word(self, name: str) -> str | None:
        value = self.outcomes.get(name)
        return value if isinstance(value, str) else None

    def _words(self, name: str) -> frozenset[str]:
        value = self.outcomes.get(name)
        if isinstance(value, frozenset):
            return value
        return frozenset() if value is None else frozenset({value})

    def status_of(self, rule: str) -> Status:
        """Return how the rule was answered; raise `KeyError` where the policy has no rule of that id."""
        return self.evidence.trace.verdicts[rule].status

    def explain(self) -> Explanation:
        """Return which rules gave what and why, and why others did not; raise `NoExplainer` where nothing can."""
        if self.evidence.explain is None:
            raise NoExplainer("this decision was made without an explainer: decide through a policy")
        return self.evidence.explain(self)

    def to_record(self) -> dict[str, Any]:
        """Return plain JSON data that is enough to make the same decision again.

        It holds the facts that were read, not all of them, with private ones masked, and the decision itself.
        """
        told = {"findings": [write_finding(each) for each in self.findings]} if self.evidence.prepared.judges_decisions else {}
        return write_evidence(self.evidence.prepared, self.evidence.trace) | _write_face(self) | told


def _write_target(target: Target) -> dict[str, Any]:
    return {
        "due_at": None if target.due_at is None else target.due_at.isoformat(),
        "warn_at": None if target.warn_at is None else target.warn_at.isoformat(),
        "counted_from": target.counted_from.isoformat(),
        "not_before_at": None if target.not_before_at is None else target.not_before_at.isoformat(),
        "amount": render_amount(target.amount),
        "amounts": [render_amount(each) for each in target.amounts],
        "calendar": target.calendar,
    }


def _write_conflict(conflict: Conflict) -> dict[str, Any]:
    claims = [{"value": encode(value), "rules": list(rules)} for value, rules in conflict.claims]
    named = {} if conflict.exclusion is None else {"exclusion": conflict.exclusion}
    return {"outcome": conflict.outcome, "claims": claims, "settled_as": encode(conflict.settled_as)} | named


def _write_undetermined(each: Undetermined) -> dict[str, Any]:
    return {
        "rule": each.rule,
        "facts": list(each.facts),
        "outcomes": list(each.outcomes),
        "applies": each.applies,
    }


def _write_face(decision: Decision) -> dict[str, Any]:
    """Return what was decided as plain JSON data, for people and reports: a decision is made again from the evidence."""
    return {
        "outcomes": {name: encode(value) for name, value in sorted(decision.outcomes.items())},
        "targets": {name: _write_target(target) for name, target in sorted(decision.targets.items())},
        "segments": list(decision.segments),
        "undetermined_segments": list(decision.undetermined_segments),
        "applied": list(decision.applied),
        "overridden": list(decision.overridden),
        "conflicts": [_write_conflict(each) for each in decision.conflicts],
        "undetermined": [_write_undetermined(each) for each in decision.undetermined],
    }


def _conflict_of(settlement: Settlement) -> Conflict:
    rules_by_value: dict[Value, set[str]] = {}
    for claim in settlement.standing:
        rules_by_value.setdefault(claim.value, set()).add(claim.rule)
    claims = sorted(
        ((value, tuple(sorted(rules))) for value, rules in rules_by_value.items()),
        key=lambda claim: str(claim[0]),
    )
    return Conflict(settlement.outcome, tuple(claims), settlement.value)


def _conflicts_of(clash: Clash, trace: Trace) -> Iterator[Conflict]:
    """Yield a conflict for each outcome that holds one of the values, or several."""
    for outcome in clash.exclusion.outcomes:
        claims = tuple((member.value, rules) for member, rules in clash.held if member.outcome.name == outcome)
        if claims:
            yield Conflict(outcome, claims, trace.settlements[outcome].value, clash.exclusion.name)


def build(prepared: Prepared, trace: Trace, *, explain: Explainer | None = None) -> Decision:
    """Build the decision of a trace; `explain` is what its `explain()` calls."""
    settlements = [trace.settlements[each.name] for each in prepared.program.outcomes]
    targets = {
        each.name: choose_target(prepared, each.name, trace.settlements[each.name].value, trace.as_of)
        for each in prepared.program.outcomes
        if isinstance(each.type, TargetType) and trace.settlements[each.name].value
    }
    conflicts = [_conflict_of(each) for each in settlements if each.is_conflict]
    conflicts += [conflict for clash in find_clashes(prepared.program, trace) for conflict in _conflicts_of(clash, trace)]
    withdrawn = {claim.rule for settlement in settlements for claim in settlement.claims if claim.withdrawn_by}
    return Decision(
        policy=prepared.identity,
        as_of=trace.as_of,
        outcomes=MappingProxyType({each.outcome: each.value for each in settlements}),
        targets=MappingProxyType(targets),
        segments=tuple(sorted(name for name, truth in trace.segments.items() if truth is True)),
        undetermined_segments=tuple(sorted(name for name, truth in trace.segments.items() if truth is None)),
        applied=tuple(sorted(id for id, verdict in trace.verdicts.items() if verdict.status in APPLYING)),
        overridden=tuple(sorted(withdrawn)),
        conflicts=tuple(sorted(conflicts, key=lambda each: (each.outcome, each.exclusion or ""))),
        undetermined=find_undetermined(prepared, trace),
        findings=find_findings(prepared, trace, "decision") if prepared.judges_decisions else (),
        evidence=Evidence(prepared, trace, explain),
    )
