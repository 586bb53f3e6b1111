"""Duties that cannot be met together: an answer due before it is allowed, or before anybody is on duty who has to approve it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagepolicy.analysis.duty_hours import longest_absence
from engagepolicy.analysis.orders import timed_amounts
from engagepolicy.ir.expressions import Constantly, Fact
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.influence import MOMENT
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Both, Either, IsPromised, Question, Stands
from engagepolicy.values.amounts import Amount, Elapsed, NotBefore
from engagepolicy.values.lattices import is_as_strict, parts_of
from engagepolicy.values.types import TIER, DateTimeType, EnumType, TargetType

FIRST_RESPONSE, REQUIRES = "first_response", "requires"
APPROVAL = "approval from "


@dataclass(frozen=True, slots=True)
class TooSoon:
    """A target that is due before the first moment at which it is allowed, both given by some rule."""

    target: str
    due: Amount
    allowed: Amount
    question: Question


@dataclass(frozen=True, slots=True)
class NobodyApproves:
    """A rule that wants a tier's approval, and a stretch of hours, in UTC, in which nobody of the tier is on duty."""

    rule: str
    tier: str
    start: datetime
    end: datetime
    question: Question


# --- due before it is allowed


def find_too_soon(program: Program) -> Iterator[TooSoon]:
    """Yield each two amounts of one target that cannot both be kept, with the question whether they ever stand together."""
    for outcome in program.outcomes:
        if isinstance(outcome.type, TargetType):
            delays = sorted(_delays(program, outcome.name), key=str)
            for due in timed_amounts(program, outcome.name) if delays else ():
                for delay in delays:
                    if is_as_strict(due, delay.amount) and not is_as_strict(delay.amount, due):
                        question = Both((IsPromised(outcome.name, due), IsPromised(outcome.name, delay)))
                        yield TooSoon(outcome.name, due, delay, question)


def _delays(program: Program, target: str) -> set[NotBefore]:
    values: list[Any] = [each.value for rule in program.rules for each in rule.contributions if each.outcome == target]
    return {part for value in values for each in value for part in parts_of(each) if isinstance(part, NotBefore)}


# --- due before anybody can approve it


def find_unapproved(prepared: Prepared) -> Iterator[NobodyApproves]:
    """Yield each rule that wants an approval that nobody can give in time, with the question whether some input meets it.

    Only answers that are due in real time are looked at, and only where nothing moves the start of their clock.
    """
    program = prepared.program
    change = prepared.clock_changes.get(FIRST_RESPONSE)
    if FIRST_RESPONSE not in program.outcome_by_name or (change is not None and change.shifts):
        return
    soon = [each for each in timed_amounts(program, FIRST_RESPONSE) if isinstance(each, Elapsed)]
    for rule in program.rules if soon else ():
        for tier in _approvers(rule, program):
            stretch = longest_absence(prepared, tier)
            if stretch is not None and any(timedelta(seconds=each.seconds) < stretch[1] - stretch[0] for each in soon):
                yield NobodyApproves(rule.id, tier, *stretch, _ask_unapproved(rule, stretch, soon))


def _approvers(rule: Rule, program: Program) -> list[str]:
    tiers = program.outcome_by_name[TIER].type if TIER in program.outcome_by_name else None
    words = tiers.values if isinstance(tiers, EnumType) else ()
    given: list[Any] = [each.value for each in rule.contributions if each.outcome == REQUIRES]
    named = {str(duty).removeprefix(APPROVAL) for value in given for duty in value if str(duty).startswith(APPROVAL)}
    return [each for each in words if each in named]


def _ask_unapproved(rule: Rule, stretch: tuple[datetime, datetime], soon: list[Elapsed]) -> Question:
    """Return whether the rule stands at a moment of the stretch, and the answer is due before its end."""
    start, end = stretch
    moment = Fact(MOMENT, DateTimeType(), is_optional=False)
    late: list[Question] = []
    for each in soon:
        last = end - timedelta(seconds=each.seconds)
        if last > start:
            bounds = (apply("at_least", moment, _constant(start)), apply("less", moment, _constant(last)))
            late.append(Both((IsPromised(FIRST_RESPONSE, each), *(Answers(bound, truth=True) for bound in bounds))))
    return Both((Stands(rule.id, REQUIRES), Either(tuple(late))))


def _constant(moment: datetime) -> Constantly:
    return Constantly(moment, DateTimeType())
