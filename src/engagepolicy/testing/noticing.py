"""Examples that notice mistakes which a policy's own do not, made by the prover; mistakes that are proved to change nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from engagepolicy.analysis.expectations import spoken_status
from engagepolicy.analysis.obligations import Impossible, Possible
from engagepolicy.analysis.prover import Prover
from engagepolicy.analysis.test_blocks import render_facts_block
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.expressions import Expression
from engagepolicy.ir.program import Program, Rule
from engagepolicy.policy.policy import INTERACTION, Policy
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, NotSo, Question, Stands
from engagepolicy.runtime.trace import Trace
from engagepolicy.testing.expecting import expect_decision
from engagepolicy.testing.guards import Owner, in_force, owner_of
from engagepolicy.testing.infection import Infection
from engagepolicy.testing.inputs_of import as_input, in_whole_seconds
from engagepolicy.testing.mutations import Edit, Mutant
from engagepolicy.testing.naming import fresh_name
from engagepolicy.testing.variants import Variant

MILLISECONDS = 1_000
"""How long the solver may think about one mistake: there are many, and each is only a suggestion."""


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
    """Return examples for those of the mistakes for which the prover has one.

    Mistakes in rules, definitions and segments are asked about; those in lexicons, constraints, merges and ladders are not. The solver may
    think about one question for so many `milliseconds`, and all of it takes about so many `seconds`.
    """
    noticing = _Noticing(policy, Prover(Prepared(policy.program), milliseconds))
    ends_at = None if seconds is None else monotonic() + seconds
    for mutant in mutants:
        if ends_at is not None and monotonic() > ends_at:
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
    def __init__(self, policy: Policy, prover: Prover) -> None:
        self._policy = policy
        self._prover = prover
        self._infection = Infection(policy.program)
        self._made: list[_Made] = []
        self._equivalent: set[Mutant] = set()

    def noticed(self) -> Noticed:
        taken = {each.name for each in self._policy.examples}
        return Noticed(tuple(self._notice(each, taken) for each in self._made), frozenset(self._equivalent))

    def look_for(self, mutant: Mutant) -> None:
        variant = Variant(self._policy, mutant.edit.apply(self._policy.program))
        owners = _owners(self._policy.program, mutant.edit)
        for made in self._made:
            if self._infection.may_touch_decision(mutant.edit, made.trace) and self._differs(made.facts, variant, made.owners):
                made.mutants.append(mutant)
                return
        questions = _questions(self._policy.program, mutant.edit)
        answers = []
        for question in questions:
            answer = self._prover.answer(question)
            answers.append(answer)
            if isinstance(answer, Possible) and self._take(answer.witness.facts, variant, owners, mutant):
                return
        if answers and _is_whole(self._policy.program, mutant.edit) and all(isinstance(each, Impossible) for each in answers):
            self._equivalent.add(mutant)

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

    def _notice(self, made: _Made, taken: set[str]) -> Notice:
        name = fresh_name(f"{made.mutants[0].owner}: {made.mutants[0].kind}".replace("`", ""), taken)
        told = "".join(f"# notices {' '.join(f'{each.owner}: {each.words}'.split())}\n" for each in made.mutants)
        program = self._policy.program
        block = render_facts_block(program, INTERACTION, made.facts, name, expect_decision(program, made.trace, made.owners))
        return Notice(name, told + block, tuple(made.mutants))


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


# --- what to ask


def _owners(program: Program, edit: Edit) -> list[Owner]:
    rules = [owner_of(program.rule_by_id[each.id]) for each in edit.rules]
    return [*rules, *(Owner("segment" if each.kind == "segment" else "definition", each.name) for each in edit.conditions)]


def _is_whole(program: Program, edit: Edit) -> bool:
    """Whether a mistake changes nothing at all where the answer to all that is asked about it is no."""
    if edit.conditions:
        return True
    old = [program.rule_by_id[each.id] for each in edit.rules]
    if len(old) == 1:
        return old[0].condition != edit.rules[0].condition and old[0].exception_to == edit.rules[0].exception_to
    return old[0].position != edit.rules[0].position


def _questions(program: Program, edit: Edit) -> list[Question]:
    """Return what has to happen for the mistake to show, what shows best first; nothing where it is not asked about."""
    if edit.conditions:
        each = edit.conditions[0]
        if each.record != INTERACTION:
            return []
        old = program.condition_by_name[each.name]
        return [_all(*in_force(each.about.window), _differ(old.expression, each.expression))]
    if not edit.rules:
        return []
    old_rule, new = program.rule_by_id[edit.rules[0].id], edit.rules[0]
    if old_rule.position != new.position:
        return _questions_of_order(old_rule, program.rule_by_id[edit.rules[1].id])
    if old_rule.condition != new.condition:
        return _questions_of_condition(program, old_rule, new)
    if old_rule.overrides != new.overrides:
        lost = [each for each in old_rule.overrides if each not in new.overrides]
        return [Both((Applies(old_rule.id), Applies(each))) for each in lost]
    if old_rule.contributions != new.contributions:
        changed = set(old_rule.contributions) ^ set(new.contributions)
        outcomes = sorted({each.outcome for each in changed})
        return [*(_alone(program, old_rule, each) for each in outcomes), *(Stands(old_rule.id, each) for each in outcomes)]
    return [Answers(old_rule.condition, truth=None)]


def _questions_of_order(one: Rule, two: Rule) -> list[Question]:
    """Return what has to happen for the order of two neighbours to matter: both would answer, or one keeps the other from being asked."""
    asked = _all(Applies(one.id), *in_force(two.about.window))
    kept = _all(Applies(two.id), *in_force(one.about.window))
    return [
        Both((asked, Answers(two.condition, truth=True))),
        Both((asked, NotSo(Answers(two.condition, truth=False)))),
        Both((kept, NotSo(Answers(one.condition, truth=False)))),
    ]


def _questions_of_condition(program: Program, old: Rule, new: Rule) -> list[Question]:
    earlier = [each for each in program.rules if each.group is not None and each.group == old.group and each.position < old.position]
    asked = [*in_force(old.about.window), *(NotSo(Applies(each.id)) for each in earlier)]
    truth = not old.applies_if_unknown
    one, two = Answers(old.condition, truth), Answers(new.condition, truth)
    applies_otherwise = Either((Both((one, NotSo(two))), Both((NotSo(one), two))))
    return [_all(*asked, applies_otherwise), _all(*asked, _differ(old.condition, new.condition))]


def _alone(program: Program, rule: Rule, outcome: str) -> Question:
    """Return whether what the rule gives to the outcome stands, and nothing of another does."""
    others = (each for each in program.rules if each.id != rule.id and any(one.outcome == outcome for one in each.contributions))
    return Both((Stands(rule.id, outcome), *(NotSo(Stands(each.id, outcome)) for each in others)))


def _differ(one: Expression, two: Expression) -> Question:
    """Return whether two conditions have different answers."""
    return Either(tuple(Both((Answers(one, truth), NotSo(Answers(two, truth)))) for truth in (True, False, None)))


def _all(*parts: Question) -> Question:
    return parts[0] if len(parts) == 1 else Both(parts)
