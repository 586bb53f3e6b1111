"""`engagepolicy track`: every case comes out once, as a line, a record or a picture; what cannot be followed is told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

import engagepolicy
from tests.conftest import ROOT
from tests.faces.running import Run, run
from tests.faces.test_start import see

SAMPLE = "docs/samples/cases.jsonl"
BANK = ("--policy", "brands.bank")
AT = ("--at", "2026-11-23T14:30:00Z")
CASE = {"id": "c1", "opened_at": "2026-11-23T09:00:00-05:00", "facts": {"message": "My deposit is missing"}}
GOOD = json.dumps(CASE)
RECEIVED = {"case": "a", "kind": "received", "at": "2026-11-20T09:30:00-05:00", "message": "My deposit is missing"}
REPLIED = {"case": "a", "kind": "replied", "at": "2026-11-20T10:05:00-05:00"}


@pytest.fixture(autouse=True)
def from_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def lines_of(*rows: object) -> bytes:
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in rows).encode()


def statuses(done: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.out.splitlines()]


def follow(*rows: object, words: tuple[str, ...] = ("--events",)) -> Run:
    return run("track", *BANK, *AT, "-", "-f", "jsonl", *words, stdin=lines_of(*rows))


@pytest.mark.parametrize("columns", ["80", "100", "160", "200"])
def test_a_table_fits_its_terminal(columns: str, check_golden: Callable[[str, str], None]) -> None:
    done = run("track", *BANK, SAMPLE, *AT, columns=columns)

    assert max(map(cell_len, done.out.splitlines())) <= int(columns)
    assert done.status == 0
    if columns in ("80", "160"):
        check_golden(f"track_{columns}.txt", done.transcript)


@pytest.mark.parametrize(
    ("case", "columns"),
    [
        ("L-1041", "80"),
        ("L-1042", "80"),
        ("L-1042", "160"),
        ("L-1044", "120"),
        ("L-1045", "80"),
        ("L-1046", "80"),
        ("L-1046", "200"),
    ],
)
def test_a_picture_fits_its_terminal(case: str, columns: str, check_golden: Callable[[str, str], None]) -> None:
    done = run("track", *BANK, SAMPLE, *AT, "--show", case, columns=columns)

    assert max(map(cell_len, done.out.splitlines())) <= min(160, int(columns))
    if columns == "80" and case in ("L-1042", "L-1045", "L-1046"):
        check_golden(f"track_show_{case}.txt", done.transcript)


def test_a_terminal_gets_a_drawing_in_colour() -> None:
    words = ["track", *BANK, SAMPLE, *AT, "--show", "L-1042"]
    drawn = see(words, {})

    assert "━" in drawn
    assert "\x1b[" in drawn
    assert see([*words, "--plain"], {}).replace("\r\n", "\n") == run(*words).out


def test_records_are_those_of_the_library() -> None:
    policy = engagepolicy.load("brands.bank")
    records = statuses(run("track", *BANK, SAMPLE, *AT, "-f", "jsonl"))
    rows = (ROOT / SAMPLE).read_text(encoding="utf-8").splitlines()

    assert [record.pop("input") for record in records] == [{"source": SAMPLE, "line": line} for line in range(1, 7)]
    assert records == [policy.track(row, datetime.fromisoformat("2026-11-23T14:30:00Z")).to_record() for row in rows]


def test_json_is_one_list_of_the_same_records() -> None:
    assert json.loads(run("track", *BANK, SAMPLE, *AT, "-f", "json").out) == statuses(run("track", *BANK, SAMPLE, *AT, "-f", "jsonl"))


def test_without_a_moment_it_looks_now() -> None:
    before = datetime.now().astimezone()
    (record,) = statuses(run("track", *BANK, "-", "-f", "jsonl", stdin=lines_of(GOOD)))

    assert before <= datetime.fromisoformat(str(record["now"])) <= datetime.now().astimezone()


def test_an_only_case_is_drawn() -> None:
    shown = run("track", *BANK, SAMPLE, *AT, "--show", "L-1045").out
    only = (ROOT / SAMPLE).read_bytes().splitlines()[4]

    assert run("track", *BANK, "-", *AT, stdin=only).out == shown


def test_a_case_that_is_not_there() -> None:
    done = run("track", *BANK, SAMPLE, *AT, "--show", "L-10422")

    assert done.status == 2
    assert done.out == ""
    assert "no case L-10422 could be followed" in done.err
    assert "did you mean L-1042?" in done.err


def test_a_case_before_it_is_opened() -> None:
    done = run("track", *BANK, "-", "--at", "2026-11-01T00:00:00Z", stdin=lines_of(GOOD, GOOD))

    assert done.out.count("not opened yet") == 3
    assert done.status == 0


def test_a_case_is_looked_at_again_when_the_record_says() -> None:
    moment, seen = "", []
    for _ in range(4):
        (record,) = statuses(follow(GOOD, words=("--at", moment) if moment else ()))
        moment = str(record["next_check_at"])
        seen.append(run("track", *BANK, "-", "--at", moment, stdin=lines_of(GOOD)).out)

    assert any("breached" in out for out in seen)
    assert len(set(seen)) == len(seen)


def test_bad_rows_are_told_and_good_ones_go_on(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    rows = (GOOD, {"id": "c2"}, "not json", {**CASE, "events": [{"kind": "replied", "at": "2026-11-23T09:10"}]}, GOOD)
    told = follow(*rows, words=())
    done = follow(*rows, words=("--rejects", str(rejects)))
    written = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]

    assert told.status == done.status == 1
    assert "-:2: rejected: opened_at: found nothing" in told.err
    assert "-:4: rejected: events[0].at: found the time" in told.err
    assert done.err == "read 5, followed 2, rejected 3\n"
    assert [each["line"] for each in written] == [2, 3, 4]
    assert len(statuses(done)) == 2


@pytest.mark.parametrize("words", [(), ("--events",), ("-f", "json"), ("-f", "jsonl"), ("--show", "x")])
def test_an_empty_input_is_a_wrong_call_unless_it_is_expected(words: tuple[str, ...]) -> None:
    refused, accepted = (run("track", *BANK, "-", *words, *more) for more in ((), ("--allow-empty",)))

    assert refused.status == 2
    assert "there was no row to follow" in refused.err
    assert accepted.status == 0
    assert accepted.out == ("[]\n" if "json" in words else "")


def test_gzip_and_lists_inside_json(tmp_path: Path) -> None:
    path = tmp_path / "cases.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"data": {"cases": [CASE, CASE]}}).encode()))

    assert run("track", *BANK, *AT, str(path), "--records", "data.cases").err == "read 2, followed 2, rejected 0\n"


def test_events_are_put_together_whatever_their_order() -> None:
    case = {"id": "a", "opened_at": RECEIVED["at"], "facts": {"message": RECEIVED["message"]}}
    whole = {**case, "events": [{"kind": "replied", "at": REPLIED["at"], "facts": {"account.fraud_hold": True}}]}
    replied = {**REPLIED, "account.fraud_hold": True}
    nested = {**REPLIED, "facts": {"account": {"fraud_hold": True}}}
    expected = [{**each, "input": None} for each in statuses(follow(whole, words=()))]

    for rows in ((RECEIVED, replied), (replied, RECEIVED), (nested, RECEIVED), (RECEIVED, replied, replied, RECEIVED)):
        done = follow(*rows)
        assert [{**each, "input": None} for each in statuses(done)] == expected
        assert done.err == f"read {len(rows)}, followed {len(rows)} in 1 cases, rejected 0\n"


def test_cases_come_in_the_order_in_which_they_are_first_named() -> None:
    rows = [{**row, "case": case} for row, case in ((REPLIED, "z"), (RECEIVED, "b"), (RECEIVED, "z"), (REPLIED, "b"))]

    assert [each["case"] for each in statuses(follow(*rows))] == ["z", "b"]


def test_the_first_message_opens_a_case_unless_a_row_says_when_it_was_opened() -> None:
    later = {**RECEIVED, "at": "2026-11-20T16:00:00+01:00", "message": "still waiting"}
    opened = {**RECEIVED, "kind": "opened", "at": "2026-11-20T09:00:00-05:00", "opened_by": "staff"}

    assert statuses(follow(later, RECEIVED))[0]["opened_at"] == "2026-11-20T14:30:00+00:00"
    assert statuses(follow(later, RECEIVED, opened))[0]["opened_at"] == "2026-11-20T14:00:00+00:00"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**REPLIED, "kind": "replyed"}, "-:2: rejected: kind: found the text"),
        ({**REPLIED, "at": "2026-11-20T10:05"}, "-:2: rejected: at: found the time"),
        ({**REPLIED, "shoe_size": 44}, "-:2: rejected: facts.shoe_size: found an unknown field"),
        ({**REPLIED, "facts": 5}, "-:2: rejected: facts: found the number 5, expected an object"),
        ({**REPLIED, "likes": 5, "facts": {"likes": 5}}, "-:2: rejected: likes: found the fact under `facts`, too"),
        ({**RECEIVED, "kind": "opened"}, ""),
    ],
)
def test_one_bad_event_rejects_its_case_and_no_other(row: dict[str, object], said: str) -> None:
    rows = [RECEIVED, row, {**RECEIVED, "case": "other"}]
    if not said:
        rows = [{**RECEIVED, "kind": "opened", "at": "2026-11-20T09:00:00-05:00"}, row, rows[2]]
        said = "-:2: rejected: kind: found a second opening"
    done = follow(*rows)

    assert said in done.err
    assert "-:1: rejected: -:2, of the same case, cannot be used" in done.err
    assert [each["case"] for each in statuses(done)] == ["other"]
    assert done.err.endswith("read 3, followed 1 in 1 cases, rejected 2\n")


def test_rows_that_belong_to_no_case() -> None:
    done = follow({"kind": "replied"}, {**REPLIED, "case": 5}, "[]", {**REPLIED, "case": "b"})

    assert "-:1: rejected: case: found nothing" in done.err
    assert "-:2: rejected: case: found the number 5" in done.err
    assert "-:4: rejected: the case has no row of kind opened or received" in done.err
    assert done.err.endswith("read 4, followed 0 in 0 cases, rejected 4\n")


@pytest.mark.parametrize("at", ["9998-12-31T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_ends_of_the_calendar_are_drawn(at: str) -> None:
    for moment in ("9998-12-31T00:00:00Z", "9999-12-31T23:59:59Z"):
        done = run("track", *BANK, "-", "--at", moment, stdin=lines_of({**CASE, "opened_at": at}))
        assert done.status == 0
        assert "c1" in done.out


def test_control_characters_do_not_reach_the_terminal() -> None:
    row = {**CASE, "id": "\x1b[2J\u202e"}

    for rows in ((row,), (row, row)):
        out = run("track", *BANK, *AT, "-", stdin=lines_of(*rows)).out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_more_cases_than_a_page() -> None:
    rows = lines_of(*[GOOD] * 60)
    page, everything = (run("track", *BANK, *AT, "-", *words, stdin=rows).out for words in ((), ("--all",)))

    assert "and 10 more: --all shows them" in page
    assert everything.count("c1 ") == 60


def test_a_long_history_is_cut_unless_all_is_wanted() -> None:
    events = [{"kind": kind, "at": f"2026-11-23T09:{minute:02}:00-05:00"} for minute in range(29) for kind in ("received", "replied")]
    row = lines_of({**CASE, "events": events})
    page, everything = (run("track", *BANK, *AT, "-", *words, stdin=row).out for words in ((), ("--all",)))

    assert "earlier lines: --all shows them" in page
    assert "opened by the requester" in everything
    assert "opened by the requester" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--at", "2026-11-23T09:30"), "--at: the time"),
        (("--at", "soon"), "--at: the text"),
        (("--show", "x", "-f", "json"), "--show draws a case"),
        (("--input-format", "csv"), "there is no fact"),
        (("--input-format", "xml"), "--input-format"),
        (("--map", "message=text"), "nothing gives opened_at"),
        (("--events", "--map", "message=text"), "nothing names the case"),
        (("--events", "--map", "case=a", "--map", "at=b", "--map", "kind=c", "--map", "message[said]=d"), "no kind of event said"),
        (("-o", SAMPLE), "would be written over"),
    ],
)
def test_wrong_calls(words: tuple[str, ...], said: str) -> None:
    done = run("track", *BANK, SAMPLE, *words)

    assert done.status == 2
    assert said in done.err
    assert done.out == ""


def test_a_table_of_cells_is_no_case() -> None:
    done = run("track", *BANK, "docs/samples/cfpb_complaints.csv")

    assert done.status == 2
    assert "there is no fact Date received" in done.err


def test_a_case_is_explained(check_golden: Callable[[str, str], None]) -> None:
    done = run("track", *BANK, SAMPLE, *AT, "--explain", "L-1042")

    assert done.status == 0
    check_golden("track_explain_L-1042.txt", done.transcript)


def test_reasons_of_a_case_are_data_too() -> None:
    (told,) = json.loads(run("track", *BANK, SAMPLE, *AT, "--explain", "L-1042", "-f", "json").out)
    line = json.loads(run("track", *BANK, SAMPLE, *AT, "--explain", "L-1042", "-f", "jsonl").out)

    assert told == line
    assert told["case"] == "L-1042"
    assert {each["metric"] for each in told["clocks"]} == {"first_response", "next_response", "resolution"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--explain", "L-10422"), "--explain: no case L-10422 could be followed"),
        (("--explain", "L-1042", "--show", "L-1042"), "give one of the two"),
    ],
)
def test_what_cannot_be_explained_is_a_wrong_call(words: tuple[str, ...], told: str) -> None:
    done = run("track", *BANK, SAMPLE, *AT, *words)

    assert done.status == 2
    assert told in done.err
