"""Questions about one decision, as values: what a prover asks of all inputs and a replay asks of one.

`holds` is the reference: it answers a question from the trace of a decision. A solver that encodes questions is held against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from engagepolicy.ir.about import Window
from engagepolicy.ir.expressions import Expression
from engagepolicy.runtime.trace import APPLYING, Trace
from engagepolicy.values.amounts import Amount
from engagepolicy.values.lattices import is_promised
from engagepolicy.values.truth import Truth


@dataclass(frozen=True, slots=True)
class Applies:
    """Does the rule, by id, apply?"""

    rule: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Does the rule apply, and does nobody withdraw what it gives to the outcome?"""

    rule: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Is the expression true, false, or not known (None)?"""

    expression: Expression
    truth: Truth


@dataclass(frozen=True, slots=True)
class HasNothing:
    """Has the outcome no value, or an empty one?"""

    outcome: str


@dataclass(frozen=True, slots=True)
class IsInConflict:
    """Do rules give the outcome values that cannot be merged?"""

    outcome: str


@dataclass(frozen=True, slots=True)
class IsPromised:
    """Is the target, an outcome, known to be as strict as the amount?"""

    outcome: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class InForce:
    """Is the decision made at a moment of the window?"""

    window: Window


@dataclass(frozen=True, slots=True)
class Both:
    """Do all the parts hold?"""

    parts: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Does one of the parts hold?"""

    parts: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class NotSo:
    """Does the part not hold?"""

    part: Question


Question: TypeAlias = Applies | Stands | Answers | HasNothing | IsInConflict | IsPromised | InForce | Both | Either | NotSo


def expressions_in(question: Question) -> Iterator[Expression]:
    """Yield the expressions that the question asks about."""
    match question:
        case Answers(expression=expression):
            yield expression
        case Both(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from expressions_in(part)
        case NotSo(part=part):
            yield from expressions_in(part)
        case Applies() | Stands() | HasNothing() | IsInConflict() | IsPromised() | InForce():
            return
        case _:
            assert_never(question)


def holds(question: Question, trace: Trace) -> bool:
    """Return the answer for the decision that the trace is of."""
    match question:
        case Applies(rule=rule):
            return trace.verdicts[rule].status in APPLYING
        case Stands(rule=rule, outcome=outcome):
            return any(claim.rule == rule for claim in trace.settlements[outcome].standing)
        case Answers(expression=expression, truth=truth):
            return trace.evaluate(expression) is truth
        case HasNothing(outcome=outcome):
            value = trace.settlements[outcome].value
            return value is None or value == frozenset()
        case IsInConflict(outcome=outcome):
            return trace.settlements[outcome].is_conflict
        case IsPromised(outcome=outcome, amount=amount):
            value = trace.settlements[outcome].value
            return isinstance(value, frozenset) and is_promised(value, amount)
        case InForce(window=window):
            return window.holds_at(trace.as_of)
        case Both(parts=parts):
            return all(holds(part, trace) for part in parts)
        case Either(parts=parts):
            return any(holds(part, trace) for part in parts)
        case NotSo(part=part):
            return not holds(part, trace)
        case _:
            assert_never(question)
