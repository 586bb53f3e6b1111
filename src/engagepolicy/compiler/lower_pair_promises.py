"""What is promised of two interactions: `monotone ... in ...`, which needs an order, and `same ... if ... changes`, which needs facts."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.compiler.lower_names import lower_path
from engagepolicy.compiler.lower_rules import find_outcome
from engagepolicy.compiler.scope import Scope, describe_type, show_name
from engagepolicy.diagnostics.messages_pairs import NothingToCompare
from engagepolicy.ir.expressions import Constantly, Fact, OutcomeValue
from engagepolicy.ir.operators import is_ordered
from engagepolicy.ir.promises import Monotone, PairClaim, PairPart, Sameness
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import TargetType

DECISION = "decision"
"""The word for all outcomes together."""


def lower_pair_part(node: nodes.PromisedOrder | nodes.PromisedSameness, kind: str, scope: Scope) -> PairPart | None:
    """Return what is claimed of two interactions; None after reporting why nothing is."""
    if kind == "purpose":
        _refuse(node.span, "a purpose is about one interaction that must stay possible, and this about any two: say it with `prove`", scope)
        return None
    is_order = isinstance(node, nodes.PromisedOrder)
    claim: PairClaim | None = _lower_order(node, scope) if is_order else _lower_sameness(node, scope)  # type: ignore[arg-type]
    return None if claim is None else PairPart(claim, " ".join(node.span.text.split()))


def _refuse(span: Span, why: str, scope: Scope) -> None:
    scope.bag.add(NothingToCompare(span, why))


# --- monotone


def _lower_order(node: nodes.PromisedOrder, scope: Scope) -> Monotone | None:
    entry, basis = find_outcome(node.outcome, scope), lower_path(node.basis, scope)
    if entry is not None and not (isinstance(entry.type, TargetType) or is_ordered(entry.type)):
        _refuse(node.outcome.span, f"{show_name(entry.name)} is {describe_type(entry.type)}, which has no order", scope)
        return None
    if entry is None or basis is None:
        return None
    if not isinstance(basis, Fact | OutcomeValue):
        _refuse(node.basis.span, f"`{node.basis.text}` has no order: it is neither a fact nor an outcome", scope)
    elif isinstance(basis, OutcomeValue) and basis.name == entry.name:
        _refuse(node.basis.span, f"{show_name(entry.name)} is compared with itself", scope)
    elif isinstance(basis, OutcomeValue) and isinstance(basis.type, TargetType):
        _refuse(node.basis.span, f"{show_name(basis.name)} is a target: name what it should follow from", scope)
    elif not is_ordered(basis.type):
        _refuse(node.basis.span, f"{show_name(node.basis.text)} is {describe_type(basis.type)}, which has no order", scope)
    else:
        return Monotone(entry.name, basis)
    return None


# --- same


def _lower_sameness(node: nodes.PromisedSameness, scope: Scope) -> Sameness | None:
    outcomes = list(_lower_outcomes(node.outcomes, scope))
    facts = [_lower_fact(path, scope) for path in node.facts]
    if None in outcomes or None in facts:
        return None
    named = tuple(dict.fromkeys(each for names in outcomes if names is not None for each in names))
    return Sameness(named, tuple(dict.fromkeys(each for each in facts if each is not None)))


def _lower_outcomes(words: Iterable[nodes.Word], scope: Scope) -> Iterable[tuple[str, ...] | None]:
    for word in words:
        if word.text == DECISION and DECISION not in scope.resolved.outcomes:
            yield tuple(sorted(scope.resolved.outcomes))
        else:
            entry = find_outcome(word, scope)
            yield None if entry is None else (entry.name,)


def _lower_fact(path: nodes.Path, scope: Scope) -> str | None:
    found = lower_path(path, scope)
    if isinstance(found, Fact):
        return found.path
    if found is not None:
        what = "an outcome" if isinstance(found, OutcomeValue) else "a value" if isinstance(found, Constantly) else "a condition"
        _refuse(path.span, f"`{path.text}` is {what}: only facts of an interaction change", scope)
    return None


