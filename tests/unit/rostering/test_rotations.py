"""When a duty is handed over: the traps of local time with the right answers, and a slow oracle."""

from __future__ import annotations

import itertools
import pickle
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagepolicy.business_time import NaiveDatetime
from engagepolicy.rostering import Rotation, resolve_hand_over

NEW_YORK, BERLIN, LONDON = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


def weekly(anchor: str, zone: ZoneInfo = LONDON) -> Rotation:
    return Rotation(datetime.fromisoformat(anchor), zone, days=7)


def starts(rotation: Rotation, count: int) -> list[str]:
    found = [rotation.start_of(turn) for turn in range(count)]
    return [each.astimezone(rotation.zone).isoformat() for each in found if each is not None]


@pytest.mark.parametrize(
    ("local", "zone", "wanted"),
    [
        ("2026-01-05T09:00", LONDON, "2026-01-05T09:00+00:00"),
        ("2026-03-08T02:30", NEW_YORK, "2026-03-08T07:00+00:00"),  # in the gap: 03:00, its first instant after
        ("2026-03-08T02:00", NEW_YORK, "2026-03-08T07:00+00:00"),
        ("2026-03-08T03:00", NEW_YORK, "2026-03-08T07:00+00:00"),
        ("2026-11-01T01:30", NEW_YORK, "2026-11-01T05:30+00:00"),  # twice: the first
        ("2026-10-04T02:15", ZoneInfo("Australia/Lord_Howe"), "2026-10-03T15:30+00:00"),  # a gap of half an hour
        ("2026-04-24T00:00", ZoneInfo("Africa/Cairo"), "2026-04-23T22:00+00:00"),  # midnight does not exist
        ("2011-12-30T09:00", ZoneInfo("Pacific/Apia"), "2011-12-30T10:00+00:00"),  # nor does the day
    ],
)
def test_a_hand_over_is_at_the_first_instant_at_which_the_clocks_have_come_so_far(local: str, zone: ZoneInfo, wanted: str) -> None:
    assert resolve_hand_over(datetime.fromisoformat(local), zone) == datetime.fromisoformat(wanted)


def test_a_week_across_a_change_of_the_clocks_has_another_length() -> None:
    rotation = weekly("2026-03-23T09:00", BERLIN)
    moments = [rotation.start_of(turn) for turn in range(33)]
    lengths = {(b - a) // HOUR: b for a, b in itertools.pairwise(moments) if a and b}
    assert sorted(lengths) == [167, 168, 169]
    assert all(each and each.astimezone(BERLIN).hour == 9 for each in moments)
    assert (lengths[167].astimezone(BERLIN).date().isoformat(), lengths[169].astimezone(BERLIN).date().isoformat()) == (
        "2026-03-30",
        "2026-10-26",
    )


def test_the_month_after_a_short_one_comes_back_to_the_31st() -> None:
    rotation = Rotation(datetime(2027, 12, 31, 9), LONDON, months=1)
    assert starts(rotation, 6) == [
        "2027-12-31T09:00:00+00:00",
        "2028-01-31T09:00:00+00:00",
        "2028-02-29T09:00:00+00:00",
        "2028-03-31T09:00:00+01:00",
        "2028-04-30T09:00:00+01:00",
        "2028-05-31T09:00:00+01:00",
    ]


def test_before_the_anchor_it_is_nobodys_turn() -> None:
    rotation = weekly("2026-01-05T09:00")
    anchor = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert rotation.turn_at(anchor - timedelta(microseconds=1)) is None
    assert rotation.turn_at(anchor) == 0
    assert rotation.next_hand_over(anchor - 1000 * HOUR) == anchor
    assert rotation.next_hand_over(anchor) == anchor + timedelta(days=7)


def test_a_day_that_a_zone_skips_skips_a_turn() -> None:
    rotation = Rotation(datetime(2011, 12, 28, 9), ZoneInfo("Pacific/Apia"), days=1)
    assert starts(rotation, 5)[1:] == ["2011-12-29T09:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T09:00:00+14:00",
                                       "2012-01-01T09:00:00+14:00"]


def test_turns_end_with_the_years() -> None:
    rotation = Rotation(datetime(9999, 12, 1, 9), LONDON, months=1)
    last = datetime(9999, 12, 31, 23, tzinfo=UTC)
    assert (rotation.turn_at(last), rotation.next_hand_over(last)) == (0, None)
    assert Rotation(datetime(9999, 12, 1, 9), LONDON, days=20).next_hand_over(last) is None
    assert rotation.turn_at(datetime.max.replace(tzinfo=UTC)) == 0
    assert rotation.turn_at(datetime.min.replace(tzinfo=UTC)) is None


@pytest.mark.parametrize("lengths", [{}, {"days": 1, "months": 1}, {"days": -1}])
def test_a_turn_has_one_length(lengths: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="so many days long"):
        Rotation(datetime(2026, 1, 1), LONDON, **lengths)


def test_moments_have_a_zone_and_anchors_have_none() -> None:
    with pytest.raises(NaiveDatetime):
        weekly("2026-01-05T09:00").turn_at(datetime(2026, 1, 6))
    with pytest.raises(ValueError, match="an anchor is a local time"):
        weekly("2026-01-05T09:00+00:00")


def test_a_rotation_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(weekly("2026-01-05T09:00"))) == weekly("2026-01-05T09:00")


STEP = timedelta(minutes=15)


def count_turns(rotation: Rotation, moments: list[datetime]) -> list[int]:
    """The oracle: a turn has begun once the clocks have ever shown its local start or a later time, read off every quarter of an hour."""
    local = [rotation.local_start(turn) for turn in range(400)]
    furthest, counted, found = datetime.min, -1, []
    for moment in moments:
        furthest = max(furthest, moment.astimezone(rotation.zone).replace(tzinfo=None))
        while local[counted + 1] <= furthest:
            counted += 1
        found.append(counted)
    return found


def to_quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


@settings(max_examples=50)
@given(
    zone=st.sampled_from([NEW_YORK, BERLIN, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Africa/Cairo"), ZoneInfo("America/Santiago")]),
    anchor=st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 30)).map(to_quarter),
    length=st.sampled_from([{"days": 1}, {"days": 7}, {"days": 3}, {"months": 1}]),
)
def test_turns_are_those_of_a_slow_count(zone: ZoneInfo, anchor: datetime, length: dict[str, int]) -> None:
    rotation = Rotation(anchor, zone, **length)
    first = datetime(2026, 2, 20, tzinfo=UTC)
    moments = [first + place * STEP for place in range(96 * 80)]
    counted = count_turns(rotation, moments)
    for place in range(0, len(moments) - 1, 7):
        turn = rotation.turn_at(moments[place])
        assert (-1 if turn is None else turn) == counted[place]
    changes = [moment for moment, before, after in zip(moments[1:], counted, counted[1:], strict=False) if before != after]
    found, moment = [], rotation.next_hand_over(first)
    while moment is not None and moment <= moments[-1]:
        found.append(moment)
        moment = rotation.next_hand_over(moment)
    assert found == changes
