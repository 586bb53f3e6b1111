"""What a name in a condition means: a fact, an outcome, a named condition, a segment, a word of the expected enum."""

from __future__ import annotations

from typing import TypeAlias

from engagepolicy.compiler.scope import Scope, record_of
from engagepolicy.diagnostics.messages_constraints import OfAnotherSubject
from engagepolicy.diagnostics.messages_names import IsARecord, UnknownName, UnknownWord, UnquotedText
from engagepolicy.diagnostics.messages_types import (
    WrongType,
)
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.expressions import (
    Constantly,
    Expression,
    Fact,
    Named,
    OutcomeValue,
)
from engagepolicy.semantics.resolved import DRAFT, INTERACTION, Field
from engagepolicy.syntax import nodes
from engagepolicy.values.types import (
    EnumType,
    StringType,
    Type,
)

Lowered: TypeAlias = Expression | None
"""None once the reason has been reported."""

SEGMENT = "segment"


def fact_of(field: Field, variable: str | None = None) -> Fact:
    """Return the expression that reads a fact, of the interaction or of the element that `variable` names."""
    return Fact(field.path, field.type, field.is_optional, variable)


def _find_element(node: nodes.Path, scope: Scope) -> Lowered:
    variable, path = node.parts[0], ".".join(node.parts[1:])
    fields = scope.elements[variable]
    if path in fields:
        return fact_of(fields[path], variable)
    if not path:
        scope.bag.add(IsARecord(node.span, variable, tuple(fields)))
    else:
        scope.bag.add(UnknownName(node.span, f"fact of `{variable}`", path, find_suggestions(path, fields)))
    return None


def _find_name(name: str, scope: Scope) -> Lowered:
    if name in scope.facts:
        scope.uses.note("fact", name)
        return fact_of(scope.facts[name])
    if name in scope.outcomes:
        scope.uses.note("outcome", name)
        return OutcomeValue(name, scope.outcomes[name].type)
    if name in scope.conditions:
        scope.uses.note("condition", name)
        return Named(name)
    return None


def find_meaning(name: str, scope: Scope) -> Field | object | None:
    """Return what conditions may mean by the name; None where nothing declares it."""
    return scope.facts.get(name) or scope.outcomes.get(name) or scope.conditions.get(name)


def lower_path(node: nodes.Path, scope: Scope, expected: Type | None = None) -> Lowered:
    """Return what a name means: a word of the expected enum before a fact, an outcome or a named condition."""
    if node.parts[0] in scope.elements:
        return _find_element(node, scope)
    if isinstance(expected, EnumType) and node.text in expected.values:
        return Constantly(node.text, expected)
    found = _find_name(node.text, scope)
    if found is None:
        _report_unknown(node, scope, expected)
    return found


def _report_unknown(node: nodes.Path, scope: Scope, expected: Type | None) -> None:
    inside = tuple(path for path in scope.facts if path.startswith(f"{node.text}."))
    if inside:
        scope.bag.add(IsARecord(node.span, node.text, inside))
    elif isinstance(expected, EnumType):
        near = find_suggestions(node.text, expected.values)
        scope.bag.add(UnknownWord(node.span, node.text, f"`{expected.name}`", expected.values, near))
    elif isinstance(expected, StringType):
        near = find_suggestions(node.text, [*scope.facts, *scope.outcomes])
        scope.bag.add(UnquotedText(node.span, node.text, near))
    elif (other := _find_elsewhere(node.text, scope)) is not None:
        scope.bag.add(OfAnotherSubject(node.span, node.text, scope.record, *other))
    else:
        known = [*scope.facts, *scope.outcomes, *scope.conditions]
        near = find_suggestions(node.text, known)
        advice = "" if near else f"a fact of your own is declared with `extend {scope.record} {{ ... }}`"
        scope.bag.add(UnknownName(node.span, "fact, outcome or named condition", node.text, near, advice))


def _find_elsewhere(name: str, scope: Scope) -> tuple[str, str] | None:
    """Return what the name means where something else is spoken of: the kind, and of which record."""
    resolved = scope.resolved
    for record in (INTERACTION, DRAFT):
        if name in resolved.records.get(record, {}):
            return "fact", record
    if name in resolved.outcomes:
        return "outcome", INTERACTION
    node = resolved.conditions.get(name)
    return None if node is None else (node.kind, record_of(node))


def speaks_of_segments(node: nodes.Condition, scope: Scope) -> bool:
    """Whether the node is the word `segment`, which stands for the segments where nothing else is called so."""
    return isinstance(node, nodes.Path) and node.text == SEGMENT and find_meaning(SEGMENT, scope) is None


def lower_segment(node: nodes.Condition | nodes.Interval, scope: Scope) -> Lowered:
    """Return the segment that a name means; None after reporting that there is none."""
    if not isinstance(node, nodes.Path):
        scope.bag.add(WrongType(node.span, "the name of a segment", f"`{node.span.text}`", "`segment`"))
        return None
    segments = [name for name, each in scope.conditions.items() if each.kind == "segment"]
    scope.uses.note("condition", node.text)
    name = scope.require("condition", node, segments, "segment")
    return None if name is None else Named(name)
