"""Strangers' text on a screen."""

from __future__ import annotations

import pytest

from engagepolicy.diagnostics.display import render_visible, render_visible_lines, width_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("", ""),
        ("\x1b[2J\x07", "<U+001B>[2J<U+0007>"),
        ("a\r\nb\tc", "a<U+000D><U+000A>b<U+0009>c"),
        ("\x7f\x85\x9b", "<U+007F><U+0085><U+009B>"),
        ("user\u202e nimda\u2066", "user<U+202E> nimda<U+2066>"),
        ("no\u200bspace\ufeff", "no<U+200B>space<U+FEFF>"),
        ("soft\u00adhyphen\u2028", "soft<U+00AD>hyphen<U+2028>"),
        ("hidden\U000e0041", "hidden<U+E0041>"),
        ("half \ud83d", "half <U+D83D>"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻 é 漢", "👩\u200d💻 é 漢"),
        ("\u0600١٢", "\u0600١٢"),
    ],
)
def test_what_does_not_print_is_shown_as_a_code(text: str, shown: str) -> None:
    assert render_visible(text) == shown


def test_lines_are_kept_apart_and_tabs_become_spaces() -> None:
    assert render_visible_lines("one\r\n\ttwo\x1b\n") == ["one", "    two<U+001B>", ""]


@pytest.mark.parametrize(
    ("character", "before", "columns"),
    [
        ("a", "", 1),
        ("漢", "", 2),
        ("ﾊ", "", 1),
        ("Ａ", "", 2),
        ("😀", "", 2),
        ("\u0301", "e", 0),
        ("\u20dd", "e", 0),
        ("\ufe0f", "❤", 0),
        ("\u200d", "👩", 0),
        ("💻", "\u200d", 0),
        ("क", "\u200d", 1),
        ("\U0001f3fd", "👋", 0),
        ("\U0001f3fd", "", 2),
        ("\u1161", "\u1100", 0),
    ],
)
def test_columns_follow_what_terminals_do(character: str, before: str, columns: int) -> None:
    assert width_of(character, before) == columns
