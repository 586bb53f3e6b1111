"""Stages: which rules must be asked before which, from what they read and write.

If this were wrong a rule could read an outcome that is not settled yet, and a decision would depend on the order of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter


@dataclass(frozen=True, slots=True)
class Unit:
    """Rules that are asked together (one rule, or a whole group): the outcomes they read and the outcomes they may settle."""

    id: str
    reads: frozenset[str]
    writes: frozenset[str]


@dataclass(frozen=True, slots=True)
class StageCycle:
    """Units and outcomes that wait for one another, each reading what the next one gives."""

    members: tuple[str, ...]


def order_units(units: Iterable[Unit]) -> Mapping[str, int] | StageCycle:
    """Return the stage of every unit, counted from 0, as low as it can be; or the cycle that makes it impossible."""
    by_id = {unit.id: unit for unit in units}
    writers: dict[str, list[str]] = {}
    for unit in by_id.values():
        for outcome in unit.writes:
            writers.setdefault(outcome, []).append(unit.id)
    before: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for unit in by_id.values():
        before[("rule", unit.id)] = [("outcome", name) for name in sorted(unit.reads)]
    for outcome, ids in writers.items():
        before[("outcome", outcome)] = [("rule", id) for id in sorted(ids)]
    try:
        order = list(TopologicalSorter(before).static_order())
    except CycleError as error:
        return StageCycle(tuple(name for _, name in error.args[1]))
    settled: dict[str, int] = {}
    stages: dict[str, int] = {}
    for kind, name in order:
        if kind == "rule":
            stages[name] = max((settled[each] + 1 for each in by_id[name].reads), default=0)
        else:
            settled[name] = max((stages[id] for id in writers.get(name, ())), default=-1)
    return stages
