"""Bands of one number that overlap in a list of which the first that fits answers: values that two rows take, and only one gets.

A band within another one is a special case, and its place in the list says which of the two is meant. Of two that merely overlap, each
reaches into the other, and most often one end is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from engagepolicy.analysis.bands import Band, Edge, find_bands, tests_inside
from engagepolicy.ir.expressions import Fact
from engagepolicy.ir.program import Program
from engagepolicy.runtime.questions import Answers, Applies, Both, Question
from engagepolicy.values.types import IntType


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two rows of one list both take of a fact, with the question whether an input in it is answered by the first."""

    fact: str
    low: Edge
    high: Edge
    first: str
    second: str
    question: Question


def find_overlaps(program: Program) -> Iterator[Overlap]:
    """Yield each overlap of two bands of which neither lies in the other, of rows that ask the same beside and give something else."""
    seen: set[tuple[str, str]] = set()
    for (_, fact, rest), bands in sorted(find_bands(program).items(), key=lambda each: str(each[0][:2])):
        listed = sorted((each for each in bands if each.rule.group is not None), key=lambda each: (each.rule.group, each.rule.position))
        for (one, own_ends), (other, other_ends) in combinations([(each, _ends(each, fact)) for each in listed], 2):
            pair = (one.rule.id, other.rule.id)
            if pair in seen or one.rule.group != other.rule.group:
                continue
            ends = [own_ends, other_ends]
            low, high = _overlap(ends)
            if one.rule.contributions != other.rule.contributions and _is_between(low, high) and (low, high) not in ends:
                seen.add(pair)
                inside = (Answers(each, truth=True) for each in (*rest, *tests_inside(fact, low, high)))
                yield Overlap(fact.path, low, high, *pair, Both((*inside, Applies(one.rule.id))))


def _ends(band: Band, fact: Fact) -> tuple[Edge, Edge]:
    return _whole(band.low, fact, 1), _whole(band.high, fact, -1)


def _whole(edge: Edge, fact: Fact, step: int) -> Edge:
    """Return the end of a band of whole numbers as one that is in."""
    value: Any = edge.value
    if not isinstance(fact.type, IntType) or value is None or value != int(value):
        return edge
    return replace(edge, value=int(value) + (0 if edge.is_in else step), is_in=True)


def _overlap(ends: list[tuple[Edge, Edge]]) -> tuple[Edge, Edge]:
    """Return the ends of what lies in both; with no value where there is none."""
    lows, highs = [low for low, _ in ends if low.value is not None], [high for _, high in ends if high.value is not None]
    low = max(lows, key=lambda each: (each.value, not each.is_in), default=Edge(None, is_in=False))
    return low, min(highs, key=lambda each: (each.value, each.is_in), default=Edge(None, is_in=False))


def _is_between(low: Edge, high: Edge) -> bool:
    """Whether both ends are there and something lies between them."""
    if low.value is None or high.value is None:
        return False
    return bool(low.value < high.value) or (low.value == high.value and low.is_in and high.is_in)
