"""Laws by which two programs that are written differently decide alike; what a fix does is held against them.

A fix edits text; these laws speak of programs. That the two agree is what lets a fix be applied without asking.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

from engagepolicy.ir.codec import digest_of
from engagepolicy.ir.expressions import And, Apply, Constantly, Expression, Not, Or, type_of
from engagepolicy.ir.program import Lexicon, Program
from engagepolicy.lints.terms import without_covered
from engagepolicy.values.types import BoolType, SetType

_MIRRORED = {"equal": "equal", "less": "greater", "greater": "less", "at_most": "at_least", "at_least": "at_most"}

T = TypeVar("T")


def decides_alike(one: Program, other: Program) -> bool:
    """Whether two programs are the same by the laws; that they are not does not mean that they decide differently."""
    return digest_of(one) == digest_of(other) or digest_of(normalised(one)) == digest_of(normalised(other))


def normalised(value: T) -> T:
    """Return a program, or any part of it, in a form that programs share which the laws make equal."""
    if isinstance(value, tuple):
        return cast(T, tuple(normalised(each) for each in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {each.name: normalised(getattr(value, each.name)) for each in fields(value) if each.init}
    made = type(value)(**parts)
    if isinstance(made, Lexicon):
        return cast(T, without_covered(made))
    return cast(T, _by_law(made)) if isinstance(made, And | Or | Not | Apply) else made


def _by_law(of: And | Or | Not | Apply) -> Expression:
    """Return an expression whose parts are normal in its normal form; each law holds in Kleene's logic too."""
    match of:
        case Not(part=Not(part=part)):
            return part
        case And() | Or():
            return _joined(of)
        case Apply(operator="member", operands=(left, Constantly(value=frozenset() as values, type=SetType(of=one)))) if len(values) == 1:
            return _by_law(Apply("equal", (left, Constantly(next(iter(values)), one)), of.type))
        case Apply(operator="equal", operands=(left, Constantly(value=bool(wanted)))) if isinstance(type_of(left), BoolType):
            return left if wanted else _by_law(Not(left))
        case Apply(operator=name, operands=(Constantly() as left, right)) if name in _MIRRORED and not isinstance(right, Constantly):
            return _by_law(Apply(_MIRRORED[name], (right, left), of.type))
        case _:
            return of


def _joined(of: And | Or) -> Expression:
    """Associative, idempotent, and a join of one is that one."""
    kind = type(of)
    parts = dict.fromkeys(inner for part in of.parts for inner in (part.parts if isinstance(part, kind) else (part,)))
    return next(iter(parts)) if len(parts) == 1 else kind(tuple(parts))
