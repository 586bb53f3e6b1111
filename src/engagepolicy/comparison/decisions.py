"""What two policies decide about interactions, held against each other for every interaction that both accept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from typing_extensions import override

from engagepolicy.backends.interpreter import run
from engagepolicy.backends.smt.facts import MOMENT
from engagepolicy.comparison.agreement import counts_in_zone
from engagepolicy.comparison.facts import facts_for
from engagepolicy.comparison.joint import INTERACTION, Half, Joint
from engagepolicy.comparison.result import Change, Direction, Side
from engagepolicy.ir.expressions import Expression, Fact, Named, walk
from engagepolicy.ir.program import Program
from engagepolicy.proving.moments import ORDINARY
from engagepolicy.proving.obligations import Answer, Impossible, Possible, Undecided, Witness
from engagepolicy.proving.prover import Prover
from engagepolicy.proving.slices import Slices
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Both, Either, NotSo, Question
from engagepolicy.runtime.trace import Trace

NO_SOLVER = "no example was found, and the solver, which could look further, is not installed: it comes with the extra `tools`"
OTHER_ZONE = "the two policies are in different time zones, and calendar time is counted in them"
NOT_REPEATED = "an example that was found did not come out so when each policy was asked by itself"


NEVER: Question = Either(())
"""What no interaction answers with yes."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in which the newer decision can differ: what it no longer gives, what it gives besides, and what cannot be compared."""

    loses: Question
    gains: Question
    clashes: Question = NEVER

    @property
    def differs(self) -> Question:
        """Whether it differs at all."""
        return Either((self.loses, self.gains, self.clashes))

    def question(self, direction: Direction) -> Question:
        """Return whether it differs in that direction."""
        match direction:
            case Direction.LOOSER:
                return Both((self.loses, NotSo(self.gains), NotSo(self.clashes)))
            case Direction.STRICTER:
                return Both((self.gains, NotSo(self.loses), NotSo(self.clashes)))
            case Direction.DIFFERENT:
                return Either((Both((self.loses, self.gains)), self.clashes))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the solver may think about one question, whether there is a solver, and what says that nobody waits any more."""

    milliseconds: int
    has_solver: bool
    is_interrupted: Callable[[], bool] = lambda: False


Judge: TypeAlias = Callable[[Trace, Trace], tuple[Direction | None, Side, Side]]
"""From the decisions of the older and the newer policy, each made by itself: how they differ, if at all, and what each says."""
ORDERED = (Direction.LOOSER, Direction.STRICTER, Direction.DIFFERENT)


class Inputs(ABC):
    """All inputs that two policies accept, to be searched for those that they judge differently."""

    def __init__(self, old: Program, new: Program, record: str, patience: Patience) -> None:
        """Take the programs, the record that their inputs are, and how long answers are waited for."""
        self.joint = Joint(old, new, record)
        self.alone = (Prepared(old, record), Prepared(new, record))
        self.patience = patience

    @cached_property
    @abstractmethod
    def prover(self) -> Prover:
        """What answers questions about the joint program."""

    @abstractmethod
    def decide(self, given: Mapping[str, Any], judge: Judge) -> Change | None:
        """Return what each policy by itself says of the facts of a joint input; None where both say the same."""

    @cached_property
    def _slices(self) -> Slices:
        return Slices(Prepared(self.joint.program, self.joint.record))

    @property
    def halves(self) -> tuple[Half, Half]:
        """The old and the new program with what their parts are called in the joint one."""
        return self.joint.old, self.joint.new

    def compare(self, ways: Ways, judge: Judge, *, is_ordered: bool) -> tuple[tuple[Change, ...], tuple[tuple[Direction | None, str], ...]]:
        """Return an example for each direction in which decisions differ, and why where one could not be decided."""
        domain, problem = self._limits(ways.differs)
        if problem is not None:
            return (), ((None, problem),)
        if isinstance(self._answer(Both((ways.differs, *domain)), shown=False), Impossible):
            return (), ()
        changes: list[Change] = []
        undecided: list[tuple[Direction | None, str]] = []
        for direction in ORDERED if is_ordered else (Direction.DIFFERENT,):
            wanted = ways.question(direction) if is_ordered else ways.differs
            answer = self._answer(Both((wanted, *domain)), shown=True)
            match answer:
                case Undecided(because=because):
                    undecided.append((direction if is_ordered else None, because))
                case Possible(witness=witness):
                    change = self._replayed(witness, judge)
                    if change is not None and change.direction is direction:
                        changes.append(change)
                    else:
                        undecided.append((direction if is_ordered else None, NOT_REPEATED))
        return tuple(changes), tuple(undecided)

    # --- asking

    def _answer(self, question: Question, *, shown: bool) -> Answer:
        prover = self.prover
        if not self.patience.has_solver:
            tried = prover.find_tried(question)
            return Undecided(NO_SOLVER) if tried is None else Possible(tried)
        answer = prover.answer(question, shown=shown)
        if isinstance(answer, Undecided):
            tried = prover.find_tried(question)
            return answer if tried is None else Possible(tried)
        return answer

    def _limits(self, question: Question) -> tuple[list[Question], str | None]:
        """Return what holds of every input that both policies accept, and why the question cannot be asked."""
        read = self._read_by(question)
        paths = {part.path for part in read if isinstance(part, Fact) and part.variable is None}
        problems = [told for path, told in self.joint.shared.problems.items() if path in paths]
        if problems:
            return [], problems[0]
        if not self.joint.agreement.has_one_zone and any(map(counts_in_zone, read)):
            return [], OTHER_ZONE
        domains = [domain for path, domain in self.joint.shared.domains.items() if path in paths]
        return domains, None

    def _read_by(self, question: Question) -> list[Expression]:
        """Return every part of every expression that the answer depends on."""
        program = self._slices.of(question).program
        pending: list[Expression] = [rule.condition for rule in program.rules]
        pending += _expressions_in(question)
        seen: set[str] = set()
        found: list[Expression] = []
        while pending:
            for part in walk(pending.pop()):
                found.append(part)
                if isinstance(part, Named) and part.name not in seen:
                    seen.add(part.name)
                    pending.append(program.condition_by_name[part.name].expression)
        return found

    # --- repeating

    def _replayed(self, witness: Witness, judge: Judge) -> Change | None:
        """Return what each policy by itself says of the witness, at an ordinary moment if that will do; None where alike."""
        change = self.decide(witness.facts, judge)
        plain = self.decide({**witness.facts, MOMENT: ORDINARY}, judge) if MOMENT in witness.facts else None
        is_as_good = change is not None and plain is not None and plain.direction is change.direction
        return plain if is_as_good else change

    def read_alone(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the facts of a joint input as each of the policies reads them."""
        return [facts_for(each.program, each.record, self.joint.shared, given) for each in self.alone]


class Interactions(Inputs):
    """All interactions that two policies accept."""

    def __init__(self, old: Program, new: Program, patience: Patience) -> None:
        """Take the programs, and how long answers are waited for."""
        super().__init__(old, new, INTERACTION, patience)

    @cached_property
    @override
    def prover(self) -> Prover:
        """What answers questions about the joint program."""
        return Prover(Prepared(self.joint.program), self.patience.milliseconds, self.patience.is_interrupted)

    @override
    def decide(self, given: Mapping[str, Any], judge: Judge) -> Change | None:
        """Return what each policy by itself decides about the facts of a joint interaction; None where both decide alike."""
        facts, as_of = self.read_alone(given), given[MOMENT]
        traces = [run(each, own, as_of) for each, own in zip(self.alone, facts, strict=True)]
        direction, old, new = judge(traces[0], traces[1])
        return None if direction is None else Change(direction, old, new, as_of, facts[0], facts[1], traces[0], traces[1])


def _expressions_in(question: Question) -> Iterable[Expression]:
    match question:
        case Answers(expression=expression):
            yield expression
        case Both(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _expressions_in(part)
        case NotSo(part=part):
            yield from _expressions_in(part)
        case _:
            return


def names_of(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """Yield the names that either has, sorted."""
    yield from sorted(old.keys() | new.keys())
