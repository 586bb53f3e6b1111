"""What has to happen for a mistake to show in a decision or a review, as questions for the prover."""

from __future__ import annotations

from itertools import combinations

from engagepolicy.analysis.reviews import Findings
from engagepolicy.ir.constraints import Constraint, breach_of
from engagepolicy.ir.expressions import Expression
from engagepolicy.ir.program import Condition, OutcomeDeclaration, Program, Rule
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.runtime.questions import (
    Answers,
    Applies,
    Both,
    Either,
    InForce,
    IsInConflict,
    NotSo,
    Question,
    Stands,
)
from engagepolicy.testing.edits import Edit
from engagepolicy.testing.guards import Owner, in_force, owner_of


def owners_in(program: Program, edit: Edit) -> list[Owner]:
    """Return the rules, definitions and segments that are changed."""
    rules = [owner_of(program.rule_by_id[each.id]) for each in edit.rules]
    return [*rules, *(Owner("segment" if each.kind == "segment" else "definition", each.name) for each in edit.conditions)]


def is_whole(program: Program, edit: Edit) -> bool:
    """Whether a mistake changes nothing at all where the answer to all that is asked about it is no."""
    if edit.conditions or edit.outcomes:
        return True
    if not edit.rules:
        return False
    old = [program.rule_by_id[each.id] for each in edit.rules]
    if len(old) == 1:
        return old[0].condition != edit.rules[0].condition and old[0].exception_to == edit.rules[0].exception_to
    return old[0].position != edit.rules[0].position


def questions_about(program: Program, edit: Edit) -> list[Question]:
    """Return what has to happen for a mistake to show in a decision, what shows best first; nothing where it is not asked about."""
    if edit.conditions:
        each = edit.conditions[0]
        return [_differs(program.condition_by_name[each.name], each)] if each.record == INTERACTION else []
    if edit.outcomes:
        return _questions_of_outcome(program, program.outcome_by_name[edit.outcomes[0].name], edit.outcomes[0])
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


def _differs(old: Condition, new: Condition) -> Question:
    return _all(*in_force(old.about.window), _differ(old.expression, new.expression))


def _questions_of_outcome(program: Program, old: OutcomeDeclaration, new: OutcomeDeclaration) -> list[Question]:
    """Return whether rules give different values, nothing at all, or values that cannot be merged."""
    values: dict[object, list[Question]] = {}
    for rule in program.rules:
        for each in rule.contributions:
            if each.outcome == old.name:
                values.setdefault(each.value, []).append(Stands(rule.id, old.name))
    if old.merge is not new.merge:
        given = [Either(tuple(each)) for each in values.values()]
        return [Either(tuple(Both(pair) for pair in combinations(given, 2)))]
    if old.default != new.default:
        return [Both(tuple(NotSo(stands) for each in values.values() for stands in each))]
    return [IsInConflict(old.name)]


# --- reviews


def is_of_drafts(edit: Edit) -> bool:
    """Whether a mistake shows in reviews of drafts."""
    return bool(edit.constraints) or any(each.record != INTERACTION for each in edit.conditions)


def draft_questions(program: Program, edit: Edit) -> list[Question]:
    """Return what has to happen for a mistake to show in the review of a draft, what shows best first."""
    if edit.conditions:
        each = edit.conditions[0]
        return [_differs(program.condition_by_name[each.name], each)]
    findings = Findings(program)
    new = edit.constraints[0]
    old = findings.by_id[new.id]
    if old.severity != new.severity:
        verdict = "allow" if old.severity == "note" else old.severity
        alone = Both((findings.is_breached(old), findings.verdict_is("draft", verdict)))
        return [alone, findings.is_breached(old), findings.finds(old)]
    if old.overrides != new.overrides:
        lost = [findings.by_id[each] for each in old.overrides if each not in new.overrides]
        return [_withdraws(old, each) for each in lost]
    one, two = breach_of(old), breach_of(new)
    told: list[Question] = [Both((findings.is_asked(old), _turns(one, two))), Both((findings.is_asked(old), _differ(one, two)))]
    if old.condition != new.condition and old.overrides:
        told.append(_all(*_force(old), _differ(old.condition, new.condition)))
    return told


def changes_findings_alone(program: Program, edit: Edit) -> bool:
    """Whether a mistake in a review changes nothing at all where the answer to all that is asked about it is no.

    Where a breach is cured in the text, what a condition found counts too.
    """
    if edit.conditions:
        return not any(each.fixes for each in program.constraints)
    old = next(each for each in program.constraints if each.id == edit.constraints[0].id)
    return not old.fixes and breach_of(old) != breach_of(edit.constraints[0])


def _turns(one: Expression, two: Expression) -> Question:
    """Return whether one condition is true and the other is not."""
    first, second = Answers(one, truth=True), Answers(two, truth=True)
    return Either((Both((first, NotSo(second))), Both((NotSo(first), second))))


def _withdraws(above: Constraint, below: Constraint) -> Question:
    return _all(*_force(above), *_force(below), Answers(above.condition, truth=True), NotSo(Answers(breach_of(below), truth=False)))


def _force(constraint: Constraint) -> tuple[Question, ...]:
    return tuple(each for each in in_force(constraint.about.window) if isinstance(each, InForce))
