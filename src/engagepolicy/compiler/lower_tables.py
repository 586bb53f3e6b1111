"""Decision tables: each row becomes a rule; in a `first match` table the rows form a group that is asked in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

from engagepolicy.compiler.lower_conditions import lower_condition, lower_membership
from engagepolicy.compiler.lower_names import SEGMENT, lower_path
from engagepolicy.compiler.lower_values import find_amount, lower_about, lower_amount, lower_constant
from engagepolicy.compiler.scope import Scope, place_of, show_name, text_of
from engagepolicy.diagnostics.messages_names import DeclaredTwice
from engagepolicy.diagnostics.messages_types import NoEffect, WrongType
from engagepolicy.ir import program
from engagepolicy.ir.expressions import And, Expression
from engagepolicy.semantics.resolved import OutcomeEntry
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import TargetType

WHEN = "when"
"""The heading of a column of whole conditions."""

FindOutcome: TypeAlias = Callable[[nodes.Word, Scope], OutcomeEntry | None]


def _lower_cell(column: nodes.Path, cell: nodes.Cell, scope: Scope) -> Expression | None:
    match cell:
        case nodes.AnyCell():
            return And(())
        case nodes.ConditionCell(condition=condition):
            return lower_condition(condition, scope)
        case nodes.TestCell(test=test):
            return lower_condition(test, scope)
        case nodes.ValuesCell(options=options, is_negated=is_negated):
            return lower_membership(column, options, is_negated, scope)
        case _:
            assert_never(cell)


def _lower_result(entry: OutcomeEntry, cell: nodes.ResultCell | nodes.AnyCell, scope: Scope) -> program.Contribution | None:
    if isinstance(cell, nodes.AnyCell):
        return None
    if isinstance(entry.type, TargetType):
        return _lower_target(entry, cell, scope)
    if not cell.values:
        name = show_name(entry.name)
        scope.bag.add(WrongType(cell.span, f"a value of {name}", "an amount of time", f"the column {name}"))
        return None
    value = lower_constant(cell.values, entry.type, scope, f"the column {show_name(entry.name)}")
    return None if value is None else program.Contribution(entry.name, value)


def _lower_target(entry: OutcomeEntry, cell: nodes.ResultCell, scope: Scope) -> program.Contribution | None:
    amount = cell.amount if cell.amount is not None or len(cell.values) != 1 else find_amount(cell.values[0])
    if amount is None:
        scope.bag.add(WrongType(cell.span, "an amount of time", f"`{cell.span.text}`", f"the column {show_name(entry.name)}"))
        return None
    lowered = lower_amount(amount, scope)
    return None if lowered is None else program.Contribution(entry.name, frozenset({lowered}))


def _has_messages(node: nodes.Table, scope: Scope) -> bool:
    """Whether rows are missing because they could not be read."""
    whole = node.span
    return any(each.span.source is whole.source and whole.start <= each.span.start < whole.end for each in scope.bag.items)


def _check_headings(node: nodes.Table, entries: list[OutcomeEntry | None], scope: Scope) -> None:
    for column in node.columns:
        if column.text not in (WHEN, SEGMENT):
            lower_path(column, scope)
    first: dict[str, Span] = {}
    for word, entry in zip(node.results, entries, strict=True):
        if entry is not None and first.setdefault(entry.name, word.span) != word.span:
            scope.bag.add(DeclaredTwice(word.span, "result column", word.text, first[entry.name]))


def lower_table(node: nodes.Table, scope: Scope, find_outcome: FindOutcome) -> tuple[program.Rule, ...]:
    """Return the rows that could be read; a row is called by the table's name and its number, `response_times[3]`."""
    entries = [find_outcome(word, scope) for word in node.results]
    _check_headings(node, entries, scope)
    about = lower_about(node.about, scope)
    if not node.rows and not _has_messages(node, scope):
        scope.bag.add(NoEffect(node.name.span, "table", node.name.text))
    rules: list[program.Rule] = []
    for number, row in enumerate(node.rows, start=1):
        cells = [_lower_cell(column, cell, scope) for column, cell in zip(node.columns, row.conditions, strict=False)]
        given = (
            _lower_result(entry, cell, scope) for entry, cell in zip(entries, row.results, strict=False) if entry is not None
        )
        contributions = tuple(sorted((each for each in given if each is not None), key=lambda each: each.outcome))
        if None in cells:
            continue
        parts = tuple(cell for cell in cells if cell is not None and cell != And(()))
        rules.append(
            program.Rule(
                id=f"{node.name.text}[{number}]",
                condition=parts[0] if len(parts) == 1 else And(parts),
                contributions=contributions,
                description=text_of(node.description),
                group=node.name.text if node.hit == "first match" else None,
                position=number,
                applies_if_unknown=node.applies_if_unknown,
                is_locked=node.is_locked,
                about=about,
                place=place_of(row.span),
            )
        )
    return tuple(rules)
