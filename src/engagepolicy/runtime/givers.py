"""The rules of a program looked up by what facts are known to be: those that ask for something else are left out."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from engagepolicy.ir.program import Program
from engagepolicy.runtime.guards import Allowed, Guards

FEW = 8
"""So many rules are gone through one by one rather than looked up."""


ALL = None
"""Stands for the rules that give to any outcome, or to none."""


class Givers:
    """The rules of one program, all of them or those that give to an outcome."""

    def __init__(self, program: Program, guards: Guards) -> None:
        """Take the program and what its rules ask for."""
        self._program = program
        self._guards = guards
        self._by_path: dict[tuple[str | None, str], tuple[dict[Any, set[str]], set[str]]] = {}

    @cached_property
    def _of(self) -> dict[str | None, set[str]]:
        givers: dict[str | None, set[str]] = {each.name: set() for each in self._program.outcomes}
        givers[ALL] = set(self._program.rule_by_id)
        for rule in self._program.rules:
            for each in rule.contributions:
                givers[each.outcome].add(rule.id)
        return givers

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The facts of which some rule asks for certain values."""
        return tuple(sorted({path for rule in self._program.rules for path in self._guards.of_rule(rule.id)}))

    def of(self, outcome: str | None, facts: Allowed) -> set[str]:
        """Return the ids of the rules that give to the outcome, but for those that cannot apply where each fact has one of these values."""
        found = self._of[outcome]
        if not facts or not found:
            return found
        if len(found) > FEW:
            found = min((self._asking(outcome, path, values) for path, values in facts.items()), key=len)
        return {each for each in found if not self._guards.is_refuted(each, facts)}

    def values_beside(self, outcome: str) -> dict[Any, set[Any]]:
        """Return, by value that rules give to the outcome, the other values that may stand beside it, as far as is easily told."""
        given: defaultdict[Any, set[str]] = defaultdict(set)
        values_of: dict[str, set[Any]] = {}
        for id in self._of[outcome]:
            values_of[id] = {each.value for each in self._program.rule_by_id[id].contributions if each.outcome == outcome}
            for value in values_of[id]:
                given[value].add(id)
        if len(given) <= FEW:
            return {value: given.keys() - {value} for value in given}
        beside: dict[Any, set[Any]] = {}
        for value, rules in given.items():
            near = set().union(*(self.of(outcome, self._guards.of_rule(id)) for id in rules))
            beside[value] = set().union(*(values_of[id] for id in near)) - {value}
        return beside

    def _asking(self, outcome: str | None, path: str, values: frozenset[Any]) -> set[str]:
        """Return those that ask for one of the values of the fact, or for nothing of it."""
        if (outcome, path) not in self._by_path:
            by_value: defaultdict[Any, set[str]] = defaultdict(set)
            others = set()
            for each in self._of[outcome]:
                guard = self._guards.of_rule(each).get(path)
                if guard is None:
                    others.add(each)
                for value in guard or ():
                    by_value[value].add(each)
            self._by_path[outcome, path] = dict(by_value), others
        known, others = self._by_path[outcome, path]
        return others.union(*(known.get(value, ()) for value in values))
