"""Warnings of clocks that no promise leaves time for: longer than every amount of the metric, so they come with the start.

Only amounts that can be compared are. What is not certain is not reported.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import cast

from engagepolicy.compiler.lower_ladders import metrics_of
from engagepolicy.compiler.lower_values import lower_amount
from engagepolicy.compiler.scope import Scope
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_clocks import WarningWithTheStart
from engagepolicy.ir.program import Program
from engagepolicy.semantics.metrics import find_clock_clauses
from engagepolicy.syntax import nodes
from engagepolicy.values.amounts import Amount, Elapsed, OpenTime, render_amount


def _is_no_longer(target: Amount, warning: Amount) -> bool:
    """Whether a target is over in the time of the warning at the latest: open time never passes faster than real time."""
    match target, warning:
        case (OpenTime(seconds=allowed, calendar=here), OpenTime(seconds=before, calendar=there)):
            return here == there and allowed <= before
        case Elapsed(seconds=allowed), Elapsed(seconds=before) | OpenTime(seconds=before):
            return allowed <= before
        case _:
            return False


def _find_promises(program: Program, metrics: Container[str]) -> dict[str, set[Amount]]:
    """Return the amounts that rules promise, by metric."""
    found: dict[str, set[Amount]] = {}
    for given in (each for rule in program.rules for each in rule.contributions):
        if given.outcome in metrics:
            found.setdefault(given.outcome, set()).update(cast("frozenset[Amount]", given.value))
    return found


def check_warnings(program: Program, scope: Scope) -> Iterator[Diagnostic]:
    """Yield a message for each warning that is at least as long as all that is promised for the metrics it holds for."""
    promises = _find_promises(program, metrics_of(scope))
    warnings = [clause for clause in find_clock_clauses(scope.resolved) if isinstance(clause, nodes.ClockWarning)]
    named = {word.text for clause in warnings for word in clause.metrics}
    for clause in warnings:
        if isinstance(clause.at, nodes.Number):
            continue
        amount = lower_amount(clause.at, scope)
        held = {word.text for word in clause.metrics} or set(promises) - named
        amounts = {each for metric in held for each in promises.get(metric, ())}
        if amount is not None and amounts and all(_is_no_longer(each, amount) for each in amounts):
            yield WarningWithTheStart(clause.at.span, tuple(sorted(map(render_amount, amounts))))
