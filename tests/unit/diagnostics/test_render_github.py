"""Workflow commands: one line each, whatever the texts hold."""

from __future__ import annotations

from collections.abc import Callable

from engagepolicy.diagnostics.render_github import render_github
from engagepolicy.source import SourceText, Span
from tests.unit.diagnostics.invented import InventedError, elsewhere, empty_rule, misspelt


def test_messages_in_full(check_golden: Callable[[str, str], None]) -> None:
    check_golden("messages.github", render_github([misspelt(), empty_rule(), elsewhere()]))


def test_no_messages_are_no_lines() -> None:
    assert render_github([]) == ""


def test_properties_and_message_are_escaped() -> None:
    source = SourceText("a,b:c%\n::error::.engage", "x")
    rendered = render_github([InventedError(Span(source, 0, 1), words="100% wrong: a,\r\n::error::b", context=("one\ntwo",))])

    assert rendered == (
        "::error file=a%2Cb%3Ac%25<U+000A>%3A%3Aerror%3A%3A.engage,line=1,col=1,endLine=1,endColumn=2,"
        "title=EPT001 a name that nothing has::100%25 wrong: a,<U+000D><U+000A>::error::b%0Anote: one%0Atwo\n"
    )


def test_a_place_of_several_lines_has_no_columns() -> None:
    rendered = render_github([empty_rule()])

    assert ",line=10,endLine=12,title=" in rendered
    assert "col" not in rendered
