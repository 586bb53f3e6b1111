"""What a comparison claims of two policies is never contradicted by what they decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.interpreter import run
from engagepolicy.comparison.comparing import compare
from engagepolicy.comparison.decisions import Patience
from engagepolicy.comparison.locks import find_weakenings
from engagepolicy.comparison.result import Comparison, Direction, Relation
from engagepolicy.ir.constraints import SEVERITIES, Constraint
from engagepolicy.ir.expressions import Not, Or
from engagepolicy.ir.program import About, Program, Rule, Term, Window
from engagepolicy.runtime.findings import find_findings
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.settle import Claim, Settlement, settle_claims
from engagepolicy.runtime.trace import APPLYING
from engagepolicy.values.lattices import Merge, is_promised
from engagepolicy.values.types import EnumType
from tests import programs
from tests.strategies_programs import conditions, facts_known, policies

pytest.importorskip("z3", reason="the solver is not installed")

SLOW = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])


SEVERITY_OF = st.sampled_from(SEVERITIES)


@st.composite
def constraints(draw: st.DrawFn) -> tuple[Constraint, ...]:
    """Three constraints on decisions, the first of which may give way to the second."""
    found = [Constraint(f"c{number}", "decision", (draw(conditions()),), draw(SEVERITY_OF), draw(conditions())) for number in range(3)]
    windows = st.sampled_from([Window(), Window(), Window(start=programs.NOW), Window(end=programs.NOW)])
    found = [replace(each, about=About(window=draw(windows))) for each in found]
    return (found[0], replace(found[1], overrides=draw(st.sampled_from([(), ("c0",)]))), found[2])


@st.composite
def constrained(draw: st.DrawFn) -> tuple[Program, Program]:
    """A policy with constraints and one in which some of them are others, milder, wider or gone."""
    program, old, other = programs.program(), draw(constraints()), draw(constraints())
    new = []
    for each, instead in zip(old, other, strict=True):
        wider = replace(each, condition=Or((each.condition, instead.condition)))
        milder = replace(each, severity=instead.severity)
        new.append(draw(st.sampled_from([(each,), (each,), (wider,), (milder,), (replace(instead, id=each.id),), ()])))
    return replace(program, constraints=old), replace(program, constraints=tuple(one for some in new for one in some))


@SLOW
@given(constrained(), st.lists(facts_known(), min_size=15, max_size=15))
def test_no_interaction_contradicts_what_is_claimed_of_constraints(
    pair: tuple[Program, Program], inputs: list[dict[str, Any]]
) -> None:
    comparison = compare(*pair)
    prepared = [Prepared(program) for program in pair]
    weakened = {each.old.id for each in find_weakenings(with_locks(pair[0]), with_locks(pair[1]))}
    for each in comparison.decisions:
        if each.kind == "constraint":
            event(f"{each.relation}")
    for facts in inputs:
        found = [
            {each.rule: SEVERITIES.index(each.verdict) for each in find_findings(one, run(one, facts, facts["received_at"]), "decision")}
            for one in prepared
        ]
        for each in comparison.decisions:
            if each.kind == "constraint":
                old, new = (told.get(each.name, -1) for told in found)
                assert each.relation not in (Relation.EQUAL, Relation.STRICTER) or new >= old, (each.name, each.relation)
                assert each.relation not in (Relation.EQUAL, Relation.LOOSER) or new <= old, (each.name, each.relation)
    for rule in {each.id for each in pair[0].constraints} - weakened - {"c0"}:
        found_in = comparison.find(rule)
        assert found_in is None or found_in.relation in (Relation.EQUAL, Relation.STRICTER), rule


def with_locks(program: Program) -> Program:
    return replace(program, constraints=tuple(replace(each, is_locked=True, overrides=()) for each in program.constraints))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Program, Program]:
    """A policy and a later version of it: a rule gone, turned round or locked, a word more, a calendar moved, or all of it new."""
    old, other = draw(policies()), draw(policies())
    match draw(st.sampled_from(["rule", "condition", "gifts", "word", "calendar", "zone", "all"])):
        case "rule":
            gone = draw(st.sampled_from(old.rules)).id
            kept = [_without(rule, gone) for rule in old.rules if rule.id != gone]
            return old, replace(old, rules=tuple(kept))
        case "condition":
            turned = draw(st.sampled_from(old.rules))
            changed = replace(turned, condition=Not(turned.condition), is_locked=not turned.is_locked)
            return old, replace(old, rules=tuple(changed if rule is turned else rule for rule in old.rules))
        case "gifts":
            givers = {rule.id: rule.contributions for rule in other.rules}
            return old, replace(old, rules=tuple(replace(rule, contributions=givers.get(rule.id, ())) for rule in old.rules))
        case "word":
            terms = (Term(draw(st.sampled_from(["refund", "sue*", "lawsuit"]))),)
            lexicons = [replace(each, terms=(*each.terms, *terms)) if each.name == "legal" else each for each in old.lexicons]
            return old, replace(old, lexicons=tuple(lexicons))
        case "calendar":
            return old, replace(old, calendars=(replace(old.calendars[0], exceptions=()),))
        case "zone":
            return old, replace(old, timezone="Europe/Berlin")
        case _:
            return old, other


def _without(rule: Rule, gone: str) -> Rule:
    rest = (tuple(each for each in named if each != gone) for named in (rule.overrides, rule.exception_to))
    return replace(rule, overrides=next(rest), exception_to=next(rest))


def stands(old: Settlement, new: Settlement, program: Program) -> Direction | None:
    """How one settled outcome stands to another, from the merges alone; None where they are the same."""
    declared = program.outcome_by_name[old.outcome]
    if old.is_conflict != new.is_conflict:
        return Direction.DIFFERENT
    if old.value == new.value:
        return None
    if declared.merge is Merge.UNIQUE:
        return Direction.DIFFERENT
    if old.value is None or new.value is None:
        return Direction.STRICTER if old.value is None else Direction.LOOSER
    match declared.merge:
        case Merge.UNION:
            more, less = new.value > old.value, new.value < old.value
        case Merge.STRICTEST:
            more, less = (all(is_promised(one, each) for each in two) for one, two in ((new.value, old.value), (old.value, new.value)))
        case Merge.LOWEST:
            more, less = new.value < old.value, new.value > old.value
        case _:
            assert isinstance(declared.type, EnumType)
            place = declared.type.compare(new.value, old.value)
            more, less = (place is not None and place > 0), (place is not None and place < 0)
    return Direction.STRICTER if more else Direction.LOOSER if less else Direction.DIFFERENT


ALLOWED = {
    Relation.EQUAL: set(),
    Relation.STRICTER: {Direction.STRICTER},
    Relation.LOOSER: {Direction.LOOSER},
}


@SLOW
@given(pairs(), st.lists(facts_known(), min_size=20, max_size=20))
def test_no_interaction_contradicts_what_is_claimed(pair: tuple[Program, Program], inputs: list[dict[str, Any]]) -> None:
    old, new = pair
    comparison = compare(old, new)
    prepared = Prepared(old), Prepared(new)
    for each in comparison.decisions:
        event(f"{each.kind} {each.relation}")
        for _, because in each.undecided:
            event(because)
    for facts in inputs:
        traces = [run(one, facts, facts["received_at"]) for one in prepared]
        for each in comparison.decisions:
            allowed = ALLOWED.get(each.relation, set(Direction))
            if each.kind == "segment":
                differs = traces[0].segments[each.name] is not traces[1].segments[each.name]
                found = Direction.DIFFERENT if differs else None
            elif each.name == "first_response" and not counts_alike(old, new):
                continue
            else:
                found = stands(traces[0].settlements[each.name], traces[1].settlements[each.name], old)
            assert found is None or found in allowed or each.relation is Relation.UNDECIDED, (each.name, each.relation, found, facts)
    if counts_alike(old, new):
        witnesses_are_real(comparison, prepared)


def counts_alike(old: Program, new: Program) -> bool:
    """Whether the same amount of time is the same in both."""
    return (old.timezone, old.calendars) == (new.timezone, new.calendars)


def witnesses_are_real(comparison: Comparison, prepared: tuple[Prepared, Prepared]) -> None:
    for each in comparison.decisions:
        for change in each.changes:
            traces = [run(one, told, change.as_of) for one, told in zip(prepared, (change.old_facts, change.new_facts), strict=True)]
            values = [trace.segments[each.name] if each.kind == "segment" else trace.settlements[each.name] for trace in traces]
            assert values[0] != values[1]


def lock_all(program: Program) -> Program:
    return replace(program, rules=tuple(replace(each, is_locked=True) for each in program.rules))


@pytest.mark.parametrize("patience", [None, Patience(2_000, has_solver=True)], ids=["as written", "asked"])
@SLOW
@given(pairs=pairs(), inputs=st.lists(facts_known(), min_size=20, max_size=20))
def test_a_locked_rule_that_is_let_through_loses_nothing(
    patience: Patience | None, pairs: tuple[Program, Program], inputs: list[dict[str, Any]]
) -> None:
    old, new = map(lock_all, pairs)
    weakened = {each.old.id for each in find_weakenings(old, new, patience)}
    kept = [rule for rule in old.rules if rule.contributions and rule.id not in weakened]
    event(f"{len(kept)} of {len(old.rules)} let through")
    for facts in inputs:
        before, after = (run(Prepared(one), facts, facts["received_at"]) for one in (old, new))
        for rule in kept:
            for gift in rule.contributions:
                if before.verdicts[rule.id].status not in APPLYING or before.settlements[gift.outcome].is_conflict:
                    continue
                wanted = settle_claims(old.outcome_by_name[gift.outcome], [Claim(rule.id, gift.value)])
                found = after.settlements[gift.outcome]
                if old.outcome_by_name[gift.outcome].merge is not Merge.STRICTEST or counts_alike(old, new):
                    assert stands(wanted, found, new) in (None, Direction.STRICTER), (rule.id, gift, found, facts)


MIRRORED = {
    Relation.STRICTER: Relation.LOOSER,
    Relation.LOOSER: Relation.STRICTER,
}


@SLOW
@given(pairs())
def test_a_comparison_turned_round_says_the_opposite(pair: tuple[Program, Program]) -> None:
    there, back = compare(*pair), compare(*reversed(pair))
    for one, two in zip(there.decisions, back.decisions, strict=True):
        if not one.undecided and not two.undecided:
            assert two.relation is MIRRORED.get(one.relation, one.relation), one.name


@given(policies())
@settings(max_examples=10, deadline=None)
def test_a_policy_is_equal_to_itself(program: Program) -> None:
    comparison = compare(program, program)
    assert comparison.is_same
    assert {each.relation for each in comparison.all} == {Relation.EQUAL}
    assert comparison.edits == ()
