"""What became of a promise of two interactions: kept, or a message with the two that break it as `test` blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engagepolicy.analysis.pair_promises import answer_claim, find_free, outcomes_of
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_pairs import PairPromiseFails
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.diagnostics.phrases import join_alternatives, show_outcome
from engagepolicy.ir.expressions import Fact
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import Monotone, PairClaim, PairPart, Promise
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.proving.expectations import expect_outcome
from engagepolicy.proving.obligations import Impossible, Undecided, Witness
from engagepolicy.proving.pairs import PairProver, PossiblePair
from engagepolicy.proving.test_blocks import render_fact, render_test_block
from engagepolicy.runtime.pair_questions import Differs, holds_of_pair
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.source import Span

NAMES = ("one", "the other")


def judge_pairs(promise: Promise, prepared: Prepared, prover: PairProver, place: Span) -> Iterator[Diagnostic]:
    """Yield a message for each part that does not hold of every two interactions, or could not be decided."""
    for part in promise.of_pairs:
        answer = answer_claim(part.claim, promise.given, prepared.program, prover, find_free(part.claim, prepared))
        match answer:
            case Impossible():
                pass
            case Undecided(because=because):
                yield NotDecided(place, f'whether "{promise.name}" holds', because)
            case PossiblePair():
                yield _fails(promise, part, prepared.program, answer, place)


def _fails(promise: Promise, part: PairPart, program: Program, pair: PossiblePair, place: Span) -> Diagnostic:
    shown = _shown(part.claim, pair)
    expected = list(shown)
    if isinstance(part.claim, Monotone) and not isinstance(part.claim.basis, Fact):
        expected.insert(0, part.claim.basis.name)
    blocks = render_pair(promise.name, program, pair, expected)
    return PairPromiseFails(place, promise.name, part.written, _difference(part.claim, program, pair, shown), blocks)


def render_pair(name: str, program: Program, pair: PossiblePair, outcomes: Iterable[str]) -> str:
    """Return both interactions as `test` blocks that expect of these outcomes what they are."""
    named = list(dict.fromkeys(outcomes))
    blocks = []
    for each, word in zip((pair.first, pair.second), NAMES, strict=True):
        expected = [expect_outcome(outcome, program, each.trace) for outcome in named]
        blocks.append(render_test_block(program, INTERACTION, each, f"{name}: {word}", expected))
    return "\n".join(blocks)


def _shown(claim: PairClaim, pair: PossiblePair) -> list[str]:
    if isinstance(claim, Monotone):
        return [claim.outcome]
    return [each for each in outcomes_of(claim) if holds_of_pair(Differs(each), pair.first.trace, pair.second.trace)]


def _difference(claim: PairClaim, program: Program, pair: PossiblePair, shown: list[str]) -> str:
    if not isinstance(claim, Monotone):
        facts = " or ".join(f"`{each}`" for each in claim.facts)
        outcomes = join_alternatives(tuple(map(show_outcome, shown)), "and")
        return f"{outcomes} {'differs' if len(shown) == 1 else 'differ'} where nothing but {facts} does"
    one, two = (
        f"`{expect_outcome(claim.outcome, program, each.trace)}` where {_basis(claim, program, each)}" for each in (pair.first, pair.second)
    )
    return f"{one}, and {two}"


def _basis(claim: Monotone, program: Program, witness: Witness) -> str:
    basis = claim.basis
    if isinstance(basis, Fact):
        return f"`{basis.path}` is {render_fact(program, witness.facts[basis.path], basis.type)}"
    return f"{show_outcome(basis.name)} is {witness.trace.settlements[basis.name].value}"
