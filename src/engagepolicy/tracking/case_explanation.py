"""The explanation of a case's status: its reasons together; text, JSON and tree are three ways to show the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from engagepolicy.explanation.reasons import Branch
from engagepolicy.runtime.prepared import PolicyIdentity
from engagepolicy.runtime.record import Json, encode
from engagepolicy.tracking.case_reason_text import clock_branch, leaf, render_moment, step_branch, tier_branch
from engagepolicy.tracking.case_reasons import ClockReason, TierReason, clock_reasons, tier_reason
from engagepolicy.tracking.status import CaseStatus, StepAhead


@dataclass(frozen=True, slots=True)
class CaseExplanation:
    """Why a case stands as it stands at `now`; moments in UTC, shown in `zone`, that of the policy."""

    policy: PolicyIdentity
    case: str | None
    now: datetime
    opened_at: datetime
    zone: tzinfo
    clocks: tuple[ClockReason, ...]
    tier: TierReason | None
    steps_ahead: tuple[StepAhead, ...]
    next_check_at: datetime | None

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as plain JSON data, keys in a fixed order."""
        return {field.name: _to_plain(getattr(self, field.name)) for field in fields(self) if field.name != "zone"}

    def tree(self) -> Branch:
        """Return nested data to draw: each branch has a `label` and `children`."""
        return Branch(label=self._title(), children=list(self._branches()))

    def _title(self) -> str:
        name = "a case" if self.case is None else f"case {self.case}"
        policy = f"{self.policy.name} {self.policy.version}".rstrip()
        return f"{name} by {policy} as of {render_moment(self.now, self.zone)} {self.zone}"

    def _branches(self) -> Iterator[Branch]:
        several = {each.metric for each in self.clocks if each.wait > 1}
        for reason in self.clocks:
            yield clock_branch(reason, self.zone, has_several=reason.metric in several)
        if self.now < self.opened_at:
            yield leaf(f"it is opened {render_moment(self.opened_at, self.zone)}")
        if self.tier is not None:
            yield tier_branch(self.tier, self.zone)
        if self.steps_ahead:
            yield Branch(label="steps ahead", children=[step_branch(each, self.zone) for each in self.steps_ahead])
        following = self.next_check_at
        yield leaf("only an event can change anything" if following is None else f"next check {render_moment(following, self.zone)}")

    def text(self) -> str:
        """Return the tree as lines without colour, each level indented by two spaces."""
        return "".join(f"{line}\n" for line in _lines(self.tree(), 0))


def _lines(branch: Branch, depth: int) -> Iterator[str]:
    yield "  " * depth + branch["label"]
    for child in branch["children"]:
        yield from _lines(child, depth + 1)


def _to_plain(value: object) -> Json:
    if is_dataclass(value):
        return {field.name: _to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_to_plain(item) for item in value]
    return encode(value)


def explain_case(status: CaseStatus) -> CaseExplanation:
    """Explain a status: this is what answers its `explain()`."""
    zone: tzinfo = UTC if status.decision is None else status.decision.evidence.prepared.zone
    return CaseExplanation(
        status.policy,
        status.case,
        status.now,
        status.opened_at,
        zone,
        tuple(clock_reasons(status)),
        tier_reason(status),
        status.steps_ahead,
        status.next_check_at,
    )
