"""Callbacks of the grammar for days of the year and for sets of holidays."""

from __future__ import annotations

from datetime import date
from typing import cast

from lark import Token

from engagepolicy.diagnostics.messages_literals import ValueOutOfRange
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_clocks import ClockBuilder
from engagepolicy.syntax.build_values import Clause, Parts

_LEAP_YEAR = 2000


class HolidayBuilder(ClockBuilder):
    """Sets of holidays, and the days of calendars."""

    def on_date(self, parts: Parts) -> n.Day:
        """`2026-12-24`."""
        return self.day_of(parts[0])

    def every_year(self, parts: Parts) -> n.YearDay:
        """`every 12-24`."""
        month, day = map(int, str(parts[1]).split("-"))
        try:
            date(_LEAP_YEAR, month, day)
        except ValueError:
            self.report(ValueOutOfRange(self.span_of(parts[1]), "is not a day of the year: write month and day, such as 12-24"))
            month, day = 1, 1
        return n.YearDay(month, day, self.span(parts))

    def source_region(self, parts: Parts) -> n.Word:
        """`US-NY`, a region or a name of two letters."""
        return n.Word(str(parts[0]), self.span_of(parts[0]))

    def holiday_date(self, parts: Parts) -> n.HolidayDate:
        """`2026-01-02 "Bridge day"`."""
        last = parts[-1]
        description = self.text_of(last) if isinstance(last, Token) else None
        return n.HolidayDate(cast("n.Day | n.YearDay", parts[0]), description, self.span(parts))

    def holiday_include(self, parts: Parts) -> n.HolidayInclude:
        """`include US-NY, other_set`."""
        return n.HolidayInclude(tuple(part for part in parts if isinstance(part, n.Word)), self.span(parts))

    def holiday_exclude(self, parts: Parts) -> n.HolidayExclude:
        """`exclude 2026-10-12`, `exclude "Columbus Day"`."""
        what = self.text_of(parts[1]) if isinstance(parts[1], Token) else parts[1]
        return n.HolidayExclude(what, self.span(parts))

    def holiday_set(self, parts: Parts) -> n.HolidaySet:
        """`holidays acme_days "Our own days" { ... }`."""
        opening, body = self.split_block(parts)
        fields = self.gather("holidays", [part for part in body if isinstance(part, Clause)])
        name, description = self.name_and_description(opening)
        items = tuple(part for part in body if isinstance(part, (n.HolidayDate, n.HolidayInclude, n.HolidayExclude)))
        return n.HolidaySet(name, description, items, fields.about(), self.span(parts))
