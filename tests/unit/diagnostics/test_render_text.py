"""Messages as people read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.diagnostics.base import Diagnostic, Fix, Note
from engagepolicy.diagnostics.render_text import render_one, render_plain, render_summary, render_text
from engagepolicy.source import SourceText, Span
from tests.unit.diagnostics.invented import CARE, InventedError, InventedWarning, elsewhere, empty_rule, misspelt, span_of

ALL = (misspelt(), empty_rule(), elsewhere())


def excerpt(text: str, start: int, end: int) -> list[str]:
    """Return the rows below `-->` of a message about that part of a text."""
    rendered = render_one(InventedError(Span(SourceText("t.engage", text), start, end)))
    return rendered.splitlines()[3:]


def test_messages_in_full(check_golden: Callable[[str, str], None]) -> None:
    check_golden("messages.txt", render_text(ALL))


def test_verbose_names_the_page(check_golden: Callable[[str, str], None]) -> None:
    check_golden("verbose.txt", render_text(ALL, verbose=True, files=["brands/care.engage", "other.engage"]))


def test_plain_is_one_line_each(check_golden: Callable[[str, str], None]) -> None:
    check_golden("plain.txt", render_plain(ALL))


def test_colour_adds_nothing_but_colour(check_golden: Callable[[str, str], None]) -> None:
    coloured = render_text(ALL, color=True)

    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == render_text(ALL)
    check_golden("colour.txt", coloured)


@pytest.mark.parametrize(
    ("found", "files", "summary"),
    [
        ((), (), "no errors or warnings"),
        ((), ("a",), "no errors or warnings in 1 file"),
        ((), ("a", "b"), "no errors or warnings in 2 files"),
        ((misspelt(),), (), "1 error in 1 file"),
        ((empty_rule(), empty_rule()), (), "2 warnings in 1 file"),
        (ALL, (), "2 errors, 1 warning in 2 files"),
        (ALL, ("a", CARE.name), "2 errors, 1 warning in 2 of 3 files"),
    ],
)
def test_the_summary_counts(found: tuple[Diagnostic, ...], files: tuple[str, ...], summary: str) -> None:
    assert render_summary(found, files=files) == summary
    assert render_text(found, files=files).endswith(f"{summary}\n")


@pytest.mark.parametrize(
    ("text", "start", "end", "rows"),
    [
        pytest.param("a\tb\tc", 2, 3, ["1 | a   b   c", "  |     ^"], id="tabs"),
        pytest.param("\t\tc", 1, 2, ["1 |         c", "  |     ^^^^"], id="a tab underlined"),
        pytest.param("漢字 = x", 1, 2, ["1 | 漢字 = x", "  |   ^^"], id="wide characters"),
        pytest.param("e\u0301 x", 3, 4, ["1 | e\u0301 x", "  |   ^"], id="combining characters"),
        pytest.param("e\u0301 x", 1, 2, ["1 | e\u0301 x", "  |  ^"], id="a combining character alone"),
        pytest.param("👩\u200d💻 x", 4, 5, ["1 | 👩\u200d💻 x", "  |    ^"], id="joined emoji"),
        pytest.param("a \u202e b", 2, 3, ["1 | a <U+202E> b", "  |   ^^^^^^^^"], id="bidirectional control"),
        pytest.param("\x1b[31m!", 5, 6, ["1 | <U+001B>[31m!", "  |             ^"], id="terminal control"),
        pytest.param("half \ud83d x", 7, 8, ["1 | half <U+D83D> x", "  |               ^"], id="lone surrogate"),
        pytest.param("one\r\ntwo\r\n", 5, 8, ["2 | two", "  | ^^^"], id="CRLF"),
        pytest.param("one\r\ntwo\r\n", 5, 10, ["2 | two", "  | ^^^"], id="the line break too"),
        pytest.param("one\r\ntwo\r\n", 3, 4, ["1 | one", "  |    ^"], id="only the line break"),
        pytest.param("a\rb", 2, 3, ["1 | a<U+000D>b", "  |          ^"], id="a lone CR is no line break"),
        pytest.param("one", 0, 3, ["1 | one", "  | ^^^"], id="no final line break"),
        pytest.param("one", 3, 3, ["1 | one", "  |    ^"], id="end of text"),
        pytest.param("one\n", 4, 4, ["2 |", "  | ^"], id="end of text behind a line break"),
        pytest.param("one\n", 9, 12, ["2 |", "  | ^"], id="behind the text"),
        pytest.param("", 0, 0, [], id="empty text"),
        pytest.param("{\n  a\n}", 0, 5, ["1 | {", "  | ^", "2 |   a", "  |   ^"], id="two lines"),
        pytest.param("x {\n\n\n  }", 2, 9, ["1 | x {", "  |   ^", "...", "4 |   }", "  |   ^"], id="many lines"),
    ],
)
def test_the_place_is_underlined_as_it_is_seen(text: str, start: int, end: int, rows: list[str]) -> None:
    assert excerpt(text, start, end) == rows


def test_a_line_of_a_megabyte_is_cut_around_the_place() -> None:
    text = "x" * 500_000 + " here " + "y" * 500_000

    line, underline = excerpt(text, 500_001, 500_005)

    assert line.startswith("1 | ...xxx")
    assert line.endswith("yyy...")
    assert len(line) < 200
    assert line[underline.index("^") : underline.index("^") + 4] == "here"
    assert underline.count("^") == 4


def test_places_far_apart_on_a_long_line_are_shown_one_by_one() -> None:
    source = SourceText("t", "first" + " " * 1000 + "second")
    message = InventedError(span_of(source, "second"), places=(Note(span_of(source, "first"), "and this"),))

    rows = render_one(message).splitlines()[3:]

    assert rows[0].endswith("second")
    assert rows[1].endswith("^^^^^^")
    assert rows[2].startswith("1 | first")
    assert rows[3] == "  | ----- and this"


def test_lines_of_one_text_come_in_order_whichever_is_the_mistake() -> None:
    source = SourceText("t", "one\ntwo\nthree\n")
    message = InventedError(span_of(source, "three"), place_label="again", places=(Note(span_of(source, "two"), "before"),))

    assert render_one(message).splitlines()[3:] == ["2 | two", "  | --- before", "3 | three", "  | ^^^^^ again"]


def test_of_many_places_the_first_are_shown_and_the_rest_counted() -> None:
    source = SourceText("t", "a\n" * 30)
    places = tuple(Note(Span(source, 2 * line, 2 * line + 1), f"number {line}") for line in range(1, 30))

    rendered = render_one(InventedError(Span(source, 0, 1), places=places))

    assert "number 8" in rendered
    assert "number 9" not in rendered
    assert "= note: and 21 more places" in rendered


def test_a_fix_in_another_file_says_where() -> None:
    source = SourceText("t", "use care\n")
    fix = Fix("declare it", span_of(CARE, "10_000"), "12_000")

    rendered = render_one(InventedError(span_of(source, "care"), edits=(fix,)))

    assert "help: declare it\n --> brands/care.engage:6:25\n" in rendered
    assert "6 |     when author.folowers > 12_000\n  |                            ~~~~~~" in rendered


def test_a_very_long_replacement_is_cut() -> None:
    source = SourceText("t", "x\n")
    fix = Fix("add tests", Span(source, 2, 2), "line\n" * 1000)

    rendered = render_one(InventedError(span_of(source, "x"), edits=(fix,)))

    assert rendered.count("+ line") == 40
    assert rendered.endswith("...\n")


def test_hostile_names_and_words_reach_no_terminal() -> None:
    source = SourceText("a\x1b]0;owned\x07\n.engage", "x")
    message = InventedError(
        Span(source, 0, 1),
        words="`\x1b[2J` is not a name",
        place_label="\u202elabel",
        context=("note\x1b\nerror[EP0001]: not a message",),
        advice=("help\x07",),
        edits=(Fix("title\x1b", Span(source, 0, 1), "\x1b[0m"),),
    )

    for rendered in (render_text([message]), render_plain([message])):
        assert not [character for character in rendered if character != "\n" and category(character) in ("Cc", "Cf")]
    assert len(render_plain([message]).splitlines()) == 1
    assert "\nerror[EP0001]" not in render_text([message])


TEXTS = st.text(st.sampled_from("ab {}\n\r\t\x00\x1b\u0301\u200d\u202e\u2028漢😀\U0001f3fd\ud800\ufeff"), max_size=60)


@given(TEXTS, st.data())
def test_any_text_with_any_places_comes_out_printable(text: str, data: st.DataObject) -> None:
    source = SourceText(text, text)
    span, other, edited = (
        Span(source, *sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))) for _ in range(3)
    )
    fix = Fix(text, edited, data.draw(TEXTS))
    message = InventedError(span, text, text, (text,), (text,), (Note(other, text),), (fix,))

    rendered = render_text([message, InventedWarning(other)], verbose=True)

    assert not [c for c in rendered if c not in "\n\u200d" and category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert rendered.endswith("1 error, 1 warning in 1 file\n")
    rendered.encode()
