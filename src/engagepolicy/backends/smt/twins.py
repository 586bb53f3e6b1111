"""Two decisions at once: the second shares every variable of the first but those of the facts that may differ.

What these facts cannot reach is one formula for both, so that a question about two decisions is hardly longer than one about one.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, assert_never

from typing_extensions import override

from engagepolicy.backends.smt.comparing import compare
from engagepolicy.backends.smt.conditions import Conditions, Outcome
from engagepolicy.backends.smt.decisions import Decisions
from engagepolicy.backends.smt.facts import Elements, FactVariables, Variable
from engagepolicy.backends.smt.terms import Condition, Formula, Scalar, solver
from engagepolicy.ir.expressions import Expression, Fact, OutcomeValue
from engagepolicy.ir.program import Rule
from engagepolicy.runtime.influence import Influence
from engagepolicy.runtime.pair_questions import (
    Agrees,
    AllOf,
    AnyOf,
    Differs,
    Falls,
    InFirst,
    InSecond,
    PairQuestion,
    Rises,
)
from engagepolicy.values.amounts import Amount
from engagepolicy.values.lattices import parts_of
from engagepolicy.values.types import SetType, TargetType

MARK = "'"
"""What the name of a variable of the second decision ends in; no path of a fact does."""


class _TwinFacts(FactVariables):
    """The facts of the second input: its own where they may differ, else those of the first."""

    def __init__(self, first: FactVariables, free: frozenset[str]) -> None:
        super().__init__(first._program, first._record, first._strings, first._elements_at_most)
        self.tagged = first.tagged
        self._first = first
        self._free = free

    @override
    def at(self, path: str, record: str, field: str) -> Variable:
        if path not in self.by_path:
            root = path.partition("[")[0]
            if path in self._free:
                self.by_path[path] = self._declared(f"{path}{MARK}", record, field)
            elif root.endswith(MARK):
                self.by_path[path] = self._declared(path, record, field)
            else:
                self.by_path[path] = self._first.at(path, record, field)
        return self.by_path[path]


class _TwinConditions(Conditions):
    """The conditions of the second decision: those of the first where nothing that differs can reach them."""

    def __init__(self, first: Conditions, outcome: Any, influence: Influence, free: frozenset[str]) -> None:  # noqa: ANN401
        super().__init__(first.prepared, outcome)
        self.strings, self.opaque, self.shifts, self.constants = first.strings, first.opaque, first.shifts, first.constants
        self.text_axioms = first.text_axioms
        self.facts = _TwinFacts(first.facts, free)
        self.facts.moment()  # every input has one, whether or not a question reads it
        self.mark = MARK
        self._first = first
        self._influence = influence

    @override
    def condition(self, expression: Expression, elements: Elements | None = None) -> Condition:
        if not elements and not self._influence.reaches(expression):
            return self._first.condition(expression)
        return super().condition(expression, elements)

    @override
    def scalar(self, expression: Expression, elements: Elements | None = None) -> Scalar:
        if not elements and not self._influence.reaches(expression):
            return self._first.scalar(expression)
        return super().scalar(expression, elements)


class _TwinDecisions(Decisions):
    """The second decision."""

    def __init__(self, first: Decisions, influence: Influence, free: frozenset[str]) -> None:
        super().__init__(first.conditions.prepared)
        self._first = first
        self._influence = influence
        self.conditions = _TwinConditions(first.conditions, self.outcome, influence, free)

    @override
    def applies(self, rule: Rule) -> Formula:
        return super().applies(rule) if self._influence.reaches_rule(rule.id) else self._first.applies(rule)

    @override
    def outcome(self, name: str) -> Outcome:
        return super().outcome(name) if self._influence.reaches_outcome(name) else self._first.outcome(name)


class Twins:
    """Formulas for all pairs of decisions on inputs that are alike but for the given facts."""

    def __init__(self, first: Decisions, free: frozenset[str]) -> None:
        """Take the formulas of one decision and the paths of the facts that may differ."""
        self.influence = Influence(first.program, free)
        self.first = first
        self.second: Decisions = _TwinDecisions(first, self.influence, free)

    def ask(self, question: PairQuestion) -> Formula:
        """Return when the answer to the question is yes."""
        z3 = solver()
        match question:
            case InFirst(question=asked):
                return self.first.ask(asked)
            case InSecond(question=asked):
                return self.second.ask(asked)
            case Rises(value=value):
                return self._ordered(value, is_rising=True)
            case Falls(value=value):
                return self._ordered(value, is_rising=False)
            case Differs(outcome=outcome):
                return self._differs(outcome)
            case Agrees(condition=condition):
                one, two = self.first.conditions.condition(condition), self.second.conditions.condition(condition)
                return z3.And(one.true == two.true, one.false == two.false)
            case AllOf(parts=parts):
                return z3.And(*map(self.ask, parts))
            case AnyOf(parts=parts):
                return z3.Or(*map(self.ask, parts))
            case _:
                assert_never(question)

    def _ordered(self, value: Fact | OutcomeValue, *, is_rising: bool) -> Formula:
        z3 = solver()
        one, two = self.first.conditions.scalar(value), self.second.conditions.scalar(value)
        low, high = (one, two) if is_rising else (two, one)
        return z3.And(one.known, two.known, compare("less", low, high))

    # --- outcomes that differ

    def _differs(self, name: str) -> Formula:
        z3 = solver()
        if not self.influence.reaches_outcome(name):
            return z3.BoolVal(False)
        declaration = self.first.program.outcome_by_name[name]
        clash = z3.Xor(self.first.conflict(name), self.second.conflict(name))
        if isinstance(declaration.type, TargetType):
            kept = ((each.is_promised(name, amount) for each in (self.first, self.second)) for amount in self._amounts[name])
            return z3.Or(clash, *(z3.Xor(*each) for each in kept))
        if isinstance(declaration.type, SetType):
            return z3.Or(clash, self._sets_differ(name))
        one, two = self.first.outcome(name), self.second.outcome(name)
        assert one.scalar is not None
        assert two.scalar is not None
        return z3.Or(clash, z3.Xor(one.known, two.known), z3.And(one.known, two.known, one.scalar.value != two.scalar.value))

    def _sets_differ(self, name: str) -> Formula:
        z3 = solver()
        members = sorted({each for value in self._given(name) for each in value}, key=str)
        return z3.Or(*(z3.Xor(_holds_member(self.first, name, each), _holds_member(self.second, name, each)) for each in members))

    def _given(self, name: str) -> list[Any]:
        program = self.first.program
        default = program.outcome_by_name[name].default
        given = [each.value for rule in program.rules for each in rule.contributions if each.outcome == name]
        return [each if isinstance(each, frozenset) else frozenset({each}) for each in (*given, *([] if default is None else [default]))]

    @cached_property
    def _amounts(self) -> dict[str, list[Amount]]:
        """The amounts that each target can hold: two targets are the same if they are as strict as the same of these."""
        targets = (each.name for each in self.first.program.outcomes if isinstance(each.type, TargetType))
        parts = {name: {part for value in self._given(name) for amount in value for part in parts_of(amount)} for name in targets}
        return {name: sorted(found, key=str) for name, found in parts.items()}


def _holds_member(decisions: Decisions, outcome: str, member: Any) -> Formula:  # noqa: ANN401
    """Return when the set holds the member: a rule gives it, or it is in the default and no rule gives any set."""
    z3 = solver()
    claims = decisions.claims(outcome)
    default = decisions.program.outcome_by_name[outcome].default
    usual = [z3.Not(z3.Or(*(formula for _, formula in claims)))] if isinstance(default, frozenset) and member in default else []
    return z3.Or(*(formula for value, formula in claims if member in value), *usual)
