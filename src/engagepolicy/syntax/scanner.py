"""One linear walk over a text: cuts it into declarations, keeps comments, and finds what would derail a parser.

Brackets, quotes and hidden characters are judged here, because each of them spoils whatever follows it; a piece in which one was
found is not parsed, so that one mistake costs one message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_literals import HiddenCharacter, UnterminatedPattern, UnterminatedString
from engagepolicy.diagnostics.messages_syntax import NestedTooDeeply, StrayBracket, UnclosedBracket, UnexpectedText, UnknownDeclaration
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.source import SourceText, Span
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.borrowed import explain_borrowed, explain_equals
from engagepolicy.syntax.hidden import find_hidden_inside, has_refused, name_hidden
from engagepolicy.syntax.vocabulary import BLOCKLESS, CLAUSES, DECLARATIONS, DEEPEST, FOREIGN_DECLARATIONS, MEASURING, MEASURING_WORDS

_TOKEN = re.compile(
    r"""
    (?P<newline>\n)
  | (?P<blank>(?:[ \t]|\r(?=\n|\Z))+)
  | (?P<word>[^\W\d]\w*)
  | (?P<comment>\#[^\n]*)
  | (?P<string>"(?:[^"\\\n]|\\[^\n])*+(?:(?P<quote>")|\\?))
  | (?P<borrowed>(?<![A-Za-z0-9_])//[^\n]*|(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)
      |&&?|\|\||==+|!=*|<>|=<|=(?!>)|;+
      |'[^'\n]*'?|[“„”‟«][^“”"»\n]*[“”»]?|[‘‚’][^‘’'\n]*[‘’]?)
  | (?P<pattern>(?<![A-Za-z0-9_])/(?:[^/\\\n]|\\[^\n])*+(?:(?P<slash>/)|\\?))
  | (?P<number>\d\w*)
  | (?P<opener>[(\[{])
  | (?P<closer>[)\]}])
  | (?P<sign>=>|<=|>=|\.\.|[-+*<>|,:./])
  | (?P<other>(?P<same>.)(?P=same)*)
    """,
    re.VERBOSE | re.DOTALL,
)
_HEADER_SHAPE = {
    "first": re.compile(r"first\s+of\b"),
    "holidays": re.compile(r'holidays\s+[\w-]+\s*(?:"[^"\n]*"\s*)?\{'),
    "locked": re.compile(r"locked\s+(?:rule|table|constraint)\b"),
    "prove": re.compile(r'prove\s*"'),
    "purpose": re.compile(r'purpose\s*"'),
    "test": re.compile(r'test\s*"'),
    "use": re.compile(r'use[ \t]+["\w]'),
}
_TITLE = re.compile(r"locked\s+(?:rule|table|constraint)\b|first\s+of\b")
_ANY_HEADER_SHAPE = re.compile(r"\w+[ \t]+[^\W\d]")
_CLOSER_OF = {"(": ")", "[": "]", "{": "}"}
_HEADER_WORDS = frozenset({"outside", "first", "all", "match", "matches", "of"})
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(slots=True)
class Opener:
    """An open bracket: where it is, and how far its line is indented."""

    sign: str
    position: int
    indent: int


@dataclass(slots=True)
class Piece:
    """The text of one declaration.

    `keyword` is its first word, empty where it begins with something else; `title` is how messages call it (`locked rule`). A signal
    `has_equals` from its `=` on and `has_window` once the number after `within` is there.
    """

    start: int
    end: int
    keyword: str
    is_known: bool
    title: str
    is_first_of: bool = False
    is_closed: bool = False
    has_equals: bool = False
    has_window: bool = False
    previous: str = ""
    openers: list[Opener] = field(default_factory=list)
    suspect: Opener | None = None
    quote_problems: list[Diagnostic] = field(default_factory=list)
    bracket_problem: Diagnostic | None = None
    borrowed_problems: list[Diagnostic] = field(default_factory=list)
    hidden_problem: Diagnostic | None = None

    @property
    def is_broken(self) -> bool:
        """Whether the piece is better not parsed."""
        found = self.quote_problems or self.bracket_problem or self.borrowed_problems or self.hidden_problem
        return bool(found) or not self.is_known


@dataclass(frozen=True, slots=True)
class Scan:
    """What the walk found."""

    pieces: tuple[Piece, ...]
    comments: tuple[n.Comment, ...]
    problems: tuple[Diagnostic, ...]


class Scanner:
    """The walk over one text."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._text = source.text
        self._pieces: list[Piece] = []
        self._comments: list[n.Comment] = []
        self._problems: list[Diagnostic] = []
        self._piece: Piece | None = None
        self._counts = {"(": 0, "[": 0, "{": 0}
        self._line_start = 0
        self._is_first = True
        self._indent = 0
        self._has_refused = has_refused(source.text)

    def scan(self) -> Scan:
        """Walk to the end."""
        position = 1 if self._text.startswith(_BYTE_ORDER_MARK) else 0
        self._line_start = position
        handlers = {
            "word": self._on_word,
            "comment": self._on_comment,
            "string": self._on_string,
            "pattern": self._on_pattern,
            "borrowed": self._on_borrowed,
            "opener": self._on_opener,
            "closer": self._on_closer,
            "other": self._on_other,
            "number": self._on_plain,
            "sign": self._on_plain,
        }
        for match in _TOKEN.finditer(self._text, position):
            kind = match.lastgroup or ""
            if kind == "newline":
                self._line_start = match.end()
                self._is_first = True
            elif kind != "blank":
                if self._is_first:
                    self._indent = match.start() - self._line_start
                handlers[kind](match)
                self._is_first = False
        self._finish(None)
        return Scan(tuple(self._pieces), tuple(self._comments), tuple(self._problems))

    def _span(self, match: re.Match[str]) -> Span:
        return Span(self._source, match.start(), match.end())

    # ------------------------------------------------------------------------------------------------ pieces

    def _begin(self, match: re.Match[str], keyword: str) -> Piece:
        self._finish(match)
        is_known = keyword in DECLARATIONS and (keyword != "first" or self._has_shape(match))
        named = _TITLE.match(self._text, match.start()) if is_known else None
        title = " ".join(named.group().split()) if named else keyword
        piece = Piece(match.start(), match.end(), keyword, is_known, title, is_known and keyword == "first")
        self._piece = piece
        return piece

    def _extend(self, match: re.Match[str]) -> Piece:
        """Return the piece that the token belongs to: the open one, or a new one that begins with no word."""
        piece = self._open_piece() or self._begin(match, "")
        piece.end = match.end()
        piece.previous = match.group()
        return piece

    def _open_piece(self) -> Piece | None:
        """Return the piece that the token may belong to; a whole `use` above the token's line is over."""
        piece = self._piece
        if piece is not None and self._is_first and piece.keyword == "use" and piece.previous != "use" and not piece.openers:
            self._finish(None)
        return None if self._piece is None or self._piece.is_closed else self._piece

    def _finish(self, stop: re.Match[str] | None) -> None:
        piece, self._piece = self._piece, None
        if piece is None:
            return
        self._counts = {"(": 0, "[": 0, "{": 0}
        if piece.openers and piece.bracket_problem is None:
            opener = piece.suspect or piece.openers[-1]
            place = None if stop is None else self._span(stop)
            span = Span(self._source, opener.position, opener.position + 1)
            piece.bracket_problem = UnclosedBracket(span, place, piece.title)
        self._problems.extend(self._judge(piece))
        self._pieces.append(piece)

    def _judge(self, piece: Piece) -> list[Diagnostic]:
        """Return the messages that are worth giving: what follows from a graver mistake is left out."""
        hidden = [] if piece.hidden_problem is None else [piece.hidden_problem]
        if not piece.is_known:
            return hidden or [self._explain_unknown(piece)]
        if piece.quote_problems:
            return [*hidden, *piece.quote_problems]
        bracket = [] if piece.bracket_problem is None or hidden else [piece.bracket_problem]
        return [*hidden, *piece.borrowed_problems, *bracket]

    def _explain_unknown(self, piece: Piece) -> Diagnostic:
        word = piece.keyword
        if not word:
            if piece.quote_problems:
                return piece.quote_problems[0]
            end = self._end_of_line(piece)
            return UnexpectedText(Span(self._source, piece.start, end), ("a declaration such as `rule`",))
        span = Span(self._source, piece.start, piece.start + len(word))
        if word in FOREIGN_DECLARATIONS:
            return UnknownDeclaration(span, FOREIGN_DECLARATIONS[word])
        if word in CLAUSES:
            return UnknownDeclaration(span, (), True)
        near = find_suggestions(word, DECLARATIONS)
        return UnknownDeclaration(span, tuple("first of" if name == "first" else name for name in near))

    def _end_of_line(self, piece: Piece) -> int:
        line_end = self._text.find("\n", piece.start, piece.end)
        return piece.end if line_end < 0 else line_end

    def _has_shape(self, match: re.Match[str]) -> bool:
        """Whether the word is followed by what follows it when it begins a declaration."""
        shape = _HEADER_SHAPE.get(match.group(), _ANY_HEADER_SHAPE)
        return match.group() in DECLARATIONS and shape.match(self._text, match.start()) is not None

    def _begins_anew(self, match: re.Match[str], piece: Piece) -> bool:
        """Whether a word begins a declaration although another is under way."""
        word = match.group()
        is_at_margin = match.start() == self._line_start
        if piece.openers:
            is_inner = piece.is_first_of and len(piece.openers) == 1 and word in ("rule", "locked")
            return is_at_margin and not is_inner and self._has_shape(match)
        if piece.previous == "locked" and word in ("rule", "table", "constraint"):
            return False
        if piece.end - piece.start == len(piece.keyword) and piece.is_known:
            return is_at_margin and self._has_shape(match)
        if not piece.is_known:
            return self._is_first and (is_at_margin or self._has_shape(match))
        if piece.keyword in BLOCKLESS:
            return self._is_first or (word in DECLARATIONS and piece.previous not in DECLARATIONS)
        if piece.has_window and word in DECLARATIONS:
            return True
        if piece.keyword == MEASURING and word in MEASURING_WORDS:
            return False
        if not self._is_first or piece.previous == ",":
            return False
        return self._has_shape(match) or (is_at_margin and word not in _HEADER_WORDS)

    # ------------------------------------------------------------------------------------------------ tokens

    def _on_word(self, match: re.Match[str]) -> None:
        piece = self._piece
        if piece is not None and piece.openers and not self._is_first:
            piece.end = match.end()
            return
        if piece is None or piece.is_closed or self._begins_anew(match, piece):
            piece = self._begin(match, match.group())
        piece.end = match.end()
        piece.previous = match.group()

    def _on_plain(self, match: re.Match[str]) -> None:
        before = "" if self._piece is None else self._piece.previous
        piece = self._extend(match)
        if piece.keyword == MEASURING and before == "within" and match.lastgroup == "number":
            piece.has_window = True

    def _look_inside(self, match: re.Match[str]) -> None:
        if self._has_refused:
            self._problems.extend(find_hidden_inside(self._source, match.start(), match.end()))

    def _on_comment(self, match: re.Match[str]) -> None:
        self._look_inside(match)
        text = match.group().rstrip()
        span = Span(self._source, match.start(), match.start() + len(text))
        self._comments.append(n.Comment(text, span, self._is_first))

    def _on_string(self, match: re.Match[str]) -> None:
        self._look_inside(match)
        piece = self._extend(match)
        if match["quote"] is None:
            end = match.start() + len(match.group().rstrip())
            piece.quote_problems.append(UnterminatedString(Span(self._source, match.start(), end)))

    def _on_pattern(self, match: re.Match[str]) -> None:
        self._look_inside(match)
        piece = self._extend(match)
        if match["slash"] is None:
            end = match.start() + len(match.group().rstrip())
            piece.quote_problems.append(UnterminatedPattern(Span(self._source, match.start(), end)))

    def _on_borrowed(self, match: re.Match[str]) -> None:
        piece = self._open_piece()
        problem = explain_borrowed(self._source, match)
        if piece is None:
            self._problems.append(problem)
        elif match.group() == "||" and piece.title.endswith("table"):
            self._extend(match)
        elif match.group().startswith("=") and piece.keyword == MEASURING and not piece.has_equals:
            piece = self._extend(match)
            piece.has_equals = True
            if match.group() != "=":
                piece.borrowed_problems.append(explain_equals(self._source, match))
        else:
            piece.end = match.end()
            piece.borrowed_problems.append(problem)

    def _on_other(self, match: re.Match[str]) -> None:
        """Take a character that no token begins with: a hidden one, or one that the parser will name."""
        hidden = name_hidden(match["same"])
        if hidden is None:
            self._extend(match)
            return
        reason, replacement = hidden
        problem = HiddenCharacter(self._span(match), reason, replacement)
        piece = self._open_piece()
        if piece is None:
            last = self._problems[-1] if self._problems else None
            if not (isinstance(last, HiddenCharacter) and last.span.line == problem.span.line):
                self._problems.append(problem)
        elif piece.hidden_problem is None:
            piece.hidden_problem = problem

    def _on_opener(self, match: re.Match[str]) -> None:
        piece = self._extend(match)
        sign = match.group()
        piece.openers.append(Opener(sign, match.start(), self._indent))
        self._counts[sign] += 1
        if len(piece.openers) > DEEPEST and not isinstance(piece.bracket_problem, NestedTooDeeply):
            piece.bracket_problem = NestedTooDeeply(self._span(match), DEEPEST)

    def _on_closer(self, match: re.Match[str]) -> None:
        piece = self._open_piece()
        if piece is None:
            self._problems.append(StrayBracket(self._span(match)))
            return
        piece.end = match.end()
        piece.previous = match.group()
        sign = match.group()
        opening = next(opener for opener, closer in _CLOSER_OF.items() if closer == sign)
        if not self._counts[opening]:
            if not piece.is_known:
                piece.is_closed = True
            elif piece.bracket_problem is None:
                piece.bracket_problem = StrayBracket(self._span(match))
            return
        self._close(piece, opening, match)

    def _close(self, piece: Piece, opening: str, match: re.Match[str]) -> None:
        top = piece.openers.pop()
        self._counts[top.sign] -= 1
        while top.sign != opening:
            if piece.bracket_problem is None:
                span = Span(self._source, top.position, top.position + 1)
                piece.bracket_problem = UnclosedBracket(span, self._span(match), piece.title)
            top = piece.openers.pop()
            self._counts[top.sign] -= 1
        if self._is_first and self._indent < top.indent and piece.suspect is None:
            piece.suspect = top
        if not piece.openers and match.group() == "}":
            piece.is_closed = True


def scan(source: SourceText) -> Scan:
    """Return the declarations, comments and grave mistakes of a text, in time proportional to its length."""
    return Scanner(source).scan()
