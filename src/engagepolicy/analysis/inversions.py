"""Orders that a ruleset turns round without saying so: a higher severity answered later, a segment answered sooner here and later there.

What may be meant is not told. Of two rules that read a severity only the severity may differ; of two that give one, only one fact.
A segment is compared with everybody else only where the ruleset itself answers it sooner than others somewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, TypeAlias

from engagepolicy.analysis.orders import amounts_in, ask_known_later, is_later
from engagepolicy.analysis.pair_promises import facts_behind
from engagepolicy.ir.conjuncts import conjuncts, parts_without
from engagepolicy.ir.expressions import Expression, Named, OutcomeValue
from engagepolicy.ir.program import OutcomeDeclaration, Program, Rule
from engagepolicy.proving.pairs import PairAnswer, PossiblePair
from engagepolicy.proving.slices import Slices
from engagepolicy.runtime.influence import MOMENT, facts_read, outcomes_read
from engagepolicy.runtime.pair_questions import Agrees, AllOf, InFirst, InSecond, PairQuestion, Rises
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import HasNothing, NotSo, Stands
from engagepolicy.values.types import EnumType, TargetType

Ask: TypeAlias = Callable[[PairQuestion, frozenset[str]], PairAnswer]

SHOWN_AT_MOST = 5
"""How many rules are named for one order of one target."""
ANSWERS = ("first_response", "next_response")
"""The targets of which a higher tier may be expected to keep up; how long a matter takes may well grow with the tier."""
SEVERITY, TIER = "severity", "tier"


@dataclass(frozen=True, slots=True)
class Inversion:
    """Two interactions, of which the second is graver, higher or in a segment and is answered later, with the rules that say so."""

    target: str
    by: str
    sooner: str
    later: str
    pair: PossiblePair


class Inversions:
    """Finds the orders that one program turns round."""

    def __init__(self, prepared: Prepared, ask: Ask, promised: Container[tuple[str, str]] = ()) -> None:
        """Take the program, whom to ask, and each target and grade whose order is promised, which is judged as a promise is."""
        self._prepared = prepared
        self._program: Program = prepared.program
        self._slices = Slices(prepared)
        self._ask = ask
        self._promised = promised

    def of_grades(self) -> Iterator[Inversion]:
        """Yield where a higher severity or tier is answered later: by rules that read it, then by rules that give it themselves."""
        for target in self._targets:
            for grade in self._grades(target):
                yield from self._read(target, grade)
                yield from self._given(target, grade)

    def of_segments(self) -> Iterator[Inversion]:
        """Yield where a segment is answered later than everybody else, though in another place it is answered sooner."""
        for target in self._targets:
            for segment, compared in self._segments(target).items():
                if any(_is_sooner(mine, others) for (_, mine), (_, others) in compared):
                    for (rule, mine), (other, others) in compared:
                        if _is_sooner(others, mine):
                            yield from self._confirm_segment(target, segment, other, rule)

    # --- what is compared

    @cached_property
    def _targets(self) -> list[str]:
        given = {each.outcome for rule in self._program.rules for each in rule.contributions}
        targets = (each for each in self._program.outcomes if isinstance(each.type, TargetType) and each.default is None)
        return [each.name for each in targets if each.name in given]

    def _grades(self, target: str) -> Iterator[OutcomeDeclaration]:
        for name in (SEVERITY, TIER) if target in ANSWERS else (SEVERITY,):
            found = self._program.outcome_by_name.get(name)
            is_ordered = found is not None and isinstance(found.type, EnumType) and found.type.is_ordered
            if found is not None and is_ordered and (target, name) not in self._promised:
                yield found

    def _givers(self, target: str) -> list[tuple[Rule, Any]]:
        return [(rule, each.value) for rule in self._program.rules for each in rule.contributions if each.outcome == target]

    # --- a grade that rules read

    def _read(self, target: str, grade: OutcomeDeclaration) -> Iterator[Inversion]:
        part = self._slices.of(HasNothing(target)).program
        reading = [rule for rule, _ in self._givers(target) if grade.name in outcomes_read(part, rule.condition)]
        free = facts_behind(self._prepared, grade.name) - {MOMENT}
        if not reading or not free or not self._has_order(target):
            return
        value = OutcomeValue(grade.name, grade.type)
        alike = tuple(map(Agrees, self._told_apart(target, grade.name)))
        question: PairQuestion = AllOf((Rises(value), *alike, ask_known_later(self._program, target)))
        for _ in range(SHOWN_AT_MOST):
            answer = self._ask(question, free)
            if not isinstance(answer, PossiblePair):
                return
            found = self._named(target, grade.name, answer)
            yield found
            question = AllOf((question, InSecond(NotSo(Stands(found.later, target)))))

    def _has_order(self, target: str) -> bool:
        """Whether any two amounts of the target are known to be due one after the other."""
        values = {value for _, value in self._givers(target)}
        return any(_is_sooner(one, two) or _is_sooner(two, one) for one, two in combinations(values, 2))

    def _told_apart(self, target: str, grade: str) -> list[Expression]:
        """Return all that the rules for the target see of an interaction beside the grade."""
        givers = {rule.id for rule, _ in self._givers(target)}
        groups = {rule.group for rule, _ in self._givers(target) if rule.group is not None}
        seen: dict[Expression, None] = {}
        for rule in self._program.rules:
            is_near = rule.id in givers or rule.group in groups or givers & {*rule.overrides, *rule.exception_to}
            for part in parts_without(rule.condition, self._reads(grade)) if is_near else ():
                seen.setdefault(part)
        return list(seen)

    def _reads(self, grade: str) -> Callable[[Expression], bool]:
        return lambda expression: grade in outcomes_read(self._program, expression)

    def _named(self, target: str, by: str, pair: PossiblePair) -> Inversion:
        """Return the pair with the first rule that makes the first sooner, and the first that makes the second later."""
        sooner, later = (each.trace.settlements[target].standing[0].rule for each in (pair.first, pair.second))
        return Inversion(target, by, sooner, later, pair)

    # --- a grade that rules give beside the target

    def _given(self, target: str, grade: OutcomeDeclaration) -> Iterator[Inversion]:
        assert isinstance(grade.type, EnumType)
        told: set[str] = set()
        for found in self._alike_but_for_one_fact(target, grade.name).values():
            for (low, one, sooner), (high, two, later) in combinations(found, 2):
                place = grade.type.compare(low, high)
                if place is not None and place > 0:
                    (low, one, sooner), (high, two, later) = (high, two, later), (low, one, sooner)
                if place and _is_sooner(one, two) and later.id not in told and len(told) < SHOWN_AT_MOST:
                    pair = self._confirm_given(target, grade, sooner, later)
                    if pair is not None:
                        told.add(later.id)
                        yield Inversion(target, grade.name, sooner.id, later.id, pair)

    def _alike_but_for_one_fact(self, target: str, grade: str) -> dict[object, list[tuple[str, Any, Rule]]]:
        """Return rules that give both, by what they ask for beside what they ask of one fact; one rule for each grade and amount."""
        found: dict[object, dict[tuple[str, Any], Rule]] = defaultdict(dict)
        for rule, value in self._givers(target):
            word = next((each.value for each in rule.contributions if each.outcome == grade), None)
            asked = conjuncts(rule.condition)
            for one in asked if isinstance(word, str) else ():
                facts = facts_read(self._program, one)
                if len(facts) == 1 and not outcomes_read(self._program, one):
                    rest = frozenset(each for each in asked if each != one)
                    found[rest, facts].setdefault((str(word), value), rule)
        return {key: [(word, value, rule) for (word, value), rule in each.items()] for key, each in found.items()}

    def _confirm_given(self, target: str, grade: OutcomeDeclaration, sooner: Rule, later: Rule) -> PossiblePair | None:
        free = frozenset().union(*(facts_read(self._program, rule.condition) for rule in (sooner, later))) - {MOMENT}
        stand = (kind(Stands(rule.id, name)) for kind, rule in ((InFirst, sooner), (InSecond, later)) for name in (grade.name, target))
        question = AllOf((*stand, Rises(OutcomeValue(grade.name, grade.type)), ask_known_later(self._program, target)))
        answer = self._ask(question, free)
        return answer if isinstance(answer, PossiblePair) else None

    # --- segments

    def _segments(self, target: str) -> dict[str, list[tuple[tuple[Rule, Any], tuple[Rule, Any]]]]:
        """Return, by segment, each rule that asks for it beside the rule that asks for all else, where the first has the last word."""
        by_conditions: dict[frozenset[Expression], list[tuple[Rule, Any]]] = defaultdict(list)
        for rule, value in self._givers(target):
            by_conditions[frozenset(conjuncts(rule.condition))].append((rule, value))
        found: dict[str, list[tuple[tuple[Rule, Any], tuple[Rule, Any]]]] = defaultdict(list)
        for asked, givers in by_conditions.items():
            for part in asked:
                if isinstance(part, Named) and self._program.condition_by_name[part.name].kind == "segment":
                    for others in by_conditions.get(asked - {part}, ()):
                        found[part.name] += [(mine, others) for mine in givers if _has_last_word(mine[0], others[0])]
        return found

    def _confirm_segment(self, target: str, segment: str, sooner: Rule, later: Rule) -> Iterator[Inversion]:
        free = facts_read(self._program, Named(segment)) - {MOMENT}
        stand = (InFirst(Stands(sooner.id, target)), InSecond(Stands(later.id, target)))
        answer = self._ask(AllOf((*stand, ask_known_later(self._program, target))), free)
        if isinstance(answer, PossiblePair):
            yield Inversion(target, segment, sooner.id, later.id, answer)


def _is_sooner(one: Any, two: Any) -> bool:  # noqa: ANN401
    """Whether the first target is known to be due before the second, whatever the start."""
    return any(is_later(two, part) for part in amounts_in(one))


def _has_last_word(rule: Rule, other: Rule) -> bool:
    """Whether the rule holds where both could: it stands before the other in one list, or takes its place."""
    if rule.group is not None and rule.group == other.group:
        return rule.position < other.position
    return other.id in rule.overrides or other.id in rule.exception_to
