"""Duties that cannot be met together: an answer due before it is allowed, or before anybody is on duty who has to approve it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagepolicy.analysis.amount_bounds import is_sooner
from engagepolicy.analysis.duty_hours import longest_absence
from engagepolicy.analysis.orders import timed_amounts
from engagepolicy.business_time.deadlines import due
from engagepolicy.ir.expressions import Constantly, Fact
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.influence import MOMENT
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Both, Either, IsPromised, Question, Stands
from engagepolicy.values.amounts import Amount, NotBefore
from engagepolicy.values.lattices import parts_of
from engagepolicy.values.types import TIER, DateTimeType, EnumType, TargetType

FIRST_RESPONSE, RESOLUTION, REQUIRES = "first_response", "resolution", "requires"
APPROVAL = "approval from "
ANSWERING = (FIRST_RESPONSE, RESOLUTION)
"""The targets that nobody can keep without an answer, which an approval holds up."""


@dataclass(frozen=True, slots=True)
class TooSoon:
    """A target that is due before the first moment at which something that has to come first is allowed, both given by some rule.

    `held` is the target that the delay is of: the same one, or the first response that a resolution waits for.
    """

    target: str
    due: Amount
    held: str
    allowed: Amount
    question: Question


@dataclass(frozen=True, slots=True)
class NobodyApproves:
    """A rule that wants a tier's approval, and a stretch of hours, in UTC, in which nobody of the tier is on duty.

    `question` is whether an input of these hours meets the rule and has to have the target within them.
    """

    rule: str
    tier: str
    target: str
    start: datetime
    end: datetime
    question: Question


# --- due before it is allowed


def find_too_soon(program: Program) -> Iterator[TooSoon]:
    """Yield each two amounts that cannot both be kept, with the question whether they ever stand together."""
    for outcome in program.outcomes:
        if isinstance(outcome.type, TargetType):
            yield from _too_soon(program, outcome.name, outcome.name)
    first = program.outcome_by_name.get(FIRST_RESPONSE)
    if first is not None and isinstance(first.type, TargetType) and RESOLUTION in program.outcome_by_name:
        yield from _too_soon(program, RESOLUTION, FIRST_RESPONSE)


def _too_soon(program: Program, target: str, held: str) -> Iterator[TooSoon]:
    """Yield the amounts of a target that are due before a delay allows what is held back."""
    delays = sorted(_delays(program, held), key=str)
    for amount in timed_amounts(program, target) if delays else ():
        for delay in delays:
            if is_sooner(amount, delay.amount):
                yield TooSoon(target, amount, held, delay, Both((IsPromised(target, amount), IsPromised(held, delay))))


def _delays(program: Program, target: str) -> set[NotBefore]:
    values: list[Any] = [each.value for rule in program.rules for each in rule.contributions if each.outcome == target]
    return {part for value in values for each in value for part in parts_of(each) if isinstance(part, NotBefore)}


# --- due before anybody can approve it


def find_unapproved(prepared: Prepared) -> Iterator[NobodyApproves]:
    """Yield each rule that wants an approval that nobody can give in time, with the question whether some input meets it.

    The longest hours of two ordinary weeks without anybody on duty are looked at, and targets whose clock nothing moves.
    """
    program = prepared.program
    for rule in program.rules:
        for tier in _approvers(rule, program):
            stretch = longest_absence(prepared, tier)
            for target in ANSWERING if stretch is not None else ():
                late = [] if stretch is None else list(ask_late(prepared, target, *stretch))
                if stretch is not None and late:
                    question = Both((Stands(rule.id, REQUIRES), Either(tuple(late))))
                    yield NobodyApproves(rule.id, tier, target, *stretch, question)


def _approvers(rule: Rule, program: Program) -> list[str]:
    tiers = program.outcome_by_name[TIER].type if TIER in program.outcome_by_name else None
    words = tiers.values if isinstance(tiers, EnumType) else ()
    given: list[Any] = [each.value for each in rule.contributions if each.outcome == REQUIRES]
    named = {str(duty).removeprefix(APPROVAL) for value in given for duty in value if str(duty).startswith(APPROVAL)}
    return [each for each in words if each in named]


def ask_late(prepared: Prepared, target: str, start: datetime, end: datetime) -> Iterator[Question]:
    """Yield for each amount of the target whether it stands at a moment of the stretch from which it is due within it."""
    change = prepared.clock_changes.get(target)
    if target not in prepared.program.outcome_by_name or (change is not None and change.shifts):
        return
    moment = Fact(MOMENT, DateTimeType(), is_optional=False)
    for each in timed_amounts(prepared.program, target):
        last = _last_start(prepared, each, start, end)
        if last is not None:
            bounds = (apply("at_least", moment, _constant(start)), apply("less", moment, _constant(last)))
            yield Both((IsPromised(target, each), *(Answers(bound, truth=True) for bound in bounds)))


def _last_start(prepared: Prepared, amount: Amount, start: datetime, end: datetime) -> datetime | None:
    """Return the moment up to which the amount, counted from a moment of the stretch, is due within it; None if from none.

    Who starts later is never due earlier, so it is found by halving; to the second.
    """

    def is_within(seconds: int) -> bool:
        due_at = due(amount, start + timedelta(seconds=seconds), calendars=prepared.calendars, zone=prepared.zone)
        return due_at is not None and due_at < end

    if not is_within(0):
        return None
    fits, fails = 0, int((end - start).total_seconds())
    while fails - fits > 1:
        middle = (fits + fails) // 2
        fits, fails = (middle, fails) if is_within(middle) else (fits, middle)
    return start + timedelta(seconds=fails)


def _constant(moment: datetime) -> Constantly:
    return Constantly(moment, DateTimeType())
