"""What is true of the answers of text tests, whatever the text: one finds something wherever others do, or nowhere where they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeAlias

from engagepolicy.backends.smt.opaque import Opaque
from engagepolicy.backends.smt.terms import Formula, microseconds, solver
from engagepolicy.ir.about import Window
from engagepolicy.ir.constraints import breach_of
from engagepolicy.ir.expressions import Apply, Constantly, Expression, walk
from engagepolicy.ir.program import Program
from engagepolicy.matching.inclusion import find_literal
from engagepolicy.runtime.sought import TEXT_TESTS
from engagepolicy.runtime.text_inclusions import Number, TextInclusions, smallest

LITERALS_AT_MOST = 20_000
"""How many answers are spoken of in one question, beyond which no more is told."""
ENDS_AT_MOST = 60
"""Of so many tests of how a text begins it is told that two cannot both be; likewise of how it ends."""

Place: TypeAlias = tuple[int, int]
"""Of which text, and at which moment, a test was asked, by the numbers of the solver's terms; 0 where the moment does not matter."""
Asked: TypeAlias = Mapping[Number, Opaque]


class TextAxioms:
    """What is told of the text tests of one program."""

    def __init__(self, program: Program) -> None:
        """Take the program; its tests are read when two are first asked about."""
        self._program = program
        self._inclusions = TextInclusions(program.lexicon_by_name)
        self._is_read = False
        self._made: dict[tuple[object, ...], Formula] = {}
        self._moments: dict[int, Formula] = {}

    def note(self, moment: Formula) -> int:
        """Take the moment at which a test is asked, where that matters; return its number."""
        number = int(moment.get_id())
        self._moments[number] = moment
        return number

    def tell(self, tests: Iterable[Opaque]) -> list[Formula]:
        """Return what is true of these tests wherever they were asked of the same text, at the same moment."""
        texts = [each for each in tests if each.expression.operator in TEXT_TESTS]
        if len(texts) < 2 and not any(each.expression.operator == "mentions" for each in texts):
            return []
        self._read()
        asked = {self._inclusions.add(each.expression): each for each in texts}
        told = [formula for number, each in asked.items() for formula in self._hold(number, each)]
        room = LITERALS_AT_MOST
        for number in asked:
            sets = self._inclusions.find_wider(number)
            if sets is None:
                continue
            within = smallest(each.intersection(asked) for each in sets)
            if frozenset() in within:
                continue
            room -= 1 + sum(map(len, within))
            if room < 0:
                break
            told += self._follow(number, within, asked)
        return [*told, *_exclude(texts)]

    def _read(self) -> None:
        if not self._is_read:
            self._is_read = True
            for test in dict.fromkeys(_tests_of(self._program)):
                self._inclusions.add(test)

    def _hold(self, number: Number, test: Opaque) -> Iterator[Formula]:
        """Yield that the test finds something only while something that it looks for is in force."""
        z3 = solver()
        dated = [place for place in test.answers if place[1]]
        windows = self._inclusions.find_times(number) if dated else None
        for place in dated if windows is not None else ():
            moment = self._moments[place[1]]
            yield z3.Implies(test.answers[place], z3.Or(*(_is_in(moment, each) for each in windows or ())))

    def _follow(self, number: Number, within: tuple[frozenset[Number], ...], asked: Asked) -> Iterator[Formula]:
        """Yield that one of the sets finds something where the test does, for each text and moment that it was asked of."""
        z3 = solver()
        narrow = asked[number]
        others = [asked[each] for each in frozenset().union(*within)]
        for place in _places(narrow, others):
            key = (number, within, place)
            if key not in self._made:
                sets = [[_answer(asked[each], place, narrow) for each in sorted(every)] for every in within]
                known = [[answer for answer in answers if answer is not None] for answers in sets]
                if not all(known):  # of some set nothing was asked here, so that it may be the one
                    continue
                found = z3.Or(*(answers[0] if len(answers) == 1 else z3.And(*answers) for answers in known))
                self._made[key] = z3.Implies(_answer(narrow, place, narrow), found)
            yield self._made[key]


def _answer(test: Opaque, place: Place, narrow: Opaque) -> Formula | None:
    """Return what the test answers of the text, which the narrow one was asked of, at the moment; None where that has no part in it.

    A text may be that of a fact, or of a fact or else another one: a test of the same fact is asked of both.
    """
    known = test.answers.get(place, test.answers.get((place[0], 0)))
    if known is not None or test.paths.isdisjoint(narrow.paths):
        return known
    other, moment = next((formula, each[1]) for each, formula in test.answers.items())
    return None if moment else test.function(narrow.subjects[place[0]], other.arg(1))


def _is_in(moment: Formula, window: Window) -> Formula:
    z3 = solver()
    after = [] if window.start is None else [moment >= microseconds(window.start)]
    before = [] if window.end is None else [moment < microseconds(window.end)]
    return z3.And(*after, *before)


def _places(narrow: Opaque, others: Iterable[Opaque]) -> dict[Place, None]:
    """Return the texts and moments that the test was asked of, with the moments of the others where its own does not matter."""
    found = dict.fromkeys(narrow.answers)
    texts = {text for text, moment in narrow.answers if moment == 0}
    found.update((place, None) for each in others for place in each.answers if place[0] in texts)
    return found


def _exclude(tests: Iterable[Opaque]) -> Iterator[Formula]:
    """Yield of tests of how a text begins, or ends, that they exclude each other, where they do."""
    z3 = solver()
    for operator in _ENDS:
        ends = [each for each in tests if each.expression.operator == operator]
        for one, two in combinations(ends[:ENDS_AT_MOST], 2):
            if excludes(one.expression, two.expression):
                yield from (z3.Not(z3.And(one.answers[place], two.answers[place])) for place in one.answers if place in two.answers)


_ENDS: Mapping[str, Callable[[str, str], bool]] = {"starts_with": str.startswith, "ends_with": str.endswith}


def excludes(one: Apply, two: Apply) -> bool:
    """Whether no text that one test finds something in, the other one does: of two beginnings neither begins like the other one."""
    begins = _ENDS.get(one.operator)
    first, second = (_literal_of(each) for each in (one, two))
    if begins is None or one.operator != two.operator or first is None or second is None:
        return False
    return first.isascii() and second.isascii() and not begins(first, second) and not begins(second, first)


def _literal_of(test: Apply) -> str | None:
    sought = test.operands[1]
    return find_literal(sought.value) if isinstance(sought, Constantly) and isinstance(sought.value, str) else None


def _tests_of(program: Program) -> Iterator[Apply]:
    expressions: list[Expression] = [each.condition for each in program.rules]
    expressions += [each.expression for each in program.conditions]
    expressions += [breach_of(each) for each in program.constraints]
    for expression in expressions:
        yield from (part for part in walk(expression) if isinstance(part, Apply) and part.operator in TEXT_TESTS)
