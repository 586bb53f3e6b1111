"""`Calendar`: weekly hours, holidays and exceptions in a time zone, and the questions that clocks ask of them.

All answers come from one timeline of open spans, so `is_open`, `open_time` and `add` cannot contradict each
other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import override

from engagepolicy.business_time.holiday_sets import HolidaySet
from engagepolicy.business_time.instants import NaiveDatetime, span_microseconds, to_datetime, to_microseconds
from engagepolicy.business_time.local_days import LocalDays, date_of, day_number
from engagepolicy.business_time.rules import OpeningRules, parse_rules
from engagepolicy.business_time.timeline import Timeline
from engagepolicy.business_time.weekly import SpanText, WeeklyText, WindowText
from engagepolicy.business_time.zones import load_zone, local_date_ordinal


class Calendar:
    """Opening hours in a time zone: immutable, compared and hashed by value, safe to share between threads.

    Hours are half-open: the opening instant is open, the closing instant is not. Open time is real elapsed
    time, so a day may have 23 or 25 hours. A holiday closes its local date from 00:00 to 24:00 and so cuts a
    night shift at midnight; what its own shift has on the next date stays. An exception replaces everything
    on its date, weekly hours, holiday and the tail of the night before; an empty one closes the date.

    Every method takes aware datetimes of any zone and raises `NaiveDatetime` for others. Datetimes come back in the
    calendar's zone. Compare them in UTC: Python compares two datetimes of one zone by their wall clocks, and in an hour
    that comes twice calls them unequal to every datetime of another zone. `None` means that there is no answer within a
    hundred years or the years 1 to 9999.
    """

    __slots__ = ("_days", "_timeline", "rules", "zone")

    rules: OpeningRules
    zone: ZoneInfo
    _days: LocalDays
    _timeline: Timeline

    def __init__(
        self,
        timezone: str,
        weekly: WeeklyText | None = None,
        holidays: Mapping[date, str] | None = None,
        exceptions: Mapping[date, Sequence[SpanText]] | None = None,
        always_open: bool = False,
        *,
        regions: Sequence[str] = (),
        windows: Sequence[WindowText] = (),
        yearly: Mapping[str, str] | None = None,
        yearly_exceptions: Mapping[str, Sequence[SpanText]] | None = None,
        sets: Sequence[HolidaySet] = (),
        observed: Sequence[str] = (),
    ) -> None:
        """Read the hours.

        `weekly` maps weekdays (`mon`, `monday`, `mon-fri`) to pairs of times; a pair that ends at or before
        its start runs over midnight, `24:00` is a legal end, touching and overlapping pairs are joined.
        `windows` are continuous hours across days: `("sun", "15:00", "fri", "17:00")`. `holidays` and
        `exceptions` go by local date, `yearly` holidays and `yearly_exceptions` by `MM-DD` (29 February comes in leap
        years only; on a date that has an exception of its own the yearly one says nothing), `regions` are codes of
        countries or their parts whose public holidays close the calendar (`US-NY`), observed days included. `observed`
        names those of the `sets` of holidays that close it.

        Raises `UnknownZone`, `UnknownRegion` and, for hours or dates that cannot be read, `CalendarError`;
        all are `ValueError`.
        """
        zone = load_zone(timezone)
        rules = parse_rules(
            timezone,
            weekly=weekly or {},
            holidays=holidays or {},
            exceptions=exceptions or {},
            always_open=always_open,
            regions=regions,
            windows=windows,
            yearly=yearly or {},
            yearly_exceptions=yearly_exceptions or {},
            sets=sets,
            observed=observed,
        )
        self._fill(rules, zone)

    def _fill(self, rules: OpeningRules, zone: ZoneInfo) -> None:
        days = LocalDays(rules, zone)
        fields = {"rules": rules, "zone": zone, "_days": days, "_timeline": Timeline(days)}
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @override
    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a calendar does not change."""
        raise AttributeError(f"a calendar does not change: {name} cannot be set")

    @override
    def __delattr__(self, name: str) -> None:
        """Refuse: a calendar does not change."""
        raise AttributeError(f"a calendar does not change: {name} cannot be deleted")

    @override
    def __getstate__(self) -> OpeningRules:
        """Return the rules: what is cached is built again."""
        return self.rules

    def __setstate__(self, rules: OpeningRules) -> None:
        """Build the calendar of the rules."""
        self._fill(rules, load_zone(rules.timezone))

    @override
    def __eq__(self, other: object) -> bool:
        """Calendars are equal when their rules are."""
        return self.rules == other.rules if isinstance(other, Calendar) else NotImplemented

    @override
    def __hash__(self) -> int:
        """Hash the rules."""
        return hash(self.rules)

    @override
    def __repr__(self) -> str:
        """Show the zone and how much is known beside the week."""
        kept = self.rules
        exceptions = len(kept.exceptions) + len(kept.yearly_exceptions)
        counts = f"{len(kept.holidays) + len(kept.yearly)} holidays, {exceptions} exceptions"
        sets = f", sets={kept.observed!r}" if kept.observed else ""
        return f"Calendar({kept.timezone!r}, {counts}, regions={kept.regions!r}{sets})"

    def _local(self, instant: int | None) -> datetime | None:
        return None if instant is None else to_datetime(instant, self.zone)

    def is_open(self, t: datetime) -> bool:
        """Say whether the calendar is open at `t`."""
        return self._timeline.is_open(to_microseconds(t))

    def add(self, t: datetime, span: timedelta) -> datetime | None:
        """Return the earliest moment by which `span` of open time has passed since `t`.

        That is the close where the span is used up exactly there. No time at all gives `t` itself, a negative
        span is subtracted.
        """
        instant, length = to_microseconds(t), span_microseconds(span)
        if length < 0:
            return self._local(self._timeline.subtract(instant, -length))
        return self._local(self._timeline.add(instant, length) if length else instant)

    def subtract(self, t: datetime, span: timedelta) -> datetime | None:
        """Return the latest moment from which `span` of open time passes until `t`: the mirror of `add`."""
        return self.add(t, -span)

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two moments, to the microsecond; negative where `end` comes first."""
        return timedelta(microseconds=self._timeline.open_time(to_microseconds(start), to_microseconds(end)))

    def add_business_days(self, t: datetime, n: int) -> datetime | None:
        """Return the close of the nth open date after the local date of `t`.

        A date is open when hours of its own start on it: the tail of the night before does not make a
        business day, and a shift over midnight closes on the next date. Raises `ValueError` for n below 1.
        """
        if n < 1:
            raise ValueError(f"business days are counted from 1: {n} names no date")
        day = self._local_day(t)
        found = None if day is None else self._timeline.business_day(day + 1, n)
        return None if found is None else self._local(found[1])

    def _local_day(self, t: datetime) -> int | None:
        if t.utcoffset() is None:
            raise NaiveDatetime(t)
        try:
            return local_date_ordinal(t, self.zone)
        except (OverflowError, ValueError):
            return None

    def first_open_date(self, day: date) -> date | None:
        """Return the first local date, `day` or later, on which hours start that no holiday closes."""
        found = self._timeline.business_day(day_number(day), 1)
        return None if found is None else date_of(found[0])

    def next_business_opening(self, t: datetime) -> datetime | None:
        """Return the first opening of the first date after the local date of `t` on which hours start that no holiday closes."""
        day = self._local_day(t)
        found = None if day is None else self._timeline.business_day(day + 1, 1)
        if found is None:
            return None
        return self._local(min(opens for date in self._days.open_dates(found[0], found[0] + 1) for opens, _ in date.pieces))

    def holiday_name(self, day: date) -> str | None:
        """Return the name of the holiday that closes a local date, or None.

        None is the answer for dates that are no holiday and where an exception wins.
        """
        return self._days.holiday_name(day)

    def next_open(self, t: datetime) -> datetime | None:
        """Return the first open moment at or after `t`: `t` itself while open."""
        return self._local(self._timeline.next_open(to_microseconds(t)))

    def previous_open(self, t: datetime) -> datetime | None:
        """Return the last opening moment at or before `t`; None for a calendar that was always open."""
        return self._local(self._timeline.previous_open(to_microseconds(t)))

    def next_close(self, t: datetime) -> datetime | None:
        """Return the first closing moment after `t`; None for a calendar that never closes again."""
        return self._local(self._timeline.next_close(to_microseconds(t)))

    def previous_close(self, t: datetime) -> datetime | None:
        """Return the last closing moment at or before `t`."""
        return self._local(self._timeline.previous_close(to_microseconds(t)))

    def spans(self, t: datetime) -> Iterator[tuple[datetime, datetime | None]]:
        """Return the open spans from `t` on, in order, touching ones joined, the first cut at `t`.

        The end is None in the last span of a calendar that does not close within a hundred years.
        """
        return self._spans(to_microseconds(t))

    def _spans(self, instant: int) -> Iterator[tuple[datetime, datetime | None]]:
        for opened, closed in self._timeline.spans(instant):
            start = to_datetime(opened, self.zone)
            if start is None:
                return
            yield start, self._local(closed)
