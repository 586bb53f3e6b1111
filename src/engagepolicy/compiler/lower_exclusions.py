"""Exclusions as written become exclusions of the program: typed values, of which a decision could hold two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engagepolicy.compiler.lower_rules import find_outcome
from engagepolicy.compiler.lower_values import lower_about, lower_constant
from engagepolicy.compiler.scope import Scope, place_of, show_name, text_of
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_exclusions import ExcludedNeverGiven, NothingExcluded
from engagepolicy.diagnostics.messages_types import WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.exclusions import Excluded, Exclusion
from engagepolicy.ir.expressions import OutcomeValue
from engagepolicy.ir.program import Program
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import TargetType


@dataclass(frozen=True, slots=True)
class _Member:
    """One value as lowered, and where it stands."""

    excluded: Excluded
    span: Span


def _lower_effect(node: nodes.Effect | nodes.TargetEffect, scope: Scope) -> Iterator[_Member | None]:
    word = node.metric if isinstance(node, nodes.TargetEffect) else node.outcome
    entry = find_outcome(word, scope)
    if entry is None:
        yield None
    elif isinstance(node, nodes.TargetEffect) or isinstance(entry.type, TargetType):
        scope.bag.add(WrongType(node.span, "an outcome with values, such as `require hide`", "a target", "an exclusion"))
        yield None
    else:
        for value in node.values:
            yield from _lower_value(value, OutcomeValue(entry.name, entry.type), show_name(word.text), scope)


def _lower_value(node: nodes.Value, outcome: OutcomeValue, place: str, scope: Scope) -> Iterator[_Member | None]:
    lowered = lower_constant((node,), outcome.type, scope, place)
    if lowered is None:
        yield None
    elif isinstance(lowered, frozenset):
        yield from (_Member(Excluded(outcome, each), node.span) for each in lowered)
    else:
        yield _Member(Excluded(outcome, lowered), node.span)


def _lower_exclusion(node: nodes.Exclusion, scope: Scope) -> tuple[Exclusion, tuple[_Member, ...]] | None:
    found = [each for effect in node.effects for each in _lower_effect(effect, scope)]
    about = lower_about(node.about, scope)
    members = {each.excluded: each for each in found if each is not None}
    if None in found:
        return None
    ordered = sorted(members, key=lambda each: (each.outcome.name, str(each.value)))
    lowered = Exclusion(node.name.text, tuple(ordered), text_of(node.description), about, place_of(node.name.span))
    if not lowered.pairs:
        scope.bag.add(NothingExcluded(node.name.span, node.name.text, len(members) > 1))
        return None
    return lowered, tuple(members.values())


def lower_exclusions(scope: Scope) -> tuple[Exclusion, ...]:
    """Return the exclusions by name, having reported those that exclude nothing."""
    lowered = (_lower_exclusion(node, scope) for _, node in sorted(scope.resolved.exclusions.items()))
    return tuple(each[0] for each in lowered if each is not None)


def check_exclusions(program: Program, scope: Scope) -> Iterator[Diagnostic]:
    """Yield a message for each value that is excluded with another and that no rule gives, of files with rules."""
    with_rules = {node.name.span.source for node in scope.resolved.rules.values()}
    given = _given_values(program)
    for _, node in sorted(scope.resolved.exclusions.items()):
        lowered = _lower_exclusion(node, scope) if node.name.span.source in with_rules else None
        for member in () if lowered is None else lowered[1]:
            outcome, value = member.excluded.outcome.name, member.excluded.value
            if value not in given.get(outcome, ()):
                near = find_suggestions(str(value), sorted(map(str, given.get(outcome, ()))))
                yield ExcludedNeverGiven(member.span, member.span.text, outcome, near)


def _given_values(program: Program) -> dict[str, set[object]]:
    """Return every value that rules or defaults can give, by outcome; of sets, every member."""
    found: dict[str, set[object]] = {}
    values = [(each.outcome, each.value) for rule in program.rules for each in rule.contributions]
    values += [(each.name, value) for each in program.outcomes for value in (each.default, each.on_conflict) if value is not None]
    for outcome, value in values:
        found.setdefault(outcome, set()).update(value if isinstance(value, frozenset) else {value})
    return found
