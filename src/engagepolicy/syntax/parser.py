"""Text to tree: cuts a file into declarations, parses each, and turns what the parser could not read into messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lark import PostLex
from lark.utils import TextSlice
from typing_extensions import override

from engagepolicy.diagnostics.base import Bag, Diagnostic
from engagepolicy.resources import read_grammar
from engagepolicy.source import SourceText
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_declarations import DeclarationBuilder
from engagepolicy.syntax.build_values import ParseStopped
from engagepolicy.syntax.explain import explain_failure, explain_stop
from engagepolicy.syntax.scanner import Piece, scan

_PLAIN_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")


class WholeWords(PostLex):
    """Lets the lexer see a name everywhere, so that `whenever` is never read as `when` and `ever`."""

    always_accept = ("NAME",)

    @override
    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Return the tokens as they are."""
        return stream


def read_as_name(failure: UnexpectedInput) -> bool:
    """Let the parser go on where a word was taken for a keyword that cannot stand there, and a name can.

    The lexer asks the parser's state what may come next, and states after a name are shared by many rules: after the type of a
    field it believes in the keyword `rule`, which only a list of rules could hold.
    """
    if not isinstance(failure, UnexpectedToken) or failure.token.type == "NAME" or not _PLAIN_NAME.fullmatch(failure.token):
        return False
    state = failure.interactive_parser
    if "NAME" not in state.parser_state.parse_conf.states[state.parser_state.position]:
        return False
    try:
        state.feed_token(Token.new_borrow_pos("NAME", str(failure.token), failure.token))
    except UnexpectedToken:
        return False
    return True


class DeclarationParser:
    """The one parser. It keeps the text that it reads while it reads it, hence the lock."""

    def __init__(self) -> None:
        self._builder = DeclarationBuilder()
        self._lock = Lock()
        self._lark = Lark(
            read_grammar(),
            parser="lalr",
            lexer="contextual",
            keep_all_tokens=True,
            maybe_placeholders=False,
            transformer=self._builder,
            postlex=WholeWords(),
            lexer_callbacks={"BAR": self._tell_rows, "ROW": self._tell_rows},
        )

    def _tell_rows(self, token: Token) -> Token:
        """Return a bar as ROW if it is the first on its line, else as BAR."""
        text = self._builder.source.text
        position = cast(int, token.start_pos) - 1
        while position >= 0 and text[position] in " \t\r":
            position -= 1
        token.type = "ROW" if position < 0 or text[position] in "\n\ufeff" else "BAR"
        return token

    def parse(self, source: SourceText, piece: Piece) -> tuple[n.Declaration | None, list[Diagnostic]]:
        """Return the declaration of one piece of text, None if it cannot be read, and the messages about it."""
        with self._lock:
            self._builder.begin(source)
            try:
                parsed: Any = self._lark.parse(TextSlice(source.text, piece.start, piece.end), on_error=read_as_name)
            except ParseStopped as stopped:
                return None, [*self._builder.problems, explain_stop(source, piece, stopped, self._builder.effects)]
            except UnexpectedInput as failure:
                return None, [*self._builder.problems, explain_failure(source, piece, failure)]
            return cast(n.Declaration, parsed), self._builder.problems


@cache
def _require_parser() -> DeclarationParser:
    return DeclarationParser()


def parse_ruleset(source: SourceText) -> tuple[n.ParsedRuleset, tuple[Diagnostic, ...]]:
    """Parse one file: every declaration that can be read, all comments, and the messages about the rest, in order of place.

    Never raises for any text; takes time and memory in proportion to its length.
    """
    scanned = scan(source)
    bag = Bag(list(scanned.problems))
    declarations = []
    for piece in scanned.pieces:
        if piece.is_broken:
            continue
        declaration, problems = _require_parser().parse(source, piece)
        bag.extend(problems)
        if declaration is not None:
            declarations.append(declaration)
    return n.ParsedRuleset(source, tuple(declarations), tuple(scanned.comments)), bag.ordered()


