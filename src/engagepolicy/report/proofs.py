"""What can be proved of a compiled ruleset, as messages: contradictions with an example, and text that can never matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from engagepolicy.analysis.catalogue import catalogue, further_conflict
from engagepolicy.analysis.parts import Parts, asks_what_is_known
from engagepolicy.analysis.redundancy import Redundancy
from engagepolicy.analysis.resolutions import FIRST_RESPONSE, RESOLUTION, find_resolver, resolutions_first
from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_promises import ResolutionFirst
from engagepolicy.diagnostics.messages_proofs import (
    AddsNothing,
    ConditionSettled,
    IdleOverride,
    IdlePart,
    NeverApplies,
    NotDecided,
    RulesConflict,
    WhyDead,
)
from engagepolicy.explanation.wording import render_expression, render_value
from engagepolicy.ir.constraints import Constraint
from engagepolicy.ir.expressions import ALWAYS, named_in
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import Promise, ServedCountry
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.proving.drafts import DraftProver
from engagepolicy.proving.expectations import expect_outcome
from engagepolicy.proving.obligations import Impossible, Kind, Obligation, Possible, Undecided, Witness
from engagepolicy.proving.pairs import PairProver
from engagepolicy.proving.prover import MILLISECONDS, Prover
from engagepolicy.proving.test_blocks import render_test_block
from engagepolicy.report.agenda import (
    ANSWERS,
    BANDS,
    CHANGES,
    CLIMBS,
    COUNTRIES,
    DEADLINES,
    DRAFT_CONDITIONS,
    EXCLUSIONS,
    ORDERS,
    OVERLAPS,
    PARTS,
    PROMISES,
    RESOLUTIONS,
    REVIEWS,
    ROSTERS,
    TERMS,
    UNKNOWNS,
    Agenda,
    item_of_obligation,
    items_of,
)
from engagepolicy.report.climbs import judge_climbs
from engagepolicy.report.coverage_proofs import CoverageProofs
from engagepolicy.report.draft_conditions import judge_draft_conditions
from engagepolicy.report.draft_promises import judge_draft_promise
from engagepolicy.report.exclusions import judge_exclusion
from engagepolicy.report.fix_proofs import FixProofs
from engagepolicy.report.gaps import judge_bands, judge_deadlines, judge_overlaps, judge_rosters, judge_unanswered, judge_unknowns
from engagepolicy.report.inversions import judge_orders
from engagepolicy.report.promises import Judged, judge_promise
from engagepolicy.report.review_proofs import ReviewProofs
from engagepolicy.report.rulesets import Proved, is_shipped_file
from engagepolicy.report.terms import judge_terms
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers
from engagepolicy.source import SourceText, Span
from engagepolicy.values.amounts import Amount, NotBefore
from engagepolicy.values.lattices import join

PAIRS_AT_MOST = 20
"""How many pairs of rules that contradict each other are shown for one outcome."""

_UNDECIDED = {
    Kind.CONFLICT: "whether rules can give `{0}` two values",
    Kind.NEVER_APPLIES: "whether `{0}` can ever apply",
    Kind.NEVER_TRUE: "whether `{0}` can ever be true",
    Kind.ALWAYS_TRUE: "whether `{0}` is always true",
    Kind.NEVER_WITHDRAWS: "whether `{0}` ever meets `{1}`, which it overrides",
}


class Proofs:
    """The proofs of one compiled ruleset."""

    def __init__(
        self,
        program: Program,
        sources: Mapping[str, SourceText],
        promises: Sequence[Promise] = (),
        milliseconds: int = MILLISECONDS,
        is_interrupted: Callable[[], bool] = lambda: False,
        served: Sequence[ServedCountry] = (),
    ) -> None:
        """Take the program, the texts it was made of by name, its promises, what a `Prover` takes, and the countries it is for."""
        self._program = program
        self._sources = sources
        self._promises = promises
        self._served = served
        self._prepared = Prepared(program)
        self._prover = Prover(self._prepared, milliseconds, is_interrupted)
        self._pairs = PairProver(self._prepared, milliseconds, is_interrupted)
        self._limits = (milliseconds, is_interrupted)
        self._parts = Parts(program, self._prover)
        self._settled: set[str] = set()
        self._hasty: set[str] = set()
        """Rules of which it was told that their resolution comes before the first response."""
        self.promises_kept = 0
        self.agenda = Agenda()

    def run(self) -> Iterator[Diagnostic]:
        """Yield a message for every promise and obligation that does not hold, or that could not be decided."""
        agenda = self.agenda
        agenda.plan(items_of(self._program, self._promises, has_countries=bool(self._served)))
        for promise in agenda.striking(self._promises, lambda each: (PROMISES, each.name)):
            judged = self._judge(promise)
            self.promises_kept += judged.is_kept
            yield from judged.diagnostics
        for obligation in agenda.striking(catalogue(self._program), item_of_obligation):
            if self._follows(*obligation.subject):
                continue
            must_be_impossible = obligation.must_be == "impossible"
            answer = self._prover.answer(obligation.question, shown=must_be_impossible)
            match answer:
                case Undecided(because=because):
                    yield NotDecided(self._span_of(obligation), _UNDECIDED[obligation.kind].format(*obligation.subject), because)
                case Possible(witness=witness) if must_be_impossible:
                    yield from self._conflicts(obligation.subject[0], witness)
                case Impossible() if not must_be_impossible:
                    self._settled.add(obligation.subject[0])
                    yield from self._dead(obligation)
        for exclusion in agenda.striking(self._program.exclusions, lambda each: (EXCLUSIONS, each.name)):
            yield from judge_exclusion(exclusion, self._program, self._prover, self._place)
        yield from self._idle_parts()
        yield from self._redundant()
        yield from agenda.striking_once(RESOLUTIONS, self._resolutions())
        yield from self._of_time_and_order()
        yield from agenda.striking_once(TERMS, judge_terms(self._program, self._sources, self._place, self._is_own_place))
        yield from agenda.striking_once(DRAFT_CONDITIONS, self._draft_conditions())
        yield from agenda.striking_once(REVIEWS, self._reviews())
        yield from agenda.striking_once(COUNTRIES, self._countries())

    def _judge(self, promise: Promise) -> Judged:
        place = self._place(promise.place)
        if promise.about == "draft":
            return judge_draft_promise(promise, self._program, self._draft_prover, place)
        return judge_promise(promise, self._prepared, self._prover, self._pairs, place)

    def _reviews(self) -> Iterator[Diagnostic]:
        """Yield what does not hold of the constraints on decisions and on drafts."""
        if self._program.constraints_on("decision"):
            yield from ReviewProofs(self._prepared, "decision", self._prover, self._place, self._is_own).run()
        if self._program.constraints_on("draft"):
            yield from ReviewProofs(self._prepared, "draft", self._draft_prover, self._place, self._is_own, self._settled).run()
            yield from FixProofs(self._prepared, self._draft_prover, self._place, self._is_own).run()

    def _draft_conditions(self) -> Iterator[Diagnostic]:
        if any(each.record == "draft" for each in self._program.conditions):
            yield from judge_draft_conditions(self._program, self._draft_prover, self._place, self._is_own_place, self._settled)

    def _countries(self) -> Iterator[Diagnostic]:
        """Yield what does not hold of the countries that the ruleset is for."""
        if self._served:
            served = [(each, self._place(each.place)) for each in self._served]
            yield from CoverageProofs(self._program, self._draft_prover).run(served)

    @cached_property
    def _draft_prover(self) -> DraftProver:
        return DraftProver(self._program, *self._limits)

    def _is_own(self, constraint: Constraint) -> bool:
        """Whether it is not of a shipped ruleset that this one uses."""
        return self._is_own_place(constraint.place)

    def _is_own_place(self, place: Place | None) -> bool:
        first = next(iter(self._sources), None)
        return place is None or place.file == first or not is_shipped_file(place.file)

    def _idle_parts(self) -> Iterator[Diagnostic]:
        conditions = (each for each in self._program.conditions if each.record == INTERACTION)
        taken_apart = [
            *((each.name, each.place, self._parts.find_idle(each.expression)) for each in conditions),
            *((rule.id, rule.place, self._parts.find_idle_of(rule)) for rule in self._program.rules),
        ]
        for name, place, parts in self.agenda.striking(taken_apart, lambda each: (PARTS, each[0])):
            if self._follows(name):
                continue
            for part, answer in parts:
                match answer:
                    case Impossible():
                        yield IdlePart(self._place(place), name, render_expression(part))
                    case Undecided(because=because):
                        yield NotDecided(self._place(place), f"whether `{render_expression(part)}` matters in `{name}`", because)
                    case Possible():
                        pass

    def _of_time_and_order(self) -> Iterator[Diagnostic]:
        """Yield what is told of two interactions at once, of what falls through, and of what comes too late."""
        start = self._place(None)
        once = self.agenda.striking_once
        yield from once(ORDERS, judge_orders(self._prepared, self._pairs, self._promises, self._span_of_rule, start))
        yield from once(UNKNOWNS, judge_unknowns(self._prepared, self._pairs, self._span_of_rule, start))
        yield from once(BANDS, judge_bands(self._prepared, self._prover, self._span_of_rule))
        yield from once(OVERLAPS, judge_overlaps(self._prepared, self._prover, self._span_of_rule))
        yield from once(DEADLINES, judge_deadlines(self._prepared, self._prover, self._span_of_rule, start))
        yield from once(ANSWERS, judge_unanswered(self._prepared, self._prover, self._span_of_rule, start))
        yield from once(CLIMBS, judge_climbs(self._program, self._place, mind_resolutions=not self._hasty))
        yield from once(ROSTERS, judge_rosters(self._prepared, self._span_of_roster))

    def _resolutions(self) -> Iterator[Diagnostic]:
        """Yield a message for each rule that wants a resolution before the first response, with what it wants at the strictest."""
        told = self._hasty
        for amount, question in resolutions_first(self._program):
            answer = self._prover.answer(question)
            if isinstance(answer, Undecided):
                what = f"whether a resolution within {amount} can be due before the first response"
                yield NotDecided(self._place(None), what, answer.because)
            elif isinstance(answer, Possible):
                rule = find_resolver(answer.witness.trace, amount)
                if rule not in told:
                    told.add(rule)
                    yield self._resolution_first(rule, answer.witness)

    def _resolution_first(self, rule: str, witness: Witness) -> Diagnostic:
        wanted = {name: ", ".join(sorted(map(str, self._amounts(witness, name)))) for name in (RESOLUTION, FIRST_RESPONSE)}
        expected = [expect_outcome(name, self._program, witness.trace) for name in wanted]
        block = render_test_block(self._program, INTERACTION, witness, f"{rule}: resolution before first response", expected)
        return ResolutionFirst(self._place(self._rule_place(rule)), rule, wanted[RESOLUTION], wanted[FIRST_RESPONSE], block)

    def _amounts(self, witness: Witness, outcome: str) -> frozenset[Amount]:
        value = witness.trace.settlements[outcome].value
        assert isinstance(value, frozenset)
        return frozenset(each for each in value if not isinstance(each, NotBefore))

    def _redundant(self) -> Iterator[Diagnostic]:
        redundancy = Redundancy(self._program, self._prover)
        candidates = tuple(redundancy.candidates())
        asked = {each.id for each in candidates}
        for each in self._program.rules:
            if each.id not in asked:
                self.agenda.strike((CHANGES, each.id))
        for rule in self.agenda.striking(candidates, lambda each: (CHANGES, each.id)):
            if self._follows(rule.id):
                continue
            answer, others = redundancy.answer(rule)
            match answer:
                case Undecided(because=because):
                    yield NotDecided(self._place(rule.place), f"whether `{rule.id}` ever changes a decision", because)
                case Impossible():
                    yield AddsNothing(self._place(rule.place), rule.id, others)
                case Possible():
                    pass

    def _follows(self, name: str, *others: str) -> bool:
        """Whether it is about something of which a message was given already, or that reads such a thing."""
        rule, condition = self._program.rule_by_id.get(name), self._program.condition_by_name.get(name)
        expression = rule.condition if rule is not None else ALWAYS if condition is None else condition.expression
        return not self._settled.isdisjoint({name, *others, *named_in(expression)})

    # --- contradictions

    def _conflicts(self, outcome: str, witness: Witness) -> Iterator[Diagnostic]:
        """Yield a message for each pair of rules that contradict each other; each time the pairs already told are ruled out."""
        pairs: list[tuple[str, str]] = []
        while len(pairs) < PAIRS_AT_MOST:
            one, two = self._clashing(outcome, witness)
            pairs.append((one, two))
            yield self._conflict(outcome, one, two, witness)
            answer = self._prover.answer(further_conflict(outcome, tuple(pairs)).question)
            if not isinstance(answer, Possible):
                return
            witness = answer.witness

    def _clashing(self, outcome: str, witness: Witness) -> tuple[str, str]:
        declaration = self._program.outcome_by_name[outcome]
        standing = witness.trace.settlements[outcome].standing
        return next(
            (one.rule, two.rule)
            for place, one in enumerate(standing)
            for two in standing[place + 1 :]
            if join(declaration.merge, declaration.type, [one.value, two.value]).is_conflict
        )

    def _conflict(self, outcome: str, one: str, two: str, witness: Witness) -> Diagnostic:
        declaration = self._program.outcome_by_name[outcome]
        locked = [self._program.rule_by_id[each].is_locked for each in (one, two)]
        if locked == [False, True]:  # what is told to override the other is the first
            one, two = two, one
        given = {claim.rule: claim.value for claim in witness.trace.settlements[outcome].standing}
        expected = [f"rule {one} applied, rule {two} applied", f"conflict on {outcome}"]
        block = render_test_block(self._program, INTERACTION, witness, f"{one} and {two}", expected)
        values = (render_value(given[one], declaration.type), render_value(given[two], declaration.type))
        places = [self._place(self._rule_place(each)) for each in (one, two)]
        return RulesConflict(places[0], outcome, (one, two), values, places[1], block, all(locked))

    # --- what can never matter

    def _dead(self, obligation: Obligation) -> Iterator[Diagnostic]:
        span = self._span_of(obligation)
        name = obligation.subject[0]
        match obligation.kind:
            case Kind.NEVER_APPLIES:
                why = self._why_dead(name)
                clash = self._parts.find_clash(self._program.rule_by_id[name].condition) if why == "condition" else ()
                if not any(map(asks_what_is_known, clash)):
                    yield NeverApplies(span, name, why, tuple(map(render_expression, clash)))
            case Kind.NEVER_TRUE | Kind.ALWAYS_TRUE:
                condition = self._program.condition_by_name[name]
                if not asks_what_is_known(condition.expression):
                    yield ConditionSettled(span, condition.kind, name, obligation.kind is Kind.ALWAYS_TRUE)
            case _:
                yield IdleOverride(span, name, obligation.subject[1])

    def _why_dead(self, name: str) -> WhyDead:
        rule = self._program.rule_by_id[name]
        may_be_true = self._prover.answer(Answers(rule.condition, truth=True), shown=False)
        if isinstance(may_be_true, Impossible):
            return "condition"
        return "earlier rows" if rule.group is not None else "window"

    # --- places

    def _rule_place(self, name: str) -> Place | None:
        return self._program.rule_by_id[name].place

    def _span_of_rule(self, name: str) -> Span:
        return self._place(self._rule_place(name))

    def _span_of_roster(self, name: str) -> Span:
        """Return the line on which the roster is declared; a program does not say where that is."""
        for source in self._sources.values():
            found = re.search(rf"^[ \t]*roster[ \t]+{re.escape(name)}\b", source.text, re.MULTILINE)
            if found is not None:
                return self._place(Place(source.name, 1 + source.text.count("\n", 0, found.end())))
        return self._place(None)

    def _span_of(self, obligation: Obligation) -> Span:
        name = obligation.subject[0]
        if name in self._program.rule_by_id:
            return self._place(self._rule_place(name))
        condition = self._program.condition_by_name.get(name)
        return self._place(None if condition is None else condition.place)

    def _place(self, place: Place | None) -> Span:
        """Return the line of the place; the beginning of the first text where there is none."""
        source = next(iter(self._sources.values())) if place is None else self._sources[place.file]
        line = 1 if place is None else place.line
        start = source.line_starts[line - 1]
        text = source.line_text(line)
        indent = len(text) - len(text.lstrip())
        return Span(source, start + indent, start + len(text))


def prove(compiled: Compiled, milliseconds: int = MILLISECONDS, is_interrupted: Callable[[], bool] = lambda: False) -> Proved:
    """Return what does not hold of a ruleset, or could not be decided; nothing for one with errors, which has no meaning yet.

    An interruption, from the keyboard or told by `is_interrupted`, ends it with what was found until then.
    """
    if compiled.program is None:
        return Proved(())
    sources = {source.name: source for source in compiled.sources}
    proofs = Proofs(compiled.program, sources, compiled.promises, milliseconds, is_interrupted, compiled.served)
    found: list[Diagnostic] = []
    try:
        found.extend(proofs.run())
    except KeyboardInterrupt:
        return Proved(tuple(found), proofs.promises_kept, is_interrupted=True, left=proofs.agenda.left)
    return Proved(tuple(found), proofs.promises_kept)
