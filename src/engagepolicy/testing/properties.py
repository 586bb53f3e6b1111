"""What every policy owes its users for every input, as checks of one input: each says what is wrong, or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from engagepolicy.business_time import load_zone
from engagepolicy.ir.expressions import Expression, Fact, IsKnown, Named, OrElse, walk
from engagepolicy.ir.program import Program
from engagepolicy.policy.policy import Policy
from engagepolicy.runtime.decision import Decision
from engagepolicy.testing.boundaries import expressions_of
from engagepolicy.testing.judging import render_value
from engagepolicy.values.types import SetType

Input: TypeAlias = Mapping[str, Any]

_INSTANT = timedelta(microseconds=1)


def _with_sets_reversed(policy: Policy, record: str, given: Input) -> Input:
    sets = {each.input_path for each in policy.program.schema_by_name[record].fields if isinstance(each.type, SetType)}
    return {path: value[::-1] if path in sets and isinstance(value, list) else value for path, value in reversed(list(given.items()))}


def check_deterministic(policy: Policy, twin: Policy, given: Input) -> str | None:
    """The same input gets an equal decision, from this policy and from its `twin`, made of the same program."""
    first = policy.decide(given)
    for again in (policy.decide(given), twin.decide(given)):
        if again != first:
            return f"the same input is decided differently: {describe_difference(policy, first, again)}"
    return None


def check_record(policy: Policy, given: Input) -> str | None:
    """A decision's record is plain JSON, and an equal decision can be made of it."""
    decision = policy.decide(given)
    replayed = policy.replay(json.loads(json.dumps(decision.to_record())))
    if replayed != decision:
        told = describe_difference(policy, decision, replayed) if isinstance(replayed, Decision) else "a review"
        return f"its record is decided differently: {told}"
    return None


def check_order(policy: Policy, given: Input) -> str | None:
    """In which order facts, and the members of sets, are given changes nothing."""
    first, second = policy.decide(given), policy.decide(_with_sets_reversed(policy, "interaction", given))
    if first == second:
        return None
    return f"another order of the same facts is decided differently: {describe_difference(policy, first, second)}"


def check_conflict(policy: Policy, given: Input) -> str | None:
    """No rules give an outcome values that cannot be merged."""
    zone = load_zone(policy.program.timezone)
    for conflict in policy.decide(given).conflicts:
        claims = " and ".join(f"{render_value(value, zone)} by {', '.join(rules)}" for value, rules in conflict.claims)
        if conflict.exclusion is not None:
            return f"{conflict.outcome} is in conflict by {conflict.exclusion}: {claims}"
        return f"rules disagree on {conflict.outcome}: {claims}"
    return None


def find_droppable(program: Program) -> frozenset[str]:
    """Return the paths, as inputs have them, of facts of which no condition says itself what unknown means."""
    asked: set[str] = set()
    pending: list[Expression] = [
        part for expression in expressions_of(program) for part in walk(expression) if isinstance(part, IsKnown | OrElse)
    ]
    seen: set[str] = set()
    while pending:
        for part in walk(pending.pop()):
            if isinstance(part, Fact):
                asked.add(part.path)
            elif isinstance(part, Named) and part.name not in seen:
                seen.add(part.name)
                pending.append(program.condition_by_name[part.name].expression)
    fields = program.schema_by_name["interaction"].fields
    return frozenset(each.input_path for each in fields if each.is_optional and each.path not in asked)


def check_undetermined(policy: Policy, given: Input, unknown: frozenset[str]) -> str | None:
    """Where nothing is undetermined although facts are `unknown`, what they are changes no outcome."""
    partial = policy.decide({**given, **dict.fromkeys(unknown & given.keys())})
    if partial.undetermined:
        return None
    whole = policy.decide(given)
    if partial.outcomes == whole.outcomes:
        return None
    names = ", ".join(sorted(unknown & given.keys()))
    return f"without {names} nothing is undetermined, and yet: {describe_difference(policy, partial, whole)}"


def describe_difference(policy: Policy, one: Decision, two: Decision) -> str:
    """Return in which outcomes two decisions differ."""
    differing = [name for name, value in one.outcomes.items() if two.outcomes.get(name) != value]
    if not differing:
        return "in what applied, or when it is due"
    name = differing[0]
    zone = load_zone(policy.program.timezone)
    return f"{name} is {render_value(one.outcomes[name], zone)} once and {render_value(two.outcomes[name], zone)} then"


def check_case(policy: Policy, given: Input, early: datetime, late: datetime) -> str | None:
    """A later look keeps what an earlier one said, the next check is ahead, and until then nothing changes by itself."""
    zone = load_zone(policy.program.timezone)

    def tell(moment: datetime) -> str:
        return render_value(moment, zone)

    before, after = policy.track(given, early), policy.track(given, late)
    if after != policy.track(given, late):
        return f"the same case stands differently when it is asked twice at {tell(late)}"
    if after.history[: len(before.history)] != before.history or any(entry.at <= early for entry in after.history[len(before.history) :]):
        return f"a look at {tell(late)} does not keep what one at {tell(early)} said"
    if before.next_check_at is None or early < before.opened_at:
        return None
    if before.next_check_at <= early:
        return f"at {tell(early)} the next check is at {tell(before.next_check_at)}, which is not ahead"
    quiet = {**given, "events": [each for each in given["events"] if each["at"] <= early]}
    if policy.track(quiet, before.next_check_at - _INSTANT).history != before.history:
        return f"something changes by itself before {tell(before.next_check_at)}, the next check as told at {tell(early)}"
    return None


def check_review(policy: Policy, given: Input) -> str | None:
    """The same draft gets an equal review, and an equal one can be made of its record."""
    first = policy.review(given)
    if policy.review(given) != first:
        return "the same draft is reviewed differently"
    if policy.replay(json.loads(json.dumps(first.to_record()))) != first:
        return "its record is reviewed differently"
    return None
