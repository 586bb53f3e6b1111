"""`decide --signals` as people see it: counts over a file, counts that go on, stores that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.faces.running import Run, run

RULESET = """ruleset acme.care { version "1"  timezone UTC }
signal surge = count of interactions by topics within 1h
rule crisis { when known surge and surge >= 3  severity critical }
rule calm { severity low }
"""


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "surge.engage"
    path.write_text(RULESET, encoding="utf-8")
    return str(path)


def row(minute: int, **more: object) -> dict[str, Any]:
    return {"id": str(minute), "message": "no", "received_at": f"2026-03-01T10:{minute:02}:00Z", "topics": ["fees"], **more}


def decide(policy: str, rows: list[dict[str, Any]], *words: str) -> Run:
    lines = "".join(json.dumps(each) + "\n" for each in rows)
    return run("decide", "--policy", policy, "-", "--input-format", "jsonl", "--format", "jsonl", *words, stdin=lines.encode())


def read_of(done: Run) -> list[tuple[int | None, str]]:
    records = [json.loads(line) for line in done.out.splitlines()]
    return [(record["facts"].get("surge"), record["outcomes"]["severity"]) for record in records]


def test_rows_are_counted_in_their_order_for_this_run_alone(policy: str) -> None:
    rows = [row(minute) for minute in (0, 1, 1, 2)]

    for _ in range(2):
        assert read_of(decide(policy, rows)) == [(1, "low"), (2, "low"), (2, "low"), (3, "critical")]


def test_with_a_store_counts_go_on(policy: str, tmp_path: Path) -> None:
    store = str(tmp_path / "counts.db")

    assert read_of(decide(policy, [row(0), row(1)], "--signals", store)) == [(1, "low"), (2, "low")]
    assert read_of(decide(policy, [row(1), row(2)], "--signals", store)) == [(2, "low"), (3, "critical")]


def test_without_a_store_what_a_row_says_itself_stands(policy: str) -> None:
    assert read_of(decide(policy, [row(0, surge=9), row(1)])) == [(9, "critical"), (2, "low")]


def test_with_a_store_a_row_that_says_otherwise_is_rejected(policy: str, tmp_path: Path) -> None:
    done = decide(policy, [row(0, surge=9), row(1, surge=2)], "--signals", str(tmp_path / "counts.db"))

    assert done.status == 1
    assert "surge: found the number 9 in the interaction and the number 1 as its reading, expected one value" in done.err
    assert read_of(done) == [(2, "low")]


def test_an_input_that_is_no_store_is_a_wrong_call(policy: str, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("my notes\n" * 99, encoding="utf-8")
    done = decide(policy, [row(0)], "--signals", str(other))

    assert done.status == 2
    assert done.err.startswith("engagepolicy: --signals: ")
    assert "is no store of signals" in done.err
    assert other.read_text(encoding="utf-8") == "my notes\n" * 99


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("/no/such/folder/counts.db", "there is no folder /no/such/folder"),
        ("postgres://localhost", "postgres://localhost is no store"),
        ("redis://127.0.0.1:1/0", "127.0.0.1:1"),
        ("redis://127.0.0.1:not-a-port", "is no address of a Redis server"),
    ],
)
def test_a_store_that_cannot_be_used_is_a_wrong_call(policy: str, store: str, said: str) -> None:
    done = decide(policy, [row(0)], "--signals", store)

    assert done.status == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_server_without_its_extra_says_what_to_install(policy: str) -> None:
    with patch.dict("sys.modules", {"redis": None}):
        done = decide(policy, [row(0)], "--signals", "redis://localhost")

    assert done.status == 2
    assert 'pip install "engagepolicy[redis]"' in done.err


def test_a_store_for_a_policy_without_signals_is_a_wrong_call(tmp_path: Path) -> None:
    path = tmp_path / "plain.engage"
    path.write_text('ruleset acme.care { version "1" }\n', encoding="utf-8")
    done = decide(str(path), [row(0)], "--signals", str(tmp_path / "counts.db"))

    assert done.status == 2
    assert "acme.care declares no signal" in done.err
    assert not (tmp_path / "counts.db").exists()


def test_help_says_what_is_counted_without_the_option() -> None:
    done = run("decide", "--help", columns="160")

    assert "--signals" in done.out
    assert "over the rows of this run" in " ".join(done.out.split())
