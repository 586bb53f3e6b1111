"""Two programs as one: the rules of both over the same facts, so that one input is one decision of each.

What both say alike they share; everything else stands under a name that says whose it is. So whatever answers questions about one
program answers questions about two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Literal, TypeAlias, TypeVar

from engagepolicy.business_time import HolidaySet
from engagepolicy.comparison.agreement import Agreement
from engagepolicy.comparison.enums import match_enums
from engagepolicy.comparison.facts import Reading, reconcile_facts
from engagepolicy.comparison.rewriting import Renaming
from engagepolicy.ir.constraints import Constraint, Subject
from engagepolicy.ir.program import Calendar, Campaign, Condition, Lexicon, Program, Rule, Schema
from engagepolicy.runtime.facts import Value

INTERACTION = "interaction"
Age: TypeAlias = Literal["old", "new"]
T = TypeVar("T")


def _renamed(names: tuple[str, ...], new: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(new.get(name, name) for name in names)


class Half:
    """One of the two programs, and what its parts are called in the joint one."""

    def __init__(self, program: Program, age: Age, agreement: Agreement, renaming: Renaming) -> None:
        """Take the program with matched enums, which one it is, what it shares, and what its facts are read as."""
        self.program = program
        self._age = age
        self._agreement = agreement
        names = replace(
            renaming,
            conditions=self._names(program.condition_by_name, agreement.conditions),
            outcomes=self._names(program.outcome_by_name, agreement.outcomes),
            lexicons=self._names(program.lexicon_by_name, agreement.lexicons),
            calendars=self._names(program.calendar_by_name, agreement.calendars),
            campaigns=self._names(program.campaign_by_name, agreement.campaigns),
        )
        self.names = names
        self._amounts = names if agreement.has_one_zone else replace(names, zone=f"the zone of the {age} policy")

    def _names(self, declared: Iterable[str], shared: frozenset[str]) -> dict[str, str]:
        return {name: self.own_name(name) for name in declared if name not in shared}

    def own_name(self, name: str) -> str:
        """Return what something is called that only this program says so; no ruleset can write such a name."""
        return f"{name} ({self._age})"

    def outcome(self, name: str) -> str:
        """Return what an outcome is called in the joint program."""
        return self.names.outcomes.get(name, name)

    def given(self, value: Value) -> Value:
        """Return what a rule gives, or an outcome is, as the joint program has it: amounts on calendars under their joint names."""
        return self._amounts.apply(value)

    # --- parts of the joint program

    def rules(self, *, with_shared: bool) -> Iterable[Rule]:
        """Yield the rules; what they give to shared outcomes only if asked."""
        for rule in self.program.rules:
            given = [each for each in rule.contributions if with_shared or each.outcome in self.names.outcomes]
            yield replace(
                rule,
                id=self.own_name(rule.id),
                condition=self.names.apply(rule.condition),
                contributions=tuple(map(self._amounts.apply, given)),
                overrides=tuple(map(self.own_name, rule.overrides)),
                exception_to=tuple(map(self.own_name, rule.exception_to)),
                group=None if rule.group is None else self.own_name(rule.group),
            )

    def conditions(self) -> Iterable[Condition]:
        """Yield the conditions under their joint names."""
        for each in self.program.conditions:
            name = self.names.conditions.get(each.name, each.name)
            yield replace(each, name=name, expression=self.names.apply(each.expression))

    def constraints(self) -> Iterable[Constraint]:
        """Yield the constraints, each under a name of its own."""
        for each in self.program.constraints:
            overrides = tuple(map(self.own_name, each.overrides))
            yield replace(self.names.apply(each), id=self.own_name(each.id), overrides=overrides)

    def lexicons(self) -> Iterable[Lexicon]:
        """Yield the lexicons under their joint names."""
        names = self.names.lexicons
        for each in self.program.lexicons:
            terms = tuple(replace(term, lexicons=_renamed(term.lexicons, names)) if term.lexicons else term for term in each.terms)
            yield replace(each, name=names.get(each.name, each.name), includes=_renamed(each.includes, names), terms=terms)

    def _holiday_name(self, name: str) -> str:
        return name if name in self._agreement.holidays else self.own_name(name)

    def holidays(self) -> Iterable[HolidaySet]:
        """Yield the sets of holidays under their joint names."""
        for each in self.program.holidays:
            yield replace(each, name=self._holiday_name(each.name), includes=tuple(map(self._holiday_name, each.includes)))

    def calendars(self) -> Iterable[Calendar]:
        """Yield the calendars under their joint names."""
        for each in self.program.calendars:
            name = self.names.calendars.get(each.name, each.name)
            yield replace(each, name=name, holidays=tuple(map(self._holiday_name, each.holidays)))


class Joint:
    """Two programs and their joint one."""

    def __init__(self, old: Program, new: Program, record: str) -> None:
        """Take the programs as they were compiled, and the record that their inputs are."""
        enums = match_enums(old, new)
        matched = (Renaming(enums=enums[0]).apply(old), Renaming(enums=enums[1]).apply(new))
        self.record = record
        self.shared = reconcile_facts(*matched, (old, new), record)
        readings = [self.shared.readings(of_new=of_new) for of_new in (False, True)]
        self.programs = (old, new)
        read = [_with_readings(program, facts, record) for program, facts in zip(matched, readings, strict=True)]
        self.agreement = Agreement(read[0], read[1], self.shared.problems)
        self.old = Half(read[0], "old", self.agreement, Renaming())
        self.new = Half(read[1], "new", self.agreement, Renaming())

    @cached_property
    def program(self) -> Program:
        """The joint program: both sets of rules, each giving to its own outcomes; shared outcomes are given by the old rules."""
        old, new = self.old, self.new
        outcomes = {
            half.outcome(each.name): replace(
                each,
                name=half.outcome(each.name),
                default=half.given(each.default),
                on_conflict=half.given(each.on_conflict),
            )
            for half in (new, old)
            for each in half.program.outcomes
        }
        return Program(
            f"{old.program.name} (old) and {new.program.name} (new)",
            new.program.version,
            old.program.timezone,
            schemas=self._schemas(),
            outcomes=_sorted(outcomes),
            conditions=_sorted({each.name: each for half in (new, old) for each in half.conditions()}),
            rules=_sorted({each.id: each for each in (*new.rules(with_shared=False), *old.rules(with_shared=True))}),
            lexicons=_sorted({each.name: each for half in (new, old) for each in half.lexicons()}),
            calendars=_sorted({each.name: each for half in (new, old) for each in half.calendars()}),
            campaigns=_sorted(self._campaigns()),
            holidays=_sorted({each.name: each for half in (new, old) for each in half.holidays()}),
            vocabularies=tuple(map(old.names.apply, old.program.vocabularies)),
            folds=old.program.folds,
            constraints=_sorted({each.id: each for half in (new, old) for each in half.constraints()}),
        )

    def _campaigns(self) -> dict[str, Campaign]:
        found: dict[str, Campaign] = {}
        for half in (self.new, self.old):
            for each in half.program.campaigns:
                name = half.names.campaigns.get(each.name, each.name)
                found[name] = replace(each, name=name)
        return found

    def _schemas(self) -> tuple[Schema, ...]:
        schemas = {each.name: each for half in (self.new, self.old) for each in half.program.schemas}
        for name, each in schemas.items():
            others = [half.program.schema_by_name.get(name) for half in (self.old, self.new)]
            fields = {field.path: field for other in others if other is not None for field in other.fields}
            schemas[name] = replace(each, fields=tuple(fields[path] for path in sorted(fields)))
        schemas[self.record] = self.shared.schema
        return _sorted(schemas)


def _with_readings(program: Program, readings: Mapping[str, Reading], record: str) -> Program:
    """Return the program with no conditions but those on the record, and the facts of these read as those of both are."""
    renaming = Renaming(facts=readings)
    conditions = (each for each in program.conditions if each.record == record)
    subject: Subject = "draft" if record == "draft" else "decision"
    return replace(
        program,
        rules=tuple(replace(each, condition=renaming.apply(each.condition)) for each in program.rules if record == INTERACTION),
        conditions=tuple(replace(each, expression=renaming.apply(each.expression)) for each in conditions),
        constraints=tuple(map(renaming.apply, program.constraints_on(subject))),
    )


def _sorted(named: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(named[name] for name in sorted(named))
