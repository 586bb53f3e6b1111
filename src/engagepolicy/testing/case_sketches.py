"""A case made up to show something: followed to its end, looked at where it shows, written as a `test` block that expects what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engagepolicy.business_time import due, load_zone
from engagepolicy.ir.case_examples import CaseTime, ExampleCase, ExampleEvent
from engagepolicy.ir.clocks import EventKind
from engagepolicy.ir.program import Example, Expectation, Program
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.proving.expectations import spoken
from engagepolicy.proving.test_blocks import render_block, render_fact, render_facts, render_scalar
from engagepolicy.testing.expecting import wrap_expected
from engagepolicy.testing.inputs_of import as_input
from engagepolicy.tracking import CaseStatus
from engagepolicy.tracking.reading import MOMENT
from engagepolicy.values.amounts import CalendarSpan, Elapsed, render_amount
from engagepolicy.values.types import EnumType, StringType

DAY = timedelta(days=1)
TIER = "tier"
MOST_DAYS = 30
"""Up to so many days after the opening a look is written as days; later ones as moments."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """What happens `after` the opening, in whole seconds; `facts` are those that it changes by path."""

    kind: EventKind
    after: timedelta
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A case: the facts it is opened with by path, when (in UTC, whole seconds), and what happens then."""

    facts: Mapping[str, Any]
    opened_at: datetime
    strokes: tuple[Stroke, ...] = ()

    def as_case(self, program: Program) -> dict[str, object]:
        """Return the case in the shape that `Policy.track` takes."""
        events = [{"kind": each.kind, "at": self.opened_at + each.after, "facts": dict(each.facts)} for each in self.strokes]
        return {"opened_at": self.opened_at, "facts": as_input(program, INTERACTION, self._told), "events": events}

    @property
    def _told(self) -> dict[str, Any]:
        return {path: value for path, value in self.facts.items() if path != MOMENT}


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation as text, and as it is judged."""

    text: str
    expectation: Expectation


def expect_clock(status: CaseStatus, metric: str) -> Iterable[Expected]:
    """Yield how the clock stands, and when it falls due where it has yet to."""
    clock = status.clocks[metric]
    state = clock.state.replace("_", " ")
    yield Expected(f"{spoken(metric)} {state}", Expectation("clock", metric, state))
    if clock.state == "running":
        yield from expect_due(status, metric)
        yield from expect_not_before(status, metric)


def expect_due(status: CaseStatus, metric: str) -> Iterable[Expected]:
    """Yield when the clock falls due, where that can be written."""
    moment = status.clocks[metric].due_at
    if moment is not None and not moment.microsecond:
        yield Expected(f"{spoken(metric)} due {render_scalar(moment)}", Expectation("due", metric, moment))


def expect_not_before(status: CaseStatus, metric: str) -> Iterable[Expected]:
    """Yield from when an answer is allowed, where a minimum delay says so."""
    moment = status.clocks[metric].not_before_at
    if moment is not None and not moment.microsecond:
        yield Expected(f"{spoken(metric)} not before {render_scalar(moment)}", Expectation("not before", metric, moment))


def expect_warned(metric: str) -> Expected:
    """Return that a warning was given."""
    return Expected(f"{spoken(metric)} warned", Expectation("clock", metric, "warned"))


def expect_tier(status: CaseStatus) -> Iterable[Expected]:
    """Yield who owns the case."""
    if status.tier is not None:
        yield Expected(f"tier {status.tier}", Expectation("outcome", TIER, status.tier))


def expect_reminded(count: int) -> Expected:
    """Return how often the tier was reminded."""
    times = "1 time" if count == 1 else f"{count} times"
    return Expected(f"reminded {times}", Expectation("reminded", "reminded", count))


@dataclass(frozen=True, slots=True)
class Look:
    """What is expected of a case at a moment."""

    at: datetime
    expected: tuple[Expected, ...]


def write_example(program: Program, sketch: Sketch, name: str, looks: Sequence[Look]) -> tuple[Example, str]:
    """Return the case with what is expected of it as an example, and as a `test` block, ready to be pasted."""
    ordered = sorted(looks, key=lambda look: look.at)
    times = {look.at: _time_of(program, sketch, look.at) for look in ordered}
    expectations = [replace(each.expectation, at=times[look.at]) for look in ordered for each in look.expected]
    events = tuple(ExampleEvent(each.kind, _elapsed(each.after), dict(each.facts)) for each in sketch.strokes)
    facts = as_input(program, INTERACTION, {path: value for path, value in sketch.facts.items() if path != MOMENT})
    example = Example(name, facts, tuple(expectations), case=ExampleCase(sketch.opened_at, events=events))
    fields = [each for each in program.schema_by_name[INTERACTION].fields if each.path != MOMENT]
    given = [*render_facts(program, fields, sketch.facts), ("opened_at", render_scalar(sketch.opened_at))]
    lines = [*(_render_stroke(program, each) for each in sketch.strokes), *_render_looks(ordered, times)]
    return example, render_block("case", name, given, lines)


def _elapsed(length: timedelta) -> Elapsed:
    return Elapsed(int(length.total_seconds()))


def _time_of(program: Program, sketch: Sketch, at: datetime) -> CaseTime | None:
    """Return a moment as people would write it: soon after the opening as a length, at the same time of a later day as days."""
    length = at - sketch.opened_at
    if not length:
        return None
    if length < DAY:
        return _elapsed(length)
    for days in (length // DAY, length // DAY + 1):
        span = CalendarSpan(days=days)
        moment = due(span, sketch.opened_at, calendars={}, zone=load_zone(program.timezone)) if days <= MOST_DAYS else None
        if moment is not None and moment.astimezone(UTC) == at:
            return span
    return at


def _render_stroke(program: Program, stroke: Stroke) -> str:
    fields = {each.path: each for each in program.schema_by_name[INTERACTION].fields}
    told = []
    for path, value in stroke.facts.items():
        declared = fields.get(path)
        is_word = (declared is None or isinstance(declared.type, EnumType)) and value.isidentifier()
        of = StringType() if declared is None else declared.type
        told.append(f"{path} {value if is_word else render_fact(program, value, of)}")
    return f"at {render_amount(_elapsed(stroke.after))} {stroke.kind}" + (f" {{{'  '.join(told)}}}" if told else "")


def _render_looks(looks: Iterable[Look], times: Mapping[datetime, CaseTime | None]) -> Iterable[str]:
    """Yield a line for each look, those at the opening first, and the rest with their times in a column."""
    written = [(_render_time(times[look.at]), wrap_expected(each.text for each in look.expected)) for look in looks]
    width = max((len(when) for when, _ in written), default=0)
    for when, lines in written:
        yield from (f"{when.ljust(width)} expect {each}" if when else f"expect {each}" for each in lines)


def _render_time(at: CaseTime | None) -> str:
    if at is None:
        return ""
    return f"after {render_scalar(at) if isinstance(at, datetime) else render_amount(at)}"
