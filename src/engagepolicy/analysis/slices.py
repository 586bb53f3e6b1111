"""The part of a program that a question depends on: all that the rest could do cannot change the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import assert_never

from engagepolicy.ir.expressions import Expression, Named, OutcomeValue, walk
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import (
    Answers,
    Applies,
    Both,
    Either,
    HasNothing,
    InForce,
    IsInConflict,
    IsPromised,
    NotSo,
    Question,
    Stands,
)

SLICES_KEPT = 256


class _Sharing(Prepared):
    """A slice made ready; calendars and lexicons are those of the whole, which it shares."""

    def __init__(self, whole: Prepared, program: Program) -> None:
        super().__init__(program, whole.record)
        self.__dict__.update(calendars=whole.calendars, vocabulary=whole.vocabulary, zone=whole.zone)


class Slices:
    """Slices of one program, those last made kept."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        self._prepared = prepared
        self._program: Program = prepared.program
        self._made: dict[frozenset[str], Prepared] = {}

    def of(self, question: Question) -> Prepared:
        """Return a program that answers the question as the whole does, for every input."""
        rules = self.rules_for(question)
        if rules not in self._made:
            if len(self._made) >= SLICES_KEPT:
                self._made.clear()
            kept = (rule for rule in self._program.rules if rule.id in rules)
            program = replace(self._program, rules=tuple(_within(rule, rules) for rule in kept))
            self._made[rules] = _Sharing(self._prepared, program)
        return self._made[rules]

    # --- which rules

    @cached_property
    def _givers(self) -> dict[str, set[str]]:
        givers: dict[str, set[str]] = {each.name: set() for each in self._program.outcomes}
        for rule in self._program.rules:
            for each in rule.contributions:
                givers[each.outcome].add(rule.id)
        return givers

    @cached_property
    def _neighbours(self) -> dict[str, set[str]]:
        """For every rule those that withdraw from it and those of its group."""
        groups: dict[str, set[str]] = {}
        for rule in self._program.rules:
            if rule.group is not None:
                groups.setdefault(rule.group, set()).add(rule.id)
        found = {rule.id: set(groups.get(rule.group or "", ())) for rule in self._program.rules}
        for rule in self._program.rules:
            for base in (*rule.overrides, *rule.exception_to):
                found[base].add(rule.id)
        return found

    def _read_by(self, expression: Expression) -> set[str]:
        """Return the outcomes that an expression reads, through named conditions too."""
        read: set[str] = set()
        pending, seen = [expression], set()
        while pending:
            for part in walk(pending.pop()):
                if isinstance(part, OutcomeValue):
                    read.add(part.name)
                elif isinstance(part, Named) and part.name not in seen:
                    seen.add(part.name)
                    pending.append(self._program.condition_by_name[part.name].expression)
        return read

    @cached_property
    def _needs(self) -> dict[str, set[str]]:
        return {}

    def rules_for(self, question: Question) -> frozenset[str]:
        """Return the ids of the rules that the question depends on."""
        pending = set(self._asked(question))
        needed: set[str] = set()
        while pending:
            rule = pending.pop()
            if rule not in needed:
                needed.add(rule)
                if rule not in self._needs:
                    outcomes = self._read_by(self._program.rule_by_id[rule].condition)
                    self._needs[rule] = self._neighbours[rule].union(*(self._givers[each] for each in outcomes))
                pending |= self._needs[rule] - needed
        return frozenset(needed)

    def _asked(self, question: Question) -> Iterator[str]:
        match question:
            case Applies(rule=rule) | Stands(rule=rule):
                yield rule
            case Answers(expression=expression):
                for outcome in self._read_by(expression):
                    yield from self._givers[outcome]
            case HasNothing(outcome=outcome) | IsInConflict(outcome=outcome) | IsPromised(outcome=outcome):
                yield from self._givers[outcome]
            case InForce():
                return
            case Both(parts=parts) | Either(parts=parts):
                for part in parts:
                    yield from self._asked(part)
            case NotSo(part=part):
                yield from self._asked(part)
            case _:
                assert_never(question)


def _within(rule: Rule, rules: frozenset[str]) -> Rule:
    """Return the rule without what it says of rules that are left out."""
    return replace(
        rule,
        overrides=tuple(each for each in rule.overrides if each in rules),
        exception_to=tuple(each for each in rule.exception_to if each in rules),
    )
