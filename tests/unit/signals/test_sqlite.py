"""The store in a file: what it keeps, what it forgets, whose files it touches, and what it says where it cannot go on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engagepolicy.signals import Occurrence, StoreUnavailable
from engagepolicy.signals import sqlite as module
from engagepolicy.signals.sqlite import NotAStore, SQLiteStore

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def seen(minute: int, member: str = "a", key: str = "k", signal: str = "s") -> Occurrence:
    return Occurrence(signal, key, START + timedelta(minutes=minute), member)


def rows_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM occurrence").fetchone()[0])


def test_what_was_added_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    for number in range(3):
        with closing(SQLiteStore(tmp_path / "signals.db")) as store:
            store.add([seen(number, str(number))], HOUR)
            assert store.count("s", "k", START - HOUR, START + HOUR) == number + 1


def test_what_is_older_than_a_signal_keeps_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "signals.db"
    with closing(SQLiteStore(path)) as store:
        for minute in range(0, 6000, 10):
            store.add([seen(minute, key=str(minute)), seen(0, str(minute), signal="never newer")], HOUR)
        assert rows_in(path) == 7 + 600
        store.add([seen(10), seen(5990, key="5990")], HOUR)
    assert rows_in(path) == 7 + 600


def test_much_that_is_old_is_forgotten_little_by_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FORGOTTEN_AT_ONCE", 2)
    path = tmp_path / "signals.db"
    with closing(SQLiteStore(path)) as store:
        store.add([seen(minute) for minute in range(30)], HOUR)
        left = []
        for _ in range(12):
            store.add([seen(600)], HOUR)
            left.append(rows_in(path))
    assert left == [28, 25, 22, 19, 16, 13, 10, 7, 4, 1, 1, 1]


def test_a_group_over_its_limit_is_cut_down(tmp_path: Path) -> None:
    path = tmp_path / "signals.db"
    with closing(SQLiteStore(path, limit_per_group=5)) as store:
        for number in range(module.CALLS_PER_TRIM):
            store.add([seen(number % 50, str(number))], HOUR)
            assert store.count("s", "k", START - HOUR, START + HOUR) == min(5, number + 1)
    assert rows_in(path) == 5


def test_an_addition_that_fails_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "signals.db"
    with closing(SQLiteStore(path)) as store:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE newest")
        with pytest.raises(StoreUnavailable, match="no such table: newest"):
            store.add([seen(1)], HOUR)
    assert rows_in(path) == 0


def _write_text(path: Path) -> None:
    path.write_text("An important letter.", encoding="utf-8")


def _write_other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE occurrence (a)")


def _write_other_empty_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")


def _write_start_of_a_database(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


@pytest.mark.parametrize("write", [_write_text, _write_other_database, _write_other_empty_database, _write_start_of_a_database])
def test_a_file_of_somebody_else_is_left_as_it_is(tmp_path: Path, write: Callable[[Path], None]) -> None:
    path = tmp_path / "theirs"
    write(path)
    before = path.read_bytes()

    with pytest.raises(NotAStore) as caught:
        SQLiteStore(path)

    assert str(caught.value) == f"{path} is no store of signals and is left as it is: name another file, or one that is not there yet"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    with closing(SQLiteStore(path)) as store:
        store.add([seen(1)], HOUR)
    assert rows_in(path) == 1


def test_a_store_of_a_later_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "signals.db"
    SQLiteStore(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(NotAStore, match="is a store of signals of version 2, and this version of engagepolicy reads version 1: name"):
        SQLiteStore(path)


def test_a_store_that_was_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "signals.db"
    with closing(SQLiteStore(path)) as store:
        store.add([seen(1)], HOUR)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    with pytest.raises(StoreUnavailable, match=r"cannot be used: (database disk image is malformed|malformed database schema)"):
        SQLiteStore(path)


def test_a_path_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be made: there is no folder"):
        SQLiteStore(tmp_path / "nowhere" / "signals.db")
    with pytest.raises(StoreUnavailable, match="cannot be opened: is a directory"):
        SQLiteStore(tmp_path)
    with pytest.raises(StoreUnavailable, match="cannot be opened: embedded null byte"):
        SQLiteStore(f"{tmp_path}/a\0b")


def test_another_who_writes_for_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    path = tmp_path / "signals.db"
    with closing(SQLiteStore(path)) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="cannot be used: database is locked"):
            store.add([seen(1)], HOUR)
        assert store.count("s", "k", START, START + HOUR) == 0
        other.execute("ROLLBACK")
        store.add([seen(1)], HOUR)
        assert store.count("s", "k", START, START + HOUR) == 1


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "signals.db")
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="was closed"):
        store.count("s", "k", START, START)


def test_a_store_without_room_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        SQLiteStore(tmp_path / "signals.db", limit_per_group=0)


_OPENERS = """
import sys
from datetime import UTC, datetime, timedelta
from engagepolicy.signals import Occurrence
from engagepolicy.signals.sqlite import SQLiteStore

for number in range(15):
    store = SQLiteStore(f"{sys.argv[1]}/{number}.db")
    store.add([Occurrence("s", "k", datetime(2026, 3, 1, tzinfo=UTC), sys.argv[2])], timedelta(hours=1))
    store.close()
"""


def test_processes_may_make_a_file_at_one_time(tmp_path: Path) -> None:
    openers = [subprocess.Popen([sys.executable, "-c", _OPENERS, str(tmp_path), str(number)]) for number in range(4)]
    assert [opener.wait(timeout=120) for opener in openers] == [0, 0, 0, 0]
    for number in range(15):
        with closing(SQLiteStore(tmp_path / f"{number}.db")) as store:
            assert store.count("s", "k", START - HOUR, START) == 4


_FORKING = """
import os, sys
from datetime import UTC, datetime, timedelta
from threading import Thread
from engagepolicy.signals import Occurrence
from engagepolicy.signals.sqlite import SQLiteStore

start, hour = datetime(2026, 3, 1, tzinfo=UTC), timedelta(hours=1)
store = SQLiteStore(sys.argv[1])

def fill(name):
    for number in range(100):
        store.add([Occurrence("s", "k", start, f"{name} {number}")], hour)

busy = Thread(target=fill, args=("thread",))
busy.start()
children = []
for child in range(3):
    process = os.fork()
    if not process:
        fill(child)
        store.close()
        os._exit(0)
    children.append(process)
busy.join()
fill("parent")
assert [os.waitpid(each, 0)[1] for each in children] == [0, 0, 0]
print(store.count("s", "k", start - hour, start))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix forks")
def test_a_process_that_forks_shares_its_store(tmp_path: Path) -> None:
    program = [sys.executable, "-W", "ignore", "-c", _FORKING, str(tmp_path / "signals.db")]
    assert subprocess.run(program, check=True, capture_output=True, text=True, timeout=120).stdout == "500\n"
