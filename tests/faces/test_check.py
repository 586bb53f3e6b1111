"""`engagepolicy check`: every message once, in every form, with an exit status that CI can use."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import pytest

import engagepolicy.report.rulesets as rulesets
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.render_json import render_json
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
    from engagepolicy.proving.prover import Prover

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
    assert "EP1149" in ended.out
    assert "left: 1 of 1 promises: `always`" in ended.out
    assert "before 1 ruleset was looked at" in ended.out
    assert "left: `bad.engage`" in ended.out


def stopped_messages(text: str, format: str) -> list[str]:
    """Return the messages of a whole report about what was not looked at; raise where it is not whole."""
    match format:
        case "json":
            return [each["message"] for each in json.loads(text) if each["code"] == "EP1149"]
        case "sarif":
            return [each["message"]["text"] for each in json.loads(text)["runs"][0]["results"] if each["ruleId"] == "EP1149"]
        case "junit":
            return [each.get("message", "") for each in ElementTree.fromstring(text).iter("failure") if "EP1149" in each.get("type", "")]
        case _:
            assert text.endswith("\n")
            return [line for line in text.splitlines() if "EP1149" in line]


@pytest.mark.parametrize("format", ["text", "plain", "json", "sarif", "github", "junit"])
@pytest.mark.parametrize("moment", ["compile_ruleset", "lint_compiled", "tell_stop"])
def test_an_interruption_at_any_moment_leaves_a_whole_report(
    moment: str, format: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = getattr(rulesets, moment)

    def interrupt(compiled: Any, *rest: Any) -> Any:  # noqa: ANN401
        if "over.engage" in (compiled if isinstance(compiled, str) else compiled.sources[0].name):
            signal.raise_signal(signal.SIGINT)
        return plain(compiled, *rest)

    monkeypatch.setattr(rulesets, moment, interrupt)
    Path("known.json").write_text("{}", encoding="utf-8")
    ended = run("check", "good.engage", "over.engage", "bad.engage", "--format", format, "--no-proofs", "--write-baseline", "known.json")

    assert ended.status == 130
    (told,) = stopped_messages(ended.out, format)
    assert ("1 ruleset was" if moment == "tell_stop" else "2 rulesets were") in told
    assert Path("known.json").read_text(encoding="utf-8") == "{}"
    assert "known.json is not written" in ended.err


def test_a_signal_while_the_report_is_written_does_not_cut_it_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(found: Sequence[Diagnostic]) -> str:
        signal.raise_signal(signal.SIGINT)
        return render_json(found)

    monkeypatch.setattr("engagepolicy.cli.verbs.check.render_json", interrupt)
    ended = run("check", "bad.engage", "--no-proofs", "--format", "json")

    assert ended.status == 1
    assert len(json.loads(ended.out)) == 1


def test_a_process_is_interrupted_from_its_start() -> None:
    code = "import sys; from engagepolicy.cli import app; sys.stderr.write('.'); sys.stderr.flush(); app.main()"
    words = ["check", "brands.bank", "brands.airline", "--format", "sarif"]
    with subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.read(1) == b"."
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert stopped_messages(out.decode(), "sarif")
    assert b"Traceback" not in err


@pytest.mark.parametrize(("words", "status"), [((), 0), (("--strict",), 1)])
def test_a_time_limit_tells_what_is_left(words: tuple[str, ...], status: int, folder: Path) -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    Path("promises.engage").write_text(HEADER + 'rule x { severity low }\nprove "always" { then severity is low }\n', encoding="utf-8")
    with patch("engagepolicy.cli.verbs.check.monotonic", side_effect=count(step=60)):
        ended = run("check", "promises.engage", "over.engage", "--time-limit", "50", "--as-of", "2018-01-01", *words)

    assert ended.status == status
    assert "the time limit of the check was reached before all was proved of `a.b`" in ended.out
    assert "left: 1 of 1 promises: `always`" in ended.out
    assert "interrupted" not in ended.err


def test_promises_are_counted(folder: Path) -> None:
    pytest.importorskip("z3", reason="the solver is not installed")
    Path("p.engage").write_text(HEADER + 'rule x { severity low }\nprove "always" { then severity is low }\n', encoding="utf-8")
    assert run("check", "p.engage").out.splitlines()[-1] == "1 promise proved"
    assert "promise" not in run("check", "p.engage", "--no-proofs").out
    assert "promise" not in run("check", "p.engage", "--format", "plain").out
