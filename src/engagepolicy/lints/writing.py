"""Pieces of text that fixes are made of: what stands in a span, put where it means the same."""

from __future__ import annotations

import re

from engagepolicy.source import Span
from engagepolicy.syntax import nodes


def as_part(node: nodes.Condition) -> str:
    """Return a condition as written, in parentheses where it would fall apart beside another word."""
    text = node.span.text
    return f"({text})" if isinstance(node, nodes.Both | nodes.Either) else text


def without_word(span: Span, start: int, end: int, word: str) -> str | None:
    """Return the text of a span without the first such word between two offsets, and without the space before it."""
    text = span.source.text
    found = re.compile(rf"\s*\b{word}\b").search(text, start, end)
    return None if found is None else text[span.start : found.start()] + text[found.end() : span.end]


def cut_item(span: Span) -> Span:
    """Return the span of an item of a list together with the comma that parts it from what stands before it, or behind it."""
    text = span.source.text
    before = len(text[: span.start].rstrip())
    if text[before - 1 : before] == ",":
        return Span(span.source, before - 1, span.end)
    behind = re.compile(r"\s*,[ \t]*").match(text, span.end)
    return span if behind is None else Span(span.source, span.start, behind.end())


def flat(span: Span) -> str:
    """Return what stands in a span with single spaces."""
    return " ".join(span.text.split())


def is_whole(node: nodes.Compare | nodes.Membership, left: nodes.Condition) -> bool:
    """Whether a test stands in its own text: in a cell of a table its left side is the heading of the column."""
    return node.span.start <= left.span.start and left.span.source is node.span.source
