"""What became of each constraint: what is not written alike is put to the solver, with a draft or an interaction that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engagepolicy.analysis.reviews import Findings
from engagepolicy.comparison.constraints import DRAFT, Constraints
from engagepolicy.comparison.decisions import NEVER, OTHER_ZONE, Inputs, Patience, Ways
from engagepolicy.comparison.drafts import Drafts
from engagepolicy.comparison.joint import Half
from engagepolicy.comparison.result import Compared, Direction, Relation, Side
from engagepolicy.ir.constraints import SEVERITIES, Constraint, Severity, Subject
from engagepolicy.ir.program import Program
from engagepolicy.runtime.findings import find_findings
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Both, Either, NotSo, Question
from engagepolicy.runtime.trace import Trace

NOTHING = Side(None, "nothing")
UNLOCKED = "it is no longer locked"


def compare_on_drafts(old: Program, new: Program, patience: Patience) -> Iterator[Compared]:
    """Yield what became of each constraint on drafts, by name."""
    if DRAFT in old.schema_by_name and DRAFT in new.schema_by_name:
        yield from compare_constraints(Drafts(old, new, patience), "draft")


def compare_constraints(inputs: Inputs, subject: Subject) -> Iterator[Compared]:
    """Yield what became of each constraint on such inputs, by name: those of the older policy first."""
    constraints = Constraints(inputs.joint, subject)
    matched: set[str] = set()
    for each in constraints.old.values():
        partner = constraints.find_partner(each)
        if partner is not None:
            matched.add(partner.id)
        yield _Pair(inputs, constraints, each, partner).compare()
    for id, added in constraints.new.items():
        if id not in matched:
            yield _Pair(inputs, constraints, None, added).compare()


class _Pair:
    """One constraint of both policies, or of one of them."""

    def __init__(self, inputs: Inputs, constraints: Constraints, old: Constraint | None, new: Constraint | None) -> None:
        self._inputs = inputs
        self._constraints = constraints
        self._both = (old, new)

    def compare(self) -> Compared:
        old, new = self._both
        named = next(each for each in self._both if each is not None)
        places = (None if old is None else old.place, None if new is None else new.place)
        written, notes = self._as_written()
        plain = Compared(named.id, "constraint", True, note="; ".join(notes) or None, places=places, record=self._inputs.joint.record)
        if written is Relation.EQUAL:
            return plain
        if self._constraints.dates_differ(old, new):
            return replace(plain, undecided=((None, OTHER_ZONE),))
        changes, undecided = self._inputs.compare(self._ways(), self._judge, is_ordered=True)
        if old is not None and new is not None and old.is_locked and not new.is_locked and not changes and not undecided:
            return replace(plain, told=Relation.LOOSER)
        if undecided and written is not Relation.UNDECIDED:
            return replace(plain, changes=changes, told=written)
        return replace(plain, changes=changes, undecided=undecided)

    def _as_written(self) -> tuple[Relation, list[str]]:
        """Return how the two stand as far as can be seen from how they are written, and what there is to note."""
        old, new = self._both
        if old is None or new is None:
            return (Relation.STRICTER, ["only the new one has it"]) if old is None else (Relation.LOOSER, ["the new one does not have it"])
        losses = [each.reason for each in self._constraints.losses(old, new)]
        gains = [each.reason for each in self._constraints.losses(new, old, backwards=True)]
        notes = [] if new.id == old.id else [f"it is called {new.id}"]
        if old.is_locked and not new.is_locked:
            losses.insert(0, UNLOCKED)
            notes.append(UNLOCKED)
        if new.is_locked and not old.is_locked:
            notes.append("it is locked now")
        if not losses and not gains:
            return Relation.EQUAL, notes
        if losses and gains:
            return Relation.UNDECIDED, notes
        return Relation.LOOSER if losses else Relation.STRICTER, notes

    # --- asking

    def _ways(self) -> Ways:
        findings = Findings(self._inputs.joint.program)
        pairs = tuple(zip(self._inputs.halves, self._both, strict=True))
        asked = [[asks_for(findings, half, each, severity) for half, each in pairs] for severity in SEVERITIES]
        loses = Either(tuple(Both((one, NotSo(two))) for one, two in asked))
        gains = Either(tuple(Both((two, NotSo(one))) for one, two in asked))
        return Ways(loses, gains)

    # --- repeating

    def _judge(self, old: Trace, new: Trace) -> tuple[Direction | None, Side, Side]:
        subject: Subject = "draft" if self._inputs.joint.record == DRAFT else "decision"
        sides = [
            NOTHING if each is None else side_of_finding(prepared, trace, subject, each.id)
            for prepared, trace, each in zip(self._inputs.alone, (old, new), self._both, strict=True)
        ]
        levels = [-1 if side.value is None else SEVERITIES.index(side.value) for side in sides]
        stricter, looser = levels[1] > levels[0], levels[1] < levels[0]
        return Direction.STRICTER if stricter else Direction.LOOSER if looser else None, sides[0], sides[1]


def asks_for(findings: Findings, half: Half, constraint: Constraint | None, severity: Severity) -> Question:
    """Return whether a constraint of one of the two, if there is one, finds something that asks for at least so much."""
    return NEVER if constraint is None else findings.asks_for(findings.by_id[half.own_name(constraint.id)], severity)


def side_of_finding(prepared: Prepared, trace: Trace, subject: Subject, id: str) -> Side:
    """Return the verdict that a constraint asks for of a decision or draft, if it finds anything there."""
    found: Mapping[str, str] = {each.rule: each.verdict for each in find_findings(prepared, trace, subject)}
    return Side(found[id], found[id], (id,)) if id in found else NOTHING
