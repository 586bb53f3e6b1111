"""The merges: how what several rules contribute to one outcome becomes one value.

Each merge is the join of a semilattice whose top is *conflict*: commutative, associative and idempotent, so neither the order of
rules nor a rule said twice changes a decision. The laws, for all values a, b, c of an outcome:

    join({a}) == a        join({a, b}) == join({b, a})        join({join({a, b}), c}) == join({a, join({b, c})})

and a conflict stays a conflict whatever is added to it. Were a merge here not a join, decisions would depend on the order of files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from engagepolicy.values.amounts import Amount, BusinessDays, CalendarSpan, EarlierOf, Elapsed, LaterOf, NotBefore, OpenTime
from engagepolicy.values.types import (
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    NumberType,
    SetType,
    TargetType,
    Type,
)


class Merge(StrEnum):
    """The six merges, as the language writes them (with a space for the underscore)."""

    HIGHEST = "highest"
    LOWEST = "lowest"
    STRICTEST = "strictest"
    UNION = "union"
    UNIQUE = "unique"
    MOST_RESTRICTIVE = "most_restrictive"


@dataclass(frozen=True, slots=True)
class Joined:
    """What the contributions amount to: `value`, or the top, where `value` is None and `is_conflict` is true.

    `safe` is the strictest value that is safe to act on while the conflict stands, where the type itself has one.
    """

    value: Any
    is_conflict: bool = False
    safe: Any = None


Joiner: TypeAlias = Callable[[Collection[Any], Type], Joined]

_RANKED = (IntType, NumberType, DateType, DateTimeType, DurationType)


def _extreme(values: Collection[Any], of: Type, sign: int) -> Joined:
    if not isinstance(of, EnumType):
        return Joined(max(values) if sign > 0 else min(values))
    chains = {of.ranks[value][0] for value in values}
    if len(chains) > 1:
        return Joined(None, is_conflict=True)
    pick = max if sign > 0 else min
    return Joined(pick(values, key=lambda value: of.ranks[value][1]))


def _highest(values: Collection[Any], of: Type) -> Joined:
    return _extreme(values, of, 1)


def _lowest(values: Collection[Any], of: Type) -> Joined:
    return _extreme(values, of, -1)


def _unique(values: Collection[Any], of: Type) -> Joined:
    distinct = set(values)
    if len(distinct) == 1:
        return Joined(next(iter(distinct)))
    ordered = isinstance(of, EnumType) and len(of.chains) == 1
    return Joined(None, is_conflict=True, safe=_highest(distinct, of).value if ordered else None)


def _union(values: Collection[Any], of: Type) -> Joined:
    return Joined(frozenset().union(*values))


def is_as_strict(one: Amount, two: Amount) -> bool:
    """Whether `one` can never be due later than `two`, whatever the start; False where that cannot be told without a clock.

    Open time never passes faster than real time, so an elapsed amount is at least as strict as the same open time.
    """
    match one, two:
        case (Elapsed(a), Elapsed(b)) | (Elapsed(a), OpenTime(b, _)):
            return a <= b
        case OpenTime(a, here), OpenTime(b, there):
            return here == there and a <= b
        case BusinessDays(a, here), BusinessDays(b, there):
            return here == there and a <= b
        case CalendarSpan(months, days), CalendarSpan(other_months, other_days):
            return months <= other_months and days <= other_days
        case _:
            return one == two


def parts_of(amount: Amount) -> tuple[Amount, ...]:
    """Return the amounts that promise the same together: the earlier of several is each of them, a wait for the later one each wait."""
    match amount:
        case EarlierOf(amounts=parts):
            return parts
        case NotBefore(amount=LaterOf(amounts=parts)):
            return tuple(map(NotBefore, parts))
        case _:
            return (amount,)


def _outdoes(one: Amount, two: Amount) -> bool:
    """Whether the first says all that the second does: an earlier due time, or a later first moment."""
    if isinstance(one, NotBefore) or isinstance(two, NotBefore):
        return isinstance(one, NotBefore) and isinstance(two, NotBefore) and is_as_strict(two.amount, one.amount)
    return is_as_strict(one, two)


def is_promised(given: Collection[Amount], wanted: Amount) -> bool:
    """Whether amounts that stand together are known to say all that the wanted one does; False where that cannot be told."""
    parts = {part for amount in given for part in parts_of(amount)}
    return all(any(_outdoes(one, part) for one in parts) for part in parts_of(wanted))


def strictest_amounts(amounts: Collection[Amount]) -> frozenset[Amount]:
    """Return the amounts of which none is known to be outdone: those that may decide the due time, or the first moment allowed."""
    parts = {part for amount in amounts for part in parts_of(amount)}
    return frozenset(one for one in parts if not any(two != one and _outdoes(two, one) for two in parts))


def _strictest(values: Collection[Any], of: Type) -> Joined:
    if isinstance(of, TargetType):
        return Joined(strictest_amounts(frozenset().union(*values)))
    return _lowest(values, of)


JOINERS: dict[Merge, Joiner] = {
    Merge.HIGHEST: _highest,
    Merge.LOWEST: _lowest,
    Merge.STRICTEST: _strictest,
    Merge.UNION: _union,
    Merge.UNIQUE: _unique,
    Merge.MOST_RESTRICTIVE: _highest,
}


def join(merge: Merge, of: Type, values: Collection[Hashable]) -> Joined:
    """Merge at least one contribution to an outcome of type `of`.

    A target is contributed as a frozenset of amounts, a set as a frozenset, anything else as itself.
    """
    return JOINERS[merge](values, of)


def may_merge(merge: Merge, of: Type) -> bool:
    """Whether values of the type can be merged so."""
    match merge:
        case Merge.UNIQUE:
            return not isinstance(of, SetType | TargetType)
        case Merge.UNION:
            return isinstance(of, SetType)
        case Merge.STRICTEST:
            return isinstance(of, (TargetType, *_RANKED))
        case Merge.MOST_RESTRICTIVE:
            return isinstance(of, EnumType) and of.is_ordered
        case _:
            return isinstance(of, _RANKED) or (isinstance(of, EnumType) and of.is_ordered)
