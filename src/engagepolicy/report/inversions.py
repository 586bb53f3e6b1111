"""Orders that a ruleset turns round, as messages with two interactions that show each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engagepolicy.analysis.inversions import Inversion, Inversions
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_pairs import AnsweredLater, SegmentAnsweredLater
from engagepolicy.ir.expressions import OutcomeValue
from engagepolicy.ir.promises import Monotone, Promise
from engagepolicy.proving.obligations import Witness
from engagepolicy.proving.pairs import PairProver
from engagepolicy.report.asking import Asking
from engagepolicy.report.pair_promises import render_pair
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.source import Span
from engagepolicy.values.amounts import NotBefore


def judge_orders(
    prepared: Prepared, prover: PairProver, promises: Iterable[Promise], place: Callable[[str], Span], start: Span
) -> Iterator[Diagnostic]:
    """Yield a message for each rule that gives a graver case, or a segment that comes first elsewhere, more time.

    `place` is by rule, `start` where the texts begin.
    """
    asking = Asking(prover, "whether a graver case is answered later than a slighter one")
    inversions = Inversions(prepared, asking.answer, set(_promised(promises)))
    for found in inversions.of_grades():
        grades = [str(each.trace.settlements[found.by].value) for each in (found.pair.first, found.pair.second)]
        soon, late = (_amounts(each, found.target) for each in (found.pair.first, found.pair.second))
        blocks = render_pair(found.later, prepared.program, found.pair, (found.by, found.target))
        lesser, graver = (grades[0], soon), (grades[1], late)
        yield AnsweredLater(
            place(found.later), found.later, found.target, found.by, graver, lesser, found.sooner, place(found.sooner), blocks
        )
    for found in inversions.of_segments():
        yield _segment(found, prepared, place)
    yield from asking.undecided(start)


def _promised(promises: Iterable[Promise]) -> Iterator[tuple[str, str]]:
    for claim in (part.claim for promise in promises for part in promise.of_pairs):
        if isinstance(claim, Monotone) and isinstance(claim.basis, OutcomeValue):
            yield claim.outcome, claim.basis.name


def _segment(found: Inversion, prepared: Prepared, place: Callable[[str], Span]) -> Diagnostic:
    soon, late = (_amounts(each, found.target) for each in (found.pair.first, found.pair.second))
    blocks = render_pair(found.later, prepared.program, found.pair, (found.target,))
    other = place(found.sooner)
    return SegmentAnsweredLater(place(found.later), found.later, found.target, found.by, late, soon, found.sooner, other, blocks)


def _amounts(witness: Witness, target: str) -> str:
    value = witness.trace.settlements[target].value
    assert isinstance(value, frozenset)
    return ", ".join(sorted(str(each) for each in value if not isinstance(each, NotBefore)))
