"""Asks the solver, makes its models real, and believes only what the interpreter repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from time import monotonic
from typing import Any

from engagepolicy.backends.interpreter import run
from engagepolicy.backends.smt.conditions import Conditions
from engagepolicy.backends.smt.decisions import Decisions
from engagepolicy.backends.smt.facts import MOMENT
from engagepolicy.backends.smt.models import Model, same_moment, short_lists
from engagepolicy.backends.smt.pinning import UsualPins, pin_shifts, pin_tests
from engagepolicy.backends.smt.relevance import Needs, Relevance, narrow, union_of
from engagepolicy.backends.smt.sliced import SlicedDecisions
from engagepolicy.backends.smt.terms import Formula, solver
from engagepolicy.ir.program import FactDeclaration
from engagepolicy.proving.deriving import Deriver
from engagepolicy.proving.moments import find_moments, find_starts
from engagepolicy.proving.obligations import Answer, Impossible, Possible, Undecided, Witness
from engagepolicy.proving.pool import Made, Pool
from engagepolicy.proving.realising import Realiser
from engagepolicy.proving.seeds import Seeds
from engagepolicy.proving.slices import SLICES_KEPT, Slices, rules_asked
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Applies, Question, Stands, expressions_in, holds
from engagepolicy.runtime.trace import Trace
from engagepolicy.values.types import StringType

ATTEMPTS = 12
"""How many models are made real before a question is left undecided."""
MILLISECONDS = 5_000
"""How long the solver may think about one question, in all its attempts."""
NO_TEXT = "no text was found in which the text tests come out as they would have to"
NO_INPUT = "what the solver found could not be made into an input that behaves so"
TOO_HARD = "the solver gave no answer in time"


class Prover:
    """Answers questions about all inputs of one program. Not shared by threads."""

    def __init__(
        self, prepared: Prepared, milliseconds: int = MILLISECONDS, is_interrupted: Callable[[], bool] = lambda: False
    ) -> None:
        """Take the program, how long the solver may think about one question, and what says that nobody waits for answers any more.

        Then the next question raises KeyboardInterrupt.
        """
        self._prepared = prepared
        self._decisions = Decisions(prepared)
        self._milliseconds = milliseconds
        self._is_interrupted = is_interrupted
        self._moments = find_moments(prepared)
        self._slices = Slices(prepared)
        self._usual = UsualPins(self._moments, find_starts(self._moments))
        self._relevance = Relevance(prepared.program)
        self._realiser = Realiser(prepared)
        self._deriver = Deriver(prepared, self._slices.givers)
        self._sliced: dict[frozenset[str], SlicedDecisions] = {}
        self._slices_made = 0

    def answer(self, question: Question, *, shown: bool = True) -> Answer:
        """Return whether any input answers the question with yes.

        A witness that is to be `shown` is made as small as it goes and replayed in the whole program; else it may be any decision
        that was made before, or one of the part that the question depends on.
        """
        self._mind_interruption()
        known = None if shown else self._known(question)
        if known is not None:
            return Possible(known)
        answer = self._solve(question, shown=shown)
        if isinstance(answer, Possible) and not shown:
            self.pool.offer(answer.witness.facts, answer.witness.as_of)
        return answer

    def _known(self, question: Question) -> Witness | None:
        """Return an input that answers yes, if there is one among those decided on or one is easily worked out."""
        if not isinstance(question, Applies | Stands):  # it takes longer to ask all decisions than to work out one more
            return self._derive(question) or self.pool.find(question)
        known = self.pool.find(question)
        if known is None:
            known = self._derive(question)
            if known is not None:
                self.pool.offer(known.facts, known.as_of)
        return known

    @cached_property
    def pool(self) -> Pool:
        """The decisions of the whole program made so far; the first are of inputs that are worth trying."""
        pool = Pool(lambda facts, moment: run(self._slices.around(facts), facts, moment))
        for facts in Seeds(self._prepared).make():
            pool.add(facts, facts[MOMENT])
        return pool

    def find_tried(self, question: Question) -> Witness | None:
        """Return a small witness made of the decisions made so far, with no solver; None where none of them answers with yes."""
        found = self.pool.find(question)
        return None if found is None else self._shrink(found, question)

    def decide_part(self, question: Question, witness: Witness) -> Made:
        """Return the decision on the facts of a witness, of no more of the program than the question depends on."""
        trace = run(self._slices.of(question), witness.facts, witness.as_of)
        return Made(Witness(witness.facts, witness.as_of, trace))

    def ask(self, question: Question, *, shown: bool = False) -> Answer:
        """Return likewise, whatever was decided before."""
        self._mind_interruption()
        derived = None if shown else self._derive(question)
        return self._solve(question, shown=shown) if derived is None else Possible(derived)

    def _solve(self, question: Question, *, shown: bool) -> Answer:
        z3 = solver()
        decisions = self._decisions_on(question)
        formula = decisions.ask(question)
        self._solver = z3.SimpleSolver()  # a new one for each question: what others are about would only slow it down
        self._solver.set("ctrl_c", False)  # the solver would take the signal for itself, and may lose it
        self._ends_at = monotonic() + self._milliseconds / 1000
        conditions = narrow(decisions.conditions, self._relevant(question))
        self._solver.add(*conditions.axioms, formula)
        try:
            return self._search(question, conditions, shown=shown)
        except z3.Z3Exception as error:  # what the solver cannot do is no answer, and says so
            return Undecided(f"the solver refused: {error}")

    def _derive(self, question: Question) -> Witness | None:
        """Return an input that answers yes where one is easily worked out, with the decision of what the question depends on."""
        part = self._slices.of(question)
        tried = (self._replay(facts, question, part) for facts in self._deriver.derive(question))
        return next((each for each in tried if each is not None), None)

    def _decisions_on(self, question: Question) -> Decisions:
        """Return formulas of what the question depends on: those of the whole, unless some of it can be left out."""
        rules = self._slices.narrowed_for(question)
        if rules is None:
            return self._decisions
        if rules not in self._sliced:
            if len(self._sliced) >= SLICES_KEPT:
                self._sliced.clear()
            self._slices_made += 1
            part, mark = self._slices.of(question), f"part {self._slices_made} "
            self._sliced[rules] = SlicedDecisions(self._decisions, part, self._slices.independent, mark)
        return self._sliced[rules]

    @cached_property
    def _same_moment(self) -> Formula:
        return same_moment(self._decisions.conditions, self._moments)

    def _relevant(self, question: Question) -> Needs:
        """Return what the question reads, itself or through the rules that it depends on."""
        asked = map(self._relevance.of_expression, expressions_in(question))
        return union_of([self._relevance.of_rules(self._slices.rules_for(question)), *asked])

    def _search(self, question: Question, conditions: Conditions, *, shown: bool) -> Answer:
        z3 = solver()
        part = self._slices.of(question)
        preferred = [
            z3.And(self._same_moment, self._usual.plain_starts(conditions)),
            short_lists(conditions),
        ]
        because = ""
        known: set[int] = set()
        self._solver.add(*self._usual.pins(conditions))
        for _ in range(ATTEMPTS):
            status = self._check(preferred)
            if status == z3.unknown:
                return Undecided(TOO_HARD)
            if status == z3.unsat:
                return Undecided(because) if because else Impossible()
            model = Model(conditions, self._solver.model())
            witness, is_text_right = self._realise(model, question, part)
            if witness is not None:
                return Possible(self._shrink(witness, question) if shown else witness)
            learned = [*pin_shifts(conditions, model.starts()), *pin_tests(conditions, self._spelled(model), model.moment())]
            news = [each for each in learned if each.get_id() not in known]
            known.update(each.get_id() for each in learned)
            self._solver.add(*news)
            if not is_text_right or not news:
                because = because if is_text_right and because else NO_INPUT if is_text_right else NO_TEXT
                self._solver.add(self._other_than(model))
        return Undecided(NO_INPUT)

    def _realise(self, model: Model, question: Question, part: Prepared) -> tuple[Witness | None, bool]:
        """Return an input made of the model that answers yes, None where none was made; and whether its texts are as they have to be."""
        facts, is_text_right = self._realiser.make_real(model)
        return (None if facts is None else self._replay(facts, question, part)), is_text_right

    def _spelled(self, model: Model) -> list[str | datetime]:
        """Return the texts and moments of which it is looked up what tests find there."""
        return [*(each for each in model.facts().values() if isinstance(each, str | datetime)), *model.moments_asked()]

    def _other_than(self, model: Model) -> Formula:
        """Return that what could not be made real comes out in another way than in this model."""
        return model.blocking()

    def _check(self, preferred: list[Formula]) -> Formula:
        """Return the solver's answer; among models those with a plain moment and short lists come first."""
        z3 = solver()
        if self._asked(preferred) == z3.sat:
            return z3.sat
        status = self._asked(())
        is_granted = status == z3.sat and any(self._asked(wishes) == z3.sat for wishes in (preferred[1:], preferred[:1]))
        return status if is_granted or status != z3.sat else self._asked(())

    def _mind_interruption(self) -> None:
        if self._is_interrupted():
            raise KeyboardInterrupt

    def _asked(self, wishes: Iterable[Formula]) -> Formula:
        left = int(1000 * (self._ends_at - monotonic()))
        self._mind_interruption()
        if left <= 0:
            return solver().unknown
        self._solver.set("timeout", left)
        return self._solver.check(*wishes)

    def _replay(self, facts: Mapping[str, Any], question: Question, prepared: Prepared) -> Witness | None:
        part = prepared if prepared is self._prepared else self._slices.around(facts, prepared, tuple(rules_asked(question)))
        trace: Trace = run(part, facts, facts[MOMENT])
        return Witness(facts, facts[MOMENT], trace) if holds(question, trace) else None

    def _shrink(self, witness: Witness, question: Question) -> Witness:
        """Return the witness without what it does not need, with the decision of the whole program."""
        part = self._slices.of(question)
        schema = self._prepared.program.schema_by_name[self._prepared.record]
        for declaration in schema.fields:
            pending = declaration.path in witness.facts
            while pending:
                smaller = self._smaller(witness, declaration, question, part)
                pending = smaller is not None and declaration.path in smaller.facts
                witness = smaller or witness
        whole = self._replay(witness.facts, question, self._prepared)
        assert whole is not None, "a slice answers as the whole does"
        return whole

    def _smaller(self, witness: Witness, declaration: FactDeclaration, question: Question, part: Prepared) -> Witness | None:
        """Return the witness with something simpler in place of one fact; None where nothing simpler will do."""
        others = {path: value for path, value in witness.facts.items() if path != declaration.path}
        for simpler in simpler_values(declaration, witness.facts[declaration.path]):
            found = self._replay(others if simpler is None else others | {declaration.path: simpler}, question, part)
            if found is not None:
                return found
        return None


SECOND = timedelta(seconds=1)
LAST_SECOND = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def simpler_values(declaration: FactDeclaration, value: Any) -> list[Any]:  # noqa: ANN401
    """Return what may stand instead of a value, simplest first; None is a fact that is not known."""
    if value == declaration.default or value == "Hello":
        return []
    tries: list[Any] = []
    if declaration.is_optional and declaration.default is None:
        tries.append(None)
    if declaration.default is not None:
        tries.append(declaration.default)
    if isinstance(value, frozenset):
        tries += [frozenset(), *(frozenset({each}) for each in sorted(value, key=str))]
    if isinstance(value, tuple):
        tries += [value[:count] for count in range(len(value))]
    if isinstance(declaration.type, StringType):
        pieces = value.split(". ")
        tries += ["Hello", *(". ".join([*pieces[:place], *pieces[place + 1 :]]) for place in range(len(pieces)))]
    if isinstance(value, timedelta) and (value < SECOND or value.microseconds):
        tries += [SECOND, timedelta(seconds=value // SECOND + 1)] if value < timedelta.max - SECOND else []
    if isinstance(value, datetime) and value.microsecond:
        whole = value.replace(microsecond=0)
        tries += [whole, whole + timedelta(seconds=1)] if whole < LAST_SECOND else [whole]
    return [each for each in tries if each != value]


