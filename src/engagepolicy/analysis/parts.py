"""The parts of a condition: which of them never matter, and which exclude each other.

A part never matters where the condition has the same answer without it, true, false or not known, for every input. Asked about are
parts that read a fact twice, or one that another part of the same condition reads, and those that read nothing but words of a list
or yes and no: any other part is told from its neighbours by a fact of its own, or is the other end of a range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from engagepolicy.ir.conjuncts import conjuncts
from engagepolicy.ir.expressions import And, Apply, Constantly, Expression, Fact, IsKnown, Named, Not, Or, OutcomeValue, type_of, walk
from engagepolicy.ir.program import Program, Rule
from engagepolicy.proving.obligations import Answer, Impossible
from engagepolicy.proving.prover import Prover
from engagepolicy.runtime.questions import Answers, Both, Either, Question
from engagepolicy.values.types import BoolType, EnumType

Path: TypeAlias = tuple[int, ...]

MOST_PARTS = 60
"""A condition of more parts is not taken apart: each part costs a question about the whole."""


class Parts:
    """The conditions of one program, taken apart."""

    def __init__(self, program: Program, prover: Prover) -> None:
        """Take the program, and who answers."""
        self._program = program
        self._prover = prover

    def find_idle_of(self, rule: Rule) -> Iterator[tuple[Expression, Answer]]:
        """Yield the same of what a rule itself says: an exception may repeat what it is an exception to."""
        own = rule.condition.parts[-1] if rule.exception_to and isinstance(rule.condition, And) else rule.condition
        yield from self.find_idle(own)

    def find_idle(self, condition: Expression) -> Iterator[tuple[Expression, Answer]]:
        """Yield each part with whether anything changes without it; a part that never matters is left out from then on."""
        done: set[Path] = set()
        while True:
            path = next((path for path in self._candidates(condition) if path not in done), None)
            if path is None:
                return
            part, rest = _part_at(condition, path), _without(condition, path)
            answer = self._prover.answer(_differ(condition, rest), shown=False)
            yield part, answer
            if isinstance(answer, Impossible):
                condition = rest
            else:
                done.add(path)

    def find_clash(self, condition: Expression) -> tuple[Expression, ...]:
        """Return as few parts as exclude each other, of a condition that is never true; the whole of it if it is no conjunction."""
        kept = list(condition.parts) if isinstance(condition, And) else [condition]
        for part in list(kept) if len(kept) <= MOST_PARTS else ():
            others = [each for each in kept if each is not part]
            if others and isinstance(self._prover.answer(Answers(And(tuple(others)), truth=True), shown=False), Impossible):
                kept = others
        return tuple(kept)

    def _candidates(self, condition: Expression) -> list[Path]:
        paths = list(_paths(condition))
        if len(paths) > MOST_PARTS:
            return []
        return [path for path in paths if self._may_be_idle(_part_at(condition, path), _beside(condition, path))]

    def _may_be_idle(self, part: Expression, rest: Expression) -> bool:
        if asks_what_is_known(part):
            return False
        read = self._read(part)
        is_repeated = len(set(read)) < len(read)
        is_listed = all(isinstance(each, Fact) and isinstance(type_of(each), EnumType | BoolType) for each in read)
        return is_repeated or (is_listed and bool(read)) or not set(read).isdisjoint(self._read(rest))

    def _read(self, expression: Expression) -> list[Expression]:
        """Return the facts and outcomes that an expression reads, each as often as it does, through named conditions too."""
        found: list[Expression] = []
        pending = [expression]
        while pending:
            for each in walk(pending.pop()):
                if isinstance(each, Named):
                    pending.append(self._program.condition_by_name[each.name].expression)
                elif isinstance(each, Fact | OutcomeValue):
                    found.append(each)
        return found


def asks_what_is_known(part: Expression) -> bool:
    """Whether it asks, or denies, that a fact is known which always is: who reads the condition is told of that already."""
    asked = part.part if isinstance(part, Not) else part
    return isinstance(asked, IsKnown) and isinstance(asked.part, Fact) and asked.part.variable is None and not asked.part.is_optional


def _paths(condition: Expression, at: Path = ()) -> Iterator[Path]:
    """Yield where the parts of conjunctions and disjunctions stand, outer ones first."""
    if isinstance(condition, Not):
        yield from _paths(condition.part, (*at, 0))
    elif isinstance(condition, And | Or):
        for place, part in enumerate(condition.parts):
            yield (*at, place)
            yield from _paths(part, (*at, place))


def _part_at(condition: Expression, path: Path) -> Expression:
    for place in path:
        condition = condition.part if isinstance(condition, Not) else condition.parts[place]  # type: ignore[union-attr]
    return condition


def _without(condition: Expression, path: Path) -> Expression:
    """Return the condition without the part; an empty conjunction is true, an empty disjunction false."""
    if isinstance(condition, Not):
        return Not(_without(condition.part, path[1:]))
    assert isinstance(condition, And | Or)
    place, inner = path[0], path[1:]
    changed = () if not inner else (_without(condition.parts[place], inner),)
    return replace(condition, parts=(*condition.parts[:place], *changed, *condition.parts[place + 1 :]))


def _beside(condition: Expression, path: Path) -> Expression:
    """Return what else of the condition may decide as the part does: `spend >= 10` never does what `spend < 20` beside it does."""
    rest = _without(condition, path)
    if not all(isinstance(_part_at(condition, path[:depth]), And) for depth in range(len(path))):
        return rest
    part = _part_at(condition, path)
    return And(tuple(each for each in conjuncts(rest) if not _is_other_end(part, each)))


def _is_other_end(one: Expression, two: Expression) -> bool:
    """Whether both compare the same fact with a constant, one from below and one from above."""
    if not isinstance(one, Apply) or not isinstance(two, Apply):
        return False
    if {_SIDES.get(one.operator), _SIDES.get(two.operator)} != {"above", "below"}:
        return False
    is_plain = all(isinstance(each.operands[0], Fact) and isinstance(each.operands[1], Constantly) for each in (one, two))
    return is_plain and one.operands[0] == two.operands[0]


_SIDES = {"less": "below", "at_most": "below", "greater": "above", "at_least": "above"}


def _differ(one: Expression, two: Expression) -> Question:
    """Return whether the two come out differently, as all the ways in which they can, those first that an input is easily found for."""
    pairs = ((True, False), (False, True), (True, None), (None, True), (None, False), (False, None))
    return Either(tuple(Both((Answers(one, first), Answers(two, second))) for first, second in pairs))
