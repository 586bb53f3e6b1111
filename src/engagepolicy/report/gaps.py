"""What falls through, as messages: each with the interactions that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from engagepolicy.analysis.band_overlaps import Overlap, find_overlaps
from engagepolicy.analysis.bands import Hole, find_holes
from engagepolicy.analysis.deadlines import FIRST_RESPONSE, NobodyApproves, TooSoon, find_too_soon, find_unapproved
from engagepolicy.analysis.roster_gaps import find_gaps, render_stretch
from engagepolicy.analysis.unanswered import find_unanswered
from engagepolicy.analysis.unknowns import find_falls
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_gaps import (
    BandHole,
    BandOverlap,
    FallsToTheBottom,
    NobodyOnDuty,
    NobodyToAnswer,
    NobodyToApprove,
    TooSoonToBeAllowed,
)
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.proving.expectations import expect_outcome
from engagepolicy.proving.obligations import Possible, Undecided, Witness
from engagepolicy.proving.pairs import PairProver
from engagepolicy.proving.prover import Prover
from engagepolicy.proving.test_blocks import render_test_block
from engagepolicy.report.asking import Asking
from engagepolicy.report.pair_promises import render_pair
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.source import Span
from engagepolicy.values.amounts import Amount
from engagepolicy.values.lattices import is_promised
from engagepolicy.values.types import TIER

SHOWN_AT_MOST = 10
"""How many messages of one kind are given: who has that many has one mistake many times."""

Place: TypeAlias = Callable[[str], Span]
"""Where a rule stands, by its id."""


def judge_unknowns(prepared: Prepared, prover: PairProver, place: Place, start: Span) -> Iterator[Diagnostic]:
    """Yield a message for each rule for the gravest cases that a missing fact silently switches off; `start` is where the texts begin."""
    told: set[str] = set()
    asking = Asking(prover, "whether a missing fact makes a grave case a slight one")
    for fall in find_falls(prepared.program, asking.answer):
        if fall.rule not in told:
            told.add(fall.rule)
            top, bottom = (each.trace.settlements[fall.outcome].value for each in (fall.pair.first, fall.pair.second))
            blocks = render_pair(fall.rule, prepared.program, fall.pair, (fall.outcome,))
            least = None if bottom is None else str(bottom)
            yield FallsToTheBottom(place(fall.rule), fall.rule, fall.outcome, str(top), least, fall.facts, blocks)
        if len(told) >= SHOWN_AT_MOST:
            break
    yield from asking.undecided(start)


# --- bands


def judge_bands(prepared: Prepared, prover: Prover, place: Place) -> Iterator[Diagnostic]:
    """Yield a message for each hole between two bands of a number into which an interaction can fall; one for each two rules."""
    told: set[tuple[str, str]] = set()
    for hole in find_holes(prepared.program):
        if len(told) >= SHOWN_AT_MOST:
            return
        if (hole.below, hole.above) in told:
            continue
        answer = prover.answer(hole.question)
        if isinstance(answer, Undecided):
            what = f"whether anything lies between what `{hole.below}` and `{hole.above}` say of `{hole.fact}`"
            yield NotDecided(place(hole.below), what, answer.because)
        elif isinstance(answer, Possible):
            told.add((hole.below, hole.above))
            expected = [expect_outcome(hole.outcome, prepared.program, answer.witness.trace)]
            name = f"between {hole.below} and {hole.above}"
            block = render_test_block(prepared.program, INTERACTION, answer.witness, name, expected)
            yield BandHole(
                place(hole.below), hole.outcome, hole.fact, _stretch(hole), hole.below, hole.above, place(hole.above), hole.is_point, block
            )


def judge_overlaps(prepared: Prepared, prover: Prover, place: Place) -> Iterator[Diagnostic]:
    """Yield a message for each two rows of one list whose bands of a number overlap where an interaction can lie."""
    told = 0
    for each in find_overlaps(prepared.program):
        if told >= SHOWN_AT_MOST:
            return
        answer = prover.answer(each.question)
        if isinstance(answer, Undecided):
            what = f"whether anything lies in both what `{each.first}` and `{each.second}` say of `{each.fact}`"
            yield NotDecided(place(each.first), what, answer.because)
        elif isinstance(answer, Possible):
            told += 1
            name = f"in {each.first} and {each.second}"
            block = render_test_block(prepared.program, INTERACTION, answer.witness, name, [f"rule {each.first} applied"])
            yield BandOverlap(
                place(each.first), each.fact, _stretch(each), each.first, each.second, place(each.second), block
            )


def _stretch(found: Hole | Overlap) -> str:
    if found.low.value == found.high.value:
        return f"{found.low.value:f}" if not isinstance(found.low.value, int) else str(found.low.value)
    low = f"{'at least' if found.low.is_in else 'above'} {found.low.value}"
    return f"{low} and {'at most' if found.high.is_in else 'below'} {found.high.value}"


# --- duties together


def judge_deadlines(prepared: Prepared, prover: Prover, place: Place, start: Span) -> Iterator[Diagnostic]:
    """Yield a message for duties that cannot be met together; `start` is where the texts begin."""
    told: set[tuple[str, str]] = set()
    for each in find_too_soon(prepared.program):
        answer = prover.answer(each.question)
        if isinstance(answer, Undecided):
            what = f"whether `{each.target}` can be due within {each.due} and `{each.held}` be allowed {each.allowed}"
            yield NotDecided(start, what, answer.because)
        elif isinstance(answer, Possible):
            rules = _who_gives(each.target, each.due, answer.witness), _who_gives(each.held, each.allowed, answer.witness)
            if rules not in told:
                told.add(rules)
                yield _too_soon(each, rules, answer.witness, prepared, place)
    unapproved: set[str] = set()
    for lacking in find_unapproved(prepared):
        if lacking.rule in unapproved:
            continue
        answer = prover.answer(lacking.question)
        if isinstance(answer, Undecided):
            what = f"whether somebody can approve in time what `{lacking.rule}` wants approved"
            yield NotDecided(place(lacking.rule), what, answer.because)
        elif isinstance(answer, Possible):
            unapproved.add(lacking.rule)
            yield _unapproved(lacking, answer.witness, prepared, place(lacking.rule))


def _who_gives(target: str, amount: Amount, witness: Witness) -> str:
    standing = witness.trace.settlements[target].standing
    return next(claim.rule for claim in standing if isinstance(claim.value, frozenset) and is_promised(claim.value, amount))


def _too_soon(found: TooSoon, rules: tuple[str, str], witness: Witness, prepared: Prepared, place: Place) -> Diagnostic:
    outcomes = dict.fromkeys((found.target, found.held))
    told = (expect_outcome(each, prepared.program, witness.trace) for each in outcomes)
    expected = [*(f"rule {each} applied" for each in rules), *told]
    block = render_test_block(prepared.program, INTERACTION, witness, " and ".join(rules), expected)
    amounts = (str(found.due), str(found.allowed))
    return TooSoonToBeAllowed(place(rules[0]), found.target, found.held, rules, *amounts, place(rules[1]), block)


def _unapproved(found: NobodyApproves, witness: Witness, prepared: Prepared, place: Span) -> Diagnostic:
    expected = [f"require approval from {found.tier}", expect_outcome(found.target, prepared.program, witness.trace)]
    block = render_test_block(prepared.program, INTERACTION, witness, f"{found.rule}: nobody approves", expected)
    due = expected[1].partition(" within ")[2].partition(",")[0]
    absence = render_stretch(found.start.astimezone(prepared.zone), found.end.astimezone(prepared.zone))
    return NobodyToApprove(place, found.rule, found.tier, found.target, due, absence, block)


# --- rosters


def judge_unanswered(prepared: Prepared, prover: Prover, place: Place, start: Span) -> Iterator[Diagnostic]:
    """Yield a message for each rule that promises an answer while nobody is on duty; `start` is where the texts begin."""
    told: set[str] = set()
    for each in find_unanswered(prepared):
        answer = prover.answer(each.question)
        if isinstance(answer, Undecided):
            yield NotDecided(start, f"whether somebody is on duty to answer cases of `{each.tier}` in time", answer.because)
        elif isinstance(answer, Possible):
            rule = answer.witness.trace.settlements[FIRST_RESPONSE].standing[0].rule
            if rule not in told:
                told.add(rule)
                outcomes = [expect_outcome(name, prepared.program, answer.witness.trace) for name in (TIER, FIRST_RESPONSE)]
                block = render_test_block(prepared.program, INTERACTION, answer.witness, f"{rule}: nobody on duty", outcomes)
                due = outcomes[1].partition(" within ")[2].partition(",")[0]
                absence = render_stretch(each.start.astimezone(prepared.zone), each.end.astimezone(prepared.zone))
                yield NobodyToAnswer(place(rule), rule, each.tier, due, absence, block)


def judge_rosters(prepared: Prepared, place: Place) -> Iterator[Diagnostic]:
    """Yield a message for each roster with a gap; `place` is by the roster's name."""
    for roster, absences in find_gaps(prepared):
        yield NobodyOnDuty(place(roster.name), roster.name, absences)
