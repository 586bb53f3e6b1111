"""What became of each constraint: those on decisions are put to the solver, those on drafts are seen from how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engagepolicy.comparison.constraints import DRAFT, Constraints
from engagepolicy.comparison.decisions import NEVER, Interactions, Ways
from engagepolicy.comparison.joint import Half, Joint
from engagepolicy.comparison.result import Compared, Direction, Relation, Side
from engagepolicy.ir.constraints import SEVERITIES, Constraint
from engagepolicy.ir.expressions import Named
from engagepolicy.ir.program import Program
from engagepolicy.runtime.findings import find_findings
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Both, Either, NotSo, Question
from engagepolicy.runtime.trace import Trace

NOTHING = Side(None, "nothing")


def compare_on_drafts(old: Program, new: Program) -> Iterator[Compared]:
    """Yield what became of each constraint on drafts, by name."""
    if DRAFT not in old.schema_by_name or DRAFT not in new.schema_by_name:
        return
    constraints = Constraints(Joint(old, new, DRAFT), "draft")
    matched: set[str] = set()
    for each in constraints.old.values():
        partner = constraints.find_partner(each)
        if partner is not None:
            matched.add(partner.id)
        yield _as_written(constraints, each, partner)
    yield from (_added(each) for id, each in constraints.new.items() if id not in matched)


def _added(constraint: Constraint) -> Compared:
    note = "only the new one has it"
    return Compared(constraint.id, "constraint", True, note=note, places=(None, constraint.place), told=Relation.STRICTER)


def _as_written(constraints: Constraints, old: Constraint, new: Constraint | None) -> Compared:
    if new is None:
        return Compared(old.id, "constraint", True, note="the new one does not have it", places=(old.place, None), told=Relation.LOOSER)
    places = (old.place, new.place)
    losses = [each.reason for each in constraints.losses(old, new)]
    gains = [each.reason for each in constraints.losses(new, old, backwards=True)]
    if old.is_locked and not new.is_locked:
        losses.insert(0, "it is no longer locked")
    if new.is_locked and not old.is_locked:
        gains.insert(0, "it is not locked")
    notes = [] if new.id == old.id else [f"it is called {new.id}"]
    if not losses and not gains:
        return Compared(old.id, "constraint", True, note="; ".join(notes) or None, places=places)
    if losses and gains:
        because = "its condition or its duty changed, and constraints on drafts are compared as they are written"
        told = f"{because} ({losses[0]})"
        return Compared(old.id, "constraint", True, undecided=((None, told),), note="; ".join(notes) or None, places=places)
    relation = Relation.LOOSER if losses else Relation.STRICTER
    seen = losses if losses else [f"as it was, {each}" if each.startswith("it is not") else f"before, {each}" for each in gains]
    return Compared(old.id, "constraint", True, note="; ".join([*notes, *seen]), places=places, told=relation)


# --- constraints on decisions


def compare_on_decisions(interactions: Interactions) -> Iterator[Compared]:
    """Yield what became of each constraint on decisions, by name."""
    constraints = Constraints(interactions.joint, "decision")
    matched: set[str] = set()
    for each in constraints.old.values():
        partner = constraints.find_partner(each)
        if partner is not None:
            matched.add(partner.id)
        yield _decided(interactions, constraints, each, partner)
    for id, added in constraints.new.items():
        if id not in matched:
            yield _decided(interactions, constraints, None, added)


def _decided(interactions: Interactions, constraints: Constraints, old: Constraint | None, new: Constraint | None) -> Compared:
    name = next(each.id for each in (old, new) if each is not None)
    places = (None if old is None else old.place, None if new is None else new.place)
    if old is not None and new is not None:
        both_ways = [*constraints.losses(old, new), *constraints.losses(new, old, backwards=True)]
        if not both_ways and old.is_locked == new.is_locked:
            return Compared(name, "constraint", True, places=places)
    pairs = tuple(zip(interactions.halves, (old, new), strict=True))
    asked = [[_asks_for(half, each, level) for half, each in pairs] for level in range(len(SEVERITIES))]
    loses = Either(tuple(Both((one, NotSo(two))) for one, two in asked))
    gains = Either(tuple(Both((two, NotSo(one))) for one, two in asked))

    def judge(one: Trace, two: Trace) -> tuple[Direction | None, Side, Side]:
        sides = [
            NOTHING if each is None else _side(prepared, trace, each.id)
            for prepared, trace, each in zip(interactions.alone, (one, two), (old, new), strict=True)
        ]
        levels = [-1 if side.value is None else SEVERITIES.index(side.value) for side in sides]
        stricter, looser = levels[1] > levels[0], levels[1] < levels[0]
        return Direction.STRICTER if stricter else Direction.LOOSER if looser else None, sides[0], sides[1]

    changes, undecided = interactions.compare(Ways(loses, gains), judge, is_ordered=True)
    return Compared(name, "constraint", True, changes, undecided, _note(old, new), places)


def _note(old: Constraint | None, new: Constraint | None) -> str | None:
    if old is None or new is None:
        return "only the new one has it" if old is None else "the new one does not have it"
    if old.is_locked and not new.is_locked:
        return "it is no longer locked"
    return None


def _asks_for(half: Half, constraint: Constraint | None, level: int) -> Question:
    """Return whether a constraint asks for as much as the level: not where it gives way, and at most for a yes where it is not known."""
    if constraint is None:
        return NEVER
    severity = SEVERITIES.index(constraint.severity)
    broken = Named(half.broken(constraint.id))
    reached: list[Question] = [Answers(broken, truth=True)] if severity >= level else []
    if min(severity, SEVERITIES.index("approve")) >= level:
        reached.append(Answers(broken, truth=None))
    withdrawn = tuple(
        Answers(Named(half.holding(each.id)), truth=True) for each in half.program.constraints if constraint.id in each.overrides
    )
    return Both((Either(tuple(reached)), NotSo(Either(withdrawn))))


def _side(prepared: Prepared, trace: Trace, id: str) -> Side:
    found: Mapping[str, str] = {each.rule: each.verdict for each in find_findings(prepared, trace, "decision")}
    return Side(found[id], found[id], (id,)) if id in found else NOTHING
