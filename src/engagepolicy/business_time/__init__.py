"""Business time: when a calendar is open, and when an amount of time counted on it falls due.

In come a zone's name, weekly hours, holidays and exceptions as plain values, amounts from `values.amounts`,
and aware datetimes. Out come aware datetimes, lengths of time, or None where there is no answer; mistakes in
the hours come as typed errors or, from the checks, as a list. Every result is exact to the microsecond and
the same whatever was asked before.

It knows no ruleset, no syntax, no clock of a case and no current time. Read `local_days` first (the rules of
what is open), then `timeline` (how sums stay cheap), `calendar` (the face) and `deadlines`; `zones` decides
local times that do not exist or come twice.
"""

from __future__ import annotations

from engagepolicy.business_time.calendar import Calendar
from engagepolicy.business_time.deadlines import UnknownCalendar, due, find_allowed
from engagepolicy.business_time.holiday_sets import HolidayBook, HolidaySet, order_sets
from engagepolicy.business_time.instants import NaiveDatetime
from engagepolicy.business_time.regions import UnknownRegion, find_region_problem
from engagepolicy.business_time.starts import StartShift, find_start
from engagepolicy.business_time.weekly import (
    CalendarError,
    DaySpan,
    parse_clock,
    parse_span,
    parse_weekday,
    parse_weekdays,
)
from engagepolicy.business_time.weekly_checks import CalendarProblem, Place, check_weekly
from engagepolicy.business_time.zones import UnknownZone, load_zone, resolve_local, tz_database_version

__all__ = [
    "Calendar",
    "CalendarError",
    "CalendarProblem",
    "DaySpan",
    "HolidayBook",
    "HolidaySet",
    "NaiveDatetime",
    "Place",
    "StartShift",
    "UnknownCalendar",
    "UnknownRegion",
    "UnknownZone",
    "check_weekly",
    "due",
    "find_allowed",
    "find_region_problem",
    "find_start",
    "load_zone",
    "order_sets",
    "parse_clock",
    "parse_span",
    "parse_weekday",
    "parse_weekdays",
    "resolve_local",
    "tz_database_version",
]
