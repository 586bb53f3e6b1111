"""The resolved ruleset: every declaration of every file under its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engagepolicy.source import SourceText, Span
from engagepolicy.syntax import nodes
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import EnumType, Type

INTERACTION = "interaction"
DRAFT = "draft"
MOMENTS = {INTERACTION: "received_at", DRAFT: "publish_at"}
"""The fact of an interaction as of which a decision is made, and of a draft as of which it is reviewed."""
MOMENT = MOMENTS[INTERACTION]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record with its resolved type; `default` is still a node.

    `holder` is where the record is held whose field this is, None for a field that the record itself declares.
    """

    path: str
    type: Type
    is_optional: bool
    is_private: bool
    default: nodes.Value | None
    description: str | None
    span: Span
    holder: Span | None = None
    json_path: str | None = None
    is_computed: bool = False
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """An outcome with its resolved type and merge."""

    name: str
    type: Type
    merge: Merge
    node: nodes.Outcome


RuleNode = nodes.Rule | nodes.FirstOf | nodes.Table


@dataclass(frozen=True)
class ResolvedRuleset:
    """What all the files declare together.

    `broken` are the names whose declaration is there and could not be read: nobody is told that they are not declared. Nor is
    anybody where the ruleset `is_incomplete`, because a file that it uses could not be found.
    """

    roots: frozenset[SourceText]
    headers: Mapping[SourceText, nodes.Header]
    words: Mapping[str, nodes.WordMeaning]
    records: Mapping[str, Mapping[str, Field]]
    outcomes: Mapping[str, OutcomeEntry]
    tiers: EnumType
    conditions: Mapping[str, nodes.NamedCondition]
    lexicons: Mapping[str, nodes.Lexicon]
    calendars: Mapping[str, nodes.Calendar]
    holidays: Mapping[str, nodes.HolidaySet]
    ladders: Mapping[str, nodes.Ladder]
    slas: Mapping[str, nodes.Sla]
    metrics: Mapping[str, nodes.Metric]
    signals: Mapping[str, nodes.Signal]
    rosters: Mapping[str, nodes.Roster]
    objectives: Mapping[str, nodes.Objective]
    campaigns: Mapping[str, nodes.Campaign]
    vocabularies: Mapping[str, nodes.DisclosureWords]
    folds: Mapping[str, nodes.Folds]
    rules: Mapping[str, RuleNode]
    constraints: Mapping[str, nodes.Constraint]
    exclusions: Mapping[str, nodes.Exclusion]
    open_groups: Mapping[str, tuple[str, ...]]
    promises: tuple[nodes.Promise, ...]
    tests: tuple[nodes.Test, ...]
    verbs: Mapping[str, str] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    is_incomplete: bool = False

    @property
    def facts(self) -> Mapping[str, Field]:
        """The facts of an interaction by dotted path."""
        return self.records.get(INTERACTION, {})

    def zone_of(self, span: Span) -> str:
        """Return the name of the time zone in which the file of `span` writes its local times; UTC if it names none."""
        return self.header_zone(span) or "UTC"

    def header_zone(self, span: Span) -> str | None:
        """Return the name of the time zone that the file of `span` declares, None if it declares none."""
        header = self.headers.get(span.source)
        return None if header is None or header.timezone is None else header.timezone.text

    def root_headers(self) -> Iterator[nodes.Header]:
        """Yield the headers of the files that were asked for, by name."""
        found = [header for source, header in self.headers.items() if source in self.roots]
        yield from sorted(found, key=lambda header: header.name.text)
