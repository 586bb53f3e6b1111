"""What is asked of a policy: each function gives the obligations of one kind, sorted by whom they are about.

Which rules change nothing is found out step by step, in `redundancy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engagepolicy.ir.expressions import ALWAYS, Named
from engagepolicy.ir.program import Condition, Program
from engagepolicy.proving.obligations import Kind, Obligation
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, IsInConflict, NotSo, Question, Stands
from engagepolicy.values.lattices import join


def conflicts(program: Program) -> Iterator[Obligation]:
    """No input makes rules give an outcome values that cannot be merged."""
    for outcome in program.outcomes:
        values = {each.value for rule in program.rules for each in rule.contributions if each.outcome == outcome.name}
        if len(values) > 1 and join(outcome.merge, outcome.type, values).is_conflict:
            yield Obligation(Kind.CONFLICT, (outcome.name,), IsInConflict(outcome.name))


def further_conflict(outcome: str, known: tuple[tuple[str, str], ...]) -> Obligation:
    """No input makes an outcome conflict but where one of these pairs of rules stands together."""
    others: tuple[Question, ...] = tuple(NotSo(Both((Stands(one, outcome), Stands(two, outcome)))) for one, two in known)
    return Obligation(Kind.CONFLICT, (outcome,), Both((IsInConflict(outcome), *others)))


def dead_rules(program: Program) -> Iterator[Obligation]:
    """Every rule and row applies to some input."""
    for rule in program.rules:
        if rule.condition != ALWAYS or rule.group is not None:
            yield Obligation(Kind.NEVER_APPLIES, (rule.id,), Applies(rule.id), "possible")


def settled_conditions(program: Program) -> Iterator[Obligation]:
    """Every definition and segment of interactions is true of some input and not true of another."""
    yield from settled_among(condition for condition in program.conditions if condition.record == "interaction")


def settled_among(conditions: Iterable[Condition]) -> Iterator[Obligation]:
    """Every one of the conditions on one record is true of some input and not true of another."""
    for condition in conditions:
        true = Answers(Named(condition.name), truth=True)
        yield Obligation(Kind.NEVER_TRUE, (condition.name,), true, "possible")
        yield Obligation(Kind.ALWAYS_TRUE, (condition.name,), NotSo(true), "possible")


def idle_overrides(program: Program) -> Iterator[Obligation]:
    """Every override meets, for some input, the rule that it overrides; that of a table, some row of it."""
    for rule in program.rules:
        given = {each.outcome for each in rule.contributions}
        met: dict[str, list[Question]] = {}
        for base in rule.overrides:
            if given & {each.outcome for each in program.rule_by_id[base].contributions}:
                met.setdefault(base.partition("[")[0], []).append(Both((Applies(rule.id), Applies(base))))
        for owner, questions in met.items():
            yield Obligation(Kind.NEVER_WITHDRAWS, (rule.id, owner), Either(tuple(questions)), "possible")


def catalogue(program: Program) -> Iterator[Obligation]:
    """Yield every obligation of a policy that nobody has to write down."""
    yield from conflicts(program)
    yield from settled_conditions(program)
    yield from dead_rules(program)
    yield from idle_overrides(program)
