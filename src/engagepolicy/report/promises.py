"""What became of one promise: kept, or a message with the interaction that breaks it as a `test` block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engagepolicy.analysis.promises import ask_breach, ask_claim, ask_parts, find_excluding
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_gaps import WordNeverGiven
from engagepolicy.diagnostics.messages_promises import EmptyPromise, Gap, PromiseFails, PurposeImpossible, TierUnreached
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.ir.expressions import Constantly, Expression, Named, OutcomeValue, walk
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import Claim, ConstraintSays, Harmony, HasValue, Promise, RuleApplies, TargetKept, VerdictIs
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.proving.expectations import expect_outcome, spoken, spoken_status
from engagepolicy.proving.obligations import Impossible, Possible, Undecided, Witness
from engagepolicy.proving.pairs import PairProver
from engagepolicy.proving.prover import Prover
from engagepolicy.proving.test_blocks import render_test_block
from engagepolicy.report.pair_promises import judge_pairs
from engagepolicy.runtime.exclusions import find_clashes
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, holds
from engagepolicy.runtime.trace import Trace
from engagepolicy.source import Span
from engagepolicy.values.types import TIER, EnumType


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a promise is known to be kept, and what there is to say of it."""

    is_kept: bool
    diagnostics: tuple[Diagnostic, ...] = ()


def judge_promise(promise: Promise, prepared: Prepared, prover: Prover, pairs: PairProver, place: Span) -> Judged:
    """Prove a promise, or find an interaction that breaks it, or two; for a purpose one that serves it."""
    judged = _judge_one(promise, prepared.program, prover, place)
    of_pairs = tuple(judge_pairs(promise, prepared, pairs, place))
    return Judged(judged.is_kept and not of_pairs, (*judged.diagnostics, *of_pairs))


def _judge_one(promise: Promise, program: Program, prover: Prover, place: Span) -> Judged:
    if promise.kind == "purpose":
        return _judge_purpose(promise, prover, place)
    answer = prover.answer(ask_breach(promise))
    match answer:
        case Impossible() if promise.kind == "every":
            return _judge_words(promise, program, prover, place)
        case Possible(witness=witness) if promise.kind == "every":
            outcome = _outcome_of(promise)
            is_conflict = witness.trace.settlements[outcome].is_conflict
            return Judged(False, (Gap(place, outcome, _show(promise, program, witness), is_conflict),))
        case Impossible():
            is_empty = bool(promise.given) and isinstance(prover.answer(ask_parts(promise.given), shown=False), Impossible)
            return Judged(not is_empty, (EmptyPromise(place, promise.name),) if is_empty else ())
        case Possible(witness=witness):
            broken = tuple(part.written for part in promise.promised if not holds(ask_claim(part.claim), witness.trace))
            return Judged(False, (PromiseFails(place, promise.name, broken, _show(promise, program, witness)),))
        case Undecided(because=because):
            return Judged(False, (NotDecided(place, f'whether "{promise.name}" holds', because),))


def _judge_purpose(promise: Promise, prover: Prover, place: Span) -> Judged:
    parts = (*promise.given, *promise.promised)
    answer = prover.answer(ask_parts(parts), shown=False)
    match answer:
        case Possible():
            return Judged(True)
        case Impossible():
            excluding = find_excluding(parts, lambda question: prover.answer(question, shown=False))
            return Judged(False, (PurposeImpossible(place, promise.name, tuple(part.written for part in excluding)),))
        case Undecided(because=because):
            return Judged(False, (NotDecided(place, f'whether "{promise.name}" can happen', because),))


# --- what every interaction has


def _outcome_of(promise: Promise) -> str:
    return next(part.claim.outcome for part in promise.promised if isinstance(part.claim, HasValue))


def _judge_words(promise: Promise, program: Program, prover: Prover, place: Span) -> Judged:
    """Look for words that no interaction gets where every one gets some.

    Time leads to some tiers, and some only give approval. Who uses few words of a scale does not use it as one.
    """
    outcome = program.outcome_by_name[_outcome_of(promise)]
    if not isinstance(outcome.type, EnumType):
        return Judged(True)
    used: set[str] = set()
    if outcome.name == TIER:
        used = {step.to_tier for ladder in program.ladders for step in ladder.steps} | set(_approvers(program))
    lacking: list[str] = []
    for word in outcome.type.values:
        is_word = apply("equal", OutcomeValue(outcome.name, outcome.type), Constantly(word, outcome.type))
        if word not in used and isinstance(prover.answer(Answers(is_word, truth=True), shown=False), Impossible):
            lacking.append(word)
    is_no_scale = outcome.name != TIER and 2 * len(lacking) >= len(outcome.type.values)
    if not lacking or is_no_scale:
        return Judged(True)
    told = TierUnreached(place, tuple(lacking)) if outcome.name == TIER else WordNeverGiven(place, outcome.name, tuple(lacking))
    return Judged(True, (told,))


def _approvers(program: Program) -> Iterator[str]:
    """Yield the tiers that have to approve something."""
    for value in (each.value for rule in program.rules for each in rule.contributions):
        yield from (str(duty).rpartition(" from ")[2] for duty in (value if isinstance(value, frozenset) else ()))
    yield from (each.approver for each in program.constraints if each.approver is not None)


# --- the interaction that breaks a promise


def _show(promise: Promise, program: Program, witness: Witness) -> str:
    claims = [part.claim for part in (*promise.given, *promise.promised)]
    found = [line for claim in claims for line in _expected(claim, program, witness.trace)]
    if not found:
        found = [expect_outcome(program.outcomes[0].name, program, witness.trace)]
    return render_test_block(program, INTERACTION, witness, promise.name, dict.fromkeys(found))


def _expected(claim: Claim, program: Program, trace: Trace) -> Iterator[str]:
    """Yield what a test would have to expect of the decision as it is."""
    match claim:
        case TargetKept(outcome=outcome) | HasValue(outcome=outcome):
            yield expect_outcome(outcome, program, trace)
        case RuleApplies(rules=rules):
            yield from (f"rule {rule} {spoken_status(trace.verdicts[rule].status)}" for rule in rules)
        case Harmony(outcomes=outcomes):
            clashing = {member.outcome.name for clash in find_clashes(program, trace) for member, _ in clash.held}
            in_conflict = (each for each in outcomes if trace.settlements[each].is_conflict or each in clashing)
            yield from (f"conflict on {spoken(each)}" for each in in_conflict)
        case VerdictIs() | ConstraintSays():
            return  # of drafts: see `draft_promises`
        case _:
            yield from (expect_outcome(each, program, trace) for each in outcomes_in(claim, program))


def outcomes_in(expression: Expression, program: Program) -> Iterator[str]:
    """Yield the outcomes that a condition reads, through named conditions too."""
    pending, seen = [expression], set[str]()
    while pending:
        for part in walk(pending.pop()):
            if isinstance(part, OutcomeValue):
                yield part.name
            elif isinstance(part, Named) and part.name not in seen:
                seen.add(part.name)
                pending.append(program.condition_by_name[part.name].expression)
