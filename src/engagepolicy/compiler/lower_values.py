"""Values that stand in a ruleset: moments in UTC, windows, amounts of time, and what an outcome or a fact may be given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from engagepolicy.business_time import UnknownZone, load_zone, resolve_local
from engagepolicy.compiler.scope import Scope, describe_type, describe_wanted, text_of
from engagepolicy.diagnostics.messages_names import UnknownName, UnknownWord
from engagepolicy.diagnostics.messages_time import BeyondTime, DatesOutOfOrder, UnknownTimezone
from engagepolicy.diagnostics.messages_types import SeveralValues, WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.about import ALL_TIME, NOTHING_SAID, About, Window
from engagepolicy.ir.expressions import Constant, Scalar
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values import amounts
from engagepolicy.values.amounts import Amount, CalendarSpan
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    DutyType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    RecordType,
    ScalarType,
    SetType,
    StringType,
    TargetType,
    Type,
)

_UNIT_DAYS = {"day": 1, "week": 7}
_UNIT_MONTHS = {"month": 1, "year": 12}


# ------------------------------------------------------------------------------------------------------------------- moments


def _resolve_wall_time(wall: datetime, zone: ZoneInfo, span: Span, scope: Scope) -> datetime | None:
    try:
        return resolve_local(wall, zone).astimezone(UTC)
    except (OverflowError, ValueError):
        scope.bag.add(BeyondTime(span))
    return None


def _zone_around(span: Span, scope: Scope) -> ZoneInfo | None:
    """Return the zone of the ruleset; None where it does not exist, of which its header is told."""
    try:
        return load_zone(scope.resolved.zone_of(span))
    except UnknownZone:
        return None


def lower_moment(node: nodes.Moment, scope: Scope) -> datetime | None:
    """Return the moment in UTC; one without a zone is read in the zone of its ruleset. None after reporting what is wrong."""
    if node.value.tzinfo is not None:
        try:
            return node.value.astimezone(UTC)
        except OverflowError:
            scope.bag.add(BeyondTime(node.span))
            return None
    if node.zone is None:
        zone = _zone_around(node.span, scope)
    else:
        place = Span(node.span.source, node.span.end - len(node.zone), node.span.end)
        zone = require_zone(nodes.Word(node.zone, place), scope)
    return None if zone is None else _resolve_wall_time(node.value, zone, node.span, scope)


def require_zone(word: nodes.Word, scope: Scope) -> ZoneInfo | None:
    """Return the time zone of that name; None after reporting that there is none."""
    try:
        return load_zone(word.text)
    except UnknownZone as error:
        scope.bag.add(UnknownTimezone(word.span, word.text, tuple(error.suggestions)))
        return None


def _bound_moment(value: nodes.Day | nodes.Moment, is_inclusive: bool, scope: Scope) -> datetime | None:
    try:
        if isinstance(value, nodes.Moment):
            moment = lower_moment(value, scope)
            return moment + timedelta(microseconds=1) if moment is not None and is_inclusive else moment
        day = value.value + timedelta(days=1) if is_inclusive else value.value
    except OverflowError:
        scope.bag.add(BeyondTime(value.span))
        return None
    zone = _zone_around(value.span, scope)
    midnight = datetime(day.year, day.month, day.day)
    return None if zone is None else _resolve_wall_time(midnight, zone, value.span, scope)


def lower_window(node: nodes.Window | None, scope: Scope) -> Window:
    """Return the window in UTC: a date begins at its local midnight, `until` excludes what it names and `through` includes it."""
    if node is None:
        return ALL_TIME
    start = None if node.start is None else _bound_moment(node.start, False, scope)
    end = None if node.end is None else _bound_moment(node.end.value, node.end.word == "through", scope)
    if start is not None and end is not None and end <= start and node.start is not None and node.end is not None:
        scope.bag.add(DatesOutOfOrder(node.span, node.start.span.text, node.end.value.span.text))
    return Window(start, end)


def lower_about(node: nodes.About, scope: Scope) -> About:
    """Return what a declaration says of itself, its objectives resolved."""
    if node == nodes.NOTHING_SAID:
        return NOTHING_SAID
    served = (scope.require("objective", word, scope.resolved.objectives) for word in node.serves)
    names = tuple(sorted({name for name in served if name is not None}))
    return About(text_of(node.because), text_of(node.source), names, lower_window(node.window, scope))


# ------------------------------------------------------------------------------------------------------------------- amounts


def _require_calendar(word: nodes.Word, scope: Scope) -> str | None:
    return scope.require("calendar", word, scope.resolved.calendars)


def _lower_word_amount(node: nodes.WordAmount, scope: Scope) -> Amount | None:
    name = node.word.text
    if name not in scope.resolved.words:
        advice = f"declare it in the `ruleset` block: unquantified {name}"
        near = find_suggestions(name, scope.resolved.words)
        scope.bag.add(UnknownName(node.word.span, "word for an amount of time", name, near, advice))
        return None
    meaning = scope.resolved.words[name].amount
    if meaning is None:
        return amounts.Unquantified(name)
    word = _find_word_in(meaning)
    if word is not None:
        scope.bag.add(WrongType(word.span, "an amount with a number", f"the word `{word.text}`", f"the meaning of `{name}`"))
        return None
    return lower_amount(meaning, scope)


def _find_word_in(amount: nodes.Amount) -> nodes.Word | None:
    match amount:
        case nodes.WordAmount(word=word):
            return word
        case nodes.ChoiceAmount(amounts=parts):
            return next((found for part in parts if (found := _find_word_in(part)) is not None), None)
        case _:
            return None


def days_span(node: nodes.Days) -> CalendarSpan:
    """Return `8 weeks` as 56 days and `1 year` as 12 months."""
    return CalendarSpan(node.count * _UNIT_MONTHS.get(node.unit, 0), node.count * _UNIT_DAYS.get(node.unit, 0))


def _lower_parts(node: nodes.ChoiceAmount, scope: Scope) -> Amount | None:
    parts = [lower_amount(part, scope) for part in node.amounts]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    kind = amounts.EarlierOf if node.which == "earlier" else amounts.LaterOf
    return kind(tuple(sorted(set(known), key=amounts.render_amount)))


def _lower_elapsed(duration: nodes.Duration, calendar: nodes.Word | None, scope: Scope) -> Amount | None:
    if calendar is None:
        return amounts.Elapsed(duration.seconds)
    name = _require_calendar(calendar, scope)
    return None if name is None else amounts.OpenTime(duration.seconds, name)


def find_amount(value: nodes.Value) -> nodes.Amount | None:
    """Return the amount of time that a plain value means where one is wanted: `15m`, `3 days`, or a declared word."""
    match value:
        case nodes.Path(parts=(word,)):
            return nodes.WordAmount(nodes.Word(word, value.span), value.span)
        case nodes.Duration():
            return nodes.ElapsedAmount(value, None, value.span)
        case nodes.Days():
            return nodes.DaysAmount(value, value.span)
        case _:
            return None


def lower_amount(node: nodes.Amount, scope: Scope) -> Amount | None:
    """Return the amount of time; None after reporting what is wrong with it."""
    found: Amount | None
    match node:
        case nodes.ElapsedAmount(duration=duration, calendar=calendar):
            found = _lower_elapsed(duration, calendar, scope)
        case nodes.DaysAmount(days=days):
            found = days_span(days)
        case nodes.BusinessDaysAmount(count=count, calendar=office):
            name = _require_calendar(office, scope)
            found = None if name is None else amounts.BusinessDays(count, name)
        case nodes.ByAmount(at=at, calendar=word):
            name = None if word is None else _require_calendar(word, scope)
            found = None if word is not None and name is None else amounts.ByTime(at, name)
        case nodes.EndOfDayAmount(calendar=word):
            name = None if word is None else _require_calendar(word, scope)
            found = None if word is not None and name is None else amounts.EndOfDay(name)
        case nodes.ChoiceAmount():
            found = _lower_parts(node, scope)
        case nodes.WordAmount():
            found = _lower_word_amount(node, scope)
        case nodes.NotBeforeAmount(amount=inner):
            delay = lower_measured(inner, scope, "a minimum delay")
            found = None if delay is None else amounts.NotBefore(delay)
        case _:
            assert_never(node)
    return found


def lower_measured(node: nodes.Amount, scope: Scope, place: str) -> Amount | None:
    """Return an amount that comes to an end; None after reporting a word without a number."""
    amount = lower_amount(node, scope)
    word = _find_unquantified(amount)
    if word is None:
        return amount
    scope.bag.add(WrongType(node.span, "an amount with a number", f"the word `{word}`", place))
    return None


def _find_unquantified(amount: Amount | None) -> str | None:
    match amount:
        case amounts.Unquantified(word=word):
            return word
        case amounts.EarlierOf(amounts=parts) | amounts.LaterOf(amounts=parts):
            return next((found for part in parts if (found := _find_unquantified(part)) is not None), None)
        case _:
            return None


# ------------------------------------------------------------------------------------------------ constants by expected type


def find_type(node: nodes.Value) -> ScalarType | None:
    """Return the type that a literal has by itself; None for a bare word, whose type depends on where it stands."""
    match node:
        case nodes.Text():
            return StringType()
        case nodes.Number(is_whole=is_whole):
            return IntType() if is_whole else NumberType()
        case nodes.Duration():
            return DurationType()
        case nodes.Day():
            return DateType()
        case nodes.Moment():
            return DateTimeType()
        case nodes.Flag():
            return BoolType()
        case _:
            return None


def name_value(node: nodes.Value) -> str:
    """Return what the value is, as a sentence has it."""
    of = find_type(node)
    if of is not None:
        return describe_type(of)
    match node:
        case nodes.Path():
            return f"the word `{node.text}`"
        case nodes.Days():
            return "a calendar span"
        case nodes.Collection():
            return "a set of values"
        case nodes.Record():
            return "facts in braces"
        case nodes.Pattern():
            return "a pattern"
        case nodes.Unknown():
            return "`unknown`, which is no value"
        case _:
            return f"`{node.span.text}`"


def find_word(node: nodes.Path, of: EnumType, scope: Scope) -> str | None:
    """Return the enum's word that a bare name means, or None after reporting that it has no such word."""
    if node.text in of.values:
        return node.text
    near = find_suggestions(node.text, of.values)
    scope.bag.add(UnknownWord(node.span, node.text, f"`{of.name}`", of.values, near))
    return None


def _lower_duty(node: nodes.ApprovalFrom, scope: Scope) -> str | None:
    tiers = scope.resolved.tiers
    tier = find_word(nodes.Path((node.tier.text,), node.tier.span), tiers, scope)
    return None if tier is None else f"{node.duty.text} from {tier}"


def lower_scalar(node: nodes.Value, of: ScalarType, scope: Scope, place: str) -> Scalar | None:
    """Return the constant that the node means where a value of the type is wanted, or None after reporting why there is none."""
    match node, of:
        case nodes.Path(), EnumType():
            return find_word(node, of, scope)
        case nodes.Path(), StringType() | DutyType():
            return node.text
        case nodes.ApprovalFrom(), DutyType() | StringType():
            return _lower_duty(node, scope)
        case nodes.Text(value=value), StringType() | DutyType():
            return value
        case nodes.Number(value=value, is_whole=True), IntType():
            return int(value)
        case nodes.Number(value=value), NumberType():
            return value
        case nodes.Flag(value=value), BoolType():
            return value
        case nodes.Duration(seconds=seconds), DurationType():
            return timedelta(seconds=seconds)
        case nodes.Day(value=value), DateType():
            return value
        case nodes.Moment(), DateTimeType():
            return lower_moment(node, scope)
        case _:
            scope.bag.add(WrongType(node.span, describe_wanted(of), name_value(node), place))
            return None


def _flattened(nodes_given: Iterable[nodes.Value]) -> tuple[nodes.Value, ...]:
    flat: list[nodes.Value] = []
    for node in nodes_given:
        flat.extend(node.items if isinstance(node, nodes.Collection) else (node,))
    return tuple(flat)


def lower_constant(given: tuple[nodes.Value, ...], of: Type, scope: Scope, place: str) -> Constant | None:
    """Return what the values amount to for a fact or outcome of the type: one scalar, or the set of all of them."""
    if isinstance(of, SetType):
        items = [lower_scalar(node, of.of, scope, place) for node in _flattened(given)]
        known = frozenset(item for item in items if item is not None)
        return None if None in items else known
    if isinstance(of, TargetType):
        scope.bag.add(WrongType(given[0].span, "an amount of time after `within`", name_value(given[0]), place))
        return None
    if len(given) != 1:
        scope.bag.add(SeveralValues(given[0].span.to(given[-1].span), place, len(given)))
        return None
    assert not isinstance(of, ListType | RecordType)  # these have no constants: see `lower_examples`
    return lower_scalar(given[0], of, scope, place)
