"""`lenient_catch_all`: a last row that gives more time than any row above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.syntax import nodes


class LenientCatchAll(Finding):
    """What nobody thought of is treated most leniently."""

    code: ClassVar[str] = "EP1239"
    title: ClassVar[str] = "a last row that is more lenient than every other"


FEWEST_ROWS = 3


def _seconds(cell: object) -> int | None:
    """Return the real time of a cell; nothing for an amount that only a calendar can measure."""
    match cell:
        case nodes.ResultCell(amount=nodes.ElapsedAmount(calendar=None, duration=nodes.Duration(seconds=seconds))):
            return seconds
        case nodes.ResultCell(amount=None, values=(nodes.Duration(seconds=seconds),)):
            return seconds
        case _:
            return None


def find_lenient_catch_alls(ruleset: Linted) -> Iterator[Finding]:
    """Yield the cells of a row for everything else that give more time than all cells above them."""
    for node in ruleset.every(nodes.Table):
        if len(node.rows) < FEWEST_ROWS or not all(isinstance(cell, nodes.AnyCell) for cell in node.rows[-1].conditions):
            continue
        for at, metric in enumerate(node.results):
            *others, last = [_seconds(row.results[at]) for row in node.rows]
            known = [each for each in others if each is not None]
            if last is not None and len(known) == len(others) and last > max(known):
                span = node.rows[-1].results[at].span
                said = f"whatever no row foresees waits longest for `{metric.span.text}`"
                yield LenientCatchAll(span, said, advice=("name the cases that may wait, and be strict with the rest",))


LINT = Lint("lenient_catch_all", LenientCatchAll, find_lenient_catch_alls)
