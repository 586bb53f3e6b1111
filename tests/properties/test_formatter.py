"""The laws of the formatter: it changes no meaning, settles at once, and keeps every comment."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagepolicy.formatter import FormatRefused, format_ruleset, format_text
from engagepolicy.source import SourceText, Span
from engagepolicy.syntax.nodes import ParsedRuleset
from engagepolicy.syntax.parser import parse_ruleset
from tests.strategies_syntax import DECLARATIONS, NEW_LINE, condition, laid_out, ruleset_texts, ruleset_tokens

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=200)


def parsed(text: str) -> ParsedRuleset:
    tree, diagnostics = parse_ruleset(SourceText("<test>", text))
    assert not diagnostics, f"{[item.message for item in diagnostics]}\n{text}"
    return tree


def shape(node: object) -> object:
    """The tree without its places: plain nested tuples."""
    if isinstance(node, Span):
        return None
    if isinstance(node, tuple):
        return tuple(shape(part) for part in node)
    if is_dataclass(node):
        return (type(node).__name__, *(shape(getattr(node, field.name)) for field in fields(node)))
    return (type(node).__name__, str(node))


def comments_of(tree: ParsedRuleset) -> Counter[str]:
    return Counter(comment.span.text.rstrip() for comment in tree.comments)


def require_laws(text: str) -> None:
    """The tree stays, formatting again changes nothing, comments are kept once each, lines are tidy."""
    tree = parsed(text)
    formatted = format_ruleset(tree)
    again = parsed(formatted)
    assert shape(again.declarations) == shape(tree.declarations), formatted
    assert format_ruleset(again) == formatted
    assert comments_of(again) == comments_of(tree), formatted
    assert formatted == "" or (formatted.endswith("\n") and not formatted.endswith("\n\n"))
    assert re.search(r"\A\n|[ \t\r]\n|\n\n\n|\t", formatted) is None, formatted


@FEW
@given(ruleset_texts())
def test_laws_for_files(text: str) -> None:
    require_laws(text)


@pytest.mark.parametrize("kind", sorted(DECLARATIONS))
@FEW
@given(data=st.data())
def test_laws_for_every_declaration(kind: str, data: st.DataObject) -> None:
    require_laws(data.draw(DECLARATIONS[kind].flatmap(laid_out)))


@MANY
@given(condition)
def test_laws_for_conditions(tokens: list[str]) -> None:
    require_laws(" ".join(["define a { when", *tokens, "}"]))


@MANY
@given(condition.flatmap(lambda tokens: laid_out(["define", "a", "{", "when", *tokens, "}"])))
def test_laws_for_conditions_in_any_layout(text: str) -> None:
    require_laws(text)


@FEW
@given(ruleset_tokens())
def test_line_breaks_are_not_the_authors_to_choose(tokens: list[str]) -> None:
    spread = "".join(f" {token}" if token in {"|", NEW_LINE} else f"\n {token}" for token in tokens)
    assert format_text(spread) == format_text(" ".join(tokens))


@FEW
@given(ruleset_texts(), st.data())
def test_what_was_read_of_a_damaged_file_can_be_printed(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    tree, _ = parse_ruleset(SourceText("<test>", text[:start] + text[end:]))
    parsed(format_ruleset(tree))


@FEW
@given(st.text(alphabet=st.sampled_from('abc{}"#|/<>=,.:-()[] \n0123456789'), max_size=60))
def test_what_cannot_be_read_is_refused_and_never_dropped(text: str) -> None:
    _, diagnostics = parse_ruleset(SourceText("<test>", text))
    if diagnostics:
        with pytest.raises(FormatRefused):
            format_text(text)
    else:
        assert comments_of(parsed(format_text(text))) == comments_of(parsed(text))
