"""Places in texts: lines, columns, spans."""

from __future__ import annotations

from engagepolicy.source import SourceText, Span, share_source

TEXT = SourceText("a.engage", "one\r\ntwo\n\nfour")


def test_lines_and_columns_are_counted_from_one() -> None:
    span = Span(TEXT, 6, 8)
    assert (span.line, span.column, span.end_line, span.end_column, span.text) == (2, 2, 2, 4, "wo")
    assert str(span) == "a.engage:2:2"


def test_lines_come_without_their_breaks() -> None:
    assert [TEXT.line_text(line) for line in (1, 2, 3, 4)] == ["one", "two", "", "four"]


def test_a_span_may_be_empty_and_at_the_very_end() -> None:
    end = Span(TEXT, len(TEXT.text), len(TEXT.text))
    assert (end.line, end.column, end.text) == (4, 5, "")
    assert Span(TEXT, 0, 3).to(Span(TEXT, 10, 14)).text == TEXT.text


def test_an_empty_text_has_one_line() -> None:
    assert Span(SourceText("e", ""), 0, 0).line == 1


def test_a_text_that_everybody_reads_is_one_object_while_it_stays_as_it_is() -> None:
    one = share_source("rulesets/std.engage", "ruleset std {}")

    assert share_source("rulesets/std.engage", "ruleset std {}") is one
    assert share_source("rulesets/std.engage", "ruleset std { }") is not one
    assert share_source("other", "ruleset std {}") is not one
    assert one.is_shared
    assert not SourceText("rulesets/std.engage", "ruleset std {}").is_shared
