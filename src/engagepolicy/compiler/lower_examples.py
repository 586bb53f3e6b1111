"""The `test` blocks of a ruleset: interactions and cases with typed facts, and what is expected of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal, assert_never

from engagepolicy.compiler.lower_case_examples import (
    CLOCK_STATES,
    Subject,
    is_misspelt_state,
    lower_case,
    lower_case_expectation,
    lower_clock_state,
    lower_look,
)
from engagepolicy.compiler.lower_given import by_input_path, lower_facts, require_facts
from engagepolicy.compiler.lower_review_expectations import lower_review_expectation
from engagepolicy.compiler.lower_rules import Owner, find_outcome
from engagepolicy.compiler.lower_values import find_amount, lower_amount, lower_constant, lower_moment, name_value
from engagepolicy.compiler.scope import Scope, place_of, show_name
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.messages_tests import NoExpectation, NoInput
from engagepolicy.diagnostics.messages_types import WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.program import Example, Expectation
from engagepolicy.semantics.resolved import DRAFT, INTERACTION
from engagepolicy.syntax import nodes
from engagepolicy.values.types import TargetType

SEGMENTS = "segments"
CLOCK_EXPECTED = "a clock is expected to stand in some way"


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


def _says_state(node: nodes.ExpectOutcome) -> bool:
    return isinstance(node.values[0], nodes.Path) and node.values[0].text in CLOCK_STATES


def _lower_outcome(node: nodes.ExpectOutcome | nodes.ExpectNothing, subject: Subject, scope: Scope) -> Expectation | None:
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
        if isinstance(node, nodes.ExpectOutcome) and (_says_state(node) or _is_mere_word(node, subject, scope)):
            return _lower_state(node, entry.name, subject, scope)
        amount = find_amount(node.values[0]) if kind == "outcome" and len(node.values) == 1 else None
        if amount is not None:
            lowered = lower_amount(amount, scope)
            return None if lowered is None else Expectation("target", entry.name, lowered, place=place)
        found = name_value(node.values[0])
        scope.bag.add(WrongType(node.values[0].span, "`within` and an amount of time", found, show_name(entry.name)))
        return None
    value = lower_constant(node.values, entry.type, scope, show_name(entry.name))
    return None if value is None else Expectation(kind, entry.name, value, place=place)


def _is_mere_word(node: nodes.ExpectOutcome, subject: Subject, scope: Scope) -> bool:
    """Whether a word that is no amount stands behind a metric of a case, where the state of its clock was meant."""
    first = node.values[0]
    return subject.is_case and isinstance(first, nodes.Path) and first.text not in scope.resolved.words


def _lower_state(node: nodes.ExpectOutcome, metric: str, subject: Subject, scope: Scope) -> Expectation | None:
    if not subject.is_case:
        subject.tell_timeless(node.span, CLOCK_EXPECTED, scope)
        return None
    return lower_clock_state(node, metric, scope)


def require_target(word: nodes.Word, scope: Scope) -> str | None:
    """Return the name of the target; None where there is none of the name, which has been reported."""
    entry = find_outcome(word, scope)
    if entry is not None and not isinstance(entry.type, TargetType):
        scope.bag.add(WrongType(word.span, "the name of a target", f"{show_name(word.text)}, an outcome", "`within`"))
        return None
    return None if entry is None else entry.name


def _is_broken(node: nodes.ExpectRule | nodes.PromisedRule, owners: Mapping[str, Owner], scope: Scope) -> bool:
    """Whether the rule or row is declared, but its condition could not be read."""
    declared = scope.resolved.rules.get(node.rule.text)
    if isinstance(declared, nodes.Table):
        return node.row is not None and 1 <= node.row <= len(declared.rows)
    return node.row is None and node.rule.text in owners and not isinstance(declared, nodes.FirstOf)


def require_rule(node: nodes.ExpectRule | nodes.PromisedRule, owners: Mapping[str, Owner], scope: Scope) -> str | None:
    """Return the id of the rule or row that is named; None where there is none, which has been reported."""
    ids = {rule.id for owner in owners.values() for rule in owner.rules}
    wanted = node.rule.text if node.row is None else f"{node.rule.text}[{node.row}]"
    if wanted in ids:
        return wanted
    if not _is_broken(node, owners, scope):
        near = find_suggestions(wanted, ids)
        advice = f"a row is named by its number: {node.rule.text}[1]" if node.rule.text in owners else ""
        scope.bag.add(UnknownName(node.rule.span, "rule or row", wanted, near, advice))
    return None


def _lower_rule_status(node: nodes.ExpectRule, owners: Mapping[str, Owner], scope: Scope) -> Expectation | None:
    wanted = require_rule(node, owners, scope)
    return None if wanted is None else Expectation("rule", wanted, status=node.status, place=place_of(node.span))


def _lower_expectation(
    node: nodes.Expectation, owners: Mapping[str, Owner], subject: Subject, scope: Scope
) -> Expectation | None:
    place = place_of(node.span)
    match node:
        case nodes.ExpectOutcome() | nodes.ExpectNothing():
            return _lower_outcome(node, subject, scope)
        case nodes.ExpectText():
            scope.bag.add(UnknownName(node.span, "outcome", "suggested text", (), "a text is suggested for a draft: given draft { ... }"))
            return None
        case nodes.ExpectClock() | nodes.ExpectNoClock() | nodes.ExpectCheck() | nodes.ExpectReminded():
            if subject.is_case:
                return lower_case_expectation(node, scope)
            subject.tell_timeless(node.span, CLOCK_EXPECTED, scope)
            return None
        case nodes.ExpectTarget(metric=metric, amount=nodes.WordAmount(word=word) as amount) if (
            subject.is_case and is_misspelt_state(amount, scope)
        ):
            name = require_target(metric, scope)
            state = nodes.ExpectOutcome(metric, (nodes.Path((word.text,), word.span),), node.span)
            return None if name is None else lower_clock_state(state, name, scope)
        case nodes.ExpectTarget(metric=metric, amount=amount):
            name, lowered = require_target(metric, scope), lower_amount(amount, scope)
            return None if name is None or lowered is None else Expectation("target", name, lowered, place=place)
        case nodes.ExpectDue(metric=metric, moment=written):
            name, moment = require_target(metric, scope), lower_moment(written, scope)
            return None if name is None or moment is None else _due(name, moment, node)
        case nodes.ExpectRule():
            return _lower_rule_status(node, owners, scope)
        case nodes.ExpectConflict(outcome=outcome):
            entry = find_outcome(outcome, scope)
            return None if entry is None else Expectation("conflict", entry.name, place=place)
        case _:
            assert_never(node)


def _due(name: str, moment: datetime, node: nodes.ExpectDue) -> Expectation:
    return Expectation("not before" if node.is_not_before else "due", name, moment, place=place_of(node.span))


def _lower_all(
    expectations: Iterable[nodes.Expectation], owners: Mapping[str, Owner], subject: Subject, scope: Scope
) -> Iterator[Expectation]:
    for node in expectations:
        lowered = _lower_expectation(node, owners, subject, scope)
        if lowered is not None:
            yield lowered


def _lower_case_example(node: nodes.Test, given: nodes.Given, owners: Mapping[str, Owner], scope: Scope) -> Example:
    facts, case = lower_case(node, given, scope)
    subject = Subject(given)
    expected = list(_lower_all(node.expectations, owners, subject, scope))
    for each in node.later:
        at = lower_look(each, None if case is None else case.opened_at, given, scope)
        expected += [replace(lowered, at=at) for lowered in _lower_all(each.expectations, owners, subject, scope)]
    return Example(node.name.value, facts, tuple(expected), place_of(node.name.span), case)


def _lower_draft_example(node: nodes.Test, given: nodes.Given, scope: Scope) -> Example:
    fields = scope.resolved.records.get(DRAFT, {})
    facts = lower_facts(given.facts, DRAFT, fields, scope)
    require_facts(facts, DRAFT, fields, node.name.span, scope)
    Subject(given).check_timeless(node, scope)
    expected = (lower_review_expectation(each, scope) for each in node.expectations)
    known = tuple(each for each in expected if each is not None)
    return Example(node.name.value, by_input_path(facts, fields), known, place_of(node.name.span), record=DRAFT)


def _lower_example(node: nodes.Test, owners: Mapping[str, Owner], scope: Scope) -> Example:
    name, given = node.name.value, node.given
    if given is None:
        scope.bag.add(NoInput(node.name.span, name))
    if not node.expectations and not any(each.expectations for each in node.later):
        scope.bag.add(NoExpectation(node.name.span, name))
    if given is not None and given.is_case:
        return _lower_case_example(node, given, owners, scope)
    if given is not None and given.subject.text == DRAFT:
        return _lower_draft_example(node, given, scope)
    facts: dict[str, object] = {}
    subject = Subject(given)
    if given is not None:
        fields = scope.resolved.records.get(INTERACTION, {})
        facts = lower_facts(given.facts, INTERACTION, fields, scope)
        require_facts(facts, INTERACTION, fields, node.name.span, scope)
        facts = by_input_path(facts, fields)
        subject.check_timeless(node, scope)
    return Example(name, facts, tuple(_lower_all(node.expectations, owners, subject, scope)), place_of(node.name.span))


def lower_examples(owners: Mapping[str, Owner], scope: Scope) -> tuple[Example, ...]:
    """Return the examples of the files that were asked for, in the order written."""
    tests = [test for test in scope.resolved.tests if test.span.source in scope.resolved.roots]
    ordered = sorted(tests, key=lambda test: (test.span.source.name, test.span.start))
    return tuple(_lower_example(test, owners, scope) for test in ordered)
