"""Definitions and segments on drafts that have one answer for every draft, as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagepolicy.analysis.catalogue import settled_among
from engagepolicy.analysis.constraint_catalogue import DRAFT, Answerable
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_proofs import ConditionSettled, NotDecided
from engagepolicy.ir.expressions import named_in
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program
from engagepolicy.proving.obligations import Impossible, Kind, Undecided
from engagepolicy.proving.prover import Prover
from engagepolicy.source import Span

_UNDECIDED = {Kind.NEVER_TRUE: "whether `{}` can ever be true", Kind.ALWAYS_TRUE: "whether `{}` is always true"}


def judge_draft_conditions(
    program: Program, prover: Prover, place: Callable[[Place | None], Span], is_own: Callable[[Place | None], bool], settled: set[str]
) -> Iterator[Diagnostic]:
    """Yield a message for each condition on drafts that is always or never true, and add it to `settled`; none for what follows from one.

    What is computed of disclosures is not asked about where no vocabulary has words: it is never known there.
    """
    answerable = Answerable(program)
    own = (each for each in program.conditions if each.record == DRAFT and is_own(each.place))
    for obligation in settled_among(each for each in own if answerable.may_ask(each.expression)):
        (name,) = obligation.subject
        condition = program.condition_by_name[name]
        if not settled.isdisjoint({name, *named_in(condition.expression)}):
            continue
        answer = prover.answer(obligation.question, shown=False)
        if isinstance(answer, Undecided):
            yield NotDecided(place(condition.place), _UNDECIDED[obligation.kind].format(name), answer.because)
        elif isinstance(answer, Impossible):
            settled.add(name)
            is_true = obligation.kind is Kind.ALWAYS_TRUE
            yield ConditionSettled(place(condition.place), condition.kind, name, is_true, DRAFT)
