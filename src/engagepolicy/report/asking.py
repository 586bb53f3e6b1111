"""What was asked about pairs of interactions and could not be decided: told once for each matter, never silently dropped."""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.proving.obligations import Undecided
from engagepolicy.proving.pairs import PairAnswer, PairProver
from engagepolicy.runtime.pair_questions import PairQuestion
from engagepolicy.source import Span


class Asking:
    """Asks a prover, and keeps why it could not answer."""

    def __init__(self, prover: PairProver, matter: str) -> None:
        """Take whom to ask, and what all the questions are about, such as "whether a graver case is answered later"."""
        self._prover = prover
        self._matter = matter
        self._reasons: dict[str, None] = {}

    def answer(self, question: PairQuestion, free: frozenset[str]) -> PairAnswer:
        """Return what the prover does."""
        answer = self._prover.answer(question, free)
        if isinstance(answer, Undecided):
            self._reasons.setdefault(answer.because)
        return answer

    def undecided(self, place: Span) -> Iterator[Diagnostic]:
        """Yield a message for each reason why something was left undecided."""
        for because in self._reasons:
            yield NotDecided(place, self._matter, because)
