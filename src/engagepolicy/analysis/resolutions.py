"""Interactions whose resolution is due before their first response: a promise to be done before having begun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engagepolicy.ir.program import Program
from engagepolicy.runtime.questions import Both, Either, HasNothing, IsPromised, NotSo, Question, Stands
from engagepolicy.runtime.trace import Trace
from engagepolicy.values.amounts import Amount, NotBefore
from engagepolicy.values.lattices import is_as_strict, parts_of

FIRST_RESPONSE, RESOLUTION = "first_response", "resolution"


def resolutions_first(program: Program) -> Iterator[tuple[Amount, Question]]:
    """Yield each amount of a resolution with the question whether it stands while every first response is known to be due later."""
    if not {FIRST_RESPONSE, RESOLUTION} <= set(program.outcome_by_name):
        return
    if program.outcome_by_name[FIRST_RESPONSE].default is not None:
        return
    for amount in sorted(_given(program, RESOLUTION), key=str):
        if isinstance(amount, NotBefore):
            continue
        sooner = [
            Stands(rule.id, FIRST_RESPONSE)
            for rule in program.rules
            for each in rule.contributions
            if each.outcome == FIRST_RESPONSE and not _all_later(each.value, amount)
        ]
        has_response = NotSo(HasNothing(FIRST_RESPONSE))
        yield amount, Both((IsPromised(RESOLUTION, amount), has_response, NotSo(Either(tuple(sooner)))))


def find_resolver(trace: Trace, amount: Amount) -> str:
    """Return the first rule whose resolution stands in the decision and is as strict as the amount."""
    standing = trace.settlements[RESOLUTION].standing
    return next(
        claim.rule
        for claim in standing
        if any(is_as_strict(part, amount) for part in _parts(claim.value))
    )


def _given(program: Program, outcome: str) -> set[Amount]:
    values = (each.value for rule in program.rules for each in rule.contributions if each.outcome == outcome)
    return {part for value in values for part in _parts(value)}


def _parts(value: Any) -> Iterator[Amount]:  # noqa: ANN401
    """Yield the amounts that a target holds."""
    for each in value:
        yield from parts_of(each)


def _all_later(value: Any, amount: Amount) -> bool:  # noqa: ANN401
    """Whether every part of a first response is known to be due later than the amount, never at the same time."""
    parts = [part for part in _parts(value) if not isinstance(part, NotBefore)]
    return bool(parts) and all(is_as_strict(amount, part) and not is_as_strict(part, amount) for part in parts)
