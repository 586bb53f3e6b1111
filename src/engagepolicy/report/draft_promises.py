"""What became of one promise about drafts: kept, or a message with the draft that breaks it as a `test` block."""

from __future__ import annotations

from engagepolicy.analysis.promises import ask_breach, ask_claim, ask_parts, find_excluding
from engagepolicy.analysis.reviews import Findings
from engagepolicy.diagnostics.messages_promises import EmptyPromise, PromiseFails, PurposeImpossible
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import ConstraintSays, Promise
from engagepolicy.proving.drafts import DraftProver
from engagepolicy.proving.obligations import Impossible, Possible, Undecided, Witness
from engagepolicy.report.promises import Judged
from engagepolicy.report.review_examples import show_finding
from engagepolicy.runtime.questions import holds
from engagepolicy.source import Span

DRAFT = "draft"


def judge_draft_promise(promise: Promise, program: Program, prover: DraftProver, place: Span) -> Judged:
    """Prove a promise about drafts, or find a draft that breaks it; for a purpose one that serves it."""
    findings = Findings(program)
    if promise.kind == "purpose":
        return _judge_purpose(promise, findings, prover, place)
    answer = prover.answer(ask_breach(promise, findings))
    match answer:
        case Impossible():
            speaks_of = ask_parts(promise.given, findings)
            is_empty = bool(promise.given) and isinstance(prover.answer(speaks_of, shown=False), Impossible)
            return Judged(not is_empty, (EmptyPromise(place, promise.name, DRAFT),) if is_empty else ())
        case Possible(witness=witness):
            broken = tuple(part.written for part in promise.promised if not holds(ask_claim(part.claim, findings), witness.trace))
            return Judged(False, (PromiseFails(place, promise.name, broken, _show(promise, findings, program, witness), DRAFT),))
        case Undecided(because=because):
            return Judged(False, (NotDecided(place, f'whether "{promise.name}" holds', because),))


def _judge_purpose(promise: Promise, findings: Findings, prover: DraftProver, place: Span) -> Judged:
    parts = (*promise.given, *promise.promised)
    answer = prover.answer(ask_parts(parts, findings), shown=False)
    match answer:
        case Possible():
            return Judged(True)
        case Impossible():
            excluding = find_excluding(parts, lambda question: prover.answer(question, shown=False), findings)
            return Judged(False, (PurposeImpossible(place, promise.name, tuple(part.written for part in excluding), DRAFT),))
        case Undecided(because=because):
            return Judged(False, (NotDecided(place, f'whether "{promise.name}" can happen', because),))


def _show(promise: Promise, findings: Findings, program: Program, witness: Witness) -> str:
    """Return the draft with its verdict, and what the constraints that are spoken of find."""
    named = [part.claim.constraint for part in promise.promised if isinstance(part.claim, ConstraintSays)]
    spoken_of = [findings.by_id[name] for name in dict.fromkeys(named)]
    found = [each for each in spoken_of if holds(findings.finds(each), witness.trace)]
    kept = [each for each in spoken_of if each not in found]
    return show_finding(program, "draft", witness, promise.name, found=found, kept=kept)
