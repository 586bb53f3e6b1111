"""What stricter means for one outcome: the parts that a value is made of, and whether another value gives each of them too.

A value is at least as strict as another if it gives every part of it. The parts of a word or number are itself, given by all that
are no less strict in the outcome's order; those of a set its members; those of a target its amounts, given by what is known to be due
no later. An outcome whose merge knows no order has no strictness: there a part is given by the value itself and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import overload

from engagepolicy.ir.expressions import Constantly, OutcomeValue
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import OutcomeDeclaration, Program
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.questions import Answers, IsPromised, Question
from engagepolicy.values.lattices import Merge, is_promised, parts_of
from engagepolicy.values.types import DutyType, EnumType, ScalarType, SetType, StringType, TargetType, Type


class Order(StrEnum):
    """Which way an outcome gets stricter."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


_ORDERS = {
    Merge.HIGHEST: Order.UP,
    Merge.MOST_RESTRICTIVE: Order.UP,
    Merge.LOWEST: Order.DOWN,
    Merge.STRICTEST: Order.DOWN,
    Merge.UNION: Order.UP,
    Merge.UNIQUE: Order.NONE,
}


@overload
def _spoken(of: ScalarType) -> ScalarType: ...
@overload
def _spoken(of: Type) -> Type: ...
def _spoken(of: Type) -> Type:
    """Return the type as operators take it: a duty is told apart by its text."""
    match of:
        case DutyType():
            return StringType()
        case SetType(of=DutyType()):
            return SetType(StringType())
        case _:
            return of


@dataclass(frozen=True, slots=True)
class Measure:
    """How the values of one outcome of both policies are held against each other; `type` is that of both, enums matched."""

    type: Type
    order: Order

    def parts(self, value: Value) -> frozenset[Value]:
        """Return the parts of a value as the joint program has it; of what is not known, none."""
        if value is None:
            return frozenset()
        if isinstance(self.type, SetType):
            return frozenset(value)
        if isinstance(self.type, TargetType):
            amounts = value if isinstance(value, frozenset) else {value}
            return frozenset(part for amount in amounts for part in parts_of(amount))
        return frozenset({value})

    def gives(self, value: Value, part: Value) -> bool:
        """Whether the value gives the part."""
        if value is None:
            return False
        if isinstance(self.type, SetType):
            return part in value
        if isinstance(self.type, TargetType):
            return is_promised(value if isinstance(value, frozenset) else {value}, part)
        if self.order is Order.NONE:
            return bool(value == part)
        if isinstance(self.type, EnumType):
            place = self.type.compare(value, part)
            return place is not None and (place >= 0 if self.order is Order.UP else place <= 0)
        return bool(value >= part if self.order is Order.UP else value <= part)

    def ask(self, outcome: str, part: Value) -> Question:
        """Return whether the outcome, by its joint name, gives the part."""
        if isinstance(self.type, TargetType):
            return IsPromised(outcome, part)
        found = OutcomeValue(outcome, _spoken(self.type))
        if isinstance(self.type, SetType):
            return Answers(apply("contains", found, Constantly(part, _spoken(self.type.of))), truth=True)
        operators = {Order.UP: "at_least", Order.DOWN: "at_most", Order.NONE: "equal"}
        is_word = isinstance(self.type, EnumType) and part not in self.type.ranks
        operator = "equal" if is_word else operators[self.order]
        return Answers(apply(operator, found, Constantly(part, _spoken(self.type))), truth=True)


def measure_of(old: OutcomeDeclaration | None, new: OutcomeDeclaration | None) -> Measure | None:
    """Return the measure of an outcome as the two programs with matched enums declare it; None where its types have nothing in common."""
    declared = [each for each in (old, new) if each is not None]
    orders = {_ORDERS[each.merge] for each in declared}
    if len({each.type for each in declared}) != 1:
        return None
    of = declared[0].type
    order = orders.pop() if len(orders) == 1 else Order.NONE
    if isinstance(of, EnumType) and not of.is_ordered:
        order = Order.NONE
    return Measure(of, order)


def possible_values(program: Program, outcome: str) -> Iterator[Value]:
    """Yield what the outcome is made of: what rules give it, its default, and what its conflicts are settled as."""
    yield from (each.value for rule in program.rules for each in rule.contributions if each.outcome == outcome)
    declared = program.outcome_by_name[outcome]
    yield from (each for each in (declared.default, declared.on_conflict) if each is not None)


def sorted_parts(measure: Measure, values: Iterable[Value]) -> list[Value]:
    """Return the parts of all the values, without repeats, in an order of their own."""
    return sorted({part for value in values for part in measure.parts(value)}, key=str)
