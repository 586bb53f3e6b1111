"""The part of a program that a question depends on: all that the rest could do cannot change the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, assert_never

from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.allowed import Allowed, Values
from engagepolicy.runtime.facts import in_utc
from engagepolicy.runtime.givers import ALL, Givers
from engagepolicy.runtime.guards import Guards
from engagepolicy.runtime.influence import outcomes_read
from engagepolicy.runtime.pair_questions import PairQuestion, single_questions
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import (
    Answers,
    Applies,
    Both,
    Either,
    HasNothing,
    InForce,
    IsInConflict,
    IsPromised,
    NotSo,
    Question,
    Stands,
)

SLICES_KEPT = 256
SMALL = 24
"""A part of so many rules is not taken apart further."""


class _Sharing(Prepared):
    """A slice made ready; calendars and lexicons are those of the whole, which it shares."""

    def __init__(self, whole: Prepared, program: Program) -> None:
        super().__init__(program, whole.record)
        self.__dict__.update(calendars=whole.calendars, vocabulary=whole.vocabulary, zone=whole.zone)


class Slices:
    """Slices of one program, those last made kept."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        self._prepared = prepared
        self._program: Program = prepared.program
        self._made: dict[frozenset[str], Prepared] = {}
        self._guards = Guards(self._program)
        self.givers = Givers(self._program, self._guards)
        self._read_by_rules: dict[str, frozenset[str]] = {}
        self._question: Question | None = None  # the one that was asked last, with what was found
        self._facts: Allowed = {}
        self._rules: frozenset[str] = frozenset()
        self._outcomes: frozenset[str] = frozenset()

    def of(self, question: Question) -> Prepared:
        """Return a program that answers the question as the whole does, for every input."""
        return self._kept(self.rules_for(question))

    def of_pair(self, question: PairQuestion, free: frozenset[str]) -> Prepared:
        """Return a program that answers the question as the whole does, for every two inputs alike but for the facts that are free."""
        facts = self._guards.asked_of_pair(question, free)
        return self._kept(self._needed(Either(tuple(single_questions(question))), facts)[0])

    def _kept(self, rules: frozenset[str]) -> Prepared:
        if rules not in self._made:
            if len(self._made) >= SLICES_KEPT:
                self._made.clear()
            self._made[rules] = self._made_of(rules)
        return self._made[rules]

    def around(self, facts: Mapping[str, Any], part: Prepared | None = None, named: Collection[str] = ()) -> Prepared:
        """Return a program that decides on these facts as the whole does, or the part: the rules that may apply, and those named."""
        rules = None if part is None else part.program.rule_by_id.keys()
        if part is not None and len(part.program.rules) <= SMALL:
            return part
        near = self.givers.of(ALL, {path: Values.one(in_utc(facts.get(path))) for path in self.givers.paths})
        return self._made_of((near if rules is None else near & rules).union(named))

    def _made_of(self, rules: Collection[str]) -> Prepared:
        kept = (self._program.rule_by_id[id] for id in sorted(rules))
        return _Sharing(self._prepared, replace(self._program, rules=tuple(_within(rule, rules) for rule in kept)))

    # --- which rules

    @cached_property
    def _groups(self) -> dict[str, set[str]]:
        groups: dict[str, set[str]] = {}
        for rule in self._program.rules:
            if rule.group is not None:
                groups.setdefault(rule.group, set()).add(rule.id)
        return groups

    @cached_property
    def _against(self) -> dict[str, set[str]]:
        """For every rule those that withdraw from it."""
        found: dict[str, set[str]] = {rule.id: set() for rule in self._program.rules}
        for rule in self._program.rules:
            for base in (*rule.overrides, *rule.exception_to):
                found[base].add(rule.id)
        return found

    def narrowed_for(self, question: Question) -> frozenset[str] | None:
        """Return the same where facts that the question asks for outright leave out some that outcomes depend on, else None."""
        rules = self.rules_for(question)
        return rules if self._facts and self._outcomes else None

    def rules_for(self, question: Question) -> frozenset[str]:
        """Return the ids of the rules that the question depends on; none that cannot apply where the answer is yes, unless it names it."""
        if question is not self._question:
            self._facts = self._guards.asked(question)
            self._rules, self._outcomes = self._needed(question, self._facts)
            self._question = question
        return self._rules

    def _needed(self, question: Question, facts: Allowed) -> tuple[frozenset[str], frozenset[str]]:
        """Return the rules that the question depends on, and the outcomes."""
        outcomes = set(self._outcomes_asked(question))
        pending = set(rules_asked(question)).union(*(self.givers.of(each, facts) for each in outcomes))
        near = self.givers.of(ALL, facts)
        needed: set[str] = set()
        groups: set[str | None] = {None}
        while pending:
            rule = pending.pop()
            needed.add(rule)
            pending |= self._against[rule] & near
            group = self._program.rule_by_id[rule].group
            if group not in groups:
                groups.add(group)
                pending |= self._groups[group or ""] & near
            for outcome in self._outcomes_of(rule) - outcomes:
                outcomes.add(outcome)
                pending |= self.givers.of(outcome, facts)
            pending -= needed
        return frozenset(needed), frozenset(outcomes)

    def _outcomes_of(self, rule: str) -> frozenset[str]:
        if rule not in self._read_by_rules:
            self._read_by_rules[rule] = outcomes_read(self._program, self._program.rule_by_id[rule].condition)
        return self._read_by_rules[rule]

    @cached_property
    def independent(self) -> frozenset[str]:
        """The rules of which neither they, nor any of their group or against them, depend on what other rules gave."""
        reading = {rule.id for rule in self._program.rules if self._outcomes_of(rule.id)}
        groups = {self._program.rule_by_id[id].group for id in reading} - {None}
        free = (rule for rule in self._program.rules if rule.id not in reading and rule.group not in groups)
        return frozenset(rule.id for rule in free if reading.isdisjoint(self._against[rule.id]))

    def _outcomes_asked(self, question: Question) -> Iterator[str]:
        match question:
            case Answers(expression=expression):
                yield from outcomes_read(self._program, expression)
            case HasNothing(outcome=outcome) | IsInConflict(outcome=outcome) | IsPromised(outcome=outcome):
                yield outcome
            case Applies() | Stands() | InForce():
                return
            case Both(parts=parts) | Either(parts=parts):
                for part in parts:
                    yield from self._outcomes_asked(part)
            case NotSo(part=part):
                yield from self._outcomes_asked(part)
            case _:
                assert_never(question)


def rules_asked(question: Question) -> Iterator[str]:
    """Yield the ids of the rules that the question names."""
    match question:
        case Applies(rule=rule) | Stands(rule=rule):
            yield rule
        case Both(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from rules_asked(part)
        case NotSo(part=part):
            yield from rules_asked(part)
        case _:
            return


def _within(rule: Rule, rules: Collection[str]) -> Rule:
    """Return the rule without what it says of rules that are left out."""
    return replace(
        rule,
        overrides=tuple(each for each in rule.overrides if each in rules),
        exception_to=tuple(each for each in rule.exception_to if each in rules),
    )
