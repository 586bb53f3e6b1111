"""The reference: it evaluates expressions as they stand and asks the stages in order. Obvious before fast.

Every part of every condition is evaluated, whatever the other parts gave, so which facts are read depends on the policy alone.
Recursion goes as deep as one expression is nested, which the parser bounds; chains of named conditions are walked in order
instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import assert_never

from engagepolicy.ir.expressions import (
    And,
    Apply,
    Constantly,
    Expression,
    Fact,
    IsKnown,
    Named,
    Not,
    Or,
    OrElse,
    OutcomeValue,
    Quantified,
    Reference,
    RegularExpression,
)
from engagepolicy.ir.program import Rule
from engagepolicy.runtime import decision
from engagepolicy.runtime.decision import Decision, Explanation
from engagepolicy.runtime.facts import NO_ELEMENTS, Elements, Facts, Value, facts_in_utc, in_utc, set_in_utc
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.settle import Settlement, settle
from engagepolicy.runtime.trace import APPLYING, NO_TESTS, KnownTests, Status, Trace, Verdict
from engagepolicy.values.truth import Truth, kleene_and, kleene_not, kleene_or


class Evaluation:
    """One decision being made: its facts, what is settled so far, and the named conditions already answered."""

    def __init__(self, setting: Setting, facts: Facts, tests: KnownTests) -> None:
        """Take the facts in UTC; `tests` are answers from a record, taken instead of evaluating the same expression."""
        self.setting = setting
        self.facts = facts
        self.tests = tests
        self.settlements: dict[str, Settlement] = {}
        self._conditions: dict[str, Truth] = {}

    def value(self, expression: Expression, elements: Elements = NO_ELEMENTS, /) -> Value:
        """Return the value of the expression, None where it is not known.

        `elements` has, for each variable of the quantifiers around the expression, the record that it stands for. A reference or
        pattern is its own value.
        """
        if self.tests and expression in self.tests:
            return self.tests[expression].truth
        match expression:
            case Constantly(value=value, type=of):
                return set_in_utc(value, of)
            case Fact(path=path, variable=variable):
                return (self.facts if variable is None else elements[variable]).get(path)
            case OutcomeValue(name=name):
                return self.settlements[name].value
            case Named(name=name):
                return self.condition(name)
            case Reference() | RegularExpression():
                return expression
            case And(parts=parts):
                return kleene_and([self.value(part, elements) for part in parts])
            case Or(parts=parts):
                return kleene_or([self.value(part, elements) for part in parts])
            case Not(part=part):
                return kleene_not(self.value(part, elements))
            case IsKnown(part=part):
                return self.value(part, elements) is not None
            case OrElse(part=part, fallback=fallback):
                value = self.value(part, elements)
                return self.value(fallback, elements) if value is None else value
            case Apply():
                return self._applied(expression, elements)
            case Quantified():
                return self._quantified(expression, elements)
            case _:
                assert_never(expression)

    def _applied(self, expression: Apply, elements: Elements) -> Value:
        operands = [self.value(operand, elements) for operand in expression.operands]
        if any(operand is None for operand in operands):
            return None
        return MEANINGS[expression.operator](self.setting, expression, operands)

    def _quantified(self, expression: Quantified, elements: Elements) -> Value:
        source = self.value(expression.source, elements)
        if source is None:
            return None
        variable, body = expression.variable, expression.body
        truths: list[Truth] = [self.value(body, {**elements, variable: element}) for element in source]
        match expression.quantity:
            case "any":
                return kleene_or(truths)
            case "all":
                return kleene_and(truths)
            case "count":
                return None if None in truths else truths.count(True)
            case _:
                assert_never(expression.quantity)

    def condition(self, name: str) -> Truth:
        """Return the truth of a `define` or `segment`; one that is not in force is false."""
        if name not in self._conditions:
            by_name = self.setting.prepared.program.condition_by_name
            for each in self.setting.prepared.conditions_asked(name, self.setting.as_of):
                if each not in self._conditions:
                    named = by_name[each]
                    is_in_force = named.about.window.holds_at(self.setting.as_of)
                    self._conditions[each] = self.value(named.expression) if is_in_force else False
        return self._conditions[name]

    def ask(self, rules: tuple[Rule, ...]) -> dict[str, Verdict]:
        """Ask the rules of one stage; a group is asked in its order until one of its rows applies."""
        verdicts: dict[str, Verdict] = {}
        answered: dict[str, str] = {}
        for rule in rules:
            if not rule.about.window.holds_at(self.setting.as_of):
                verdict = Verdict(Status.NOT_IN_FORCE)
            elif rule.group in answered:
                verdict = Verdict(Status.NOT_ASKED, answered_by=answered[rule.group])
            else:
                verdict = Verdict(_status(rule, self.value(rule.condition)))
            if rule.group is not None and verdict.status in APPLYING:
                answered[rule.group] = rule.id
            verdicts[rule.id] = verdict
        return verdicts


def _status(rule: Rule, truth: Truth) -> Status:
    if truth is None:
        return Status.APPLIES_UNKNOWN if rule.applies_if_unknown else Status.UNDETERMINED
    return Status.APPLIES if truth else Status.DOES_NOT_APPLY


def run(prepared: Prepared, facts: Mapping[str, object], as_of: datetime, tests: KnownTests = NO_TESTS) -> Trace:
    """Run the program on the facts (by dotted path; absent or None is not known) as of a moment with a zone."""
    program = prepared.program
    moment: datetime = as_of if in_utc(as_of) is None else in_utc(as_of)
    evaluation = Evaluation(Setting(prepared, moment), facts_in_utc(facts), tests)
    verdicts: dict[str, Verdict] = {}
    applying: dict[str, Rule] = {}
    for stage, rules in enumerate(((), *program.stages), start=-1):
        asked = evaluation.ask(rules)
        verdicts.update(asked)
        applying.update({id: program.rule_by_id[id] for id, verdict in asked.items() if verdict.status in APPLYING})
        for declaration in program.outcomes:
            if program.settled_after[declaration.name] == stage:
                evaluation.settlements[declaration.name] = settle(declaration, applying)
    segments = {each.name: evaluation.condition(each.name) for each in program.segments_of(prepared.record)}
    return Trace(
        evaluation.facts,
        moment,
        MappingProxyType(verdicts),
        MappingProxyType(evaluation.settlements),
        MappingProxyType(segments),
        evaluation.value,
        tests,
    )


def decide(
    prepared: Prepared,
    facts: Mapping[str, object],
    as_of: datetime,
    tests: KnownTests = NO_TESTS,
    *,
    explain: Callable[[Decision], Explanation] | None = None,
) -> Decision:
    """Decide on the facts as of a moment; see `run` for what goes in. `explain` answers the decision's `explain()`."""
    return decision.build(prepared, run(prepared, facts, as_of, tests), explain=explain)
