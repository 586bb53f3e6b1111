"""Expressions as formulas: for a condition when it is true and when it is false, with negation pushed to the leaves.

Exact for booleans, enums, numbers, dates, moments, durations, sets and quantifiers over the elements spelled out. A text test
and the opening of a calendar are functions that the solver may choose, but for the texts and moments that somebody has spelled
out; a calendar span lies within its bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeAlias

from engagepolicy.backends.smt.comparing import as_condition, compare, converted, gated, in_range
from engagepolicy.backends.smt.edges import Edges
from engagepolicy.backends.smt.facts import Element, Elements, FactVariables, ListVariable, SetVariable, count_elements, root_of
from engagepolicy.backends.smt.opaque import Opaque, Shift, span_key, test_key
from engagepolicy.backends.smt.spans import dates_beside, first_reaching
from engagepolicy.backends.smt.terms import (
    FIRST_DATE,
    FIRST_MOMENT,
    LAST_DATE,
    LAST_MOMENT,
    Condition,
    Formula,
    Scalar,
    Strings,
    as_number,
    microseconds,
    solver,
)
from engagepolicy.backends.smt.text_axioms import TextAxioms
from engagepolicy.ir.expressions import (
    And,
    Apply,
    Constantly,
    Expression,
    Fact,
    IsKnown,
    Named,
    Not,
    Or,
    OrElse,
    OutcomeValue,
    Quantified,
    Reference,
    RegularExpression,
    walk,
)
from engagepolicy.ir.program import ALL_TIME, Window
from engagepolicy.runtime.influence import walk_all
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.sought import TEXT_TESTS
from engagepolicy.values.amounts import CalendarSpan
from engagepolicy.values.types import BoolType, DateType, IntType, NumberType

DAY = 24 * 3600 * 1_000_000
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
CLOCKS_CHANGE_BY_AT_MOST = 2
"""In days: by how much the same local time can be off from so many days of 24 hours (zones have skipped a whole day)."""

Counts: TypeAlias = tuple[ListVariable, Formula, Formula, Formula]
"""A list, and for how many of its elements something is true, not known, and false."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an outcome holds of values: a scalar where it is one; for a set, when it contains a value of the policy."""

    scalar: Scalar | None
    known: Formula
    contains: Callable[[Scalar], Formula]


class Conditions:
    """Formulas for the expressions of one program, all over the same variables."""

    def __init__(self, prepared: Prepared, outcome: Callable[[str], Outcome]) -> None:
        """Take the program, and a way to ask what the rules settle for an outcome."""
        self.prepared = prepared
        self.strings = Strings()
        self.facts = FactVariables(prepared.program, prepared.record, self.strings, count_elements(prepared.program))
        self.opaque: dict[str, Opaque] = {}
        self.text_axioms = TextAxioms(prepared.program)
        self.shifts: dict[tuple[str, int], Shift] = {}
        self.constants: dict[str, set[Any]] = {}
        self.sizes: dict[str, Formula] = {}
        self.sought: dict[str, list[Scalar]] = {}
        self._outcome = outcome
        self._named: dict[str, Condition] = {}
        self._fresh = 0
        self._counts: dict[tuple[object, ...], Counts] = {}
        self.mark = ""
        self.edges = Edges(prepared.program)

    def within(self, outcome: Callable[[str], Outcome], mark: str) -> Conditions:
        """Return the same over the same variables where the outcomes are others; `mark` keeps apart what is made up for them."""
        part = copy(self)
        part._outcome, part.mark, part._named = outcome, mark, {}
        return part

    @property
    def axioms(self) -> list[Formula]:
        """What is true of every input, of the variables made so far; it only ever grows."""
        return [*self.facts.axioms, *self.text_axioms.tell(self.opaque.values())]

    def in_force(self, window: Window) -> Formula:
        """Return when the moment of the decision lies in the window."""
        return self._in_window(self.facts.moment().value, window)

    def _in_window(self, moment: Formula, window: Window) -> Formula:
        z3 = solver()
        if window == ALL_TIME:
            return z3.BoolVal(True)
        after = [] if window.start is None else [moment >= microseconds(window.start)]
        before = [] if window.end is None else [moment < microseconds(window.end)]
        return z3.And(*after, *before)

    # --- conditions

    def condition(self, expression: Expression, elements: Elements | None = None) -> Condition:
        """Return when the expression, which is a condition, is true and when it is false."""
        z3 = solver()
        within: Elements = elements or {}
        match expression:
            case And(parts=parts) | Or(parts=parts):
                each = [self.condition(part, within) for part in parts]
                trues, falses = [part.true for part in each], [part.false for part in each]
                if isinstance(expression, And):
                    return Condition(z3.And(*trues), z3.Or(*falses))
                return Condition(z3.Or(*trues), z3.And(*falses))
            case Not(part=part):
                inner = self.condition(part, within)
                return Condition(inner.false, inner.true)
            case IsKnown(part=part):
                known = self._known(part, within)
                return Condition(known, z3.Not(known))
            case Named(name=name):
                return self._condition_named(name)
            case Quantified():
                return self._quantified(expression, within)
            case Apply():
                return self._applied(expression, within)
            case _:
                return as_condition(self.scalar(expression, within))

    def _known(self, part: Expression, elements: Elements) -> Formula:
        match part:
            case Fact():
                return self.facts.read(part, elements).known
            case OutcomeValue(name=name):
                return self._outcome(name).known
            case _:
                return self.scalar(part, elements).known

    def _condition_named(self, name: str) -> Condition:
        z3 = solver()
        by_name = self.prepared.program.condition_by_name
        for each in () if name in self._named else self.prepared.conditions_within(name):
            if each not in self._named:
                inner = self.condition(by_name[each].expression)
                force = self.in_force(by_name[each].about.window)
                self._named[each] = Condition(z3.And(force, inner.true), z3.Or(z3.Not(force), inner.false))
        return self._named[name]

    def _quantified(self, expression: Quantified, elements: Elements) -> Condition:
        z3 = solver()
        source, true_ones, unknown_ones, false_ones = self._counted(expression, elements)
        if expression.quantity == "any":
            return Condition(
                z3.And(source.known, true_ones >= 1), z3.And(source.known, true_ones == 0, unknown_ones == 0)
            )
        return Condition(z3.And(source.known, false_ones == 0, unknown_ones == 0), z3.And(source.known, false_ones >= 1))

    def _counted(self, expression: Quantified, elements: Elements) -> Counts:
        """Return the list, and for how many of its elements the body is true, not known, and false; the same wherever it is asked."""
        depends = any(isinstance(part, OutcomeValue) for part in walk_all(self.prepared.program, expression.body))
        within = tuple(sorted(elements.items(), key=lambda each: each[0]))
        key = (expression.variable, expression.source, expression.body, within, self.mark if depends else "")
        if key not in self._counts:
            self._counts[key] = self._count(expression, elements)
        return self._counts[key]

    def _count(self, expression: Quantified, elements: Elements) -> Counts:
        z3 = solver()
        source = self.facts.read(expression.source, elements)
        assert isinstance(source, ListVariable)
        self._fresh += 1
        beyond = [z3.Int(f"beyond {self.mark}{self._fresh} {word}") for word in ("true", "unknown", "false")]
        spelled = len(source.elements)
        rest = z3.If(source.length > spelled, source.length - spelled, 0)
        self.facts.tell(_root(expression.source, elements), z3.And(*(each >= 0 for each in beyond)), z3.Sum(beyond) == rest)
        sums = list(beyond)
        for place, element in enumerate(source.elements):
            body = self.condition(expression.body, {**elements, expression.variable: element})
            exists = source.length > place
            unknown = z3.Not(z3.Or(body.true, body.false))
            for number, truth in enumerate((body.true, unknown, body.false)):
                sums[number] = sums[number] + z3.If(z3.And(exists, truth), 1, 0)
        for number, count in enumerate(beyond):
            self._have_an_example(count, number, source, expression, elements)
        return source, sums[0], sums[1], sums[2]

    def _have_an_example(self, count: Formula, number: int, source: ListVariable, expression: Quantified, elements: Elements) -> None:
        """Let there be an element for which the body comes out so, if any beyond those spelled out is counted as one of these."""
        z3 = solver()
        first = source.elements[0]
        example = Element(f"{first.path.rpartition('[')[0]}[beyond {self.mark}{self._fresh} {number}]", first.record)
        body = self.condition(expression.body, {**elements, expression.variable: example})
        truths = (body.true, z3.Not(z3.Or(body.true, body.false)), body.false)
        self.facts.tell(_root(expression.source, elements), z3.Implies(count >= 1, truths[number]))

    # --- applications with a truth

    def _applied(self, expression: Apply, elements: Elements) -> Condition:
        z3 = solver()
        match expression.operator:
            case "equal" | "less" | "at_most" | "greater" | "at_least":
                left, right = (self.scalar(each, elements) for each in expression.operands)
                self._tell_ends(expression.operands, elements)
                return gated(z3.And(left.known, right.known), compare(expression.operator, left, right))
            case "member":
                return self._member(expression.operands[0], expression.operands[1], elements)
            case "contains":
                return self._member(expression.operands[1], expression.operands[0], elements)
            case "during":
                moment = self.scalar(expression.operands[0], elements)
                campaign = expression.operands[1]
                assert isinstance(campaign, Reference)
                window = self.prepared.program.campaign_by_name[campaign.name].window
                return gated(moment.known, self._in_window(moment.value, window))
            case name if name in TEXT_TESTS or name == "on_calendar":
                return self._chosen(expression, elements)
            case _:
                return as_condition(self.scalar(expression, elements))

    def _member(self, item: Expression, of: Expression, elements: Elements) -> Condition:
        z3 = solver()
        value = self.scalar(item, elements)
        self._tell_ends((item, of), elements)
        match of:
            case Constantly(value=members):
                assert isinstance(members, frozenset)
                each = [value.value == as_number(member, value.type, self.strings) for member in sorted(members, key=str)]
                return gated(value.known, z3.Or(*each))
            case Fact():
                variable = self.facts.read(of, elements)
                assert isinstance(variable, SetVariable)
                if isinstance(item, Constantly):
                    self.constants.setdefault(_path_of(of, elements), set()).add(item.value)
                else:
                    self.sought.setdefault(_path_of(of, elements), []).append(value)
                return gated(z3.And(value.known, variable.known), variable.contains(converted(value, variable.type.of)))
            case OutcomeValue(name=name):
                outcome = self._outcome(name)
                return gated(z3.And(value.known, outcome.known), outcome.contains(value))
            case _:
                raise TypeError(f"no set: {of}")

    def _chosen(self, expression: Apply, elements: Elements) -> Condition:
        """Return the answer of a test that depends on more than the solver sees: one function of its subject for each such test."""
        z3 = solver()
        subject = expression.operands[0]
        value = self.scalar(subject, elements)
        key = test_key(expression)
        if key not in self.opaque:
            function = z3.Function(f"test {len(self.opaque)}", z3.IntSort(), z3.IntSort(), z3.BoolSort())
            self.opaque[key] = Opaque(expression, function, value.type, set())
        asked = (part for part in walk(subject) if isinstance(part, Fact))
        self.opaque[key].paths.update(_path_of(fact, elements) for fact in asked)
        self.opaque[key].subjects[value.value.get_id()] = value.value
        answer = self.opaque[key].function(value.value, self._epoch(expression))
        moment = self.text_axioms.note(self.facts.moment().value) if self.edges.of(expression) else 0
        self.opaque[key].answers[value.value.get_id(), moment] = answer
        return gated(value.known, answer)

    def _epoch(self, expression: Apply) -> Formula:
        """Return which state of a lexicon holds: terms come into force and leave it with the moment of the decision."""
        z3 = solver()
        moment = self.facts.moment().value
        return z3.Sum([z3.IntVal(0), *(z3.If(moment >= edge, 1, 0) for edge in self.edges.of(expression))])

    # --- scalars

    def scalar(self, expression: Expression, elements: Elements | None = None) -> Scalar:
        """Return the value of the expression, which is no set or list, and when it is known."""
        z3 = solver()
        within: Elements = elements or {}
        match expression:
            case Constantly(value=value, type=of):
                return Scalar(z3.BoolVal(True), as_number(value, of, self.strings), of)
            case Fact():
                variable = self.facts.read(expression, within)
                assert isinstance(variable, Scalar)
                return variable
            case OutcomeValue(name=name):
                found = self._outcome(name).scalar
                assert found is not None
                return found
            case OrElse(part=part, fallback=fallback):
                told, other = self.scalar(part, within), self.scalar(fallback, within)
                return Scalar(z3.BoolVal(True), z3.If(told.known, told.value, converted(other, told.type)), told.type)
            case Quantified(quantity="count"):
                source, true_ones, unknown_ones, _ = self._counted(expression, within)
                return Scalar(z3.And(source.known, unknown_ones == 0), true_ones, IntType())
            case Apply(type=of) if not isinstance(of, BoolType):
                return self._computed(expression, within)
            case Reference() | RegularExpression():
                raise TypeError(f"no scalar: {expression}")
            case _:
                truth = self.condition(expression, within)
                return Scalar(z3.Or(truth.true, truth.false), truth.true, BoolType())

    def _computed(self, expression: Apply, elements: Elements) -> Scalar:
        z3 = solver()
        if expression.operator in ("later_by", "earlier_by"):
            return self._shifted(expression, elements)
        if expression.operator == "size":
            return self._size(expression, elements)
        parts = [self.scalar(each, elements) for each in expression.operands]
        known = z3.And(*(part.known for part in parts))
        values = [converted(part, expression.type) if isinstance(expression.type, NumberType) else part.value for part in parts]
        match expression.operator:
            case "add":
                value = values[0] + values[1]
            case "subtract":
                value = values[0] - values[1]
            case "multiply":
                value = values[0] * values[1]
            case "negate":
                value = -values[0]
            case _:
                raise TypeError(f"no arithmetic: {expression.operator}")
        return Scalar(z3.And(known, in_range(value, expression.type)), value, expression.type)

    def _size(self, expression: Apply, elements: Elements) -> Scalar:
        """Return how many values the set holds: any number, but not none where it holds one that the policy speaks of."""
        z3 = solver()
        of = expression.operands[0]
        assert isinstance(of, Fact)
        variable = self.facts.read(of, elements)
        assert isinstance(variable, SetVariable)
        size = self.sizes.setdefault(_path_of(of, elements), z3.Int(f"size of {_path_of(of, elements)}"))
        member = z3.Int("member")
        is_empty = z3.Implies(size == 0, z3.ForAll([member], z3.Not(variable.contains(member))))
        self.facts.tell(_root(of, elements), size >= 0, is_empty)
        return Scalar(variable.known, size, expression.type)

    def _shifted(self, expression: Apply, elements: Elements) -> Scalar:
        """Return the date or moment a calendar span later: exact for dates and days, else within the bounds of a month."""
        z3 = solver()
        start = self.scalar(expression.operands[0], elements)
        constant = expression.operands[1]
        assert isinstance(constant, Constantly)
        assert isinstance(constant.value, CalendarSpan)
        sign = 1 if expression.operator == "later_by" else -1
        months, days = sign * constant.value.months, sign * constant.value.days
        unit = 1 if isinstance(expression.type, DateType) else DAY
        if months == 0 and unit == 1:
            value = start.value + days
            return Scalar(z3.And(start.known, in_range(value, expression.type)), value, expression.type)
        key = span_key(expression)
        function = z3.Function(f"shift {key}", z3.IntSort(), z3.IntSort())
        value = function(start.value)
        self.shifts.setdefault((key, value.get_id()), Shift(key, expression, function, start))
        slack = 0 if unit == 1 else CLOCKS_CHANGE_BY_AT_MOST
        fewest, most = sorted((months * SHORTEST_MONTH, months * LONGEST_MONTH))
        earliest, latest = start.value + (fewest + days - slack) * unit, start.value + (most + days + slack) * unit
        self.facts.tell(key, value >= earliest, value <= latest)
        return Scalar(z3.And(start.known, self._ends_in_time(value, unit, slack)), value, expression.type)

    def _tell_ends(self, operands: tuple[Expression, ...], elements: Elements) -> None:
        """Tell of spans from a date from which start on they reach the dates that they are compared with, and the days after these."""
        for span, dates in dates_beside(operands):
            value = self.scalar(span, elements).value
            shift = self.shifts[span_key(span), value.get_id()]
            for day in {*dates, *(each + 1 for each in dates)} - shift.days:
                shift.days.add(day)
                reached = shift.start.value >= first_reaching(self.prepared, span, day)
                self.facts.tell(shift.key, (value >= day) == reached)

    def _ends_in_time(self, value: Formula, unit: int, slack: int) -> Formula:
        """Return that there is such a date or moment, left free near the ends of the years 1 and 9999, where a zone decides."""
        z3 = solver()
        first, last = (FIRST_DATE, LAST_DATE) if unit == 1 else (FIRST_MOMENT, LAST_MOMENT)
        self._fresh += 1
        is_near = z3.Or(value < first + slack * unit, value > last - slack * unit)
        return z3.And(value >= first, value <= last, z3.Or(z3.Not(is_near), z3.Bool(f"ends in time {self.mark}{self._fresh}")))


def _path_of(fact: Fact, elements: Elements) -> str:
    return fact.path if fact.variable is None else f"{elements[fact.variable].path}.{fact.path}"


def _root(fact: Fact, elements: Elements) -> str:
    return root_of(_path_of(fact, elements))
