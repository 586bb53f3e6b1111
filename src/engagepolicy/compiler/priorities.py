"""Which rule gives way to which, and which is asked before which: overrides, exceptions, stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from engagepolicy.compiler.lower_names import fact_of
from engagepolicy.compiler.lower_rules import Owner
from engagepolicy.compiler.scope import Scope
from engagepolicy.diagnostics.base import Bag
from engagepolicy.diagnostics.messages_constraints import LockedConstraint
from engagepolicy.diagnostics.messages_names import (
    ExceptionTooLarge,
    LockedOverridden,
    OverrideCycle,
    StageCycleFound,
    UnknownName,
)
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.expressions import And, Constantly, Expression, Fact, Named, Not, Or, OutcomeValue, walk
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Condition, Rule
from engagepolicy.ir.stages import StageCycle, Unit, order_units
from engagepolicy.semantics.cycles import find_cycles
from engagepolicy.semantics.resolved import MOMENT
from engagepolicy.syntax import nodes

DEEPEST_EXCEPTION = 20
LARGEST_EXCEPTION = 20_000
"""An exception's condition holds those of all that it is an exception to; beyond this many parts nobody could read it."""


def _resolve_targets(
    words: tuple[nodes.Word, ...],
    owner: Owner,
    owners: Mapping[str, Owner],
    constraints: Mapping[str, nodes.Constraint],
    bag: Bag,
) -> list[Owner]:
    found: list[Owner] = []
    for word in words:
        target, constraint = owners.get(word.text), constraints.get(word.text)
        if target is None and constraint is not None and constraint.is_locked:
            bag.add(LockedConstraint(word.span, word.text, constraint.name.span))
        elif target is None:
            near = find_suggestions(word.text, owners)
            bag.add(UnknownName(word.span, "rule, table or list of rules", word.text, near))
        elif target.is_locked or any(rule.is_locked for rule in target.rules):
            bag.add(LockedOverridden(word.span, word.text, target.name.span))
        elif target.name.text == owner.name.text:
            bag.add(OverrideCycle(word.span, (word.text, word.text)))
        else:
            found.append(target)
    return found


def _ids(targets: list[Owner]) -> tuple[str, ...]:
    return tuple(sorted({rule.id for target in targets for rule in target.rules}))


def _find_asked_before(rules: Sequence[Rule], groups: Mapping[str | None, tuple[Rule, ...]]) -> dict[str, tuple[Rule, ...]]:
    """Return for each rule the earlier ones of its list that are not among the rules themselves: where one answers, it does not."""
    within = {rule.id for rule in rules}
    others = {
        group: [each for each in groups[group] if each.id not in within] for rule in rules if (group := rule.group) in groups
    }
    return {rule.id: tuple(each for each in others.get(rule.group, ()) if each.position < rule.position) for rule in rules}


def _in_force(rule: Rule, moment: Fact | None) -> tuple[Expression, ...]:
    """Return the rule's condition behind the tests of its window."""
    window = rule.about.window
    tests: list[Expression] = []
    if moment is not None and window.start is not None:
        tests.append(apply("at_least", moment, Constantly(window.start, moment.type)))
    if moment is not None and window.end is not None:
        tests.append(apply("less", moment, Constantly(window.end, moment.type)))
    return (*tests, rule.condition)


def _joined(parts: tuple[Expression, ...]) -> Expression:
    return parts[0] if len(parts) == 1 else And(parts)


class _Exceptions:
    """Conditions of exceptions: each says that one of its bases applies, as far as conditions and dates tell."""

    def __init__(self, owners: Mapping[str, Owner], moment: Fact | None) -> None:
        self.moment = moment
        self.groups: dict[str | None, tuple[Rule, ...]] = {
            owner.rules[0].group: owner.rules for owner in owners.values() if owner.rules and owner.rules[0].group == owner.name.text
        }

    def asked_before(self, targets: list[Owner]) -> tuple[Rule, ...]:
        """Return the rules that keep one of the targets from being asked."""
        before = _find_asked_before([rule for target in targets for rule in target.rules], self.groups)
        return tuple({rule.id: rule for rules in before.values() for rule in rules}.values())

    def condition(self, rule: Rule, targets: list[Owner], ready: Mapping[str, Rule]) -> Expression:
        """Return the rule's own condition behind that of what it is an exception to."""
        before = _find_asked_before([ready[id] for id in _ids(targets)], self.groups)
        bases = [
            _joined((*(Not(_joined(_in_force(ready[each.id], self.moment))) for each in earlier), *_in_force(ready[id], self.moment)))
            for id, earlier in before.items()
        ]
        if not bases:
            return rule.condition
        return And((bases[0] if len(bases) == 1 else Or(tuple(bases)), rule.condition))


def resolve_overrides(owners: Mapping[str, Owner], scope: Scope) -> tuple[Rule, ...]:
    """Return all rules with the ids they override; an exception's condition includes the condition of what it is one to."""
    bag, constraints = scope.bag, scope.resolved.constraints
    moment = scope.resolved.facts.get(MOMENT)
    exceptions = _Exceptions(owners, None if moment is None else fact_of(moment))
    overridden = {name: _resolve_targets(owner.overrides, owner, owners, constraints, bag) for name, owner in owners.items()}
    excepted = {name: _resolve_targets(owner.exception_to, owner, owners, constraints, bag) for name, owner in owners.items()}
    graph = {
        name: {each.name.text for each in (*overridden[name], *excepted[name])}
        | ({each.id for each in exceptions.asked_before(excepted[name])} & owners.keys())
        for name in owners
    }
    members = _widened(graph, owners)
    ready: dict[str, Rule] = {rule.id: rule for owner in owners.values() for rule in owner.rules}
    circles = tuple(find_cycles(members))
    for circle in circles:
        bag.add(OverrideCycle(owners[circle[0]].name.span, circle))
    if circles:
        return tuple(ready.values())
    order = tuple(TopologicalSorter(members).static_order())
    if _are_too_large(order, excepted, owners, exceptions, bag):
        return tuple(ready.values())
    for name in order:
        for rule in owners[name].rules:
            if overridden[name] or excepted[name]:
                ready[rule.id] = replace(
                    ready[rule.id],
                    condition=exceptions.condition(ready[rule.id], excepted[name], ready),
                    overrides=_ids(overridden[name]),
                    exception_to=_ids(excepted[name]),
                )
    return tuple(ready[id] for id in sorted(ready))


def _are_too_large(
    order: tuple[str, ...],
    excepted: Mapping[str, list[Owner]],
    owners: Mapping[str, Owner],
    exceptions: _Exceptions,
    bag: Bag,
) -> bool:
    """Report the first exceptions, innermost first, whose conditions would be too large to be read or kept."""
    depths: dict[str, int] = {}
    sizes: dict[str, int] = {}
    refused: set[str] = set()
    for name in order:
        bases = [each.name.text for each in excepted[name]]
        depths[name] = 1 + max((depths[base] for base in bases), default=-1)
        own = sum(1 for rule in owners[name].rules for _ in walk(rule.condition))
        before = {each.id for each in exceptions.asked_before(excepted[name])} & owners.keys()
        sizes[name] = own + sum(sizes[each] for each in (*bases, *before))
        if refused.intersection(bases):
            refused.add(name)  # too large for the same reason, which has been told
        elif bases and (depths[name] > DEEPEST_EXCEPTION or sizes[name] > LARGEST_EXCEPTION):
            refused.add(name)
            bag.add(ExceptionTooLarge(owners[name].name.span, name, DEEPEST_EXCEPTION))
    return bool(refused)


def _widened(graph: Mapping[str, set[str]], owners: Mapping[str, Owner]) -> dict[str, set[str]]:
    """Let a list of rules wait for its members, so that whoever names the list waits for them too."""
    by_rule = {owner.rules[0].id: name for name, owner in owners.items() if len(owner.rules) == 1 and owner.rules[0].id == name}
    return {
        name: graph[name] | {by_rule[rule.id] for rule in owner.rules if rule.id in by_rule and by_rule[rule.id] != name}
        for name, owner in owners.items()
    }


def _read_by(expression: Expression, behind: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the outcomes that the expression reads; `behind` has those that each named condition reads."""
    found: set[str] = set()
    for part in walk(expression):
        if isinstance(part, OutcomeValue):
            found.add(part.name)
        elif isinstance(part, Named):
            found |= behind.get(part.name, frozenset())
    return frozenset(found)


def outcomes_behind(conditions: Mapping[str, Condition]) -> dict[str, frozenset[str]]:
    """Return the outcomes that each condition reads, itself or through others; the conditions form no circle."""
    named = {
        name: {part.name for part in walk(condition.expression) if isinstance(part, Named)} & conditions.keys()
        for name, condition in conditions.items()
    }
    behind: dict[str, frozenset[str]] = {}
    for name in TopologicalSorter(named).static_order():
        behind[name] = _read_by(conditions[name].expression, behind)
    return behind


def assign_stages(
    rules: tuple[Rule, ...], conditions: Mapping[str, Condition], owners: Mapping[str, Owner], scope: Scope
) -> tuple[Rule, ...]:
    """Return the rules with their stages; report rules that wait for one another."""
    by_id = {rule.id: rule for rule in rules}
    behind = outcomes_behind(conditions)
    reads: dict[str, set[str]] = {}
    writes: dict[str, set[str]] = {}
    for rule in rules:
        unit = rule.group or rule.id
        reads.setdefault(unit, set()).update(_read_by(rule.condition, behind))
        touched = (rule, *(by_id[base] for base in rule.exception_to))
        writes.setdefault(unit, set()).update(each.outcome for one in touched for each in one.contributions)
    stages = order_units(Unit(id, frozenset(reads[id]), frozenset(writes[id])) for id in sorted(reads))
    if isinstance(stages, StageCycle):
        first = next(name for name in stages.members if name.partition("[")[0] in owners)
        scope.bag.add(StageCycleFound(owners[first.partition("[")[0]].name.span, stages.members))
        return rules
    return tuple(replace(rule, stage=stages[rule.group or rule.id]) for rule in rules)
