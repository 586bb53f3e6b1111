"""The smallest change of facts that would make a rule apply, tried before it is shown.

A plan is made over the tree of the condition: all parts of a conjunction have to hold, one of a disjunction is enough, a
negation swaps the two, and each test proposes values at its own boundary. Plans are tried, fewest facts first, and one that does
not make the rule apply is dropped; then only the conditions that failed are shown. The moment of the interaction is no fact that
anyone could change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from engagepolicy.backends.interpreter import Evaluation, run
from engagepolicy.explanation.proposals import propose
from engagepolicy.explanation.wording import render_value
from engagepolicy.ir.expressions import And, Expression, Fact, Named, Not, Or, OutcomeValue, walk
from engagepolicy.ir.program import Rule
from engagepolicy.runtime.decision import Evidence
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.prepared import Setting
from engagepolicy.runtime.reading import is_private_chain
from engagepolicy.runtime.record import MASK
from engagepolicy.runtime.trace import Status

PLANS_AT_MOST = 8
"""How many ways of reaching one truth are kept at each node, the smallest."""
NESTING_AT_MOST = 100
"""How deep named conditions may stand in one another before no change is looked for."""

Edits = Mapping[Fact, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact to change: its path, its value in words before (`***` for a private one) and the value after, in words and itself.

    `value` is None where the fact would have to be unknown.
    """

    path: str
    before: str
    after: str
    value: Value


class Planner:
    """Looks for changes to the facts of one decision."""

    def __init__(self, evidence: Evidence) -> None:
        """Take the evidence of the decision."""
        self.evidence = evidence
        self.program = evidence.prepared.program

    def find_changes(self, rule: Rule) -> tuple[Change, ...]:
        """Return the smallest change found that makes the rule apply; empty where none was found.

        Nothing is looked for in a decision that was made again from its record, whose private facts are not there.
        """
        if self.evidence.trace.tests:
            return ()
        plans = self._plans(rule.condition, True, 0)
        edits = next((plan for plan in plans if plan and self._makes_apply(rule, plan)), {})
        return tuple(sorted((self._change(fact, value) for fact, value in edits.items()), key=lambda each: each.path))

    def _change(self, fact: Fact, value: Value) -> Change:
        before = self.evidence.trace.facts.get(fact.path)
        is_hidden = before is not None and is_private_chain(self.evidence.prepared, (fact,))
        return Change(fact.path, MASK if is_hidden else render_value(before, fact.type), render_value(value, fact.type), value)

    def _changed(self, edits: Edits) -> dict[str, Value]:
        return {**self.evidence.trace.facts, **{fact.path: value for fact, value in edits.items()}}

    def _evaluation(self, edits: Edits) -> Evaluation:
        """Return what evaluates with the changed facts, and outcomes as they were."""
        trace = self.evidence.trace
        facts = {path: value for path, value in self._changed(edits).items() if value is not None}
        evaluation = Evaluation(Setting(self.evidence.prepared, trace.as_of), facts, {})
        evaluation.settlements.update(trace.settlements)
        return evaluation

    def _makes_apply(self, rule: Rule, edits: Edits) -> bool:
        rows = [each for each in self._group_of(rule) if each.position <= rule.position]
        if any(self._reads_outcomes(row.condition) for row in rows):
            trace = self.evidence.trace
            verdicts = run(self.evidence.prepared, self._changed(edits), trace.as_of).verdicts
            return verdicts[rule.id].status is Status.APPLIES
        return self._evaluation(edits).ask(tuple(rows))[rule.id].status is Status.APPLIES

    def _group_of(self, rule: Rule) -> Iterable[Rule]:
        if rule.group is None:
            return (rule,)
        return (each for each in self.program.stages[rule.stage] if each.group == rule.group)

    def _reads_outcomes(self, condition: Expression) -> bool:
        names = {part.name for part in walk(condition) if isinstance(part, Named)}
        within = {each for name in names for each in self.evidence.prepared.conditions_within(name)}
        expressions = (condition, *(self.program.condition_by_name[each].expression for each in within))
        return any(isinstance(part, OutcomeValue) for each in expressions for part in walk(each))

    def _plans(self, expression: Expression, is_wanted: bool, depth: int) -> list[Edits]:
        """Return ways to give the expression the wanted truth, smallest first; the empty one where it has it."""
        if self.evidence.trace.evaluate(expression) is is_wanted:
            return [{}]
        if depth > NESTING_AT_MOST:
            return []
        match expression:
            case Not(part=part):
                return self._plans(part, not is_wanted, depth + 1)
            case And(parts=parts) | Or(parts=parts):
                plans = [self._plans(part, is_wanted, depth + 1) for part in parts]
                needs_all = isinstance(expression, And) is is_wanted
                return _all_of(plans) if needs_all else _smallest(plan for each in plans for plan in each)
            case Named(name=name):
                condition = self.program.condition_by_name[name]
                is_in_force = condition.about.window.holds_at(self.evidence.trace.as_of)
                return self._plans(condition.expression, is_wanted, depth + 1) if is_in_force else []
            case _:
                return _smallest(self._plans_for_test(expression, is_wanted))

    def _plans_for_test(self, test: Expression, is_wanted: bool) -> Iterator[Edits]:
        for fact, value in propose(self.evidence, test):
            if self._evaluation({fact: value}).value(test) is is_wanted:
                yield {fact: value}


def _smallest(plans: Iterable[Edits]) -> list[Edits]:
    return sorted(plans, key=len)[:PLANS_AT_MOST]


def _all_of(plans: list[list[Edits]]) -> list[Edits]:
    """Return plans that do what one plan of each list does, where these do not contradict one another."""
    together: list[Edits] = [{}]
    for ways in plans:
        merged = (
            {**one, **two} for one, two in product(together, ways) if all(one.get(key, two[key]) == two[key] for key in two)
        )
        together = _smallest(merged)
    return together
