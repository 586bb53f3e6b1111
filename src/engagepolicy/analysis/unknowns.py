"""Cases that fall from the top to the bottom because one optional fact was left out, though something speaks for it.

An author who wrote `known`, `or else` or `if unknown apply` has decided what holds, and is not asked again. A rule that looks at nothing
but facts that may be missing knows nothing where they are, and says nothing either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from engagepolicy.ir.conjuncts import conjuncts
from engagepolicy.ir.expressions import Constantly, Expression, Fact, IsKnown, Not, OrElse, OutcomeValue
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import FactDeclaration, OutcomeDeclaration, Program, Rule, Schema
from engagepolicy.proving.pairs import PairAnswer, PossiblePair
from engagepolicy.runtime.influence import facts_read, outcomes_read, walk_all
from engagepolicy.runtime.pair_questions import AllOf, InFirst, InSecond, PairQuestion
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, HasNothing, Question
from engagepolicy.values.types import EnumType

Ask: TypeAlias = Callable[[PairQuestion, frozenset[str]], PairAnswer]

GRADES = ("severity", "tier")


@dataclass(frozen=True, slots=True)
class Fall:
    """A rule that gives the highest word of an outcome, the facts each of which it needs, and two interactions for the first of them."""

    rule: str
    outcome: str
    facts: tuple[str, ...]
    pair: PossiblePair


def find_falls(program: Program, ask: Ask) -> Iterator[Fall]:
    """Yield each rule without which, where a fact is not known, a case of the highest word gets the lowest or none."""
    for name in GRADES:
        outcome = program.outcome_by_name.get(name)
        if outcome is None or not isinstance(outcome.type, EnumType):
            continue
        lowest = dict(_lowest(program, outcome, outcome.type))
        for rule in program.rules:
            top = next((each.value for each in rule.contributions if each.outcome == name), None)
            if isinstance(top, str) and _is_top(top, outcome.type):
                yield from _find_fall(program, rule, outcome, top, lowest[_chain(top, outcome.type)], ask)


def _find_fall(program: Program, rule: Rule, outcome: OutcomeDeclaration, top: str, lowest: str, ask: Ask) -> Iterator[Fall]:
    needed: list[str] = []
    shown: PossiblePair | None = None
    for fact in _undecided_facts(program, rule):
        missing = Answers(IsKnown(fact), truth=False)
        low = (_is(outcome, lowest),) if lowest != top else ()
        second = Both((missing, Either((HasNothing(outcome.name), *low))))
        question = AllOf((InFirst(Both((Applies(rule.id), _is(outcome, top)))), InSecond(second)))
        answer = ask(question, frozenset({fact.path}))
        if isinstance(answer, PossiblePair):
            needed.append(fact.path)
            shown = shown or answer
    if shown is not None:
        yield Fall(rule.id, outcome.name, tuple(needed), shown)


def _is(outcome: OutcomeDeclaration, word: str) -> Question:
    return Answers(apply("equal", OutcomeValue(outcome.name, outcome.type), Constantly(word, outcome.type)), truth=True)


# --- the highest word and the lowest


def _chain(word: str, of: EnumType) -> int:
    return of.ranks[word][0] if word in of.ranks else -1


def _is_top(word: str, of: EnumType) -> bool:
    return word in of.ranks and of.chains[of.ranks[word][0]][-1] == word


def _lowest(program: Program, outcome: OutcomeDeclaration, of: EnumType) -> Iterator[tuple[int, str]]:
    """Yield, for each chain, the lowest of its words that an interaction can get."""
    given = {each.value for rule in program.rules for each in rule.contributions if each.outcome == outcome.name} | {outcome.default}
    for number, chain in enumerate(of.chains):
        word = next((each for each in chain if each in given), None)
        if word is not None:
            yield number, word


# --- facts that a rule needs without saying what holds where they are missing


def _undecided_facts(program: Program, rule: Rule) -> list[Fact]:
    """Return the optional facts whose absence keeps the rule from applying although something else speaks for it."""
    if rule.applies_if_unknown:
        return []
    parts = conjuncts(rule.condition)
    schema = program.schema_by_name["interaction"]
    within = [part for each in parts for part in walk_all(program, each)]
    decided = {part.part.path for part in within if isinstance(part, IsKnown | OrElse) and isinstance(part.part, Fact)}
    found: dict[str, Fact] = {}
    for fact in (part for part in within if isinstance(part, Fact) and part.variable is None):
        is_undecided = _is_open(schema.find(fact.path)) and fact.path not in decided
        if is_undecided and any(_speaks_for(program, part, fact.path, schema) for part in parts):
            found.setdefault(fact.path, fact)
    return [found[path] for path in sorted(found)]


def _is_open(declared: FactDeclaration | None) -> bool:
    """Whether the fact may be missing, and nothing says what is read then."""
    return declared is not None and declared.is_optional and declared.default is None and not declared.is_computed


def _speaks_for(program: Program, part: Expression, path: str, schema: Schema) -> bool:
    """Whether the condition is one that has to be true, and reads something other that is always there."""
    read = facts_read(program, part)
    is_always_there = any(not _is_open(schema.find(each)) for each in read) or bool(outcomes_read(program, part))
    return not isinstance(part, Not) and path not in read and is_always_there
