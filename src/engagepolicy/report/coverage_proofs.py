"""Whom the constraints of a ruleset leave out, as messages: countries it says it is for, and kinds of authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engagepolicy.analysis.constraint_catalogue import Answerable
from engagepolicy.analysis.reach import AUTHORS, PILLARS, Reach, knows_words, reach_authors, reach_country
from engagepolicy.analysis.reviews import Findings
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.diagnostics.messages_reviews import AuthorUncovered, PillarMissing
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import ServedCountry
from engagepolicy.proving.drafts import DraftProver
from engagepolicy.proving.obligations import Impossible, Possible, Undecided
from engagepolicy.source import Span


class CoverageProofs:
    """The proofs about whom the constraints on drafts reach."""

    def __init__(self, program: Program, prover: DraftProver) -> None:
        """Take the program and the prover of its drafts."""
        self._program = program
        self._prover = prover
        self._findings = Findings(program)
        self._constraints = tuple(filter(Answerable(program), program.constraints_on("draft")))

    def run(self, served: Sequence[tuple[ServedCountry, Span]]) -> Iterator[Diagnostic]:
        """Yield a message for each country that lacks something, and for the authors whom no constraint reaches."""
        for each, span in served:
            yield from self._country(each.country, span)
        for path, pillar in AUTHORS if served else ():
            yield from self._authors(path, pillar, served[0][1])

    def _country(self, country: str, span: Span) -> Iterator[Diagnostic]:
        lacking = []
        is_known = knows_words(self._program, country)
        for pillar in PILLARS:
            reach = reach_country(self._program, self._constraints, country, pillar)
            answer = None if reach is None else self._reaches(reach)
            if isinstance(answer, Undecided) and is_known:  # without its words that is what there is to say
                yield NotDecided(span, f"whether the pillar `{pillar}` reaches {country}", answer.because)
            elif isinstance(answer, Impossible):
                lacking.append(pillar)
        if lacking or not is_known:
            yield PillarMissing(span, country, tuple(lacking), is_known)

    def _authors(self, path: str, pillar: str, span: Span) -> Iterator[Diagnostic]:
        lacking = []
        for word, reach in reach_authors(self._program, self._constraints, path, pillar):
            answer = self._reaches(reach)
            if isinstance(answer, Undecided):
                yield NotDecided(span, f"whether the pillar `{pillar}` reaches authors whose `{path}` is `{word}`", answer.because)
            elif isinstance(answer, Impossible):
                lacking.append(word)
        if lacking:
            yield AuthorUncovered(span, path, tuple(lacking), pillar)

    def _reaches(self, reach: Reach) -> Possible | Impossible | Undecided:
        """Return whether any of the constraints is breached by such a draft; each is asked by itself where it is hard to tell of all."""
        answer = self._prover.answer(reach.ask_any(self._findings), shown=False)
        for question in reach.ask_each(self._findings) if isinstance(answer, Undecided) else ():
            by_itself = self._prover.answer(question, shown=False)
            if isinstance(by_itself, Possible):
                return by_itself
        return answer
