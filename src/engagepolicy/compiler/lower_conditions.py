"""Conditions as written become typed expressions; what does not fit is reported once and poisons nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.compiler.comparisons import any_of, build_compare, is_reversed, may_be_unknown, negated
from engagepolicy.compiler.lower_names import Lowered, fact_of, find_meaning, lower_path, lower_segment, speaks_of_segments
from engagepolicy.compiler.lower_text_tests import lower_contains_text, lower_text_test
from engagepolicy.compiler.lower_values import days_span, find_type, lower_scalar, name_value
from engagepolicy.compiler.scope import Scope, describe_type
from engagepolicy.diagnostics.messages_names import RedundantKnown
from engagepolicy.diagnostics.messages_types import (
    ComparedWithUnknown,
    EmptyRange,
    NotACondition,
    NotLinear,
    TypesDiffer,
    UnfitOperator,
    WrongType,
)
from engagepolicy.ir.expressions import (
    And,
    Apply,
    Constantly,
    Expression,
    Fact,
    IsKnown,
    Not,
    Or,
    OrElse,
    Quantified,
    Reference,
    Scalar,
    type_of,
)
from engagepolicy.ir.operators import apply, are_comparable, find_result
from engagepolicy.semantics.resolved import MOMENT, MOMENTS
from engagepolicy.syntax import nodes
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DutyType,
    EnumType,
    ListType,
    RecordType,
    SetType,
    StringType,
    TargetType,
    Type,
)

_LITERAL = (nodes.Text, nodes.Number, nodes.Duration, nodes.Day, nodes.Moment, nodes.Flag)


# -------------------------------------------------------------------------------------------------------------- operands, pairs


def lower_operand(node: nodes.Condition, scope: Scope, expected: Type | None = None) -> Lowered:
    """Return an expression of whatever type the node has; `expected` decides what a bare word means."""
    match node:
        case nodes.Path():
            return lower_path(node, scope, expected)
        case nodes.Arithmetic():
            return _lower_arithmetic(node, scope)
        case nodes.Minus():
            return _lower_minus(node, scope)
        case nodes.Fallback():
            return _lower_fallback(node, scope)
        case nodes.Quantified(quantity="count"):
            return _lower_quantified(node, scope)
        case nodes.Text() | nodes.Number() | nodes.Duration() | nodes.Day() | nodes.Moment() | nodes.Flag():
            return _lower_literal(node, scope)
        case nodes.Days() | nodes.Collection() | nodes.Record() | nodes.Unknown() | nodes.ApprovalFrom() | nodes.Pattern():
            scope.bag.add(WrongType(node.span, "a fact, an outcome or a value", name_value(node), "a condition"))
            return None
        case _:
            return lower_condition(node, scope)


def _lower_literal(node: nodes.Value, scope: Scope) -> Lowered:
    of = find_type(node)
    assert of is not None
    value = lower_scalar(node, of, scope, "a condition")
    return None if value is None else Constantly(value, of)


def _is_open(node: nodes.Condition, scope: Scope) -> bool:
    """Whether a name's meaning has to come from the other side."""
    return isinstance(node, nodes.Path) and node.parts[0] not in scope.elements and find_meaning(node.text, scope) is None


def _lower_pair(left: nodes.Condition, right: nodes.Condition, scope: Scope) -> tuple[Expression, Expression] | None:
    if _is_open(left, scope) and not _is_open(right, scope):
        two = lower_operand(right, scope)
        expected = None if two is None or isinstance(right, _LITERAL) else type_of(two)
        one = None if two is None else lower_operand(left, scope, expected)
    else:
        one = lower_operand(left, scope)
        if one is None and _is_open(right, scope):
            return None  # a bare word means nothing until the other side is known
        two = lower_operand(right, scope, None if one is None else type_of(one))
    return None if one is None or two is None else (one, two)


def _lower_compare(node: nodes.Compare, scope: Scope) -> Lowered:
    if speaks_of_segments(node.left, scope) and node.operator in ("is", "is not"):
        named = lower_segment(node.right, scope)
        return Not(named) if named is not None and node.operator == "is not" else named
    if isinstance(node.right, nodes.Unknown):
        scope.bag.add(ComparedWithUnknown(node.span, node.left.span.text, node.operator == "is not"))
        return None
    pair = _lower_pair(node.left, node.right, scope)
    return None if pair is None else build_compare(node.operator, node.span, *pair, scope)


# --------------------------------------------------------------------------------------------------------------- segments, sets


def lower_membership(
    subject: nodes.Condition, options: tuple[nodes.Condition | nodes.Interval, ...], is_negated: bool, scope: Scope
) -> Lowered:
    """Return whether the subject is one of the options, each a value, a range, or a segment's name."""
    if speaks_of_segments(subject, scope):
        named = [lower_segment(each, scope) for each in options]
        return negated(any_of(named), is_negated)
    left = lower_operand(subject, scope)
    if left is None:
        return None
    of = type_of(left)
    values = [each for each in options if not isinstance(each, nodes.Interval)]
    if len(values) > 1 and all(isinstance(each, _LITERAL) or _is_enum_word(each, of) for each in values):
        member = _lower_listed(left, values, scope)
        ranges = [_lower_interval(left, each, scope) for each in options if isinstance(each, nodes.Interval)]
        return negated(any_of([member, *ranges]), is_negated)
    return negated(any_of([_lower_option(left, each, scope) for each in options]), is_negated)


def _is_enum_word(node: nodes.Condition, of: Type) -> bool:
    return isinstance(node, nodes.Path) and isinstance(of, EnumType)


def _lower_listed(left: Expression, values: list[nodes.Condition], scope: Scope) -> Lowered:
    of = type_of(left)
    if isinstance(of, SetType):
        return any_of([_lower_option(left, each, scope) for each in values])
    lowered = [lower_operand(each, scope, of) for each in values]
    for node, each in zip(values, lowered, strict=True):
        if each is not None and not are_comparable(of, type_of(each)):
            scope.bag.add(TypesDiffer(node.span, describe_type(of), describe_type(type_of(each)), "in"))
            return None
    constants = [each.value for each in lowered if isinstance(each, Constantly)]
    if len(constants) < len(values):
        return None if None in lowered else any_of([apply("equal", left, each) for each in lowered if each is not None])
    if isinstance(of, ListType | RecordType):
        scope.bag.add(UnfitOperator(values[0].span, "in", (describe_type(of),), "ask about its records with `any` or `all`"))
        return None
    members: frozenset[Scalar] = frozenset(constants)  # type: ignore[arg-type]  # what is comparable to a scalar is a scalar
    return apply("member", left, Constantly(members, SetType(of)))


def _lower_option(left: Expression, option: nodes.Condition | nodes.Interval, scope: Scope) -> Lowered:
    if isinstance(option, nodes.Interval):
        return _lower_interval(left, option, scope)
    of = type_of(left)
    if isinstance(of, SetType):
        return _lower_held(left, option, scope)
    right = lower_operand(option, scope, of)
    if right is None:
        return None
    return build_compare("is", option.span, left, right, scope)


def _lower_interval(left: Expression, interval: nodes.Interval, scope: Scope) -> Lowered:
    of = type_of(left)
    bounds: list[Apply] = []
    for node, operator in ((interval.low, ">="), (interval.high, "<=")):
        if node is None:
            continue
        side = lower_operand(node, scope, of)
        bound = None if side is None else build_compare(operator, interval.span, left, side, scope)
        if not isinstance(bound, Apply):
            return None
        bounds.append(bound)
    if is_reversed(bounds, of) and interval.low is not None and interval.high is not None:
        scope.bag.add(EmptyRange(interval.span, interval.low.span, interval.high.span))
        return None
    return And(tuple(bounds))


def _lower_held(left: Expression, item: nodes.Condition, scope: Scope) -> Lowered:
    of = type_of(left)
    assert isinstance(of, SetType)
    right = _lower_duty(item, scope) if isinstance(of.of, DutyType) else lower_operand(item, scope, of.of)
    if right is None:
        return None
    if find_result("contains", (left, right)) is None:
        scope.bag.add(TypesDiffer(item.span, describe_type(of), describe_type(type_of(right)), "contains"))
        return None
    return apply("contains", left, right)


def _lower_duty(item: nodes.Condition, scope: Scope) -> Lowered:
    """Return the duty that a text or a bare word names."""
    match item:
        case nodes.Text(value=name):
            return Constantly(name, DutyType())
        case nodes.Path(text=name) if find_meaning(name, scope) is None:
            return Constantly(name, DutyType())
        case _:
            return lower_operand(item, scope)


def _lower_contains(node: nodes.Contains, scope: Scope) -> Lowered:
    left = lower_operand(node.subject, scope)
    if left is None:
        return None
    of = type_of(left)
    if isinstance(of, StringType):
        tests = [lower_contains_text(left, item, scope) for item in node.items]
    elif isinstance(of, SetType):
        tests = [_lower_held(left, item, scope) for item in node.items]
    else:
        scope.bag.add(UnfitOperator(node.span, "contains", (describe_type(of),), "it tests a set or a text"))
        return None
    if node.quantity == "all":
        return None if None in tests else And(tuple(test for test in tests if test is not None))
    return negated(any_of(tests), node.quantity == "none")


# ------------------------------------------------------------------------------------------------------------------- arithmetic


def _lower_arithmetic(node: nodes.Arithmetic, scope: Scope) -> Lowered:
    if isinstance(node.right, nodes.Days) and node.operator in ("+", "-"):
        return _lower_shift(node, node.right, scope)
    left, right = lower_operand(node.left, scope), lower_operand(node.right, scope)
    if left is None or right is None:
        return None
    if node.operator == "*" and not isinstance(left, Constantly) and not isinstance(right, Constantly):
        scope.bag.add(NotLinear(node.span))
        return None
    name = {"+": "add", "-": "subtract", "*": "multiply"}[node.operator]
    if find_result(name, (left, right)) is None:
        found = (describe_type(type_of(left)), describe_type(type_of(right)))
        scope.bag.add(UnfitOperator(node.span, node.operator, found))
        return None
    return apply(name, left, right)


def _lower_shift(node: nodes.Arithmetic, span: nodes.Days, scope: Scope) -> Lowered:
    left = lower_operand(node.left, scope)
    if left is None:
        return None
    name = "later_by" if node.operator == "+" else "earlier_by"
    right = Constantly(days_span(span), TargetType())
    if find_result(name, (left, right)) is None:
        scope.bag.add(UnfitOperator(node.span, node.operator, (describe_type(type_of(left)), "a calendar span")))
        return None
    return apply(name, left, right)


def _lower_minus(node: nodes.Minus, scope: Scope) -> Lowered:
    part = lower_operand(node.part, scope)
    if part is None:
        return None
    if find_result("negate", (part,)) is None:
        scope.bag.add(UnfitOperator(node.span, "-", (describe_type(type_of(part)),)))
        return None
    return apply("negate", part)


# ------------------------------------------------------------------------------------------------------- what may not be known


def _lower_known(node: nodes.Known, scope: Scope) -> Lowered:
    part = lower_operand(node.subject, scope)
    if part is not None and not may_be_unknown(part):
        scope.bag.add(RedundantKnown(node.span, node.subject.span.text, "known"))
    return None if part is None else IsKnown(part)


def _lower_fallback(node: nodes.Fallback, scope: Scope) -> Lowered:
    part = lower_operand(node.subject, scope)
    if part is None:
        return None
    of = type_of(part)
    value = lower_operand(node.value, scope, of)
    if value is None:
        return None
    if not isinstance(value, Constantly) or not are_comparable(of, value.type):
        found = node.value.span.text if not isinstance(value, Constantly) else describe_type(value.type)
        scope.bag.add(WrongType(node.value.span, describe_type(of), found, "`or else`"))
        return None
    if not may_be_unknown(part):
        scope.bag.add(RedundantKnown(node.span, node.subject.span.text, "or else"))
    return OrElse(part, value)


# ------------------------------------------------------------------------------------------------------- time, lists of records


def _lower_during(node: nodes.During, scope: Scope) -> Lowered:
    name = scope.require("campaign", node.campaign, scope.resolved.campaigns)
    of = MOMENTS.get(scope.record, MOMENT)
    moment = scope.facts.get(of)
    if name is None or moment is None:
        return None
    scope.uses.note("fact", of)
    return apply("during", fact_of(moment), Reference("campaign", name))


def _lower_on_calendar(node: nodes.OnCalendar, scope: Scope) -> Lowered:
    moment = lower_operand(node.subject, scope)
    name = scope.require("calendar", node.calendar, scope.resolved.calendars)
    if moment is None or name is None:
        return None
    if not isinstance(type_of(moment), DateTimeType):
        scope.bag.add(WrongType(node.subject.span, "a moment", describe_type(type_of(moment)), "`on` a calendar"))
        return None
    return apply("on_calendar", moment, Reference("calendar", name))


def _counts_everything(node: nodes.Quantified) -> bool:
    return isinstance(node.body, nodes.Flag) and node.body.value


def _lower_quantified(node: nodes.Quantified, scope: Scope) -> Lowered:
    source = lower_path(node.source, scope)
    if source is None:
        return None
    if isinstance(source, Fact) and isinstance(source.type, SetType) and node.quantity == "count" and _counts_everything(node):
        return apply("size", source)
    if not isinstance(source, Fact) or not isinstance(source.type, ListType):
        scope.bag.add(WrongType(node.source.span, "a list of records", describe_type(type_of(source)), f"`{node.quantity}`"))
        return None
    inner = scope.inside(node.variable.text, source.type.of.name)
    body = lower_condition(node.body, inner)
    return None if body is None else Quantified(node.quantity, node.variable.text, source, body)


# ------------------------------------------------------------------------------------------------------------------- conditions


def lower_parts(parts: Iterable[nodes.Condition], scope: Scope) -> tuple[Expression, ...] | None:
    """Return all the conditions, or None if any of them was reported."""
    lowered = [lower_condition(part, scope) for part in parts]
    return None if None in lowered else tuple(part for part in lowered if part is not None)


def _lower_connective(node: nodes.Both | nodes.Either, scope: Scope) -> Lowered:
    parts = lower_parts(node.parts, scope)
    if parts is None:
        return None
    return And(parts) if isinstance(node, nodes.Both) else Or(parts)


def lower_condition(node: nodes.Condition, scope: Scope) -> Lowered:
    """Return the condition as an expression that is true, false or not known; None after reporting what is wrong."""
    match node:
        case nodes.Both() | nodes.Either():
            return _lower_connective(node, scope)
        case nodes.Negation(part=part):
            return negated(lower_condition(part, scope), True)
        case nodes.Compare():
            return _lower_compare(node, scope)
        case nodes.Membership(subject=subject, options=options, is_negated=is_negated):
            return lower_membership(subject, options, is_negated, scope)
        case nodes.Contains():
            return _lower_contains(node, scope)
        case nodes.TextTest():
            return lower_text_test(node, lower_operand(node.subject, scope), scope)
        case nodes.Known():
            return _lower_known(node, scope)
        case nodes.During():
            return _lower_during(node, scope)
        case nodes.OnCalendar():
            return _lower_on_calendar(node, scope)
        case nodes.Quantified(quantity="any" | "all"):
            return _lower_quantified(node, scope)
        case _:
            return _require_truth(node, lower_operand(node, scope), scope)


def _require_truth(node: nodes.Condition, expression: Lowered, scope: Scope) -> Lowered:
    if expression is None or isinstance(type_of(expression), BoolType):
        return expression
    what, found = f"`{node.span.text[:60]}`", describe_type(type_of(expression))
    scope.bag.add(NotACondition(node.span, what, found, is_written_value=isinstance(node, _LITERAL)))
    return None
