"""`engagepolicy check`: every message once, in every form, with an exit status that CI can use."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engagepolicy.report.codes import title_by_code
from engagepolicy.runtime.questions import Question
from tests.faces.running import run

HEADER = 'ruleset a.b "An example" { version "1" timezone UTC }\n'
GOOD = HEADER + "rule x { severity low }\n"
BAD = HEADER + "rule x { severity enormous }\n"
OVER = HEADER + "rule x { severity low in force until 2019-02-25 }\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("good", GOOD), ("bad", BAD), ("over", OVER)):
        Path(f"{name}.engage").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("good.engage",), 0),
        (("bad.engage",), 1),
        (("over.engage",), 0),
        (("over.engage", "--strict"), 1),
        (("over.engage", "--strict", "--as-of", "2018-01-01"), 0),
        ((".",), 1),
        (("brands.bank",), 0),
        (("missing.engage",), 2),
        ((), 2),
        (("good.engage", "--as-of", "yesterday"), 2),
        (("good.engage", "--format", "xml"), 2),
    ],
)
@pytest.mark.usefixtures("folder")
def test_exit_status(words: tuple[str, ...], status: int) -> None:
    assert run("check", *words).status == status


@pytest.mark.parametrize("format", ["text", "plain", "json", "sarif", "github", "junit"])
@pytest.mark.usefixtures("folder")
def test_every_format(format: str, check_golden: Callable[[str, str], None]) -> None:
    done = run("check", ".", "--format", format, "--as-of", "2026-11-20")

    assert done.status == 1
    if format in ("json", "sarif"):
        json.loads(done.out)
    if format == "junit":
        assert ElementTree.fromstring(done.out).get("failures") == "2"
    if format != "sarif":
        check_golden(f"check.{format}.txt", done.transcript)


@pytest.mark.parametrize("format", ["json", "sarif", "junit"])
@pytest.mark.usefixtures("folder")
def test_a_clean_run_parses_too(format: str) -> None:
    done = run("check", "good.engage", "--format", format)

    assert done.status == 0
    if format == "junit":
        assert ElementTree.fromstring(done.out).get("tests") == "1"
    else:
        json.loads(done.out)


@pytest.mark.usefixtures("folder")
def test_a_message_of_a_used_file_is_given_once() -> None:
    for name in ("one", "two"):
        Path(f"{name}.engage").write_text(f'{HEADER}use "bad.engage"\n', encoding="utf-8")
    done = run("check", "one.engage", "two.engage", "./bad.engage", "--format", "json")

    assert len(json.loads(done.out)) == 1


@pytest.mark.usefixtures("folder")
def test_a_file_named_twice_is_checked_once() -> None:
    assert run("check", "good.engage", "./good.engage", ".").out.endswith("in 1 of 3 files\n") is False
    assert "no errors or warnings in 1 file\n" in run("check", "good.engage", "./good.engage").out


def test_standard_input_is_checked() -> None:
    assert run("check", "-", stdin=GOOD.encode()).status == 0
    assert "<stdin>:2" in run("check", "-", "--format", "plain", stdin=BAD.encode()).out


def test_standard_input_that_is_not_utf8_is_a_wrong_call() -> None:
    done = run("check", "-", stdin=b"\xff")

    assert done.status == 2
    assert "standard input is not UTF-8" in done.err


def test_a_file_that_is_not_utf8_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "latin.engage").write_bytes(b"# caf\xe9\n")
    done = run("check", str(tmp_path))

    assert done.status == 1
    assert "it is not UTF-8 (line 1, byte 5)" in done.out


def test_hidden_folders_are_not_searched_and_an_empty_one_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bad.engage").write_text(BAD, encoding="utf-8")
    done = run("check", str(tmp_path))

    assert done.status == 2
    assert "no .engage file in" in done.err


@pytest.mark.usefixtures("folder")
def test_the_report_can_be_written_to_a_file() -> None:
    done = run("check", "bad.engage", "--format", "sarif", "--output", "check.sarif")

    assert (done.status, done.out) == (1, "")
    assert json.loads(Path("check.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.usefixtures("folder")
def test_a_near_name_is_suggested() -> None:
    assert "did you mean good.engage?" in run("check", "god.engage").err


@pytest.mark.parametrize("code", sorted(title_by_code()))
def test_every_code_is_explained(code: str) -> None:
    done = run("check", "--explain", code.lower())

    assert done.status == 0
    assert code in done.out


def test_what_is_no_code_is_a_wrong_call() -> None:
    assert run("check", "--explain", "EP9999").status == 2


def test_a_page_is_shown_without_its_marks_for_tests() -> None:
    page = run("check", "--explain", "EP0301").out

    assert "<!--" not in page
    assert "\n\n\n" not in page
    assert "```engage\nruleset" in page


def test_an_interruption_leaves_what_was_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    from engagepolicy.analysis.prover import Prover

    asked = Prover.answer

    def interrupt(self: Prover, question: Question, *, shown: bool = True) -> object:
        signal.raise_signal(signal.SIGINT)
        return asked(self, question, shown=shown)

    monkeypatch.setattr(Prover, "answer", interrupt)
    Path("promises.engage").write_text(HEADER + 'rule x { severity low }\nprove "always" { then severity is low }\n', encoding="utf-8")
    ended = run("check", "over.engage", "promises.engage", "bad.engage")
    assert ended.status == 130
    assert "EP0502" in ended.out
    assert "enormous" not in ended.out
    assert "interrupted" in ended.err


def test_promises_are_counted(folder: Path) -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    Path("p.engage").write_text(HEADER + 'rule x { severity low }\nprove "always" { then severity is low }\n', encoding="utf-8")
    assert run("check", "p.engage").out.splitlines()[-1] == "1 promise proved"
    assert "promise" not in run("check", "p.engage", "--no-proofs").out
    assert "promise" not in run("check", "p.engage", "--format", "plain").out
