"""Comments that allow what a check finds: `# engage: allow double_negative because "..." until 2027-01-31`.

Where the comment stands says what it is about:

- before the first declaration of a file: the whole file
- on a line of its own: the line that follows, and the whole declaration where that begins there
- behind a line: the line, and the whole declaration where that begins or ends on it

A clause, a row or a term that runs over several lines is about all of them. Layout does not count, so what the formatter moves is
still allowed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_allows import AllowWithoutReason, UnreadableAllow
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.syntax.trees import children, span_of

_MARK = re.compile(r"#\s*engage:\s*")
_TOKEN = re.compile(r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<date>\d[\d-]*)|(?P<name>\w+)|(?P<comma>,)|(?P<other>\S))')
WITHOUT_NAME = "it does not name what is allowed, by the code or the name of a warning"


@dataclass(frozen=True, slots=True)
class Allow:
    """One comment: the codes or names that it allows, each with its place, why, until when, and what of the file it is about."""

    span: Span
    names: tuple[nodes.Word, ...]
    because: str | None
    until: date | None
    covers: tuple[Span, ...] = ()

    def holds(self, today: date) -> bool:
        """Whether it still allows anything on a day, in UTC; the day that it names is the first on which it does not."""
        return self.until is None or today < self.until

    def is_about(self, span: Span) -> bool:
        """Whether what begins there is covered."""
        return any(cover.start <= span.start < max(cover.end, cover.start + 1) for cover in self.covers)

    def permits(self, code: str, span: Span) -> bool:
        """Whether a warning with the code is allowed at a place, if no day is looked at; a name that is no code permits nothing here."""
        return self.span.source is span.source and any(each.text.upper() == code for each in self.names) and self.is_about(span)


class _Unreadable(Exception):
    """Why a comment is not one for the checker."""


@dataclass(slots=True)
class _Words:
    """The tokens of one comment, read from left to right."""

    comment: nodes.Comment
    tokens: list[re.Match[str]]
    at: int = 0

    def take(self, kind: str, word: str | None = None) -> re.Match[str] | None:
        """Return the next token if it is of the kind, and the word if one is asked for; else nothing, and stay."""
        found = self.tokens[self.at] if self.at < len(self.tokens) else None
        if found is None or found.lastgroup != kind or (word is not None and found[kind] != word):
            return None
        self.at += 1
        return found

    def require(self, kind: str, what: str) -> re.Match[str]:
        """Return the next token, which must be of the kind."""
        found = self.take(kind)
        if found is None:
            raise _Unreadable(f"{what} is missing")
        return found

    def name(self) -> nodes.Word:
        """Return the next token as a name with its place."""
        if self.at < len(self.tokens) and self.tokens[self.at]["name"] in ("because", "until"):
            raise _Unreadable(WITHOUT_NAME)
        found = self.take("name")
        if found is None:
            raise _Unreadable(WITHOUT_NAME)
        start = self.comment.span.start + found.start("name")
        return nodes.Word(found["name"], Span(self.comment.span.source, start, start + len(found["name"])))


def _read(comment: nodes.Comment, words: _Words) -> Allow:
    if words.take("name", "allow") is None:
        raise _Unreadable("the only word that stands behind `engage:` is `allow`")
    names = [words.name()]
    while words.take("comma"):
        names.append(words.name())
    because, until = None, None
    while words.at < len(words.tokens):
        if because is None and words.take("name", "because"):
            because = words.require("text", "the reason in quotation marks")["text"][1:-1].strip()
        elif until is None and words.take("name", "until"):
            until = _read_date(words.require("date", "the date behind `until`")["date"])
        else:
            raise _Unreadable(f"nobody expects `{words.tokens[words.at].group().strip()}` there")
    return Allow(comment.span, tuple(names), because, until)


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Unreadable(f"{text} is no date such as 2027-01-31") from None


def read_allows(parsed: nodes.ParsedRuleset) -> tuple[tuple[Allow, ...], tuple[Diagnostic, ...]]:
    """Return the comments of a file that allow something, and what is wrong with those that are meant to."""
    allows: list[Allow] = []
    problems: list[Diagnostic] = []
    for comment in parsed.comments:
        mark = _MARK.match(comment.text)
        if mark is None:
            continue
        try:
            allow = _read(comment, _Words(comment, list(_TOKEN.finditer(comment.text, mark.end()))))
        except _Unreadable as error:
            problems.append(UnreadableAllow(comment.span, str(error)))
            continue
        if not allow.because:
            problems.append(AllowWithoutReason(comment.span, tuple(each.text for each in allow.names)))
        allows.append(replace(allow, covers=tuple(_covers(comment, parsed))))
    return tuple(allows), tuple(problems)


def _covers(comment: nodes.Comment, parsed: nodes.ParsedRuleset) -> Iterator[Span]:
    """Yield what a comment is about."""
    spans = [each.span for each in parsed.declarations]
    if comment.is_own_line and (not spans or comment.span.end <= spans[0].start):
        yield Span(parsed.source, 0, len(parsed.source.text) + 1)
        return
    place = bisect_right([each.start for each in spans], comment.span.start) - 1
    holder = parsed.declarations[place] if place >= 0 else None
    is_inside = holder is not None and comment.span.start < holder.span.end
    if comment.is_own_line and not is_inside:
        yield from spans[place + 1 : place + 2]
    elif holder is not None:
        yield from _covers_inside(comment, holder)


def _covers_inside(comment: nodes.Comment, holder: nodes.Declaration | nodes.Rule) -> Iterator[Span]:
    if isinstance(holder, nodes.FirstOf):
        inner = next((rule for rule in holder.rules if _is_about_rule(comment, rule)), None)
        if inner is not None:
            yield from _covers_inside(comment, inner) if inner.span.start < comment.span.start else (inner.span,)
            return
    line = comment.span.line
    if not comment.is_own_line and line in (holder.span.line, holder.span.end_line):
        yield holder.span
        return
    parts = list(_parts(holder))
    if comment.is_own_line:
        line = min((part.line for part in parts if part.start > comment.span.start), default=0)
        yield from (part for part in parts if part.line == line)
    else:
        yield from (part for part in parts if part.line <= line <= part.end_line)


def _is_about_rule(comment: nodes.Comment, rule: nodes.Rule) -> bool:
    """Whether the comment stands in a rule of a list, behind it, or above it; rules are asked in order."""
    if comment.is_own_line:
        return comment.span.start < rule.span.end
    return rule.span.line <= comment.span.line <= rule.span.end_line


def _parts(node: object) -> Iterator[Span]:
    """Yield where the parts of a declaration stand: its name, clauses, rows, terms, each with all that it holds."""
    pending: list[object] = [node]
    while pending:
        for part in children(pending.pop()):
            span = span_of(part)
            if span is None:
                pending.append(part)
            else:
                yield span

