"""`engagepolicy check` with lints, fixes, comments that allow, and baselines, as a shell sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.running import run

CARE = """\
ruleset acme.care {
  version  "1"
  timezone Europe/London
}

rule press_desk {
  when not (author.relationship is not press)
  tag  "press"
}
"""
MENDED = CARE.replace("not (author.relationship is not press)", "author.relationship is press")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("care.engage").write_text(CARE, encoding="utf-8")


def check(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
    done = run("check", "--no-proofs", "--as-of", "2026-01-15", *words, stdin=stdin)
    return done.status, done.out, done.err


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 0),
        (("--strict",), 0),
        (("--lint", "double_negative"), 0),
        (("--lint", "double_negative", "--strict"), 1),
        (("--lint", "EP1201", "--strict"), 1),
        (("--lint", "recommended", "--strict"), 1),
        (("--lint", "all", "--strict"), 1),
        (("--lint", " double_negative ,", "--strict"), 1),
        (("--lint", "duble_negative"), 2),
        (("--diff",), 2),
        (("--baseline", "missing.json"), 2),
        (("--baseline", "care.engage"), 2),
        (("--baseline", "x.json", "--write-baseline", "y.json"), 2),
    ],
)
def test_exit_status(words: tuple[str, ...], status: int) -> None:
    assert check("care.engage", *words)[0] == status


def test_a_misspelt_lint_gets_a_suggestion() -> None:
    assert "did you mean double_negative?" in check("care.engage", "--lint", "duble_negative")[2]


def test_a_lint_is_explained_by_its_name() -> None:
    assert run("check", "--explain", "double_negative").out == run("check", "--explain", "EP1201").out != ""
    assert "did you mean double_negative?" in run("check", "--explain", "duble_negative").err


@pytest.mark.parametrize("format", ["json", "sarif", "github", "junit", "plain"])
def test_every_format_tells_a_lint(format: str) -> None:
    _, out, _ = check("care.engage", "--lint", "double_negative", "--format", format)

    assert "EP1201" in out
    if format == "json":
        (message,) = json.loads(out)
        assert message["fixes"][0]["applicability"] == "safe"


def test_fix_writes_the_file_and_checks_what_is_left() -> None:
    status, out, err = check("care.engage", "--lint", "double_negative", "--fix", "--strict")

    assert (status, err) == (0, "1 fix in 1 of 1 files applied\n")
    assert out == "no errors or warnings in 1 file\n"
    assert Path("care.engage").read_text(encoding="utf-8") == MENDED


def test_diff_shows_the_fix_and_writes_nothing() -> None:
    status, out, err = check("care.engage", "--lint", "double_negative", "--fix", "--diff")

    assert (status, err) == (1, "1 fix in 1 of 1 files would be applied\n")
    assert "-  when not (author.relationship is not press)\n+  when author.relationship is press\n" in out
    assert Path("care.engage").read_text(encoding="utf-8") == CARE
    assert check("care.engage", "--fix", "--diff")[0] == 0


def test_standard_input_is_only_shown() -> None:
    assert check("-", "--fix", stdin=CARE.encode())[0] == 2
    assert "+  when author.relationship is press" in check("-", "--lint", "all", "--fix", "--diff", stdin=CARE.encode())[1]


def test_a_comment_allows_a_warning_and_is_counted() -> None:
    allow = '# engage: allow double_negative because "The handbook says it so."\n'
    Path("care.engage").write_text(CARE.replace("rule", f"{allow}rule"), encoding="utf-8")

    assert check("care.engage", "--lint", "double_negative", "--strict") == (
        0,
        "no errors or warnings in 1 file\n1 warning allowed by comments\n",
        "",
    )
    assert check("care.engage", "--strict")[0] == 0, "nobody looked for it, so nobody says that it is not there"


def test_a_comment_in_a_used_file_counts_wherever_that_is_used() -> None:
    allow = '# engage: allow EP0415 because "It is there to be filled."\n'
    Path("shared.engage").write_text(f"ruleset shared {{ timezone UTC }}\n{allow}rule empty {{ when channel is x }}\n", encoding="utf-8")
    Path("care.engage").write_text('ruleset care { timezone UTC }\nuse "shared.engage"\n', encoding="utf-8")

    assert check(".", "--strict") == (0, "no errors or warnings in 2 files\n1 warning allowed by comments\n", "")


def test_a_baseline_makes_only_new_warnings_count() -> None:
    words = ("care.engage", "--lint", "double_negative")
    assert check(*words, "--write-baseline", "known.json")[2] == "known.json knows the warnings of this run\n"
    assert check(*words, "--baseline", "known.json") == (0, "no errors or warnings in 1 file\n1 warning known from the baseline\n", "")

    Path("care.engage").write_text(CARE + CARE.partition("\n\n")[2].replace("press", "partner"), encoding="utf-8")
    assert check(*words, "--baseline", "known.json")[0] == 1

    Path("care.engage").write_text(MENDED, encoding="utf-8")
    status, _, err = check(*words, "--baseline", "known.json")
    assert status == 0
    assert err.startswith("1 finding of known.json is no longer there; write it anew")


def test_fingerprints_of_sarif_and_of_a_baseline_are_the_same() -> None:
    _, out, _ = check("care.engage", "--lint", "all", "--format", "sarif", "--write-baseline", "known.json")
    known = {each["fingerprint"] for each in json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"]}

    assert {value for each in json.loads(out)["runs"][0]["results"] for value in each["partialFingerprints"].values()} == known
