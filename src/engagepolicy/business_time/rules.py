"""The opening rules of a calendar, read, as one hashable value.

Two calendars with equal rules give equal answers, so this value is what calendars are compared and hashed by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engagepolicy.business_time.holiday_sets import HolidaySet, order_sets
from engagepolicy.business_time.regions import require_region
from engagepolicy.business_time.weekly import (
    CalendarError,
    Minutes,
    SpanText,
    Week,
    WeeklyText,
    WindowText,
    as_text,
    join_spans,
    parse_spans,
    parse_week,
)

_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, slots=True)
class OpeningRules:
    """When a calendar is open.

    `yearly` holds month, day and name, `yearly_exceptions` month, day and hours; a 29 February there comes in leap years only.
    `sets` are the sets of holidays that the `observed` ones are made of, each after those it includes.
    """

    timezone: str
    week: Week
    holidays: tuple[tuple[date, str], ...] = ()
    yearly: tuple[tuple[int, int, str], ...] = ()
    exceptions: tuple[tuple[date, Minutes], ...] = ()
    regions: tuple[str, ...] = ()
    yearly_exceptions: tuple[tuple[int, int, Minutes], ...] = ()
    sets: tuple[HolidaySet, ...] = ()
    observed: tuple[str, ...] = ()


def _require_date(found: object) -> date:
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    raise CalendarError(f"{str(found)[:40]!r} is not a date: holidays and exceptions are kept by local date")


def _parse_month_day(written: str) -> tuple[int, int]:
    """Return month and day of `MM-DD`; 29 February is a date, 30 February is none."""
    found = _MONTH_DAY.fullmatch(as_text(written))
    try:
        day = date(2000, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise CalendarError(f"{str(written)[:40]!r} is not a day of the year: write month and day, such as 12-25")
    return day.month, day.day


def _parse_regions(regions: Sequence[str]) -> tuple[str, ...]:
    if isinstance(regions, str):
        raise CalendarError(f"regions are a list of codes: write ({regions[:40]!r},)")
    for region in regions:
        require_region(region)
    return tuple(sorted(set(regions)))


def parse_rules(
    timezone: str,
    *,
    weekly: WeeklyText,
    holidays: Mapping[date, str],
    exceptions: Mapping[date, Sequence[SpanText]],
    always_open: bool,
    regions: Sequence[str],
    windows: Sequence[WindowText],
    yearly: Mapping[str, str],
    yearly_exceptions: Mapping[str, Sequence[SpanText]],
    sets: Sequence[HolidaySet],
    observed: Sequence[str],
) -> OpeningRules:
    """Return the rules that a calendar's arguments say.

    Raises `CalendarError` at the first that cannot be read.
    """
    opened = ((_require_date(day), join_spans(parse_spans(spans))) for day, spans in exceptions.items())
    opened_yearly = ((*_parse_month_day(day), join_spans(parse_spans(spans))) for day, spans in yearly_exceptions.items())
    return OpeningRules(
        timezone=timezone,
        week=parse_week(weekly, windows, always_open),
        holidays=tuple(sorted((_require_date(day), name) for day, name in holidays.items())),
        yearly=tuple(sorted((*_parse_month_day(day), name) for day, name in yearly.items())),
        exceptions=tuple(sorted(opened)),
        regions=_parse_regions(regions),
        yearly_exceptions=tuple(sorted(opened_yearly)),
        sets=order_sets(sets, observed),
        observed=tuple(sorted(set(observed))),
    )
