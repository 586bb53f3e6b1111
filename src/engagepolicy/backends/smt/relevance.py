"""What a question depends on of all that was said to the solver: without it, each question would cost as much as the policy is long.

Leaving out what is true of variables that a formula does not speak of changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from engagepolicy.backends.smt.conditions import Conditions
from engagepolicy.backends.smt.facts import MOMENT, root_of
from engagepolicy.backends.smt.moments import AS_OF, MOMENTS_TOLD
from engagepolicy.backends.smt.opaque import span_key, test_key
from engagepolicy.ir.expressions import Apply, Expression, Fact, Named, walk
from engagepolicy.ir.program import Program
from engagepolicy.runtime.sought import TEXT_TESTS


@dataclass(frozen=True, slots=True)
class Needs:
    """The facts that are read, by path, the tests that are asked and the calendar spans that are added, by key."""

    paths: frozenset[str] = frozenset()
    tests: frozenset[str] = frozenset()
    spans: frozenset[str] = frozenset()


def union_of(all_needs: Iterable[Needs]) -> Needs:
    """Return what any of them needs."""
    needs = list(all_needs)
    return Needs(
        frozenset().union(*(each.paths for each in needs)),
        frozenset().union(*(each.tests for each in needs)),
        frozenset().union(*(each.spans for each in needs)),
    )


class Relevance:
    """What the rules and conditions of one program need."""

    def __init__(self, program: Program) -> None:
        """Take the program; needs are looked up when they are first asked for."""
        self._program = program
        self._of_rules: dict[str, Needs] = {}
        self._of_conditions: dict[str, Needs] = {}

    def of_rules(self, rules: Iterable[str]) -> Needs:
        """Return what the rules, by id, need."""
        return union_of(map(self._of_rule, rules))

    def _of_rule(self, rule: str) -> Needs:
        if rule not in self._of_rules:
            self._of_rules[rule] = self.of_expression(self._program.rule_by_id[rule].condition)
        return self._of_rules[rule]

    def of_expression(self, expression: Expression) -> Needs:
        """Return what an expression needs, through named conditions too."""
        found, pending, seen = [_own_needs(expression)], _named_in(expression), set[str]()
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                inner = self._program.condition_by_name[name].expression
                if name not in self._of_conditions:
                    self._of_conditions[name] = _own_needs(inner)
                found.append(self._of_conditions[name])
                pending |= _named_in(inner)
        return found[0] if len(found) == 1 else union_of(found)


def _named_in(expression: Expression) -> set[str]:
    return {part.name for part in walk(expression) if isinstance(part, Named)}


def _own_needs(expression: Expression) -> Needs:
    paths, tests, spans = set(), set(), set()
    for part in walk(expression):
        if isinstance(part, Fact) and part.variable is None:
            paths.add(part.path)
        elif isinstance(part, Apply) and (part.operator in TEXT_TESTS or part.operator == "on_calendar"):
            tests.add(test_key(part))
        elif isinstance(part, Apply) and part.operator in ("later_by", "earlier_by"):
            spans.add(span_key(part))
    return Needs(frozenset(paths), frozenset(tests), frozenset(spans))


def narrow(conditions: Conditions, needs: Needs) -> Conditions:
    """Return the conditions with nothing but what is needed, and the moment of the decision; for reading, not for new formulas."""
    conditions.facts.moment()
    paths = needs.paths | {MOMENT, AS_OF} | MOMENTS_TOLD
    narrowed, facts = copy(conditions), copy(conditions.facts)
    facts.by_path = {path: each for path, each in facts.by_path.items() if root_of(path) in paths}
    facts.tagged = {tag: each for tag, each in facts.tagged.items() if tag in paths or tag in needs.spans}
    narrowed.facts = facts
    narrowed.opaque = {key: each for key, each in conditions.opaque.items() if key in needs.tests}
    narrowed.shifts = {key: each for key, each in conditions.shifts.items() if each.key in needs.spans}
    return narrowed
