"""Signs of programming languages and of word processors, with what this language writes in their place."""

from __future__ import annotations

import re

from engagepolicy.diagnostics.messages_syntax import BorrowedOperator
from engagepolicy.source import SourceText, Span

_WORDS = {
    "=": ("is", "values are compared with `is`"),
    "!=": ("is not", "values are compared with `is not`"),
    "<>": ("is not", "values are compared with `is not`"),
    "=<": ("<=", "at most is written `<=`"),
    "&&": ("and", "conditions are joined with `and`"),
    "&": ("and", "conditions are joined with `and`"),
    "||": ("or", "conditions are joined with `or`"),
    "!": ("not", "a condition is turned round with `not`"),
}
_EFFECT = re.compile(r"(?:\n|\{)[ \t]*[A-Za-z]\w*[ \t]*\Z")
"""What stands before the `=` of `severity = high`: one word that begins its line, or its block."""

_LONGEST_LOOKED_AT = 200

_OPENING_QUOTES = "'“„”‟«‘‚’"
_CLOSING_QUOTES = "'“”»‘’"


def explain_borrowed(source: SourceText, match: re.Match[str]) -> BorrowedOperator:
    """Return the message about a sign that the scanner found, with the edit that puts the right one in its place."""
    sign = match.group()
    span = Span(source, match.start(), match.end())
    if sign.startswith("//"):
        return BorrowedOperator(Span(source, match.start(), match.start() + 2), "#", "a comment begins with `#`")
    if sign[0].isdigit():
        help_text = "thousands are parted by `_`, as in `10_000`; in a list a blank follows the comma"
        return BorrowedOperator(span, None, help_text)
    if sign.startswith(";"):
        return BorrowedOperator(span, "", "clauses and declarations need no sign between them")
    if sign[0] in _OPENING_QUOTES:
        is_whole = len(sign) > 1 and sign[-1] in _CLOSING_QUOTES
        replacement = '"' + sign[1:-1].replace("\\", "\\\\").replace('"', '\\"') + '"' if is_whole else None
        place = span if is_whole else Span(source, span.start, span.start + 1)
        return BorrowedOperator(place, replacement, 'a text stands in straight double quotes, `"..."`')
    key = "=" if sign.startswith("==") else "!=" if sign.startswith("!=") else sign
    word, help_text = _WORDS[key]
    if key == "=" and _EFFECT.search(source.text, max(0, span.start - _LONGEST_LOOKED_AT), span.start):
        return BorrowedOperator(span, None, f"{help_text}; an effect has nothing between its outcome and its value")
    return BorrowedOperator(span, _with_blanks(source.text, span, word), help_text)


def explain_equals(source: SourceText, match: re.Match[str]) -> BorrowedOperator:
    """Return the message about several signs where a signal has one `=` before what it measures."""
    return BorrowedOperator(Span(source, match.start(), match.end()), "=", "a signal has one `=` before what it measures")


def _with_blanks(text: str, span: Span, word: str) -> str:
    """Return `word` with the blanks that keep it apart from its neighbours."""
    before = " " if span.start and not text[span.start - 1].isspace() and text[span.start - 1] not in "([{" else ""
    after = " " if span.end < len(text) and not text[span.end].isspace() else ""
    return f"{before}{word}{after}"
