"""Inputs being worked out: for each fact the values that are left, narrowed by one test after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, TypeAlias

from engagepolicy.backends.smt.facts import MOMENT
from engagepolicy.ir.expressions import Apply, Constantly, Expression, walk
from engagepolicy.ir.program import FactDeclaration
from engagepolicy.proving.moments import find_moments
from engagepolicy.proving.realising import plain_facts, plain_value
from engagepolicy.proving.texts import TextMaker
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.truth import Truth
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    NumberType,
    SetType,
    StringType,
)

Test: TypeAlias = tuple[Callable[[Any], Truth], Truth]
"""Something asked of a value, None standing for one that is not known, and the answer that is wanted."""


Chain: TypeAlias = tuple[Any, Any] | None
"""Something, and the chain of all that came before it."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """An input as far as it was worked out: by path the values left of a fact, its tests, and what is to be found in a text or not.

    `reserve` has further values, tried where none of those is left. Tests and reserve are chains, the last link first, so that one more
    costs the same however many there are.
    """

    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    reserve: Mapping[str, Chain] = field(default_factory=dict)
    tests: Mapping[str, Chain] = field(default_factory=dict)
    texts: Mapping[str, Mapping[Apply, bool]] = field(default_factory=dict)

    def seek(self, path: str, test: Apply, *, found: bool) -> Sketch | None:
        """Return the sketch with one more test of the text at the path; None where the opposite was asked for."""
        told = self.texts.get(path, {})
        if told.get(test, found) is not found:
            return None
        return replace(self, texts={**self.texts, path: {**told, test: found}})


class Sketcher:
    """Narrows sketches of inputs of one program, and makes inputs of them."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        self._prepared = prepared
        self.fields = {each.path: each for each in prepared.program.schema_by_name[prepared.record].fields if not each.is_computed}
        self._moments = find_moments(prepared)
        self._nearby: dict[tuple[str, int], tuple[tuple[Any, ...], Expression]] = {}
        self._plain = plain_facts(self.fields.values())

    def narrow(
        self, sketch: Sketch, path: str, test: Test, asked: Expression | None = None, *, among: tuple[Any, ...] = ()
    ) -> Sketch | None:
        """Return the sketch with one more test of the fact at the path, None where no value is left.

        Values worth trying are those `among` and those that stand in what is `asked`.
        """
        declared = self.fields[path]
        before, kept_back = sketch.tests.get(path), sketch.reserve.get(path)
        values = sketch.values[path] if before else (*self._usual(declared), *_missing(declared))
        near = (*among, *(() if asked is None else self._near(declared, asked)))
        reserve = (near, kept_back) if near else kept_back
        left = tuple(each for each in values if _comes_out(each, test))
        if not left:  # the test just added is the likeliest to fail
            tried = (each for each in dict.fromkeys(chain.from_iterable(_links(reserve))) if _comes_out(each, test))
            left = tuple(each for each in tried if all(_comes_out(each, one) for one in _links(before)))
        if not left:
            return None
        told = {"values": left, "reserve": reserve, "tests": (test, before)}
        return replace(sketch, **{name: {**getattr(sketch, name), path: each} for name, each in told.items()})

    def _near(self, declared: FactDeclaration, asked: Expression) -> tuple[Any, ...]:
        """Return values of the fact that stand in the expression, and those beside them."""
        key = (declared.path, id(asked))
        if key not in self._nearby:
            self._nearby[key] = (tuple(dict.fromkeys(_values_near(declared, asked))), asked)  # kept, so that no other has its number
        return self._nearby[key][0]

    def _usual(self, declared: FactDeclaration) -> tuple[Any, ...]:
        match declared.type:
            case BoolType():
                return (True, False)
            case EnumType(values=words):
                return tuple(words)
            case DateTimeType():
                return tuple(self._moments)
            case _:
                return (plain_value(declared),)

    def finish(self, sketch: Sketch) -> dict[str, Any] | None:
        """Return the facts of an input, by path, that is as the sketch wants it; None where a text cannot be made so."""
        chosen = {path: values[0] for path, values in sketch.values.items()}
        facts = {MOMENT: self._moments[0], **self._plain, **chosen}
        maker = TextMaker(self._prepared, facts[MOMENT])
        for path, tests in sketch.texts.items():
            if path not in chosen:
                found, not_found = ([test for test, is_found in tests.items() if is_found is wanted] for wanted in (True, False))
                facts[path] = maker.find_text(found, not_found)
                if facts[path] is None:
                    return None
        return {path: value for path, value in facts.items() if value is not None}


def _links(of: Chain) -> Iterator[Any]:
    while of is not None:
        link, of = of
        yield link


def _comes_out(value: Any, test: Test) -> bool:  # noqa: ANN401
    ask, wanted = test
    return ask(value) is wanted


def _missing(declared: FactDeclaration) -> tuple[None, ...]:
    return (None,) if declared.is_optional and declared.default is None else ()


def _values_near(declared: FactDeclaration, asked: Expression) -> Iterator[Any]:
    """Yield values of the fact: each that stands in the expression, and what lies on either side of it."""
    steps = _STEPS.get(type(declared.type), ())
    for part in walk(asked):
        if isinstance(part, Constantly):
            constants = sorted(part.value, key=str) if isinstance(part.value, frozenset) else [part.value]
            for constant in constants:
                yield from _around(declared, constant, steps)


_STEPS: Mapping[type, tuple[Any, ...]] = {
    IntType: (1,),
    NumberType: (Decimal("0.1"), 1),
    DateType: (timedelta(days=1), timedelta(days=1000)),
    DateTimeType: (timedelta(seconds=1), timedelta(days=1000)),
    DurationType: (timedelta(seconds=1),),
}
_VALUES: Mapping[type, tuple[type, ...]] = {
    IntType: (int,),
    NumberType: (int, Decimal),
    DateType: (date,),
    DateTimeType: (datetime,),
    DurationType: (timedelta,),
    StringType: (str,),
    EnumType: (str,),
}


def _around(declared: FactDeclaration, constant: Any, steps: tuple[Any, ...]) -> Iterator[Any]:  # noqa: ANN401
    if isinstance(declared.type, SetType):
        if isinstance(constant, _VALUES.get(type(declared.type.of), ())):
            yield frozenset({constant})
        return
    if not isinstance(constant, _VALUES.get(type(declared.type), ())) or isinstance(constant, bool):
        return
    yield constant
    for step in steps:
        try:
            yield from (constant - step, constant + step)
        except OverflowError:
            continue
