"""What is wrong with the texts that fixes put in, as messages: another constraint forbids them, or a channel cuts them off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagepolicy.analysis.constraint_catalogue import Answerable
from engagepolicy.analysis.reads import find_forbidden
from engagepolicy.analysis.reviews import Findings
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_reviews import FixForbidden, FixTooLong
from engagepolicy.disclosure.readable import count_characters
from engagepolicy.disclosure.samples import BRAND
from engagepolicy.ir.constraints import PLACEHOLDER, Constraint, Insertion, Replacement
from engagepolicy.ir.expressions import Constantly, Fact
from engagepolicy.ir.operators import apply
from engagepolicy.ir.places import Place
from engagepolicy.policy.policy import Policy
from engagepolicy.proving.drafts import TEXT, DraftProver
from engagepolicy.proving.obligations import Possible, Witness
from engagepolicy.proving.texts import TextMaker
from engagepolicy.report.review_examples import show_finding
from engagepolicy.reviewing import NO_MOMENT
from engagepolicy.reviewing.cures import apply_fix
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Both, NotSo
from engagepolicy.source import Span
from engagepolicy.values.types import EnumType

BRAND_FACT, CHANNEL = "brand", "channel"


class FixProofs:
    """What can be told of the fixes of the constraints on drafts."""

    def __init__(
        self, prepared: Prepared, prover: DraftProver, place: Callable[[Place | None], Span], is_own: Callable[[Constraint], bool]
    ) -> None:
        """Take the program, the prover of its drafts, what finds the line of a place, and whose text a constraint is."""
        self._prepared = prepared
        self._program = prepared.program
        self._prover = prover
        self._place = place
        self._is_own = is_own
        self._findings = Findings(self._program)
        self._constraints = self._program.constraints_on("draft")
        self._maker = TextMaker(prepared, NO_MOMENT)

    def run(self) -> Iterator[Diagnostic]:
        """Yield a message for each text that is put in where it does not belong."""
        if any(map(self._is_own, self._constraints)):
            yield from self._forbidden()
            yield from self._too_long()

    # --- forbidden

    def _forbidden(self) -> Iterator[Diagnostic]:
        sought = {each.id: find_forbidden(self._prepared, each.duties, TEXT) for each in self._constraints}
        for one in self._constraints:
            texts = [PLACEHOLDER.sub(BRAND, fix.text) for fix in one.fixes if isinstance(fix, Insertion | Replacement)]
            for other in self._constraints if texts else ():
                if other is one or not (self._is_own(one) or self._is_own(other)):
                    continue
                if any(self._maker.finds(test, text) for text in texts for test in sought[other.id]):
                    yield from self._forbids(one, other)

    def _forbids(self, one: Constraint, other: Constraint) -> Iterator[Diagnostic]:
        question = Both((self._findings.is_breached(one), self._findings.applies(other), NotSo(self._findings.finds(other))))
        answer = self._prover.answer(question, shown=False)
        if not isinstance(answer, Possible) or self._mended(one, other, answer.witness) is None:
            return
        small = self._prover.answer(question)
        made = self._mended(one, other, small.witness if isinstance(small, Possible) else answer.witness)
        for text, witness in () if made is None else (made,):
            example = show_finding(self._program, "draft", witness, f"{one.id} mended, {other.id} breached", found=(other,))
            yield FixForbidden(self._place(one.place), one.id, text.strip(), other.id, self._place(other.place), example)

    def _mended(self, one: Constraint, other: Constraint, witness: Witness) -> tuple[str, Witness] | None:
        """Return a text that a fix of the one puts in, and the draft with it, which breaches the other; None where none does."""
        policy = Policy(self._program)
        schema = self._program.schema_by_name["draft"]
        named = {BRAND_FACT: BRAND} if schema.find(BRAND_FACT) is not None else {}
        facts = {**named, **witness.facts}
        review = policy.review_facts(facts)
        finding = next((each for each in review.findings if each.rule == one.id), None)
        if finding is None or any(each.rule == other.id for each in review.findings):
            return None
        for fix in finding.fixes:
            changed = {**facts, TEXT: apply_fix(str(facts[TEXT]), fix, finding.spans)}
            after = {each.rule for each in policy.review_facts(changed).findings if not each.is_unknown}
            if isinstance(fix, Insertion | Replacement) and other.id in after:
                return fix.text, Witness(changed, witness.as_of, witness.trace)
        return None

    # --- too long

    def _too_long(self) -> Iterator[Diagnostic]:
        is_about_words = Answerable(self._program).is_about_words
        folds = self._prover.vocabularies.at(NO_MOMENT).folds
        shown = {channel: fold.characters for channel, fold in folds.items() if fold.characters is not None}
        for one in filter(self._is_own, self._constraints):
            texts = [fix.text for fix in one.fixes if isinstance(fix, Insertion) and fix.at == "start"]
            for text in texts if is_about_words(one) else ():
                length = count_characters(PLACEHOLDER.sub(BRAND, text).strip())
                cut = tuple((channel, most) for channel, most in sorted(shown.items()) if most < length and self._meets(one, channel))
                if cut:
                    yield FixTooLong(self._place(one.place), one.id, length, cut)

    def _meets(self, constraint: Constraint, channel: str) -> bool:
        """Whether the constraint can be breached on the channel."""
        declared = self._program.schema_by_name["draft"].find(CHANNEL)
        if declared is None or not isinstance(declared.type, EnumType) or channel not in declared.type.values:
            return False
        is_there = apply("equal", Fact(CHANNEL, declared.type, declared.is_optional), Constantly(channel, declared.type))
        question = Both((self._findings.is_breached(constraint), Answers(is_there, truth=True)))
        return isinstance(self._prover.answer(question, shown=False), Possible)
