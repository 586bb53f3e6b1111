"""The facts of all possible inputs: one variable for each that a question reads, made when it is first read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engagepolicy.backends.smt.moments import AS_OF, MOMENTS_TOLD, moment_of_review
from engagepolicy.backends.smt.terms import Formula, Scalar, Strings, solver, variable
from engagepolicy.ir.constraints import breach_of
from engagepolicy.ir.expressions import Apply, Constantly, Fact, Quantified, walk
from engagepolicy.ir.program import FactDeclaration, Program
from engagepolicy.values.types import (
    BoolType,
    ListType,
    NumberType,
    SetType,
    Type,
)

MOMENT = "received_at"
INTERACTION = "interaction"
MOST_ELEMENTS = 6


@dataclass(frozen=True, slots=True)
class SetVariable:
    """A set among the facts: whether it is known, and a function that says of a value whether it is in."""

    known: Formula
    contains: Formula
    type: SetType


@dataclass(frozen=True, slots=True)
class ListVariable:
    """A list of records among the facts: whether it is known, how long it is, and the paths of its first elements.

    A list may be longer than `elements`; what holds of elements beyond them is left free.
    """

    known: Formula
    length: Formula
    elements: tuple[Element, ...]
    type: ListType


@dataclass(frozen=True, slots=True)
class Element:
    """One record in a list: where it stands, such as `strikes[0]`, and the name of its record."""

    path: str
    record: str


Variable = Scalar | SetVariable | ListVariable
Elements = Mapping[str, Element]


def count_elements(program: Program) -> int:
    """Return how many elements of a list a witness may need: one more than the policy counts to, within bounds."""
    most = 1
    expressions = [*(each.expression for each in program.conditions), *(rule.condition for rule in program.rules)]
    expressions += [breach_of(each) for each in program.constraints]
    for expression in expressions:
        for part in walk(expression):
            if isinstance(part, Apply) and any(isinstance(each, Quantified) for each in part.operands):
                most = max([most, *(each.value for each in part.operands if isinstance(each, Constantly) and isinstance(each.value, int))])
    return min(MOST_ELEMENTS, most + 1)


def root_of(path: str) -> str:
    """Return the path of the fact of the input that a variable at the path is of, or stands in: `strikes` for `strikes[0].rule`."""
    return path.partition("[")[0]


def sort_of(of: Type) -> Formula:
    """Return the solver's sort of a scalar type."""
    z3 = solver()
    match of:
        case BoolType():
            return z3.BoolSort()
        case NumberType():
            return z3.RealSort()
        case _:
            return z3.IntSort()


class FactVariables:
    """The variables of one encoding, by path."""

    def __init__(self, program: Program, record: str, strings: Strings, elements_at_most: int) -> None:
        """Take the program, the record that its inputs are, and how many elements of a list are spelled out."""
        self._program = program
        self._record = record
        self._strings = strings
        self._elements_at_most = elements_at_most
        self.by_path: dict[str, Variable] = {}
        self.tagged: dict[str, list[Formula]] = {}

    @property
    def axioms(self) -> list[Formula]:
        """What is true of the variables made so far."""
        return [formula for told in self.tagged.values() for formula in told]

    def tell(self, tag: str, *formulas: Formula) -> None:
        """Take what is true; the tag is the path of the fact that it is about, or the key of a calendar span."""
        self.tagged.setdefault(tag, []).extend(formulas)

    def read(self, fact: Fact, elements: Elements) -> Variable:
        """Return the variable of a fact; that of an element's field where the fact speaks of one."""
        if fact.variable is None:
            return self.at(fact.path, self._record, fact.path)
        element = elements[fact.variable]
        return self.at(f"{element.path}.{fact.path}", element.record, fact.path)

    def at(self, path: str, record: str, field: str) -> Variable:
        """Return the variable at the path, whose declaration is the field of the record."""
        if path not in self.by_path:
            self.by_path[path] = self._declared(path, record, field)
        return self.by_path[path]

    def _declared(self, path: str, record: str, field: str) -> Variable:
        declaration = self._program.schema_by_name[record].find(field)
        assert declaration is not None, f"the compiler lets no fact through that is not declared: {field}"
        return self._make(path, declaration)

    def moment(self) -> Scalar:
        """Return the moment of the decision, which every input has; that of a review is no fact, but follows from some."""
        if self._record != INTERACTION and AS_OF not in self.by_path:
            schema = self._program.schema_by_name[self._record]
            told = {each.path: self.at(each.path, self._record, each.path) for each in schema.fields if each.path in MOMENTS_TOLD}
            self.by_path[AS_OF], bounds = moment_of_review(told)
            self.tell(AS_OF, *bounds)
        found = self.by_path[AS_OF] if self._record != INTERACTION else self.at(MOMENT, self._record, MOMENT)
        assert isinstance(found, Scalar)
        return found

    def _make(self, path: str, declaration: FactDeclaration) -> Variable:
        z3 = solver()
        known = z3.Bool(f"known {path}") if declaration.is_optional else z3.BoolVal(True)
        of = declaration.type
        if isinstance(of, SetType):
            return SetVariable(known, z3.Function(f"in {path}", sort_of(of.of), z3.BoolSort()), of)
        if isinstance(of, ListType):
            length = z3.Int(f"length {path}")
            self.tell(root_of(path), length >= 0)
            places = range(self._elements_at_most)
            return ListVariable(known, length, tuple(Element(f"{path}[{place}]", of.of.name) for place in places), of)
        value, bounds = variable(path, of)
        self.tell(root_of(path), *bounds)
        return Scalar(known, value, of)
