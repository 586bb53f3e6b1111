"""The facts that tests give: checked against the record that they belong to, each by its type."""

from __future__ import annotations

from collections.abc import Mapping

from engagepolicy.compiler.lower_values import lower_constant, name_value
from engagepolicy.compiler.scope import Scope
from engagepolicy.diagnostics.messages_constraints import GivenComputed
from engagepolicy.diagnostics.messages_names import IsARecord, UnknownName
from engagepolicy.diagnostics.messages_tests import GivenTwice, MissingFact, NotAnInput
from engagepolicy.diagnostics.messages_types import WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.semantics.resolved import Field
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import ListType, RecordType


def _lower_fact(node: nodes.GivenFact, field: Field, scope: Scope) -> object:
    if isinstance(node.value, nodes.Unknown):
        if not field.is_optional:
            scope.bag.add(NotAnInput(node.span, field.path))
        return None
    if isinstance(field.type, ListType):
        return _lower_records(node.value, field.type, scope)
    assert not isinstance(field.type, RecordType)
    return lower_constant((node.value,), field.type, scope, f"the fact `{field.path}`")


def _lower_records(value: nodes.Value, of: ListType, scope: Scope) -> object:
    items = value.items if isinstance(value, nodes.Collection) else (value,)
    found: list[object] = []
    for item in items:
        if isinstance(item, nodes.Record):
            fields = scope.resolved.records.get(of.of.name, {})
            facts = lower_facts(item.facts, of.of.name, fields, scope)
            require_facts(facts, of.of.name, fields, item.span, scope)
            found.append(by_input_path(facts, fields))
        else:
            scope.bag.add(WrongType(item.span, f"facts of `{of.of.name}` in braces", name_value(item), "a list"))
    return found


def lower_facts(
    given: tuple[nodes.GivenFact, ...], record: str, fields: Mapping[str, Field], scope: Scope
) -> dict[str, object]:
    """Return the facts by path, None for one that is unknown or was reported; what is given twice or is no fact is reported."""
    facts: dict[str, object] = {}
    first: dict[str, Span] = {}
    for node in given:
        path = node.path.text
        if path in facts:
            scope.bag.add(GivenTwice(node.path.span, path, first[path]))
            continue
        first[path] = node.path.span
        if path in fields:
            facts[path] = _lower_fact(node, fields[path], scope)
            if fields[path].is_computed:
                scope.bag.add(GivenComputed(node.path.span, path))
        else:
            _report_unknown_fact(node.path, record, fields, scope)
            facts[path] = None
    return facts


def require_facts(
    facts: Mapping[str, object], record: str, fields: Mapping[str, Field], span: Span, scope: Scope
) -> None:
    """Report the facts that must be given and are not."""
    required = (path for path, field in fields.items() if not field.is_optional and field.default is None)
    missing = tuple(path for path in required if path not in facts)
    if missing and facts.keys() <= fields.keys():  # a fact under a misspelt name is not missing as well
        scope.bag.add(MissingFact(span, record, missing))


def by_input_path(facts: Mapping[str, object], fields: Mapping[str, Field]) -> dict[str, object]:
    """Return the facts by the paths under which inputs give them."""
    return {fields[path].json_path or path if path in fields else path: value for path, value in facts.items()}


def _report_unknown_fact(node: nodes.Path, record: str, fields: Mapping[str, Field], scope: Scope) -> None:
    inside = tuple(path for path in fields if path.startswith(f"{node.text}."))
    if inside:
        scope.bag.add(IsARecord(node.span, node.text, inside))
    else:
        scope.bag.add(UnknownName(node.span, f"fact of `{record}`", node.text, find_suggestions(node.text, fields)))
