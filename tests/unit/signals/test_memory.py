"""The store in memory: counts as a list of everything would, forgets only what it may, and stays within its limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.signals import MemoryStore, Occurrence

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def seen(minute: int, member: str, key: str = "k", signal: str = "s") -> Occurrence:
    return Occurrence(signal, key, at(minute), member)


occurrences = st.builds(seen, st.integers(0, 300), st.sampled_from("abcdef"), st.sampled_from(["k", "l"]), st.sampled_from(["s", "t"]))


@given(st.lists(occurrences), st.sampled_from("st"), st.sampled_from("kl"), st.integers(-10, 310), st.integers(0, 100))
def test_it_counts_distinct_members_of_a_window_open_at_its_start(
    given_: list[Occurrence], signal: str, key: str, until: int, length: int
) -> None:
    store = MemoryStore()
    store.add(given_, timedelta(days=1))

    wanted = {each.member for each in given_ if each.signal == signal and each.key == key and at(until - length) < each.at <= at(until)}
    assert store.count(signal, key, at(until - length), at(until)) == len(wanted)


@given(st.lists(occurrences, min_size=1).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each), st.permutations(each))))
def test_neither_order_nor_repetition_changes_what_the_newest_see(streams: tuple[list[Occurrence], ...]) -> None:
    once, other, again = MemoryStore(), MemoryStore(), streams[2]
    once.add(sorted(streams[0], key=lambda each: each.at), HOUR)
    for each in [*streams[1], *again]:
        other.add([each], HOUR)

    for signal in "st":
        newest = max((each.at for each in streams[0] if each.signal == signal), default=START)
        for key in "kl":
            assert once.count(signal, key, newest - HOUR, newest) == other.count(signal, key, newest - HOUR, newest)


def test_over_the_limit_of_a_group_the_oldest_go() -> None:
    store = MemoryStore(limit_per_group=3)
    store.add([seen(minute, str(minute)) for minute in (5, 1, 2, 3, 4)], HOUR)

    assert store.count("s", "k", at(0), at(5)) == 3
    assert store.count("s", "k", at(0), at(2)) == 0


def test_over_the_number_of_groups_the_one_untouched_for_longest_goes() -> None:
    store = MemoryStore(groups=2)
    store.add([seen(1, "a", "first"), seen(1, "a", "second")], HOUR)
    assert store.count("s", "first", at(0), at(1)) == 1
    store.add([seen(1, "a", "third")], HOUR)

    assert [store.count("s", key, at(0), at(1)) for key in ("first", "second", "third")] == [1, 0, 1]


def test_groups_that_are_over_do_not_pile_up() -> None:
    store = MemoryStore()
    for minute in range(0, 6000, 10):
        store.add([seen(minute, "a", f"key {minute}")], HOUR)

    assert len(store._groups) <= 8


def test_an_occurrence_at_the_first_moment_of_the_calendar_is_kept() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    store = MemoryStore()
    store.add([Occurrence("s", "k", first + HOUR, "a")], timedelta(days=1))

    assert store.count("s", "k", first, first + HOUR) == 1


def test_it_forgets_everything_when_it_is_closed() -> None:
    store = MemoryStore()
    store.add([seen(1, "a")], HOUR)
    store.close()

    assert store.count("s", "k", at(0), at(1)) == 0


@pytest.mark.parametrize("limits", [{"limit_per_group": 0}, {"groups": 0}])
def test_a_store_without_room_is_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemoryStore(**limits)


def test_threads_may_share_it() -> None:
    store = MemoryStore()

    def fill(first: int) -> None:
        for number in range(first, first + 500):
            store.add([seen(number % 50, str(number))], HOUR)
            store.count("s", "k", at(0), at(50))

    threads = [Thread(target=fill, args=(500 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.count("s", "k", at(-1), at(50)) == 2000
