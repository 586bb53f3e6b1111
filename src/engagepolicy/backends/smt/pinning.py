"""Real values laid over the variables: of one input, and of what a text test finds in a text that somebody has spelled out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from engagepolicy.backends.smt.conditions import Conditions, Opaque
from engagepolicy.backends.smt.facts import ListVariable, SetVariable, Variable
from engagepolicy.backends.smt.terms import EPOCH, Formula, Scalar, as_number, microseconds, solver
from engagepolicy.ir.expressions import Constantly
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
    z3 = solver()
    setting = Setting(conditions.prepared, as_of)
    told = list(subjects)
    pinned = []
    for opaque in conditions.opaque.values():
        epoch = sum(microseconds(as_of) >= edge for edge in conditions.edges_of(opaque.expression))
        of = opaque.subject_type
        is_moment = opaque.expression.operator == "on_calendar"
        for subject in told:
            if isinstance(subject, datetime) is is_moment:
                at = opaque.function(as_number(subject, of, conditions.strings), z3.IntVal(epoch))
                pinned.append(at == z3.BoolVal(_answer(opaque, setting, subject)))
    return pinned


def pin_shifts(conditions: Conditions, starts: Iterable[date]) -> list[Formula]:
    """Return where each calendar span ends that begins at one of these dates or moments."""
    setting = Setting(conditions.prepared, EPOCH)
    told = list(starts)
    pinned = []
    for shift in conditions.shifts:
        of, constant = shift.start.type, shift.expression.operands[1]
        assert isinstance(constant, Constantly)
        for start in told:
            end = MEANINGS[shift.expression.operator](setting, shift.expression, [start, constant.value])
            if isinstance(start, datetime) is isinstance(of, DateTimeType) and end is not None:
                at = shift.function(as_number(start, of, conditions.strings))
                pinned.append(at == as_number(end, of, conditions.strings))
    return pinned


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
        case ListVariable(length=length, elements=elements):
            yield length == len(value)
            for element, record in zip(elements, value, strict=False):
                inside = {inner: each for inner, each in conditions.facts.by_path.items() if inner.startswith(f"{element.path}.")}
                for inner, each in inside.items():
                    yield from _pin(conditions, inner, each, record.get(inner.removeprefix(f"{element.path}.")))



