"""Signals: what is counted, which must be told by an interaction's facts alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engagepolicy.compiler.lower_conditions import lower_condition, lower_operand
from engagepolicy.compiler.lower_values import days_span
from engagepolicy.compiler.scope import Scope, describe_type, place_of, text_of
from engagepolicy.diagnostics.messages_signals import KeyTwice, NothingToCompare, ReadsMoreThanFacts, WindowOutOfRange
from engagepolicy.diagnostics.messages_types import WrongType
from engagepolicy.ir.expressions import ALWAYS, Expression, Fact, Named, OutcomeValue, type_of, walk
from engagepolicy.ir.program import Condition
from engagepolicy.ir.signals import LONGEST_DAYS, Length, Signal
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.amounts import CalendarSpan, Elapsed
from engagepolicy.values.types import ListType, RecordType, TargetType

SECONDS_PER_DAY = 86_400


def _reads(expression: Expression, conditions: Mapping[str, Condition], scope: Scope) -> Iterator[tuple[str, str, str | None]]:
    """Yield what is no fact among what the expression reads: its name, its kind, the named condition that reads it."""
    entered: set[str] = set()
    pending: list[tuple[Expression, str | None]] = [(expression, None)]
    while pending:
        current, through = pending.pop()
        for part in walk(current):
            match part:
                case OutcomeValue(name=name):
                    yield name, "outcome", through
                case Fact(path=path, variable=None) if path in scope.resolved.signals:
                    yield path, "signal", through
                case Named(name=name) if name not in entered and name in conditions:
                    entered.add(name)
                    pending.append((conditions[name].expression, through or name))


def _reads_facts_only(expression: Expression, span: Span, conditions: Mapping[str, Condition], scope: Scope) -> bool:
    found = next(_reads(expression, conditions, scope), None)
    if found is not None:
        scope.bag.add(ReadsMoreThanFacts(span, *found))
    return found is None


def _lower_where(node: nodes.Signal, conditions: Mapping[str, Condition], scope: Scope) -> Expression | None:
    if node.where is None:
        return ALWAYS
    where = lower_condition(node.where, scope)
    return where if where is not None and _reads_facts_only(where, node.where.span, conditions, scope) else None


def _lower_fact(path: nodes.Path, place: str, scope: Scope) -> Fact | None:
    """Return the fact that is grouped by or counted: one with a single value, or a set of them."""
    found = lower_operand(path, scope)
    if found is None or not _reads_facts_only(found, path.span, {}, scope):
        return None
    if isinstance(found, Fact) and not isinstance(found.type, ListType | RecordType | TargetType):
        return found
    what = f"the condition `{found.name}`" if isinstance(found, Named) else describe_type(type_of(found))
    scope.bag.add(WrongType(path.span, "a fact with a value or a set of values", what, place))
    return None


def _lower_by(node: nodes.Signal, scope: Scope) -> tuple[Fact, ...]:
    first: dict[str, Span] = {}
    facts: dict[str, Fact] = {}
    for path in node.by:
        earlier = first.setdefault(path.text, path.span)
        if earlier is not path.span:
            scope.bag.add(KeyTwice(path.span, path.text, earlier))
            continue
        fact = _lower_fact(path, "`by`", scope)
        if fact is not None:
            facts[path.text] = fact
    return tuple(fact for _, fact in sorted(facts.items()))


def _lower_length(node: nodes.Duration | nodes.Days, scope: Scope) -> Length:
    length: Length = Elapsed(node.seconds) if isinstance(node, nodes.Duration) else days_span(node)
    days = length.seconds / SECONDS_PER_DAY if isinstance(length, Elapsed) else length.days
    if days > LONGEST_DAYS or (isinstance(length, CalendarSpan) and length.months):
        scope.bag.add(WindowOutOfRange(node.span, LONGEST_DAYS))
    return length


def _lower_against(node: nodes.Signal, scope: Scope) -> Length | None:
    if node.against is not None and node.measure.word == "count":
        word = Span(node.span.source, node.measure.span.start, node.measure.span.start + len("count"))
        scope.bag.add(NothingToCompare(node.against.span, word))
    if node.measure.word == "count":
        return None
    return _lower_length(node.within if node.against is None else node.against, scope)


def _lower_signal(node: nodes.Signal, conditions: Mapping[str, Condition], scope: Scope) -> Signal | None:
    where = _lower_where(node, conditions, scope)
    distinct = None if node.measure.distinct is None else _lower_fact(node.measure.distinct, "`distinct`", scope)
    by = _lower_by(node, scope)
    within, against = _lower_length(node.within, scope), _lower_against(node, scope)
    if where is None:
        return None
    description, place = text_of(node.description), place_of(node.name.span)
    return Signal(node.name.text, node.measure.word, within, against, where, distinct, by, description, place)


def lower_signals(conditions: Mapping[str, Condition], scope: Scope) -> tuple[Signal, ...]:
    """Return the signals by name; `conditions` are the named ones, through which a signal may read facts and nothing else."""
    lowered = (_lower_signal(node, conditions, scope) for _, node in sorted(scope.resolved.signals.items()))
    return tuple(each for each in lowered if each is not None)
