"""Who is on duty: hours, dates, rotations and the fallback together, and a slow oracle that walks through every half hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagepolicy.business_time import Calendar, NaiveDatetime, load_zone
from engagepolicy.rostering import DutyLine, Roster, Rotation

ZONE = "Europe/London"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours(**weekly: tuple[str, str]) -> Calendar:
    return Calendar(ZONE, {day.replace("_", "-"): [span] for day, span in weekly.items()})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=load_zone(ZONE))


OFFICE = DutyLine(("desk",), hours(mon_fri=("09:00", "18:00")))
NIGHT = DutyLine(("night",), hours(sat=("22:00", "06:00")))
TURNS = DutyLine(("ana", "ben"), rotation=Rotation(datetime(2026, 1, 5, 9), load_zone(ZONE), days=7))


def test_all_lines_that_hold_are_on_duty_and_the_fallback_where_none_does() -> None:
    roster = Roster((OFFICE, NIGHT, DutyLine(("lead", "desk"), hours(mon=("08:00", "10:00")))), fallback=("agency",))
    assert roster.on_duty(at("2026-01-05T08:30")) == ("desk", "lead")
    assert roster.on_duty(at("2026-01-05T09:30")) == ("desk", "lead")
    assert roster.on_duty(at("2026-01-05T17:59")) == ("desk",)
    assert roster.on_duty(at("2026-01-05T18:00")) == ("agency",)
    assert roster.on_duty(at("2026-01-11T05:59")) == ("night",)
    assert Roster((OFFICE,)).on_duty(at("2026-01-05T18:00")) == ()


def test_turns_within_hours() -> None:
    anchored = Rotation(datetime(2026, 1, 5, 9), load_zone(ZONE), days=7)
    roster = Roster((DutyLine(("ana", "ben"), hours(mon_fri=("09:00", "18:00")), anchored),), fallback=("agency",))
    assert roster.on_duty(at("2026-01-02T10:00")) == ("agency",)
    assert roster.on_duty(at("2026-01-09T17:00")) == ("ana",)
    assert roster.on_duty(at("2026-01-12T09:00")) == ("ben",)
    assert roster.on_duty(at("2026-01-11T12:00")) == ("agency",)
    assert roster.next_change(at("2026-01-09T17:00")) == at("2026-01-09T18:00")
    assert roster.next_change(at("2026-01-09T18:00")) == at("2026-01-12T09:00")


def test_a_hand_over_is_a_change() -> None:
    assert Roster((TURNS,)).next_change(at("2026-01-06T00:00")) == at("2026-01-12T09:00")
    assert Roster((TURNS,)).next_change(at("2025-06-01T00:00")) == at("2026-01-05T09:00")


def test_a_date_stands_instead_of_everything_else_of_it() -> None:
    christmas = date(2026, 12, 25)
    manager = DutyLine(("manager",), Calendar(ZONE, exceptions={christmas: [("09:00", "17:00")]}), is_dated=True)
    dates = Calendar(ZONE, exceptions={christmas: [("00:00", "24:00")]})
    roster = Roster((OFFICE, TURNS, manager), dates, ("agency",))
    assert roster.on_duty(at("2026-12-24T23:59")) == ("ana",)
    assert roster.on_duty(at("2026-12-25T00:00")) == ("agency",)
    assert roster.on_duty(at("2026-12-25T12:00")) == ("manager",)
    assert roster.next_change(at("2026-12-25T12:00")) == at("2026-12-25T17:00")
    assert roster.next_change(at("2026-12-25T17:00")) == at("2026-12-26T00:00")


def test_nothing_changes_any_more() -> None:
    over = DutyLine(("a",), Calendar(ZONE, exceptions={date(2026, 1, 1): [("09:00", "10:00")]}))
    assert Roster((over,)).next_change(at("2026-01-02T00:00")) is None
    assert Roster((), fallback=("a",)).next_change(at("2026-01-02T00:00")) is None


def test_changes_that_change_nobody_end_in_a_look() -> None:
    roster = Roster((OFFICE,), fallback=("desk",))
    found = roster.next_change(at("2026-01-05T00:00"))
    assert found is not None
    assert roster.on_duty(found) == ("desk",)


def test_a_moment_has_a_zone() -> None:
    for ask in (Roster((OFFICE,)).on_duty, Roster((TURNS,)).on_duty, Roster((OFFICE,)).next_change):
        with pytest.raises(NaiveDatetime):
            ask(datetime(2026, 1, 5))


@dataclass(frozen=True)
class Written:
    """A roster as somebody would write it down: shifts by weekday, shifts by date (no shift: nobody), one rotation, a fallback."""

    weekly: tuple[tuple[int, int, int, str], ...]
    dated: Mapping[date, tuple[tuple[int, int, str], ...]]
    turns: tuple[str, ...]
    fallback: tuple[str, ...]


START = datetime(2026, 1, 5, tzinfo=UTC)
HALF = timedelta(minutes=30)


def shifts_of(written: Written) -> Iterator[tuple[datetime, datetime, str, date | None]]:
    """Yield every shift that begins around the fortnight: start, end, who, and the date that it is said of."""
    for offset in range(-2, 17):
        day = START.date() + timedelta(days=offset)
        midnight = datetime.combine(day, time(), UTC)
        said = [(*each, day) for each in written.dated.get(day, ())]
        usual = [(a, b, who, None) for number, a, b, who in written.weekly if number == day.weekday()] if day not in written.dated else []
        for begin, end, who, of in [*said, *usual]:
            yield midnight + begin * HALF, midnight + (end if end > begin else end + 48) * HALF, who, of


def walk(written: Written) -> list[tuple[str, ...]]:
    """The oracle: who is on in every half hour of a fortnight."""
    shifts, found = list(shifts_of(written)), []
    for place in range(48 * 14):
        moment = START + place * HALF
        today = moment.date()
        on = {who for begin, end, who, of in shifts if begin <= moment < end and (today not in written.dated or of == today)}
        if written.turns and today not in written.dated and moment >= START + timedelta(days=2, hours=9):
            on.add(written.turns[(moment - START - timedelta(days=2, hours=9)) // timedelta(days=1) % len(written.turns)])
        found.append(tuple(sorted(on or set(written.fallback))))
    return found


def clock(half_hours: int) -> str:
    return f"{half_hours // 2:02}:{half_hours % 2 * 30:02}"


def build(written: Written) -> Roster:
    closed: dict[date, tuple[tuple[str, str], ...]] = dict.fromkeys(written.dated, ())
    lines = [
        DutyLine((who,), Calendar("UTC", {DAYS[number]: [(clock(a), clock(b))]}, exceptions=closed)) for number, a, b, who in written.weekly
    ]
    for day, shifts in written.dated.items():
        lines += [
            DutyLine((who,), Calendar("UTC", exceptions={**closed, day: [(clock(a), clock(b))]}), is_dated=True) for a, b, who in shifts
        ]
    if written.turns:
        lines.append(DutyLine(written.turns, rotation=Rotation(datetime(2026, 1, 7, 9), load_zone("UTC"), days=1)))
    dates = Calendar("UTC", exceptions={key: [("00:00", "24:00")] for key in written.dated}) if written.dated else None
    return Roster(tuple(lines), dates, written.fallback)


_who = st.sampled_from("abcd")
_span = st.tuples(st.integers(0, 47), st.integers(1, 48)).filter(lambda span: span[0] != span[1])
_written = st.builds(
    Written,
    weekly=st.lists(st.tuples(st.integers(0, 6), _span, _who).map(lambda each: (each[0], *each[1], each[2])), max_size=5).map(tuple),
    dated=st.dictionaries(
        st.integers(0, 13).map(lambda offset: START.date() + timedelta(days=offset)),
        st.lists(st.tuples(_span, _who).map(lambda each: (*each[0], each[1])), max_size=2).map(tuple),
        max_size=4,
    ),
    turns=st.lists(_who, max_size=3, unique=True).map(tuple),
    fallback=st.sampled_from([(), ("z",), ("a",)]),
)


@settings(max_examples=50)
@given(_written)
def test_it_is_what_a_slow_walk_finds(written: Written) -> None:
    roster, wanted = build(written), walk(written)
    assert [roster.on_duty(START + place * HALF) for place in range(len(wanted))] == wanted
    for place in range(0, len(wanted), 5):
        change = roster.next_change(START + place * HALF)
        ahead = (other for other in range(place + 1, len(wanted)) if wanted[other] != wanted[place])
        expected = next((START + other * HALF for other in ahead), None)
        assert change == expected if expected is not None else change is None or change >= START + timedelta(days=14)
