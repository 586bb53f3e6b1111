"""Decisions for people to look through: one line for each, and counts over all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Decided, public_fact
from engagepolicy.runtime.decision import Decision
from engagepolicy.values.amounts import render_amount
from engagepolicy.values.types import EnumType

GRADED = ("severity", "tier")
FIRST_RESPONSE = "first_response"
WHO = ("author.handle", "author.name", "id")
LONGEST_MESSAGE = 400
NOT_KNOWN = "?"
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One decision in words. Times are local to the policy's zone; `due` leaves out what it has in common with `received`.

    `open` names those of severity, tier and first response that a fact which is not known could still change.
    """

    line: int
    who: str
    received: str
    message: str
    severity: str
    tier: str
    due: str
    queue: str
    tags: str
    conflicts: str
    open: tuple[str, ...]


def _render_due(decision: Decision, received: datetime, zone: tzinfo) -> str:
    target = decision.targets.get(FIRST_RESPONSE)
    if target is None:
        return NOTHING
    if target.due_at is None:
        return render_visible(" / ".join(map(render_amount, target.amounts)))
    due = target.due_at.astimezone(zone)
    if due.date() == received.date():
        return f"{due:%H:%M}"
    return f"{due:%m-%d %H:%M}" if due.year == received.year else f"{due:%Y-%m-%d}"


def _render_outcome(decision: Decision, name: str) -> str:
    if name not in decision.outcomes:
        return NOTHING
    value = decision.outcomes[name]
    return render_visible(value) if isinstance(value, str) else NOT_KNOWN


def _could_change(decision: Decision) -> tuple[str, ...]:
    """Return which of severity, tier and first response a fact that is not known could still change."""
    named = {name for each in decision.undetermined for name in each.outcomes}
    return tuple(name for name in (*GRADED, FIRST_RESPONSE) if name in named)


def overview_line(decided: Decided) -> OverviewLine:
    """Return what one line of a table shows of a decision; facts that the ruleset declares private are left out."""
    decision, facts = decided.decision, decided.facts
    zone = decision.evidence.prepared.zone
    received = decision.as_of.astimezone(zone)
    message = public_fact(decision, facts, "message") or ""
    who = next((found for path in WHO if (found := public_fact(decision, facts, path)) is not None), "")
    return OverviewLine(
        line=decided.row.line,
        who=render_visible(who),
        received=f"{received:%Y-%m-%d %H:%M}",
        message=render_visible(" ".join(message[:LONGEST_MESSAGE].split())),
        severity=_render_outcome(decision, "severity"),
        tier=_render_outcome(decision, "tier"),
        due=_render_due(decision, received, zone),
        queue=_render_outcome(decision, "queue") if decision.queue is not None else NOTHING,
        tags=render_visible(", ".join(sorted(decision.tags))),
        conflicts=", ".join(dict.fromkeys(each.outcome for each in decision.conflicts)),
        open=_could_change(decision),
    )


@dataclass(slots=True)
class Summary:
    """Counts over decisions: of each word of severity and tier, of conflicts, and of those that a missing fact could change.

    `missing` counts for every fact the decisions in which it was not known and a rule could still ask for it.
    """

    words: dict[str, tuple[str, ...]]
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    decided: int = 0
    in_conflict: int = 0
    undetermined: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, policy: Policy) -> Summary:
        """Return the empty summary of a policy's decisions."""
        types = {name: policy.program.outcome_by_name[name].type for name in GRADED if name in policy.program.outcome_by_name}
        words = {name: of.values for name, of in types.items() if isinstance(of, EnumType)}
        return cls(words, {name: Counter() for name in words})

    def add(self, decision: Decision) -> None:
        """Count one decision."""
        self.decided += 1
        self.in_conflict += bool(decision.conflicts)
        if _could_change(decision):
            self.undetermined += 1
            self.missing.update({fact for each in decision.undetermined for fact in each.facts})
        for name, counter in self.counts.items():
            counter[_render_outcome(decision, name)] += 1

    def rows(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """Return for severity and tier the counted words, in the policy's order, those not known last."""
        return [
            (name, [(word, counter[word]) for word in (*self.words[name], NOT_KNOWN) if counter[word]])
            for name, counter in self.counts.items()
        ]
