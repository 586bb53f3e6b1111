"""Cases that show what time does, made by the prover and by trying what may happen; each is followed before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.clocks import KINDS, STATUS
from engagepolicy.ir.program import Example
from engagepolicy.ir.steps import Step
from engagepolicy.policy.policy import INTERACTION, Policy
from engagepolicy.proving.obligations import Impossible, Possible
from engagepolicy.proving.prover import Prover
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Question, holds
from engagepolicy.testing.case_plans import ANYTHING, Deed, Plans
from engagepolicy.testing.case_sketches import (
    Expected,
    Look,
    Sketch,
    Stroke,
    expect_clock,
    expect_due,
    expect_reminded,
    expect_tier,
    expect_warned,
    write_example,
)
from engagepolicy.testing.coverage import find_shown
from engagepolicy.testing.coverage_goals import Goal
from engagepolicy.testing.happenings import Happenings
from engagepolicy.testing.inputs_of import in_whole_seconds
from engagepolicy.testing.naming import name_after
from engagepolicy.testing.time_aims import Happening, TimeAim
from engagepolicy.testing.watching import watch_examples
from engagepolicy.tracking import CaseStatus, Clock, rules_of
from engagepolicy.tracking.reading import MOMENT
from engagepolicy.values.amounts import calendars_of

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HORIZON = timedelta(days=400)
"""How long a case is followed: longer than promises are."""
TRIED_AT_MOST = 240
"""How many cases are tried for one goal."""
FROM_EXAMPLES = 3
"""How many of the policy's own examples are tried where the prover has none."""
AT_ONCE = 8
"""How many goals one case is to show, at most; one that shows more would be hard to read."""
GAPS = (10 * MINUTE, MINUTE, 10 * SECOND, timedelta(hours=3), timedelta(days=2))
"""How long after one another things happen."""
RICHEST = ("reopened", "resumed", "reminded", "too early", "breached", "met", "taken")
"""What is looked for first: such a case shows others of its goals on the way."""
NOT_FOUND = "no case was found that shows it; cases are searched, not proved"


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case as an example and as a `test` block, and the goals that it reaches, that for which it was made first."""

    example: Example
    block: str
    goals: tuple[Goal, ...]


@dataclass(slots=True)
class FoundCases:
    """Cases that were found, the goals that no case can reach, and of which none is known."""

    cases: list[FoundCase] = field(default_factory=list)
    unreachable: list[Goal] = field(default_factory=list)
    undecided: list[Goal] = field(default_factory=list)


class CaseSearch:
    """Looks for cases of one policy."""

    def __init__(self, policy: Policy, prover: Prover, has_time: Callable[[], bool], taken: set[str]) -> None:
        """Take the policy, its prover, what tells whether there is time to go on, and the names that examples have already."""
        self._policy = policy
        self._prover = prover
        self._has_time = has_time
        self._taken = taken
        prepared = Prepared(policy.program)
        self._plans = Plans(prepared)
        self._happenings = Happenings(prepared, rules_of(policy.program))
        self._steps = {step.text: step for ladder in policy.program.ladders for step in ladder.steps}
        self._bases: dict[Question, list[dict[str, Any]]] = {}
        self._impossible: set[Question] = set()

    def run(self, goals: Sequence[Goal]) -> FoundCases:
        """Return cases that reach the goals."""
        found = FoundCases()
        pending = sorted(goals, key=lambda goal: RICHEST.index(goal.wants) if goal.wants in RICHEST else len(RICHEST))
        while pending:
            goal = pending[0]
            case = self._look_for(goal, pending)
            if case is not None:
                found.cases.append(case)
            elif self._is_unreachable(goal):
                found.unreachable.append(goal)
            else:
                found.undecided.append(goal)
            done = {goal} if case is None else {goal, *case.goals}
            pending = [each for each in pending if each not in done]
        return found

    def _is_unreachable(self, goal: Goal) -> bool:
        """Whether it is proved that no case has such a clock at all."""
        return goal.owner.kind == "clock" and self._plans.promises(goal.owner.name) in self._impossible

    def _look_for(self, goal: Goal, pending: Sequence[Goal]) -> FoundCase | None:
        for number, sketch in enumerate(self.sketches(_aim_of(goal)) if self._has_time() else ()):
            if number == TRIED_AT_MOST or not self._has_time():
                return None
            try:
                case = self._try(sketch, goal, pending)
            except InvalidInput:
                continue
            if case is not None:
                return case
        return None

    def _try(self, sketch: Sketch, goal: Goal, pending: Sequence[Goal]) -> FoundCase | None:
        moments = self._happened(sketch, goal)
        shows = {each: moments[_happening(each)] for each in pending if _happening(each) in moments}
        if goal not in shows:
            return None
        nearest = sorted((each for each in shows if each != goal), key=shows.__getitem__)
        looks = self._looks(sketch, [(each, shows[each]) for each in (goal, *nearest[: AT_ONCE - 1])])
        taken = set(self._taken)
        example, block = write_example(self._policy.program, sketch, name_after(goal, taken), looks)
        watched = watch_examples(self._policy, [example])[0]
        shown = find_shown(pending, watched)
        if not watched.result.holds or goal not in shown:
            return None
        self._taken |= taken
        return FoundCase(example, block, (goal, *(each for each in pending if each in shown and each != goal)))

    # --- cases to try

    def sketches(self, aim: TimeAim, openings: Sequence[datetime] = ()) -> Iterator[Sketch]:
        """Yield cases in which it may happen, the likeliest first, opened at those moments if any are given."""
        for plan in self._plans.plan_for(aim):
            for question in plan.asked:
                for base in self._bases_for(question):
                    for opened_at in openings or self._plans.openings_for(aim, base[MOMENT]):
                        yield from self._with_deeds(Sketch({**base, MOMENT: opened_at}, opened_at), plan.deeds)

    def _with_deeds(self, sketch: Sketch, deeds: Iterable[tuple[Deed, ...]]) -> Iterator[Sketch]:
        for each in deeds:
            for gap in (*GAPS, *self._delays(sketch)) if each else GAPS[:1]:
                strokes = tuple(
                    Stroke(kind, gap * number, {} if status is None else {STATUS: status})
                    for number, (kind, status) in enumerate(each, start=1)
                )
                yield Sketch(sketch.facts, sketch.opened_at, strokes)

    def _delays(self, sketch: Sketch) -> Iterator[timedelta]:
        """Yield how long answers are held back by minimum delays."""
        for clock in self._status(sketch, sketch.opened_at).clocks.values():
            if clock.not_before_at is not None:
                yield _whole(clock.not_before_at) - sketch.opened_at

    def _bases_for(self, question: Question) -> list[dict[str, Any]]:
        """Return facts of which the decision answers yes: the smallest, and those of the policy's own examples."""
        if question not in self._bases:
            answer = self._prover.answer(question)
            found = []
            if isinstance(answer, Possible):
                whole = (dict(in_whole_seconds(answer.witness.facts, up=up)) for up in (False, True))
                found = [self._plainer(each, question) for each in whole if self._gives(each, question)][:1]
            elif isinstance(answer, Impossible):
                self._impossible.add(question)
            examples = (each for each in self._facts_of_examples() if self._gives(each, question))
            self._bases[question] = found or list(islice(examples, FROM_EXAMPLES))
        return self._bases[question]

    def _plainer(self, facts: dict[str, Any], question: Question) -> dict[str, Any]:
        """Return the facts with those that are not known at their defaults, where the answer stays the same."""
        for each in self._policy.program.schema_by_name[INTERACTION].fields:
            if each.is_optional and each.default is not None and each.path not in facts:
                told = {**facts, each.path: each.default}
                facts = told if self._gives(told, question) else facts
        return facts

    def _gives(self, facts: Mapping[str, Any], question: Question) -> bool:
        if question == ANYTHING:
            return True
        try:
            return holds(question, self._policy.decide_facts(facts).evidence.trace)
        except InvalidInput:
            return False

    def _facts_of_examples(self) -> Iterator[dict[str, Any]]:
        for example in self._policy.examples:
            try:
                if example.case is not None:
                    case = self._policy.read_case({"opened_at": example.case.opened_at, "facts": example.facts})
                    yield {**case.facts, MOMENT: case.opened_at}
                elif example.record == INTERACTION:
                    yield dict(self._policy.read(example.facts))
            except InvalidInput:
                continue

    # --- what they show

    def _status(self, sketch: Sketch, at: datetime) -> CaseStatus:
        return self._policy.track(sketch.as_case(self._policy.program), at)

    def _happened(self, sketch: Sketch, goal: Goal) -> dict[Happening, datetime]:
        """Return what happens in the case, with the moments to look at, in whole seconds."""
        if goal.wants == "held off":
            at = self._would_be_taken(sketch, goal.owner.name)
            seen = {} if at is None else self._happenings.of_status(self._status(sketch, at))
            return {each: moment for each, moment in seen.items() if each[0] == "held off"}
        found = self._happenings.of_status(self._status(sketch, sketch.opened_at + HORIZON))
        return {each: _whole(at) for each, at in found.items() if each[0] != "held off"}

    def _would_be_taken(self, sketch: Sketch, name: str) -> datetime | None:
        """Return when the step would be taken if the last thing had not happened."""
        if not sketch.strokes:
            return None
        last = sketch.opened_at + sketch.strokes[-1].after
        status = self._status(Sketch(sketch.facts, sketch.opened_at, sketch.strokes[:-1]), last - SECOND)
        moments = (each.due_at for each in status.steps_ahead if each.step == name)
        due_at = next((each for each in moments if each is not None), None)
        return None if due_at is None or due_at < last else _whole(due_at)

    # --- what is expected

    def _looks(self, sketch: Sketch, shown: Sequence[tuple[Goal, datetime]]) -> list[Look]:
        """Return what is expected, and when: as each thing shows, and just before it."""
        expected: dict[datetime, list[Expected]] = {}
        last = max((each.after for each in sketch.strokes), default=timedelta(0)) + sketch.opened_at
        for goal, at in shown:
            before = at - (MINUTE if at - MINUTE > max(last, sketch.opened_at) else SECOND)
            if goal.wants in ("taken", "breached") and before > last:
                expected.setdefault(before, []).extend(self._expect_before(self._status(sketch, before), goal))
            expected.setdefault(at, []).extend(self._expect(self._status(sketch, at), goal))
        return [Look(at, tuple(dict.fromkeys(each))) for at, each in expected.items() if each]

    def _expect_before(self, status: CaseStatus, goal: Goal) -> Iterable[Expected]:
        return expect_tier(status) if goal.owner.kind == "step" else list(expect_clock(status, goal.owner.name))[:1]

    def _expect(self, status: CaseStatus, goal: Goal) -> Iterator[Expected]:
        name = goal.owner.name
        match goal.owner.kind:
            case "clock":
                yield from [expect_warned(name)] if goal.wants == "warned" else expect_clock(status, name)
            case "calendar":
                counted = [each for each, clock in status.clocks.items() if _is_counted_on(clock, name)]
                yield from (each for metric in counted or status.clocks for each in expect_due(status, metric))
                yield from expect_tier(status)
            case "ladder":
                rounds = (each.repeat.count for each in self._steps.values() if each.repeat is not None)
                yield from (*expect_tier(status), expect_reminded(max(rounds)))
            case "step":
                yield from self._expect_step(status, self._steps[name], goal)
            case _:
                yield from expect_tier(status)

    def _expect_step(self, status: CaseStatus, step: Step, goal: Goal) -> Iterator[Expected]:
        yield from expect_tier(status)
        if goal.wants == "held off" and step.without is not None and step.without not in KINDS and step.without in status.clocks:
            yield from list(expect_clock(status, step.without))[:1]


def _is_counted_on(clock: Clock, calendar: str) -> bool:
    return any(calendar in calendars_of(each.amount) for each in clock.due_times)


def _aim_of(goal: Goal) -> TimeAim:
    return TimeAim(goal.wants, goal.owner, goal.place)  # type: ignore[arg-type]  # goals without a question are of time


def _happening(goal: Goal) -> Happening:
    return _aim_of(goal).happening


def _whole(at: datetime) -> datetime:
    """Return the moment, or the next one in whole seconds."""
    return at if not at.microsecond else at.replace(microsecond=0) + SECOND
