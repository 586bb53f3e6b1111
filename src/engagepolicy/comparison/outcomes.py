"""Outcomes and segments of two policies, held against each other."""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.comparison.decisions import NEVER, Interactions, Ways, names_of
from engagepolicy.comparison.joint import Half
from engagepolicy.comparison.measures import Measure, Order, measure_of, possible_values, sorted_parts
from engagepolicy.comparison.result import Compared, Direction, Relation, Side
from engagepolicy.explanation.wording import render_value
from engagepolicy.ir.expressions import Named
from engagepolicy.ir.program import OutcomeDeclaration, Program
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.questions import Answers, Both, Either, IsInConflict, NotSo, Question
from engagepolicy.runtime.settle import Settlement
from engagepolicy.runtime.trace import Trace
from engagepolicy.values.amounts import Amount, calendars_of
from engagepolicy.values.truth import Truth
from engagepolicy.values.types import TIER, EnumType, Type, render_type

NOTHING = Side(None, "nothing")


def compare_outcomes(interactions: Interactions) -> Iterator[Compared]:
    """Yield what became of each outcome, by name."""
    old, new = interactions.halves
    for name in names_of(old.program.outcome_by_name, new.program.outcome_by_name):
        yield _OutcomeComparison(interactions, name).compare()


class _OutcomeComparison:
    """One outcome of both policies."""

    def __init__(self, interactions: Interactions, name: str) -> None:
        self._interactions = interactions
        self._name = name
        self._declared = [half.program.outcome_by_name.get(name) for half in interactions.halves]
        self._measure = measure_of(*self._declared)

    def compare(self) -> Compared:
        measure = self._measure
        if measure is None:
            one, two = (_spell(each.type) for each in self._declared if each is not None)
            note = f"it is {one} in the old one and {two} in the new one"
            return Compared(self._name, "outcome", False, note=note, told=Relation.DIFFERENT)
        is_ordered = measure.order is not Order.NONE
        if self._name in self._interactions.joint.agreement.outcomes:
            return Compared(self._name, "outcome", is_ordered)
        changes, undecided = self._interactions.compare(self._ways(measure), self._judge, is_ordered=is_ordered)
        return Compared(self._name, "outcome", is_ordered, changes, undecided, self._note())

    def _note(self) -> str | None:
        old, new = self._declared
        if old is None or new is None:
            return "only the new one has it" if old is None else "the new one does not have it"
        if old.merge is not new.merge:
            return f"the old one merges by {old.merge.replace('_', ' ')}, the new one by {new.merge.replace('_', ' ')}"
        edited = sorted(self._edited_calendars())
        if edited:
            return f"amounts are counted on {', '.join(f'`{name}`' for name in edited)}, which was edited"
        return None if self._interactions.joint.agreement.has_one_zone else "the policies are in different time zones"

    def _edited_calendars(self) -> Iterator[str]:
        """Yield the calendars that amounts of both policies are counted on, and that are not the same in both."""
        programs = [half.program for half in self._interactions.halves]
        named = [{name for value in possible_values(program, self._name) for name in _calendars_in(value)} for program in programs]
        yield from (named[0] & named[1]) - self._interactions.joint.agreement.calendars

    # --- asking

    def _ways(self, measure: Measure) -> Ways:
        halves = self._interactions.halves
        given = [
            [] if each is None else [half.given(value) for value in possible_values(half.program, self._name)]
            for half, each in zip(halves, self._declared, strict=True)
        ]
        parts = [sorted_parts(measure, values) for values in given]
        every = sorted({*parts[0], *parts[1]}, key=str)
        old, new = ([self._ask(measure, half, each, part) for part in every] for half, each in zip(halves, self._declared, strict=True))
        loses = Either(tuple(Both((one, NotSo(two))) for one, two in zip(old, new, strict=True) if one != NEVER))
        gains = Either(tuple(Both((two, NotSo(one))) for one, two in zip(old, new, strict=True) if two != NEVER))
        conflicts = [
            NEVER if each is None else IsInConflict(half.outcome(self._name)) for half, each in zip(halves, self._declared, strict=True)
        ]
        return Ways(loses, gains, _unlike(conflicts[0], conflicts[1]))

    def _ask(self, measure: Measure, half: Half, declared: OutcomeDeclaration | None, part: Value) -> Question:
        return NEVER if declared is None else measure.ask(half.outcome(self._name), part)

    # --- repeating

    def _judge(self, old: Trace, new: Trace) -> tuple[Direction | None, Side, Side]:
        settled = [
            None if each is None else trace.settlements[self._name] for trace, each in zip((old, new), self._declared, strict=True)
        ]
        halves = self._interactions.halves
        given = [None if each is None else half.given(each.value) for half, each in zip(halves, settled, strict=True)]
        sides = [
            NOTHING if each is None else side_of(each, prepared.program)
            for prepared, each in zip(self._interactions.alone, settled, strict=True)
        ]
        assert self._measure is not None
        return find_direction(self._measure, given[0], given[1], clash=sides[0].is_conflict != sides[1].is_conflict), sides[0], sides[1]


def side_of(settlement: Settlement, program: Program) -> Side:
    """Return what a program that was asked by itself says of an outcome."""
    of = program.outcome_by_name[settlement.outcome].type
    standing = settlement.standing
    deciding = [claim for claim in standing if claim.value == settlement.value] or standing
    rules = tuple(sorted({claim.rule for claim in deciding}))
    value = settlement.value
    written = "nothing" if value is None or value == frozenset() else render_value(value, of)
    return Side(value, written, rules, settlement.is_default, settlement.is_conflict)


def _spell(of: Type) -> str:
    """Return a type in words; the tiers of ladders one by one."""
    if isinstance(of, EnumType) and of.name == TIER:
        return "; ".join(" < ".join(chain) for chain in of.chains) or "a tier of no ladder"
    return render_type(of)


def _calendars_in(value: Value) -> Iterator[str]:
    amounts = value if isinstance(value, frozenset) else ()
    return (name for amount in amounts if isinstance(amount, Amount) for name in calendars_of(amount))


def find_direction(measure: Measure, old: Value, new: Value, *, clash: bool = False) -> Direction | None:
    """Return how a value, as the joint program has it, stands to an older one; None where they are the same."""
    loses = any(not measure.gives(new, part) for part in measure.parts(old))
    gains = any(not measure.gives(old, part) for part in measure.parts(new))
    if clash or (loses and gains):
        return Direction.DIFFERENT
    if not loses and not gains:
        return None
    if measure.order is Order.NONE:
        return Direction.DIFFERENT
    return Direction.LOOSER if loses else Direction.STRICTER


def _unlike(one: Question, two: Question) -> Question:
    return Either((Both((one, NotSo(two))), Both((two, NotSo(one)))))


# --- segments

_TRUTHS: tuple[Truth, ...] = (True, False, None)
_WORDS = {True: "yes", False: "no", None: "not known"}


def compare_segments(interactions: Interactions) -> Iterator[Compared]:
    """Yield what became of each segment, by name: it has no stricter and no looser."""
    old, new = interactions.halves
    segments = [{each.name: each for each in half.program.segments_of(interactions.joint.record)} for half in (old, new)]
    for name in names_of(*segments):
        if name not in segments[0] or name not in segments[1]:
            note = "only the new one has it" if name not in segments[0] else "the new one does not have it"
            yield Compared(name, "segment", False, note=note, told=Relation.DIFFERENT)
            continue
        if name in interactions.joint.agreement.conditions:
            yield Compared(name, "segment", False)
            continue
        own = [Named(half.names.conditions.get(name, name)) for half in (old, new)]
        unlike = Either(tuple(Both((Answers(own[0], truth), NotSo(Answers(own[1], truth)))) for truth in _TRUTHS))

        def judge(one: Trace, two: Trace, name: str = name) -> tuple[Direction | None, Side, Side]:
            truths = (one.segments[name], two.segments[name])
            sides = [Side(truth, _WORDS[truth]) for truth in truths]
            return Direction.DIFFERENT if truths[0] is not truths[1] else None, sides[0], sides[1]

        changes, undecided = interactions.compare(Ways(unlike, NEVER), judge, is_ordered=False)
        yield Compared(name, "segment", False, changes, undecided)
