"""What a `test` block has to expect of one outcome of a decision, so that it passes when it is pasted."""

from __future__ import annotations

from engagepolicy.explanation.wording import render_value
from engagepolicy.ir.program import Program
from engagepolicy.runtime.trace import Trace
from engagepolicy.values.amounts import NotBefore, render_amount
from engagepolicy.values.types import SetType, TargetType

_SPOKEN = {"first_response": "first response", "next_response": "next response"}


def spoken(outcome: str) -> str:
    """Return an outcome's name as the language writes it."""
    return _SPOKEN.get(outcome, outcome)


def expect_outcome(outcome: str, program: Program, trace: Trace) -> str:
    """Return what a test would have to expect of one outcome as it is."""
    settlement = trace.settlements[outcome]
    of, value, name = program.outcome_by_name[outcome].type, settlement.value, spoken(outcome)
    if settlement.is_conflict:
        return f"conflict on {name}"
    if value is None or value == frozenset():
        return f"no {name}"
    if isinstance(value, frozenset) and isinstance(of, TargetType):
        amounts = sorted((render_amount(each), isinstance(each, NotBefore)) for each in value)
        return ", ".join(f"{name} {text}" if is_delay else f"{name} within {text}" for text, is_delay in amounts)
    if isinstance(value, frozenset) and isinstance(of, SetType):
        return f"{name} {', '.join(sorted(render_value(each, of.of) for each in value))}"
    return f"{name} {render_value(value, of)}"
