"""What `Calendar.add` costs for an hour, a month and ten years, as ratios of one run on one machine.

Run it by hand: `PYTHONPATH=src python tests/benchmarks/bench_calendar.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from engagepolicy.business_time import Calendar

START = datetime(2026, 1, 7, 12, tzinfo=UTC)
# Open time: a month has about 174 office hours, ten years about 20,870.
SPANS = {"an hour": timedelta(hours=1), "a month": timedelta(hours=174), "ten years": timedelta(hours=20_870)}
ROUNDS, CALLS = 15, 2_000


def make_calendar() -> Calendar:
    return Calendar("Europe/Berlin", {"mon-fri": [("09:00", "17:00")]}, yearly={"12-25": "Christmas Day"})


def measure_warm(calendar: Calendar, span: timedelta) -> float:
    """Return the median seconds of one call whose blocks are known."""
    calendar.add(START, span)
    rounds = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        for _ in range(CALLS):
            calendar.add(START, span)
        rounds.append((perf_counter() - begin) / CALLS)
    return median(rounds)


def measure_cold(span: timedelta) -> float:
    """Return the median seconds of the first call of a new calendar."""
    rounds = []
    for _ in range(ROUNDS):
        calendar = make_calendar()
        begin = perf_counter()
        calendar.add(START, span)
        rounds.append(perf_counter() - begin)
    return median(rounds)


def main() -> None:
    """Print one line for each length."""
    calendar = make_calendar()
    warm = {name: measure_warm(calendar, span) for name, span in SPANS.items()}
    cold = {name: measure_cold(span) for name, span in SPANS.items()}
    unit = warm["an hour"]
    print(f"one warm addition of an hour: {unit * 1e6:.2f} microseconds = 1.0")
    for name in SPANS:
        print(f"{name:>10}: warm {warm[name] / unit:6.2f}   first call {cold[name] / unit:9.0f}")


if __name__ == "__main__":
    main()
