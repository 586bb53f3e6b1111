"""What constraints find, as questions: in force, not withdrawn, breached or in doubt, and the verdict that follows."""

from __future__ import annotations

from typing import assert_never

from engagepolicy.ir.constraints import SEVERITIES, Constraint, Severity, Subject, breach_of
from engagepolicy.ir.program import ALL_TIME, Program
from engagepolicy.ir.promises import ConstraintSays, ReviewClaim, VerdictIs
from engagepolicy.runtime.questions import Answers, Both, Either, InForce, NotSo, Question

NEVER: Question = Either(())
ALWAYS_SO: Question = Both(())


class Findings:
    """Questions about the findings of one program."""

    def __init__(self, program: Program) -> None:
        """Take the program."""
        self._program = program
        self._against: dict[str, list[Constraint]] = {}
        self.by_id: dict[str, Constraint] = {each.id: each for each in program.constraints}
        for each in program.constraints:
            for id in each.overrides:
                self._against.setdefault(id, []).append(each)

    def is_asked(self, constraint: Constraint) -> Question:
        """Is it in force, and does it give way to none?"""
        withdrawing = (
            Both((*_in_force(each), Answers(each.condition, truth=True)))
            for each in self._against.get(constraint.id, ())
            if each.subject == constraint.subject
        )
        return Both((*_in_force(constraint), *(NotSo(each) for each in withdrawing)))

    def applies(self, constraint: Constraint) -> Question:
        """Is it asked, and does its condition hold, so that a breach gets at least its verdict?"""
        return Both((self.is_asked(constraint), Answers(constraint.condition, truth=True)))

    def is_breached(self, constraint: Constraint) -> Question:
        """Does it find a breach?"""
        return Both((self.is_asked(constraint), Answers(breach_of(constraint), truth=True)))

    def is_in_doubt(self, constraint: Constraint) -> Question:
        """Does it find that it is not known whether it is kept?"""
        return Both((self.is_asked(constraint), Answers(breach_of(constraint), truth=None)))

    def finds(self, constraint: Constraint) -> Question:
        """Does it find anything?"""
        return Both((self.is_asked(constraint), NotSo(Answers(breach_of(constraint), truth=False))))

    def is_at_least(self, subject: Subject, severity: Severity) -> Question:
        """Does any constraint find something that asks for at least so much?"""
        return Either(tuple(self.asks_for(each, severity) for each in self._program.constraints_on(subject)))

    def asks_for(self, constraint: Constraint, severity: Severity) -> Question:
        """Does the constraint find something that asks for at least so much? Of doubt nothing asks for more than a person's yes."""
        wanted = SEVERITIES.index(severity)
        in_doubt = min(SEVERITIES.index("approve"), SEVERITIES.index(constraint.severity))
        if in_doubt >= wanted:
            return self.finds(constraint)
        return self.is_breached(constraint) if SEVERITIES.index(constraint.severity) >= wanted else NEVER

    def verdict_is(self, subject: Subject, verdict: str) -> Question:
        """Is it the verdict of the review? `allow` is that of nothing, and of notes alone."""
        severity = _SEVERITY[verdict]
        above = SEVERITIES[SEVERITIES.index(severity) + 1 :]
        reached = ALWAYS_SO if severity == "note" else self.is_at_least(subject, severity)
        return Both((reached, *(NotSo(self.is_at_least(subject, each)) for each in above[:1])))

    def verdict_reaches(self, subject: Subject, verdict: str) -> Question:
        """Is the verdict of the review this or a more restrictive one?"""
        return ALWAYS_SO if verdict == "allow" else self.is_at_least(subject, _SEVERITY[verdict])


    def claims(self, claim: ReviewClaim) -> Question:
        """Does what a promise claims hold of the review?"""
        match claim:
            case VerdictIs(verdict=verdict, bound="exactly"):
                return self.verdict_is("draft", verdict)
            case VerdictIs(verdict=verdict, bound="least"):
                return self.verdict_reaches("draft", verdict)
            case VerdictIs(verdict=verdict):
                above = SEVERITIES[SEVERITIES.index(_SEVERITY[verdict]) + 1 :]
                return Both(tuple(NotSo(self.is_at_least("draft", each)) for each in above[:1]))
            case ConstraintSays(constraint=name, status="applies"):
                return self.applies(self.by_id[name])
            case ConstraintSays(constraint=name, status="breached"):
                return self.is_breached(self.by_id[name])
            case ConstraintSays(constraint=name):
                return NotSo(self.finds(self.by_id[name]))
            case _:
                assert_never(claim)


_SEVERITY: dict[str, Severity] = {"allow": "note", "approve": "approve", "revise": "revise", "block": "block"}


def _in_force(constraint: Constraint) -> tuple[Question, ...]:
    return () if constraint.about.window == ALL_TIME else (InForce(constraint.about.window),)
