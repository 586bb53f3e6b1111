"""Conditions that are true wherever another is, as far as can be seen from what is written: no solver is needed for what is plain.

In: expressions of one program. Out: yes, or nothing known. What is called implied is so for every input, facts that are not known included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engagepolicy.ir.expressions import And, Apply, Constantly, Expression, Or
from engagepolicy.values.types import EnumType

_LOOSER: dict[str, Callable[[Any, Any], bool]] = {
    "less": lambda one, two: one >= two,
    "at_most": lambda one, two: one >= two,
    "greater": lambda one, two: one <= two,
    "at_least": lambda one, two: one <= two,
    "member": lambda one, two: one >= two,
}


def is_looser(one: Apply, two: Apply) -> bool:
    """Whether the first test is true wherever the second is."""
    if one == two:
        return True
    if one.operator != two.operator or one.operator not in _LOOSER or one.operands[0] != two.operands[0]:
        return False
    this, that = one.operands[1], two.operands[1]
    if not isinstance(this, Constantly) or not isinstance(that, Constantly) or this.type != that.type or isinstance(this.type, EnumType):
        return False
    return _LOOSER[one.operator](this.value, that.value)


def is_implied(condition: Expression, by: Expression) -> bool:
    """Whether the condition is true wherever `by` is."""
    return _Implications().holds(condition, by)


class _Implications:
    """The answers for parts of two conditions; each pair is looked at once, however often they are met."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] = {}

    def holds(self, condition: Expression, by: Expression) -> bool:
        key = (id(condition), id(by))
        if key not in self._known:
            self._known[key] = condition == by or self._follows(condition, by)
        return self._known[key]

    def _follows(self, condition: Expression, by: Expression) -> bool:
        if isinstance(by, Or):
            return all(self.holds(condition, each) for each in by.parts)
        if isinstance(condition, And):
            return all(self.holds(each, by) for each in condition.parts)
        if isinstance(by, And) and any(self.holds(condition, each) for each in by.parts):
            return True
        if isinstance(condition, Or):
            return any(self.holds(each, by) for each in condition.parts)
        return isinstance(condition, Apply) and isinstance(by, Apply) and is_looser(condition, by)
