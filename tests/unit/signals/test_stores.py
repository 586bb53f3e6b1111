"""Every store gives the same answers: those of a list of all that was ever added."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagepolicy.signals import MemoryStore, Occurrence, SignalStore
from engagepolicy.signals.redis import RedisStore
from engagepolicy.signals.sqlite import SQLiteStore

START = datetime(2026, 3, 1, tzinfo=UTC)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ROOMY = 10_000

_numbers = count()
KINDS = ("memory", "sqlite", "redis")


@contextmanager
def made(kind: str, request: pytest.FixtureRequest, limit: int = ROOMY) -> Iterator[SignalStore]:
    """A new store of the kind, with nothing in it."""
    if kind == "redis":
        url: str = request.getfixturevalue("redis_url")
        with closing(RedisStore(url, f"test {next(_numbers)}", limit_per_group=limit)) as on_server:
            yield on_server
    elif kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder, closing(SQLiteStore(Path(folder) / "signals.db", limit_per_group=limit)) as in_file:
            yield in_file
    else:
        with closing(MemoryStore(limit_per_group=limit)) as in_memory:
            yield in_memory


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[SignalStore]:
    with made(request.param, request) as each:
        yield each


class Everything:
    """Remembers all, counts by looking at each: what every store is held against."""

    def __init__(self, limit: int = ROOMY) -> None:
        self.limit = limit
        self.told: set[tuple[str, str, datetime, str]] = set()

    def add(self, occurrences: Sequence[Occurrence]) -> None:
        self.told.update((each.signal, each.key, each.at, each.member) for each in occurrences)

    def newest(self, signal: str) -> datetime | None:
        return max((at for each, _, at, _ in self.told if each == signal), default=None)

    def count(self, signal: str, key: str, after: datetime, until: datetime) -> int:
        group = sorted((at, member) for each, of, at, member in self.told if (each, of) == (signal, key))
        return len({member for at, member in group[-self.limit :] if after < at <= until})


moments = st.builds(
    lambda minutes, rest: START + timedelta(minutes=minutes) + rest * MICROSECOND, st.integers(0, 180), st.sampled_from([0, 0, 0, 1, -1])
)
occurrences = st.builds(Occurrence, st.sampled_from(["s", "t"]), st.sampled_from(["k", "l", ""]), moments, st.sampled_from("abcdef"))
batches = st.lists(st.lists(occurrences, max_size=8), max_size=8)
queries = st.lists(st.tuples(st.sampled_from("st"), st.sampled_from(["k", "l", "", "never"]), moments, moments), max_size=6)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("limit", [ROOMY, 3])
@pytest.mark.parametrize("kind", KINDS)
@MANY
@given(batches, queries, st.sampled_from([HOUR, timedelta(minutes=100), DAY, timedelta.max]))
def test_every_window_that_is_kept_is_counted_as_a_list_of_everything_counts_it(
    request: pytest.FixtureRequest,
    kind: str,
    limit: int,
    told: list[list[Occurrence]],
    asked: list[tuple[str, str, datetime, datetime]],
    keep: timedelta,
) -> None:
    everything = Everything(limit)
    with made(kind, request, limit) as each:
        for batch in [*told, *reversed(told)]:
            each.add(batch, keep)
            everything.add(batch)
            for signal, key, after, until in asked:
                newest = everything.newest(signal)
                if newest is None or newest - after <= keep:
                    assert each.count(signal, key, after, until) == everything.count(signal, key, after, until)


@pytest.mark.parametrize("moment", [FIRST + DAY, datetime(1969, 12, 31, tzinfo=UTC), START, datetime(2300, 1, 1, tzinfo=UTC), LAST - DAY])
def test_two_neighbouring_microseconds_are_two_moments(store: SignalStore, moment: datetime) -> None:
    ticks = [moment + number * MICROSECOND for number in range(4)]
    store.add([Occurrence("s", "k", at, str(number)) for number, at in enumerate(ticks)], HOUR)

    assert [store.count("s", "k", ticks[0], until) for until in ticks] == [0, 1, 2, 3]
    assert [store.count("s", "k", after, ticks[3]) for after in ticks] == [3, 2, 1, 0]
    assert store.count("s", "k", ticks[2], ticks[1]) == 0
    assert store.count("s", "k", FIRST, LAST) == 4


def test_a_moment_that_was_written_in_another_zone_is_the_same_moment(store: SignalStore) -> None:
    there = datetime(2026, 3, 1, 1, tzinfo=UTC).astimezone()
    store.add([Occurrence("s", "k", START + HOUR, "a"), Occurrence("s", "k", there, "a")], HOUR)

    assert store.count("s", "k", START, there) == 1


def test_any_text_names_a_group_and_a_member(store: SignalStore) -> None:
    texts = ["", "a", "A", "a ", "a:b", "b", "a\0", "a\0b", "é", "e\u0301", "\ud800", "😀", "x" * 255, "'; DROP TABLE a;--", "5", "05"]
    pairs = [(signal, key) for signal in texts for key in texts]
    store.add([Occurrence(signal, key, START, member) for signal, key in pairs for member in texts[:3]], HOUR)
    store.add([Occurrence("a", "a:b", START, member) for member in texts], HOUR)

    for signal, key in pairs:
        expected = len(texts) if (signal, key) == ("a", "a:b") else 3
        assert store.count(signal, key, START - HOUR, START) == expected


def test_what_nothing_was_added_to_counts_nothing(store: SignalStore) -> None:
    store.add([], HOUR)
    assert store.count("s", "k", FIRST, LAST) == 0


def test_a_great_batch_is_counted_whole(store: SignalStore) -> None:
    store.add([Occurrence("s", f"k{number % 3}", START + number * MICROSECOND, str(number)) for number in range(7_000)], HOUR)
    assert [store.count("s", f"k{group}", START - HOUR, START + HOUR) for group in range(3)] == [2_334, 2_333, 2_333]


def test_threads_share_a_store(store: SignalStore) -> None:
    def fill(first: int) -> None:
        for number in range(first, first + 60):
            store.add([Occurrence("s", "k", START + number * MICROSECOND, str(number))], HOUR)
            store.count("s", "k", START - HOUR, START + HOUR)

    threads = [Thread(target=fill, args=(40 * number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.count("s", "k", START - HOUR, START + HOUR) == 260


_WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from engagepolicy.signals import Occurrence
from engagepolicy.signals.redis import RedisStore
from engagepolicy.signals.sqlite import SQLiteStore

kind, place, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = RedisStore(place, "shared") if kind == "redis" else SQLiteStore(place)
for number in range(first, first + 150):
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=number)
    store.add([Occurrence("s", key, at, str(number)) for key in "kl"], timedelta(hours=1))
    assert store.count("s", "k", at - timedelta(seconds=1), at) == 1
store.close()
"""


@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_processes_share_a_store(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = request.getfixturevalue("redis_url") if kind == "redis" else str(tmp_path / "signals.db")
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, kind, place, str(100 * number)]) for number in range(4)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0, 0]

    with closing(RedisStore(place, "shared") if kind == "redis" else SQLiteStore(place)) as shared:
        assert [shared.count("s", key, START - HOUR, START + HOUR) for key in "kl"] == [450, 450]
