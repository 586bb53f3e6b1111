"""Rosters: which tiers they stand behind, and their lines with every hour, date and calendar checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import assert_never

from engagepolicy.business_time import check_weekly, load_zone, parse_span
from engagepolicy.compiler.lower_calendars import after_brace, spans_of
from engagepolicy.compiler.lower_values import lower_moment, require_zone
from engagepolicy.compiler.scope import Scope, place_of, text_of
from engagepolicy.diagnostics.messages_rosters import BadShift, DatesOverlap, NobodyNamed, RotationOfOne, SecondRoster
from engagepolicy.diagnostics.messages_time import MissingPart, NoTimezone
from engagepolicy.ir.rosters import Duty, Roster, Turns
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.amounts import CalendarSpan

_WHOLE_DAY = (0, 1440)
_IN_DAYS = {"day": 1, "week": 7}
_IN_MONTHS = {"month": 1, "year": 12}


def _lower_people(people: tuple[nodes.Text, ...], scope: Scope) -> tuple[str, ...]:
    for each in people:
        if not each.value.strip():
            scope.bag.add(NobodyNamed(each.span))
    return tuple(each.value for each in people)


def _weekly_of(node: nodes.WeeklyHours) -> dict[str, tuple[tuple[str, str], ...]]:
    return dict.fromkeys((day.text for day in node.days), spans_of(node.hours))


def _lower_weekly(node: nodes.WeeklyHours, roster: nodes.Roster, scope: Scope) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    for problem in check_weekly(_weekly_of(node)):
        scope.bag.add(BadShift(node.hours[problem.place.index or 0].span, roster.name.text, problem.message))
    return tuple(sorted((day, tuple(sorted(spans))) for day, spans in _weekly_of(node).items()))


def _lower_calendar(word: nodes.Word, scope: Scope) -> str | None:
    return scope.require("calendar", word, scope.resolved.calendars)


def _lower_start(node: nodes.Day | nodes.Moment, zone: str, scope: Scope) -> str | None:
    """Return the local time from which turns are counted; a moment with a zone of its own is read on the clocks of the roster."""
    if isinstance(node, nodes.Day):
        return datetime.combine(node.value, time()).isoformat()
    if node.value.tzinfo is None and node.zone is None:
        return node.value.isoformat()
    moment = lower_moment(node, scope)
    return None if moment is None else moment.astimezone(load_zone(zone)).replace(tzinfo=None).isoformat()


def _lower_rotation(node: nodes.Rotation, roster: nodes.Roster, zone: str, scope: Scope) -> Duty | None:
    names = _lower_people(node.people, scope)
    if len(set(names)) == 1:
        scope.bag.add(RotationOfOne(node.span, names[0]))
    count, unit = node.turn.count, node.turn.unit
    length = CalendarSpan(months=count * _IN_MONTHS.get(unit, 0), days=count * _IN_DAYS.get(unit, 0))
    start = _lower_start(node.start, zone, scope)
    weekly = _lower_weekly(node.within, roster, scope) if isinstance(node.within, nodes.WeeklyHours) else ()
    calendar = _lower_calendar(node.within, scope) if isinstance(node.within, nodes.Word) else None
    return None if start is None else Duty(names, weekly, calendar, turns=Turns(length, start))


def _lower_shift(node: nodes.Shift, roster: nodes.Roster, zone: str, scope: Scope) -> Duty | None:
    match node:
        case nodes.WeeklyShift():
            return Duty(tuple(sorted(_lower_people(node.people, scope))), _lower_weekly(node.weekly, roster, scope))
        case nodes.CalendarShift():
            return Duty(tuple(sorted(_lower_people(node.people, scope))), calendar=_lower_calendar(node.calendar, scope))
        case nodes.DatedShift():
            names = tuple(sorted(_lower_people(node.people, scope)))
            for problem in check_weekly({}, exceptions={node.day.value: spans_of(node.hours)}) if node.hours else ():
                scope.bag.add(BadShift(node.hours[problem.place.index or 0].span, roster.name.text, problem.message))
            return Duty(names, date=node.day.value.isoformat(), hours=tuple(sorted(spans_of(node.hours))))
        case nodes.Rotation():
            return _lower_rotation(node, roster, zone, scope)
        case _:
            assert_never(node)


def _minutes_of(node: nodes.DatedShift) -> Iterator[tuple[int, int]]:
    for start, end in spans_of(node.hours):
        span = parse_span(start, end)
        yield span.start, span.until
    if not node.hours:
        yield _WHOLE_DAY


def _check_dates(node: nodes.Roster, scope: Scope) -> None:
    """Report the second of two lines that say something of the same time of a date; each line on its own has been checked."""
    seen: dict[date, list[nodes.DatedShift]] = {}
    for shift in node.shifts:
        if not isinstance(shift, nodes.DatedShift):
            continue
        earlier = seen.setdefault(shift.day.value, [])
        first = next((each for each in earlier if _meet(each, shift)), None)
        if first is not None:
            scope.bag.add(DatesOverlap(shift.span, node.name.text, shift.day.value.isoformat(), first.span))
        earlier.append(shift)


def _meet(first: nodes.DatedShift, second: nodes.DatedShift) -> bool:
    if not first.people or not second.people:
        return True
    return any(a < d and c < b for a, b in _minutes_of(first) for c, d in _minutes_of(second))


def _lower_zone(node: nodes.Roster, scope: Scope) -> str:
    if node.timezone is not None:
        return node.timezone.text if require_zone(node.timezone, scope) is not None else "UTC"
    if scope.resolved.header_zone(node.span) is None and node.span.source in scope.resolved.headers:
        scope.bag.add(NoTimezone(node.name.span, f"the roster `{node.name.text}`", after_brace(node)))
    zone = scope.resolved.zone_of(node.span)
    return zone if _is_zone(zone) else "UTC"


def _is_zone(name: str) -> bool:
    try:
        load_zone(name)
    except ValueError:
        return False
    return True


def _lower_roster(node: nodes.Roster, owners: dict[str, Span], scope: Scope) -> Roster:
    what = f"the roster `{node.name.text}`"
    tiers: set[str] = set()
    for word in node.tiers:
        tier = scope.require("tier", word, scope.resolved.tiers.values)
        first = owners.setdefault(word.text, word.span)
        if first is not word.span:
            scope.bag.add(SecondRoster(word.span, word.text, first))
        elif tier is not None:
            tiers.add(tier)
    if not node.tiers:
        scope.bag.add(MissingPart(node.name.span, what, "tier that it stands behind", "tier frontline"))
    if not node.shifts and node.otherwise is None:
        scope.bag.add(MissingPart(node.name.span, what, "line of duty", 'mon-fri 09:00-18:00 "Community desk"'))
    zone = _lower_zone(node, scope)
    duties = (_lower_shift(each, node, zone, scope) for each in node.shifts)
    lowered = tuple(sorted({each for each in duties if each is not None}, key=repr))
    _check_dates(node, scope)
    fallback = () if node.otherwise is None else _lower_people(node.otherwise.people, scope)
    names, place = tuple(sorted(set(fallback))), place_of(node.name.span)
    return Roster(node.name.text, tuple(sorted(tiers)), zone, lowered, names, text_of(node.description), place)


def lower_rosters(scope: Scope) -> tuple[Roster, ...]:
    """Return the rosters by name, their lines sorted; of two for one tier the second in the order of names is reported."""
    owners: dict[str, Span] = {}
    return tuple(_lower_roster(node, owners, scope) for _, node in sorted(scope.resolved.rosters.items()))
