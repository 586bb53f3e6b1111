"""How conditions are spelled, and where a long one breaks.

Parentheses come back from precedence alone. Two places get more than precedence asks for, because readers
who do not program stumble there: `and` beside `or`, and a comparison behind `not`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from engagepolicy.formatter.literals import render_value, render_word
from engagepolicy.formatter.pieces import INDENT, Page
from engagepolicy.formatter.widths import display_width
from engagepolicy.syntax.nodes import (
    AnyCell,
    Arithmetic,
    Both,
    Cell,
    Compare,
    Condition,
    ConditionCell,
    Contains,
    During,
    Either,
    Fallback,
    Flag,
    Interval,
    Known,
    Membership,
    Minus,
    Negation,
    Number,
    OnCalendar,
    Quantified,
    TestCell,
    TextTest,
    ValuesCell,
)

JUNCTION, NOT, TEST, SUM, PRODUCT, SIGNED, FALLBACK, PRIMARY = range(8)

Test: TypeAlias = Compare | Membership | Contains | TextTest | OnCalendar


def _strength(node: Condition) -> int:
    match node:
        case Both() | Either():
            return JUNCTION
        case Negation():
            return NOT
        case Compare() | Membership() | Contains() | TextTest() | OnCalendar():
            return TEST
        case Arithmetic():
            return PRODUCT if node.operator == "*" else SUM
        case Minus():
            return SIGNED
        case Fallback():
            return FALLBACK
        case Number():
            return SIGNED if node.value.is_signed() else PRIMARY
        case _:
            return PRIMARY


def _render_at(node: Condition, strength: int) -> str:
    text = render_condition(node)
    return f"({text})" if _strength(node) < strength else text


def _needs_parentheses(part: Condition, whole: Condition) -> bool:
    if isinstance(whole, Negation):
        return isinstance(part, Both | Either | Negation | Compare | Membership)
    return _strength(part) == JUNCTION


def _render_part(part: Condition, whole: Condition) -> str:
    text = render_condition(part)
    return f"({text})" if _needs_parentheses(part, whole) else text


def render_condition(node: Condition) -> str:
    """Return a condition on one line."""
    match node:
        case Both():
            return " and ".join(_render_part(part, node) for part in node.parts)
        case Either():
            return " or ".join(_render_part(part, node) for part in node.parts)
        case Negation():
            return f"not {_render_part(node.part, node)}"
        case Compare():
            return f"{_render_at(node.left, SUM)} {render_test(node)}"
        case Membership() | Contains() | TextTest() | OnCalendar():
            return f"{_render_at(node.subject, SUM)} {render_test(node)}"
        case Known():
            return f"known {_render_at(node.subject, PRIMARY)}"
        case Fallback():
            return f"{_render_at(node.subject, PRIMARY)} or else {render_condition(node.value)}"
        case During():
            return f"during {render_word(node.campaign)}"
        case Quantified():
            return _quantifier(node) + (f" where ({render_condition(node.body)})" if _has_body(node) else "")
        case Arithmetic():
            strength = _strength(node)
            return f"{_render_at(node.left, strength)} {node.operator} {_render_at(node.right, strength + 1)}"
        case Minus():
            # `-5` is a number, `-(5)` the negation of one.
            is_number = isinstance(node.part, Number)
            return f"-({render_condition(node.part)})" if is_number else f"-{_render_at(node.part, FALLBACK)}"
        case _:
            return render_value(node)


def _quantifier(node: Quantified) -> str:
    return f"{node.quantity} {render_word(node.variable)} in {render_value(node.source)}"


def _has_body(node: Quantified) -> bool:
    return node.quantity != "count" or not (isinstance(node.body, Flag) and node.body.value)


def render_test(node: Test) -> str:
    """Return a test without its left side, as it stands in a table's cell: `>= 10`, `mentions legal_threat`."""
    match node:
        case Compare():
            return f"{node.operator} {_render_at(node.right, SUM)}"
        case Membership():
            return _render_membership(node)
        case Contains():
            quantity = "" if len(node.items) == 1 and node.quantity == "any" else f"{node.quantity} of "
            return f"contains {quantity}" + ", ".join(_render_at(item, SUM) for item in node.items)
        case TextTest():
            terms = ", ".join(map(render_value, node.terms))
            return f"{node.operator} {terms}" + render_outside([word for word, _ in node.outside])
        case OnCalendar():
            return f"on {render_word(node.calendar)}"
        case _:
            assert_never(node)


def render_outside(masks: Sequence[str]) -> str:
    """Return ` outside urls, quotes`, or nothing where nothing is left out."""
    return f" outside {', '.join(masks)}" if masks else ""


def _render_membership(node: Membership) -> str:
    negation = "not " if node.is_negated else ""
    only = node.options[0] if len(node.options) == 1 else None
    if isinstance(only, Interval):
        if only.low is not None and only.high is not None:
            return f"{negation}between {_render_at(only.low, SUM)} and {_render_at(only.high, SUM)}"
        return f"{negation}in {render_option(only)}"
    return f"{negation}in ({', '.join(map(render_option, node.options))})"


def render_option(option: Condition | Interval) -> str:
    """Return one of the values or ranges to choose from: `critical`, `10_000..99_999`, `..9`."""
    if isinstance(option, Interval):
        low = "" if option.low is None else _render_at(option.low, SIGNED)
        return f"{low}.." + ("" if option.high is None else _render_at(option.high, SIGNED))
    return _render_at(option, SUM)


def render_cell(cell: Cell) -> str:
    """Return a cell on the condition side of a table."""
    match cell:
        case AnyCell():
            return "any"
        case ValuesCell():
            return ("not " if cell.is_negated else "") + ", ".join(map(render_option, cell.options))
        case TestCell(test=Compare() | Membership() | Contains() | TextTest() | OnCalendar() as test):
            return render_test(test)
        case TestCell():
            return render_condition(cell.test)
        case ConditionCell():
            return render_condition(cell.condition)
        case _:
            assert_never(cell)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a broken condition: how far it is indented, and which characters of the source it was read from."""

    indent: int
    text: str
    start: int
    end: int


def _parts(node: Condition) -> tuple[Condition, ...]:
    """Return the parts that may stand on lines of their own; none where there is no `and` or `or` to break at."""
    match node:
        case Both() | Either():
            return node.parts
        case Negation():
            return (node.part,) if _parts(node.part) else ()
        case Quantified():
            return (node.body,) if _parts(node.body) else ()
        case _:
            return ()


def _first_end(node: Condition) -> int:
    """Return where the first line ends if the condition is broken as far as it can be."""
    while parts := _parts(node):
        node = parts[0]
    return node.span.end


def _last_end(node: Condition) -> int:
    """Return where the last part ends, without closing parentheses: those may go when the text is printed again."""
    while parts := _parts(node):
        node = parts[-1]
    return node.span.end


def break_condition(node: Condition, room: int, page: Page) -> list[Line]:
    """Return the condition as lines: one if `room` columns are enough, else one for each part of an `and` or `or`.

    A condition with a comment behind its first part is broken too, so that the comment stays beside the part it speaks of.
    """
    text = render_condition(node)
    parts, end = _parts(node), _last_end(node)
    if not parts or (display_width(text) <= room and not page.has_comment(_first_end(node), end)):
        return [Line(0, text, node.span.start, end)]
    if isinstance(node, Quantified):
        return _surround(f"{_quantifier(node)} where (", break_condition(node.body, room - INDENT, page), ")")
    if isinstance(node, Negation):
        return _break_part(node.part, node, "not ", room, page)
    word = "and " if isinstance(node, Both) else "or "
    return [line for index, part in enumerate(parts) for line in _break_part(part, node, word if index else "", room, page)]


def _break_part(part: Condition, whole: Condition, word: str, room: int, page: Page) -> list[Line]:
    has_parentheses = _needs_parentheses(part, whole)
    opening, closing = ("(", ")") if has_parentheses else ("", "")
    taken = max(INDENT, len(word) + len(opening) + len(closing))
    return _surround(word + opening, break_condition(part, room - taken, page), closing)


def _surround(opening: str, lines: list[Line], closing: str) -> list[Line]:
    first = replace(lines[0], text=opening + lines[0].text)
    rest = [replace(line, indent=line.indent + INDENT) for line in lines[1:]]
    *most, last = first, *rest
    return [*most, replace(last, text=last.text + closing)]
