"""Which constraints can have to do with one another: what they read, and what the reviews made so far say of each of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engagepolicy.analysis.reads import Atoms
from engagepolicy.analysis.reviews import Findings
from engagepolicy.ir.constraints import SEVERITIES, Constraint, breach_of
from engagepolicy.ir.expressions import And, Expression
from engagepolicy.proving.pool import Made
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Both, Either, NotSo, Question

NOTHING_FOUND = -1


@dataclass(frozen=True, slots=True)
class Looked:
    """One review, by constraint: the severity that each asks for as a number, and whether each applies."""

    asked: dict[str, int]
    applying: frozenset[str]

    def is_kept(self, constraint: str) -> bool:
        """Whether it applies and finds nothing."""
        return constraint in self.applying and self.asked[constraint] == NOTHING_FOUND


def look_at(made: Made, constraints: Iterable[Constraint], findings: Findings) -> Looked:
    """Return what the constraints say of a review that was made."""
    asked: dict[str, int] = {}
    applying: set[str] = set()
    evaluate = made.witness.trace.evaluate
    for each in constraints:
        is_asked = made.holds(findings.is_asked(each))
        truth = evaluate(breach_of(each)) if is_asked else False
        severity = SEVERITIES.index(each.severity)
        asked[each.id] = NOTHING_FOUND if truth is False else severity if truth else min(SEVERITIES.index("approve"), severity)
        if truth or (is_asked and evaluate(each.condition) is True):
            applying.add(each.id)
    return Looked(asked, frozenset(applying))


def asks_for_more(findings: Findings, one: Constraint, other: Constraint) -> Question:
    """Does one constraint find something where the other asks for less?"""
    severity = SEVERITIES.index(one.severity)
    in_doubt = SEVERITIES[min(SEVERITIES.index("approve"), severity)]
    return Either((
        Both((findings.is_breached(one), NotSo(findings.asks_for(other, one.severity)))),
        Both((findings.is_in_doubt(one), NotSo(findings.asks_for(other, in_doubt)))),
    ))


class Pairs:
    """The pairs of constraints that are worth asking about."""

    def __init__(self, prepared: Prepared, constraints: Iterable[Constraint]) -> None:
        """Take the program, and its constraints on one subject."""
        self._constraints = tuple(constraints)
        atoms = Atoms(prepared)
        self._duties = {each.id: frozenset().union(*map(atoms, each.duties)) for each in self._constraints}
        self._conjuncts = {each.id: [atoms(part) for part in (*_conjuncts(each.condition), *each.duties)] for each in self._constraints}

    def of_one_thing(self) -> Iterator[tuple[Constraint, Constraint]]:
        """Yield the pairs whose duties read the same fact, or look for the same words."""
        for place, one in enumerate(self._constraints):
            for other in self._constraints[place + 1 :]:
                if not self._duties[one.id].isdisjoint(self._duties[other.id]):
                    yield one, other

    def may_cover(self, one: Constraint, other: Constraint) -> bool:
        """Whether the other may find as much whenever the one finds something, and has all that the one would add.

        Whatever follows from a breach of the one must read something that it reads.
        """
        read = frozenset().union(*self._conjuncts[one.id])
        is_as_strict = SEVERITIES.index(other.severity) >= SEVERITIES.index(one.severity)
        adds_nothing = set(one.fixes) <= set(other.fixes) and one.pillar == other.pillar and one.approver in (None, other.approver)
        return is_as_strict and adds_nothing and all(not each or not each.isdisjoint(read) for each in self._conjuncts[other.id])


def _conjuncts(condition: Expression) -> Iterator[Expression]:
    match condition:
        case And(parts=parts):
            for part in parts:
                yield from _conjuncts(part)
        case _:
            yield condition
