"""Answers questions about all drafts: computed facts are free for the solver, and a draft is only shown if they come out so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Any

from typing_extensions import override

from engagepolicy.backends.interpreter import Evaluation
from engagepolicy.backends.smt.decisions import Decisions
from engagepolicy.backends.smt.models import FreeText, Model
from engagepolicy.backends.smt.moments import AS_OF, DAY, PUBLISHED
from engagepolicy.backends.smt.terms import Formula, solver
from engagepolicy.disclosure.samples import TIED, make_samples
from engagepolicy.ir.program import Program
from engagepolicy.proving.obligations import Answer, Witness
from engagepolicy.proving.pool import Pool
from engagepolicy.proving.prover import MILLISECONDS, Prover
from engagepolicy.proving.realising import plain_facts
from engagepolicy.proving.texts import TextMaker
from engagepolicy.reviewing import NO_MOMENT, DisclosureFinder
from engagepolicy.runtime.facts import facts_in_utc
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.questions import Question, holds
from engagepolicy.runtime.trace import NO_TESTS, Trace

DRAFT = "draft"
TEXT = "text"
PLAIN = "Hello"
TEXTS_AT_MOST = 200
"""In how many of the texts that a policy spells out it is looked up what its tests find."""


class DraftProver(Prover):
    """Answers questions about the reviews of all drafts of one program. Not shared by threads."""

    def __init__(
        self, program: Program, milliseconds: int = MILLISECONDS, is_interrupted: Callable[[], bool] = lambda: False
    ) -> None:
        """Take the program, and what a `Prover` takes."""
        super().__init__(Prepared(program, DRAFT), milliseconds, is_interrupted)
        self._moments = [NO_MOMENT]  # no test block has to name it
        self._finder = DisclosureFinder(program)
        self.vocabularies = self._finder.vocabularies
        self._fields = program.schema_by_name[DRAFT].fields
        self._computed = frozenset(each.path for each in self._fields if each.is_computed)
        self._served: list[int] = []

    def review(self, facts: Mapping[str, Any]) -> Trace:
        """Return what a review of the facts of a draft is made from, with the computed facts among its own."""
        moment = self.moment_of(facts)
        told = facts_in_utc(facts)
        found = {**told, **self._finder(told, moment).facts}
        evaluation = Evaluation(Setting(self._prepared, moment), facts_in_utc(found), NO_TESTS)
        return Trace(evaluation.facts, moment, {}, {}, {}, evaluation.value, NO_TESTS)

    def moment_of(self, facts: Mapping[str, Any]) -> datetime:
        """Return the moment as of which a policy reviews a draft with these facts, in UTC."""
        published, day = facts.get(PUBLISHED), facts.get(DAY)
        if published is None and day is not None:
            published = datetime.combine(day, time(), self._prepared.zone)
        return NO_MOMENT if published is None else published.astimezone(UTC)

    @cached_property
    @override
    def pool(self) -> Pool:
        """The reviews made so far; the first are of a paid author's drafts that disclose it in different ways."""
        pool = Pool(lambda facts, _: self.review(facts))
        for sample in make_samples(self.vocabularies, self._tied, NO_MOMENT, 1) if self._paths >= TIED.keys() else ():
            pool.add(sample.apply(self._tied, PLAIN), NO_MOMENT)
        return pool

    # --- drafts made of models

    @override
    def _replay(self, facts: Mapping[str, Any], question: Question, prepared: Prepared) -> Witness | None:
        try:
            trace = self.review(facts)
        except OverflowError:  # a moment at the edge of the years 1 and 9999
            return None
        return Witness(facts, trace.as_of, trace) if holds(question, trace) else None

    @override
    def _derive(self, question: Question) -> Witness | None:
        """Return a draft that answers yes: what is given is worked out, what is computed comes with one of the samples."""
        for made in self._deriver.derive(question):
            wanted = {path: value for path, value in made.items() if path in self._paths and value != self._plain.get(path)}
            tries = self._tries({**self._tied, **wanted}, {path: value for path, value in wanted.items() if path != TEXT}, is_told=False)
            witness = self._first_of(tries, question, self._prepared)
            if witness is not None:
                return witness
        return None

    def _first_of(self, tries: Iterable[tuple[int, Mapping[str, Any]]], question: Question, part: Prepared) -> Witness | None:
        """Return the first of the drafts that answers yes; its sample is tried earlier from then on."""
        for place, each in tries:
            known = {path: value for path, value in each.items() if value is not None}
            witness = self._replay(known, question, part)
            if witness is not None:
                self._serve(place)
                return witness
        return None

    @override
    def _solve(self, question: Question, *, shown: bool) -> Answer:
        self._decisions = Decisions(self._prepared)  # what other questions read would be made up in this one's drafts
        return super()._solve(question, shown=shown)

    @property
    def _read(self) -> frozenset[str]:
        """The paths of the facts that the question reads, or that tell its moment."""
        return frozenset(path for path in self._decisions.conditions.facts.by_path if "[" not in path) - {AS_OF}

    @override
    def _realise(self, model: Model, question: Question, part: Prepared) -> tuple[Witness | None, bool]:
        made, is_text_right = self._realiser.make_real(model)
        if made is None:
            return None, False
        read = self._read
        told = {path: value for path, value in made.items() if path in read - self._computed}
        unknown = dict.fromkeys(read - told.keys() - self._computed)
        facts = {**self._plain, TEXT: PLAIN, **unknown, **told}
        if model.moment() != NO_MOMENT and self._publishes and not (facts.get(PUBLISHED) or facts.get(DAY)):
            facts[PUBLISHED] = model.moment()
        is_asked = not self._computed.isdisjoint(read)
        is_spelled = isinstance(model.facts().get(TEXT), str)
        witness = self._first_of(self._tries(facts, told, is_spelled) if is_asked else ((0, facts),), question, part)
        return witness, witness is not None or (is_text_right and not is_asked)

    def _tries(self, facts: Mapping[str, Any], wanted: Mapping[str, Any], is_told: bool) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield drafts that may have the computed facts wanted, with the number of the sample they are made by.

        What the model says of the other facts comes first, then less of it; those samples go before that served last.
        """
        text = str(facts[TEXT])
        samples = list(make_samples(self.vocabularies, facts, self.moment_of(facts)))
        order = [each for each in self._served if each < len(samples)]
        for place in dict.fromkeys((*order, *range(len(samples)))):
            made = samples[place].apply(facts, text)
            if is_told:
                made[TEXT] = text
            kept = {**made, **wanted, TEXT: made[TEXT]}
            yield place, kept
            if made != kept:
                yield place, made

    def _serve(self, place: int) -> None:
        """Remember that the sample was of use."""
        if place in self._served:
            self._served.remove(place)
        self._served.insert(0, place)

    @cached_property
    def _plain(self) -> dict[str, Any]:
        """The facts of a draft of which nothing is said."""
        return plain_facts(self._fields)

    @cached_property
    def _tied(self) -> dict[str, Any]:
        """The facts of a draft of an author who is paid, of which nothing else is said."""
        return {**self._plain, **{path: value for path, value in TIED.items() if path in self._paths}, TEXT: PLAIN}

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(each.path for each in self._fields)

    @cached_property
    def _publishes(self) -> bool:
        return any(each.path == PUBLISHED for each in self._fields)

    @override
    def _spelled(self, model: Model) -> list[str | datetime]:
        return [*super()._spelled(model), *self._decisions.conditions.strings.texts[:TEXTS_AT_MOST]]

    @override
    def _other_than(self, model: Model) -> Formula:
        maker = TextMaker(self._prepared, model.moment())
        free = ((path, each) for path, each in model.facts().items() if isinstance(each, FreeText))
        unmade = frozenset(path for path, each in free if maker.find_text(each.found, each.not_found) is None)
        if unmade:  # what other texts hold has no part in it
            return model.blocking(unmade)
        return solver().Or(model.blocking(), *map(model.differs, sorted(self._computed & self._read)))
