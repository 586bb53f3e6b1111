"""The store on a server: what it keeps and lets go, and what it says of a server that it cannot use."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import redis

from engagepolicy.extras import MissingExtra
from engagepolicy.signals import Occurrence, StoreUnavailable
from engagepolicy.signals.redis import RedisStore
from tests import redis_server

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def seen(minute: int, member: str = "a", key: str = "k", signal: str = "s") -> Occurrence:
    return Occurrence(signal, key, START + timedelta(minutes=minute), member)


def test_every_key_begins_with_the_prefix_and_goes_by_itself(redis_url: str) -> None:
    with closing(RedisStore(redis_url, "ours", idle=timedelta(days=1))) as store, closing(redis.Redis.from_url(redis_url)) as client:
        store.add([seen(1), seen(2, signal="t")], HOUR)
        keys = sorted(key for key in client.scan_iter("ours*"))
        assert keys == [b"ours:group:1:s:k", b"ours:group:1:t:k", b"ours:newest:s", b"ours:newest:t"]
        assert all(24 * 3600 < client.ttl(key) <= 25 * 3600 for key in keys)
        store.add([seen(3)], timedelta.max)
        assert 36_400 * 86_400 < client.ttl(b"ours:group:1:s:k") <= 36_500 * 86_400


def test_a_group_that_is_idle_for_long_is_dropped_by_the_server(redis_url: str) -> None:
    with closing(RedisStore(redis_url, "idle", idle=timedelta(0))) as store, closing(redis.Redis.from_url(redis_url)) as client:
        store.add([seen(1)], timedelta(milliseconds=1))
        while client.exists("idle:group:1:s:k"):
            pass
        assert store.count("s", "k", START, START + HOUR) == 0


def test_what_is_older_than_a_signal_keeps_and_over_the_limit_leaves_the_server(redis_url: str) -> None:
    with closing(RedisStore(redis_url, "old", limit_per_group=5)) as store, closing(redis.Redis.from_url(redis_url)) as client:
        for minute in range(0, 6000, 20):
            store.add([seen(minute)], HOUR)
        assert client.zcard("old:group:1:s:k") == 4
        store.add([seen(5980, str(number)) for number in range(50)], HOUR)
        assert client.zcard("old:group:1:s:k") == 5


def test_two_prefixes_are_two_stores(redis_url: str) -> None:
    with closing(RedisStore(redis_url, "one")) as one, closing(RedisStore(redis_url, "two")) as two:
        one.add([seen(1)], HOUR)
        assert [store.count("s", "k", START, START + HOUR) for store in (one, two)] == [1, 0]


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        RedisStore("redis://me:secret@127.0.0.1:1/0")
    assert str(caught.value).startswith("the store of signals at redis://127.0.0.1:1/0 does not answer as it should: Error 111 connecting")
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("", "the URL given"),
        ("localhost", "the URL given"),
        ("http://localhost:6379", "http://localhost:6379"),
        ("redis://me:secret@localhost:99999/0", "redis://localhost:99999/0"),
        ("redis://me:secret@[localhost/0", "the URL given"),
        ("redis://localhost/?socket_timeout=soon", "redis://localhost/"),
        ("redis://localhost/?no_such_option=1", "redis://localhost/"),
    ],
)
def test_a_url_that_is_none_is_told(url: str, place: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        RedisStore(url)
    assert str(caught.value) == f"{place} is no address of a Redis server: write it as redis://localhost:6379/0"


def test_a_server_that_goes_away_is_told() -> None:
    if redis_server.find_program() is None:
        pytest.skip(redis_server.NOT_THERE)
    with redis_server.running_server() as url:
        store = RedisStore(url)
        store.add([seen(1)], HOUR)
    with pytest.raises(StoreUnavailable, match="does not answer as it should"):
        store.add([seen(2)], HOUR)
    with pytest.raises(StoreUnavailable, match="does not answer as it should"):
        store.count("s", "k", START, START)
    store.close()


def test_a_server_that_was_started_again_is_found_again_and_has_its_scripts(redis_url: str) -> None:
    with closing(RedisStore(redis_url, "again")) as store, closing(redis.Redis.from_url(redis_url)) as client:
        store.add([seen(1)], HOUR)
        client.script_flush()
        client.client_kill_filter(_type="normal", skipme=True)
        store.add([seen(2, "b")], HOUR)
        client.script_flush()
        assert store.count("s", "k", START, START + HOUR) == 2


def test_keys_of_somebody_else_are_told(redis_url: str) -> None:
    with closing(RedisStore(redis_url, "theirs")) as store, closing(redis.Redis.from_url(redis_url)) as client:
        client.set("theirs:group:1:s:k", "no sorted set")
        with pytest.raises(StoreUnavailable, match="WRONGTYPE"):
            store.count("s", "k", START, START + HOUR)
        with pytest.raises(StoreUnavailable, match="WRONGTYPE"):
            store.add([seen(1)], HOUR)


@pytest.mark.parametrize("wrong", [{"limit_per_group": 0}, {"idle": timedelta(-1)}, {"idle": timedelta.max}])
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"a (store holds|group that is idle)"):
        RedisStore("redis://localhost", **wrong)  # type: ignore[arg-type]


def test_without_the_package_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(MissingExtra, match=r'this needs redis, which is not installed; .*"engagepolicy\[redis\]"'):
        RedisStore("redis://localhost")
