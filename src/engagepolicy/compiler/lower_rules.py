"""Rules, rows and lists of rules become rules of the program, each with its own condition and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engagepolicy.compiler.check_delays import check_delays
from engagepolicy.compiler.lower_conditions import lower_condition
from engagepolicy.compiler.lower_tables import lower_table
from engagepolicy.compiler.lower_values import find_amount, lower_about, lower_amount, lower_constant
from engagepolicy.compiler.misspelt_words import find_misspelt_word
from engagepolicy.compiler.scope import Scope, describe_type, place_of, show_name, text_of
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.messages_types import NoEffect, SeveralValues, WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir import program
from engagepolicy.ir.about import ALL_TIME, About
from engagepolicy.ir.expressions import And, Expression, Not
from engagepolicy.semantics.resolved import OutcomeEntry, RuleNode
from engagepolicy.syntax import nodes
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import TargetType


@dataclass(frozen=True, slots=True)
class Owner:
    """What stands under one name: the rules it became, and the names it overrides or is an exception to."""

    name: nodes.Word
    rules: tuple[program.Rule, ...]
    overrides: tuple[nodes.Word, ...]
    exception_to: tuple[nodes.Word, ...]
    is_locked: bool


def find_outcome(word: nodes.Word, scope: Scope) -> OutcomeEntry | None:
    """Return the outcome that a rule gives by its name or its verb; None after reporting that there is none."""
    resolved = scope.resolved
    name = resolved.verbs.get(word.text, word.text)
    entry = resolved.outcomes.get(name)
    if entry is None:
        near = find_suggestions(word.text, [*resolved.outcomes, *resolved.verbs])
        scope.bag.add(UnknownName(word.span, "outcome", word.text, near, "an outcome of your own is declared with `outcome`"))
        return None
    scope.uses.note("outcome", name)
    return entry


def _lower_effect(node: nodes.Effect | nodes.TargetEffect, scope: Scope) -> program.Contribution | None:
    word = node.metric if isinstance(node, nodes.TargetEffect) else node.outcome
    entry = find_outcome(word, scope)
    if entry is None:
        return None
    written = node.amount if isinstance(node, nodes.TargetEffect) else None
    if isinstance(node, nodes.Effect) and isinstance(entry.type, TargetType) and len(node.values) == 1:
        written = find_amount(node.values[0])
    if written is not None:
        amount = lower_amount(written, scope)
        if not isinstance(entry.type, TargetType):
            scope.bag.add(WrongType(written.span, describe_type(entry.type), "an amount of time", show_name(entry.name)))
            return None
        return None if amount is None else program.Contribution(entry.name, frozenset({amount}))
    assert isinstance(node, nodes.Effect)
    value = lower_constant(node.values, entry.type, scope, show_name(word.text))
    return None if value is None else program.Contribution(entry.name, value)


def merge_contributions(given: Iterator[program.Contribution | None]) -> tuple[program.Contribution, ...]:
    """Return the contributions by outcome; what one rule says of one set in several lines is one contribution."""
    sets: dict[str, frozenset[object]] = {}
    single: list[program.Contribution] = []
    for each in given:
        if each is None:
            continue
        if isinstance(each.value, frozenset):
            sets[each.outcome] = sets.get(each.outcome, frozenset()) | each.value
        else:
            single.append(each)
    joined = [program.Contribution(name, value) for name, value in sets.items()]  # type: ignore[arg-type]  # unions of constants
    return tuple(sorted([*joined, *dict.fromkeys(single)], key=lambda each: (each.outcome, repr(each.value))))


def lower_when_unless(when: nodes.Condition | None, unless: tuple[nodes.Condition, ...], scope: Scope) -> Expression | None:
    """Return `when` and not any `unless`; None if a part of it was reported."""
    wanted = [] if when is None else [lower_condition(when, scope)]
    refused = [lower_condition(each, scope) for each in unless]
    if None in wanted or None in refused:
        return None
    parts = (*(each for each in wanted if each is not None), *(Not(each) for each in refused if each is not None))
    return parts[0] if len(parts) == 1 else And(parts)


def _check_repeats(node: nodes.Rule, scope: Scope) -> None:
    """Report a rule that gives one outcome two values that can never be merged."""
    given: dict[str, set[str]] = {}
    for effect in node.effects:
        if isinstance(effect, nodes.Effect):
            entry = scope.resolved.outcomes.get(scope.resolved.verbs.get(effect.outcome.text, effect.outcome.text))
            if entry is None or entry.merge is not Merge.UNIQUE or len(effect.values) != 1:
                continue
            values = given.setdefault(entry.name, set())
            values.add(effect.values[0].span.text)
            if len(values) > 1:
                scope.bag.add(SeveralValues(effect.values[0].span, show_name(entry.name), len(values)))


def _outcome_of(effect: nodes.Effect | nodes.TargetEffect, scope: Scope) -> str:
    word = effect.metric.text if isinstance(effect, nodes.TargetEffect) else effect.outcome.text
    return scope.resolved.verbs.get(word, word)


def _lower_rule(node: nodes.Rule, scope: Scope, group: str | None = None, position: int = 0) -> program.Rule | None:
    misspelt = find_misspelt_word(node, scope)
    if misspelt is not None:
        scope.bag.add(misspelt)
        return None
    if not node.effects:
        scope.bag.add(NoEffect(node.name.span, "rule", node.name.text))
    condition = lower_when_unless(node.when, node.unless, scope)
    contributions = merge_contributions(_lower_effect(effect, scope) for effect in node.effects)
    _check_repeats(node, scope)
    check_delays(contributions, {_outcome_of(effect, scope): effect.span for effect in node.effects}, scope)
    about = lower_about(node.about, scope)
    if condition is None:
        return None
    return program.Rule(
        id=node.name.text,
        condition=condition,
        contributions=contributions,
        description=text_of(node.description),
        group=group,
        position=position,
        applies_if_unknown=node.applies_if_unknown,
        is_locked=node.is_locked,
        about=about,
        place=place_of(node.name.span),
    )


def _lower_first_of(node: nodes.FirstOf, scope: Scope) -> Iterator[Owner]:
    about = lower_about(node.about, scope)
    members: list[program.Rule] = []
    for position, each in enumerate(node.rules, start=1):
        rule = _lower_rule(each, scope, node.name.text, position)
        rules = () if rule is None else (replace(rule, about=_inherit(rule.about, about)),)
        members.extend(rules)
        yield Owner(each.name, rules, each.overrides, each.exception_to, each.is_locked)
    yield Owner(node.name, tuple(members), (), (), False)


def _inherit(own: About, outer: About) -> program.About:
    window = own.window if own.window != ALL_TIME else outer.window
    serves = tuple(sorted({*own.serves, *outer.serves}))
    return About(own.because or outer.because, own.source or outer.source, serves, window)


def _lower_node(node: RuleNode, scope: Scope) -> Iterator[Owner]:
    match node:
        case nodes.Rule():
            rule = _lower_rule(node, scope)
            yield Owner(node.name, () if rule is None else (rule,), node.overrides, node.exception_to, node.is_locked)
        case nodes.FirstOf():
            yield from _lower_first_of(node, scope)
        case nodes.Table():
            yield Owner(node.name, lower_table(node, scope, find_outcome), node.overrides, (), node.is_locked)


def lower_owners(scope: Scope) -> dict[str, Owner]:
    """Return everything that stands under a rule's, table's or list's name, its overrides still as written."""
    owners: dict[str, Owner] = {}
    for _, node in sorted(scope.resolved.rules.items()):
        for owner in _lower_node(node, scope):
            owners[owner.name.text] = owner
    return owners
