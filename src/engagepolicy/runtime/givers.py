"""The rules of a program looked up by what facts are known to be: those that ask for something else are left out."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from engagepolicy.ir.program import Program
from engagepolicy.runtime.allowed import Allowed, Values
from engagepolicy.runtime.guards import Guards

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
        self._by_path: dict[tuple[str | None, str], _ByValue] = {}
        self._values_beside: dict[str, dict[Any, set[Any]]] = {}

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

    def beside(self, id: str) -> set[str]:
        """Return the ids of the rules that may apply where the rule does, as far as is easily told."""
        return self.of(ALL, self._guards.of_rule(id))

    def values_beside(self, outcome: str) -> dict[Any, set[Any]]:
        """Return, by value that rules give to the outcome, the other values that may stand beside it, as far as is easily told."""
        if outcome not in self._values_beside:
            self._values_beside[outcome] = self._find_values_beside(outcome)
        return self._values_beside[outcome]

    def _find_values_beside(self, outcome: str) -> dict[Any, set[Any]]:
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

    def _asking(self, outcome: str | None, path: str, values: Values) -> set[str]:
        """Return those that ask for one of the values of the fact, or for nothing of it."""
        if (outcome, path) not in self._by_path:
            self._by_path[outcome, path] = _ByValue({each: self._guards.of_rule(each).get(path) for each in self._of[outcome]})
        return self._by_path[outcome, path].find(values)


class _ByValue:
    """Rules by what they ask of one fact."""

    def __init__(self, asked: Mapping[str, Values | None]) -> None:
        self._by_value: defaultdict[Any, set[str]] = defaultdict(set)
        self._others: set[str] = set()
        """Those that ask for nothing of it, or for anything beyond an end."""
        self._ranges: list[tuple[Any, Any, str]] = []
        self._unknown: set[str] = set()
        for id, values in asked.items():
            if values is None or (values.among is None and (values.low is None or values.high is None)):
                self._others.add(id)
            elif values.among is None:
                self._ranges.append((values.low, values.high, id))
            for value in (values and values.among) or ():
                self._by_value[value].add(id)
            if values is not None and values.is_unknown_too:
                self._unknown.add(id)
        self._ranges.sort(key=lambda each: each[0])
        self._lows = [low for low, _, _ in self._ranges]

    def find(self, values: Values) -> set[str]:
        """Return those that may ask for one of the values."""
        found = set(self._others)
        if values.is_unknown_too:
            found |= self._unknown
        if values.among is not None:
            for value in values.among:
                found |= self._by_value.get(value, set())
                found |= self._spanning(value, value)
            return found
        found.update(*(rules for value, rules in self._by_value.items() if values.holds(value)))
        return found | self._spanning(values.low, values.high)

    def _spanning(self, low: Any, high: Any) -> set[str]:  # noqa: ANN401
        """Return those whose range has a value between these ends."""
        last = len(self._ranges) if high is None else bisect_right(self._lows, high)
        return {id for _, end, id in self._ranges[:last] if low is None or low <= end}
