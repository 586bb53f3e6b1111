"""Questions about two interactions that are alike but for some facts: asked of the solver, made real, believed once replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeAlias

from engagepolicy.backends.interpreter import run
from engagepolicy.backends.smt.decisions import Decisions
from engagepolicy.backends.smt.facts import MOMENT
from engagepolicy.backends.smt.models import Model, same_moment, short_lists
from engagepolicy.backends.smt.pinning import UsualPins, pin_shifts, pin_tests
from engagepolicy.backends.smt.terms import Formula, solver
from engagepolicy.backends.smt.twins import Twins
from engagepolicy.proving.moments import find_moments, find_starts
from engagepolicy.proving.obligations import Impossible, Undecided, Witness
from engagepolicy.proving.prover import ATTEMPTS, MILLISECONDS, NO_INPUT, NO_TEXT, TOO_HARD, simpler_values
from engagepolicy.proving.realising import Realiser
from engagepolicy.proving.slices import Slices, rules_asked
from engagepolicy.runtime.influence import Influence
from engagepolicy.runtime.pair_questions import PairQuestion, holds_of_pair, single_questions
from engagepolicy.runtime.prepared import Prepared

Facts: TypeAlias = Mapping[str, Any]
TWINS_KEPT = 32


@dataclass(frozen=True, slots=True)
class PossiblePair:
    """Two inputs, alike but for the facts that may differ, of which the answer is yes."""

    first: Witness
    second: Witness


PairAnswer: TypeAlias = PossiblePair | Impossible | Undecided


class PairProver:
    """Answers questions about all pairs of inputs of one program. Not shared by threads."""

    def __init__(
        self, prepared: Prepared, milliseconds: int = MILLISECONDS, is_interrupted: Callable[[], bool] = lambda: False
    ) -> None:
        """Take what a `Prover` takes."""
        self._prepared = prepared
        self._milliseconds = milliseconds
        self._is_interrupted = is_interrupted
        self._moments = find_moments(prepared)
        self._slices = Slices(prepared)
        self._realiser = Realiser(prepared)
        self._twins: dict[tuple[int, frozenset[str]], Twins] = {}
        self._usual: dict[int, UsualPins] = {}

    def is_beyond_reach(self, outcome: str, free: frozenset[str]) -> bool:
        """Whether no change of these facts can reach the outcome, as far as the text of the rules tells."""
        return not Influence(self._prepared.program, free).reaches_outcome(outcome)

    def answer(self, question: PairQuestion, free: frozenset[str]) -> PairAnswer:
        """Return whether two inputs that differ in nothing but the facts at the paths `free` answer the question with yes.

        What is shown is made as small and as alike as it goes, and replayed in the whole program.
        """
        z3 = solver()
        part = self._slices.of_pair(question, free)
        twins = self._twins_of(part, free)
        self._ends_at = monotonic() + self._milliseconds / 1000
        search = _Search(self, twins, question, free)
        try:
            return search.run()
        except z3.Z3Exception as error:  # what the solver cannot do is no answer, and says so
            return Undecided(f"the solver refused: {error}")

    def _twins_of(self, part: Prepared, free: frozenset[str]) -> Twins:
        key = (id(part), free)  # formulas keep the part that they are of, so that no other has its number
        if key not in self._twins:
            if len(self._twins) >= TWINS_KEPT:
                self._twins.clear()
                self._usual.clear()
            twins = self._twins[key] = Twins(Decisions(part), free)
            self._usual[id(twins)] = UsualPins(self._moments, find_starts(self._moments))
        return self._twins[key]

    # --- what a search asks for

    def asked(self, of: Formula, wishes: list[Formula]) -> Formula:
        """Return the solver's answer in the time that is left; raises KeyboardInterrupt where nobody waits for it any more."""
        left = int(1000 * (self._ends_at - monotonic()))
        if self._is_interrupted():
            raise KeyboardInterrupt
        if left <= 0:
            return solver().unknown
        of.set("timeout", left)
        return of.check(*wishes)

    def preferred(self, twins: Twins, free: frozenset[str]) -> list[Formula]:
        """Return what a model should have if it can: plain moments and starts, short lists."""
        z3 = solver()
        both = [twins.first.conditions, twins.second.conditions] if MOMENT in free else [twins.first.conditions]
        moments = [same_moment(each, self._moments) for each in both]
        lists = [short_lists(each.conditions) for each in (twins.first, twins.second)]
        return [z3.And(*moments, self._usual[id(twins)].plain_starts(twins.first.conditions)), z3.And(*lists)]

    def learn_first(self, twins: Twins) -> list[Formula]:
        """Return what is told of opaque tests and spans before any model was seen."""
        return self._usual[id(twins)].pins(twins.first.conditions)

    def make_real(self, one: Model, two: Model, free: frozenset[str]) -> tuple[tuple[Facts, Facts] | None, bool]:
        """Return both models as facts, alike but for those that may differ; and whether the texts are as they have to be."""
        first, is_right = self._realiser.make_real(one)
        if first is None:
            return None, False
        alike = {path: value for path, value in first.items() if path not in free}
        second, is_second_right = self._realiser.make_real(two, alike)
        if second is None:
            return None, False
        return (first, alike | {path: value for path, value in second.items() if path in free}), is_right and is_second_right

    def replay(self, pair: tuple[Facts, Facts], question: PairQuestion, prepared: Prepared) -> PossiblePair | None:
        """Return the pair with its decisions if it answers the question with yes."""
        named = [rule for each in single_questions(question) for rule in rules_asked(each)]
        parts = [prepared if prepared is self._prepared else self._slices.around(facts, prepared, named) for facts in pair]
        first, second = (Witness(facts, facts[MOMENT], run(part, facts, facts[MOMENT])) for part, facts in zip(parts, pair, strict=True))
        return PossiblePair(first, second) if holds_of_pair(question, first.trace, second.trace) else None

    def part_for(self, question: PairQuestion, free: frozenset[str]) -> Prepared:
        """Return the part of the program that the question depends on."""
        return self._slices.of_pair(question, free)

    def shrink(self, pair: PossiblePair, question: PairQuestion, free: frozenset[str]) -> PossiblePair:
        """Return a pair without what it does not need, with the decisions of the whole program."""
        part = self.part_for(question, free)
        schema = self._prepared.program.schema_by_name[self._prepared.record]
        for declaration in schema.fields:
            pending = True
            while pending:
                smaller = next(
                    (found for each in _smaller(pair, declaration, free) if (found := self.replay(each, question, part)) is not None), None
                )
                pending = smaller is not None
                pair = smaller or pair
        whole = self.replay((pair.first.facts, pair.second.facts), question, self._prepared)
        assert whole is not None, "a slice answers as the whole does"
        return whole


class _Search:
    """One question on its way to an answer."""

    def __init__(self, prover: PairProver, twins: Twins, question: PairQuestion, free: frozenset[str]) -> None:
        self._prover = prover
        self._twins = twins
        self._question = question
        self._free = free

    def run(self) -> PairAnswer:
        z3 = solver()
        conditions = self._twins.first.conditions
        formula = self._twins.ask(self._question)
        self._solver = z3.Solver()
        self._solver.set("ctrl_c", False)
        self._solver.add(*conditions.axioms, formula)
        if self._prover.asked(self._solver, []) == z3.unsat:
            return Impossible()
        self._solver.add(*self._prover.learn_first(self._twins))
        is_narrowed = False
        preferred = self._prover.preferred(self._twins, self._free)
        for _ in range(ATTEMPTS):
            status = self._check(preferred)
            if status == z3.unknown:
                return Undecided(TOO_HARD)
            if status == z3.unsat:
                return Undecided(NO_TEXT) if is_narrowed else Impossible()
            model = self._solver.model()
            one, two = Model(conditions, model), Model(self._twins.second.conditions, model)
            pair, is_right = self._prover.make_real(one, two, self._free)
            found = None if pair is None else self._prover.replay(pair, self._question, self._prover.part_for(self._question, self._free))
            if found is not None:
                return self._prover.shrink(found, self._question, self._free)
            learned = [*self._learn(one), *self._learn(two)]
            self._solver.add(*learned)
            if not is_right or not learned:
                is_narrowed = True
                self._solver.add(z3.Or(one.blocking(), two.blocking()))
        return Undecided(NO_INPUT)

    def _learn(self, model: Model) -> list[Formula]:
        conditions = self._twins.first.conditions
        moment = model.moment()
        return [*pin_shifts(conditions, model.starts()), *pin_tests(conditions, [moment], moment)]

    def _check(self, preferred: list[Formula]) -> Formula:
        for wishes in (preferred, preferred[1:], preferred[:1]):
            if self._prover.asked(self._solver, wishes) == solver().sat:
                return solver().sat
        return self._prover.asked(self._solver, [])


def _smaller(pair: PossiblePair, declaration: Any, free: frozenset[str]) -> Iterator[tuple[Facts, Facts]]:  # noqa: ANN401
    """Yield the pair with something simpler in place of one fact, simplest first: in both inputs, or in one where it may differ."""
    path = declaration.path
    one, two = pair.first.facts, pair.second.facts
    if path not in free:
        for value in simpler_values(declaration, one[path]) if path in one else ():
            yield _with(one, path, value), _with(two, path, value)
        return
    if one.get(path) != two.get(path):
        yield one, _with(two, path, one.get(path))
        yield _with(one, path, two.get(path)), two
        for value in simpler_values(declaration, one[path]) if path in one else ():
            if value != two.get(path):
                yield _with(one, path, value), two
        for value in simpler_values(declaration, two[path]) if path in two else ():
            if value != one.get(path):
                yield one, _with(two, path, value)
    else:
        for value in simpler_values(declaration, one[path]) if path in one else ():
            yield _with(one, path, value), _with(two, path, value)


def _with(facts: Facts, path: str, value: Any) -> Facts:  # noqa: ANN401
    others = {each: told for each, told in facts.items() if each != path}
    return others if value is None else others | {path: value}
