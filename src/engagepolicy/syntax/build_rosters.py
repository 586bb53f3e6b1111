"""Callbacks of the grammar for rosters: shifts by weekday, calendar and date, rotations, the fallback."""

from __future__ import annotations

from lark import Token

from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_clocks import ClockBuilder
from engagepolicy.syntax.build_values import Clause, Parts

TURNS = {"daily": "day", "weekly": "week", "monthly": "month"}


class RosterBuilder(ClockBuilder):
    """Rosters."""

    def roster(self, parts: Parts) -> n.Roster:
        """`roster`."""
        opening, body = self.split_block(parts)
        fields = self.gather("roster", body)
        name, description = self.name_and_description(opening)
        return n.Roster(
            name=name,
            description=description,
            tiers=fields.words("tier"),
            timezone=fields.one("timezone"),
            shifts=fields.all("shift"),
            otherwise=fields.one("otherwise"),
            span=self.span(parts),
        )

    def duty_tiers(self, parts: Parts) -> Clause:
        """`tier frontline, specialist`."""
        return self.clause("tier", tuple(part for part in parts if isinstance(part, n.Word)), parts)

    def people(self, parts: Parts) -> Clause:
        """`"Ana", "Ben"`."""
        names = tuple(self.text_of(part) for part in parts if isinstance(part, Token) and part.type == "STRING")
        return self.clause("people", names, parts)

    def weekly_shift(self, parts: Parts) -> Clause:
        """`mon-fri 09:00-18:00 "Community desk"`."""
        return self.clause("shift", n.WeeklyShift(parts[0].value, parts[-1].value, self.span(parts)), parts)

    def calendar_shift(self, parts: Parts) -> Clause:
        """`on office "Office desk"`."""
        return self.clause("shift", n.CalendarShift(parts[1], parts[-1].value, self.span(parts)), parts)

    def dated_shift(self, parts: Parts) -> Clause:
        """`2026-12-25 09:00-17:00 "Duty manager"`."""
        hours = tuple(part for part in parts if isinstance(part, n.Hours))
        return self.clause("shift", n.DatedShift(self.day_of(parts[0]), hours, parts[-1].value, self.span(parts)), parts)

    def nobody(self, parts: Parts) -> Clause:
        """`2026-12-26 nobody`."""
        return self.clause("shift", n.DatedShift(self.day_of(parts[0]), (), (), self.span(parts)), parts)

    def rotation(self, parts: Parts) -> Clause:
        """`rotate weekly from 2026-01-05 09:00 mon-fri 09:00-18:00 "Ana", "Ben"`."""
        within = parts[-2]
        if isinstance(within, Clause):
            within = within.value
        elif not isinstance(within, n.Word):
            within = None
        return self.clause("shift", n.Rotation(parts[1], parts[3], within, parts[-1].value, self.span(parts)), parts)

    def turn(self, parts: Parts) -> n.Days:
        """`daily`, `weekly`, `monthly`, `every 2 weeks`."""
        last = parts[-1]
        if last.type == "DAYS":
            return self.days_of(last)
        return n.Days(1, TURNS[str(last)], self.span_of(last))  # type: ignore[arg-type]  # the three words are units of time

    def otherwise(self, parts: Parts) -> Clause:
        """`otherwise "Agency"`."""
        return self.clause("otherwise", n.Otherwise(parts[-1].value, self.span(parts)), parts)
