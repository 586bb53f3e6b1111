"""The store in a file, for one machine: SQLite in write-ahead mode, which threads and processes may share."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from weakref import WeakSet

from engagepolicy.signals.encoding import encode_text, length_of, microseconds_of
from engagepolicy.signals.store import Occurrence, StoreUnavailable

APPLICATION_ID = 0x65706F6C
"""Says in the header of the file whose it is."""
SCHEMA_VERSION = 1
WAIT_SECONDS = 30.0
"""How long a write waits for those of other processes."""
FORGOTTEN_AT_ONCE = 10_000
"""How many occurrences one call forgets at most beyond as many as it brings, so that none takes long."""
CALLS_PER_TRIM = 64
"""After how many calls of `add` the groups just added to are cut down to their limit; counts keep to it always."""

_PAUSE_SECONDS = 0.005
_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\0"
_APPLICATION_ID_AT = slice(68, 72)
_SCHEMA = f"""
CREATE TABLE occurrence (
  signal BLOB NOT NULL,
  grouped BLOB NOT NULL,
  at INTEGER NOT NULL,
  member BLOB NOT NULL,
  PRIMARY KEY (signal, grouped, at, member)
) WITHOUT ROWID;
CREATE INDEX occurrence_by_age ON occurrence (signal, at);
CREATE TABLE newest (signal BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""
_INSERT = "INSERT OR IGNORE INTO occurrence VALUES (?, ?, ?, ?)"
_RAISE_NEWEST = "INSERT INTO newest VALUES (?, ?) ON CONFLICT (signal) DO UPDATE SET at = max(at, excluded.at)"
_NEWEST = "SELECT at FROM newest WHERE signal = ?"
_FORGET = """
DELETE FROM occurrence WHERE (signal, grouped, at, member) IN (
  SELECT signal, grouped, at, member FROM occurrence INDEXED BY occurrence_by_age WHERE signal = ? AND at < ? ORDER BY at LIMIT ?)
"""
_TRIM = """
DELETE FROM occurrence WHERE signal = ?1 AND grouped = ?2 AND (at, member) < (
  SELECT at, member FROM occurrence WHERE signal = ?1 AND grouped = ?2 ORDER BY at DESC, member DESC LIMIT 1 OFFSET ?3)
"""
_COUNT = """
SELECT count(DISTINCT member) FROM (
  SELECT at, member FROM occurrence WHERE signal = ? AND grouped = ? AND at > ? ORDER BY at DESC, member DESC LIMIT ?)
WHERE at <= ?
"""


class NotAStore(StoreUnavailable):
    """A file is no store of signals, or one of another version. It is left as it is."""


class SQLiteStore:
    """A store in one file, which is made where there is none; threads and processes of one machine may share it.

    What was added is there after a crash of the process; a machine that loses power may lose the last moments, never the file. A
    count looks at the `limit_per_group` newest occurrences of a group, as the store in memory does. Every method raises
    `StoreUnavailable` where the file cannot be read or written.
    """

    def __init__(self, path: str | os.PathLike[str], limit_per_group: int = 10_000) -> None:
        """Open or make the file; its folder has to be there.

        Raises `NotAStore` for a file that is something else, `StoreUnavailable` for one that cannot be opened, and `ValueError` for a
        limit below 1.
        """
        if limit_per_group < 1:
            raise ValueError("a store holds at least one occurrence of a group")
        self.path = Path(path).absolute()
        self._limit_per_group = limit_per_group
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_closed = False
        self._calls = 0
        _open_stores.add(self)
        with self._used():
            pass

    def add(self, occurrences: Sequence[Occurrence], keep: timedelta) -> None:
        """Remember the occurrences, all or none of them; what is older than the newest of a signal minus `keep` is forgotten."""
        rows = [_row_of(each) for each in occurrences]
        if not rows:
            return
        newest: dict[bytes, int] = {}
        for signal, _, at, _ in rows:
            newest[signal] = max(at, newest.get(signal, at))
        with self._used() as connection, _transaction(connection):
            connection.executemany(_INSERT, rows)
            for signal, at in newest.items():
                connection.execute(_RAISE_NEWEST, (signal, at))
                (latest,) = connection.execute(_NEWEST, (signal,)).fetchone()
                connection.execute(_FORGET, (signal, max(0, latest - length_of(keep)), FORGOTTEN_AT_ONCE + len(rows)))
            self._calls += 1
            if self._calls % CALLS_PER_TRIM == 0:
                self._trim(connection, {(signal, key) for signal, key, _, _ in rows})

    def _trim(self, connection: sqlite3.Connection, groups: Iterable[tuple[bytes, bytes]]) -> None:
        connection.executemany(_TRIM, [(*group, self._limit_per_group - 1) for group in groups])

    def count(self, signal: str, key: str, after: datetime, until: datetime) -> int:
        """Return how many distinct members the group has with `after` < at <= `until`, among its newest `limit_per_group`."""
        group = (encode_text(signal), encode_text(key))
        window = (microseconds_of(after), self._limit_per_group, microseconds_of(until))
        with self._used() as connection:
            (number,) = _execute_patiently(connection, _COUNT, (*group, *window)).fetchone()
        return int(number)

    def close(self) -> None:
        """Close the file. A store that is closed refuses to be used."""
        with self._lock:
            self._is_closed = True
            self._disconnect()

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        """Hand out the connection to one thread at a time, opened if this process has none yet."""
        with self._lock:
            if self._is_closed:
                raise StoreUnavailable(f"the store of signals {self.path} was closed")
            try:
                if self._connection is None:
                    self._connection = _connect(self.path)
                yield self._connection
            except (sqlite3.Error, OverflowError) as error:
                raise StoreUnavailable(f"the store of signals {self.path} cannot be used: {error}") from None

    def begin_fork(self) -> None:
        """Close the file and let no thread use the store until `end_fork`: SQLite forbids a connection that two processes have."""
        self._lock.acquire()
        self._disconnect()

    def end_fork(self) -> None:
        """Let the store be used again, in the process that forked and in the one that came of it; each opens the file anew."""
        self._lock.release()


_open_stores: WeakSet[SQLiteStore] = WeakSet()
_forking = Lock()
_waiting: list[SQLiteStore] = []


def _before_fork() -> None:
    _forking.acquire()
    _waiting.extend(_open_stores)
    for store in _waiting:
        store.begin_fork()


def _after_fork() -> None:
    for store in _waiting:
        store.end_fork()
    _waiting.clear()
    _forking.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)


def _execute_patiently(connection: sqlite3.Connection, statement: str, parameters: tuple[bytes | int, ...] = ()) -> sqlite3.Cursor:
    """Execute a statement that SQLite may refuse without waiting, while another process opens or closes the file."""
    given_up_at = monotonic() + WAIT_SECONDS
    while True:
        try:
            return connection.execute(statement, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > given_up_at:
                raise
            sleep(_PAUSE_SECONDS)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    _execute_patiently(connection, "BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _row_of(each: Occurrence) -> tuple[bytes, bytes, int, bytes]:
    return encode_text(each.signal), encode_text(each.key), microseconds_of(each.at), encode_text(each.member)


def _connect(path: Path) -> sqlite3.Connection:
    """Return a connection to the file at the path, which is made, or known to be ours before SQLite touches it."""
    if not path.parent.is_dir():
        raise StoreUnavailable(f"the store of signals {path} cannot be made: there is no folder {path.parent}")
    _require_ours_or_none(path)
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_ours_or_none(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StoreUnavailable(f"the store of signals {path} cannot be opened: {reason.lower()}") from None
    is_ours = header.startswith(_MAGIC) and int.from_bytes(header[_APPLICATION_ID_AT]) == APPLICATION_ID
    if header and not is_ours:
        raise NotAStore(f"{path} is no store of signals and is left as it is: name another file, or one that is not there yet")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables in a new file, or make sure that this version can read those that are there."""
    with _transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not version and not tables:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            version = SCHEMA_VERSION
    if version != SCHEMA_VERSION:
        raise NotAStore(
            f"{path} is a store of signals of version {version}, and this version of engagepolicy reads version {SCHEMA_VERSION}: "
            "name another file, or use the version that wrote it"
        )
    _execute_patiently(connection, "PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
