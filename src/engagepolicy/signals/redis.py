"""The store on a Redis server, for many machines: one sorted set a group, written by one script that runs whole or not at all.

A sorted set orders by a score first, which is a double and cannot tell microseconds apart for long. So every score is 0 and the
entries sort by themselves: 18 digits of microseconds, then the member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias, TypeVar
from urllib.parse import urlsplit

from engagepolicy.extras import require_extra
from engagepolicy.signals.encoding import encode_text, length_of, microseconds_of
from engagepolicy.signals.store import Occurrence, StoreUnavailable

TIMEOUT_SECONDS = 5.0
"""How long the server may take to answer."""
TRIES_AGAIN = 2
"""How often a call is made again after a connection was lost; what is added twice counts once."""
LONGEST_LIFE = timedelta(days=36_500)
ENTRIES_AT_ONCE = 1_000
"""How many occurrences one call of a script writes, and how many calls go together; a greater batch is several."""

_DIGITS = 18
_SECOND = 1_000_000

_ADD = """
local newest = redis.call('GET', KEYS[2])
if not newest or newest < ARGV[5] then newest = ARGV[5] end
redis.call('SET', KEYS[2], newest, 'PX', ARGV[3])
local seconds = tonumber(string.sub(newest, 1, 12)) - tonumber(ARGV[1])
local rest = tonumber(string.sub(newest, 13, 18)) - tonumber(ARGV[2])
if rest < 0 then seconds = seconds - 1; rest = rest + 1000000 end
if seconds < 0 then seconds = 0; rest = 0 end
local oldest = string.format('%012.0f%06.0f', seconds, rest)
for place = 6, #ARGV do redis.call('ZADD', KEYS[1], 0, ARGV[place]) end
redis.call('ZREMRANGEBYLEX', KEYS[1], '-', '(' .. oldest)
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[4]))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
"""
_COUNT = """
local seen, number = {}, 0
for _, entry in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2])) do
  local member = string.sub(entry, 19)
  if not seen[member] then seen[member] = true; number = number + 1 end
end
return number
"""
Argument: TypeAlias = bytes | int
Item = TypeVar("Item")


class _Pipeline(Protocol):
    def execute(self) -> list[object]: ...


class _Client(Protocol):
    def ping(self) -> object: ...
    def close(self) -> None: ...
    def pipeline(self, transaction: bool) -> _Pipeline: ...
    def register_script(self, script: str) -> _Script: ...


class _Script(Protocol):
    def __call__(self, keys: Sequence[bytes], args: Sequence[Argument], client: _Pipeline | None = None) -> int | None: ...


class RedisStore:
    """A store on a Redis server (7 or later is tested), which threads, processes and machines may share.

    Every key begins with `prefix`. It holds at most `limit_per_group` occurrences of a group: the oldest go first. What nobody
    adds to goes by itself: the server drops a group when, since it was last added to, the time that its signal keeps and `idle`
    have passed. `idle` is for interactions that come in late, such as after a night without a connection. Every method raises
    `StoreUnavailable` where the server does not answer or refuses.
    """

    def __init__(
        self, url: str, prefix: str = "engagepolicy", *, limit_per_group: int = 10_000, idle: timedelta = timedelta(days=7)
    ) -> None:
        """Connect to the server at a URL as `redis://localhost:6379/0`; `rediss://` is encrypted, `unix:///path` is a socket.

        Raises `StoreUnavailable` for a URL or a server that cannot be used, `ValueError` for a limit below 1 or an `idle` that is no
        length, and `MissingExtra` where the package `redis` is not installed.
        """
        if limit_per_group < 1:
            raise ValueError("a store holds at least one occurrence of a group")
        if not timedelta(0) <= idle <= LONGEST_LIFE:
            raise ValueError("a group that is idle is kept for no less than no time and no more than a hundred years")
        module = require_extra("redis", "redis")
        self._place = _place_in(url)
        self._prefix = prefix
        self._limit_per_group = limit_per_group
        self._idle = idle
        self._errors: type[Exception] = module.exceptions.RedisError
        self._client = self._connect(url, module.Redis.from_url)
        self._add_script = self._client.register_script(_ADD)
        self._count_script = self._client.register_script(_COUNT)

    def _connect(self, url: str, connect: Callable[..., _Client]) -> _Client:
        retries = require_extra("redis.retry", "redis")
        backoff = require_extra("redis.backoff", "redis")
        retry = retries.Retry(backoff.ExponentialBackoff(cap=0.2, base=0.02), TRIES_AGAIN)
        try:
            client = connect(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=retry)
            with self._answering():
                client.ping()
        except (ValueError, TypeError):
            raise StoreUnavailable(f"{self._place} is no address of a Redis server: write it as redis://localhost:6379/0") from None
        return client

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except (self._errors, OSError) as error:
            raise StoreUnavailable(f"the store of signals at {self._place} does not answer as it should: {_reason_of(error)}") from None

    def add(self, occurrences: Sequence[Occurrence], keep: timedelta) -> None:
        """Remember the occurrences; what is older than the newest of a signal minus `keep` is forgotten as its group is added to."""
        groups: dict[tuple[str, str], list[bytes]] = {}
        newest: dict[str, bytes] = {}
        for each in occurrences:
            stamp = _stamp(microseconds_of(each.at))
            newest[each.signal] = max(stamp, newest.get(each.signal, stamp))
            groups.setdefault((each.signal, each.key), []).append(stamp + encode_text(each.member))
        life = LONGEST_LIFE if keep >= LONGEST_LIFE - self._idle else keep + self._idle
        lasting = (*divmod(length_of(keep), _SECOND), max(1, life // timedelta(milliseconds=1)), self._limit_per_group)
        calls: list[tuple[list[bytes], list[Argument]]] = [
            ([self._group(signal, key), self._newest(signal)], [*lasting, newest[signal], *part])
            for (signal, key), entries in groups.items()
            for part in _parts(entries)
        ]
        for some in _parts(calls):
            with self._answering():
                pipeline = self._client.pipeline(transaction=True)
                for keys, arguments in some:
                    self._add_script(keys, arguments, pipeline)
                pipeline.execute()

    def count(self, signal: str, key: str, after: datetime, until: datetime) -> int:
        """Return how many distinct members the group has with `after` < at <= `until`, as far as it is remembered."""
        first, behind = b"[" + _stamp(microseconds_of(after) + 1), b"(" + _stamp(microseconds_of(until) + 1)
        with self._answering():
            return self._count_script([self._group(signal, key)], [first, behind]) or 0

    def close(self) -> None:
        """Let go of the connections."""
        with self._answering():
            self._client.close()

    def _newest(self, signal: str) -> bytes:
        return encode_text(f"{self._prefix}:newest:{signal}")

    def _group(self, signal: str, key: str) -> bytes:
        return encode_text(f"{self._prefix}:group:{len(signal)}:{signal}:{key}")


def _parts(items: list[Item]) -> Iterator[list[Item]]:
    return (items[first : first + ENTRIES_AT_ONCE] for first in range(0, len(items), ENTRIES_AT_ONCE))


def _stamp(microseconds: int) -> bytes:
    return f"{microseconds:0{_DIGITS}}".encode()


def _place_in(url: str) -> str:
    """Return the URL without the name and password that may stand in it."""
    try:
        parts = urlsplit(url)
        where = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "the URL given"
    return f"{parts.scheme}://{where}{parts.path}" if parts.scheme else "the URL given"


def _reason_of(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
