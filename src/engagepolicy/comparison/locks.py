"""What a newer policy weakens of what is locked in an older one: seen from how both are written, else asked of a solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from engagepolicy.analysis.reviews import Findings
from engagepolicy.comparison.constraints import NOT_KNOWN_TO_FIND, RECORDS, Constraints
from engagepolicy.comparison.decisions import NEVER, Inputs, Interactions, Patience, Ways
from engagepolicy.comparison.drafts import Drafts
from engagepolicy.comparison.findings import NOTHING, asks_for, side_of_finding
from engagepolicy.comparison.locked_rules import NOT_KNOWN_TO_APPLY, LockedRules
from engagepolicy.comparison.result import Change, Direction, Side
from engagepolicy.ir.constraints import SEVERITIES, Constraint, Subject
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.questions import Both, Either, NotSo, Question
from engagepolicy.runtime.trace import Trace

STRUCTURE = Patience(0, has_solver=False)
TOO_LATE = "there was no time left to ask the solver"
GONE = "it is no longer there"
UNLOCKED = "it is no longer locked"
SURE = {
    NOT_KNOWN_TO_FIND: "it no longer finds all that it found",
    NOT_KNOWN_TO_APPLY: "it no longer applies whenever it did",
}
"""What is known once there is an example, and there was no other reason."""


@dataclass(frozen=True, slots=True)
class Weakening:
    """Something locked in the older policy that the newer one is not known to keep at full strength.

    `new` is what the newer policy has in its place, if anything. `change` is an input for which both have decided, and less is found or
    given than was; `outcome` is what of a rule is lost there.
    """

    old: Constraint | Rule
    new: Constraint | Rule | None
    reasons: tuple[str, ...]
    change: Change | None = None
    outcome: str | None = None


def find_weakenings(old: Program, new: Program, patience: Patience | None = None) -> Iterator[Weakening]:
    """Yield each locked rule and constraint that the newer program lacks, unlocks, or is not known to keep at full strength.

    What stands under its own name, or another, and is written so that it cannot be weaker passes; so does what the solver proves to be no
    weaker, where `patience` has one. Without `patience` nothing but the text is looked at, and no example is looked for.
    """
    for subject, record in RECORDS.items():
        if record not in new.schema_by_name or record not in old.schema_by_name:
            continue
        has_rules = subject == "decision" and any(each.is_locked for each in old.rules)
        if not has_rules and not any(each.is_locked for each in old.constraints_on(subject)):
            continue
        inputs = (Interactions if subject == "decision" else Drafts)(old, new, patience or STRUCTURE)
        yield from _weak_constraints(inputs, subject, is_asked=patience is not None)
        if has_rules:
            yield from _weak_rules(inputs, is_asked=patience is not None)


# --- constraints


def _weak_constraints(inputs: Inputs, subject: Subject, *, is_asked: bool) -> Iterator[Weakening]:
    constraints = Constraints(inputs.joint, subject)
    for each in constraints.old.values():
        if each.is_locked:
            partner = constraints.find_partner(each)
            reasons = _reasons(constraints, each, partner)
            if reasons:
                weakening = Weakening(each, partner, reasons)
                yield from _asked_of_constraint(weakening, inputs, constraints, subject) if is_asked else [weakening]


def _reasons(constraints: Constraints, old: Constraint, new: Constraint | None) -> tuple[str, ...]:
    if new is None:
        return (GONE,)
    unlocked = () if new.is_locked else (UNLOCKED,)
    return (*unlocked, *(each.reason for each in constraints.losses(old, new)))


def _asked_of_constraint(weakening: Weakening, inputs: Inputs, constraints: Constraints, subject: Subject) -> Iterator[Weakening]:
    """Yield the weakening with what the solver says of it; nothing where locked constraints of the newer policy find all that it found."""
    old = weakening.old
    assert isinstance(old, Constraint)
    covering = [each for each in constraints.new.values() if each.is_locked and constraints.approves_as_high(old, each)]
    if any(constraints.dates_differ(old, each) for each in covering):
        yield weakening
        return
    findings = Findings(inputs.joint.program)
    lost: list[Question] = []
    for severity in SEVERITIES[: SEVERITIES.index(old.severity) + 1]:
        found = Either(tuple(asks_for(findings, inputs.joint.new, each, severity) for each in covering))
        lost.append(Both((asks_for(findings, inputs.joint.old, old, severity), NotSo(found))))

    def judge(one: Trace, two: Trace) -> tuple[Direction | None, Side, Side]:
        before = side_of_finding(inputs.alone[0], one, subject, old.id)
        found = [side_of_finding(inputs.alone[1], two, subject, each.id) for each in covering]
        after = max(found, key=_level, default=NOTHING)
        return Direction.DIFFERENT if _level(before) > _level(after) else None, before, after

    yield from _asked(weakening, inputs, Ways(Either(tuple(lost)), NEVER), judge, None)


def _level(side: Side) -> int:
    return -1 if side.value is None else SEVERITIES.index(side.value)


# --- rules


def _weak_rules(inputs: Inputs, *, is_asked: bool) -> Iterator[Weakening]:
    rules = LockedRules(inputs.joint)
    for each in (rule for rule in rules.old if rule.contributions):  # withdrawing what others give is all that another one does
        partner, reasons = rules.find_losses(each)
        if reasons:
            weakening = Weakening(each, partner, reasons)
            yield from _asked_of_rule(weakening, inputs, rules, each) if is_asked else [weakening]


def _asked_of_rule(weakening: Weakening, inputs: Inputs, rules: LockedRules, rule: Rule) -> Iterator[Weakening]:
    """Yield the weakening with what the solver says of it; nothing where locked rules of the newer policy give all that it gave."""
    for outcome in dict.fromkeys(each.outcome for each in rule.contributions):
        ways = rules.ways(rule, outcome)
        found = [weakening] if ways is None else list(_asked(weakening, inputs, ways, partial(rules.judge, rule, outcome), outcome))
        if found:
            yield found[0]
            return


# --- asking


def _made_sure(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(SURE.get(each, each) for each in reasons) if len(reasons) == 1 else reasons


def _asked(
    weakening: Weakening,
    inputs: Inputs,
    ways: Ways,
    judge: Callable[[Trace, Trace], tuple[Direction | None, Side, Side]],
    outcome: str | None,
) -> Iterator[Weakening]:
    try:
        changes, undecided = inputs.compare(ways, judge, is_ordered=False)
    except KeyboardInterrupt:
        if not inputs.patience.is_interrupted():
            raise
        changes, undecided = (), ((None, TOO_LATE),)
    if changes:
        yield replace(weakening, reasons=_made_sure(weakening.reasons), change=changes[0], outcome=outcome)
    elif undecided and inputs.patience.has_solver:
        yield replace(weakening, reasons=(*weakening.reasons, f"it could not be proved either: {undecided[0][1]}"), outcome=outcome)
    elif undecided:
        yield weakening
