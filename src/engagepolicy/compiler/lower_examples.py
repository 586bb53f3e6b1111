"""The `test` blocks of a ruleset: interactions with typed facts, and what is expected of their decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, assert_never

from engagepolicy.compiler.lower_rules import Owner, find_outcome
from engagepolicy.compiler.lower_values import find_amount, lower_amount, lower_constant, lower_moment, name_value
from engagepolicy.compiler.scope import Scope, place_of, show_name
from engagepolicy.diagnostics.messages_names import IsARecord, UnknownName
from engagepolicy.diagnostics.messages_tests import GivenTwice, MissingFact, NoExpectation, NoInput, NotAnInput
from engagepolicy.diagnostics.messages_types import WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.program import Example, Expectation
from engagepolicy.semantics.resolved import INTERACTION, Field
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import ListType, RecordType, TargetType

SEGMENTS = "segments"


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
            found.append(_lower_facts(item.facts, of.of.name, scope, item.span))
        else:
            scope.bag.add(WrongType(item.span, f"facts of `{of.of.name}` in braces", name_value(item), "a list"))
    return found


def _lower_facts(
    given: tuple[nodes.GivenFact, ...], record: str, scope: Scope, span: Span
) -> dict[str, object]:
    fields = scope.resolved.records.get(record, {})
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
        else:
            _report_unknown_fact(node.path, record, fields, scope)
            facts[path] = None
    required = (path for path, field in fields.items() if not field.is_optional and field.default is None)
    missing = tuple(path for path in required if path not in facts)
    if missing and facts.keys() <= fields.keys():  # a fact under a misspelt name is not missing as well
        scope.bag.add(MissingFact(span, record, missing))
    return facts


def _report_unknown_fact(node: nodes.Path, record: str, fields: Mapping[str, Field], scope: Scope) -> None:
    inside = tuple(path for path in fields if path.startswith(f"{node.text}."))
    if inside:
        scope.bag.add(IsARecord(node.span, node.text, inside))
    else:
        scope.bag.add(UnknownName(node.span, f"fact of `{record}`", node.text, find_suggestions(node.text, fields)))


def _kind_of(node: nodes.ExpectOutcome | nodes.ExpectNothing) -> Literal["outcome", "nothing"]:
    return "outcome" if isinstance(node, nodes.ExpectOutcome) else "nothing"


def _lower_segments(node: nodes.ExpectOutcome | nodes.ExpectNothing, scope: Scope) -> Expectation | None:
    segments = {name for name, each in scope.resolved.conditions.items() if each.kind == "segment"}
    names: set[str] = set()
    for value in node.values:
        if not isinstance(value, nodes.Path):
            scope.bag.add(WrongType(value.span, "the name of a segment", name_value(value), "`segment`"))
            return None
        name = scope.require("condition", value, segments, "segment")
        if name is None:
            return None
        names.add(name)
    return Expectation(_kind_of(node), SEGMENTS, frozenset(names) if names else None, place=place_of(node.span))


def _lower_outcome(node: nodes.ExpectOutcome | nodes.ExpectNothing, scope: Scope) -> Expectation | None:
    kind = _kind_of(node)
    place = place_of(node.span)
    if node.outcome.text == "segment":
        return _lower_segments(node, scope)
    entry = find_outcome(node.outcome, scope)
    if entry is None:
        return None
    if not node.values:
        return Expectation(kind, entry.name, place=place)
    if isinstance(entry.type, TargetType):
        amount = find_amount(node.values[0]) if kind == "outcome" and len(node.values) == 1 else None
        if amount is not None:
            lowered = lower_amount(amount, scope)
            return None if lowered is None else Expectation("target", entry.name, lowered, place=place)
        found = name_value(node.values[0])
        scope.bag.add(WrongType(node.values[0].span, "`within` and an amount of time", found, show_name(entry.name)))
        return None
    value = lower_constant(node.values, entry.type, scope, show_name(entry.name))
    return None if value is None else Expectation(kind, entry.name, value, place=place)


def _require_target(word: nodes.Word, scope: Scope) -> str | None:
    entry = find_outcome(word, scope)
    if entry is not None and not isinstance(entry.type, TargetType):
        scope.bag.add(WrongType(word.span, "the name of a target", f"{show_name(word.text)}, an outcome", "`within`"))
        return None
    return None if entry is None else entry.name


def _is_broken(node: nodes.ExpectRule, owners: Mapping[str, Owner], scope: Scope) -> bool:
    """Whether the rule or row is declared, but its condition could not be read."""
    declared = scope.resolved.rules.get(node.rule.text)
    if isinstance(declared, nodes.Table):
        return node.row is not None and 1 <= node.row <= len(declared.rows)
    return node.row is None and node.rule.text in owners and not isinstance(declared, nodes.FirstOf)


def _lower_rule_status(node: nodes.ExpectRule, owners: Mapping[str, Owner], scope: Scope) -> Expectation | None:
    ids = {rule.id for owner in owners.values() for rule in owner.rules}
    wanted = node.rule.text if node.row is None else f"{node.rule.text}[{node.row}]"
    if wanted not in ids:
        if _is_broken(node, owners, scope):
            return None
        near = find_suggestions(wanted, ids)
        advice = f"a row is named by its number: {node.rule.text}[1]" if node.rule.text in owners else ""
        scope.bag.add(UnknownName(node.rule.span, "rule or row", wanted, near, advice))
        return None
    return Expectation("rule", wanted, status=node.status, place=place_of(node.span))


def _lower_expectation(node: nodes.Expectation, owners: Mapping[str, Owner], scope: Scope) -> Expectation | None:
    place = place_of(node.span)
    match node:
        case nodes.ExpectOutcome() | nodes.ExpectNothing():
            return _lower_outcome(node, scope)
        case nodes.ExpectTarget(metric=metric, amount=amount):
            name, lowered = _require_target(metric, scope), lower_amount(amount, scope)
            return None if name is None or lowered is None else Expectation("target", name, lowered, place=place)
        case nodes.ExpectDue(metric=metric, moment=written):
            name, moment = _require_target(metric, scope), lower_moment(written, scope)
            return None if name is None or moment is None else _due(name, moment, node)
        case nodes.ExpectRule():
            return _lower_rule_status(node, owners, scope)
        case nodes.ExpectConflict(outcome=outcome):
            entry = find_outcome(outcome, scope)
            return None if entry is None else Expectation("conflict", entry.name, place=place)
        case _:
            assert_never(node)


def _due(name: str, moment: datetime, node: nodes.ExpectDue) -> Expectation:
    return Expectation("due", name, moment, place=place_of(node.span))


def _lower_example(node: nodes.Test, owners: Mapping[str, Owner], scope: Scope) -> Example:
    name = node.name.value
    if not node.has_input:
        scope.bag.add(NoInput(node.name.span, name))
    if not node.expectations:
        scope.bag.add(NoExpectation(node.name.span, name))
    facts = _lower_facts(node.given, INTERACTION, scope, node.name.span) if node.has_input else {}
    expected = (_lower_expectation(each, owners, scope) for each in node.expectations)
    return Example(name, facts, tuple(each for each in expected if each is not None), place_of(node.name.span))


def lower_examples(owners: Mapping[str, Owner], scope: Scope) -> tuple[Example, ...]:
    """Return the examples of the files that were asked for, in the order written."""
    tests = [test for test in scope.resolved.tests if test.span.source in scope.resolved.roots]
    ordered = sorted(tests, key=lambda test: (test.span.source.name, test.span.start))
    return tuple(_lower_example(test, owners, scope) for test in ordered)
