"""The rosters of a program, able to answer: which lines hold is left to `rostering`, which calendars they mean is said here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias

from engagepolicy.business_time import Calendar, load_zone
from engagepolicy.ir import rosters as ir
from engagepolicy.rostering import DutyLine, Roster, Rotation

_WHOLE_DAY = (("00:00", "24:00"),)
_Dates: TypeAlias = Mapping[date, tuple[tuple[str, str], ...]]


def _open_line(duty: ir.Duty, roster: ir.Roster, closed: _Dates, calendars: Mapping[str, Calendar]) -> DutyLine:
    hours: Calendar | None = None
    if duty.date is not None:
        day = date.fromisoformat(duty.date)
        hours = Calendar(roster.timezone, exceptions={**closed, day: duty.hours or _WHOLE_DAY})
    elif duty.weekly:
        hours = Calendar(roster.timezone, weekly=dict(duty.weekly), exceptions=closed)
    elif duty.calendar is not None:
        hours = calendars[duty.calendar]
    rotation: Rotation | None = None
    if duty.turns is not None:
        length, start = duty.turns.length, datetime.fromisoformat(duty.turns.start)
        rotation = Rotation(start, load_zone(roster.timezone), days=length.days, months=length.months)
    return DutyLine(duty.names, hours, rotation, is_dated=duty.date is not None)


def _open_roster(roster: ir.Roster, calendars: Mapping[str, Calendar]) -> Roster:
    named = {date.fromisoformat(duty.date) for duty in roster.duties if duty.date is not None}
    closed: _Dates = dict.fromkeys(named, ())
    lines = tuple(_open_line(duty, roster, closed, calendars) for duty in roster.duties if duty.names)
    dates = Calendar(roster.timezone, exceptions=dict.fromkeys(named, _WHOLE_DAY)) if named else None
    return Roster(lines, dates, roster.fallback)


def open_rosters(rosters: tuple[ir.Roster, ...], calendars: Mapping[str, Calendar]) -> Mapping[str, Roster]:
    """Return for each tier that has one its roster; lines on a calendar count by the calendar's own zone."""
    opened = [(roster, _open_roster(roster, calendars)) for roster in rosters]
    return {tier: answering for roster, answering in opened for tier in roster.tiers}
