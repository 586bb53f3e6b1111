"""The steps of a ladder as a whole: those that come before their tier, those that another one forestalls, tiers that nothing reaches.

Only amounts that can be compared are: real time with real time, time on a calendar with time on the same one. What is not certain is
not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.compiler.lower_ladders import LoweredLadder
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_ladders import StepBeforeItsTier, StepNeverTaken, TierNeverReached
from engagepolicy.ir.program import Program
from engagepolicy.ir.steps import Step
from engagepolicy.values.amounts import Amount, BusinessDays, CalendarSpan, Elapsed, OpenTime
from engagepolicy.values.types import TIER

ACKNOWLEDGED = "acknowledged"


def compare_amounts(first: Amount, second: Amount) -> int | None:
    """Return below, at or above 0 as the first amount always ends before, with or after the second; None where that depends."""
    match first, second:
        case Elapsed(seconds=one), Elapsed(seconds=other):
            return one - other
        case (OpenTime(seconds=one, calendar=here), OpenTime(seconds=other, calendar=there)) if here == there:
            return one - other
        case (BusinessDays(days=one, calendar=here), BusinessDays(days=other, calendar=there)) if here == there:
            return one - other
        case (CalendarSpan(months=here, days=one), CalendarSpan(months=there, days=other)) if here == there:
            return one - other
        case _:
            return 0 if first == second else None


def _waits_no_longer(first: Step, second: Step) -> bool:
    """Whether nothing holds the first step off that does not hold off the second."""
    minds = [step.until_acknowledged or step.without == ACKNOWLEDGED for step in (first, second)]
    waits = [None if step.without == ACKNOWLEDGED else step.without for step in (first, second)]
    return (not minds[0] or minds[1]) and waits[0] in (None, waits[1])


def _compare_moments(first: Step, second: Step) -> int | None:
    """Return how the moments of two steps from one tier compare; `at` counts from no later a moment than `after` does."""
    if first.on_breach is not None or first.on_warning is not None:
        same = (first.on_breach, first.on_warning) == (second.on_breach, second.on_warning)
        return 0 if same else None
    if first.at is not None and (second.at or second.after) is not None:
        compared = compare_amounts(first.at, second.at or second.after)  # type: ignore[arg-type]  # one of the two is there
        return compared if second.at is not None or (compared is not None and compared <= 0) else None
    if first.after is not None and second.after is not None:
        return compare_amounts(first.after, second.after)
    return None


class _Climbed:
    """One ladder, and what leads to its tiers."""

    def __init__(self, lowered: LoweredLadder, program: Program) -> None:
        self.ladder = lowered.ladder
        self.spans = lowered.spans
        self.rank = {tier: rank for rank, (tier, _) in enumerate(self.ladder.tiers)}
        self.given = self._find_given(program)
        self.may_be_empty = {tier for roster in program.rosters if not roster.fallback for tier in roster.tiers}
        self.reached = self._find_reached()

    def _find_given(self, program: Program) -> set[str]:
        """Return the tiers that the case may come to without a step."""
        told: list[object] = [part.value for rule in program.rules for part in rule.contributions if part.outcome == TIER]
        outcome = program.outcome_by_name.get(TIER)
        told += [] if outcome is None else [outcome.default, outcome.on_conflict]
        given = {value for value in (*told, self.ladder.resumes_from) if isinstance(value, str) and value in self.rank}
        begins_here = len(program.ladders) == 1 or not given
        return given | ({self.ladder.tiers[0][0]} if begins_here and self.ladder.tiers else set())

    def leads_on(self, step: Step, tier: str) -> bool:
        """Whether the step leads on from the tier."""
        return step.from_tier in (None, tier) and self.rank[step.to_tier] > self.rank[tier]

    def _find_reached(self) -> set[str]:
        reached: set[str] = set()
        found = set(self.given)
        while found:
            reached |= found
            found = {step.to_tier for step in self.ladder.steps for tier in reached if self.leads_on(step, tier)}
            found |= {self._above(tier) for tier in reached & self.may_be_empty}
            found -= reached
        return reached

    def _above(self, tier: str) -> str:
        return self.ladder.tiers[min(self.rank[tier] + 1, len(self.rank) - 1)][0]

    def is_only_stepped_to(self, tier: str) -> bool:
        """Whether a case comes to the tier by steps alone."""
        below = self.ladder.tiers[self.rank[tier] - 1][0] if self.rank[tier] else None
        return tier not in self.given and below not in self.may_be_empty


def _check_reached(climbed: _Climbed) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for step in climbed.ladder.steps:
        if step.from_tier is not None and step.from_tier not in climbed.reached | told:
            told.add(step.from_tier)
            yield TierNeverReached(climbed.spans[step.text], step.from_tier)


def _check_before(climbed: _Climbed) -> Iterator[Diagnostic]:
    for step in climbed.ladder.steps:
        if step.from_tier is None or step.after is not None or not climbed.is_only_stepped_to(step.from_tier):
            continue
        entries = [each for each in climbed.ladder.steps if each.to_tier == step.from_tier]
        if entries and all(_is_no_later(step, each) for each in entries):
            first = entries[0]
            yield StepBeforeItsTier(climbed.spans[step.text], step.from_tier, _when(step), _when(first), climbed.spans[first.text])


def _is_no_later(step: Step, entry: Step) -> bool:
    """Whether the step is due by the time that the entry leads to its tier, and nothing holds it off there."""
    is_of_one_kind = (step.at is None) == (entry.at is None) and entry.after is None
    compared = _compare_moments(step, entry) if is_of_one_kind and _waits_no_longer(step, entry) else None
    return compared is not None and compared <= 0


def _when(step: Step) -> str:
    return step.text.removeprefix(f"{step.from_tier} ").removeprefix(f"to {step.to_tier} ")


def _check_forestalled(climbed: _Climbed) -> Iterator[Diagnostic]:
    for step in climbed.ladder.steps:
        first = next((each for each in climbed.ladder.steps if each is not step and _forestalls(each, step, climbed)), None)
        if first is not None:
            yield StepNeverTaken(climbed.spans[step.text], first.text, climbed.spans[first.text])


def _forestalls(first: Step, step: Step, climbed: _Climbed) -> bool:
    """Whether the first step always leads away before the other is taken; of two due together the one that leads higher is."""
    if step.from_tier is None:
        leads_away = first.from_tier is None and climbed.rank[first.to_tier] >= climbed.rank[step.to_tier]
    else:
        leads_away = climbed.leads_on(first, step.from_tier)
    if not leads_away or not _waits_no_longer(first, step):
        return False
    compared = _compare_moments(first, step)
    leads_higher = climbed.rank[first.to_tier] > climbed.rank[step.to_tier]
    return compared is not None and (compared < 0 or (compared == 0 and leads_higher))


def check_ladders(lowered: tuple[LoweredLadder, ...], program: Program) -> Iterator[Diagnostic]:
    """Yield what is wrong with the steps of each ladder, given the rules and rosters of the program that it belongs to."""
    for each in lowered:
        climbed = _Climbed(each, program)
        yield from _check_before(climbed)
        yield from _check_forestalled(climbed)
        if program.rules:  # a file without rules is there for others to use, which may lead to any tier
            yield from _check_reached(climbed)
