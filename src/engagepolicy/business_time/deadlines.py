"""An amount of time added to a moment: one rule for each kind of amount, and no due time where there is none.

None means that nothing falls due: the policy gives no number, the calendar does not open, or the answer lies
beyond the year 9999 (on a calendar, beyond a hundred years).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from engagepolicy.business_time.calendar import Calendar
from engagepolicy.business_time.instants import NaiveDatetime, to_microseconds
from engagepolicy.business_time.zones import resolve_local
from engagepolicy.values.amounts import (
    Amount,
    BusinessDays,
    ByTime,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    EndOfDay,
    LaterOf,
    NotBefore,
    OpenTime,
    Unquantified,
    calendars_of,
)

_ONE_DAY = timedelta(days=1)


class UnknownCalendar(ValueError):
    """An amount names a calendar that is not among those given."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"no calendar has the name {name!r}")
        self.name = name


def _require_calendar(name: str, calendars: Mapping[str, Calendar]) -> Calendar:
    if name not in calendars:
        raise UnknownCalendar(name)
    return calendars[name]


def _add_months(day: date, months: int) -> date:
    """Return the date so many months on, clamped to the last day of its month.

    Raises `ValueError` or `OverflowError` outside of the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(year, month + 1)[1]))


def _add_calendar_span(span: CalendarSpan, start: datetime, zone: ZoneInfo) -> datetime:
    """Return the same local time months, then days later."""
    local = start.astimezone(zone)
    day = _add_months(local.date(), span.months) + timedelta(days=span.days)
    return resolve_local(datetime.combine(day, local.time()), zone).astimezone(zone)


def _next_local_time(at: time, start: datetime, zone: ZoneInfo, calendar: Calendar | None) -> datetime | None:
    """Return the first moment, `start` or later, at which clocks show `at`.

    Where a calendar is given the date must be one of its open dates.
    """
    day = start.astimezone(zone).date()
    while True:
        open_day = day if calendar is None else calendar.first_open_date(day)
        if open_day is None:
            return None
        moment = resolve_local(datetime.combine(open_day, at.replace(tzinfo=None)), zone)
        if moment >= start.astimezone(UTC):
            return moment.astimezone(zone)
        day = open_day + _ONE_DAY


def _end_of_day(start: datetime, zone: ZoneInfo) -> datetime:
    """Return the first local midnight after `start`."""
    day = start.astimezone(zone).date()
    while True:
        day += _ONE_DAY
        moment = resolve_local(datetime.combine(day, time()), zone)
        if moment > start.astimezone(UTC):
            return moment.astimezone(zone)


def _due_of(amount: Amount, start: datetime, calendars: Mapping[str, Calendar], zone: ZoneInfo) -> datetime | None:
    match amount:
        case Elapsed(seconds=seconds):
            return (start.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(zone)
        case OpenTime(seconds=seconds, calendar=name):
            return _require_calendar(name, calendars).add(start, timedelta(seconds=seconds))
        case BusinessDays(days=days, calendar=name):
            calendar = _require_calendar(name, calendars)
            return calendar.add_business_days(start, days) if days > 0 else None
        case CalendarSpan():
            return _add_calendar_span(amount, start, zone)
        case ByTime(at=at, calendar=name):
            named = None if name is None else _require_calendar(name, calendars)
            return _next_local_time(at, start, zone if named is None else named.zone, named)
        case EndOfDay(calendar=name):
            named = None if name is None else _require_calendar(name, calendars)
            return _end_of_day(start, zone) if named is None else named.next_close(start)
        case EarlierOf(amounts=parts):
            found = [due(part, start, calendars=calendars, zone=zone) for part in parts]
            return min((moment for moment in found if moment is not None), key=to_microseconds, default=None)
        case LaterOf(amounts=parts):
            found = [due(part, start, calendars=calendars, zone=zone) for part in parts]
            known = [moment for moment in found if moment is not None]
            return max(known, key=to_microseconds) if known and len(known) == len(found) else None
        case Unquantified() | NotBefore():
            return None
        case _:
            assert_never(amount)


def due(amount: Amount, start: datetime, *, calendars: Mapping[str, Calendar], zone: ZoneInfo) -> datetime | None:
    """Return the moment at which `amount`, counted from `start`, falls due, or None where nothing does.

    - `Elapsed`: real time, daylight saving or not.
    - `OpenTime`: `Calendar.add`; `BusinessDays`: `Calendar.add_business_days`, so the day it starts on does
      not count.
    - `CalendarSpan`: the same local time in `zone`, months first (31 January and one month is 28 or 29
      February), then days; a local time that does not exist moves forward.
    - `ByTime`: the first moment at or after `start` at which clocks show that time (a start on the dot is due
      at once); on a calendar in its zone and on the next date that does business and on which that time is
      not past, whether it is open then or not.
    - `EndOfDay`: the local midnight that ends the day; on a calendar its next close after `start`, of a later
      day while closed.
    - `NotBefore`: nothing, because it never falls due; `find_allowed` tells when it is over.
    - `EarlierOf`: the earliest of those that give a time; `LaterOf`: the latest, and None as soon as one
      gives none, because what never falls due is later than everything.

    `start` is an aware datetime of any zone. The answer is in the calendar's zone where the amount names one,
    else in `zone`. Raises `NaiveDatetime`, and `UnknownCalendar` where the amount names a calendar that is
    not in `calendars`.
    """
    if start.utcoffset() is None:
        raise NaiveDatetime(start)
    for name in calendars_of(amount):
        _require_calendar(name, calendars)
    try:
        return _due_of(amount, start, calendars, zone)
    except (OverflowError, ValueError):  # how datetime says that a year is not among 1 to 9999
        return None


def find_allowed(
    amounts: Iterable[Amount], start: datetime, *, calendars: Mapping[str, Calendar], zone: ZoneInfo
) -> datetime | None:
    """Return the moment from which all minimum delays among the amounts, counted from `start`, allow what they hold back.

    None where there are none, or none that ends. Zones and exceptions are those of `due`.
    """
    delays = (each.amount for each in amounts if isinstance(each, NotBefore))
    found = (due(delay, start, calendars=calendars, zone=zone) for delay in delays)
    return max((moment for moment in found if moment is not None), key=to_microseconds, default=None)
