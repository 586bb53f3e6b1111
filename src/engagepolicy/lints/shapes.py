"""What rules, tables and constraints have in common for those who look at them: names, reasons, conditions and their size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from engagepolicy.lints.base import Linted
from engagepolicy.syntax import nodes
from engagepolicy.values.types import SetType

Ruling: TypeAlias = nodes.Rule | nodes.FirstOf | nodes.Table | nodes.Constraint

MOST_HAVE = 0.75
"""The share from which on what lacks something stands out."""
FEWEST = 4
"""How many there have to be for a share to say anything."""


def rulings(ruleset: Linted) -> Iterator[Ruling]:
    """Yield the declarations that decide something, by file; the rules of a list are not among them."""
    for file in ruleset.files:
        yield from (each for each in file.declarations if isinstance(each, Ruling))


def kind_of(node: Ruling) -> str:
    """Return what the language calls such a declaration."""
    match node:
        case nodes.Rule():
            return "rule"
        case nodes.Table():
            return "table"
        case nodes.FirstOf():
            return "list"
        case nodes.Constraint():
            return "constraint"


def has_reason(node: Ruling) -> bool:
    """Whether it says why it is there, or where that stands; a constraint says so in what a breach is told."""
    is_told = isinstance(node, nodes.Constraint) and node.breach is not None and node.breach.reason is not None
    return is_told or node.about.because is not None or node.about.source is not None


def condition_of(node: nodes.Rule | nodes.Constraint) -> tuple[nodes.Condition, ...]:
    """Return the conditions of a rule or constraint as they are written."""
    when = () if node.when is None else (node.when,)
    return (*when, *node.unless)


def tests_of(condition: nodes.Condition) -> int:
    """Return how many tests a condition asks: its parts that hold no `and`, `or` or `not`, those of a list's elements among them."""
    count, pending = 0, [condition]
    while pending:
        match pending.pop():
            case nodes.Both(parts=parts) | nodes.Either(parts=parts):
                pending.extend(parts)
            case nodes.Negation(part=part) | nodes.Quantified(body=part):
                pending.append(part)
            case _:
                count += 1
    return count


def is_set(subject: nodes.Condition, ruleset: Linted) -> bool:
    """Whether a name may be that of a set; of an element of a list only the field's name is known."""
    if not isinstance(subject, nodes.Path):
        return False
    names = {subject.text, ".".join(subject.parts[1:])}
    return any(isinstance(fields[name].type, SetType) for fields in ruleset.resolved.records.values() for name in names & fields.keys())


def most_have(found: Sequence[bool]) -> bool:
    """Whether so many have something that those without it stand out."""
    return len(found) >= FEWEST and sum(found) >= MOST_HAVE * len(found)
