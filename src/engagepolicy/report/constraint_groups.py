"""Three or four constraints that cannot all be kept, as messages with what keeps all but one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from engagepolicy.analysis.constraint_groups import Groups
from engagepolicy.analysis.reviews import Findings
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.diagnostics.messages_reviews import UnpassableTogether
from engagepolicy.ir.constraints import Constraint, Subject
from engagepolicy.proving.obligations import Impossible, Possible, Undecided
from engagepolicy.proving.prover import Prover
from engagepolicy.report.review_examples import show_finding
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Both, NotSo, Question
from engagepolicy.source import Span


class GroupProofs:
    """The proofs about groups of constraints on one subject."""

    def __init__(self, prepared: Prepared, subject: Subject, what: str, prover: Prover, place: Callable[[str], Span]) -> None:
        """Take the program, the subject and what people call it, the prover of its inputs, and where a constraint stands."""
        self._program = prepared.program
        self._groups = Groups(prepared)
        self._subject = subject
        self._what = what
        self._prover = prover
        self._place = place
        self._findings = Findings(prepared.program)
        self._apart: list[frozenset[str]] = []
        """Groups of which it was told that they cannot be kept, or that never all apply: whatever holds one is not asked about."""

    def run(self, pairs: Iterable[tuple[Constraint, Constraint]], excluding: Iterable[frozenset[str]]) -> Iterator[Diagnostic]:
        """Yield a message for each group that cannot all be kept; `excluding` are the pairs of which that was told."""
        self._apart = list(excluding)
        for group in self._groups.find(pairs):
            names = frozenset(each.id for each in group)
            if not any(each <= names for each in self._apart):
                yield from self._judge(group)

    def _judge(self, group: tuple[Constraint, ...]) -> Iterator[Diagnostic]:
        applying = tuple(map(self._findings.applies, group))
        answer = self._prover.answer(Both((*applying, *map(self._is_kept, group))), shown=False)
        if isinstance(answer, Undecided):
            names = ", ".join(f"`{each.id}`" for each in group)
            yield NotDecided(self._place(group[0].id), f"whether {names} can all be kept", answer.because)
        elif isinstance(answer, Impossible):
            self._apart.append(frozenset(each.id for each in group))
            yield from self._told(group, applying)

    def _told(self, group: tuple[Constraint, ...], applying: tuple[Question, ...]) -> Iterator[Diagnostic]:
        """Yield the message if all of them apply to something that keeps any of them but one."""
        smaller = list(combinations(group, len(group) - 1))
        asked = [Both((*applying, *map(self._is_kept, kept))) for kept in smaller]
        if not all(isinstance(self._prover.answer(each, shown=False), Possible) for each in asked[1:]):
            return
        shown = self._prover.answer(asked[0])
        if isinstance(shown, Possible):
            kept, found = smaller[0], group[-1]
            name = f"{found.id} is breached where {' and '.join(each.id for each in kept)} are kept"
            example = show_finding(self._program, self._subject, shown.witness, name, found=(found,), kept=kept)
            names, places = tuple(each.id for each in group), tuple(self._place(each.id) for each in group[1:])
            yield UnpassableTogether(self._place(group[0].id), names, self._what, places, example)

    def _is_kept(self, constraint: Constraint) -> Question:
        return NotSo(self._findings.finds(constraint))
