"""`engagepolicy replay`: the report over history in every format, and when it is a finding."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

import engagepolicy
from engagepolicy.report.replay import attainment
from tests.conftest import ROOT
from tests.faces.running import Run, run
from tests.faces.test_start import see

SAMPLE = "docs/samples/cases.jsonl"
BANK = ("--policy", "brands.bank")
AT = ("--at", "2026-11-23T14:30:00Z")
CASE = {"id": "c1", "opened_at": "2026-11-23T09:00:00-05:00", "facts": {"message": "My deposit is missing"}}


@pytest.fixture(autouse=True)
def from_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def replay(*words: str, columns: str = "100", stdin: bytes = b"") -> Run:
    return run("replay", *BANK, *words, columns=columns, stdin=stdin)


def table_of(done: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.out, newline="")))


@pytest.mark.parametrize("columns", ["60", "77", "80", "107", "108", "120", "200"])
def test_the_report_fits_its_terminal(columns: str, check_golden: Callable[[str, str], None]) -> None:
    done = replay(SAMPLE, *AT, "--by", "channel", "--link", "https://desk.example/cases/{id}", columns=columns)

    assert done.status == 0
    assert max(map(cell_len, done.out.splitlines())) <= int(columns)
    if columns in ("80", "120"):
        check_golden(f"replay_{columns}.txt", done.transcript)


def test_a_terminal_gets_colours_and_blocks() -> None:
    words = ["replay", *BANK, SAMPLE, *AT]
    drawn = see(words, {})

    assert "█" in drawn
    assert "\x1b[" in drawn
    assert see([*words, "--plain"], {}).replace("\r\n", "\n") == run(*words).out


def test_json_is_the_report_of_the_library() -> None:
    policy = engagepolicy.load("brands.bank")
    rows = (ROOT / SAMPLE).read_text(encoding="utf-8").splitlines()
    expected = attainment(policy, rows, datetime.fromisoformat("2026-11-23T14:30:00Z"), by=["channel"]).to_json()
    found = json.loads(replay(SAMPLE, *AT, "-f", "json", "--by", "channel").out)
    for each in found["breaches"]:
        assert each.pop("source") == SAMPLE
    for each in expected["breaches"]:
        assert each.pop("source") == ""

    assert found == expected


def test_jsonl_and_csv_have_the_breaches() -> None:
    records = [json.loads(line) for line in replay(SAMPLE, *AT, "-f", "jsonl").out.splitlines()]
    rows = table_of(replay(SAMPLE, *AT, "-f", "csv", "--section", "breaches"))

    assert [(each["case"], each["metric"], each["due_at"], each["late"]) for each in records] == [
        (each["case"], each["metric"], each["due_at"], each["late"]) for each in rows
    ]
    assert [each["case"] for each in rows] == ["L-1042", "L-1044"]


def test_sections_agree_with_the_summary() -> None:
    (first,) = [
        row for row in table_of(replay(SAMPLE, *AT, "-f", "csv")) if row["metric"] == "first_response" and not row["grouping"]
    ]
    hours = [row for row in table_of(replay(SAMPLE, *AT, "-f", "csv", "--section", "hours")) if row["metric"] == "first_response"]
    tiers = table_of(replay(SAMPLE, *AT, "-f", "csv", "--section", "tiers"))

    assert sum(int(row["waits"]) for row in hours) == int(first["waits"]) == 6
    for tier in {row["tier"] for row in tiers}:
        whole, *parts = [row for row in tiers if row["tier"] == tier]
        assert sum(int(row["entered"]) for row in parts) == int(whole["entered"])
        assert sum(float(row["owned_hours"]) for row in parts) == pytest.approx(float(whole["owned_hours"]), abs=0.05)


def test_without_a_moment_it_looks_at_the_last_one_of_the_inputs() -> None:
    last = json.loads(replay(SAMPLE, "-f", "json").out)
    assert last == json.loads(replay(SAMPLE, "--at", "end", "-f", "json").out)
    assert last == json.loads(replay(SAMPLE, "--at", "2026-11-23T14:10:00Z", "-f", "json").out)


def test_standard_input_needs_a_moment() -> None:
    done = replay("-", stdin=json.dumps(CASE).encode())
    assert done.status == 2
    assert "give --at MOMENT" in done.err
    assert replay("-", "--at", "each", stdin=json.dumps(CASE).encode()).status == 0


def test_a_log_of_events_knows_its_last_moment() -> None:
    rows = [
        {"case": "a", "kind": "received", "at": "2026-11-20T09:30:00-05:00", "message": "My deposit is missing"},
        {"case": "a", "kind": "replied", "at": "2026-11-20T10:05:00-05:00"},
    ]
    done = replay("-", "--events", "-f", "json", stdin="\n".join(map(json.dumps, rows)).encode())
    assert json.loads(done.out)["until"] == "2026-11-20T15:05:00+00:00"
    assert done.err == "read 2, followed 2 in 1 cases, rejected 0\n"


@pytest.mark.parametrize(("share", "status"), [("0.5", 0), ("60%", 0), ("0.61", 1), ("95%", 1)])
def test_attainment_can_be_required(share: str, status: int) -> None:
    done = replay(SAMPLE, *AT, "--fail-under", share)
    assert done.status == status
    assert ("first response: attainment 60.0% is below" in done.err) is (status == 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fail-under", "2"), "2 is no share"),
        (("--fail-under", "many"), "many is no share"),
        (("--by", "chanel"), "did you mean channel?"),
        (("--by", "author.handle"), "is private"),
        (("--link", "https://desk.example/"), "it has no {id}"),
        (("--section", "hours"), "--section chooses a part for CSV"),
        (("--at", "yesterday"), "is no moment"),
    ],
)
def test_a_wrong_call(words: tuple[str, ...], said: str) -> None:
    done = replay(SAMPLE, *words)
    assert done.status == 2
    assert done.out == ""
    assert said in done.err


def test_bad_rows_are_told_and_good_ones_go_on(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps(CASE) + '\nnot json\n{"id": "x"}\n', encoding="utf-8")
    done = replay(str(cases), "-f", "json")
    assert done.status == 1
    assert "rejected 2" in done.err
    assert json.loads(done.out)["cases"]["followed"] == 1


def test_nothing_to_report_on(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert replay(str(empty), *AT).status == 2
    allowed = replay(str(empty), *AT, "--allow-empty", "-f", "json")
    assert allowed.status == 0
    assert json.loads(allowed.out)["breaches"] == []
