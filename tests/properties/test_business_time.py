"""The laws of business time, and calendars against a minute counter that is stupid on purpose.

The counter shares no code with the package. It walks the minutes of a zone's clock one by one, notes at which
minute each local time is first shown, paints hours minute by minute, and answers every question by counting painted minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagepolicy.business_time import Calendar, resolve_local

# Three weeks around a change of the clocks, or around the date that Apia skipped.
PLACES = (
    ("America/New_York", date(2026, 3, 1)),
    ("America/New_York", date(2026, 10, 25)),
    ("Europe/Berlin", date(2026, 3, 22)),
    ("Europe/Berlin", date(2026, 10, 18)),
    ("Australia/Lord_Howe", date(2026, 3, 29)),
    ("Australia/Lord_Howe", date(2026, 9, 27)),
    ("Africa/Cairo", date(2026, 4, 17)),
    ("Africa/Cairo", date(2026, 10, 23)),
    ("Pacific/Apia", date(2011, 12, 22)),
    ("America/Havana", date(2026, 10, 25)),
    ("America/St_Johns", date(2010, 11, 1)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
)
DAYS = 21
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)
SMOOTH = settings(max_examples=40, deadline=None)


def utc(moment: datetime | None) -> datetime | None:
    """Return the moment in UTC: in the hour that comes twice Python calls datetimes of two zones unequal whatever they say."""
    return None if moment is None else moment.astimezone(UTC)


@cache
def clock(zone_name: str, first: date) -> tuple[tuple[datetime, datetime], ...]:
    """Return every minute of the stretch with a margin, as UTC and as what the zone's clocks show."""
    zone = ZoneInfo(zone_name)
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=4)
    minutes = [start + count * MINUTE for count in range((DAYS + 9) * 1440)]
    return tuple((minute, minute.astimezone(zone).replace(tzinfo=None)) for minute in minutes)


@cache
def first_shown(zone_name: str, first: date) -> dict[datetime, int]:
    """Return for every local minute the number of the UTC minute at which it is first shown."""
    shown: dict[datetime, int] = {}
    for number, (_, local) in enumerate(clock(zone_name, first)):
        shown.setdefault(local.replace(fold=0), number)
    return shown


def minute_of(zone_name: str, first: date, local: datetime) -> int:
    """Return the UTC minute of a local one; one that is never shown goes on from the last minute ahead of the gap."""
    shown = first_shown(zone_name, first)
    if local in shown:
        return shown[local]
    steps = 0
    while local - steps * MINUTE not in shown:
        steps += 1
    # The last time before the gap may itself be shown twice (never within a day of a gap in these stretches).
    return shown[local - steps * MINUTE] + steps


def runs(painted: Iterable[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for minute, value in enumerate([*painted, False]):
        if value and (not found or found[-1][1] != -1):
            found.append((minute, -1))
        elif not value and found and found[-1][1] == -1:
            found[-1] = (found[-1][0], minute)
    return found


def hours_as_runs(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Paint the spans of one date on two days of minutes, so that overlapping and touching hours become one."""
    painted = [False] * 2880
    for start, end in spans:
        for minute in range(start, end if end > start else end + 1440):
            painted[minute] = True
    return runs(painted)


@dataclass(frozen=True)
class Scenario:
    """A calendar's facts in plain numbers: minutes of the day, days of the stretch.

    `yearly` says for a day of the stretch which hours it has every year; where the day has an exception, these do not count.
    """

    zone_name: str
    first: date
    week: tuple[tuple[tuple[int, int], ...], ...]
    closed: frozenset[int]
    exceptions: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    yearly: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]

    def day(self, number: int) -> date:
        return self.first + timedelta(days=number)

    def calendar(self) -> Calendar:
        def written(spans: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
            return [tuple(f"{m // 60:02d}:{m % 60:02d}" for m in span) for span in spans]  # type: ignore[misc]

        return Calendar(
            self.zone_name,
            {name: written(spans) for name, spans in zip(NAMES, self.week, strict=True)},
            {self.day(number): "closed" for number in self.closed},
            {self.day(number): written(spans) for number, spans in self.exceptions},
            yearly_exceptions={f"{self.day(number):%m-%d}": written(spans) for number, spans in self.yearly},
        )

    def open_minutes(self) -> list[bool]:
        """Paint the minutes of the stretch that are open."""
        painted = [False] * len(clock(self.zone_name, self.first))
        excepted = dict(self.yearly) | dict(self.exceptions)

        def at(number: int, minute: int) -> int:
            day = self.day(number)
            local = datetime(day.year, day.month, day.day) + minute * MINUTE
            return minute_of(self.zone_name, self.first, local)

        held = {number: (at(number, 0), at(number, 1440)) for number in self.closed | excepted.keys()}
        for number in range(-3, DAYS + 2):  # a shift of the day before the first may reach into it
            if at(number, 0) == at(number, 1440):
                continue
            own = excepted.get(number, self.week[self.day(number).weekday()])
            cut = [edges for other, edges in held.items() if other != number or (other in self.closed and other not in excepted)]
            for start, end in hours_as_runs(own):
                for minute in range(at(number, start), at(number, end)):
                    if not any(begin <= minute < stop for begin, stop in cut):
                        painted[minute] = True
        return painted

    def moment(self, number: int) -> datetime:
        return clock(self.zone_name, self.first)[number][0]


minutes = st.one_of(st.integers(0, 1439), st.sampled_from((0, 30, 60, 90, 120, 135, 150, 165, 180, 195, 210, 540, 1020, 1380, 1410)))
spans = st.tuples(minutes, st.one_of(minutes, st.just(1440)))
hours = st.lists(spans, max_size=3).map(tuple)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    zone_name, first = draw(st.sampled_from(PLACES))
    return Scenario(
        zone_name,
        first,
        tuple(draw(hours) for _ in NAMES),
        draw(st.frozensets(st.integers(0, DAYS - 1), max_size=4)),
        tuple(draw(st.dictionaries(st.integers(0, DAYS - 1), hours, max_size=3)).items()),
        tuple(draw(st.dictionaries(st.integers(0, DAYS - 1), hours, max_size=3)).items()),
    )


numbers = st.integers(3 * 1440, (DAYS + 3) * 1440)


@SMOOTH
@given(scenarios(), numbers, numbers)
def test_a_calendar_counts_what_a_minute_counter_counts(scenario: Scenario, one: int, two: int) -> None:
    calendar, painted = scenario.calendar(), scenario.open_minutes()
    start, end = min(one, two), max(one, two)
    counted = sum(painted[start:end]) * MINUTE
    assert calendar.open_time(scenario.moment(start), scenario.moment(end)) == counted
    assert calendar.open_time(scenario.moment(end), scenario.moment(start)) == -counted
    for number in (one, two):
        assert calendar.is_open(scenario.moment(number)) == painted[number]


@SMOOTH
@given(scenarios(), numbers)
def test_openings_and_closes_are_those_of_the_minute_counter(scenario: Scenario, number: int) -> None:
    calendar, painted = scenario.calendar(), scenario.open_minutes()
    last = (DAYS + 3) * 1440
    spans_left = [(max(start, number), end) for start, end in runs(painted[: last + 1440]) if end > number and end < last]
    found = calendar.next_open(scenario.moment(number))
    if spans_left:
        assert utc(found) == scenario.moment(spans_left[0][0])
        assert utc(calendar.next_close(scenario.moment(number))) == scenario.moment(spans_left[0][1])
    listed = calendar.spans(scenario.moment(number))
    for expected, (start, end) in zip(spans_left, listed, strict=False):
        assert (scenario.moment(expected[0]), scenario.moment(expected[1])) == (utc(start), utc(end))
    earlier = [end for start, end in runs(painted) if 2 * 1440 < end <= number]
    if earlier:
        assert utc(calendar.previous_close(scenario.moment(number))) == scenario.moment(earlier[-1])
    begun = [start for start, end in runs(painted) if 2 * 1440 < start <= number]
    if begun:
        assert utc(calendar.previous_open(scenario.moment(number))) == scenario.moment(begun[-1])


@SMOOTH
@given(scenarios(), numbers, st.integers(1, 4000))
def test_adding_and_subtracting_walk_the_painted_minutes(scenario: Scenario, number: int, amount: int) -> None:
    calendar, painted = scenario.calendar(), scenario.open_minutes()
    last = (DAYS + 3) * 1440
    ahead = [minute for minute in range(number, last) if painted[minute]]
    if len(ahead) >= amount:
        assert utc(calendar.add(scenario.moment(number), amount * MINUTE)) == scenario.moment(ahead[amount - 1] + 1)
    behind = [minute for minute in range(2 * 1440, number) if painted[minute]]
    if len(behind) >= amount:
        assert utc(calendar.subtract(scenario.moment(number), amount * MINUTE)) == scenario.moment(behind[-amount])


@SMOOTH
@given(st.sampled_from(PLACES), st.integers(0, DAYS * 1440))
def test_local_times_resolve_as_the_minute_counter_finds_them(place: tuple[str, date], minute: int) -> None:
    zone_name, first = place
    local = datetime(first.year, first.month, first.day) + minute * MINUTE
    expected = clock(zone_name, first)[minute_of(zone_name, first, local)][0]
    assert resolve_local(local, ZoneInfo(zone_name)) == expected


instants = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(days=900))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    return draw(scenarios()).calendar()


@SMOOTH
@given(calendars(), instants, instants, instants)
def test_open_time_adds_up_and_turns_its_sign(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert calendar.open_time(a, b) + calendar.open_time(b, c) == calendar.open_time(a, c)
    assert calendar.open_time(a, b) == -calendar.open_time(b, a)
    if a <= b:
        assert timedelta(0) <= calendar.open_time(a, b) <= b - a


@SMOOTH
@given(calendars(), instants, lengths, lengths)
def test_add_is_the_least_instant_and_adds_up(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    found = calendar.add(start, one)
    if found is None:
        return
    assert calendar.open_time(start, found) == one
    just_before = found.astimezone(UTC) - timedelta(microseconds=1)
    assert calendar.open_time(start, just_before) == one - timedelta(microseconds=1)
    further, at_once = calendar.add(found, two), calendar.add(start, one + two)
    if further is not None and at_once is not None:
        assert further.astimezone(UTC) == at_once.astimezone(UTC)


@SMOOTH
@given(calendars(), instants, lengths)
def test_subtract_is_the_greatest_instant(calendar: Calendar, end: datetime, length: timedelta) -> None:
    found = calendar.subtract(end, length)
    if found is None:
        return
    assert calendar.open_time(found, end) == length
    just_after = found.astimezone(UTC) + timedelta(microseconds=1)
    assert calendar.open_time(just_after, end) == length - timedelta(microseconds=1)


@SMOOTH
@given(calendars(), instants, instants, lengths)
def test_a_later_start_is_never_due_earlier(calendar: Calendar, a: datetime, b: datetime, length: timedelta) -> None:
    early, late = calendar.add(min(a, b), length), calendar.add(max(a, b), length)
    if early is not None and late is not None:
        assert early.astimezone(UTC) <= late.astimezone(UTC)


@SMOOTH
@given(calendars(), instants)
def test_open_means_that_the_next_instant_counts(calendar: Calendar, moment: datetime) -> None:
    counted = calendar.open_time(moment, moment + timedelta(microseconds=1)) > timedelta(0)
    assert calendar.is_open(moment) == counted == (utc(calendar.next_open(moment)) == moment)


@SMOOTH
@given(calendars(), instants, st.integers(1, 60), st.integers(1, 60))
def test_business_days_follow_each_other(calendar: Calendar, start: datetime, one: int, two: int) -> None:
    first, second = (calendar.add_business_days(start, days) for days in (one, one + two))
    if first is not None and second is not None:
        assert start < first.astimezone(UTC) <= second.astimezone(UTC)


@pytest.mark.parametrize("place", PLACES)
def test_the_counter_itself_knows_every_zone(place: tuple[str, date]) -> None:
    assert len(clock(*place)) == (DAYS + 9) * 1440
