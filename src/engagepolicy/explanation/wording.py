"""Expressions and values in the words of the language, for people who read why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from engagepolicy.ir.exclusions import Excluded
from engagepolicy.ir.expressions import (
    And,
    Apply,
    Constantly,
    Expression,
    Fact,
    IsKnown,
    Named,
    Not,
    Or,
    OrElse,
    OutcomeValue,
    Quantified,
    Reference,
    RegularExpression,
    type_of,
)
from engagepolicy.ir.operators import OPERATORS
from engagepolicy.ir.program import Program
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.record import encode
from engagepolicy.values.amounts import render_elapsed
from engagepolicy.values.types import TIER, ListType, SetType, StringType, Type

TEXT_AT_MOST = 80
"""How many characters of a text are shown; an explanation points at places, it does not repeat the message."""


def render_value(value: Value, of: Type) -> str:
    """Return a value as the language writes it; `not known` for None."""
    if value is None:
        return "not known"
    match of:
        case StringType():
            shown: str = value if len(value) <= TEXT_AT_MOST else value[: TEXT_AT_MOST - 1] + "\u2026"
            return '"' + shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case ListType(of=record):
            return f"{len(value)} of {record.name}"
        case SetType(of=inner) if isinstance(value, frozenset):
            return "{" + ", ".join(sorted(render_value(item, inner) for item in value)) + "}"
        case _:
            return _render_scalar(value)


def render_excluded(member: Excluded, program: Program) -> str:
    """Return an effect as a rule writes it: `require hide`, `escalate to counsel`."""
    name, of = member.outcome.name, member.outcome.type
    value = render_value(member.value, of.of if isinstance(of, SetType) else of)
    return f"{'escalate to' if name == TIER else program.outcome_by_name[name].verb or name} {value}"


def _render_scalar(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        whole = value // timedelta(seconds=1)
        return render_elapsed(whole) if value == timedelta(seconds=whole) and whole >= 0 else str(encode(value))
    if isinstance(value, frozenset):
        return ", ".join(sorted(_render_scalar(item) for item in value))
    return str(encode(value))


def render_expression(expression: Expression) -> str:
    """Return a condition in the words of the language, named conditions by their names."""
    match expression:
        case Constantly(value=value, type=of):
            return render_value(value, of)
        case Fact(path=path, variable=variable):
            return path if variable is None else f"{variable}.{path}"
        case OutcomeValue(name=name) | Named(name=name) | Reference(name=name):
            return name
        case RegularExpression(source=source):
            return f"/{source}/"
        case And(parts=parts):
            return " and ".join(map(_render_part, parts)) or "always"
        case Or(parts=parts):
            return " or ".join(map(_render_part, parts)) or "never"
        case Not(part=Apply(operator="equal", operands=(left, right))):
            return f"{_render_part(left)} is not {_render_part(right)}"
        case Not(part=part):
            return f"not {_render_part(part)}"
        case IsKnown(part=part):
            return f"known {_render_part(part)}"
        case OrElse(part=part, fallback=fallback):
            return f"{_render_part(part)} or else {render_expression(fallback)}"
        case Apply():
            return _render_application(expression)
        case Quantified(quantity=quantity, variable=variable, source=source, body=body):
            return f"{quantity} {variable} in {render_expression(source)} where ({render_expression(body)})"
        case _:
            assert_never(expression)


def _render_part(expression: Expression) -> str:
    words = render_expression(expression)
    is_compound = isinstance(expression, And | Or) and len(expression.parts) > 1
    return f"({words})" if is_compound else words


_LISTING = ("member", "mentions_words")


def _render_application(expression: Apply) -> str:
    words = OPERATORS[expression.operator].words
    if len(expression.operands) == 1:
        is_word = words.isalpha()
        return f"{words} value in {_render_part(expression.operands[0])}" if is_word else f"{words}{_render_part(expression.operands[0])}"
    left, right, *masks = expression.operands
    sought = _render_list(right) if expression.operator in _LISTING else _render_part(right)
    if expression.operator == "mentions_words":
        sought = sought.strip("()")
    outside = [_render_masks(mask) for mask in masks]
    return f"{_render_part(left)} {words} {sought}" + "".join(outside)


def _render_list(expression: Expression) -> str:
    of = type_of(expression)
    if isinstance(expression, Constantly) and isinstance(expression.value, frozenset) and isinstance(of, SetType):
        return "(" + ", ".join(sorted(render_value(item, of.of) for item in expression.value)) + ")"
    return _render_part(expression)


def _render_masks(expression: Expression) -> str:
    if isinstance(expression, Constantly) and isinstance(expression.value, frozenset) and expression.value:
        return " outside " + ", ".join(sorted(map(str, expression.value)))
    return ""
