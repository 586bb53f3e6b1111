"""Holds what is proved of a ruleset against the decisions on all of its inputs, and against inputs that Hypothesis makes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as set_seed

from engagepolicy.analysis.catalogue import catalogue
from engagepolicy.analysis.promises import ask_parts
from engagepolicy.analysis.redundancy import Redundancy
from engagepolicy.backends.interpreter import run
from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_exclusions import ExcludedTogether
from engagepolicy.diagnostics.messages_promises import (
    EmptyPromise,
    Gap,
    PromiseFails,
    PurposeImpossible,
    ResolutionFirst,
    TierUnreached,
)
from engagepolicy.diagnostics.messages_proofs import (
    AddsNothing,
    ConditionSettled,
    IdleOverride,
    NeverApplies,
    NotDecided,
    RulesConflict,
)
from engagepolicy.ir.expressions import Named, walk
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import HasValue, Promise
from engagepolicy.policy.loading import compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.proving.obligations import Answer, Impossible, Possible, Undecided
from engagepolicy.proving.prover import Prover
from engagepolicy.report.proofs import prove
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import holds
from engagepolicy.testing import PropertyBroken, check_policy, interactions, run_examples
from tests.brute_force import Fault, Trial, is_applying
from tests.small_worlds import Facts
from tests.strategies_rulesets import Ruleset


@dataclass
class Agreement:
    """What was compared, by kind and answer, and whatever did not agree, each with the text of its ruleset."""

    rulesets: int = 0
    pairs: int = 0
    drawn: int = 0
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Agreement) -> None:
        """Take in what was compared elsewhere."""
        self.rulesets += other.rulesets
        self.pairs += other.pairs
        self.drawn += other.drawn
        self.answers += other.answers
        self.reasons += other.reasons
        self.disagreements += other.disagreements


class _Comparison:
    """One ruleset."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.found = Agreement(rulesets=1, pairs=len(ruleset.inputs))
        self.compiled: Compiled = compile_text(ruleset.text)
        assert self.compiled.program is not None, f"{[each.message for each in self.compiled.diagnostics]}\n{ruleset.text}"
        self.program: Program = self.compiled.program
        self.policy = Policy(self.program)
        self.prepared = Prepared(self.program)
        self.trial = Trial(self.program, ruleset.inputs)
        self.faults: dict[Fault, bool] = dict(self.trial.faults())

    def differ(self, what: str) -> None:
        self.found.disagreements.append(f"{what}\n\n{self.ruleset.text}")

    def count(self, kind: str, answer: str) -> None:
        self.found.answers[kind, answer] += 1

    # --- each obligation by itself

    def compare_obligations(self) -> None:
        prover = Prover(self.prepared)
        asked: set[Fault] = set()
        for obligation in catalogue(self.program):
            fault = (obligation.kind.value, obligation.subject)
            asked.add(fault)
            if fault not in self.faults:
                self.differ(f"nobody could tell that {fault} is asked")
                continue
            must_happen = obligation.must_be == "possible"
            answer = prover.answer(obligation.question, shown=not must_happen)
            self._compare(fault, answer, is_fault_possible=not must_happen)
            if isinstance(answer, Possible):
                trace = run(self.prepared, answer.witness.facts, answer.witness.as_of)
                if not holds(obligation.question, trace):
                    self.differ(f"the witness of {fault} shows nothing: {answer.witness.facts}")
        self._compare_redundancy(prover)
        for fault, is_so in self.faults.items():
            if is_so and fault not in asked and fault[0] != "changes nothing":
                self.differ(f"{fault} is so, and nobody asks")

    def _compare(self, fault: Fault, answer: Answer, *, is_fault_possible: bool) -> None:
        is_so = self.faults[fault]
        match answer:
            case Undecided(because=because):
                self.count(fault[0], "undecided")
                self.found.reasons[because] += 1
            case Possible() | Impossible():
                says = isinstance(answer, Possible) is is_fault_possible
                self.count(fault[0], "fails" if says else "holds")
                if says is not is_so:
                    self.differ(f"{fault}: proved {says}, by trying {is_so}; {answer}")

    def _compare_redundancy(self, prover: Prover) -> None:
        redundancy = Redundancy(self.program, prover)
        for rule in redundancy.candidates():
            answer, others = redundancy.answer(rule)
            self._compare(("changes nothing", (rule.id,)), answer, is_fault_possible=False)
            if isinstance(answer, Impossible):
                if self.trial.changes_without(rule.id):
                    self.differ(f"`{rule.id}` is said to change nothing, because of {others}, and the decisions without it are others")
                if not others and self.ever_applies(rule.id):
                    self.differ(f"`{rule.id}` is said to change nothing, because of no other")

    def ever_applies(self, rule: str) -> bool:
        return any(is_applying(trace, rule) for trace in self.trial.traces)

    # --- what people are told

    def compare_messages(self) -> None:
        proved = prove(self.compiled)
        told = {fault for each in proved.diagnostics if (fault := fault_of(each)) is not None}
        for fault in told:
            if not self.faults[fault]:
                self.differ(f"{fault} is told and is not so")
        undecided = [each.what for each in proved.diagnostics if isinstance(each, NotDecided)]
        for fault, is_so in self.faults.items():
            if is_so and fault not in told and not self._is_excused(fault, told, undecided):
                self.differ(f"{fault} is so and is not told")
        for promise in self.compiled.promises:
            self._compare_promise(promise, proved.diagnostics)
        self._compare_resolutions(proved.diagnostics)
        self._compare_exclusions(proved.diagnostics)
        self._compare_blocks(proved.diagnostics)

    def _is_excused(self, fault: Fault, told: set[Fault], undecided: list[str]) -> bool:
        """Whether it follows from what is told, or could not be decided; a rule that changes nothing need not always be told."""
        kind, subject = fault
        settled = {name for other, (name, *_) in told if other in ("never applies", "never true", "always true", "never withdraws")}
        rule, condition = self.program.rule_by_id.get(subject[0]), self.program.condition_by_name.get(subject[0])
        named = rule.condition if rule is not None else condition.expression if condition is not None else None
        read = set() if named is None else {part.name for part in walk(named) if isinstance(part, Named)}
        is_unknown = any(f"`{subject[0]}`" in each for each in undecided)
        return kind == "changes nothing" or is_unknown or not settled.isdisjoint({*subject, *read})

    def _compare_promise(self, promise: Promise, told: tuple[Diagnostic, ...]) -> None:
        outcome = self.trial.judge(promise)
        kind = "every interaction has" if promise.kind == "every" else promise.kind
        said = {found for each in told if (found := _told_of(promise, each)) is not None} or {"kept"}
        if "undecided" in said:
            self.count(kind, "undecided")
            return
        if said == {"kept"} and outcome == "empty" and self._is_emptiness_undecided(promise):
            self.count("promise about nothing", "undecided")
            return
        self.count(kind, "holds" if said == {"kept"} else "fails")
        if said != {outcome}:
            self.differ(f"promise {promise.name!r}: proved {said}, by trying {outcome}")
        unreached = [each for each in told if isinstance(each, TierUnreached)]
        if promise.kind == "every" and "tier" in promise.name and outcome == "kept":
            tiers = {tier for each in unreached for tier in each.tiers}
            if tiers != self.trial.unreached_tiers():
                self.differ(f"tiers that nothing reaches: proved {tiers}, by trying {self.trial.unreached_tiers()}")

    def _is_emptiness_undecided(self, promise: Promise) -> bool:
        return isinstance(Prover(self.prepared).answer(ask_parts(promise.given)), Undecided)

    def _compare_resolutions(self, told: tuple[Diagnostic, ...]) -> None:
        is_told, is_so = any(isinstance(each, ResolutionFirst) for each in told), self.trial.resolves_first()
        is_unknown = any(isinstance(each, NotDecided) and "before the first response" in each.what for each in told)
        self.count("resolution first", "fails" if is_told else "undecided" if is_unknown else "holds")
        if is_told is not is_so and not is_unknown:
            self.differ(f"a resolution before the first response: proved {is_told}, by trying {is_so}")

    def _compare_exclusions(self, told: tuple[Diagnostic, ...]) -> None:
        said = {each.exclusion for each in told if isinstance(each, ExcludedTogether)}
        undecided = [each.what for each in told if isinstance(each, NotDecided) and each.what.startswith("whether rules can ask for")]
        clashing = self.trial.clashing()
        for each in self.program.exclusions:
            self.count("exclusion", "fails" if each.name in said else "undecided" if undecided else "holds")
        if not said <= clashing or (said != clashing and not undecided):
            self.differ(f"exclusions that are met: proved {said}, by trying {clashing}")

    def _compare_blocks(self, told: tuple[Diagnostic, ...]) -> None:
        """Paste the `test` blocks of all messages behind the ruleset: they hold."""
        blocks = [each.example for each in told if isinstance(each, _SHOWN)]
        numbered = [block.replace('test "', f'test "{number} ', 1) for number, block in enumerate(blocks)]
        compiled = compile_text("\n".join([self.ruleset.text, *numbered]))
        if compiled.program is None:
            self.differ(f"a test block does not compile: {[each.message for each in compiled.diagnostics]} {numbered}")
            return
        for result in run_examples(Policy(compiled.program, compiled.examples)):
            self.count("test block", "holds" if result.holds else "fails")
            if not result.holds:
                self.differ(f"the test block {result.name} does not hold")

    # --- inputs made up at the boundaries of the policy

    def compare_drawn(self, drawn: Sequence[Facts]) -> None:
        """Decide inputs that Hypothesis made up for this policy: none shows what is so of no input."""
        self.found.drawn = len(drawn)
        trial = Trial(self.program, drawn)
        for fault, is_so in trial.faults():
            is_shown = is_so if fault[0] == "conflict" else not is_so
            is_shown_by_all = self.faults[fault] is (fault[0] == "conflict")
            if is_shown and not is_shown_by_all and fault[0] != "changes nothing":
                self.differ(f"{fault}: the drawn inputs say {is_so}, all inputs {self.faults[fault]}")
        for promise in self.compiled.promises:
            outcome, shown = self.trial.judge(promise), trial.judge(promise)
            if (shown == "broken" != outcome) or (promise.kind == "purpose" and shown == "kept" != outcome):
                self.differ(f"promise {promise.name!r}: the drawn inputs say {shown}, all inputs {outcome}")

    def compare_properties(self, examples: int) -> None:
        """Hold `check_policy` to it: where no rules contradict each other, it finds none that do."""
        conflicts = any(is_so for (kind, _), is_so in self.faults.items() if kind == "conflict") or bool(self.trial.clashing())
        try:
            check_policy(self.policy, examples=examples, allow_conflicts=conflicts)
        except PropertyBroken as broken:
            self.differ(str(broken))
        self.count("check_policy", "holds")


_SHOWN = RulesConflict | ExcludedTogether | PromiseFails | Gap | ResolutionFirst
"""Messages that show an input."""


def fault_of(told: Diagnostic) -> Fault | None:
    """Return what a message says is the matter."""
    match told:
        case RulesConflict(outcome=outcome):
            return "conflict", (outcome,)
        case NeverApplies(rule=rule):
            return "never applies", (rule,)
        case ConditionSettled(name=name, is_true=is_true):
            return "always true" if is_true else "never true", (name,)
        case IdleOverride(rule=rule, base=base):
            return "never withdraws", (rule, base)
        case AddsNothing(rule=rule):
            return "changes nothing", (rule,)
        case _:
            return None


def _told_of(promise: Promise, told: Diagnostic) -> str | None:
    match told:
        case PromiseFails(name=promise.name):
            return "broken"
        case EmptyPromise(name=promise.name):
            return "empty"
        case PurposeImpossible(name=promise.name):
            return "impossible"
        case Gap(outcome=outcome) if promise.promised[0].claim == HasValue(outcome):
            return "broken"
        case NotDecided(what=what) if f'"{promise.name}"' in what:
            return "undecided"
        case _:
            return None


def draw_inputs(policy: Policy, examples: int, seed: int) -> list[Facts]:
    """Return what Hypothesis makes up for a policy, as facts; the same for the same seed."""
    drawn: list[Facts] = []

    @settings(max_examples=examples, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @set_seed(seed)
    @given(interactions(policy))
    def draw(each: dict[str, Any]) -> None:
        drawn.append(policy.read(each))

    draw()
    return drawn


def compare(ruleset: Ruleset, draw: Callable[[Policy], Sequence[Facts]] = lambda _: (), examples: int = 0) -> Agreement:
    """Return what agrees of one ruleset, and what does not.

    `draw` makes up inputs for the policy; `examples` is how many `check_policy` tries, which it makes up itself.
    """
    comparison = _Comparison(ruleset)
    comparison.compare_obligations()
    comparison.compare_messages()
    drawn = draw(comparison.policy)
    if drawn:
        comparison.compare_drawn(drawn)
    if examples:
        comparison.compare_properties(examples)
    return comparison.found
