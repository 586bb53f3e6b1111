"""Circles in what refers to what, found the same way whatever order the names come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

MOST_CYCLES = 20
"""Who has more circles than this in one ruleset is told of as many; the rest appear once these are mended."""


def find_cycle(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...] | None:
    """Return the members of a circle, each referring to the next, the first repeated at the end; None where there is none.

    The circle begins with the member that comes first in the alphabet.
    """
    try:
        TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)}).prepare()
    except CycleError as error:
        members = [*reversed(error.args[1][1:])]
        start = members.index(min(members))
        ordered = [*members[start:], *members[:start]]
        return (*ordered, ordered[0])
    return None


def find_cycles(graph: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Yield circles that share no member, as `find_cycle` returns them."""
    left = {name: set(targets) for name, targets in graph.items()}
    for _ in range(MOST_CYCLES):
        circle = find_cycle(left)
        if circle is None:
            return
        yield circle
        left = {name: targets - set(circle) for name, targets in left.items() if name not in circle}
