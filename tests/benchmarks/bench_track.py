"""What `policy.track` costs for a case of 10, 100 and 1,000 events, and how it grows with them.

Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_track`. The kinds of case differ in what every event
brings: messages and answers, pauses, or changes of what the policy reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from math import log2
from statistics import median
from time import perf_counter

import engagepolicy as ep

ROUNDS = 5
SIZES = (10, 100, 1000)
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
RULESET = """
ruleset bench.tracking { version "1" timezone Europe/Berlin }
calendar office { mon-fri 09:00-17:00 }
ladder care {
  tier frontline "Community manager"
  tier specialist "Care specialist"
  escalate frontline to specialist after 2h on office without first response
}
sla clocks {
  pause while case.status is waiting
  warn at 75%
}
rule everything {
  severity low
  escalate to frontline
  first response within 4h on office
  next response within 8h on office
  resolution within 40h on office
}
rule large { when author.followers >= 500  severity high  next response within 2h on office }
"""

Event = dict[str, object]


def _talk(number: int) -> Event:
    return {"kind": ("received", "replied")[number % 2]}


def _pauses(number: int) -> Event:
    return {"kind": "status_changed", "facts": {"case": {"status": ("waiting", "open")[number % 2]}}}


def _changes(number: int) -> Event:
    return {"kind": "reclassified", "facts": {"author": {"followers": number % 1000}}}


KINDS: Mapping[str, Callable[[int], Event]] = {"talk": _talk, "pauses": _pauses, "changes": _changes}


def make_case(size: int, kind: Callable[[int], Event]) -> dict[str, object]:
    """Return a case with so many events, one every seven minutes."""
    events = [kind(number) | {"at": (START + timedelta(minutes=7 * (number + 1))).isoformat()} for number in range(size)]
    return {"opened_at": START.isoformat(), "facts": {"message": "Where is my parcel?"}, "events": events}


def _seconds(policy: ep.Policy, case: dict[str, object], now: datetime) -> float:
    rounds = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        policy.track(case, now)
        rounds.append(perf_counter() - begin)
    return median(rounds)


def main() -> None:
    """Print for each kind of case the milliseconds of each size, and its growth beside that of n log n."""
    policy = ep.loads(RULESET)
    for name, kind in KINDS.items():
        first = 0.0
        for size in SIZES:
            seconds = _seconds(policy, make_case(size, kind), START + timedelta(minutes=7 * size + 60))
            first = first or seconds
            expected = size * log2(size) / (SIZES[0] * log2(SIZES[0]))
            print(f"{name:>8} {size:>6} events: {1000 * seconds:>9.2f} ms   {seconds / first:>7.1f}x   (n log n: {expected:,.1f}x)")


if __name__ == "__main__":
    main()
