"""Baselines: what was known before is counted, what is new is told, what is gone is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engagepolicy.lints.catalogue import select_lints
from engagepolicy.report.baselines import NotABaseline, parse_baseline, render_baseline, settle_baseline
from engagepolicy.report.rulesets import Checked, check_rulesets

LINTS = select_lints(["double_negative"])
RULE = "rule {0} {{\n  when not (channel is not {1})\n  tag x\n}}\n"
HEADER = "ruleset acme.care { timezone Europe/London }\n"
ONE = HEADER + RULE.format("one", "x")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(text: str, name: str = "a.engage", *, is_linted: bool = True) -> Checked:
    Path(name).write_text(text, encoding="utf-8")
    return check_rulesets([name], {}, lints=LINTS if is_linted else ())


def settle(before: Checked, after: Checked) -> tuple[int, int, int]:
    """Return how many messages are known, how many are new, how many entries are stale."""
    stale = settle_baseline(parse_baseline(render_baseline(before)), after)
    return after.known, len(after.diagnostics), len(stale)


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        (ONE, (1, 0, 0)),
        ("# one more line\n\n" + ONE, (1, 0, 0)),
        (ONE.replace("  when not (channel", "    when   not  (channel"), (1, 0, 0)),
        (ONE + RULE.format("two", "threads"), (1, 1, 0)),
        (ONE + RULE.format("two", "x"), (1, 1, 0)),
        (HEADER + RULE.format("renamed", "x"), (1, 0, 0)),
        (HEADER + RULE.format("one", "threads"), (0, 1, 1)),
        (HEADER, (0, 0, 1)),
        (ONE + "rule broken { severity enormous }\n", (0, 1, 0)),
    ],
)
def test_known_new_and_stale(after: str, counts: tuple[int, int, int]) -> None:
    before = check(ONE)

    assert settle(before, check(after)) == counts


def test_what_was_not_looked_for_is_not_stale() -> None:
    before = check(ONE)
    assert settle(before, check(ONE, is_linted=False)) == (0, 0, 0)
    assert settle(before, check(HEADER, "b.engage")) == (0, 0, 0)


def test_a_file_that_is_gone_is_stale() -> None:
    before = check(ONE)
    Path("a.engage").unlink()

    assert settle(before, check(HEADER, "b.engage")) == (0, 0, 1)


def test_it_is_sorted_and_the_same_each_time() -> None:
    rules = [RULE.format("one", "x"), RULE.format("two", "threads"), RULE.format("three", "linkedin")]
    entries = []
    for order in (rules, rules[::-1]):
        text = render_baseline(check(HEADER + "".join(order)))
        assert text == render_baseline(check(HEADER + "".join(order)))
        entries.append(json.loads(text)["findings"])

    assert entries[0] == entries[1] == sorted(entries[0], key=lambda each: (each["file"], each["code"], each["fingerprint"]))
    assert len(entries[0]) == 3


def test_errors_are_never_known() -> None:
    broken = check(HEADER + "rule broken { severity enormous }\n")

    assert parse_baseline(render_baseline(broken)) == ()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": "engagepolicy-baseline/0", "findings": []}', '{"format": "engagepolicy-baseline/1"}',
     '{"format": "engagepolicy-baseline/1", "findings": [1]}', '{"format": "engagepolicy-baseline/1", "findings": [{"code": 1}]}',
     "[" * 100_000],
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(NotABaseline):
        parse_baseline(text)
