"""Real values laid over the variables: of one input, and of what a text test finds in a text that somebody has spelled out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from engagepolicy.backends.smt.conditions import Conditions
from engagepolicy.backends.smt.facts import ListVariable, SetVariable, Variable
from engagepolicy.backends.smt.models import plain_start
from engagepolicy.backends.smt.opaque import Opaque, Shift
from engagepolicy.backends.smt.terms import EPOCH, Formula, Scalar, as_number, microseconds, solver
from engagepolicy.ir.expressions import Constantly, Reference
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Setting
from engagepolicy.values.types import DateTimeType


def _answer(opaque: Opaque, setting: Setting, subject: Value) -> bool:
    expression = opaque.expression
    operands = [each.value if isinstance(each, Constantly) else each for each in expression.operands[1:]]
    return bool(MEANINGS[expression.operator](setting, expression, [subject, *operands]))


def pin_tests(conditions: Conditions, subjects: Iterable[str | datetime], as_of: datetime) -> list[Formula]:
    """Return what is true of each test on each of these texts or moments, for a decision as of the moment."""
    setting = Setting(conditions.prepared, as_of)
    told = list(subjects)
    pinned: list[Formula] = []
    for opaque in conditions.opaque.values():
        pinned += _pin_test(conditions, opaque, told, setting)
    return pinned


def _pin_test(conditions: Conditions, opaque: Opaque, subjects: list[str | datetime], setting: Setting) -> Iterator[Formula]:
    z3 = solver()
    epoch = sum(microseconds(setting.as_of) >= edge for edge in conditions.edges.of(opaque.expression))
    of = opaque.subject_type
    is_moment = opaque.expression.operator == "on_calendar"
    for subject in subjects:
        if isinstance(subject, datetime) is is_moment:
            at = opaque.function(as_number(subject, of, conditions.strings), z3.IntVal(epoch))
            yield at == z3.BoolVal(_answer(opaque, setting, subject))
    if is_moment:
        yield from _pin_hours(opaque, subjects, setting)


def _pin_hours(opaque: Opaque, moments: Iterable[str | datetime], setting: Setting) -> Iterator[Formula]:
    """Yield of each moment that the calendar is open, or closed, as long as it is so around it."""
    z3 = solver()
    asked = opaque.expression.operands[1]
    assert isinstance(asked, Reference)
    calendar = setting.prepared.calendars[asked.name]
    told: set[tuple[datetime, datetime]] = set()
    for moment in moments:
        if not isinstance(moment, datetime):
            continue
        is_open = _answer(opaque, setting, moment)
        begin = calendar.previous_open(moment) if is_open else calendar.previous_close(moment)
        end = calendar.next_close(moment) if is_open else calendar.next_open(moment)
        if begin is None or end is None or (begin, end) in told:
            continue
        told.add((begin, end))
        for subject in opaque.subjects.values():
            is_within = z3.And(subject >= microseconds(begin), subject < microseconds(end))
            yield z3.Implies(is_within, opaque.function(subject, z3.IntVal(0)) == z3.BoolVal(is_open))


def pin_shifts(conditions: Conditions, starts: Iterable[date]) -> list[Formula]:
    """Return where each calendar span ends that begins at one of these dates or moments."""
    setting = Setting(conditions.prepared, EPOCH)
    told = list(starts)
    pinned: list[Formula] = []
    for shift in conditions.shifts.values():
        pinned += _pin_shift(conditions, shift, told, setting)
    return pinned


def _pin_shift(conditions: Conditions, shift: Shift, starts: list[date], setting: Setting) -> Iterator[Formula]:
    of, constant = shift.start.type, shift.expression.operands[1]
    assert isinstance(constant, Constantly)
    for start in starts:
        end = MEANINGS[shift.expression.operator](setting, shift.expression, [start, constant.value])
        if isinstance(start, datetime) is isinstance(of, DateTimeType) and end is not None:
            at = shift.function(as_number(start, of, conditions.strings))
            yield at == as_number(end, of, conditions.strings)


class UsualPins:
    """What is told of tests and spans before any model was seen, and at which moments a model should lie; each is worked out once."""

    def __init__(self, moments: list[datetime], starts: list[datetime]) -> None:
        """Take the moments worth trying, an ordinary one first, and those at which spans may have begun."""
        self._moments = moments
        self._starts = starts
        self._begin: list[date] = [*starts, *dict.fromkeys(each.date() for each in starts)]
        self._of_tests: dict[tuple[str, int], list[Formula]] = {}
        self._of_shifts: dict[tuple[str, int], list[Formula]] = {}
        self._plain: dict[tuple[str, int], Formula] = {}

    def pins(self, conditions: Conditions) -> list[Formula]:
        """Return what is told of each test of the moments, and of each span from one of the starts."""
        setting = Setting(conditions.prepared, self._moments[0])
        keys = [(key, len(opaque.subjects)) for key, opaque in conditions.opaque.items()]
        for key, opaque in zip(keys, conditions.opaque.values(), strict=True):
            if key not in self._of_tests:
                self._of_tests[key] = list(_pin_test(conditions, opaque, [*self._moments], setting))
        for at, shift in conditions.shifts.items():
            if at not in self._of_shifts:
                self._of_shifts[at] = list(_pin_shift(conditions, shift, self._begin, setting))
        return [
            *(each for key in keys for each in self._of_tests[key]),
            *(each for at in conditions.shifts for each in self._of_shifts[at]),
        ]

    def plain_starts(self, conditions: Conditions) -> Formula:
        """Return that every calendar span is counted from one of the starts, or one of their dates, where a fact says from when."""
        for at, shift in conditions.shifts.items():
            if at not in self._plain:
                self._plain[at] = plain_start(shift, self._starts, conditions.strings)
        return solver().And(*(self._plain[at] for at in conditions.shifts))


def pin_facts(conditions: Conditions, facts: Mapping[str, Value]) -> list[Formula]:
    """Return that every variable made so far has the value of this input; facts are by path, as the runtime holds them."""
    pinned: list[Formula] = []
    for path, variable in list(conditions.facts.by_path.items()):
        if "[" not in path:
            pinned += _pin(conditions, path, variable, facts.get(path))
    return pinned


def _pin(conditions: Conditions, path: str, variable: Variable, value: Value) -> Iterator[Formula]:
    z3 = solver()
    if value is None:
        yield z3.Not(variable.known)
        return
    yield variable.known
    match variable:
        case Scalar(value=own, type=of):
            yield own == as_number(value, of, conditions.strings)
        case SetVariable(contains=contains, type=of):
            for each in value | conditions.constants.get(path, set()):
                yield contains(as_number(each, of.of, conditions.strings)) == z3.BoolVal(each in value)
            if path in conditions.sizes:
                yield conditions.sizes[path] == len(value)
        case ListVariable(length=length, elements=elements):
            yield length == len(value)
            for element, record in zip(elements, value, strict=False):
                inside = {inner: each for inner, each in conditions.facts.by_path.items() if inner.startswith(f"{element.path}.")}
                for inner, each in inside.items():
                    yield from _pin(conditions, inner, each, record.get(inner.removeprefix(f"{element.path}.")))



