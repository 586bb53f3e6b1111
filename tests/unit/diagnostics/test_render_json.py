"""Messages as programs read them."""

from __future__ import annotations

import json
from collections.abc import Callable

from engagepolicy.diagnostics.render_json import render_json
from engagepolicy.source import SourceText, Span
from tests.unit.diagnostics.invented import InventedError, elsewhere, empty_rule, misspelt

MEMBERS = ["code", "level", "title", "message", "file", "span", "label", "notes", "helps", "related", "fixes", "page"]


def test_messages_in_full(check_golden: Callable[[str, str], None]) -> None:
    check_golden("messages.json", render_json([misspelt(), empty_rule(), elsewhere()]))


def test_every_member_is_always_there() -> None:
    assert [list(item) for item in json.loads(render_json([misspelt(), empty_rule()]))] == [MEMBERS, MEMBERS]


def test_no_messages_are_an_empty_list() -> None:
    assert json.loads(render_json([])) == []


def test_columns_and_bytes_are_counted_apart() -> None:
    source = SourceText("t", "a\r\n😀漢 x")
    (item,) = json.loads(render_json([InventedError(Span(source, 6, 7))]))

    assert item["span"] == {
        "start": {"offset": 6, "line": 2, "column": 4, "utf16_column": 5, "byte": 11},
        "end": {"offset": 7, "line": 2, "column": 5, "utf16_column": 6, "byte": 12},
    }


def test_every_parser_takes_hostile_text() -> None:
    text = "\x00\x1b\u202e\ud83d 😀 \ud83d\ude00"
    rendered = render_json([InventedError(Span(SourceText("\udcff", text), 0, 1), words=text)])

    assert rendered.isascii()
    (item,) = json.loads(rendered)
    assert item["message"].startswith("\x00\x1b\u202e\ufffd 😀 ")
    assert item["file"] == "\ufffd"
    item["message"].encode()
