"""Policies with one small mistake each: what is changed, where it stands, and how it reads before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from engagepolicy.explanation.wording import render_value
from engagepolicy.ir.constraints import SEVERITIES, Constraint
from engagepolicy.ir.expressions import And, Expression, Not, Or
from engagepolicy.ir.program import Condition, Contribution, Lexicon, OutcomeDeclaration, Program, Rule
from engagepolicy.proving.expectations import spoken
from engagepolicy.proving.test_blocks import render_scalar
from engagepolicy.testing.amount_changes import amounts_beside
from engagepolicy.testing.edits import Edit as Edit
from engagepolicy.testing.edits import Mutant as Mutant
from engagepolicy.testing.expression_changes import changes_of, neighbours
from engagepolicy.testing.guards import Owner, duty_of, owner_of, split_condition, with_own_condition
from engagepolicy.testing.outcome_mutations import find_outcome_mutants
from engagepolicy.testing.time_mutations import find_time_mutants
from engagepolicy.values.amounts import render_amount
from engagepolicy.values.types import TargetType

NEVER = Or(())
"""The condition of a rule that is left out."""

def find_mutants(program: Program, files: Collection[str] | None = None) -> tuple[Mutant, ...]:
    """Return the program with every small mistake in what stands in the files, in a fixed order; None is all of it.

    Constraints on decisions are left as they are, since no `test` block can speak of what they find.
    """
    found = (
        *(mutant for rule in program.rules for mutant in _of_rule(program, rule)),
        *_of_swapped_rows(program),
        *(mutant for each in program.conditions for mutant in _of_condition(each)),
        *(mutant for each in program.constraints if each.subject == "draft" for mutant in _of_constraint(each)),
        *(mutant for each in program.lexicons for mutant in _of_lexicon(each)),
        *(mutant for each in program.outcomes for mutant in find_outcome_mutants(program, each)),
        *find_time_mutants(program),
    )
    return tuple(each for each in found if files is None or (each.place is not None and each.place.file in files))


# --- rules


def _of_rule(program: Program, rule: Rule) -> Iterator[Mutant]:
    owner = owner_of(rule)
    _, own = split_condition(rule)
    for change in changes_of(own):
        edit = _with_condition(program, rule, change.expression)
        yield Mutant(change.kind, owner.words, rule.place, f"`{change.before}`", f"`{change.after}`", edit, change.left_out)
    yield Mutant("dropped rule", owner.words, rule.place, f"`{rule.id}`", "", _with_condition(program, rule, NEVER))
    for changed, before, after in _changed_contributions(program, rule):
        kind = "effect" if after else "dropped effect"
        yield Mutant(kind, owner.words, rule.place, before, after, Edit(rules=(changed,)))
    yield from _of_priorities(rule, owner)


def _with_condition(program: Program, rule: Rule, own: Expression) -> Edit:
    """Return the rule with another condition of its own, and those that are exceptions to it, whose conditions hold it, likewise."""
    changed = {rule.id: with_own_condition(rule, own)}
    pending = [rule]
    while pending:
        base = pending.pop()
        for each in program.rules:
            if base.id in each.exception_to:
                taken, kept = split_condition(changed.get(each.id, each))
                taken = _replaced(taken, base.condition, changed[base.id].condition)
                changed[each.id] = replace(each, condition=And((taken, kept)))
                pending.append(each)
    return Edit(rules=tuple(changed.values()))


def _replaced(expression: Expression, old: Expression, new: Expression) -> Expression:
    """Return the condition with another part in place of each that is equal to the old one."""
    match expression:
        case _ if expression == old:
            return new
        case And(parts=parts) | Or(parts=parts):
            return type(expression)(tuple(_replaced(each, old, new) for each in parts))
        case Not(part=part):
            return Not(_replaced(part, old, new))
        case _:
            return expression


def _changed_contributions(program: Program, rule: Rule) -> Iterator[tuple[Rule, str, str]]:
    """Yield the rule with one of its effects changed or left out, and the effect before and after."""
    for number, given in enumerate(rule.contributions):
        declaration = program.outcome_by_name[given.outcome]
        before = _effect(declaration, given.value)
        for value in _values_beside(declaration, given.value):
            changed = (*rule.contributions[:number], Contribution(given.outcome, value), *rule.contributions[number + 1 :])
            yield replace(rule, contributions=changed), before, _effect(declaration, value)
        if len(rule.contributions) > 1:
            yield replace(rule, contributions=(*rule.contributions[:number], *rule.contributions[number + 1 :])), before, ""


def _effect(declaration: OutcomeDeclaration, value: Any) -> str:  # noqa: ANN401
    if isinstance(declaration.type, TargetType):
        return f"`{spoken(declaration.name)} within {', '.join(sorted(map(render_amount, value)))}`"
    return f"`{spoken(declaration.name)} {render_value(value, declaration.type)}`"


def _values_beside(declaration: OutcomeDeclaration, value: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield what a rule may give by mistake: the tier above, a tag less, half the time."""
    if isinstance(declaration.type, TargetType):
        for amount in sorted(value, key=render_amount):
            yield from ((value - {amount}) | {other} for other in amounts_beside(amount))
    elif isinstance(value, frozenset):
        yield from (value - {each} for each in sorted(value, key=str) if len(value) > 1)
    elif isinstance(value, bool):
        yield not value
    else:
        yield from (other for other, _ in neighbours(value, declaration.type))


def _of_priorities(rule: Rule, owner: Owner) -> Iterator[Mutant]:
    """Yield the rule without each thing that it overrides, and without what it is an exception to."""
    for base in dict.fromkeys(each.partition("[")[0] for each in rule.overrides):
        left = tuple(each for each in rule.overrides if each.partition("[")[0] != base)
        edit = Edit(rules=(replace(rule, overrides=left),))
        yield Mutant("dropped override", owner.words, rule.place, f"`overrides {base}`", "", edit)
    if rule.exception_to:
        names = ", ".join(dict.fromkeys(each.partition("[")[0] for each in rule.exception_to))
        _, own = split_condition(rule)
        edit = Edit(rules=(replace(rule, exception_to=(), condition=own),))
        yield Mutant("dropped exception", owner.words, rule.place, f"`exception to {names}`", "", edit)
    if rule.applies_if_unknown:
        edit = Edit(rules=(replace(rule, applies_if_unknown=False),))
        yield Mutant("dropped clause", owner.words, rule.place, "`if unknown apply`", "", edit)


def _of_swapped_rows(program: Program) -> Iterator[Mutant]:
    """Yield the program with two neighbours of each list that is asked in order exchanged."""
    groups: dict[str, list[Rule]] = {}
    for rule in program.rules:
        if rule.group is not None:
            groups.setdefault(rule.group, []).append(rule)
    for rules in groups.values():
        rules.sort(key=lambda rule: rule.position)
        for one, two in pairwise(rules):
            edit = Edit(rules=(replace(one, position=two.position), replace(two, position=one.position)))
            yield Mutant("order", owner_of(two).words, two.place, f"`{one.id}` before `{two.id}`", f"`{two.id}` before `{one.id}`", edit)


# --- conditions and constraints


def _of_condition(condition: Condition) -> Iterator[Mutant]:
    for change in changes_of(condition.expression):
        edit = Edit(conditions=(replace(condition, expression=change.expression),))
        owner = f"{'segment' if condition.kind == 'segment' else 'definition'} `{condition.name}`"
        yield Mutant(change.kind, owner, condition.place, f"`{change.before}`", f"`{change.after}`", edit, change.left_out)


def _of_constraint(constraint: Constraint) -> Iterator[Mutant]:
    owner, place = f"constraint `{constraint.id}`", constraint.place
    changes = [(each, replace(constraint, condition=each.expression)) for each in changes_of(constraint.condition)]
    changes += [(each, replace(constraint, duties=(each.expression,))) for each in changes_of(duty_of(constraint))]
    for change, changed in changes:
        yield Mutant(change.kind, owner, place, f"`{change.before}`", f"`{change.after}`", Edit(constraints=(changed,)), change.left_out)
    yield Mutant("dropped constraint", owner, place, f"`{constraint.id}`", "", Edit(constraints=(replace(constraint, condition=NEVER),)))
    at = SEVERITIES.index(constraint.severity)
    for other in SEVERITIES[max(0, at - 1) : at] + SEVERITIES[at + 1 : at + 2]:
        edit = Edit(constraints=(replace(constraint, severity=other),))
        yield Mutant("severity", owner, place, f"`else {constraint.severity}`", f"`else {other}`", edit)
    for base in constraint.overrides:
        left = tuple(each for each in constraint.overrides if each != base)
        yield Mutant("dropped override", owner, place, f"`overrides {base}`", "", Edit(constraints=(replace(constraint, overrides=left),)))


# --- words


def _of_lexicon(lexicon: Lexicon) -> Iterator[Mutant]:
    owner = f"lexicon `{lexicon.name}`"
    for number, term in enumerate(lexicon.terms):
        edit = Edit(lexicons=(replace(lexicon, terms=(*lexicon.terms[:number], *lexicon.terms[number + 1 :])),))
        shown = f"/{term.text}/" if term.is_pattern else render_scalar(term.text)
        yield Mutant("dropped term", owner, lexicon.place, f"`exclude {shown}`" if term.is_excluded else f"`{shown}`", "", edit)
    for name in lexicon.includes:
        edit = Edit(lexicons=(replace(lexicon, includes=tuple(each for each in lexicon.includes if each != name)),))
        yield Mutant("dropped term", owner, lexicon.place, f"`include {name}`", "", edit)
