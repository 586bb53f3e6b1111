"""What pauses do to a moment: the pieces that clocks and steps are counted with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from engagepolicy.runtime.countdowns import Measure, Pauses, Shifted
from tests.cases import at

REAL = Measure(None)


def test_a_moment_moves_by_the_pauses_that_begin_before_it() -> None:
    pauses = Pauses()
    moment = Shifted(at("mon 12:00"), REAL, at("mon 10:00"), pauses)
    pauses.begin(at("mon 11:00"))
    assert moment.moment == at("mon 12:00")
    pauses.end(at("mon 11:30"))
    assert moment.moment == at("mon 12:30")
    pauses.add(at("mon 12:30"), at("mon 13:00"))
    assert moment.moment == at("mon 12:30")
    assert pauses.running(REAL, at("mon 10:00"), at("mon 14:00")) == timedelta(hours=3)


def test_pauses_before_the_anchor_are_spent() -> None:
    pauses = Pauses()
    pauses.add(at("mon 09:00"), at("mon 10:00"))
    assert Shifted(at("mon 12:00"), REAL, at("mon 10:00"), pauses).moment == at("mon 12:00")


def test_begin_and_end_say_whether_they_changed_anything() -> None:
    pauses = Pauses()
    assert [pauses.end(at("mon 09:00")), pauses.begin(at("mon 09:00")), pauses.begin(at("mon 10:00"))] == [False, True, False]
    assert pauses.end(at("mon 11:00"))
    assert (pauses.starts, pauses.ends) == ([at("mon 09:00")], [at("mon 11:00")])


def test_a_share_of_what_never_comes_never_comes() -> None:
    assert Shifted(None, REAL, at("mon 10:00"), Pauses()).at_share(Decimal(50)).moment is None


def test_shares_are_exact_to_the_microsecond() -> None:
    moment = Shifted(at("mon 10:00") + timedelta(microseconds=10), REAL, at("mon 10:00"), Pauses())
    assert moment.at_share(Decimal("33.3")).moment == at("mon 10:00") + timedelta(microseconds=3)


def test_time_beyond_the_years_is_none() -> None:
    assert REAL.add(datetime(9999, 12, 31, tzinfo=UTC), timedelta(days=2)) is None
