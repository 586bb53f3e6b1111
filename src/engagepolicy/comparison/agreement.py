"""What two programs say alike, with all that it is made of: for that nothing has to be asked, and both can share it.

Everything of the same name and the same text is taken to agree at first; what is made of something that does not is struck out,
until nothing more is.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter

from engagepolicy.ir.expressions import Expression, Fact, Named, OutcomeValue, Reference, walk
from engagepolicy.ir.program import NOTHING_SAID, About, Condition, Lexicon, OutcomeDeclaration, Program, Rule
from engagepolicy.runtime.settle import withdraws
from engagepolicy.values.amounts import Amount, ByTime, CalendarSpan, EarlierOf, EndOfDay, LaterOf, NotBefore, calendars_of
from engagepolicy.values.types import DateTimeType


def _bare(about: About) -> About:
    return replace(NOTHING_SAID, window=about.window)


def is_zoned(amount: Amount) -> bool:
    """Whether the amount is counted in the zone of the policy."""
    match amount:
        case EarlierOf(amounts=parts) | LaterOf(amounts=parts):
            return any(map(is_zoned, parts))
        case NotBefore(amount=inner):
            return is_zoned(inner)
        case ByTime(calendar=None) | EndOfDay(calendar=None) | CalendarSpan():
            return True
        case _:
            return False


@dataclass(frozen=True)
class _Side:
    """One program with what is looked up in it again and again."""

    program: Program

    @cached_property
    def givers(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {each.name: set() for each in self.program.outcomes}
        for rule in self.program.rules:
            for each in rule.contributions:
                found[each.outcome].add(rule.id)
        return {name: frozenset(rules) for name, rules in found.items()}

    @cached_property
    def against(self) -> Mapping[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.program.rules:
            for id in {*rule.overrides, *rule.exception_to}:
                found.setdefault(id, []).append(rule)
        return {id: tuple(rules) for id, rules in found.items()}

    @cached_property
    def earlier(self) -> Mapping[str, frozenset[str]]:
        """For every row the rows of its group that are asked before it."""
        found: dict[str, frozenset[str]] = {}
        for stage in self.program.stages:
            seen: dict[str, list[str]] = {}
            for rule in stage:
                if rule.group is not None:
                    found[rule.id] = frozenset(seen.setdefault(rule.group, []))
                    seen[rule.group].append(rule.id)
        return found

    def withdrawing(self, rule: Rule, outcome: str) -> frozenset[str]:
        return frozenset(each.id for each in self.against.get(rule.id, ()) if withdraws(each, rule, outcome))


class Agreement:
    """What agrees in two programs whose facts and enums are those of both: lexicons, calendars, campaigns, conditions and outcomes."""

    def __init__(self, old: Program, new: Program, unlike: Container[str] = ()) -> None:
        """Find it; `unlike` are the paths of facts that mean something else in the other program."""
        self._unlike = unlike
        self._old, self._new = _Side(old), _Side(new)
        self.lexicons = agreeing_lexicons(old, new)
        self.holidays = self._agreeing_holidays()
        self.calendars = frozenset(
            name
            for name, each in old.calendar_by_name.items()
            if (other := new.calendar_by_name.get(name)) is not None
            and replace(each, description=None) == replace(other, description=None)
            and self.holidays.issuperset(each.holidays)
        )
        windows = {name: each.window for name, each in new.campaign_by_name.items()}
        self.campaigns = frozenset(name for name, each in old.campaign_by_name.items() if windows.get(name) == each.window)
        self.has_one_zone = old.timezone == new.timezone
        self._alike = {name for name in old.condition_by_name if self._same_condition(name)}
        self.outcomes = frozenset(name for name in old.outcome_by_name if self._same_declaration(name))
        self._rules = frozenset(id for id in old.rule_by_id if self._same_rule(id))
        self._strike_out()
        self.conditions = frozenset(self._alike)

    def _strike_out(self) -> None:
        old = self._old.program
        order = list(in_order(named_parts(old.conditions)))
        while True:
            before = (len(self._alike), self._rules, self.outcomes)
            for each in order:  # each after its parts, so that one look at a chain is enough
                if each in self._alike and not self.agrees(old.condition_by_name[each].expression):
                    self._alike.discard(each)
            self._rules = frozenset(
                id
                for id in self._rules
                if self.agrees(old.rule_by_id[id].condition) and self._rules.issuperset(self._old.earlier.get(id, ()))
            )
            self.outcomes = frozenset(each for each in self.outcomes if self._same_outcome(each))
            if before == (len(self._alike), self._rules, self.outcomes):
                return

    # --- what is written alike

    def _agreeing_holidays(self) -> frozenset[str]:
        new = {each.name: each for each in self._new.program.holidays}
        found = {each.name for each in self._old.program.holidays if new.get(each.name) == each}
        return _closed(found, {each.name: each.includes for each in self._old.program.holidays})

    def _same_condition(self, name: str) -> bool:
        def bare(condition: Condition | None) -> object:
            return None if condition is None else (condition.expression, condition.about.window, condition.record)

        return bare(self._old.program.condition_by_name[name]) == bare(self._new.program.condition_by_name.get(name))

    def _same_declaration(self, name: str) -> bool:
        def bare(each: OutcomeDeclaration | None) -> object:
            return None if each is None else (each.type, each.merge, each.default, each.on_conflict)

        old = self._old.program.outcome_by_name[name]
        return bare(old) == bare(self._new.program.outcome_by_name.get(name)) and self._same_amounts(old.default)

    def _same_rule(self, id: str) -> bool:
        one, two = self._old.program.rule_by_id[id], self._new.program.rule_by_id.get(id)
        return (
            two is not None
            and (one.condition, one.applies_if_unknown, one.about.window) == (two.condition, two.applies_if_unknown, two.about.window)
            and self._old.earlier.get(id) == self._new.earlier.get(id)
        )

    def _same_outcome(self, name: str) -> bool:
        givers = self._old.givers[name]
        return givers == self._new.givers[name] and givers <= self._rules and all(self._same_gift(name, id) for id in givers)

    def _same_gift(self, outcome: str, id: str) -> bool:
        one, two = self._old.program.rule_by_id[id], self._new.program.rule_by_id[id]
        given = [tuple(each.value for each in rule.contributions if each.outcome == outcome) for rule in (one, two)]
        against = self._old.withdrawing(one, outcome)
        return (
            given[0] == given[1]
            and all(map(self._same_amounts, given[0]))
            and against == self._new.withdrawing(two, outcome)
            and against <= self._rules
        )

    def _same_amounts(self, value: object) -> bool:
        if isinstance(value, frozenset):
            return all(map(self._same_amounts, value))
        if not isinstance(value, Amount):
            return True
        return self.calendars.issuperset(calendars_of(value)) and (self.has_one_zone or not is_zoned(value))

    # --- what is made of the same

    def agrees(self, expression: Expression) -> bool:
        """Whether an expression that both programs have means the same in both."""
        return all(map(self._agrees, walk(expression)))

    def _agrees(self, part: Expression) -> bool:
        match part:
            case Fact(path=path, variable=None):
                return path not in self._unlike
            case Named(name=name):
                return name in self._alike
            case OutcomeValue(name=name):
                return name in self.outcomes
            case Reference(kind="lexicon", name=name):
                return name in self.lexicons
            case Reference(kind="calendar", name=name):
                return name in self.calendars
            case Reference(name=name):
                return name in self.campaigns
            case _:
                return self.has_one_zone or not counts_in_zone(part)


def agreeing_lexicons(old: Program, new: Program) -> frozenset[str]:
    """Return the names of the lexicons that find the same in both."""

    def bare(each: Lexicon) -> Lexicon:
        terms = tuple(replace(term, source=None) for term in each.terms)
        return replace(each, description=None, about=_bare(each.about), terms=terms)

    ours, theirs = old.lexicon_by_name, new.lexicon_by_name
    found = {name for name in ours.keys() & theirs.keys() if bare(ours[name]) == bare(theirs[name])}
    return _closed(found, {name: each.made_of for name, each in ours.items()})


def reads_disclosures_alike(old: Program, new: Program) -> bool:
    """Whether what drafts disclose is worked out alike: from the same vocabularies and folds, and lexicons that find the same."""
    bare = [
        (
            tuple(replace(each, description=None, because=None, source=None) for each in program.vocabularies),
            tuple(replace(each, source=None) for each in program.folds),
        )
        for program in (old, new)
    ]
    used = {line.lexicon for each in old.vocabularies for line in each.lines}
    return bare[0] == bare[1] and used <= agreeing_lexicons(old, new)


def counts_in_zone(part: Expression) -> bool:
    """Whether the zone of the policy decides what the part is: calendar time from a moment."""
    operator, of = getattr(part, "operator", ""), getattr(part, "type", None)
    return operator in ("later_by", "earlier_by") and isinstance(of, DateTimeType)


def _closed(found: Iterable[str], includes: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return those that are made of nothing but one another."""
    wanted, kept = set(found), set[str]()
    for name in in_order(includes):
        if name in wanted and kept.issuperset(includes[name]):
            kept.add(name)
    return frozenset(kept)


def in_order(parts: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield the names, each after those that it is made of; none is made of itself."""
    return (name for name in TopologicalSorter(parts).static_order() if name in parts)


def named_parts(conditions: Iterable[Condition]) -> dict[str, list[str]]:
    """Return for each condition the conditions that it names."""
    return {each.name: [part.name for part in walk(each.expression) if isinstance(part, Named)] for each in conditions}
