"""`engagepolicy test`: the examples of rulesets, and what is said of those that do not hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.faces.running import run

RULESET = """ruleset a.b "An example" { version "1" timezone UTC }
ladder care "Who" { tier frontline "First"  tier specialist "Second" }
rule x { severity low  tier frontline  first response within 1h }
test "it holds" {
  given interaction { message "hello" received_at 2026-11-20 10:00 }
  expect severity low
}
test "it does not" {
  given interaction { message "hello" received_at 2026-11-20 10:00 }
  expect severity high, tier specialist
  expect first response due 2026-11-20 12:00
}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.engage").write_text(RULESET, encoding="utf-8")
    Path("without.engage").write_text(RULESET.split("test")[0], encoding="utf-8")
    Path("broken.engage").write_text("ruleset {\n", encoding="utf-8")
    return tmp_path


def test_what_does_not_hold_is_shown_with_its_place(check_golden: Callable[[str, str], None]) -> None:
    done = run("test", "a.engage")

    assert done.status == 1
    assert "a.engage:10" in done.out
    check_golden("test.text.txt", done.transcript)


def test_every_other_format() -> None:
    told = json.loads(run("test", "a.engage", "--format", "json").out)
    suite = ElementTree.fromstring(run("test", "a.engage", "--format", "junit").out)
    notes = run("test", "a.engage", "--format", "github").out.splitlines()

    assert (told["passed"], told["failed"]) == (1, 1)
    assert [each["holds"] for each in told["examples"]] == [True, False]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "0")
    assert len(suite.findall(".//failure")) == 1
    assert len(notes) == 3
    assert all(note.startswith("::error file=a.engage,line=") for note in notes)


TIMED = RULESET.split("test")[0] + """test "nobody answers" {
  given case { message "hello"  opened_at 2026-11-20 10:00 }
  after 30m expect first response running
  after 2h expect first response met, tier specialist
}
"""


def test_every_format_says_at_which_moment_of_a_case(check_golden: Callable[[str, str], None]) -> None:
    Path("timed.engage").write_text(TIMED, encoding="utf-8")
    done = run("test", "timed.engage")
    told = json.loads(run("test", "timed.engage", "--format", "json").out)
    suite = ElementTree.fromstring(run("test", "timed.engage", "--format", "junit").out)
    notes = run("test", "timed.engage", "--format", "github").out.splitlines()

    check_golden("test.timed.txt", done.transcript)
    assert [each["moment"] for each in told["examples"][0]["failures"]] == ["after 2h", "after 2h"]
    assert suite.findall(".//failure")[0].get("message") == "expected first_response met after 2h, found breached"
    assert notes[0].endswith("nobody answers: expected first_response met after 2h, found breached")


@pytest.mark.parametrize("format", ["json", "junit", "github", "text"])
def test_a_ruleset_with_errors_is_a_finding(format: str) -> None:
    done = run("test", "broken.engage", "a.engage", "--format", format)

    assert done.status == 1
    assert "error[EP" in done.err


def test_no_test_at_all_is_a_finding_unless_it_is_expected() -> None:
    assert run("test", "without.engage").status == 1
    assert "there is no test block" in run("test", "without.engage").err
    assert run("test", "without.engage", "--allow-empty").status == 0


def test_a_path_that_is_not_there_is_a_wrong_call() -> None:
    assert run("test", "missing.engage").status == 2


def test_verbose_names_what_holds() -> None:
    assert "ok   a.engage:4: it holds" in run("test", "a.engage", "-v").out


def test_standard_input() -> None:
    assert "1 example passed, 1 failed in 1 ruleset" in run("test", "-", stdin=RULESET.encode()).out


def test_json_holds_the_errors_that_kept_examples_from_running() -> None:
    told = json.loads(run("test", "a.engage", "broken.engage", "--format", "json").out)

    assert [each["file"] for each in told["errors"]] == ["broken.engage"]
    assert json.loads(run("test", "a.engage", "--format", "json").out)["errors"] == []


PARTLY = RULESET.split("test")[0] + """extend interaction { vip : bool optional  amount : int optional }
rule refund { when vip and amount >= 10  tag refund }
test "a refund" {
  given interaction { message "hello" received_at 2026-11-20 10:00  vip true  amount 12 }
  expect tag refund
}
"""


def test_what_examples_leave_open_is_shown(check_golden: Callable[[str, str], None]) -> None:
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    done = run("test", "partly.engage", "--coverage")

    assert done.status == 0
    check_golden("test.coverage.txt", done.transcript)


@pytest.mark.parametrize(("least", "status"), [("52", 1), ("40", 0)])
def test_too_little_coverage_fails_where_a_share_is_asked_for(least: str, status: int) -> None:
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    done = run("test", "partly.engage", "--coverage", "--fail-under", least)

    assert done.status == status
    assert (f"less than {least} %" in done.out) is (status == 1)


def test_every_other_format_has_the_coverage() -> None:
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    told = json.loads(run("test", "partly.engage", "--coverage", "--format", "json").out)["coverage"]
    suite = ElementTree.fromstring(run("test", "partly.engage", "--coverage", "--fail-under", "99", "--format", "junit").out)
    notes = run("test", "partly.engage", "--coverage", "--fail-under", "99", "--format", "github").out.splitlines()

    assert told["shown"] + len(told["missing"]) == told["total"]
    assert {each["name"] for each in told["missing"]} == {"refund"}
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert suite.findall(".//property")[0].get("value") == str(told["percent"])
    assert [note.split(",")[0] for note in notes] == [
        "::notice file=partly.engage",
        "::notice file=partly.engage",
        "::error title=test::coverage is 46.1 %25",
    ]


def test_what_time_does_is_counted_apart_in_every_format() -> None:
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    options = ("--coverage", "--fail-under", "40", "--fail-under-time", "50")
    told = json.loads(run("test", "partly.engage", *options, "--format", "json").out)
    suite = ElementTree.fromstring(run("test", "partly.engage", *options, "--format", "junit").out)
    notes = run("test", "partly.engage", *options, "--format", "github").out

    assert run("test", "partly.engage", *options).status == 1
    assert run("test", "partly.engage", *options[:-1], "0").status == 0
    over_time = told["coverage"]["over_time"]
    assert (over_time["shown"], over_time["total"]) == (0, 3)
    assert [(each["kind"], each["name"], each["wants"]) for each in over_time["missing"]] == [
        ("clock", "first_response", "started"),
        ("clock", "first_response", "met"),
        ("clock", "first_response", "breached"),
    ]
    assert told["shortfalls"] == ["coverage over time is 0.0 %, less than 50 %"]
    assert [each.get("message") for each in suite.findall(".//failure")] == told["shortfalls"]
    assert "::notice file=partly.engage,line=3,title=test::clock `first response`: never seen started, met or breached" in notes


def test_a_share_over_time_without_coverage_is_a_wrong_call() -> None:
    done = run("test", "a.engage", "--mutate", "--fail-under-time", "50")

    assert done.status == 2
    assert "--coverage" in done.err


def test_a_share_without_a_measure_is_a_wrong_call() -> None:
    done = run("test", "a.engage", "--fail-under", "50")

    assert done.status == 2
    assert "--coverage" in done.err


def test_examples_are_suggested_for_what_is_not_shown(check_golden: Callable[[str, str], None]) -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    done = run("test", "partly.engage", "--suggest")
    blocks = done.out.partition("right\n")[2]
    Path("whole.engage").write_text(PARTLY + blocks, encoding="utf-8")
    again = run("test", "whole.engage", "--coverage", "--fail-under", "100")
    told = json.loads(run("test", "partly.engage", "--suggest", "--format", "json").out)

    assert done.status == 0
    assert again.status == 0
    assert "".join(each["block"] for each in told["suggestions"][0]["examples"]).split() == blocks.split()
    check_golden("test.suggest.txt", done.transcript)


def test_mistakes_that_no_example_notices_are_shown(check_golden: Callable[[str, str], None]) -> None:
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    done = run("test", "partly.engage", "--mutate")
    told = json.loads(run("test", "partly.engage", "--mutate", "--format", "json").out)["mutants"]
    notes = run("test", "partly.engage", "--mutate", "--format", "github").out.splitlines()

    assert done.status == 0
    assert told["tried"] == told["killed"] + len(told["survivors"])
    assert {each["line"] for each in told["survivors"]} == {3, 5}
    assert [note.split(",")[:2] for note in notes] == [["::notice file=partly.engage", "line=3"], ["::notice file=partly.engage", "line=5"]]
    check_golden("test.mutate.txt", done.transcript)


def test_mistakes_are_sampled_and_a_share_may_be_asked_for() -> None:
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    done = run("test", "partly.engage", "--mutate", "--mutants", "3", "--seed", "5", "--fail-under", "100")

    assert done.status == 1
    assert "mistakes: 3 tried" in done.out
    assert "more were not tried (sample 5)" in done.out
    assert "mistakes noticed is" in done.out


def test_mistakes_come_with_examples_that_would_notice_them() -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    Path("partly.engage").write_text(PARTLY, encoding="utf-8")
    told = json.loads(run("test", "partly.engage", "--mutate", "--suggest", "--format", "json").out)["mutants"]
    blocks = "".join(each["block"] for each in told["examples"])
    Path("whole.engage").write_text(PARTLY + blocks, encoding="utf-8")
    again = json.loads(run("test", "whole.engage", "--mutate", "--format", "json").out)

    assert again["failed"] == 0
    assert len(again["mutants"]["survivors"]) == len(told["survivors"]) - sum(len(each["notices"]) for each in told["examples"])
