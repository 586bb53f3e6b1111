"""Top-level declarations as they are written, and the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engagepolicy.source import SourceText, Span
from engagepolicy.syntax.nodes.cases import CaseEvent, CaseExpectation, CaseTime
from engagepolicy.syntax.nodes.clocks import Deciding, Holding, Metric, Repeat, Sla, Step
from engagepolicy.syntax.nodes.conditions import Condition, MaskWord
from engagepolicy.syntax.nodes.constraints import Constraint, ExpectText
from engagepolicy.syntax.nodes.exclusions import Exclusion
from engagepolicy.syntax.nodes.holidays import HolidaySet, YearDay
from engagepolicy.syntax.nodes.hours import Hours, WeeklyHours
from engagepolicy.syntax.nodes.promises import Promise
from engagepolicy.syntax.nodes.rosters import Roster
from engagepolicy.syntax.nodes.rules import About, FirstOf, Rule, Table, Window
from engagepolicy.syntax.nodes.signals import Signal
from engagepolicy.syntax.nodes.values import Amount, Day, GivenFact, Moment, Number, Path, Pattern, Text, Value, Word
from engagepolicy.syntax.nodes.vocabularies import DisclosureWords, Folds


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """`promptly means 2 business days on office`, or a bare `unquantified promptly` (no amount)."""

    word: Word
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Header:
    """`ruleset acme.care "Acme" { version ... timezone ... every interaction has severity  countries US, GB }`."""

    name: Path
    description: Text | None
    version: Text | None
    timezone: Word | None
    words: tuple[WordMeaning, ...]
    every: tuple[Word, ...]
    countries: tuple[Word, ...]
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """`use womma.honesty` (shipped) or `use "common/tiers.engage"` (a path relative to this file)."""

    target: Path | Text
    span: Span


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as written."""

    kind: Literal["simple", "enum", "set", "list"]
    name: Word | None
    values: tuple[Word, ...]
    is_ordered: bool
    inner: TypeName | None
    span: Span


@dataclass(frozen=True, slots=True)
class FieldDeclaration:
    """`account.plan : enum(basic, plus) optional private default basic "description"`; a name in JSON of its own: `named "true"`."""

    path: Path
    type: TypeName
    is_optional: bool
    is_private: bool
    is_computed: bool
    is_loose: bool
    json_name: Text | None
    default: Value | None
    description: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class Extend:
    """`extend interaction { ... }`, or `record strike { ... }` which declares a new record."""

    record: Word
    is_new: bool
    is_open: bool
    fields: tuple[FieldDeclaration, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """`outcome severity "..." { type ... merge ... }`."""

    name: Word
    description: Text | None
    type: TypeName | None
    merge: Word | None
    default: Value | None
    on_conflict: Value | None
    verb: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """`define NAME { when ... }` or `segment NAME "who" { on draft when ... }`; without `on` it speaks of an interaction."""

    kind: Literal["define", "segment"]
    name: Word
    description: Text | None
    subject: Word | None
    when: Condition | None
    unless: tuple[Condition, ...]
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a lexicon, or a term that it excludes; `reach` is N of `within N words`."""

    value: Text | Pattern
    is_excluded: bool
    window: Window | None
    source: Text | None
    span: Span
    reach: Number | None = None


@dataclass(frozen=True, slots=True)
class Include:
    """`include other_lexicon`."""

    lexicon: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`lexicon NAME "what" outside urls { "term", include other, exclude "term" }`."""

    name: Word
    description: Text | None
    outside: tuple[tuple[MaskWord, Span], ...]
    items: tuple[Term | Include, ...]
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """`from sun 15:00 to fri 17:00`: open without a break."""

    start_day: Word
    start: str
    end_day: Word
    end: str
    span: Span


@dataclass(frozen=True, slots=True)
class DatedException:
    """`closed 2026-12-24 "Christmas Eve"` (no hours), `open 2026-12-31 09:00-12:00`, or the same of `every 12-24`."""

    day: Day | YearDay
    hours: tuple[Hours, ...]
    is_open: bool
    description: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class Calendar:
    """`calendar office "Care desk" { timezone ... mon-fri ... holidays US-NY closed ... open ... }`.

    `holidays` are codes of regions and names of sets, as written.
    """

    name: Word
    description: Text | None
    timezone: Word | None
    is_always_open: bool
    weekly: tuple[WeeklyHours, ...]
    windows: tuple[WeeklyWindow, ...]
    holidays: tuple[Word, ...]
    exceptions: tuple[DatedException, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Tier:
    """`tier specialist "Care specialist"`; tiers are ordered as written, lowest first."""

    name: Word
    description: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class Ladder:
    """`ladder care "Who owns the conversation" { tier ... escalate ... repeat ... }`."""

    name: Word
    description: Text | None
    tiers: tuple[Tier, ...]
    steps: tuple[Step, ...]
    repeat: Repeat | None
    holding: Holding | None
    deciding: Deciding | None
    span: Span


@dataclass(frozen=True, slots=True)
class Objective:
    """`objective protect_customers "..."`, with or without a block."""

    name: Word
    description: Text | None
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class Campaign:
    """`campaign spring_sale "..." { kind launch from ... until ... }`."""

    name: Word
    description: Text | None
    kind: Word | None
    window: Window | None
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectOutcome:
    """`expect severity critical`, `expect tag legal`, `expect segment influencer`: the outcome is, or holds, the values."""

    outcome: Word
    values: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectTarget:
    """`expect first response within 1h`."""

    metric: Word
    amount: Amount
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectDue:
    """`expect first response due 2026-11-20 20:05`, or `... not before 2026-12-20 16:00`."""

    metric: Word
    moment: Moment
    is_not_before: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectRule:
    """`expect rule legal_threat applied`, `... not applied`, `... overridden`, `... undetermined`."""

    rule: Word
    row: int | None
    status: Literal["applied", "not applied", "overridden", "undetermined"]
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectNothing:
    """`expect no queue`: the outcome has no value; with values, it does not hold them (`expect no tag legal`)."""

    outcome: Word
    values: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectConflict:
    """`expect conflict on queue`."""

    outcome: Word
    span: Span


Expectation: TypeAlias = (
    ExpectOutcome | ExpectText | ExpectTarget | ExpectDue | ExpectRule | ExpectNothing | ExpectConflict | CaseExpectation
)


@dataclass(frozen=True, slots=True)
class ExpectLater:
    """`after 45m expect tier specialist, first response breached`."""

    at: CaseTime
    expectations: tuple[Expectation, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Given:
    """`given interaction { ... }` or `given case { ... }`."""

    subject: Word
    facts: tuple[GivenFact, ...]
    span: Span

    @property
    def is_case(self) -> bool:
        """Whether time passes after it."""
        return self.subject.text == "case"


@dataclass(frozen=True, slots=True)
class Test:
    """`test "name" { given case { ... } at 10m replied  expect ...  after 45m expect ... }`."""

    name: Text
    given: Given | None
    events: tuple[CaseEvent, ...]
    expectations: tuple[Expectation, ...]
    later: tuple[ExpectLater, ...]
    about: About
    span: Span


Declaration: TypeAlias = (
    Header | Use | Extend | Outcome | NamedCondition | Lexicon | Calendar | HolidaySet | Ladder | Sla | Metric | Roster | Rule
    | FirstOf | Table | Objective | Campaign | DisclosureWords | Folds | Constraint | Exclusion | Promise | Test
    | Signal
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from `#` to the end of its line."""

    text: str
    span: Span
    is_own_line: bool


@dataclass(frozen=True, slots=True)
class ParsedRuleset:
    """One file: what could be read of it. Declarations that could not be read are missing, and a message says so."""

    source: SourceText
    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = field(default=())
