"""A program: everything that a decision depends on, and nothing else.

Declarations are kept sorted by name, so that two rulesets which say the same in another order are the same program. The one order
that matters, of the rules in a `first match` table or a `first of` list, is a number on the rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engagepolicy.business_time import HolidaySet
from engagepolicy.ir.about import ALL_TIME as ALL_TIME
from engagepolicy.ir.about import NOTHING_SAID as NOTHING_SAID
from engagepolicy.ir.about import About as About
from engagepolicy.ir.about import Window as Window
from engagepolicy.ir.case_examples import CaseTime, ExampleCase
from engagepolicy.ir.clocks import ClockChange
from engagepolicy.ir.constraints import Constraint, Subject
from engagepolicy.ir.disclosure import DisclosureVocabulary, Fold
from engagepolicy.ir.exclusions import Exclusion
from engagepolicy.ir.expressions import ALWAYS, Constant, Expression
from engagepolicy.ir.places import Place
from engagepolicy.ir.rosters import Roster
from engagepolicy.ir.signals import Signal
from engagepolicy.ir.steps import Step
from engagepolicy.values.amounts import Amount
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import Type


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """One field of a record. `default` is what an absent fact is read as; `is_optional` lets it be not known.

    `json_path` is what inputs call it where that is not its path. A fact that `is_computed` is worked out, never given; one that is
    `is_loose` takes whatever JSON is there by its text.
    """

    path: str
    type: Type
    is_optional: bool = False
    is_private: bool = False
    default: Constant | None = None
    description: str | None = None
    json_path: str | None = None
    is_computed: bool = False
    is_loose: bool = False

    @property
    def input_path(self) -> str:
        """The path under which inputs give it."""
        return self.path if self.json_path is None else self.json_path


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of a record by path, sorted; `interaction` is what decisions are made on, `draft` what reviews are.

    `open_groups` are the paths of those objects in an input (the empty path is the record itself) that may hold more than is declared.
    """

    name: str
    fields: tuple[FactDeclaration, ...]
    open_groups: tuple[str, ...] = ()

    def find(self, path: str) -> FactDeclaration | None:
        """Return the field at the path."""
        return next((each for each in self.fields if each.path == path), None)


@dataclass(frozen=True, slots=True)
class OutcomeDeclaration:
    """A decision attribute: its type, how contributions merge, and what holds when none or too many come."""

    name: str
    type: Type
    merge: Merge
    default: Constant | None = None
    on_conflict: Constant | None = None
    verb: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A `define` or a `segment`; `record` is what its facts belong to."""

    name: str
    kind: Literal["define", "segment"]
    expression: Expression
    description: str | None = None
    about: About = NOTHING_SAID
    record: str = "interaction"
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a rule gives to one outcome: a scalar, a frozenset for a set outcome, a frozenset of amounts for a target."""

    outcome: str
    value: Constant | frozenset[Amount]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, or one row of a table.

    `group` names the first-match table or `first of` list it belongs to, `position` its place there, from 1. `overrides` withdraws from
    the named rules the outcomes that both give; `exception_to` withdraws all that the named rules give, and this rule's condition
    already includes theirs.
    """

    id: str
    condition: Expression = ALWAYS
    contributions: tuple[Contribution, ...] = ()
    description: str | None = None
    overrides: tuple[str, ...] = ()
    exception_to: tuple[str, ...] = ()
    group: str | None = None
    position: int = 0
    stage: int = 0
    applies_if_unknown: bool = False
    is_locked: bool = False
    about: About = NOTHING_SAID
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a lexicon as written; `is_pattern` marks a regular expression, `is_template` one with marks.

    `lexicons` are those that a template names, in the order of their marks; `reach` is how many words its `...` may stand for, if it
    says so.
    """

    text: str
    is_pattern: bool = False
    is_excluded: bool = False
    window: Window = ALL_TIME
    source: str | None = None
    is_template: bool = False
    lexicons: tuple[str, ...] = ()
    reach: int | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms, the lexicons it includes, and the parts of a text in which it is not looked for."""

    name: str
    terms: tuple[Term, ...] = ()
    includes: tuple[str, ...] = ()
    outside: frozenset[str] = frozenset()
    description: str | None = None
    about: About = NOTHING_SAID
    place: Place | None = field(default=None, compare=False)

    @property
    def made_of(self) -> tuple[str, ...]:
        """The other lexicons that this one finds with: those that it includes and those that its templates name."""
        return tuple(dict.fromkeys((*self.includes, *(name for term in self.terms for name in term.lexicons))))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours as written: local times as `HH:MM`, weekdays as `mon` to `sun`, dates as ISO text, days of every year as `MM-DD`.

    `yearly` are the exceptions of every year, `holidays` the names of the sets that close it beside the `regions`.
    """

    name: str
    timezone: str
    weekly: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    windows: tuple[tuple[str, str, str, str], ...] = ()
    regions: tuple[str, ...] = ()
    exceptions: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    is_always_open: bool = False
    description: str | None = None
    yearly: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    holidays: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Tiers, lowest first, each with what it is called; the steps by which time climbs them, sorted by their text.

    What `acknowledged_for`, `resumes_from` and `decisions` mean is told where ladders are climbed, at `tracking.Ladder`.
    """

    name: str
    tiers: tuple[tuple[str, str | None], ...]
    description: str | None = None
    steps: tuple[Step, ...] = ()
    acknowledged_for: Amount | None = None
    resumes_from: str | None = None
    decisions: Literal["raise", "raise or lower"] = "raise"


@dataclass(frozen=True, slots=True)
class Objective:
    """What the programme is for; rules say which they serve."""

    name: str
    description: str | None = None
    about: About = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Campaign:
    """A dated entry of the engagement calendar."""

    name: str
    kind: str
    window: Window
    description: str | None = None
    about: About = NOTHING_SAID


@dataclass(frozen=True)
class Program:
    """A whole policy: the ruleset and all it uses."""

    name: str
    version: str
    timezone: str
    description: str | None = None
    schemas: tuple[Schema, ...] = ()
    outcomes: tuple[OutcomeDeclaration, ...] = ()
    conditions: tuple[Condition, ...] = ()
    rules: tuple[Rule, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    objectives: tuple[Objective, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    clocks: tuple[ClockChange, ...] = ()
    holidays: tuple[HolidaySet, ...] = ()
    vocabularies: tuple[DisclosureVocabulary, ...] = ()
    folds: tuple[Fold, ...] = ()
    signals: tuple[Signal, ...] = ()
    rosters: tuple[Roster, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    @cached_property
    def schema_by_name(self) -> dict[str, Schema]:
        """Schemas by record name."""
        return {each.name: each for each in self.schemas}

    @cached_property
    def outcome_by_name(self) -> dict[str, OutcomeDeclaration]:
        """Outcomes by name."""
        return {each.name: each for each in self.outcomes}

    @cached_property
    def condition_by_name(self) -> dict[str, Condition]:
        """Definitions and segments by name."""
        return {each.name: each for each in self.conditions}

    @cached_property
    def rule_by_id(self) -> dict[str, Rule]:
        """Rules and rows by id."""
        return {each.id: each for each in self.rules}

    @cached_property
    def _segments(self) -> dict[str, tuple[Condition, ...]]:
        names = {each.record for each in self.conditions}
        return {name: tuple(each for each in self.conditions if each.kind == "segment" and each.record == name) for name in names}

    def segments_of(self, record: str) -> tuple[Condition, ...]:
        """Return the segments that speak of the record, by name."""
        return self._segments.get(record, ())

    def constraints_on(self, subject: Subject) -> tuple[Constraint, ...]:
        """Return the constraints on drafts or on decisions, by id."""
        return tuple(each for each in self.constraints if each.subject == subject)

    @cached_property
    def lexicon_by_name(self) -> dict[str, Lexicon]:
        """Lexicons by name."""
        return {each.name: each for each in self.lexicons}

    @cached_property
    def calendar_by_name(self) -> dict[str, Calendar]:
        """Calendars by name."""
        return {each.name: each for each in self.calendars}

    @cached_property
    def campaign_by_name(self) -> dict[str, Campaign]:
        """Campaigns by name."""
        return {each.name: each for each in self.campaigns}

    @cached_property
    def stages(self) -> tuple[tuple[Rule, ...], ...]:
        """The rules by stage; within a stage by group and position, so that a group is asked in its order."""
        count = 1 + max((rule.stage for rule in self.rules), default=-1)
        stages: list[list[Rule]] = [[] for _ in range(count)]
        for rule in sorted(self.rules, key=lambda rule: (rule.group or rule.id, rule.position, rule.id)):
            stages[rule.stage].append(rule)
        return tuple(map(tuple, stages))

    @cached_property
    def settled_after(self) -> dict[str, int]:
        """For every outcome the last stage that can give to it or, by an exception, take from it; -1 where no rule does."""
        last = dict.fromkeys(self.outcome_by_name, -1)
        for rule in self.rules:
            touched = (rule, *(self.rule_by_id[base] for base in rule.exception_to))
            for contribution in (each for one in touched for each in one.contributions):
                last[contribution.outcome] = max(last[contribution.outcome], rule.stage)
        return last


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of an example.

    `status` is set for `rule`; `value` for `outcome` (a scalar or set), `target` (an amount), `due` and `not before` (a moment in
    UTC), `clock` (how it stands, in words), `reminded` (how often) and, possibly empty, `nothing` and `next check`. `at` is when a
    case is looked at, None at its opening.
    """

    kind: Literal[
        "outcome", "target", "due", "not before", "rule", "nothing", "conflict", "text", "clock", "no clock", "next check", "reminded"
    ]
    subject: str
    value: Constant | None = None
    status: Literal["applied", "not applied", "overridden", "undetermined"] | None = None
    place: Place | None = field(default=None, compare=False)
    at: CaseTime | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A `test` block: the facts of an input and what is expected of its decision, or of a `case` with these facts as time passes.

    `facts` is shaped like an input's JSON.
    """

    name: str
    facts: dict[str, object]
    expectations: tuple[Expectation, ...]
    place: Place | None = None
    case: ExampleCase | None = None
    record: str = "interaction"
