"""Which conditions are at least as true as others in every input, seen from how they are written; no solver is asked.

At least as true is the order false, not known, true. What is called so is so; much that is so is not seen. Conjunction, disjunction
and quantifiers keep the order and negation turns it round, in Kleene's three values too, so parts are held against parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engagepolicy.comparison.agreement import counts_in_zone, in_order, named_parts
from engagepolicy.comparison.joint import Joint
from engagepolicy.ir.expressions import And, Apply, Constantly, Expression, Fact, Named, Not, Or, Quantified, walk
from engagepolicy.ir.program import Condition
from engagepolicy.runtime.sought import TEXT_TESTS, is_within
from engagepolicy.runtime.text_inclusions import TextInclusions
from engagepolicy.values.types import EnumType, SetType, Type

STEPS_AT_MOST = 20_000
"""How many pairs of parts are looked at for one pair of conditions; beyond, it is not known."""


def push_negations(expression: Expression, *, is_negated: bool = False) -> Expression:
    """Return the condition with negation at its leaves only; as deep as it is nested, which the parser bounds."""
    match expression:
        case Not(part=part):
            return push_negations(part, is_negated=not is_negated)
        case And(parts=parts) | Or(parts=parts):
            pushed = tuple(push_negations(part, is_negated=is_negated) for part in parts)
            return And(pushed) if isinstance(expression, And) is not is_negated else Or(pushed)
        case _:
            return Not(expression) if is_negated else expression


class Implications:
    """What follows from what among the conditions of a joint program."""

    def __init__(self, joint: Joint) -> None:
        """Take both programs."""
        self._unlike = frozenset(joint.shared.problems)
        self._has_one_zone = joint.agreement.has_one_zone
        self._texts = TextInclusions(joint.program.lexicon_by_name)
        self._pairs: set[tuple[str, str]] = set()
        self._steps = 0
        self._compare_named(joint)

    def _compare_named(self, joint: Joint) -> None:
        old, new = ({each.name: each for each in half.conditions()} for half in (joint.old, joint.new))
        bases = {joint.old.names.conditions.get(name, name): name for name in joint.old.program.condition_by_name}
        for name in in_order(named_parts(old.values())):
            base = bases[name]
            other = new.get(joint.new.names.conditions.get(base, base))
            if other is not None and other.name != name:
                self._compare_pair(old[name], other)

    def _compare_pair(self, one: Condition, two: Condition) -> None:
        if is_within(one.about.window, two.about.window) and self.follows(one.expression, two.expression):
            self._pairs.add((one.name, two.name))
        if is_within(two.about.window, one.about.window) and self.follows(two.expression, one.expression):
            self._pairs.add((two.name, one.name))

    def follows(self, one: Expression, two: Expression) -> bool:
        """Whether the second condition, of the joint program, is known to be at least as true as the first in every input."""
        self._steps = 0
        known: dict[tuple[Expression, Expression], bool] = {}
        return self._follows(push_negations(one), push_negations(two), known)

    def _follows(self, one: Expression, two: Expression, known: dict[tuple[Expression, Expression], bool]) -> bool:
        key = (one, two)
        if key not in known:
            self._steps += 1
            known[key] = self._steps <= STEPS_AT_MOST and self._compared(one, two, lambda a, b: self._follows(a, b, known))
        return known[key]

    def _compared(self, one: Expression, two: Expression, follows: Callable[[Expression, Expression], bool]) -> bool:
        if one == two and self._means_the_same(one):
            return True
        if isinstance(two, And):
            return all(follows(one, part) for part in two.parts)
        if isinstance(one, Or):
            return all(follows(part, two) for part in one.parts)
        if isinstance(one, And) and any(follows(part, two) for part in one.parts):
            return True
        if isinstance(two, Or) and any(follows(one, part) for part in two.parts):
            return True
        match one, two:
            case Not(part=left), Not(part=right):
                return follows(right, left)
            case Named(name=left), Named(name=right):
                return (left, right) in self._pairs
            case Quantified(), Quantified():
                same = (one.quantity, one.variable, one.source) == (two.quantity, two.variable, two.source)
                return same and one.quantity != "count" and self._means_the_same(one.source) and follows(one.body, two.body)
            case Apply(), Apply():
                return self._means_the_same(one.operands[0]) and (self._finds_as_much(one, two) or _is_looser(one, two))
            case _:
                return False

    def _finds_as_much(self, one: Apply, two: Apply) -> bool:
        """Whether the second test finds something in a text wherever the first does, in the same."""
        are_tests = {one.operator, two.operator} <= TEXT_TESTS and one.operands[0] == two.operands[0]
        return are_tests and self._texts.follows(one, two)

    def _means_the_same(self, expression: Expression) -> bool:
        """Whether an expression of the joint program is worked out alike for both: named parts of one of them have its name."""
        return not any(
            (isinstance(part, Fact) and part.variable is None and part.path in self._unlike)
            or (not self._has_one_zone and counts_in_zone(part))
            for part in walk(expression)
        )


def _members(test: Apply) -> frozenset[Any] | None:
    """Return the values for which a test of one value is true."""
    match test:
        case Apply(operator="equal", operands=(_, Constantly(value=value))):
            return frozenset({value})
        case Apply(operator="member", operands=(_, Constantly(value=frozenset() as values))):
            return values
        case _:
            return None


def _bound(test: Apply) -> tuple[str, Any, Type] | None:
    match test:
        case Apply(operator="less" | "at_most" | "greater" | "at_least", operands=(_, Constantly(value=value, type=of))):
            return test.operator, value, of
        case _:
            return None


def _is_looser(one: Apply, two: Apply) -> bool:
    """Whether the second test of a value is true wherever the first, of the same, is."""
    if one.operands[0] != two.operands[0]:
        return False
    few, many, bound, wider = _members(one), _members(two), _bound(one), _bound(two)
    if few is not None and many is not None:
        return few <= many
    if wider is None or isinstance(wider[2], SetType):
        return False
    if few is not None:
        return all(_holds(wider, value) for value in few)
    if bound is None or bound[2] != wider[2] or (bound[0][:1] != wider[0][:1] and not _same_way(bound[0], wider[0])):
        return False
    if not _same_way(bound[0], wider[0]):
        return False
    is_strict, allows = bound[0] in ("less", "greater"), wider[0] in ("at_most", "at_least")
    if isinstance(bound[2], EnumType):
        return len(bound[2].chains) == 1 and bound[1] == wider[1] and (allows or is_strict or bound[0] == wider[0])
    beyond = bound[1] < wider[1] if bound[0] in ("less", "at_most") else bound[1] > wider[1]
    return bool(beyond or (bound[1] == wider[1] and (is_strict or allows)))


def _same_way(one: str, two: str) -> bool:
    return (one in ("less", "at_most")) == (two in ("less", "at_most"))


def _holds(bound: tuple[str, Any, Type], value: Any) -> bool:  # noqa: ANN401
    operator, limit, of = bound
    if isinstance(of, EnumType):
        place = of.compare(value, limit)
        return place is not None and _COMPARED[operator](place, 0)
    return bool(_COMPARED[operator](value, limit))


_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "less": lambda left, right: left < right,
    "at_most": lambda left, right: left <= right,
    "greater": lambda left, right: left > right,
    "at_least": lambda left, right: left >= right,
}
