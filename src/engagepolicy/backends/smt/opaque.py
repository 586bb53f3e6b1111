"""What the solver may choose for whatever nobody has spelled out: what a text test finds, when a calendar is open, where a span ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from engagepolicy.backends.smt.terms import Formula, Scalar
from engagepolicy.ir.expressions import Apply
from engagepolicy.values.types import Type


@dataclass(frozen=True, slots=True)
class Opaque:
    """A test whose answer the solver may choose for what nobody has spelled out.

    Its application, the solver's function, the type of what it is asked of, the paths of the facts that it is asked of, and the
    formulas that it is asked of, by their number. Of a text, what it answers, by the numbers of the text and of the moment, or 0 where
    that does not matter.
    """

    expression: Apply
    function: Formula
    subject_type: Type
    paths: set[str]
    subjects: dict[int, Formula] = field(default_factory=dict)
    answers: dict[tuple[int, int], Formula] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shift:
    """A date or moment and a calendar span: the key of the span, the application, the solver's function of the start, and the start.

    `days` are the dates, as the solver's numbers, of which it is told from which start on they are reached.
    """

    key: str
    expression: Apply
    function: Formula
    start: Scalar
    days: set[int] = field(default_factory=set)


def test_key(expression: Apply) -> str:
    """Return what tells a test of a text or a calendar from others: all but what it is asked of."""
    return f"{expression.operator} {expression.operands[1:]!r}"


def span_key(expression: Apply) -> str:
    """Return what tells the addition of a calendar span from others: all but its start."""
    return f"{expression.operator} {expression.operands[1]!r}"
