"""Constraints of two policies: whether the newer finds all that the older found, and asks for no less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engagepolicy.comparison.implications import Implications
from engagepolicy.comparison.joint import INTERACTION, Half, Joint
from engagepolicy.ir.constraints import SEVERITIES, Constraint, Subject, breach_of
from engagepolicy.ir.expressions import Apply, Expression, Fact, Named, Reference, walk
from engagepolicy.ir.program import ALL_TIME, NOTHING_SAID, Program
from engagepolicy.runtime.sought import is_within
from engagepolicy.values.types import EnumType

DRAFT = "draft"
NOT_KNOWN_TO_FIND = "it is not known to find all that it found"
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
        self.implications = Implications(joint)
        self.old, self.new = ({each.id: each for each in half.program.constraints} for half in (joint.old, joint.new))

    def dates_differ(self, *constraints: Constraint | None) -> bool:
        """Whether a date that a draft gives is another moment in the two, and one of the constraints could come out otherwise for that."""
        if self._subject == "decision" or self.joint.agreement.has_one_zone:
            return False
        return any(each is not None and is_dated(each, program) for each in constraints for program in self.joint.programs)

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
        if not self.approves_as_high(one, two):
            told = "anybody" if two.approver is None else two.approver
            yield Loss(f"{one.approver} had to say yes, and now {told}", is_sure=two.approver is None)
        if not is_within(one.about.window, two.about.window):
            yield Loss("it is not in force whenever it was", is_sure=True)
        breaches = [half.names.apply(breach_of(each)) for half, each in ((here, one), (there, two))]
        if not self.implications.follows(breaches[0], breaches[1]):
            yield Loss(NOT_KNOWN_TO_FIND)
        yield from self._withdrawn(two, one, there, here)
        if self.dates_differ(one, two):
            yield Loss("dates of drafts are read in another time zone")

    def approves_as_high(self, one: Constraint, two: Constraint) -> bool:
        """Whether nobody lower than who had to say yes to the first may say yes to the second, of the newer policy."""
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


def is_dated(constraint: Constraint, program: Program) -> bool:
    """Whether what the constraint finds depends on the moment, if it is one of the program."""
    withdrawing = [each for each in program.constraints if constraint.id in each.overrides]
    abouts = [constraint.about, *(each.about for each in withdrawing)]
    pending: list[Expression] = [breach_of(constraint), *(each.condition for each in withdrawing)]
    computed = {each.path for schema in program.schemas for each in schema.fields if each.is_computed}
    lexicons: list[str] = []
    seen: set[str] = set()
    while pending:
        for part in walk(pending.pop()):
            match part:
                case Named(name=name) if name not in seen and name in program.condition_by_name:
                    seen.add(name)
                    abouts.append(program.condition_by_name[name].about)
                    pending.append(program.condition_by_name[name].expression)
                case Reference(kind="lexicon", name=name):
                    lexicons.append(name)
                case Apply(operator="during" | "on_calendar"):
                    return True
                case Fact(path=path) if path in computed:
                    return True
                case _:
                    pass
    return any(each.window != ALL_TIME for each in abouts) or any(_changes(name, program) for name in _included(lexicons, program))


def _included(lexicons: Iterable[str], program: Program) -> set[str]:
    """Return the lexicons and all that they are made of."""
    pending, found = list(lexicons), set[str]()
    while pending:
        name = pending.pop()
        if name not in found and name in program.lexicon_by_name:
            found.add(name)
            pending.extend(program.lexicon_by_name[name].made_of)
    return found


def _changes(lexicon: str, program: Program) -> bool:
    each = program.lexicon_by_name[lexicon]
    return each.about.window != ALL_TIME or any(term.window != ALL_TIME for term in each.terms)
