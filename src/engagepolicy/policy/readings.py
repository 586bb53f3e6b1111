"""Readings of signals become facts: what a store said joins what the interaction says itself."""

from __future__ import annotations

from collections.abc import Mapping

from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.inputs.problems import InvalidInput, Problem, describe, shorten
from engagepolicy.inputs.values import fact_reader
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.program import FactDeclaration, Program


def _signals_of(program: Program, record: str) -> Mapping[str, FactDeclaration]:
    schema = program.schema_by_name[record]
    found = {each.name: schema.find(each.name) for each in program.signals}
    return {name: declaration for name, declaration in found.items() if declaration is not None}


def _read_one(name: str, value: object, given: Constant | None, signals: Mapping[str, FactDeclaration]) -> Problem | Constant | None:
    """Return the value of a reading, or what is wrong with it; None for one that is not known."""
    if name not in signals:
        near = find_suggestions(name, signals, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return Problem(shorten(name), "a reading of no signal", f"a signal of the ruleset{hint}")
    try:
        read = fact_reader(signals[name])(value)
    except InvalidInput as error:
        return error.at(name)[0]
    if read is not None and given is not None and given != read:
        return Problem(name, f"{describe(given)} in the interaction and {describe(read)} as its reading", "one value")
    return read


def with_readings(facts: Mapping[str, Constant], readings: Mapping[str, object], program: Program, record: str) -> dict[str, Constant]:
    """Return the facts with the readings of signals, by name, among them; raise `InvalidInput` with everything that is wrong with them.

    A reading of None, like one that is missing, leaves the signal as the interaction has it: given there, or not known.
    """
    signals = _signals_of(program, record)
    found = {name: _read_one(name, value, facts.get(name), signals) for name, value in readings.items()}
    problems = [each for each in found.values() if isinstance(each, Problem)]
    if problems:
        raise InvalidInput(problems)
    return {**facts, **{name: value for name, value in found.items() if value is not None and not isinstance(value, Problem)}}
