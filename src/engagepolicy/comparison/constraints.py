"""Constraints of two policies: whether the newer finds all that the older found, and asks for no less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engagepolicy.comparison.implications import Implications
from engagepolicy.comparison.joint import INTERACTION, Half, Joint
from engagepolicy.comparison.text_tests import is_within
from engagepolicy.ir.constraints import SEVERITIES, Constraint, Subject, breach_of
from engagepolicy.ir.program import NOTHING_SAID, Program
from engagepolicy.values.types import EnumType

DRAFT = "draft"
RECORDS: dict[Subject, str] = {"draft": DRAFT, "decision": INTERACTION}


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a constraint is not known to ask for as much as before; where it `is_sure`, it asks for less."""

    reason: str
    is_sure: bool = False


def _finds(constraint: Constraint) -> object:
    """Return what a constraint says, whatever it is called and why."""
    return replace(constraint, id="", description=None, reason=None, pillar=None, fixes=(), overrides=(), about=NOTHING_SAID)


class Constraints:
    """The constraints on drafts or on decisions of two programs."""

    def __init__(self, joint: Joint, subject: Subject) -> None:
        """Take both programs, joined over the record that the constraints speak of."""
        self.joint = joint
        self._subject = subject
        unlike = [] if self._reads_alike() else [each.path for each in joint.shared.schema.fields if each.is_computed]
        self.implications = Implications(joint, unlike)
        self.old, self.new = ({each.id: each for each in half.program.constraints} for half in (joint.old, joint.new))

    def _reads_alike(self) -> bool:
        """Whether what drafts disclose is worked out alike: from the same vocabularies, folds and lexicons."""
        one, two = self.joint.programs
        vocabularies = [
            tuple(replace(each, description=None, because=None, source=None) for each in program.vocabularies) for program in (one, two)
        ]
        folds = [tuple(replace(each, source=None) for each in program.folds) for program in (one, two)]
        used = {line.lexicon for each in one.vocabularies for line in each.lines}
        return vocabularies[0] == vocabularies[1] and folds[0] == folds[1] and used <= self.joint.agreement.lexicons

    def find_partner(self, constraint: Constraint) -> Constraint | None:
        """Return the newer constraint of the same name, or one that says the same under a name that the older policy does not use."""
        if constraint.id in self.new:
            return self.new[constraint.id]
        said = _finds(self.joint.old.names.apply(constraint))
        others = (each for id, each in self.new.items() if id not in self.old)
        return next((each for each in others if _finds(self.joint.new.names.apply(each)) == said), None)

    def losses(self, one: Constraint, two: Constraint, *, backwards: bool = False) -> Iterator[Loss]:
        """Yield why the second constraint, of the newer policy, is not known to find what the first found; none where it is.

        With `backwards` the first is of the newer policy and the second of the older.
        """
        here, there = (self.joint.new, self.joint.old) if backwards else (self.joint.old, self.joint.new)
        if SEVERITIES.index(two.severity) < SEVERITIES.index(one.severity):
            yield Loss(f"a breach asked for `{one.severity}` and asks for `{two.severity}`", is_sure=True)
        if not self._approves_as_high(one, two):
            told = "anybody" if two.approver is None else two.approver
            yield Loss(f"{one.approver} had to say yes, and now {told}", is_sure=two.approver is None)
        if not is_within(one.about.window, two.about.window):
            yield Loss("it is not in force whenever it was", is_sure=True)
        breaches = [half.names.apply(breach_of(each)) for half, each in ((here, one), (there, two))]
        if not self.implications.follows(breaches[0], breaches[1]):
            yield Loss("it is not known to find all that it found")
        yield from self._withdrawn(two, one, there, here)

    def _approves_as_high(self, one: Constraint, two: Constraint) -> bool:
        if one.approver is None or one.approver == two.approver:
            return True
        declared = self.joint.new.program.outcome_by_name.get("tier")
        if two.approver is None or declared is None or not isinstance(declared.type, EnumType):
            return False
        place = declared.type.compare(two.approver, one.approver)
        return place is not None and place > 0

    def _withdrawn(self, two: Constraint, one: Constraint, there: Half, here: Half) -> Iterator[Loss]:
        """Yield the constraints before which the second gives way, but where the first gave way too."""
        usual = [] if one.is_locked else [each for each in here.program.constraints if one.id in each.overrides]
        if two.is_locked:
            return
        for each in there.program.constraints:
            if two.id in each.overrides and not any(
                is_within(each.about.window, other.about.window)
                and self.implications.follows(there.names.apply(each.condition), here.names.apply(other.condition))
                for other in usual
            ):
                yield Loss(f"it gives way to `{each.id}`")


@dataclass(frozen=True, slots=True)
class Weakening:
    """A locked constraint of the older policy that the newer one weakens, with what the newer has in its place, if anything."""

    old: Constraint
    new: Constraint | None
    reasons: tuple[str, ...]


def find_weakenings(old: Program, new: Program) -> Iterator[Weakening]:
    """Yield each locked constraint that the newer program lacks, unlocks, or is not known to keep at full strength.

    Seen from how the programs are written, with no solver. Only what is known to find all that it found, and to ask for no less, passes.
    """
    for subject, record in RECORDS.items():
        if not any(each.is_locked for each in old.constraints_on(subject)):
            continue
        if record not in new.schema_by_name or record not in old.schema_by_name:
            continue
        constraints = Constraints(Joint(old, new, record), subject)
        for each in constraints.old.values():
            if each.is_locked:
                partner = constraints.find_partner(each)
                reasons = _reasons(constraints, each, partner)
                if reasons:
                    yield Weakening(each, partner, reasons)


def _reasons(constraints: Constraints, old: Constraint, new: Constraint | None) -> tuple[str, ...]:
    if new is None:
        return ("it is no longer there",)
    unlocked = () if new.is_locked else ("it is no longer locked",)
    return (*unlocked, *(each.reason for each in constraints.losses(old, new)))
