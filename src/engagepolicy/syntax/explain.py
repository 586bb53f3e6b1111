"""A parser's failure in the words of the language: what was found, what may stand there, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from typing import Any

from lark import Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_syntax import ReservedName, UnexpectedText, UnfinishedDeclaration, UnknownClause
from engagepolicy.diagnostics.messages_tables import RowLayout
from engagepolicy.diagnostics.suggestions import LONGEST_COMPARED, find_suggestions
from engagepolicy.source import SourceText, Span
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_values import Clause, ParseStopped
from engagepolicy.syntax.expectations import describe_expected, keywords_among
from engagepolicy.syntax.misread_times import find_misread
from engagepolicy.syntax.mistaken_clauses import RULE_KEYWORDS, find_mistaken_clause
from engagepolicy.syntax.scanner import Piece
from engagepolicy.syntax.vocabulary import OPERATOR_WORDS, RESERVED, WEEK

_FOUND = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|[^\W\d]\w*(?:[.\-][^\W\d]\w*)*|\d[\w.:\-]*|=>|<=|>=|\.\.|[^\s]', re.DOTALL)
_LAST = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|[^\W\d][\w.]*|\d[\w.:\-]*|\S')
_NUMBER_AND_UNIT = re.compile(r"(?!\d+[hms]\Z)\d+(?:\.\d+)?[A-Za-z]+\Z")
_DAYS = re.compile(r"([a-z]{3})[a-z]*(?:-([a-z]{3})[a-z]*)?\Z")
_HYPHENATED = re.compile(r"([A-Za-z]\w{0,60}(?:-\w{1,60}){1,9})")
_AFTER_IS = re.compile(r"\bis(?:\s+not)?\s+(?P<in>in\s+)?\Z")

_WORD_BEFORE = re.compile(r"\b([A-Za-z]\w*)\s*\Z")
RULE_PIECES = ("rule", "locked rule", "first of")
_CLAUSES_BESIDE_NAMES = {
    **dict.fromkeys(RULE_PIECES, RULE_KEYWORDS),
    "ruleset": ("version", "timezone", "unquantified", "because", "source", "serves"),
}
"""Keywords that a word may be a misspelling of in blocks where a clause can also begin with a name."""


def explain_failure(source: SourceText, piece: Piece, failure: UnexpectedInput) -> Diagnostic:
    """Return the message about the place where the parser gave up on a piece of text."""
    accepted = _accepted(failure)
    stack = _open_clause(failure)
    mistaken = find_mistaken_clause(stack)
    if mistaken is not None:
        return _explain_time(frozenset(), mistaken.diagnostic.span, piece) or mistaken.diagnostic
    position = _position(failure)
    if position is None:
        return UnfinishedDeclaration(_last_word(source, piece), describe_expected(accepted))
    match = _FOUND.match(source.text, position, piece.end)
    span = Span(source, position, match.end() if match else min(position + 1, piece.end))
    layout = _explain_row(failure, accepted, span)
    return layout or _explain_time(accepted, span, piece) or _explain_word(stack, accepted, span, piece)


def explain_stop(source: SourceText, piece: Piece, stopped: ParseStopped, effects: list[Clause]) -> Diagnostic:
    """Return the message of a callback, unless a misspelt keyword before the place explains it better."""
    if not isinstance(stopped.diagnostic, (ReservedName, UnexpectedText, UnknownClause)) or piece.title not in RULE_PIECES:
        return stopped.diagnostic
    mistaken = None if isinstance(stopped.diagnostic, UnknownClause) else find_mistaken_clause(effects)
    unfit = stopped.diagnostic if mistaken is None else mistaken.diagnostic
    misread = _explain_time(frozenset(), unfit.span, piece)
    if misread is not None or mistaken is not None or isinstance(unfit, UnknownClause):
        return misread or _with_hint(unfit)
    place = stopped.diagnostic.span.start
    before = _WORD_BEFORE.search(source.text, max(piece.start, place - LONGEST_COMPARED), place)
    near = find_suggestions(before[1], RULE_KEYWORDS)[:1] if before and before[1] not in RULE_KEYWORDS else ()
    if before is None or not near:
        return _with_hint(stopped.diagnostic) if before is not None else stopped.diagnostic
    return UnknownClause(Span(source, before.start(1), before.end(1)), near, "rule")


def _with_hint(unfit: Diagnostic) -> Diagnostic:
    """Return the message with what helps where a word of conditions stands behind a name that begins a clause."""
    hint = _TEST_OUTSIDE.get(unfit.span.text, _BEGIN_WITH_WHEN if unfit.span.text in _BEGINS_A_TEST else "")
    return replace(unfit, hints=(*unfit.hints, hint)) if isinstance(unfit, UnexpectedText) and hint else unfit


def _accepted(failure: UnexpectedInput) -> frozenset[str]:
    interactive = getattr(failure, "interactive_parser", None)
    return frozenset(interactive.accepts()) if interactive is not None else frozenset()


def _position(failure: UnexpectedInput) -> int | None:
    """Return where the parser gave up, None for the end of the piece."""
    if isinstance(failure, UnexpectedToken):
        return None if failure.token.type == "$END" else failure.token.start_pos
    return failure.pos_in_stream


def _last_word(source: SourceText, piece: Piece) -> Span:
    line_start = source.text.rfind("\n", piece.start, piece.end) + 1
    last = None
    for last in _LAST.finditer(source.text, max(line_start, piece.start), piece.end):  # noqa: B007 - the last one is wanted
        pass
    return Span(source, last.start(), last.end()) if last else Span(source, piece.start, piece.end)


def _open_clause(failure: UnexpectedInput) -> list[Any]:
    """Return the finished clauses of the innermost open block, then what was read of the clause that failed."""
    interactive = getattr(failure, "interactive_parser", None)
    values = interactive.parser_state.value_stack if interactive is not None else []
    opening = max((index for index, value in enumerate(values) if str(getattr(value, "type", "")) == "LBRACE"), default=-1)
    found: list[Any] = []
    for value in values[opening + 1 :]:
        found.extend(value.children if isinstance(value, Tree) else [value])
    return found


def _explain_row(failure: UnexpectedInput, accepted: Set[str], span: Span) -> Diagnostic | None:
    kind = failure.token.type if isinstance(failure, UnexpectedToken) else ""
    if (kind == "ROW" or span.text == "}") and accepted & {"BAR", "ARROW"}:
        return RowLayout(span, True)
    if (kind == "BAR" and "ROW" in accepted) or (kind == "ARROW" and "BAR" in accepted):
        return RowLayout(span)
    return None


def _explain_time(accepted: Set[str], span: Span, piece: Piece) -> Diagnostic | None:
    misread = find_misread(span.source.text, span.start, accepted)
    if misread is None or misread.start < piece.start:
        return None
    hints = () if misread.hint is None else (misread.hint,)
    meant = () if misread.meant is None else (misread.meant,)
    return UnexpectedText(Span(span.source, misread.start, min(misread.end, piece.end)), describe_expected(accepted), hints, meant)


def _explain_word(stack: list[Any], accepted: Set[str], span: Span, piece: Piece) -> Diagnostic:
    first = _first_of_clause(span.source, stack)
    if first is not None and first.text not in RESERVED:
        near = find_suggestions(first.text, _CLAUSES_BESIDE_NAMES.get(piece.title, ()))[:1]
        if near:
            return UnknownClause(first, near, "ruleset" if piece.title == "ruleset" else "rule")
        operator = find_suggestions(first.text, OPERATOR_WORDS)[:1] if _follows_on_its_line(first, piece) else ()
        if operator:
            return UnexpectedText(first, ("an operator such as `is` or `and`",), (), operator)
    keywords = keywords_among(accepted)
    word = span.text
    near = _find_near(word, keywords)
    if near and "RBRACE" in accepted and not _may_continue(accepted):
        return UnknownClause(span, near, piece.title)
    hints = (*_hints(word), *_hints_before(span), *_hint_at_loose_word(first, accepted, piece, word))
    hints = (*hints, *_hints_in_block(word, accepted, piece))
    return UnexpectedText(span, describe_expected(accepted), hints, near)


def _follows_on_its_line(word: Span, piece: Piece) -> bool:
    """Whether a rule's word stands behind other words of its line, where people begin no clause."""
    text = word.source.text
    before = text[max(piece.start, text.rfind("\n", 0, word.start) + 1) : word.start].strip()
    return piece.title in RULE_PIECES and before != "" and not before.endswith("{")


def _find_near(word: str, keywords: tuple[str, ...]) -> tuple[str, ...]:
    if not word[:1].isalpha():
        return ()
    days = _DAYS.match(word.lower())
    if days is not None and days[1] in keywords and {days[1], days[2] or days[1]} <= set(WEEK):
        return (days[1] if days[2] is None else f"{days[1]}-{days[2]}",)
    return find_suggestions(word, keywords)[:2]


def _may_continue(accepted: Set[str]) -> bool:
    return bool(accepted & {"COMMA", "AND"})


def _first_of_clause(source: SourceText, stack: list[Any]) -> Span | None:
    """Return the word that begins the clause that failed, if the grammar took it for a name."""
    first = None
    for value in reversed(stack):
        if isinstance(value, Clause):
            break
        first = value
    if isinstance(first, n.Word):
        return first.span
    if isinstance(first, Token) and first.type == "NAME":
        return Span(source, first.start_pos or 0, first.end_pos or 0)
    return None


def _hints(word: str) -> tuple[str, ...]:
    if _NUMBER_AND_UNIT.match(word):
        return ("durations are written `15m`, `4h` or `1h30m`, and spans `3 days` or `2 weeks`",)
    if word == "..":
        return ("words are compared with `between low and high`, `>=` or `<=`; `..` stands between numbers",)
    if word == "during":
        return (_TEST_OUTSIDE[word],)
    if word == ":":
        return ("only a new fact has a colon before its type",)
    if word[:1].isalpha() and not word.isascii():
        return ("names are written with the letters a to z, digits and `_`",)
    return ()


def _hints_in_block(word: str, accepted: Set[str], piece: Piece) -> tuple[str, ...]:
    """Return what helps with a word that people expect in such a block, and with text that lacks its quotation marks."""
    known = _EXPECTED_IN_BLOCKS.get((piece.title, word))
    if known is not None:
        return (known,)
    is_bare = word[:1].isalpha() and "STRING" in accepted and not accepted & {"NAME", "TRUE", "KNOWN"}
    return ("text stands in double quotes",) if is_bare else ()


_BEGIN_WITH_WHEN = "a condition begins with `when`"
_BEGINS_A_TEST = OPERATOR_WORDS | {".", "<", "<=", ">", ">="}
_TEST_OUTSIDE = {
    "is": f"what a rule gives is written without `is`, as in `severity critical`; {_BEGIN_WITH_WHEN}",
    "during": "the hours of a calendar are asked with `on`, as in `received_at on office`",
}
_EXPECTED_IN_BLOCKS = {
    **dict.fromkeys(
        (("ladder", "after"), ("ladder", "at"), ("ladder", "on")), "a step is written `escalate frontline to specialist after 30m`"
    ),
    ("prove", "monotone"): "write `then monotone ...`",
    ("prove", "same"): "write `then same ...`",
}


def _hints_before(span: Span) -> tuple[str, ...]:
    """Return what helps where `is` stands before an operator that needs none, as in `is > 3`, and where a name has a hyphen."""
    named = _HYPHENATED.match(span.source.text, span.source.text.rfind(" ", 0, span.start) + 1)
    if span.text == "-" and named is not None and named.start(1) < span.start < named.end(1):
        return (f"names have no hyphen: write `{named[1].replace('-', '_')}`",)
    before = _AFTER_IS.search(span.source.text, max(0, span.start - LONGEST_COMPARED), span.start)
    if before is None:
        return ()
    if span.text == "(" and before["in"]:
        return ("write `in` and `not in` without `is`",)
    if span.text in ("<", "<=", ">", ">=") and not before["in"]:
        return (f"write `{span.text}` without `is`",)
    return ()


def _hint_at_loose_word(first: Span | None, accepted: Set[str], piece: Piece, word: str) -> tuple[str, ...]:
    """Return what helps where a rule's clause is one word and no more: `queue Private Clients`, `tag refund now`, `author.id is x`."""
    if first is None or piece.title not in RULE_PIECES or "WITHIN" not in accepted:
        return ()
    if word in _BEGINS_A_TEST:
        return (_BEGIN_WITH_WHEN,)
    return (f"`{first.text}` is read as the start of another clause; text of several words stands in quotation marks",)
