"""`engagepolicy explain`: one decision and its reasons."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faces.running import run

SAMPLE = "docs/samples/cfpb_complaints.jsonl"
BANK = ("--policy", "brands.bank")
AIRLINE = ("--policy", "brands.airline")
LOST = ("--message", "My bag is lost", "--at", "2026-11-20T19:50:00Z")


@pytest.fixture(autouse=True)
def from_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_facts_as_options(check_golden: Callable[[str, str], None], tmp_path: Path) -> None:
    run("init", str(tmp_path))
    given = ("--message", "It never arrived, and my solicitor is told", "--at", "2026-11-20T16:30:00Z", "--fact", "author.followers=12000")
    done = run("explain", "--policy", str(tmp_path / "care.engage"), *given)

    assert done.status == 0
    check_golden("explain.txt", done.transcript)


def test_a_row_of_a_file_and_what_would_be_otherwise() -> None:
    plain = json.loads(run("explain", *BANK, SAMPLE, "--line", "22", "-f", "json").out)
    changed = json.loads(run("explain", *BANK, SAMPLE, "--line", "22", "-f", "json", "--fact", "message=Thank you", "--fact", "issue=").out)

    def severity(reasons: dict[str, list[dict[str, str]]]) -> str:
        return next(each["value"] for each in reasons["outcomes"] if each["outcome"] == "severity")

    assert severity(plain) == "critical"
    assert severity(changed) != "critical"


def test_the_other_rules_are_counted_or_told() -> None:
    short, whole = run("explain", *AIRLINE, *LOST).out, run("explain", *AIRLINE, *LOST, "--all").out

    assert "; --all shows why" in short
    assert "threat_to_life: does not apply" in whole
    assert "threat_to_life: does not apply" not in short


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*AIRLINE,), "nothing to explain"),
        ((*AIRLINE, "--message", "hello"), "received_at: found nothing"),
        ((*AIRLINE, "--message", "hello", "--at", "2026-11-20 10:00"), "received_at: found"),
        ((*AIRLINE, *LOST, "--fact", "author.folowers=3"), "did you mean author.followers?"),
        ((*AIRLINE, *LOST, "--fact", "followers"), "write FACT=VALUE"),
        ((*BANK, SAMPLE, "--line", "99"), "has no row that begins on line 99"),
        ((*BANK, "missing.jsonl"), "cannot be read"),
    ],
)
def test_wrong_calls(words: tuple[str, ...], said: str) -> None:
    done = run("explain", *words)

    assert done.status == 2
    assert said in done.err
    assert done.out == ""
