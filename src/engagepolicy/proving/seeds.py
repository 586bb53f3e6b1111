"""Inputs worth trying before anything is asked of a solver: every fact at one of its extremes, every word of the lexicons said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engagepolicy.ir.constraints import breach_of
from engagepolicy.ir.expressions import Apply, Constantly, Expression, Fact, walk
from engagepolicy.ir.program import FactDeclaration, Program
from engagepolicy.proving.moments import find_moments
from engagepolicy.proving.texts import TextMaker
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.sought import TEXT_TESTS
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    SetType,
    StringType,
    Type,
)

SEEDS_AT_MOST = 16
LONGEST_TEXT = 4_000


class Seeds:
    """Makes the inputs that are tried first of one program."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        program = prepared.program
        self._fields = [each for each in program.schema_by_name[prepared.record].fields if not each.is_computed]
        self._moments = find_moments(prepared)
        self._maker = TextMaker(prepared, self._moments[0])
        self._constants, self._tests = _gather(program, prepared.record)

    def make(self) -> Iterator[dict[str, Any]]:
        """Yield facts by path, each input with its moment: numbers high and low by turns, every word of an enum in its turn."""
        words = max((len(each.type.values) for each in self._fields if isinstance(each.type, EnumType)), default=1)
        for number in range(min(SEEDS_AT_MOST, 2 * max(words, 1))):
            facts = {each.path: self._value(each, number) for each in self._fields}
            yield {path: value for path, value in facts.items() if value is not None}

    def _value(self, field: FactDeclaration, number: int) -> Any:  # noqa: ANN401
        is_high = number % 2 == 0
        constants = self._constants.get(field.path, set())
        match field.type:
            case BoolType():
                return is_high
            case IntType() | NumberType() | DateType() | DurationType():
                return _beyond(constants, is_high=is_high) if constants else _PLAIN[type(field.type).__name__]
            case DateTimeType():
                return self._moments[0] if number == 0 else self._moments[number % len(self._moments)]
            case EnumType(values=words):
                return words[number // 2 % len(words)]
            case StringType():
                return self._text(field.path, is_rich=number % 4 < 3)
            case SetType():
                return frozenset(constants) if is_high else frozenset()
            case ListType():
                return ()
            case _:
                return None

    def _text(self, path: str, *, is_rich: bool) -> str:
        """Return a text in which as many tests as possible find something; a plain one if it is not to be rich."""
        text = ""
        for test in self._tests.get(path, ()) if is_rich else ():
            sample = next((each for each in self._maker.samples(test) if self._maker.finds(test, each)), None)
            if sample is not None and len(text) + len(sample) < LONGEST_TEXT:
                text = f"{text}. {sample}" if text else sample
        return text or "Hello"


_PLAIN: dict[str, Any] = {"IntType": 0, "NumberType": Decimal(0), "DateType": date(2026, 1, 5), "DurationType": timedelta(seconds=1)}


def _beyond(constants: set[Any], *, is_high: bool) -> Any:  # noqa: ANN401
    """Return a value just above or below all the constants; the last one where there is nothing beyond."""
    edge = max(constants) if is_high else min(constants)
    step: Any = timedelta(days=1) if isinstance(edge, date | timedelta) else 1
    try:
        found = edge + step if is_high else edge - step
        return max(found, timedelta(seconds=1)) if isinstance(edge, timedelta) else found  # no test block can say less
    except OverflowError:
        return edge


def _gather(program: Program, record: str) -> tuple[dict[str, set[Any]], dict[str, list[Apply]]]:
    """Return the constants of its own type that each fact stands beside, and the tests of each text, by path."""
    constants: dict[str, set[Any]] = {}
    tests: dict[str, dict[Apply, None]] = {}
    for part in (part for each in _expressions(program, record) for part in walk(each)):
        if isinstance(part, Apply):
            facts = [inner for operand in part.operands for inner in walk(operand) if isinstance(inner, Fact)]
            if part.operator in TEXT_TESTS and len(facts) == 1:
                tests.setdefault(facts[0].path, {}).setdefault(part)
            for fact in facts:
                values = (each.value for each in part.operands if isinstance(each, Constantly) and _fits(each.type, fact.type))
                constants.setdefault(fact.path, set()).update(values)
    return constants, {path: list(each) for path, each in tests.items()}


def _fits(constant: Type, fact: Type) -> bool:
    """Whether a constant is a value of the fact, or of the set that the fact is."""
    wanted = fact.of if isinstance(fact, SetType) else fact
    return constant == wanted or (isinstance(constant, IntType) and isinstance(wanted, NumberType))


def _expressions(program: Program, record: str) -> Iterator[Expression]:
    if record == "interaction":
        yield from (rule.condition for rule in program.rules)
    yield from (each.expression for each in program.conditions if each.record == record)
    yield from (breach_of(each) for each in program.constraints_on("decision" if record == "interaction" else "draft"))
