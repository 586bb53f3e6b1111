"""Small mistakes in how what several rules give is made one: another merge, another default, no word for a conflict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engagepolicy.explanation.wording import render_value
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import OutcomeDeclaration, Program, Rule
from engagepolicy.proving.expectations import spoken
from engagepolicy.testing.edits import Edit, Mutant
from engagepolicy.testing.expression_changes import neighbours
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import EnumType, IntType, NumberType, Type

_OTHERS = {Merge.HIGHEST: (Merge.LOWEST,), Merge.LOWEST: (Merge.HIGHEST,), Merge.UNIQUE: (Merge.HIGHEST, Merge.LOWEST)}


def find_outcome_mutants(program: Program, outcome: OutcomeDeclaration) -> Iterator[Mutant]:
    """Yield the outcome with each mistake, told where a rule first gives it something; none where no rule does."""
    givers = [rule for rule in program.rules for each in rule.contributions if each.outcome == outcome.name]
    values = {each.value for rule in givers for each in rule.contributions if each.outcome == outcome.name}
    owner, place = f"outcome `{spoken(outcome.name)}`", _first_place(givers)
    if len(values) > 1:
        for other in _OTHERS.get(outcome.merge, ()) if _is_ordered(outcome.type) else ():
            edit = Edit(outcomes=(replace(outcome, merge=other),))
            yield Mutant("merge", owner, place, f"`merge {outcome.merge.value}`", f"`merge {other.value}`", edit)
    if not givers or isinstance(outcome.default, frozenset):
        return
    if outcome.default is not None:
        told = f"`default {render_value(outcome.default, outcome.type)}`"
        for beside, _ in neighbours(outcome.default, outcome.type):
            edit = Edit(outcomes=(replace(outcome, default=beside),))
            yield Mutant("default", owner, place, told, f"`default {render_value(beside, outcome.type)}`", edit)
        yield Mutant("default", owner, place, told, "", Edit(outcomes=(replace(outcome, default=None),)))
    if outcome.on_conflict is not None and len(values) > 1:
        told = f"`on conflict {render_value(outcome.on_conflict, outcome.type)}`"
        yield Mutant("conflict", owner, place, told, "", Edit(outcomes=(replace(outcome, on_conflict=None),)))


def _is_ordered(of: Type) -> bool:
    return isinstance(of, IntType | NumberType) or (isinstance(of, EnumType) and bool(of.chains))


def _first_place(rules: Iterable[Rule]) -> Place | None:
    places = [rule.place for rule in rules if rule.place is not None]
    return min(places, key=lambda place: (place.file, place.line), default=None)
