"""Promises of two interactions as questions: which facts may differ, and what would break the promise."""

from __future__ import annotations

from collections.abc import Sequence

from engagepolicy.analysis.orders import amounts_in, ask_incomparable, ask_worse
from engagepolicy.analysis.promises import ask_parts
from engagepolicy.ir.expressions import Fact
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import Monotone, PairClaim, Part
from engagepolicy.proving.obligations import Impossible, Undecided
from engagepolicy.proving.pairs import PairAnswer, PairProver, PossiblePair
from engagepolicy.proving.slices import Slices
from engagepolicy.runtime.influence import facts_read
from engagepolicy.runtime.pair_questions import AllOf, AnyOf, Differs, InFirst, InSecond, PairQuestion, Rises
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import HasNothing


def outcomes_of(claim: PairClaim) -> tuple[str, ...]:
    """Return the outcomes that must not be worse, or not differ."""
    return (claim.outcome,) if isinstance(claim, Monotone) else claim.outcomes


def find_free(claim: PairClaim, prepared: Prepared) -> frozenset[str]:
    """Return the facts in which the two interactions may differ: those named, or all from which the outcome that is named follows."""
    if not isinstance(claim, Monotone):
        return frozenset(claim.facts)
    if isinstance(claim.basis, Fact):
        return frozenset({claim.basis.path})
    return facts_behind(prepared, claim.basis.name)


def facts_behind(prepared: Prepared, outcome: str) -> frozenset[str]:
    """Return the facts that the rules read on which an outcome depends, those of earlier stages too."""
    part = Slices(prepared).of(HasNothing(outcome)).program
    return frozenset().union(*(facts_read(part, rule.condition) for rule in part.rules))


def answer_claim(claim: PairClaim, given: Sequence[Part], program: Program, prover: PairProver, free: frozenset[str]) -> PairAnswer:
    """Return two interactions that break the promise; Impossible where it is kept."""
    reached = [each for each in outcomes_of(claim) if not prover.is_beyond_reach(each, free)]
    if not reached:
        return Impossible()
    speaks = (InFirst(ask_parts(given)), InSecond(ask_parts(given)))
    if not isinstance(claim, Monotone):
        return prover.answer(AllOf((*speaks, AnyOf(tuple(map(Differs, reached))))), free)
    rises: PairQuestion = Rises(claim.basis)
    answer = prover.answer(AllOf((*speaks, rises, ask_worse(program, claim.outcome))), free)
    if isinstance(answer, Impossible):
        unclear = prover.answer(AllOf((*speaks, rises, ask_incomparable(program, claim.outcome))), free)
        return Undecided(_not_comparable(unclear, claim.outcome)) if isinstance(unclear, PossiblePair) else unclear
    return answer


def _not_comparable(pair: PossiblePair, target: str) -> str:
    values = (each.trace.settlements[target].value for each in (pair.first, pair.second))
    one, two = (", ".join(sorted(map(str, amounts_in(value)))) for value in values)
    return f"rules give amounts of which it is not known which is due first, such as {one} and {two}"
