"""What `add` and `count` of one occurrence cost in each store of signals, as ratios to the store in memory, in one run.

Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_signals`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from engagepolicy.signals import MemoryStore, Occurrence, SignalStore
from engagepolicy.signals.redis import RedisStore
from engagepolicy.signals.sqlite import SQLiteStore
from tests import redis_server

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROUNDS, CALLS, GROUPS = 7, 300, 50
BUSY_MEMBERS = 5_000


def occurrences() -> Iterator[Occurrence]:
    """Yield one occurrence a second, over many groups, without an end."""
    number = 0
    while True:
        yield Occurrence("complaints", f"topic {number % GROUPS}", START + timedelta(seconds=number), f"member {number}")
        number += 1


def _per_second(call: Callable[[Occurrence], object], stream: Iterator[Occurrence]) -> float:
    begin = perf_counter()
    for _ in range(CALLS):
        call(next(stream))
    return CALLS / (perf_counter() - begin)


def _add(store: SignalStore, each: Occurrence) -> None:
    store.add([each], HOUR)


def _count(store: SignalStore, each: Occurrence) -> int:
    return store.count(each.signal, each.key, each.at - HOUR, each.at)


def _count_busy(store: SignalStore, each: Occurrence) -> int:
    return store.count("busy", "", START - HOUR, START + HOUR)


def measure(store: SignalStore) -> dict[str, float]:
    """Return the median of calls per second for each kind of call."""
    stream = occurrences()
    store.add([Occurrence("busy", "", START + timedelta(milliseconds=each), str(each)) for each in range(BUSY_MEMBERS)], HOUR)
    kinds: dict[str, Callable[[Occurrence], object]] = {
        "add": partial(_add, store),
        "count": partial(_count, store),
        f"count of {BUSY_MEMBERS:,}": partial(_count_busy, store),
    }
    return {name: median(_per_second(call, stream) for _ in range(ROUNDS)) for name, call in kinds.items()}


def main() -> None:
    """Print one line for each store: calls per second, and how many times longer one takes than in memory."""
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        stores: dict[str, SignalStore] = {
            "memory": MemoryStore(),
            "SQLite": opened.enter_context(closing(SQLiteStore(Path(folder) / "s.db"))),
        }
        if redis_server.find_program() is None:
            print(f"Redis is left out: {redis_server.NOT_THERE}")
        else:
            url = opened.enter_context(redis_server.running_server())
            stores["Redis"] = opened.enter_context(closing(RedisStore(url)))
        found = {name: measure(store) for name, store in stores.items()}
    for name, rates in found.items():
        told = "   ".join(f"{kind} {rate:>9,.0f}/s {found['memory'][kind] / rate:>6.1f}x" for kind, rate in rates.items())
        print(f"{name:>7}: {told}")


if __name__ == "__main__":
    main()
