"""The values that facts must have for a condition to be true, where it asks for them outright: `product is "desk"`, `spend >= 10`.

A rule that asks for another value of a fact than a question does cannot apply where the answer is yes, and need not be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from operator import ge, gt, le, lt
from typing import Any

from engagepolicy.ir.conjuncts import conjuncts
from engagepolicy.ir.expressions import Apply, Constantly, Expression, Fact, Named, Not, Or
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.allowed import NOTHING, Allowed, Values, join, meet
from engagepolicy.runtime.facts import in_utc
from engagepolicy.runtime.pair_questions import AllOf, InFirst, InSecond, PairQuestion
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, Question, Stands
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    NumberType,
    StringType,
    Type,
)

_OTHER_WAY_ROUND = {"less": "greater", "at_most": "at_least", "greater": "less", "at_least": "at_most"}
_HOLDS: Mapping[str, Callable[[int, int], bool]] = {"less": lt, "at_most": le, "greater": gt, "at_least": ge}
_OPPOSITE = {"less": "at_least", "at_most": "greater", "greater": "at_most", "at_least": "less"}


class Guards:
    """What the rules and conditions of one program ask for outright."""

    def __init__(self, program: Program) -> None:
        """Take the program; what a rule asks for is worked out when it is first wanted."""
        self._program = program
        self._of_rules: dict[str, Allowed] = {}
        self._of_conditions: dict[str, Allowed] = {}

    def of_rule(self, id: str) -> Allowed:
        """Return the values without which the rule does not apply."""
        if id not in self._of_rules:
            rule = self._program.rule_by_id[id]
            found = self.of(rule.condition)
            self._of_rules[id] = _or_unknown(found) if rule.applies_if_unknown else found
        return self._of_rules[id]

    def of(self, expression: Expression) -> Allowed:
        """Return the values that facts have wherever the expression is true."""
        return meet(map(self._of_part, conjuncts(expression)))

    def asked(self, question: Question) -> Allowed:
        """Return the values that facts have wherever the answer to the question is yes."""
        match question:
            case Applies(rule=id) | Stands(rule=id):
                return self.of_rule(id)
            case Answers(expression=expression, truth=True):
                return self.of(expression)
            case Answers(expression=expression, truth=None):
                return _or_unknown(self.of(expression))
            case Both(parts=parts):
                return meet(map(self.asked, parts))
            case Either(parts=parts):
                return join(map(self.asked, parts))
            case _:
                return NOTHING

    def asked_of_pair(self, question: PairQuestion, free: frozenset[str]) -> Allowed:
        """Return the values that facts have in both of two inputs, alike but for those that are free, that answer yes."""
        first, second = (meet(map(self.asked, _asked_of(question, side))) for side in (InFirst, InSecond))
        alike = [{path: values for path, values in each.items() if path not in free} for each in (first, second)]
        return join((meet((first, alike[1])), meet((second, alike[0]))))

    def is_refuted(self, rule: Rule | str, facts: Allowed) -> bool:
        """Whether the rule, or the one of this id, cannot apply where each of the facts has one of these values."""
        guards = self.of_rule(rule if isinstance(rule, str) else rule.id)
        return any(path in guards and guards[path].is_apart_from(values) for path, values in facts.items())

    def _of_part(self, expression: Expression) -> Allowed:
        match expression:
            case Named(name=name):
                return self._of_named(name)
            case Or(parts=parts):
                return join(map(self.of, parts))
            case Fact(type=BoolType()):
                return _of_fact(expression, Values(frozenset({True})))
            case Not(part=Fact(type=BoolType()) as fact):
                return _of_fact(fact, Values(frozenset({False})))
            case Not(part=Apply(operator=operator, operands=(Fact() as fact, Constantly(value=value)))) if operator in _OPPOSITE:
                return _of_fact(fact, _not_compared(operator, value, fact.type))
            case Apply(operator="equal", operands=(Fact() as fact, Constantly(value=value))):
                return _of_fact(fact, Values(frozenset({value})))
            case Apply(operator="member", operands=(Fact() as fact, Constantly(value=frozenset() as values))):
                return _of_fact(fact, Values(values))
            case Apply(operator=operator, operands=(Fact() as fact, Constantly(value=value))) if operator in _OPPOSITE:
                return _of_fact(fact, _compared(operator, value, fact.type))
            case Apply(operator=operator, operands=(Constantly(value=value), Fact() as fact)) if operator in _OPPOSITE:
                return _of_fact(fact, _compared(_OTHER_WAY_ROUND[operator], value, fact.type))
            case _:
                return NOTHING

    def _of_named(self, name: str) -> Allowed:
        """Return what a definition asks for; one that is not in force is false, and true where it is only as it says."""
        if name not in self._of_conditions:
            self._of_conditions[name] = NOTHING  # a definition never reads itself; the compiler sees to that
            self._of_conditions[name] = self.of(self._program.condition_by_name[name].expression)
        return self._of_conditions[name]


def _asked_of(question: PairQuestion, side: type[InFirst] | type[InSecond]) -> Iterator[Question]:
    """Yield what has to be so of the first or of the second input by itself."""
    match question:
        case InFirst(question=asked) | InSecond(question=asked) if isinstance(question, side):
            yield asked
        case AllOf(parts=parts):
            for part in parts:
                yield from _asked_of(part, side)
        case _:
            return


def _or_unknown(allowed: Allowed) -> Allowed:
    """Return the same for what need not be true, but is not false: the facts may be unknown too."""
    return {path: replace(values, is_unknown_too=True) for path, values in allowed.items()}


def _compared(operator: str, value: Any, of: Type) -> Values:  # noqa: ANN401
    """Return the values of the type that compare so with this one."""
    if isinstance(of, EnumType):
        return Values(_words(operator, value, of))
    end = in_utc(value)
    return Values(high=end) if operator in ("less", "at_most") else Values(low=end)


def _not_compared(operator: str, value: Any, of: Type) -> Values:  # noqa: ANN401
    """Return the values of the type that do not; of words that stand in no order these are more than the opposite."""
    if isinstance(of, EnumType):
        return Values(frozenset(of.values) - _words(operator, value, of))
    return _compared(_OPPOSITE[operator], value, of)


def _words(operator: str, value: str, of: EnumType) -> frozenset[str]:
    places = {word: of.compare(word, value) for word in of.values}
    return frozenset(word for word, place in places.items() if place is not None and _HOLDS[operator](place, 0))


def _of_fact(fact: Fact, values: Values) -> Allowed:
    """Return the values of the fact, if it is one of the input with values that are told apart."""
    return {fact.path: values} if fact.variable is None and isinstance(fact.type, _TOLD_APART) else NOTHING


_TOLD_APART = (BoolType, EnumType, IntType, StringType, NumberType, DateType, DateTimeType, DurationType)
