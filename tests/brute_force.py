"""What is so of a ruleset, found by deciding every input there is: slow, obvious, and nothing of it is shared with what proves.

The decisions are those of the reference interpreter. What follows from them is worked out here by what the words mean: a rule
never applies if it applies to no input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from engagepolicy.backends.interpreter import run
from engagepolicy.ir.exclusions import Exclusion
from engagepolicy.ir.expressions import Named
from engagepolicy.ir.program import OutcomeDeclaration, Program, Rule
from engagepolicy.ir.promises import Claim, ConstraintSays, Harmony, HasValue, Promise, RuleApplies, TargetKept, VerdictIs
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.trace import Trace
from engagepolicy.values.amounts import Elapsed, OpenTime
from engagepolicy.values.types import EnumType, SetType, TargetType

Fault: TypeAlias = tuple[str, tuple[str, ...]]
"""What is the matter and with what: `("never applies", ("rule_1",))`."""

APPLYING = ("applies", "applies because not known")


def is_applying(trace: Trace, rule: str) -> bool:
    """Whether the rule applies in the decision."""
    return trace.verdicts[rule].status.value in APPLYING


def is_sooner(one: Any, two: Any) -> bool:  # noqa: ANN401
    """Whether the first of two amounts is never due after the second, as far as this oracle's few amounts go."""
    match one, two:
        case Elapsed(seconds=a), Elapsed(seconds=b) | OpenTime(seconds=b):
            return a <= b
        case OpenTime(seconds=a, calendar=here), OpenTime(seconds=b, calendar=there):
            return here == there and a <= b
        case _:
            return bool(one == two) or (type(one).__name__ == type(two).__name__ == "CalendarSpan" and one.days <= two.days)


def says_as_much(declared: OutcomeDeclaration, one: Any, two: Any) -> bool:  # noqa: ANN401
    """Whether the first value by itself makes the outcome what it is although the second is given too."""
    if declared.merge.value == "unique":
        return bool(one == two)
    if isinstance(declared.type, TargetType):
        return all(any(is_sooner(mine, theirs) for mine in one) for theirs in two)
    if isinstance(declared.type, SetType):
        return bool(one >= two)
    if isinstance(declared.type, EnumType):
        one, two = declared.type.values.index(one), declared.type.values.index(two)
    return bool(one <= two) if declared.merge.value == "lowest" else bool(one >= two)


@dataclass
class Trial:
    """The decisions on all inputs of one program, and what they show."""

    program: Program
    inputs: Sequence[Mapping[str, Any]]
    traces: list[Trace] = field(init=False)

    def __post_init__(self) -> None:
        """Decide."""
        self.traces = decide_all(self.program, self.inputs)

    def faults(self) -> Iterator[tuple[Fault, bool]]:
        """Yield everything that might be the matter with the rules, and whether it is."""
        for outcome in self.program.outcomes:
            yield ("conflict", (outcome.name,)), any(trace.settlements[outcome.name].is_conflict for trace in self.traces)
        for each in self.program.conditions:
            if each.record == "interaction":
                answers = {trace.evaluate(Named(each.name)) for trace in self.traces}
                yield ("never true", (each.name,)), True not in answers
                yield ("always true", (each.name,)), answers == {True}
        for rule in self.program.rules:
            yield ("never applies", (rule.id,)), not any(is_applying(trace, rule.id) for trace in self.traces)
            yield from self._idle_overrides(rule)
            yield ("changes nothing", (rule.id,)), not any(self._matters(rule, trace) for trace in self.traces)

    def _idle_overrides(self, rule: Rule) -> Iterator[tuple[Fault, bool]]:
        gives = {each.outcome for each in rule.contributions}
        bases = [id for id in rule.overrides if gives & {each.outcome for each in self.program.rule_by_id[id].contributions}]
        for owner in {id.partition("[")[0] for id in bases}:
            rows = [id for id in bases if id.partition("[")[0] == owner]
            meets = any(is_applying(trace, rule.id) and any(is_applying(trace, row) for row in rows) for trace in self.traces)
            yield ("never withdraws", (rule.id, owner)), not meets

    def _matters(self, rule: Rule, trace: Trace) -> bool:
        """Whether something that the rule gives stands where no other rule that stands gives as much."""
        for outcome in {each.outcome for each in rule.contributions}:
            standing = {claim.rule: claim.value for claim in trace.settlements[outcome].claims if not claim.withdrawn_by}
            mine = standing.pop(rule.id, None)
            declared = self.program.outcome_by_name[outcome]
            if mine is not None and not any(says_as_much(declared, other, mine) for other in standing.values()):
                return True
        return False

    def changes_without(self, id: str) -> bool:
        """Whether any outcome of any decision is another one in the program without the rule."""
        rules = tuple(
            replace(
                each,
                overrides=tuple(other for other in each.overrides if other != id),
                exception_to=tuple(other for other in each.exception_to if other != id),
            )
            for each in self.program.rules
            if each.id != id
        )
        without = decide_all(replace(self.program, rules=rules), self.inputs)
        return any(_values(one) != _values(two) for one, two in zip(self.traces, without, strict=True))

    # --- promises

    def judge(self, promise: Promise) -> str:
        """Return what becomes of a promise: kept, empty or broken; a purpose is kept or impossible."""
        asked = [trace for trace in self.traces if all(is_so(part.claim, trace) for part in promise.given)]
        keeping = [trace for trace in asked if all(is_so(part.claim, trace) for part in promise.promised)]
        if promise.kind == "purpose":
            return "kept" if keeping else "impossible"
        if len(keeping) < len(asked):
            return "broken"
        return "kept" if asked or not promise.given else "empty"

    def unreached_tiers(self) -> set[str]:
        """The tiers that no decision gives."""
        tier = self.program.outcome_by_name["tier"].type
        assert isinstance(tier, EnumType)
        return set(tier.values) - {str(trace.settlements["tier"].value) for trace in self.traces}

    def clashing(self) -> set[str]:
        """The exclusions of which some decision holds two effects."""
        return {each.name for each in self.program.exclusions for trace in self.traces if is_clashing(each, trace)}

    def resolves_first(self) -> bool:
        """Whether in some decision a resolution is due before every first response, by more than no time."""
        for trace in self.traces:
            resolutions, responses = (trace.settlements[name].value or () for name in ("resolution", "first_response"))
            assert isinstance(resolutions, Iterable)
            assert isinstance(responses, Iterable)
            later = list(responses)
            if later and any(all(is_sooner(one, each) and not is_sooner(each, one) for each in later) for one in resolutions):
                return True
        return False


def is_clashing(exclusion: Exclusion, trace: Trace) -> bool:
    """Whether the decision holds two effects of the exclusion while that is in force."""
    window = exclusion.about.window
    is_over = window.end is not None and trace.as_of >= window.end
    if is_over or (window.start is not None and trace.as_of < window.start):
        return False
    held = 0
    for member in exclusion.members:
        value = trace.settlements[member.outcome.name].value
        held += member.value in value if isinstance(value, frozenset) else member.value == value
    return held > 1


def is_so(claim: Claim, trace: Trace) -> bool:
    """Whether one part of a promise holds in the decision."""
    match claim:
        case HasValue(outcome=outcome):
            return bool(trace.settlements[outcome].value is not None and trace.settlements[outcome].value != frozenset())
        case TargetKept(outcome=outcome, amount=amount):
            return any(is_sooner(each, amount) for each in trace.settlements[outcome].value or ())
        case RuleApplies(rules=rules):
            return any(is_applying(trace, rule) for rule in rules)
        case Harmony(outcomes=outcomes, exclusions=exclusions):
            is_unclear = any(trace.settlements[each].is_conflict for each in outcomes)
            return not is_unclear and not any(is_clashing(each, trace) for each in exclusions)
        case VerdictIs() | ConstraintSays():
            raise TypeError("no interaction has a review")
        case _:
            return trace.evaluate(claim) is True


def decide_all(program: Program, inputs: Sequence[Mapping[str, Any]]) -> list[Trace]:
    """Decide each input with the reference interpreter."""
    prepared = Prepared(program)
    traces = []
    for facts in inputs:
        moment = facts["received_at"]
        assert isinstance(moment, datetime)
        traces.append(run(prepared, facts, moment))
    return traces


def _values(trace: Trace) -> dict[str, object]:
    return {name: settlement.value for name, settlement in trace.settlements.items()}
