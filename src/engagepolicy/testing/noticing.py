"""Examples that notice mistakes which a policy's own do not; mistakes that are proved to change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.program import Program
from engagepolicy.policy.policy import DRAFT, INTERACTION, Policy
from engagepolicy.proving.expectations import spoken_status
from engagepolicy.proving.obligations import Impossible, Possible
from engagepolicy.proving.prover import Prover
from engagepolicy.proving.test_blocks import render_facts_block
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.trace import Trace
from engagepolicy.testing.case_search import CaseSearch
from engagepolicy.testing.edits import Mutant
from engagepolicy.testing.examples import run_example
from engagepolicy.testing.expecting import expect_decision
from engagepolicy.testing.guards import Owner
from engagepolicy.testing.infection import Infection
from engagepolicy.testing.inputs_of import as_input, in_whole_seconds
from engagepolicy.testing.made_examples import MadeExample
from engagepolicy.testing.naming import fresh_name, shorten
from engagepolicy.testing.noticing_cases import NoticingCases
from engagepolicy.testing.noticing_drafts import NoticingDrafts
from engagepolicy.testing.noticing_questions import is_of_drafts, is_whole, owners_in, questions_about
from engagepolicy.testing.noticing_words import find_lost
from engagepolicy.testing.variants import Variant

MILLISECONDS = 1_000
"""How long the solver may think about one mistake: there are many, and each is only a suggestion."""

LONGEST_COMMENT = 200
"""How many characters a comment has that says what an example notices: patterns may be long."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An example as a `test` block, ready to be pasted, and the mistakes that it notices."""

    name: str
    block: str
    mutants: tuple[Mutant, ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Examples that notice mistakes, and the mistakes that are proved to change no decision."""

    examples: tuple[Notice, ...] = ()
    equivalent: frozenset[Mutant] = frozenset()


def find_noticing(
    policy: Policy, mutants: Sequence[Mutant], *, milliseconds: int = MILLISECONDS, seconds: float | None = None
) -> Noticed:
    """Return examples for those of the mistakes for which one was found: interactions and drafts by the prover, cases by trying.

    The solver may think about one question for so many `milliseconds`, and all of it takes about so many `seconds`.
    """
    ends_at = None if seconds is None else monotonic() + seconds

    def has_time() -> bool:
        return ends_at is None or monotonic() <= ends_at

    noticing = _Noticing(policy, milliseconds, has_time)
    for mutant in mutants:
        if not has_time():
            break
        noticing.look_for(mutant)
    return noticing.noticed()


@dataclass(slots=True)
class _Made:
    """An input that was made, its decision, and the mistakes that it notices."""

    facts: Mapping[str, Any]
    trace: Trace
    owners: list[Owner]
    mutants: list[Mutant] = field(default_factory=list)


class _Noticing:
    def __init__(self, policy: Policy, milliseconds: int, has_time: Callable[[], bool]) -> None:
        self._policy = policy
        self._prover = Prover(Prepared(policy.program), milliseconds)
        self._infection = Infection(policy.program)
        self._made: list[_Made] = []
        self._examples: list[MadeExample] = []
        self._equivalent: set[Mutant] = set()
        self._taken = {each.name for each in policy.examples}
        self._drafts = NoticingDrafts(policy, milliseconds, self._name)
        search = CaseSearch(policy, self._prover, has_time, set())
        self._cases = NoticingCases(policy, search, has_time, self._name)

    def noticed(self) -> Noticed:
        examples = [self._notice(each) for each in self._made]
        examples += [_notice_of(each) for each in self._examples]
        return Noticed(tuple(examples), frozenset(self._equivalent))

    def _name(self, mutant: Mutant) -> str:
        return fresh_name(f"{mutant.owner}: {mutant.kind}".replace("`", ""), self._taken)

    def look_for(self, mutant: Mutant) -> None:
        """Look for an example that notices the mistake; remember it, or that there is none."""
        variant = Variant(self._policy, mutant.edit.apply(self._policy.program))
        if self._is_noticed(mutant, variant):
            return
        if mutant.edit.is_of_time:
            self._keep(self._cases.find(mutant, variant))
        elif mutant.edit.lexicons:
            self._look_for_term(mutant, variant)
        elif is_of_drafts(mutant.edit):
            made, is_equivalent = self._drafts.find(mutant, variant)
            self._keep(made)
            self._equivalent |= {mutant} if is_equivalent else set()
        else:
            self._ask(mutant, variant)

    def _keep(self, made: MadeExample | None) -> bool:
        if made is not None:
            self._examples.append(made)
        return made is not None

    def _is_noticed(self, mutant: Mutant, variant: Policy) -> bool:
        """Whether an example that was made before notices it too."""
        for made in self._made:
            is_touched = mutant.edit.lexicons or self._infection.may_touch_decision(mutant.edit, made.trace)
            if is_touched and self._differs(made.facts, variant, made.owners):
                made.mutants.append(mutant)
                return True
        for each in self._examples:
            is_alike = is_of_drafts(mutant.edit) if each.example.case is None else mutant.edit.is_of_time
            if (is_alike or mutant.edit.lexicons) and not run_example(variant, each.example).holds:
                each.mutants.append(mutant)
                return True
        return False

    def _ask(self, mutant: Mutant, variant: Policy) -> None:
        program = self._policy.program
        owners = owners_in(program, mutant.edit)
        answers = []
        for question in questions_about(program, mutant.edit):
            answer = self._prover.answer(question)
            answers.append(answer)
            if isinstance(answer, Possible) and self._take(answer.witness.facts, variant, owners, mutant):
                return
        if answers and is_whole(program, mutant.edit) and all(isinstance(each, Impossible) for each in answers):
            self._equivalent.add(mutant)

    def _look_for_term(self, mutant: Mutant, variant: Policy) -> None:
        """Write what only the term finds where a condition comes down to finding it."""
        lost = find_lost(self._policy.program, mutant.edit)
        if lost.is_found_anyway:
            self._equivalent.add(mutant)
            return
        for site in lost.sites:
            prover = self._drafts.prover if site.record == DRAFT else self._prover
            answer = prover.answer(site.question)
            if not isinstance(answer, Possible):
                continue
            inputs = [{**answer.witness.facts, site.path: text} for text in lost.texts]
            if site.record == DRAFT and self._keep(self._drafts.make(inputs, mutant, variant)):
                return
            if site.record != DRAFT and any(self._take(each, variant, [site.owner], mutant) for each in inputs):
                return

    def _take(self, facts: Mapping[str, Any], variant: Policy, owners: list[Owner], mutant: Mutant) -> bool:
        """Keep an input if the mistake shows there in something that an example can expect."""
        for up in (False, True):
            whole = in_whole_seconds(facts, up=up)
            if self._differs(whole, variant, owners):
                trace = self._decide(self._policy, whole)
                if trace is not None:
                    self._made.append(_Made(whole, trace, owners, [mutant]))
                    return True
        return False

    def _decide(self, policy: Policy, facts: Mapping[str, Any]) -> Trace | None:
        try:
            return policy.decide(as_input(policy.program, INTERACTION, facts)).evidence.trace
        except InvalidInput:
            return None

    def _differs(self, facts: Mapping[str, Any], variant: Policy, owners: Sequence[Owner]) -> bool:
        right, wrong = self._decide(self._policy, facts), self._decide(variant, facts)
        if right is None or wrong is None:
            return False
        program = self._policy.program
        return _tells(program, right, wrong, owners)

    def _notice(self, made: _Made) -> Notice:
        name = self._name(made.mutants[0])
        program = self._policy.program
        block = render_facts_block(program, INTERACTION, made.facts, name, expect_decision(program, made.trace, made.owners))
        return Notice(name, _say_mutants(made.mutants) + block, tuple(made.mutants))


def _notice_of(made: MadeExample) -> Notice:
    return Notice(made.name, _say_mutants(made.mutants) + made.block, tuple(made.mutants))


def _say_mutants(mutants: Iterable[Mutant]) -> str:
    return "".join(f"# notices {shorten(' '.join(f'{each.owner}: {each.words}'.split()), LONGEST_COMMENT)}\n" for each in mutants)


def _tells(program: Program, right: Trace, wrong: Trace, owners: Sequence[Owner]) -> bool:
    """Whether what an example expects of the right decision, as `expect_decision` has it, does not hold of the wrong one.

    Of sets and targets only what they have is expected, so one that has more is not told from them.
    """
    for each in program.outcomes:
        one, two = right.settlements[each.name], wrong.settlements[each.name]
        if one.is_conflict and not two.is_conflict:
            return True
        if isinstance(one.value, frozenset):
            if not one.value <= (two.value or frozenset()):
                return True
        elif one.value is not None and one.value != two.value:
            return True
    return any(_answers_tell(each, right, wrong) for each in owners)


def _answers_tell(owner: Owner, right: Trace, wrong: Trace) -> bool:
    if owner.kind == "segment":
        return (right.segments.get(owner.name) is True) is not (wrong.segments.get(owner.name) is True)
    if owner.name not in right.verdicts or owner.kind == "definition":
        return False
    one, two = (spoken_status(trace.verdicts[owner.name].status) for trace in (right, wrong))
    return one != two and (one != "not applied" or two == "applied")
