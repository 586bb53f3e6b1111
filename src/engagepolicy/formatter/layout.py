"""The one canonical layout of a ruleset file: single blank lines are all that is left of the author's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.formatter.declarations import set_declaration
from engagepolicy.formatter.pieces import Blank, Page, Piece, render_pieces
from engagepolicy.source import SourceText
from engagepolicy.syntax.nodes import Declaration, Objective, ParsedRuleset, Use
from engagepolicy.syntax.parser import parse_ruleset


class FormatRefused(ValueError):
    """A file was not formatted because part of it could not be read; `diagnostics` says what and where."""

    def __init__(self, name: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.name = name
        self.diagnostics = diagnostics
        count = sum(item.level is Level.ERROR for item in diagnostics)
        super().__init__(f"{name} is left as it is: {count} syntax error{'' if count == 1 else 's'}")


def format_ruleset(parsed: ParsedRuleset) -> str:
    """Return the canonical text of a parsed file; its lines end in a line feed, and an empty file stays empty.

    The tree must be the whole of its file: what the parser could not read is not in it. `format_text` checks that first.
    """
    page = Page(parsed.source, parsed.comments)
    return render_pieces(list(_set_file(parsed, page)), page)


def format_text(text: str, name: str = "<string>") -> str:
    """Return the canonical text of a ruleset; `name` is what messages call it.

    Raises:
        FormatRefused: the text has a syntax error, and formatting would drop what could not be read.
    """
    parsed, diagnostics = parse_ruleset(SourceText(name, text))
    if any(item.level is Level.ERROR for item in diagnostics):
        raise FormatRefused(name, diagnostics)
    return format_ruleset(parsed)


def _set_file(parsed: ParsedRuleset, page: Page) -> Iterator[Piece]:
    before: Declaration | None = None
    for declaration in parsed.declarations:
        first, *rest = set_declaration(declaration, page)
        blank = Blank.KEEP if _may_stand_together(before, declaration) else Blank.ONE
        yield replace(first, blank=blank)
        yield from rest
        before = declaration


def _may_stand_together(before: Declaration | None, declaration: Declaration) -> bool:
    """One-line declarations of one kind read as a list."""
    match before, declaration:
        case (Use(), Use()):
            return True
        case (Objective(), Objective()):
            return not (_has_block(before) or _has_block(declaration))
        case _:
            return False


def _has_block(node: Objective) -> bool:
    about = node.about
    return any((about.because, about.source, about.window, about.serves))
