"""What a test would have to expect of a decision as it is, in the words of a `test` block."""

from __future__ import annotations

from engagepolicy.explanation.wording import render_value
from engagepolicy.ir.program import Program
from engagepolicy.proving.test_blocks import render_scalar
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.trace import APPLYING, Status, Trace
from engagepolicy.values.amounts import NotBefore, render_amount
from engagepolicy.values.types import SetType, StringType, TargetType, Type

_SPOKEN = {"first_response": "first response", "next_response": "next response"}


def spoken(outcome: str) -> str:
    """Return what the language calls an outcome."""
    return _SPOKEN.get(outcome, outcome)


def spoken_status(status: Status) -> str:
    """Return what is expected of a rule that was answered so."""
    return "applied" if status in APPLYING else "undetermined" if status is Status.UNDETERMINED else "not applied"


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
        return f"{name} {', '.join(sorted(_whole(each, of.of) for each in value))}"
    return f"{name} {_whole(value, of)}"


def _whole(value: Value, of: Type) -> str:
    """Return the value as the language writes it; of a long text all, since what is expected is the whole."""
    return render_scalar(value) if isinstance(of, StringType) else render_value(value, of)
