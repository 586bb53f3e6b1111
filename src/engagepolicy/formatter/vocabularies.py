"""Words of disclosures and folds: lines in the author's order, what follows the words or figures behind them."""

from __future__ import annotations

from engagepolicy.formatter.clauses import Clause, about_clauses, block, block_header, set_clauses, words_clause
from engagepolicy.formatter.literals import render_number, render_text, render_window, render_word, render_words
from engagepolicy.formatter.pieces import INDENT, Page, Piece
from engagepolicy.formatter.widths import display_width, pad, wrap_list
from engagepolicy.syntax.nodes import DisclosureWords, FoldLine, Folds, Number, WordLine

ALIGNED_UP_TO = 9


def set_vocabulary(node: DisclosureWords, page: Page) -> list[Piece]:
    """Return the pieces of a vocabulary: where it holds, its lines in the author's order, then what it says of itself."""
    header = block_header("vocabulary", node.name, node.description, node.span)
    where = [*words_clause("countries", node.countries), *words_clause("languages", node.languages)]
    if node.first_hashtags is not None:
        count = node.first_hashtags
        where.append(Clause("within", f"first {render_number(count.value)} hashtags", count.span.start, count.span.end, False))
    pieces = set_clauses(where, INDENT, page, ALIGNED_UP_TO)
    width = max((display_width(_render_role(line)) for line in node.lines), default=0)
    for line in node.lines:
        opening = pad(_render_role(line), width) + " "
        text = wrap_list(opening + _render_words(line), INDENT, INDENT + display_width(opening))
        pieces.append(Piece(line.span.start, line.span.end, INDENT, text))
    return block(header, [*pieces, *set_clauses(about_clauses(node.about), INDENT, page)], node.span.end)


def _render_role(line: WordLine) -> str:
    return line.word if line.form is None else f"{line.word} {line.form}"


def _render_words(line: WordLine) -> str:
    parts = [render_word(line.lexicon)]
    for word, names in (("for", line.ties), ("not for", line.not_ties), ("on", line.channels)):
        if names:
            parts.append(f"{word} {render_words(names)}")
    return " ".join([*parts, "unless disclosed"] if line.unless_disclosed else parts)


def set_folds(node: Folds, page: Page) -> list[Piece]:
    """Return the pieces of folds: what they say of themselves, then the channels with their figures in one column."""
    header = block_header("folds", node.name, node.description, node.span)
    pieces = set_clauses(about_clauses(node.about), INDENT, page)
    width = max((display_width(render_word(line.channel)) for line in node.lines), default=0)
    for line in node.lines:
        text = wrap_list(f"{pad(render_word(line.channel), width)} {_render_figures(line)}", INDENT, INDENT + width + 1)
        pieces.append(Piece(line.span.start, line.span.end, INDENT, text))
    return block(header, pieces, node.span.end)


def _render_figures(line: FoldLine) -> str:
    figures = [
        *([] if line.characters is None else [_render_count(line.characters, "character")]),
        *([] if line.lines is None else [_render_count(line.lines, "line")]),
    ]
    parts = [", ".join(figures)]
    if line.window is not None:
        parts.append(f"in force {render_window(line.window)}")
    if line.source is not None:
        parts.append(f"source {render_text(line.source.value)}")
    return " ".join(parts)


def _render_count(number: Number, noun: str) -> str:
    return f"{render_number(number.value)} {noun if number.value == 1 else noun + 's'}"
