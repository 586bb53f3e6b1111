"""What the parts of a policy read, told from the policy alone: which facts, which of them private, and by which tests.

A *test* is the smallest part of a condition that is true, false or not known by itself and whose variables are all its own.
Records store how tests of private facts came out instead of the facts. Were a private fact missed here, a log would show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engagepolicy.ir.codec import digest_of
from engagepolicy.ir.constraints import breach_of, placeholders_of
from engagepolicy.ir.expressions import (
    And,
    Expression,
    Fact,
    IsKnown,
    Named,
    Not,
    Or,
    Quantified,
    element_type,
    operands_of,
)
from engagepolicy.ir.program import Condition, FactDeclaration, Program
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.types import Type

DRAFT, TEXT = "draft", "text"
"""The record that reviews are of, and the fact of it that they always read."""

Chain = tuple[Fact, ...]
"""A fact after the lists that it stands in, outermost first."""


@dataclass(slots=True)
class Reading:
    """A fact that is read: its type, whether it is private, and the fields that are read of a list's records."""

    type: Type
    is_private: bool
    fields: dict[str, Reading] = field(default_factory=dict)


def _roots(prepared: Prepared, as_of: datetime) -> list[Expression]:
    """Return what is asked first: of a draft its constraints, of an interaction the rules and the constraints on decisions."""
    program = prepared.program
    is_review = prepared.record == DRAFT
    constraints = [each for each in program.constraints_on("draft" if is_review else "decision") if each.about.window.holds_at(as_of)]
    rules = [] if is_review else [rule.condition for rule in program.rules if rule.about.window.holds_at(as_of)]
    filled = {name for each in constraints for name in placeholders_of(each)} | ({TEXT} if is_review else set())
    schema = program.schema_by_name.get(prepared.record)
    fields = () if schema is None else schema.fields
    shown = (IsKnown(Fact(each.path, each.type, each.is_optional)) for each in fields if each.path in filled)
    return [*rules, *map(breach_of, constraints), *shown]


def conditions_in_force(prepared: Prepared, as_of: datetime) -> tuple[Expression, ...]:
    """Return the conditions of every rule, constraint and segment in force, and those in force that they are made of."""
    program = prepared.program
    roots = _roots(prepared, as_of)
    entered: dict[str, Condition] = {}
    pending: list[Expression] = [
        *roots,
        *(Named(each.name) for each in program.conditions if each.kind == "segment" and each.record == prepared.record),
    ]
    while pending:
        current = pending.pop()
        if isinstance(current, Named) and current.name not in entered:
            condition = program.condition_by_name[current.name]
            if condition.about.window.holds_at(as_of):
                entered[current.name] = condition
                pending.append(condition.expression)
        pending.extend(operands_of(current))
    return (*roots, *(entered[name].expression for name in sorted(entered)))


def tests_in(condition: Expression) -> Iterator[Expression]:
    """Yield the tests that a condition is built of; named conditions are not entered."""
    pending = [condition]
    while pending:
        current = pending.pop()
        if isinstance(current, And | Or | Not):
            pending.extend(reversed(operands_of(current)))
        elif not isinstance(current, Named):
            yield current


def chains_in(expression: Expression) -> Iterator[Chain]:
    """Yield every fact that the expression reads itself, with the lists that it stands in."""
    pending: list[tuple[Expression, Mapping[str, Chain]]] = [(expression, {})]
    while pending:
        current, lists = pending.pop()
        if isinstance(current, Fact):
            yield (*(lists[current.variable] if current.variable else ()), current)
        elif isinstance(current, Quantified):
            source = (*(lists[current.source.variable] if current.source.variable else ()), current.source)
            pending.append((current.source, lists))
            pending.append((current.body, {**lists, current.variable: source}))
        else:
            pending.extend((part, lists) for part in operands_of(current))


def _declarations(prepared: Prepared, chain: Chain) -> Iterator[FactDeclaration | None]:
    schemas = prepared.program.schema_by_name
    names = [prepared.record, *(element_type(each) for each in chain[:-1])]
    for name, each in zip(names, chain, strict=True):
        schema = schemas.get(name)
        yield None if schema is None else schema.find(each.path)


def is_private_chain(prepared: Prepared, chain: Chain) -> bool:
    """Whether the fact, or a list that it stands in, is private."""
    return any(each is not None and each.is_private for each in _declarations(prepared, chain))


def is_private(prepared: Prepared, expression: Expression) -> bool:
    """Whether the expression reads a private fact itself, not only through a named condition."""
    return any(is_private_chain(prepared, chain) for chain in chains_in(expression))


def readings_of(prepared: Prepared, conditions: Iterable[Expression]) -> dict[str, Reading]:
    """Return the facts that the conditions read, by path."""
    readings: dict[str, Reading] = {}
    for condition in conditions:
        for chain in chains_in(condition):
            level = readings
            for each, declaration in zip(chain, _declarations(prepared, chain), strict=True):
                hidden = declaration is not None and declaration.is_private
                level = level.setdefault(each.path, Reading(each.type, hidden)).fields
    return readings


def key_of(test: Expression) -> str:
    """Return a key for the test, the same on every machine: from the digest of a program that says nothing else."""
    bare = Program("", "", "", conditions=(Condition("", "define", test),))
    return digest_of(bare)[:20]


def private_tests(prepared: Prepared, as_of: datetime) -> dict[str, Expression]:
    """Return the tests of private facts that are in force, by key."""
    tests = {test for each in conditions_in_force(prepared, as_of) for test in tests_in(each)}
    return {key_of(test): test for test in tests if is_private(prepared, test)}
