"""Bands of one number across rows and rules: values between two of them that both leave out.

A single value between bands (`< 1_000` beside `> 1_000`) is always an oversight. A whole stretch may be meant; it is told where it lies
between rows of one table and some interaction in it gets nothing at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engagepolicy.ir.conjuncts import conjuncts
from engagepolicy.ir.expressions import Apply, Constantly, Expression, Fact
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.influence import facts_read
from engagepolicy.runtime.questions import Answers, Both, Either, HasNothing, NotSo, Question, Stands
from engagepolicy.values.types import IntType, NumberType, SetType

_FLIPPED = {"less": "greater", "greater": "less", "at_most": "at_least", "at_least": "at_most", "equal": "equal"}


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a band: its value, None where there is no end, and whether the value itself is in."""

    value: Any
    is_in: bool


@dataclass(frozen=True, slots=True)
class Hole:
    """What two bands of a fact leave out between them, the rules that end below and begin above, and whether some input is in it."""

    outcome: str
    fact: str
    low: Edge
    high: Edge
    below: str
    above: str
    question: Question

    @property
    def is_point(self) -> bool:
        """Whether one value alone is left out."""
        return bool(self.low.value == self.high.value)


@dataclass(frozen=True, slots=True)
class Band:
    """What a rule takes of a number."""

    low: Edge
    high: Edge
    rule: Rule

    @property
    def is_one_value(self) -> bool:
        """Whether it takes a single value."""
        return self.low.value is not None and bool(self.low.value == self.high.value)


def find_holes(program: Program) -> Iterator[Hole]:
    """Yield each hole, with the question whether some input falls into it."""
    for (outcome, fact, rest), bands in sorted(find_bands(program).items(), key=lambda each: str(each[0][:2])):
        for below, above in _neighbours(bands, fact):
            low, high = _between(below.high, above.low, fact)
            is_one_table = below.rule.id.partition("[")[0] == above.rule.id.partition("[")[0] and "[" in below.rule.id
            is_set = isinstance(program.outcome_by_name[outcome].type, SetType)
            is_point = low.value == high.value
            if not is_point and (is_set or not is_one_table):
                continue
            inside = [Answers(each, truth=True) for each in (*rest, *tests_inside(fact, low, high))]
            lacks = HasNothing(outcome) if not is_point else _nobody(program, outcome, fact)
            yield Hole(outcome, fact.path, low, high, below.rule.id, above.rule.id, Both((*inside, lacks)))


def _nobody(program: Program, outcome: str, fact: Fact) -> Question:
    """Return whether no rule that looks at the fact gives anything to the outcome."""
    givers = (rule for rule in program.rules if any(each.outcome == outcome for each in rule.contributions))
    return NotSo(Either(tuple(Stands(rule.id, outcome) for rule in givers if fact.path in facts_read(program, rule.condition))))


# --- bands


def find_bands(program: Program) -> dict[tuple[str, Fact, frozenset[Expression]], list[Band]]:
    """Return the bands by outcome, fact and what the rules ask for beside it."""
    found: dict[tuple[str, Fact, frozenset[Expression]], list[Band]] = defaultdict(list)
    for rule in program.rules:
        asked = conjuncts(rule.condition)
        tests: dict[Fact, list[tuple[Expression, str, Any]]] = defaultdict(list)
        for part in asked:
            told = _comparison(part)
            if told is not None:
                tests[told[0]].append((part, told[1], told[2]))
        for fact, of_fact in tests.items():
            band = Band(_lowest(of_fact), _highest(of_fact), rule)
            rest = frozenset(asked) - {part for part, _, _ in of_fact}
            for outcome in {each.outcome for each in rule.contributions}:
                found[outcome, fact, rest].append(band)
    return found


def _comparison(part: Expression) -> tuple[Fact, str, Any] | None:
    """Return a test of one number against a constant: the fact, the operator as if the fact stood on its left, the constant."""
    match part:
        case Apply(operator=operator, operands=(Fact(type=IntType() | NumberType(), variable=None) as fact, Constantly(value=value))):
            return (fact, operator, value) if operator in _FLIPPED else None
        case Apply(operator=operator, operands=(Constantly(value=value), Fact(type=IntType() | NumberType(), variable=None) as fact)):
            return (fact, _FLIPPED[operator], value) if operator in _FLIPPED else None
        case _:
            return None


def _lowest(tests: list[tuple[Expression, str, Any]]) -> Edge:
    edges = [Edge(value, operator != "greater") for _, operator, value in tests if operator in ("greater", "at_least", "equal")]
    return max(edges, key=lambda each: (each.value, not each.is_in), default=Edge(None, is_in=False))


def _highest(tests: list[tuple[Expression, str, Any]]) -> Edge:
    edges = [Edge(value, operator != "less") for _, operator, value in tests if operator in ("less", "at_most", "equal")]
    return min(edges, key=lambda each: (each.value, each.is_in), default=Edge(None, is_in=False))


# --- what lies between


def _neighbours(bands: list[Band], fact: Fact) -> Iterator[tuple[Band, Band]]:
    """Yield, from below, each two bands with a hole between them that no other band reaches into."""
    ordered = sorted(bands, key=lambda each: (each.low.value is not None, each.low.value or 0, not each.low.is_in))
    reach = ordered[0]
    for band in ordered[1:]:
        if reach.high.value is None:
            return
        if band.low.value is not None and not (reach.is_one_value or band.is_one_value):
            low, high = _between(reach.high, band.low, fact)
            if low.value < high.value or (low.value == high.value and low.is_in and high.is_in):
                yield reach, band
        if band.high.value is None or (band.high.value, band.high.is_in) > (reach.high.value, reach.high.is_in):
            reach = band


def _between(end: Edge, start: Edge, fact: Fact) -> tuple[Edge, Edge]:
    """Return the ends of what lies between two bands; of whole numbers both are in."""
    if isinstance(fact.type, IntType) and end.value == int(end.value) and start.value == int(start.value):
        return Edge(int(end.value) + end.is_in, is_in=True), Edge(int(start.value) - start.is_in, is_in=True)
    return Edge(Decimal(end.value), not end.is_in), Edge(Decimal(start.value), not start.is_in)


def tests_inside(fact: Fact, low: Edge, high: Edge) -> Iterator[Expression]:
    """Yield the conditions that the fact lies between two ends."""
    of = IntType() if isinstance(low.value, int) else NumberType()
    yield apply("at_least" if low.is_in else "greater", fact, Constantly(low.value, of))
    yield apply("at_most" if high.is_in else "less", fact, Constantly(high.value, of))
