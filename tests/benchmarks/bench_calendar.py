"""What `Calendar.add` costs for an hour, a month and ten years, beside other packages, as ratios of one run on one machine.

Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_calendar`. The others are in the extra `bench`; one
that is not installed is left out. numpy counts days, not hours, so it stands beside `add_business_days` only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import TypeAlias

from engagepolicy.business_time import Calendar

START = datetime(2026, 1, 7, 12, tzinfo=UTC)
ZONE = "Europe/Berlin"
HOLIDAYS = {date(year, 12, 25): "Christmas Day" for year in range(2020, 2040)}
# Open time: a month has about 174 office hours, ten years about 20,870.
SPANS = {"an hour": timedelta(hours=1), "a month": timedelta(hours=174), "ten years": timedelta(hours=20_870)}
DAYS = {"a day": 1, "a month": 22, "ten years": 2_600}
ROUNDS, SECONDS_PER_ROUND = 7, 0.05

Work: TypeAlias = Callable[[], object]


def make_calendar() -> Calendar:
    return Calendar(ZONE, {"mon-fri": [("09:00", "17:00")]}, HOLIDAYS)


def _seconds(work: Work) -> float:
    """Return the median seconds of one call."""
    rounds = []
    for _ in range(ROUNDS):
        calls, begin = 0, perf_counter()
        while not calls or perf_counter() - begin < SECONDS_PER_ROUND:
            work()
            calls += 1
        rounds.append((perf_counter() - begin) / calls)
    return median(rounds)


def _first_addition(span: timedelta) -> object:
    return make_calendar().add(START, span)


def _additions_of_businesstimedelta() -> Mapping[str, Work]:
    peer, pytz = import_module("businesstimedelta"), import_module("pytz")
    hours = peer.WorkDayRule(time(9), time(17), [0, 1, 2, 3, 4], pytz.timezone(ZONE))
    off = peer.HolidayRule(HOLIDAYS, pytz.timezone(ZONE))
    rules = peer.Rules([hours, off])
    return {name: partial(_plus, START, peer.BusinessTimeDelta(rules, timedelta=span)) for name, span in SPANS.items()}


def _plus(moment: datetime, span: Callable[..., object]) -> object:
    return moment + span  # type: ignore[operator]


def _additions_of_numpy() -> Mapping[str, Work]:
    numpy = import_module("numpy")
    calendar = numpy.busdaycalendar(holidays=sorted(HOLIDAYS))
    day = numpy.datetime64(START.date())
    return {name: partial(numpy.busday_offset, day, number, roll="backward", busdaycal=calendar) for name, number in DAYS.items()}


def _tell(title: str, own: Mapping[str, Work], peers: Mapping[str, Callable[[], Mapping[str, Work]]]) -> None:
    """Print one line for each amount: our time, and how many times as long the others take."""
    others: dict[str, Mapping[str, Work]] = {}
    for name, prepare in peers.items():
        try:
            others[name] = prepare()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    print(title)
    for amount, work in own.items():
        ours = _seconds(work)
        ratios = "".join(f"   {name} {_seconds(works[amount]) / ours:>10,.2f}x" for name, works in others.items() if amount in works)
        print(f"{amount:>12}: {ours * 1e6:>10,.1f} microseconds{ratios}")


def main() -> None:
    """Print the additions of open time, their first calls, and the additions of business days."""
    calendar = make_calendar()
    peers = {"businesstimedelta": _additions_of_businesstimedelta}
    _tell("open time, calendar in use", {name: partial(calendar.add, START, span) for name, span in SPANS.items()}, peers)
    _tell("open time, first call of a new calendar", {name: partial(_first_addition, span) for name, span in SPANS.items()}, {})
    own = {name: partial(calendar.add_business_days, START, number) for name, number in DAYS.items()}
    _tell("business days, calendar in use", own, {"numpy": _additions_of_numpy})


if __name__ == "__main__":
    main()
