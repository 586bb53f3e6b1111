"""What signals read, against a count by hand over everything that was ever observed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engagepolicy as ep
from engagepolicy.signals import MemoryStore, Occurrence
from engagepolicy.signals.observing import growth_of

Interaction: TypeAlias = dict[str, Any]

START = datetime(2026, 3, 1, tzinfo=UTC)
HEADER = 'ruleset test.signals { version "1"  timezone Europe/Berlin }\n'
POLICY = ep.loads(
    HEADER
    + """
    define angry { when sentiment < -0.3 }
    signal surge = count of interactions where angry by topics within 1h
    signal all_of_them = count of interactions within 40m
    signal crowd = count of distinct author.id where message mentions "down" by conversation_id within 30m
    signal jump = growth of interactions where angry by topics within 1h
    signal spread = growth of distinct author.id by topics, channel within 20m against 2h
    signal themes = count of distinct topics by channel within 1h
    """
)


def at(interaction: Interaction) -> datetime:
    return datetime.fromisoformat(interaction["received_at"])


# ------------------------------------------------------------------------------------------------------------ counting by hand

Keys: TypeAlias = Callable[[Interaction], list[Any]]
Members: TypeAlias = Callable[[Interaction], list[Any]]


def angry(each: Interaction) -> bool:
    return each["sentiment"] is not None and each["sentiment"] < Decimal("-0.3")


def within(seen: Sequence[Interaction], after: datetime, until: datetime, key: object, keys: Keys, members: Members) -> int:
    chosen = [each for each in seen if after < at(each) <= until and key in keys(each)]
    return len({member for each in chosen for member in members(each)})


def largest(seen: Sequence[Interaction], own: Interaction, minutes: int, keys: Keys, members: Members) -> int | None:
    until = at(own)
    return max((within(seen, until - timedelta(minutes=minutes), until, key, keys, members) for key in keys(own)), default=None)


def grown(seen: Sequence[Interaction], own: Interaction, minutes: int, before: int, keys: Keys, members: Members) -> Decimal | None:
    found = []
    for key in keys(own):
        until, start = at(own), at(own) - timedelta(minutes=minutes)
        now = within(seen, start, until, key, keys, members)
        then = Fraction(within(seen, start - timedelta(minutes=before), start, key, keys, members) * minutes, before)
        found.append(Decimal(floor(Fraction(now * 100) / max(then, Fraction(1)))) / 100)
    return max(found, default=None)


def by_topic(each: Interaction) -> list[Any]:
    return list(each["topics"])


def by_hand(seen: Sequence[Interaction], own: Interaction) -> dict[str, int | Decimal]:
    def author(each: Interaction) -> list[Any]:
        return [each["author.id"]] if each["author.id"] is not None else []

    def itself(each: Interaction) -> list[Any]:
        return [each["id"]]

    def by_channel(each: Interaction) -> list[Any]:
        return [each["channel"]] if each["channel"] is not None else []

    def angry_itself(each: Interaction) -> list[Any]:
        return itself(each) if angry(each) else []

    numbers = {
        "surge": largest(seen, own, 60, by_topic, angry_itself),
        "all_of_them": largest(seen, own, 40, lambda each: ["everybody"], itself),
        "crowd": largest(
            seen,
            own,
            30,
            lambda each: [each["conversation_id"]] if each["conversation_id"] is not None else [],
            lambda each: author(each) if "down" in each["message"] else [],
        ),
        "jump": grown(seen, own, 60, 60, by_topic, angry_itself),
        "spread": grown(seen, own, 20, 120, lambda each: list(product(by_topic(each), by_channel(each))), author),
        "themes": largest(seen, own, 60, by_channel, by_topic),
    }
    return {name: number for name, number in numbers.items() if number is not None}


# --------------------------------------------------------------------------------------------------------------------- streams

stories = st.fixed_dictionaries(
    {
        "minute": st.integers(0, 240),
        "message": st.sampled_from(["it is down", "thanks"]),
        "sentiment": st.sampled_from([None, Decimal("-0.9"), Decimal("-0.3"), Decimal("0.4")]),
        "topics": st.sampled_from([(), ("app",), ("fees",), ("app", "fees")]),
        "channel": st.sampled_from([None, "x", "email"]),
        "conversation_id": st.sampled_from([None, "c1", "c2"]),
        "author.id": st.sampled_from([None, "ann", "bo", "cy"]),
    }
)


def numbered(told: Sequence[dict[str, Any]]) -> list[Interaction]:
    interactions = []
    for number, each in enumerate(told):
        moment = START + timedelta(minutes=each["minute"])
        rest = {name: value for name, value in each.items() if name != "minute"}
        interactions.append({"id": f"i-{number}", "received_at": moment.isoformat(), **rest})
    return interactions


streams = st.lists(stories, min_size=1, max_size=25).map(numbered)


@given(streams)
def test_every_reading_is_what_a_count_by_hand_gives(stream: list[Interaction]) -> None:
    store, seen = MemoryStore(), list[Interaction]()
    newest = START
    for each in stream:
        seen.append(each)
        newest = max(newest, at(each))
        readings = POLICY.observe(each, store)
        if newest - at(each) <= timedelta(minutes=20):  # no window is shorter, so nothing that it needs is forgotten
            assert readings == by_hand(seen, each)


@given(streams, st.data())
def test_repeats_and_the_order_of_arrival_change_nothing_for_the_newest(stream: list[Interaction], data: st.DataObject) -> None:
    newest = max(stream, key=at)
    once, again = MemoryStore(), MemoryStore()
    for each in sorted(stream, key=at):
        POLICY.observe(each, once)
    for each in data.draw(st.permutations([*stream, *data.draw(st.lists(st.sampled_from(stream)))])):
        POLICY.observe(each, again)

    assert POLICY.observe(newest, once) == POLICY.observe(newest, again) == by_hand(stream, newest)


@given(streams)
def test_the_same_stream_gives_the_same_readings_again(stream: list[Interaction]) -> None:
    stores = MemoryStore(), MemoryStore()

    assert [POLICY.observe(each, stores[0]) for each in stream] == [POLICY.observe(each, stores[1]) for each in stream]


# ----------------------------------------------------------------------------------------------------------------------- cases


def told(minute: int = 0, **facts: object) -> Interaction:
    return {"message": "x", "received_at": (START + timedelta(minutes=minute)).isoformat(), **facts}


def load(*signals: str) -> ep.Policy:
    return ep.loads(HEADER + "\n".join(signals))


def read(policy: ep.Policy, *stream: Interaction) -> list[object]:
    """Return what the one signal of the policy reads for each interaction."""
    store = MemoryStore()
    (name,) = policy.signals
    return [policy.observe(each, store).get(name) for each in stream]


ALL = load("signal n = count of interactions within 1h")


def test_the_window_leaves_out_where_it_begins() -> None:
    assert read(ALL, told(0, id="a"), told(60, id="b"), told(119, id="c")) == [1, 1, 2]


def test_one_interaction_twice_counts_once_even_at_two_moments() -> None:
    assert read(ALL, told(0, id="a"), told(0, id="a"), told(10, id="a"), told(10, id="b")) == [1, 1, 1, 2]


def test_without_an_id_the_same_facts_at_the_same_moment_are_one_interaction() -> None:
    assert read(ALL, told(), told(), told(likes=1), told(1), told()) == [1, 1, 2, 3, 2]


def test_numbers_written_differently_are_the_same_facts() -> None:
    assert read(ALL, told(sentiment=Decimal("0.5")), told(sentiment=Decimal("0.50"))) == [1, 1]


def test_what_comes_late_is_counted_for_later_readings_from_its_own_time_on() -> None:
    assert read(ALL, told(30, id="a"), told(10, id="late"), told(40, id="b"), told(20, id="c")) == [1, 1, 3, 2]


def test_where_that_is_not_known_is_not_counted_and_still_read() -> None:
    policy = load("signal n = count of interactions where sentiment < 0 by topics within 1h")
    fees = ["fees"]

    assert read(policy, told(0, id="a", sentiment=-1, topics=fees), told(1, id="b", topics=fees), told(2, id="c", sentiment=-1)) == [
        1,
        1,
        None,
    ]


def test_what_lacks_a_key_belongs_to_no_group() -> None:
    policy = load("signal n = count of interactions by author.id, channel within 1h")
    ann = {"id": "ann"}

    assert read(policy, told(id="a", channel="x", author=ann), told(id="b", author=ann), told(id="c", channel="x")) == [1, None, None]


def test_an_interaction_in_more_groups_than_are_counted_is_in_none() -> None:
    policy = load("signal n = count of interactions by topics within 1h")
    most = [f"topic {number}" for number in range(100)]

    assert read(policy, told(id="a", topics=most), told(id="b", topics=[*most, "one"]), told(id="c", topics=["one"])) == [1, None, 1]


def test_days_are_local_days() -> None:
    policy = load("signal n = count of interactions within 1 day")
    spring_forward = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # half past three in Berlin; the day before had no lost hour yet
    before = [{"id": str(hours), "message": "x", "received_at": spring_forward - timedelta(hours=hours)} for hours in (24, 23, 22)]

    assert read(policy, *before, {"id": "now", "message": "x", "received_at": spring_forward})[-1] == 2


def test_the_first_moment_of_the_calendar_can_be_observed() -> None:
    policy = load("signal n = growth of interactions within 1h against 3 days")

    assert read(policy, {"id": "a", "message": "x", "received_at": "0001-01-01T00:30:00Z"}) == [1]


def test_what_the_interaction_says_of_signals_is_not_looked_at() -> None:
    policy = load("signal n = count of interactions within 1h")

    assert read(policy, told(n=7), told(n=8), told()) == [1, 1, 1]


def test_two_policies_that_share_a_store_do_not_share_counts() -> None:
    other = ep.loads(HEADER.replace("test.signals", "test.other") + "signal n = count of interactions within 1h")
    store = MemoryStore()
    ALL.observe(told(id="a"), store)

    assert other.observe(told(id="b"), store) == {"n": 1}
    assert ALL.observe(told(id="b"), store) == {"n": 2}


@pytest.mark.parametrize(
    ("count", "baseline", "window", "before", "growth"),
    [
        (4, 1, 60, 60, "4"),
        (5, 3, 60, 60, "1.66"),
        (7, 0, 60, 60, "7"),
        (0, 9, 60, 60, "0"),
        (30, 240, 60, 1440, "3"),
        (30, 241, 60, 1440, "2.98"),
        (3, 12, 60, 1440, "3"),
    ],
)
def test_growth_is_rounded_down_and_a_baseline_under_one_is_one(count: int, baseline: int, window: int, before: int, growth: str) -> None:
    assert growth_of(count, baseline, timedelta(minutes=window), timedelta(minutes=before)) == Decimal(growth)


# ---------------------------------------------------------------------------------------------------- what reaches a store


class Watched(MemoryStore):
    """A store that shows what was added."""

    def __init__(self) -> None:
        super().__init__()
        self.added: list[Occurrence] = []

    def add(self, occurrences: Sequence[Occurrence], keep: timedelta) -> None:
        self.added.extend(occurrences)
        super().add(occurrences, keep)


def test_no_private_value_reaches_a_store() -> None:
    policy = load(
        "extend interaction { account : string optional private }",
        "signal crowd = count of distinct author.id by topics within 1h",
        "signal sources = count of interactions by account, channel within 1h",
    )
    store = Watched()
    policy.observe(told(id="i-1", topics=["fees"], channel="x", author={"id": "ann-secret"}, account="acc-secret"), store)

    assert len(store.added) == 2
    assert "secret" not in repr(store.added)
    assert all(len(text) == 64 for text in [store.added[0].member.split('"')[3], store.added[1].key.split('"')[5]])


def test_long_texts_are_hashed() -> None:
    policy = load("signal n = count of interactions by message within 1h")
    store = Watched()
    policy.observe({**told(id="i" * 9000), "message": "m" * 9000}, store)
    (one,) = store.added

    assert max(map(len, (one.signal, one.key, one.member))) <= 255


def test_groups_of_different_facts_are_different_groups() -> None:
    policy = load("extend interaction { a : string optional  b : string optional }", "signal n = count of interactions by a, b within 1h")

    assert read(policy, told(id="1", a='x","b":"y', b="z"), told(id="2", a="x", b='y","b":"z')) == [1, 1]
