"""Safe fixes: applied until nothing is left, and never so that a comment goes or a decision changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from engagepolicy.diagnostics.base import Applicability, Fix
from engagepolicy.formatter import format_text
from engagepolicy.lints.base import Finding, Keeps, Lint, Linted
from engagepolicy.lints.catalogue import LINTS
from engagepolicy.report.fixing import Mended, mend_rulesets
from engagepolicy.syntax import nodes

HEADER = "ruleset acme.care {\n  timezone Europe/London\n}\n\n"


class Invented(Finding):
    """What a lint of this test finds."""

    code: ClassVar[str] = "EP9901"
    title: ClassVar[str] = "invented"


def _raise(ruleset: Linted) -> Iterator[Finding]:
    """Propose, as if it were safe, to give another severity."""
    for node in ruleset.every(nodes.Effect):
        if node.outcome.text == "severity" and node.values[0].span.text == "low":
            span = node.values[0].span
            yield Invented(span, "too low", cures=(Fix("raise it", span, "high", Applicability.SAFE),))


WRONG = Lint("raised", Invented, _raise, frozenset(), Keeps.PROGRAM)


def mend(text: str, *lints: Lint) -> Mended:
    (mended,) = mend_rulesets(["-"], {"-": text}, lints=lints or LINTS)
    return mended


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("not (channel is not x)", "channel is x", 1),
        ("not (not (not (channel is not x)))", "channel is x", 2),
        ("not (not (channel is x or during_lunch)) and not (channel is not x)", "(channel is x or during_lunch) and channel is x", 2),
        ("channel in (x, x) and is_public is not false", "channel is x and is_public", 3),
        ("5 <= likes and (topics contains any of \"a\", \"a\")", "likes >= 5 and (topics contains any of \"a\")", 2),
        ("channel is not x", "channel is not x", 0),
    ],
)
def test_fixes_are_applied_until_none_is_left(before: str, after: str, count: int) -> None:
    text = HEADER + "define during_lunch { when channel is threads }\n\nrule a {\n  when CONDITION\n  tag  x\n}\n"
    mended = mend(text.replace("CONDITION", before))

    assert (mended.after, mended.count, mended.refused) == (text.replace("CONDITION", after), count, 0)


def test_a_fix_that_would_change_a_decision_is_not_applied() -> None:
    text = HEADER + "rule a {\n  severity low\n}\n\nrule b {\n  when not (channel is not x)\n  severity low\n}\n"
    mended = mend(text, WRONG, *LINTS)

    assert mended.after == text.replace("not (channel is not x)", "channel is x")
    assert (mended.count, mended.refused) == (1, 1)


def test_a_fix_that_would_lose_a_comment_is_not_applied() -> None:
    text = HEADER + "rule a {\n  when not (  # mind the gap\n    not (channel is x))\n  tag  x\n}\n"
    mended = mend(text)

    assert (mended.after, mended.refused) == (text, 1)


def test_what_is_allowed_stays() -> None:
    allowed = '# engage: allow double_negative because "As the handbook has it."\n'
    text = f"{HEADER}{allowed}rule a {{\n  when not (channel is not x)\n  tag  x\n}}\n"

    assert mend(text).after == text


def test_errors_with_a_safe_fix_are_mended_too() -> None:
    mended = mend(HEADER + "rule a {\n  when channel == x && sentiment < 0\n  tag  x\n}\n", *LINTS)

    assert "when channel is x and sentiment < 0" in mended.after


@pytest.mark.parametrize("is_canonical", [True, False])
def test_a_file_in_its_one_layout_stays_in_it_and_another_keeps_its_own(is_canonical: bool) -> None:
    lunch = "define during_lunch { when channel is x }\n"
    text = HEADER + "rule a {\n  when   not (channel is not x)\n  unless during_lunch\n  tag    x\n}\n\n" + lunch
    before = format_text(text) if is_canonical else text.replace("tag    x", "tag x   # here")
    after = mend(before).after

    assert after != before
    assert (format_text(after) == after) is is_canonical
    assert is_canonical or after == before.replace("not (channel is not x)", "channel is x")


def test_files_are_mended_together(tmp_path: Path) -> None:
    words = "ruleset w { timezone UTC }\ndefine short {\n  when not (channel is not x)\n}\n"
    (tmp_path / "words.engage").write_text(words, encoding="utf-8")
    rules = 'ruleset r { timezone UTC }\nuse "words.engage"\nrule a {\n  when not (not short)\n  tag x\n}\n'
    (tmp_path / "rules.engage").write_text(rules, encoding="utf-8")
    mended = mend_rulesets([str(tmp_path / "rules.engage"), str(tmp_path / "words.engage")], {}, lints=LINTS)

    assert [each.before for each in mended] == [rules, words]
    assert mended[0].after == rules.replace("not (not short)", "short")
    assert mended[1].after == words.replace("not (channel is not x)", "channel is x")
    assert (tmp_path / "words.engage").read_text(encoding="utf-8") == words


def test_what_cannot_be_read_or_is_not_the_callers_is_left_out(tmp_path: Path) -> None:
    assert mend_rulesets([str(tmp_path / "missing.engage"), "womma.honesty"], {}, lints=LINTS) == ()
