"""A model of the formulas read back as the facts of one input; a text that nobody has spelled out as what must be found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from engagepolicy.backends.smt.conditions import Conditions
from engagepolicy.backends.smt.facts import ListVariable, SetVariable, Variable
from engagepolicy.backends.smt.opaque import Shift
from engagepolicy.backends.smt.terms import FIRST_MOMENT, LAST_MOMENT, Formula, Scalar, Strings, as_number, as_value, microseconds, solver
from engagepolicy.ir.expressions import Apply
from engagepolicy.runtime.facts import Value
from engagepolicy.values.types import DateTimeType, StringType

PLAIN_TEXT = "Hello"
"""What a text is that nothing is said of."""
MOST_OTHERS = 8
"""How many texts that nobody speaks of a set in a witness has at most."""


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text that is not spelled out: the tests that must find something in it, and those that must not."""

    found: tuple[Apply, ...]
    not_found: tuple[Apply, ...]


class Model:
    """What one answer of the solver says of the input."""

    def __init__(self, conditions: Conditions, model: Formula) -> None:
        """Take the formulas and the solver's model of them."""
        self._conditions = conditions
        self._model = model

    def _is_true(self, formula: Formula) -> bool:
        return bool(solver().is_true(self._model.eval(formula, model_completion=True)))

    def moment(self) -> datetime:
        """Return the moment of the decision."""
        moment = self._conditions.facts.moment()
        found = as_value(self._model.eval(moment.value, model_completion=True), moment.type, self._conditions.strings)
        assert isinstance(found, datetime)
        return found

    @property
    def paths(self) -> frozenset[str]:
        """The paths of the facts that the formulas speak of."""
        return frozenset(self._conditions.facts.by_path)

    def facts(self) -> dict[str, Any]:
        """Return the known facts by path: values, tuples of records, and `FreeText` where a text is not spelled out."""
        read = {path: self._read(path, each) for path, each in self._conditions.facts.by_path.items() if "[" not in path}
        return {path: value for path, value in read.items() if value is not None}

    def _read(self, path: str, variable: Variable) -> Value:
        if not self._is_true(variable.known):
            return None
        match variable:
            case Scalar(type=of, value=value):
                found = as_value(self._model.eval(value, model_completion=True), of, self._conditions.strings)
                return self._free_text(path, value) if found is None and isinstance(of, StringType) else found
            case SetVariable(contains=contains, type=of):
                spoken_of = sorted(self._conditions.constants.get(path, set()), key=str)
                held = {each for each in spoken_of if self._is_true(contains(as_number(each, of.of, self._conditions.strings)))}
                held |= set(self._sought(path, variable))
                return frozenset(held | self._others(path, len(held)) if isinstance(of.of, StringType) else held)
            case ListVariable(length=length, elements=elements):
                count = self._model.eval(length, model_completion=True).as_long()
                return tuple(self._record(f"{element.path}.") for element in elements[:count])

    def _others(self, path: str, held: int) -> set[str]:
        """Return texts that nobody speaks of, as many as the set at the path lacks to be as large as in this model."""
        size = self._conditions.sizes.get(path)
        lacking = 0 if size is None else self._model.eval(size, model_completion=True).as_long() - held
        spoken_of = self._conditions.constants.get(path, set())
        made = (f"value {number}" for number in range(1, MOST_OTHERS + len(spoken_of) + 1))
        return set(islice((each for each in made if each not in spoken_of), min(max(lacking, 0), MOST_OTHERS)))

    def _sought(self, path: str, variable: SetVariable) -> Iterator[Any]:
        """Yield the values of facts that are looked for in the set and that it holds; a text that is not spelled out is a plain one."""
        for each in self._conditions.sought.get(path, ()):
            if self._is_true(each.known) and self._is_true(variable.contains(each.value)):
                found = as_value(self._model.eval(each.value, model_completion=True), variable.type.of, self._conditions.strings)
                yield PLAIN_TEXT if found is None else found

    def _record(self, prefix: str) -> Mapping[str, Value]:
        inside = {path: each for path, each in self._conditions.facts.by_path.items() if path.startswith(prefix)}
        read = {path.removeprefix(prefix): self._read(path, each) for path, each in inside.items()}
        return {path: value for path, value in read.items() if value is not None}

    def _free_text(self, path: str, value: Formula) -> FreeText:
        z3 = solver()
        moment = self._model.eval(self._conditions.facts.moment().value, model_completion=True).as_long()
        found: dict[bool, list[Apply]] = {True: [], False: []}
        for opaque in self._conditions.opaque.values():
            if path in opaque.paths:
                epoch = sum(moment >= edge for edge in self._conditions.edges.of(opaque.expression))
                found[self._is_true(opaque.function(value, z3.IntVal(epoch)))].append(opaque.expression)
        return FreeText(tuple(found[True]), tuple(found[False]))

    def starts(self) -> list[Any]:
        """Return the dates and moments from which calendar spans are counted in this model."""
        starts = (shift.start for shift in self._conditions.shifts.values())
        return [as_value(self._model.eval(each.value, model_completion=True), each.type, self._conditions.strings) for each in starts]

    def moments_asked(self) -> list[datetime]:
        """Return the moments of which it is asked in this model whether a calendar is open."""
        asked = (each for each in self._conditions.opaque.values() if isinstance(each.subject_type, DateTimeType))
        values = (self._model.eval(subject, model_completion=True) for each in asked for subject in each.subjects.values())
        within = (each for each in values if FIRST_MOMENT <= each.as_long() <= LAST_MOMENT)
        return [as_value(each, DateTimeType(), self._conditions.strings) for each in within]

    def differs(self, path: str) -> Formula:
        """Return that the fact at the path, which is no list, is known or not, or has a value, other than in this model."""
        z3 = solver()
        variable = self._conditions.facts.by_path[path]
        if not self._is_true(variable.known):
            return variable.known
        if not isinstance(variable, Scalar):
            return z3.Not(variable.known)
        return z3.Or(z3.Not(variable.known), variable.value != self._model.eval(variable.value, model_completion=True))

    def blocking(self, within: frozenset[str] | None = None) -> Formula:
        """Return that the tests of the texts that are not spelled out, at any path or `within` these, come out other than in this model."""
        z3 = solver()
        differs = []
        for opaque in self._conditions.opaque.values():
            for path in sorted(opaque.paths if within is None else opaque.paths & within):
                variable = self._conditions.facts.by_path.get(path)
                if isinstance(variable, Scalar):
                    moment = self._conditions.facts.moment().value
                    edges = self._conditions.edges.of(opaque.expression)
                    epoch = z3.Sum([z3.IntVal(0), *(z3.If(moment >= edge, 1, 0) for edge in edges)])
                    answer = opaque.function(variable.value, epoch)
                    differs.append(z3.Not(answer) if self._is_true(answer) else answer)
        return z3.Or(*differs)


def same_moment(conditions: Conditions, moments: list[Any]) -> Formula:
    """Return that the decision is made at one of the moments."""
    z3 = solver()
    own = conditions.facts.moment().value
    return z3.Or(*(own == microseconds(each) for each in moments))


def plain_start(shift: Shift, moments: list[Any], strings: Strings) -> Formula:
    """Return that a calendar span is counted from one of the moments, or one of their dates, where a fact says from when."""
    z3 = solver()
    days = moments if isinstance(shift.start.type, DateTimeType) else list(dict.fromkeys(each.date() for each in moments))
    at = (shift.start.value == as_number(each, shift.start.type, strings) for each in days)
    return z3.Or(z3.Not(shift.start.known), *at)


def short_lists(conditions: Conditions) -> Formula:
    """Return that no list is longer than the elements that are spelled out."""
    z3 = solver()
    lists = [each for each in conditions.facts.by_path.values() if isinstance(each, ListVariable)]
    return z3.And(*(each.length <= len(each.elements) for each in lists))
