"""`engagepolicy fmt`: one layout, written in one step or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faces.running import run

UGLY = 'ruleset a.b { version "1" timezone UTC }\nrule x{severity low   tier frontline}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("ugly.engage").write_text(UGLY, encoding="utf-8")
    return tmp_path


def read(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


def test_a_file_is_laid_out_and_then_stays() -> None:
    assert run("fmt", "ugly.engage").status == 0
    once = read("ugly.engage")
    assert once != UGLY
    assert run("fmt", "ugly.engage", "--check").status == 0
    assert run("fmt", ".").err == "0 of 1 files changed\n"
    assert read("ugly.engage") == once


def test_check_and_diff_write_nothing() -> None:
    checked, shown = run("fmt", "--check", "ugly.engage"), run("fmt", "--diff", "ugly.engage")

    assert (checked.status, checked.out) == (1, "ugly.engage\n")
    assert shown.status == 1
    assert "-rule x{severity low   tier frontline}" in shown.out
    assert read("ugly.engage") == UGLY


def test_standard_input_goes_to_standard_output() -> None:
    run("fmt", "ugly.engage")
    done = run("fmt", "-", stdin=UGLY.encode())

    assert done.status == 0
    assert done.out == read("ugly.engage")


def test_a_file_with_a_syntax_error_is_left_and_the_others_go_on() -> None:
    Path("broken.engage").write_text("ruleset {\n", encoding="utf-8")
    done = run("fmt", ".")

    assert done.status == 1
    assert "broken.engage is left as it is" in done.err
    assert read("broken.engage") == "ruleset {\n"
    assert read("ugly.engage") != UGLY


def test_the_mode_and_a_link_survive(folder: Path) -> None:
    path = Path("ugly.engage")
    path.chmod(0o640)
    os.symlink("ugly.engage", "link.engage")
    run("fmt", "link.engage")

    assert Path("link.engage").is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert read("ugly.engage") != UGLY
    assert sorted(each.name for each in folder.iterdir()) == ["link.engage", "ugly.engage"]


def test_shipped_rulesets_are_laid_out() -> None:
    done = run("fmt", "--check", str(ROOT / "rulesets"))

    assert (done.status, done.out) == (0, "")


def test_a_path_that_is_not_there_is_a_wrong_call() -> None:
    assert run("fmt", "missing.engage").status == 2


def test_line_ends_of_another_system_are_a_difference() -> None:
    run("fmt", "ugly.engage")
    Path("ugly.engage").write_bytes(read("ugly.engage").replace("\n", "\r\n").encode())

    assert run("fmt", "--check", "ugly.engage").status == 1


def test_a_compiled_policy_is_refused_in_one_line() -> None:
    Path("bank.json").write_text('{"digest": "x"}\n', encoding="utf-8")
    done = run("fmt", "ugly.engage", "bank.json")

    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert "bank.json is JSON, such as a compiled policy" in done.err
    assert read("ugly.engage") == UGLY
