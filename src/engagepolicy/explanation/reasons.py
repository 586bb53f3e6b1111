"""The explanation of a decision, put together from its evidence; text, JSON and tree are three ways to show the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypedDict

from engagepolicy.explanation.changes import Change, Planner
from engagepolicy.explanation.leaves import Leaf, decisive_leaves
from engagepolicy.explanation.wording import render_excluded, render_value
from engagepolicy.ir.expressions import Named
from engagepolicy.ir.program import OutcomeDeclaration, Program, Rule
from engagepolicy.runtime.decision import Decision, Evidence
from engagepolicy.runtime.exclusions import Clash, find_clashes
from engagepolicy.runtime.prepared import PolicyIdentity
from engagepolicy.runtime.record import Json, encode
from engagepolicy.runtime.targets import Target
from engagepolicy.runtime.texts import Hit
from engagepolicy.runtime.trace import APPLYING, Status
from engagepolicy.runtime.undetermined import Undetermined
from engagepolicy.values.amounts import Amount
from engagepolicy.values.truth import Truth

_INDENT = "  "
_TRUTHS = {True: "true", False: "false", None: "not known"}


class Branch(TypedDict):
    """A line of the tree and what hangs below it."""

    label: str
    children: list[Branch]


@dataclass(frozen=True, slots=True)
class ClaimReason:
    """What one rule gave to an outcome, in words, and which rules took it back."""

    rule: str
    value: str
    withdrawn_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeReason:
    """How an outcome was settled: its value in words, what rules gave, and what the merge made of it.

    `how` is one of `merged`, `default`, `conflict` and `not given`. `due` is when a target is due, in the zone that it is counted in,
    and from when it counts where that was shifted; None for other outcomes, and for a target that has no due time.
    """

    outcome: str
    value: str
    merge: str
    how: str
    claims: tuple[ClaimReason, ...]
    due: str | None = None


@dataclass(frozen=True, slots=True)
class RuleReason:
    """Why a rule applied or did not.

    `leaves` are the tests that decided it. `changes` is the smallest change of facts, tried, that makes it apply; empty where it
    applied or none was found. `answered_by` is the row that made asking this one superfluous.
    """

    rule: str
    status: Status
    description: str | None
    place: str | None
    because: str | None
    source: str | None
    leaves: tuple[Leaf, ...]
    changes: tuple[Change, ...] = ()
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentReason:
    """Whether a segment holds (None: not known), and the tests that decided it."""

    segment: str
    description: str | None
    truth: Truth
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class ExclusionReason:
    """Effects that the decision asks for and that exclude each other, as rules write them, each with its rules."""

    exclusion: str
    description: str | None
    because: str | None
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every outcome, rule and segment, what is undetermined, and which effects asked for exclude each other.

    `as_of` is the moment of the decision in UTC, in ISO 8601.
    """

    policy: PolicyIdentity
    as_of: str
    outcomes: tuple[OutcomeReason, ...]
    rules: tuple[RuleReason, ...]
    segments: tuple[SegmentReason, ...]
    undetermined: tuple[Undetermined, ...]
    exclusions: tuple[ExclusionReason, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as plain JSON data, keys in a fixed order."""
        return {field.name: _to_plain(getattr(self, field.name)) for field in fields(self)}

    def tree(self) -> Branch:
        """Return nested data to draw: each branch has a `label` and `children`."""
        by_id = {each.rule: each for each in self.rules}
        outcomes = [_outcome_branch(each, by_id) for each in self.outcomes]
        others = [_rule_branch(each) for each in self.rules if each.status not in APPLYING]
        segments = [_segment_branch(each) for each in self.segments]
        open_questions = [_undetermined_branch(each) for each in self.undetermined]
        excluding = [_exclusion_branch(each) for each in self.exclusions]
        branches = [
            *outcomes,
            *([Branch(label="cannot be done together", children=excluding)] if excluding else []),
            *([Branch(label="did not apply", children=others)] if others else []),
            *([Branch(label="segments", children=segments)] if segments else []),
            *([Branch(label="could still change", children=open_questions)] if open_questions else []),
        ]
        return Branch(label=f"{self.policy.name} {self.policy.version} as of {self.as_of}", children=branches)

    def text(self) -> str:
        """Return the tree as lines without colour, each level indented by two spaces."""
        return "\n".join(_lines(self.tree(), 0)) + "\n"


def _to_plain(value: object) -> Json:
    """Return reasons as objects, sequences as lists, values as a record writes them."""
    if is_dataclass(value) and not isinstance(value, Amount):
        return {field.name: _to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and not (value and isinstance(value[0], Mapping)):
        return [_to_plain(item) for item in value]
    return encode(value)


def _lines(branch: Branch, depth: int) -> Iterator[str]:
    yield _INDENT * depth + branch["label"]
    for child in branch["children"]:
        yield from _lines(child, depth + 1)


def _leaf(label: str) -> Branch:
    return Branch(label=label, children=[])


def _outcome_branch(reason: OutcomeReason, rules: dict[str, RuleReason]) -> Branch:
    notes = {
        "merged": f"{reason.merge.replace('_', ' ')} of {len(reason.claims)}" if len(reason.claims) > 1 else "",
        "default": "the default",
        "conflict": "rules disagree",
        "not given": "no rule gave it",
    }
    note = notes[reason.how]
    children = [_claim_branch(claim, rules[claim.rule]) for claim in reason.claims]
    due = f", due {reason.due}" if reason.due else ""
    return Branch(label=f"{reason.outcome}: {reason.value}{due}" + (f" ({note})" if note else ""), children=children)


def _claim_branch(claim: ClaimReason, rule: RuleReason) -> Branch:
    taken = f", withdrawn by {', '.join(claim.withdrawn_by)}" if claim.withdrawn_by else ""
    unknown = ", because its condition is not known" if rule.status is Status.APPLIES_UNKNOWN else ""
    return Branch(label=f"{claim.rule} gives {claim.value}{taken}{unknown}", children=_why(rule))


def _why(rule: RuleReason) -> list[Branch]:
    quoted = [_leaf(f"because: {rule.because}")] if rule.because else []
    sources = [_leaf(f"source: {rule.source}")] if rule.source else []
    return [*map(_test_branch, rule.leaves), *quoted, *sources]


def _segment_branch(reason: SegmentReason) -> Branch:
    return Branch(label=f"{reason.segment}: {_TRUTHS[reason.truth]}", children=list(map(_test_branch, reason.leaves)))


def _test_branch(leaf: Leaf) -> Branch:
    via = f" [{' > '.join(leaf.via)}]" if leaf.via else ""
    children = [_leaf(f"{read.path} is {read.value}") for read in leaf.reads if read.path != leaf.test]
    children += [_leaf(_found(hit)) for hit in leaf.hits]
    return Branch(label=f"{leaf.test}: {_TRUTHS[leaf.truth]}{via}", children=children)


def _found(hit: Hit) -> str:
    disguised = ", disguised by look-alike letters or hidden characters" if hit.is_disguised else ""
    return f"found {hit.sought} at {hit.start} to {hit.end}{disguised}"


def _rule_branch(rule: RuleReason) -> Branch:
    if rule.answered_by is not None:
        return _leaf(f"{rule.rule}: {rule.status}, {rule.answered_by} answered")
    changes = "; ".join(f"{change.path} {change.before} -> {change.after}" for change in rule.changes)
    would = [_leaf(f"would apply with {changes}")] if changes else []
    return Branch(label=f"{rule.rule}: {rule.status}", children=[*map(_test_branch, rule.leaves), *would])


def _exclusion_branch(reason: ExclusionReason) -> Branch:
    told = f": {reason.description}" if reason.description else ""
    quoted = [_leaf(f"because: {reason.because}")] if reason.because else []
    return Branch(label=f"{reason.exclusion}{told}", children=[*map(_leaf, reason.effects), *quoted])


def _undetermined_branch(each: Undetermined) -> Branch:
    return _leaf(f"{each.rule}: {', '.join(each.outcomes)} could change when {', '.join(each.facts)} is known")


def _render_due(target: Target | None, as_of: datetime) -> str | None:
    if target is None or target.due_at is None:
        return None
    due = f"{target.due_at:%Y-%m-%d %H:%M:%S} {target.due_at.tzinfo}"
    if target.counted_from == as_of:
        return due
    return f"{due}, counted from {target.counted_from.astimezone(target.due_at.tzinfo):%Y-%m-%d %H:%M:%S}"


def _explain_outcome(decision: Decision, declaration: OutcomeDeclaration) -> OutcomeReason:
    settlement = decision.evidence.trace.settlements[declaration.name]
    if settlement.is_conflict:
        how = "conflict"
    elif not settlement.is_default:
        how = "merged"
    else:
        how = "not given" if declaration.default is None else "default"
    claims = tuple(
        ClaimReason(claim.rule, render_value(claim.value, declaration.type), claim.withdrawn_by) for claim in settlement.claims
    )
    value = render_value(settlement.value, declaration.type)
    due = _render_due(decision.targets.get(declaration.name), decision.as_of)
    return OutcomeReason(declaration.name, value, declaration.merge, how, claims, due)


def _explain_clash(clash: Clash, program: Program) -> ExclusionReason:
    effects = (
        f"{render_excluded(member, program)}, {'given by ' + ', '.join(rules) if rules else 'the default'}" for member, rules in clash.held
    )
    exclusion = clash.exclusion
    return ExclusionReason(exclusion.name, exclusion.description, exclusion.about.because, tuple(effects))


def _explain_rule(evidence: Evidence, planner: Planner, rule: Rule) -> RuleReason:
    verdict = evidence.trace.verdicts[rule.id]
    is_asked = verdict.status not in (Status.NOT_ASKED, Status.NOT_IN_FORCE)
    may_change = verdict.status in (Status.DOES_NOT_APPLY, Status.UNDETERMINED)
    return RuleReason(
        rule.id,
        verdict.status,
        rule.description,
        None if rule.place is None else f"{rule.place.file}:{rule.place.line}",
        rule.about.because,
        rule.about.source,
        decisive_leaves(evidence, rule.condition) if is_asked else (),
        planner.find_changes(rule) if may_change else (),
        verdict.answered_by,
    )


def explain(decision: Decision) -> Explanation:
    """Explain a decision: give this to `runtime.decision.build` as what answers its `explain()`."""
    evidence = decision.evidence
    program = evidence.prepared.program
    reason = partial(_explain_rule, evidence, Planner(evidence))
    return Explanation(
        decision.policy,
        decision.as_of.isoformat(),
        tuple(_explain_outcome(decision, each) for each in sorted(program.outcomes, key=lambda each: each.name)),
        tuple(reason(program.rule_by_id[id]) for id in sorted(program.rule_by_id)),
        tuple(
            SegmentReason(name, program.condition_by_name[name].description, truth, decisive_leaves(evidence, Named(name)))
            for name, truth in sorted(evidence.trace.segments.items())
        ),
        decision.undetermined,
        tuple(_explain_clash(each, program) for each in find_clashes(program, evidence.trace)),
    )
