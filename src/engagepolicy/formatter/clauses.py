"""The lines inside a block: a keyword, what it says, and the column in which what is said begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from engagepolicy.formatter.conditions import break_condition
from engagepolicy.formatter.literals import (
    SPACED_WORDS,
    render_amount_node,
    render_text,
    render_values,
    render_window,
    render_word,
    render_words,
)
from engagepolicy.formatter.pieces import INDENT, Blank, Page, Piece
from engagepolicy.formatter.widths import LINE_WIDTH, display_width, pad, wrap_list
from engagepolicy.source import Span
from engagepolicy.syntax.nodes import (
    About,
    Amount,
    Condition,
    Effect,
    NotBeforeAmount,
    Path,
    Rule,
    Table,
    TargetEffect,
    Text,
    Window,
    Word,
    WordAmount,
)

ALIGNED_UP_TO = 8
"""A longer keyword stands outside the column, so that one long name does not push all the others to the right."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: `keyword` takes part in the block's column if `is_aligned`; `content` is text or a condition that may break."""

    keyword: str
    content: str | Condition
    start: int
    end: int
    is_aligned: bool = True


def text_clause(keyword: str, text: Text | None) -> Iterable[Clause]:
    """Yield a clause that says a quoted text, if there is one."""
    if text is not None:
        yield Clause(keyword, render_text(text.value), text.span.start, text.span.end)


def words_clause(keyword: str, words: tuple[Word, ...], *, is_aligned: bool = True) -> Iterable[Clause]:
    """Yield a clause that lists words, if there are any."""
    if words:
        yield Clause(keyword, render_words(words), *reach_of([word.span for word in words]), is_aligned)


def word_clause(keyword: str, word: Word | None) -> Iterable[Clause]:
    """Yield a clause that says one word, if there is one."""
    return words_clause(keyword, () if word is None else (word,))


def condition_clauses(when: Condition | None, unless: tuple[Condition, ...]) -> Iterable[Clause]:
    """Yield `when` and every `unless`."""
    if when is not None:
        yield Clause("when", when, when.span.start, when.span.end)
    for condition in unless:
        yield Clause("unless", condition, condition.span.start, condition.span.end)


def window_clause(keyword: str, window: Window | None) -> Iterable[Clause]:
    """Yield `in force from ... until ...`, if there is a window."""
    if window is not None:
        yield Clause(keyword, render_window(window), window.span.start, window.span.end, is_aligned=False)


def about_clauses(about: About) -> Iterable[Clause]:
    """Yield what a declaration says of itself, in the order in which it is always written."""
    yield from words_clause("serves", about.serves)
    yield from text_clause("because", about.because)
    yield from text_clause("source", about.source)
    yield from window_clause("in force", about.window)


def effect_clause(effect: Effect | TargetEffect) -> Clause:
    """Return the clause of one effect; the tier is written `escalate to`."""
    match effect:
        case TargetEffect():
            content = render_target(effect.metric, effect.amount)
            keyword, is_aligned = render_word(effect.metric), False
        case Effect(outcome=Word(text="tier"), values=(Path(parts=(tier,)),)):
            keyword, content, is_aligned = "escalate to", tier, False
        case Effect():
            keyword, content, is_aligned = render_word(effect.outcome), render_values(effect.values), True
        case _:
            assert_never(effect)
    return Clause(keyword, content, effect.span.start, effect.span.end, is_aligned)


def render_target(metric: Word, amount: Amount) -> str:
    """Return a target: `within 1h`, `not before 3 days`, or a mere `promptly` where the language reads a word as an amount."""
    text = render_amount_node(amount)
    is_bare = isinstance(amount, WordAmount) and metric.text in SPACED_WORDS
    return text if is_bare or isinstance(amount, NotBeforeAmount) else f"within {text}"


def precedence_clauses(node: Rule | Table) -> Iterable[Clause]:
    """Yield which rules this one stands before."""
    yield from words_clause("overrides", node.overrides)
    if isinstance(node, Rule):
        yield from words_clause("exception to", node.exception_to, is_aligned=False)


def reach_of(spans: Sequence[Span]) -> tuple[int, int]:
    """Return where the first of some spans starts and the last ends."""
    return min(span.start for span in spans), max(span.end for span in spans)


def set_clauses(clauses: Iterable[Clause], indent: int, page: Page, aligned_up_to: int = ALIGNED_UP_TO) -> list[Piece]:
    """Return the clauses of one block as pieces, aligned keywords padded to one column."""
    clauses = list(clauses)
    widths = [display_width(clause.keyword) for clause in clauses if clause.is_aligned]
    column = max((width for width in widths if width <= aligned_up_to), default=0)
    pieces: list[Piece] = []
    for clause in clauses:
        keyword = pad(clause.keyword, column) if clause.is_aligned else clause.keyword
        opening = f"{keyword} "
        if isinstance(clause.content, str):
            text = wrap_list(opening + clause.content, indent, indent + display_width(opening))
            pieces.append(Piece(clause.start, clause.end, indent, text))
        else:
            pieces += _set_condition(opening, clause.content, indent, page)
    return pieces


def _set_condition(opening: str, condition: Condition, indent: int, page: Page) -> list[Piece]:
    margin = indent + display_width(opening)
    first, *rest = break_condition(condition, LINE_WIDTH - margin, page)
    pieces = [Piece(first.start, first.end, indent, wrap_list(opening + first.text, indent, margin + INDENT))]
    for line in rest:
        column = margin + line.indent
        text = wrap_list(line.text, column, column + INDENT)
        pieces.append(Piece(line.start, line.end, column, text, Blank.NEVER))
    return pieces


def set_phrase(text: str, pattern: str, place: Span, indent: int, page: Page, others: Sequence[Piece]) -> Piece:
    """Return a clause that the tree keeps as a mere yes, at the place in the source where its words stand."""
    start, end = page.find_gap(pattern, place.start, place.end, others) or (place.end - 1, place.end - 1)
    return Piece(start, end, indent, text)


def block(header: Piece, body: Iterable[Piece], end: int) -> list[Piece]:
    """Return a block: `header` with its brace, the body, and the closing brace that ends before `end`."""
    return [header, *body, Piece(end - 1, end, header.indent, "}", Blank.NEVER, closes=True)]


def titled(keyword: str, name: str, description: Text | None) -> str:
    """Return how a declaration begins: its keyword, its name and its description."""
    return " ".join(filter(None, (keyword, name, "" if description is None else render_text(description.value))))


def block_header(
    keyword: str,
    name: Word | Path,
    description: Text | None,
    span: Span,
    *,
    indent: int = 0,
    tail: str = "",
    tail_end: int = 0,
) -> Piece:
    """Return the first line of the block that `span` covers.

    `tail` stands before the brace and was read up to `tail_end`.
    """
    text = titled(keyword, render_word(name) if isinstance(name, Word) else name.text, description) + tail
    end = max(name.span.end, 0 if description is None else description.span.end, tail_end)
    return Piece(span.start, end, indent, f"{text} {{", Blank.ONE, opens=True)
