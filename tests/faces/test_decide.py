"""`engagepolicy decide`: every row comes out once, in a form that people or programs read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from rich.cells import cell_len

import engagepolicy
from tests.conftest import ROOT
from tests.faces.running import Run, run, run_process

SAMPLE = "docs/samples/cfpb_complaints.jsonl"
BANK = ("--policy", "brands.bank")
ROW = {"id": "a1", "message": "My card was stolen", "received_at": "2026-11-20T15:00:00Z", "author": {"handle": "@secret_handle"}}
GOOD = json.dumps(ROW)


@pytest.fixture(autouse=True)
def from_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def tally(done: Run) -> tuple[int, int, int]:
    last = done.err.strip().splitlines()[-1]
    read, decided, rejected = (int(part.split()[-1].replace(",", "")) for part in last.split(", "))
    return read, decided, rejected


@pytest.mark.parametrize("columns", ["80", "100", "160", "200"])
def test_a_table_fits_its_terminal(columns: str, check_golden: Callable[[str, str], None]) -> None:
    done = run("decide", *BANK, SAMPLE, columns=columns)

    assert max(map(len, done.out.splitlines())) <= int(columns)
    if columns in ("80", "160"):
        check_golden(f"decide_{columns}.txt", done.transcript)


def test_wide_characters_do_not_break_the_table() -> None:
    row = json.dumps({**ROW, "message": "口座が凍結されました。" * 20, "id": "🙂" * 10}, ensure_ascii=False).encode()

    for columns in (80, 160):
        lines = run("decide", *BANK, "-", stdin=row, columns=str(columns)).out.splitlines()
        assert max(map(cell_len, lines)) <= columns


def test_records_as_jsonl_validate_against_the_schema() -> None:
    done = run("decide", *BANK, SAMPLE, "--format", "jsonl")
    records = [json.loads(line) for line in done.out.splitlines()]
    schema = engagepolicy.load("brands.bank").json_schema("decision")

    assert len(records) == 25
    assert [record["input"]["line"] for record in records] == list(range(1, 26))
    assert records[0]["input"] == {"source": SAMPLE, "line": 1, "id": "cfpb-sample-01"}
    jsonschema.Draft202012Validator.check_schema(schema)
    for record in records:
        jsonschema.Draft202012Validator(schema).validate(record)
    assert done.status == 0


def test_json_is_one_list_of_the_same_records() -> None:
    lines = run("decide", *BANK, SAMPLE, "-f", "jsonl").out.splitlines()

    assert json.loads(run("decide", *BANK, SAMPLE, "-f", "json").out) == [json.loads(line) for line in lines]


def test_csv_has_a_row_for_every_decision() -> None:
    rows = list(csv.DictReader(io.StringIO(run("decide", *BANK, SAMPLE, "-f", "csv").out, newline="")))

    assert len(rows) == 25
    assert rows[21]["outcomes.severity"] == "critical"
    assert rows[21]["input.id"] == "cfpb-sample-22"
    assert rows[21]["targets.first_response.due_at"].startswith("2016-01-20T12:15")


def test_a_record_can_be_replayed() -> None:
    policy = engagepolicy.load("brands.bank")
    record = json.loads(run("decide", *BANK, SAMPLE, "-f", "jsonl", "--limit", "1").out)

    replayed = policy.replay(record)

    assert isinstance(replayed, engagepolicy.Decision)
    assert replayed.outcomes["severity"] == record["outcomes"]["severity"]


def test_bad_rows_are_told_and_good_ones_go_on() -> None:
    text = f'{GOOD}\n{{"message": 5}}\nnot json\n\n{GOOD}\n'.encode()
    done = run("decide", *BANK, "-", stdin=text, columns="100")

    assert done.status == 1
    assert tally(done) == (4, 2, 2)
    assert "-:2: rejected: message: found the number 5, expected text" in done.err
    assert "-:3: rejected:" in done.err


def test_rejects_are_written_with_line_and_reasons(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    done = run("decide", *BANK, "-", "--rejects", str(rejects), stdin=f'{{"message": 5}}\n{GOOD}\nx\n'.encode())
    written = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]

    assert [each["line"] for each in written] == [1, 3]
    assert all(each["reasons"] and each["row"] for each in written)
    assert "rejected:" not in done.err
    assert tally(done) == (3, 1, 2)


def test_only_the_first_bad_rows_are_told() -> None:
    done = run("decide", *BANK, "-", "--input-format", "jsonl", stdin=b"x\n" * 40)

    assert done.err.count(": rejected:") == 5
    assert "and 35 more; --rejects FILE writes them all" in done.err
    assert tally(done) == (40, 0, 40)


@pytest.mark.parametrize("words", [(), ("--format", "jsonl"), ("--format", "json"), ("--format", "csv")])
def test_an_empty_input_is_a_wrong_call_unless_it_is_expected(words: tuple[str, ...]) -> None:
    refused = run("decide", *BANK, "--input-format", "jsonl", "-", *words)
    accepted = run("decide", *BANK, "--input-format", "jsonl", "-", *words, "--allow-empty")

    assert refused.status == 2
    assert "there was no row to decide about" in refused.err
    assert accepted.status == 0
    assert tally(accepted) == (0, 0, 0)


def test_an_empty_list_is_json() -> None:
    assert json.loads(run("decide", *BANK, "--input-format", "jsonl", "-", "-f", "json", "--allow-empty").out) == []


def test_columns_are_mapped_and_the_zone_is_asked_for() -> None:
    map = ("--map", "message=Issue", "--map", "received_at=Date received@%m/%d/%Y@America/New_York", "-m", "channel:=web_form")
    done = run("decide", *BANK, "docs/samples/cfpb_complaints.csv", *map)

    assert done.status == 0
    assert tally(done) == (25, 25, 0)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("message", "write FACT=COLUMN"),
        ("mesage=Issue", "there is no fact mesage; did you mean message?"),
        ("message=Prodct", "the file has no column Prodct; did you mean Product?"),
        ("received_at=Date received@%H:%M", "the times have no zone"),
    ],
)
def test_a_wrong_map_stops_the_run(pair: str, said: str) -> None:
    done = run("decide", *BANK, "docs/samples/cfpb_complaints.csv", "--map", pair)

    assert done.status == 2
    assert said in done.err
    assert done.out == ""


def test_columns_that_are_no_facts_stop_the_run_before_every_row_is_rejected() -> None:
    done = run("decide", *BANK, "docs/samples/cfpb_complaints.csv")

    assert done.status == 2
    assert "has columns that are no facts of brands.bank: Date received, Product" in done.err
    assert "--map FACT=COLUMN" in done.err


def test_other_columns_can_be_left_out() -> None:
    text = b"message,received_at,shoe_size\nhello,2026-11-20T10:00:00Z,44\n"

    assert run("decide", *BANK, "-", stdin=text).status == 2
    assert run("decide", *BANK, "-", "--extra", "ignore", stdin=text).status == 0


def test_gzip_and_lists_inside_json(tmp_path: Path) -> None:
    path = tmp_path / "tickets.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"data": {"tickets": [ROW, ROW]}}).encode()))
    done = run("decide", *BANK, str(path), "--records", "data.tickets")

    assert tally(done) == (2, 2, 0)


def test_several_inputs_are_one_run() -> None:
    done = run("decide", *BANK, SAMPLE, SAMPLE, "--format", "jsonl", "--limit", "30")

    assert tally(done) == (30, 30, 0)


def test_a_megabyte_of_text_is_one_row() -> None:
    row = json.dumps({**ROW, "message": "help " * 210_000}).encode()
    done = run("decide", *BANK, "-", stdin=row)

    assert tally(done) == (1, 1, 0)
    assert len(done.out) < 2_000


def test_private_facts_are_not_shown() -> None:
    for format in ("table", "jsonl", "csv"):
        assert "secret_handle" not in run("decide", *BANK, "-", "-f", format, stdin=GOOD.encode()).out


def test_control_characters_do_not_reach_the_terminal() -> None:
    row = json.dumps({**ROW, "message": "\x1b[2Jgone \u202e backwards"}).encode()
    done = run("decide", *BANK, "-", stdin=row)

    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_more_rows_than_a_page() -> None:
    text = f"{GOOD}\n".encode() * 60
    page, everything = (run("decide", *BANK, "-", *words, stdin=text).out for words in ((), ("--all",)))

    assert "and 10 more: --all shows them" in page
    assert everything.count("a1: ") == 60


def test_output_appears_whole_and_never_over_an_input(tmp_path: Path) -> None:
    rows, decisions = tmp_path / "rows.jsonl", tmp_path / "decisions.jsonl"
    rows.write_text(GOOD, encoding="utf-8")
    done = run("decide", *BANK, str(rows), "-f", "jsonl", "-o", str(decisions))
    refused = run("decide", *BANK, str(rows), "-f", "jsonl", "-o", str(rows))

    assert (done.status, done.out) == (0, "")
    assert json.loads(decisions.read_text(encoding="utf-8"))["kind"] == "decision"
    assert refused.status == 2
    assert rows.read_text(encoding="utf-8") == GOOD
    assert sorted(path.name for path in tmp_path.iterdir()) == ["decisions.jsonl", "rows.jsonl"]


def test_nothing_is_left_behind_when_a_later_input_fails(tmp_path: Path) -> None:
    done = run("decide", *BANK, SAMPLE, "missing.jsonl", "-f", "jsonl", "-o", str(tmp_path / "out.jsonl"))

    assert done.status == 2
    assert list(tmp_path.iterdir()) == []


def test_a_row_in_damaged_gzip_is_rejected_not_lost(tmp_path: Path) -> None:
    damaged = tmp_path / "rows.jsonl.gz"
    damaged.write_bytes(gzip.compress(f"{GOOD}\n".encode() * 500)[:-20])
    done = run("decide", *BANK, str(damaged))

    assert done.status == 1
    assert "the compressed data end too early or are damaged" in done.err
    assert tally(done)[0] == sum(tally(done)[1:])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--policy", "docs", SAMPLE), "it is a directory"),
        (("--policy", "missing.engage", SAMPLE), "there is no such file"),
        (("--policy", "brands.bnak", SAMPLE), "did you mean `brands.bank`?"),
        ((*BANK, "missing.jsonl"), "missing.jsonl cannot be read: no such file or directory"),
        ((*BANK, "docs"), "docs cannot be read: is a directory"),
        ((*BANK,), "Missing argument"),
        ((*BANK, SAMPLE, "--format", "xml"), "--format"),
        ((*BANK, SAMPLE, "-o", "missing/out.jsonl"), "missing/out.jsonl cannot be written: no such file or directory"),
    ],
)
def test_wrong_calls(words: tuple[str, ...], said: str) -> None:
    done = run("decide", *words)

    assert done.status == 2
    assert said in done.err
    assert done.out == ""


def test_a_policy_with_errors_is_told_and_decides_nothing(tmp_path: Path) -> None:
    policy = tmp_path / "bad.engage"
    policy.write_text('ruleset a.b { version "1" timezone UTC }\nrule x { severity enormous }\n', encoding="utf-8")
    done = run("decide", "--policy", str(policy), SAMPLE)

    assert done.status == 2
    assert "error[EP" in done.err
    assert done.out == ""


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(f"{GOOD}\n" * 400, encoding="utf-8")
    words = [sys.executable, "-m", "engagepolicy", "decide", *BANK, str(rows), "--format", "jsonl"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 141
    assert said == b""


def test_output_is_utf8_whatever_the_locale() -> None:
    row = json.dumps({**ROW, "message": "Überweisung fehlt 🙂"}, ensure_ascii=False).encode()
    done = run_process("decide", *BANK, "-", stdin=row, env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})

    assert "Überweisung fehlt 🙂" in done.stdout.decode("utf-8")
    assert done.returncode == 0


def test_rejects_and_a_table_say_which_of_several_inputs_a_row_is_of(tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        (tmp_path / name).write_text(f'{GOOD}\n{{"message": 5}}\n', encoding="utf-8")
    first, second, rejects = (str(tmp_path / name) for name in ("one.jsonl", "two.jsonl", "rejects.jsonl"))
    done = run("decide", *BANK, first, second, "--rejects", rejects)
    written = [json.loads(line) for line in Path(rejects).read_text(encoding="utf-8").splitlines()]

    assert [(each["source"], each["line"]) for each in written] == [(first, 2), (second, 2)]
    lines = [line.strip() for line in done.out.splitlines()]
    assert lines.index(first) < lines.index(second)
    assert first not in run("decide", *BANK, first).out


def test_decisions_and_rejects_cannot_go_to_one_file(tmp_path: Path) -> None:
    both = tmp_path / "both.jsonl"
    done = run("decide", *BANK, SAMPLE, "--output", str(both), "--rejects", str(tmp_path / "." / "both.jsonl"))

    assert done.status == 2
    assert "--rejects" in done.err
    assert not both.exists()


@pytest.mark.parametrize("text", [b"", b"\n \n"])
def test_an_empty_input_of_no_told_format_is_accepted_when_it_is_expected(text: bytes) -> None:
    accepted = run("decide", *BANK, "-", "--allow-empty", stdin=text)

    assert accepted.status == 0
    assert tally(accepted) == (0, 0, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("words", [(), ("--output", "/dev/full"), ("--rejects", "/dev/full")])
def test_a_full_disk_is_told_plainly(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "engagepolicy", "decide", *BANK, "-", *words],
            input=f'{GOOD}\n{{"message": 5}}\n'.encode(),
            stdout=full if not words else subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 2
    assert b"no space left on device" in done.stderr
    assert b"internal error" not in done.stderr
    assert b"Exception" not in done.stderr
