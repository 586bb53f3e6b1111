"""What can be proved of the constraints of a compiled ruleset, as messages: those that say nothing, and those that exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from engagepolicy.analysis.constraint_catalogue import Answerable, settled_constraints
from engagepolicy.analysis.constraint_pairs import Looked, Pairs, asks_for_more, look_at
from engagepolicy.analysis.reviews import Findings
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.diagnostics.messages_reviews import AlwaysBreached, ConstraintAddsNothing, NeverBreached, Unpassable
from engagepolicy.ir.constraints import Constraint, Subject, breach_of
from engagepolicy.ir.expressions import named_in
from engagepolicy.ir.places import Place
from engagepolicy.proving.obligations import Impossible, Kind, Possible, Undecided
from engagepolicy.proving.prover import Prover
from engagepolicy.report.constraint_groups import GroupProofs
from engagepolicy.report.review_examples import show_finding
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Both, NotSo
from engagepolicy.source import Span

_UNDECIDED = {
    Kind.NEVER_BREACHED: "whether `{0}` can be breached",
    Kind.ALWAYS_BREACHED: "whether `{0}` can be kept",
}
_WHAT: dict[Subject, str] = {"draft": "draft", "decision": "interaction"}


class ReviewProofs:
    """The proofs about the constraints of one subject."""

    def __init__(
        self,
        prepared: Prepared,
        subject: Subject,
        prover: Prover,
        place: Callable[[Place | None], Span],
        is_own: Callable[[Constraint], bool],
        settled: Collection[str] = (),
    ) -> None:
        """Take the program, the prover of its drafts or of its decisions, what finds the line of a place, and whose text it is.

        `settled` are the conditions that are always or never true: what follows from one for a constraint is not told again.

        What is asked of one constraint is asked of one's own, and of two if one of them is; of shipped ones it was proved before.
        """
        program = prepared.program
        self._prepared = prepared
        self._program = program
        self._subject: Subject = subject
        self._prover = prover
        self._place = place
        self._findings = Findings(program)
        answerable = Answerable(program)
        self._constraints = tuple(each for each in program.constraints_on(subject) if answerable(each))
        self._own = tuple(filter(is_own, self._constraints))
        self._settled: set[str] = {each.id for each in self._own if not named_in(breach_of(each)).isdisjoint(settled)}

    def run(self) -> Iterator[Diagnostic]:
        """Yield a message for everything that does not hold, or could not be decided."""
        if self._own:
            yield from self._settled_ones()
            yield from self._idle()
            yield from self._unpassable()

    @cached_property
    def _pairs(self) -> Pairs:
        return Pairs(self._prepared, self._constraints)

    @cached_property
    def _looked(self) -> Sequence[Looked]:
        own = {each.id for each in self._own}
        paired = {each.id for pair in self._pairs.of_one_thing() if own & {each.id for each in pair} for each in pair}
        concerned = [each for each in self._constraints if each.id in own | paired]
        return [look_at(made, concerned, self._findings) for made in self._prover.pool]

    # --- one constraint

    def _settled_ones(self) -> Iterator[Diagnostic]:
        for obligation in settled_constraints(self._findings, self._own):
            name = obligation.subject[0]
            if name in self._settled:
                continue
            answer = self._prover.answer(obligation.question, shown=False)
            match answer:
                case Undecided(because=because):
                    yield NotDecided(self._span(name), _UNDECIDED[obligation.kind].format(name), because)
                case Impossible():
                    self._settled.add(name)
                    yield self._settled_one(obligation.kind, name)
                case Possible():
                    pass

    def _settled_one(self, kind: Kind, name: str) -> Diagnostic:
        what = _WHAT[self._subject]
        if kind is Kind.ALWAYS_BREACHED:
            return AlwaysBreached(self._span(name), name, what)
        applies = self._prover.answer(self._findings.applies(self._findings.by_id[name]), shown=False)
        return NeverBreached(self._span(name), name, what, isinstance(applies, Impossible))

    # --- two constraints

    def _idle(self) -> Iterator[Diagnostic]:
        """Yield a message for each constraint of whose findings another of its file always asks for as much."""
        for one in self._own:
            for other in self._own:
                is_open = one is not other and not {one.id, other.id} & self._settled and _file_of(one) == _file_of(other)
                if is_open and self._pairs.may_cover(one, other) and not self._asked_for_more(one, other):
                    self._settled.add(one.id)
                    yield ConstraintAddsNothing(self._span(one.id), one.id, other.id, self._span(other.id))

    def _asked_for_more(self, one: Constraint, other: Constraint) -> bool:
        """Whether it may be that one asks for something and the other for less: not only where it is proved that it never does."""
        if any(looked.asked[one.id] > looked.asked[other.id] for looked in self._looked):
            return True
        return not isinstance(self._prover.answer(asks_for_more(self._findings, one, other), shown=False), Impossible)

    def _unpassable(self) -> Iterator[Diagnostic]:
        own = {each.id for each in self._own}
        together: list[tuple[Constraint, Constraint]] = []
        excluding: list[frozenset[str]] = []
        for one, other in self._pairs.of_one_thing():
            if not {one.id, other.id} & own or {one.id, other.id} & self._settled:
                continue
            if not any(looked.is_kept(one.id) and looked.is_kept(other.id) for looked in self._looked):
                told = list(self._exclusion(one, other))
                excluding += [frozenset({one.id, other.id})] if told else []
                yield from told
            together += [(one, other)] if {one.id, other.id} <= own else []
        groups = GroupProofs(self._prepared, self._subject, _WHAT[self._subject], self._prover, self._span)
        yield from groups.run(together, excluding)

    def _exclusion(self, one: Constraint, other: Constraint) -> Iterator[Diagnostic]:
        both = Both((self._findings.applies(one), self._findings.applies(other)))
        keeps_one, keeps_other = NotSo(self._findings.finds(one)), NotSo(self._findings.finds(other))
        answer = self._prover.answer(Both((both, keeps_one, keeps_other)), shown=False)
        if isinstance(answer, Undecided):
            yield NotDecided(self._span(one.id), f"whether `{one.id}` and `{other.id}` can both be kept", answer.because)
        if not isinstance(answer, Impossible):
            return
        can_keep_one = self._prover.answer(Both((both, keeps_one)))
        can_keep_other = self._prover.answer(Both((both, keeps_other)), shown=False)
        if isinstance(can_keep_one, Possible) and isinstance(can_keep_other, Possible):
            name = f"{one.id} is kept, {other.id} is not"
            example = show_finding(self._program, self._subject, can_keep_one.witness, name, found=(other,), kept=(one,))
            yield Unpassable(
                self._span(one.id), (one.id, other.id), _WHAT[self._subject], self._span(other.id), example
            )

    # --- places

    def _span(self, name: str) -> Span:
        return self._place(self._findings.by_id[name].place)


def _file_of(constraint: Constraint) -> str:
    return "" if constraint.place is None else constraint.place.file
