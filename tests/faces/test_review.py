"""`engagepolicy review`: every draft comes out once, with the places of its findings, in a form for people or for CI."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from rich.cells import cell_len

import engagepolicy
from tests.faces.running import run

RULES = """\
ruleset acme.drafts "Acme: what may go out" {
  version  "1"
  timezone Europe/London
}

constraint relationship "Say whom you work for" {
  on     draft
  when   relationship in (employee, agency)
  must   text mentions "I work"
  else   revise "Say that you work for the brand."
  fix    insert "I work for {brand}." at start
  source "16 CFR 255.5(a)"
}

constraint cure "No promise of a cure" {
  on    draft
  never text mentions "cures", "miracle"
  else  revise "Leave out the promise, which nobody here can keep and for which a regulator will ask for proof."
  fix   remove matches
}

constraint guarantee "No guarantee" {
  on    draft
  never text mentions "guaranteed"
  else  block "Nothing is guaranteed."
}
"""
LONG = "\n".join(["A line about nothing in particular."] * 20 + ["and results are guaranteed"] + ["More of it."] * 20)
DRAFTS: list[dict[str, object]] = [
    {"id": "d-1", "text": "Our balm is out.", "relationship": "customer", "channel": "x_post"},
    {
        "id": "d-2",
        "text": "A miracle balm:\n皮膚が治る miracle cafe\u0301 it cures all\u202e.",
        "relationship": "employee",
        "brand": "Acme",
        "channel": "x_post",
    },
    {"id": "d-3", "text": LONG, "relationship": "customer", "channel": "email"},
    {"id": "d-4", "text": "I love this balm."},
]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("acme.engage").write_text(RULES, encoding="utf-8")
    Path("drafts.jsonl").write_text("".join(json.dumps(each) + "\n" for each in DRAFTS), encoding="utf-8")


@pytest.mark.parametrize("columns", ["80", "120"])
def test_findings_are_underlined_where_they_are(columns: str, check_golden: Callable[[str, str], None]) -> None:
    done = run("review", "-p", "acme.engage", "drafts.jsonl", columns=columns)

    assert max(map(cell_len, done.out.splitlines())) <= int(columns)
    assert "\u202e" not in done.out
    assert done.status == 1
    check_golden(f"review_{columns}.txt", done.transcript)


@pytest.mark.parametrize("format", ["github", "sarif", "junit", "csv"])
def test_ci_services_get_the_file_and_line_of_the_draft(format: str, check_golden: Callable[[str, str], None]) -> None:
    done = run("review", "-p", "acme.engage", "drafts.jsonl", "--format", format, "--fail-on", "revise")

    check_golden(f"review.{format}.txt", done.out.replace("\r\n", "\n"))


def test_the_document_formats_can_be_read() -> None:
    log = json.loads(run("review", "-p", "acme.engage", "drafts.jsonl", "-f", "sarif").out)
    suites = ElementTree.fromstring(run("review", "-p", "acme.engage", "drafts.jsonl", "-f", "junit").out)
    rows = list(csv.DictReader(io.StringIO(run("review", "-p", "acme.engage", "drafts.jsonl", "-f", "csv").out, newline="")))

    assert [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in log["runs"][0]["results"]] == [2, 2, 3, 4]
    assert (suites.get("tests"), suites.get("failures")) == ("4", "3")
    assert [row["verdict"] for row in rows] == ["allow", "revise", "block", "approve"]


def test_records_are_as_the_schema_says() -> None:
    lines = run("review", "-p", "acme.engage", "drafts.jsonl", "-f", "jsonl").out.splitlines()
    records = [json.loads(line) for line in lines]
    schema = json.loads(run("schema", "-p", "acme.engage", "--of", "review").out)

    jsonschema.Draft202012Validator.check_schema(schema)
    for record in records:
        jsonschema.Draft202012Validator(schema).validate(record)
    assert [record["input"]["line"] for record in records] == [1, 2, 3, 4]
    assert json.loads(run("review", "-p", "acme.engage", "drafts.jsonl", "-f", "json").out) == records
    policy = engagepolicy.load("acme.engage")
    assert [record["verdict"] for record in records] == [policy.review(each).verdict for each in DRAFTS]


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        ("Fine.", "approve", 0),
        ("I love it, it cures all", "approve", 1),
        ("I love it, it cures all", "revise", 1),
        ("I love it, it cures all", "block", 0),
        ("It is guaranteed", "block", 1),
    ],
)
def test_the_status_says_whether_a_draft_reaches_the_verdict(text: str, fail_on: str, status: int) -> None:
    assert run("review", "-p", "acme.engage", "--text", text, "--as", "customer", "--fail-on", fail_on).status == status


def test_a_quick_look_suggests_a_text() -> None:
    done = run("review", "-p", "acme.engage", "--text", "Try it.", "--as", "employee", "--brand", "Acme", "--country", "US")

    assert "I work for Acme. Try it." in done.out
    assert done.err == ""


def test_what_is_not_known_is_asked() -> None:
    done = run("review", "-p", "acme.engage", "--text", "Try it.")

    assert "ask     relationship? brand, employee" in done.out
    assert done.status == 1


def test_columns_are_mapped_and_bad_rows_rejected() -> None:
    Path("posts.csv").write_text("body,who\nhello,customer\nhello,emploee\n", encoding="utf-8")
    done = run("review", "-p", "acme.engage", "posts.csv", "-m", "text=body", "-m", "relationship=who")

    assert done.out.startswith("ALLOW  posts.csv:2")
    assert "did you mean employee?" in done.err
    assert done.err.endswith("read 2, reviewed 1, rejected 1\n")
    assert done.status == 1


def test_standard_input_is_read() -> None:
    done = run("review", "-p", "acme.engage", "-", stdin=json.dumps(DRAFTS[0]).encode())

    assert (done.status, done.out.splitlines()[0]) == (0, "ALLOW  -:1  d-1  x_post")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-p", "acme.engage"), "nothing to review"),
        (("-p", "acme.engage", "drafts.jsonl", "--text", "x"), "not in both"),
        (("-p", "acme.engage", "--as", "employee"), "give --text too"),
        (("-p", "acme.engage", "--text", "x", "--as", "emploee"), "did you mean employee?"),
        (("-p", "acme.engage", "--text", "x", "--fact", "relationshp=brand"), "relationshp"),
        (("-p", "acme.engage", "--text", "x", "--at", "soon"), "--at"),
        (("-p", "acme.engage", "none.jsonl"), "none.jsonl cannot be read"),
        (("-p", "acme.engage", "drafts.jsonl", "-m", "message=body"), "--map"),
        (("-p", "brands.bank", "--text", "x"), "no constraint on drafts"),
    ],
)
def test_a_wrong_call_says_what_to_change(words: tuple[str, ...], said: str) -> None:
    done = run("review", *words)

    assert done.status == 2
    assert said in done.err
