"""Every declaration under its name: one owner for each, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from engagepolicy.diagnostics.base import Bag
from engagepolicy.diagnostics.messages_files import NoHeader, SecondHeader, UnknownRuleset, UnreadableFile, ZonesDiffer
from engagepolicy.diagnostics.messages_names import AmbiguousName, DeclaredTwice
from engagepolicy.semantics.metrics import outcome_of
from engagepolicy.semantics.outcomes import resolve_outcomes, resolve_verbs
from engagepolicy.semantics.records import resolve_records
from engagepolicy.semantics.resolved import DRAFT, INTERACTION, Field, ResolvedRuleset, RuleNode
from engagepolicy.semantics.signals import with_signals
from engagepolicy.source import SourceText, Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import TIER, EnumType

_Named = (
    nodes.Outcome
    | nodes.NamedCondition
    | nodes.Lexicon
    | nodes.Calendar
    | nodes.HolidaySet
    | nodes.Ladder
    | nodes.Sla
    | nodes.Signal
    | nodes.Roster
    | nodes.Objective
    | nodes.Campaign
    | nodes.DisclosureWords
    | nodes.Folds
    | nodes.Rule
    | nodes.FirstOf
    | nodes.Table
    | nodes.Constraint
    | nodes.Exclusion
)

_N = TypeVar("_N", bound=_Named)
_Q = TypeVar("_Q", nodes.Promise, nodes.Test)

_NAME = re.compile(r"(?:first|next) response|[A-Za-z]\w*+(?:\.[A-Za-z]\w*+)*+")


@dataclass
class _Tables:
    bag: Bag
    headers: dict[SourceText, nodes.Header] = field(default_factory=dict)
    words: dict[str, nodes.WordMeaning] = field(default_factory=dict)
    extends: list[nodes.Extend] = field(default_factory=list)
    outcomes: dict[str, nodes.Outcome] = field(default_factory=dict)
    conditions: dict[str, nodes.NamedCondition] = field(default_factory=dict)
    lexicons: dict[str, nodes.Lexicon] = field(default_factory=dict)
    calendars: dict[str, nodes.Calendar] = field(default_factory=dict)
    holidays: dict[str, nodes.HolidaySet] = field(default_factory=dict)
    ladders: dict[str, nodes.Ladder] = field(default_factory=dict)
    slas: dict[str, nodes.Sla] = field(default_factory=dict)
    metrics: dict[str, nodes.Metric] = field(default_factory=dict)
    signals: dict[str, nodes.Signal] = field(default_factory=dict)
    rosters: dict[str, nodes.Roster] = field(default_factory=dict)
    objectives: dict[str, nodes.Objective] = field(default_factory=dict)
    campaigns: dict[str, nodes.Campaign] = field(default_factory=dict)
    vocabularies: dict[str, nodes.DisclosureWords] = field(default_factory=dict)
    folds: dict[str, nodes.Folds] = field(default_factory=dict)
    rules: dict[str, RuleNode] = field(default_factory=dict)
    constraints: dict[str, nodes.Constraint] = field(default_factory=dict)
    exclusions: dict[str, nodes.Exclusion] = field(default_factory=dict)
    rule_names: dict[str, Span] = field(default_factory=dict)
    promises: dict[str, nodes.Promise] = field(default_factory=dict)
    tests: dict[str, nodes.Test] = field(default_factory=dict)

    def enter(self, declaration: nodes.Declaration) -> None:
        """Put one declaration where it belongs."""
        match declaration:
            case nodes.Header():
                self._enter_header(declaration)
            case nodes.Extend():
                self.extends.append(declaration)
            case nodes.Outcome():
                self._own(self.outcomes, "outcome", declaration)
            case nodes.NamedCondition():
                self._own(self.conditions, declaration.kind, declaration)
            case nodes.Lexicon():
                self._own(self.lexicons, "lexicon", declaration)
            case nodes.Calendar():
                self._own(self.calendars, "calendar", declaration)
            case nodes.HolidaySet():
                self._own(self.holidays, "set of holidays", declaration)
            case nodes.Ladder():
                self._own(self.ladders, "ladder", declaration)
            case nodes.Sla():
                self._own(self.slas, "sla", declaration)
            case nodes.Metric():
                self._enter_metric(declaration)
            case nodes.Signal():
                self._own(self.signals, "signal", declaration)
            case nodes.Roster():
                self._own(self.rosters, "roster", declaration)
            case nodes.Objective():
                self._own(self.objectives, "objective", declaration)
            case nodes.Campaign():
                self._own(self.campaigns, "campaign", declaration)
            case nodes.DisclosureWords():
                self._own(self.vocabularies, "vocabulary", declaration)
            case nodes.Folds():
                self._own(self.folds, "folds", declaration)
            case nodes.Rule() | nodes.FirstOf() | nodes.Table():
                self._enter_rule(declaration)
            case nodes.Constraint():
                self._own(self.constraints, "constraint", declaration)
            case nodes.Exclusion():
                self._own(self.exclusions, "exclusion", declaration)
            case nodes.Promise():
                self._enter_quoted(self.promises, declaration.kind, declaration)
            case nodes.Test():
                self._enter_quoted(self.tests, "test", declaration)
            case nodes.Use():
                pass

    def _own(self, table: dict[str, _N], kind: str, node: _N) -> None:
        first = table.setdefault(node.name.text, node)
        if first is not node:
            self.bag.add(DeclaredTwice(node.name.span, kind, node.name.text, first.name.span))

    def _enter_metric(self, node: nodes.Metric) -> None:
        outcome = outcome_of(node)
        self._own(self.outcomes, "outcome", outcome)
        if self.outcomes[node.name.text] is outcome:
            self.metrics[node.name.text] = node

    def _enter_header(self, header: nodes.Header) -> None:
        first = self.headers.setdefault(header.span.source, header)
        if first is not header:
            self.bag.add(SecondHeader(header.name.span, first.name.span))
            return
        for meaning in header.words:
            known = self.words.setdefault(meaning.word.text, meaning)
            if known.amount is None and meaning.amount is not None:
                self.words[meaning.word.text] = meaning
            elif known is not meaning and meaning.amount is not None:
                self.bag.add(DeclaredTwice(meaning.word.span, "word", meaning.word.text, known.word.span))

    def _enter_rule(self, node: RuleNode) -> None:
        if self._is_new_rule(node.name):
            self.rules[node.name.text] = node
        if isinstance(node, nodes.FirstOf):
            for rule in node.rules:
                self._is_new_rule(rule.name)

    def _is_new_rule(self, name: nodes.Word) -> bool:
        first = self.rule_names.setdefault(name.text, name.span)
        if first != name.span:
            self.bag.add(DeclaredTwice(name.span, "rule", name.text, first))
        return first == name.span

    def _enter_quoted(self, table: dict[str, _Q], kind: str, node: _Q) -> None:
        first = table.setdefault(node.name.value, node)
        if first is not node:
            self.bag.add(DeclaredTwice(node.name.span, kind, node.name.value, first.name.span))


def find_unread_words(files: Iterable[nodes.ParsedRuleset], bag: Bag) -> Iterator[str]:
    """Yield the names in the parts of files that could not be read: what they declare must not be called undeclared too."""
    unreadable = {item.span.source for item in bag.items}
    for parsed in files:
        if parsed.source not in unreadable:
            continue
        position, length = 0, len(parsed.source.text)
        readable = sorted((each.span.start, each.span.end) for each in (*parsed.declarations, *parsed.comments))
        for start, end in [*readable, (length, length)]:
            for found in _NAME.finditer(parsed.source.text, position, max(position, start)):
                yield found[0].replace("first response", "first_response").replace("next response", "next_response")
            position = max(position, end)


def _check_headers(files: Iterable[nodes.ParsedRuleset], tables: _Tables) -> None:
    for parsed in files:
        has_errors = any(item.span.source is parsed.source for item in tables.bag.items)
        if parsed.source not in tables.headers and not has_errors:
            tables.bag.add(NoHeader(Span(parsed.source, 0, 0), is_empty=not parsed.source.text.strip()))


def _check_zones(headers: Iterable[nodes.Header], bag: Bag) -> None:
    """Report files loaded together that name different zones: which one a policy's days are counted in must not be chosen silently."""
    zones = [(header.timezone.text, header.timezone.span) for header in headers if header.timezone is not None]
    first = min(zones, key=lambda zone: (zone[1].source.name, zone[1].start), default=None)
    for name, span in zones:
        if first is not None and name != first[0]:
            bag.add(ZonesDiffer(span, name, first[0], first[1]))


def _check_ambiguity(tables: _Tables, facts: Iterable[tuple[str, Span]], roots: frozenset[SourceText], bag: Bag) -> None:
    owners: dict[str, tuple[str, Span]] = {}
    named = [
        *((path.partition(".")[0], "a fact", span) for path, span in facts),
        *((name, "a signal", node.name.span) for name, node in tables.signals.items()),
        *((name, "an outcome", node.name.span) for name, node in tables.outcomes.items()),
        *((name, f"a {node.kind}", node.name.span) for name, node in tables.conditions.items() if node.subject is None),
    ]
    for name, kind, span in named:
        other_kind, other = owners.setdefault(name, (kind, span))
        if other_kind == kind:
            continue
        if other.source in roots and span.source not in roots:  # what the author can change comes first
            bag.add(AmbiguousName(other, name, other_kind, kind, span))
        else:
            bag.add(AmbiguousName(span, name, kind, other_kind, other))


def _facts_of(record: str, records: Mapping[str, Mapping[str, Field]]) -> Iterator[tuple[str, Span]]:
    return ((path, each.holder or each.span) for path, each in records.get(record, {}).items())


def _check_draft_names(tables: _Tables, facts: Mapping[str, Span], bag: Bag) -> None:
    """Report conditions on drafts that are called as a fact of drafts is."""
    owners = {path.partition(".")[0]: span for path, span in facts.items()}
    for name, node in tables.conditions.items():
        if node.subject is not None and node.subject.text == DRAFT and name in owners:
            bag.add(AmbiguousName(node.name.span, name, f"a {node.kind}", "a fact of drafts", owners[name]))


def _resolve_tiers(ladders: Iterable[nodes.Ladder], bag: Bag) -> EnumType:
    owners: dict[str, Span] = {}
    chains: list[tuple[str, ...]] = []
    for ladder in sorted(ladders, key=lambda ladder: ladder.name.text):
        chain: list[str] = []
        for tier in ladder.tiers:
            first = owners.setdefault(tier.name.text, tier.name.span)
            if first == tier.name.span:
                chain.append(tier.name.text)
            else:
                bag.add(DeclaredTwice(tier.name.span, "tier", tier.name.text, first))
        chains.append(tuple(chain))
    return EnumType(TIER, tuple(tier for chain in chains for tier in chain), tuple(chains) or ((),))


def resolve_rulesets(files: Sequence[nodes.ParsedRuleset], roots: frozenset[SourceText], bag: Bag) -> ResolvedRuleset:
    """Put the declarations of all files under their names; report what is declared twice, ambiguous or without a header."""
    tables = _Tables(bag)
    for parsed in sorted(files, key=lambda parsed: (parsed.source in roots, parsed.source.name)):
        for declaration in parsed.declarations:
            tables.enter(declaration)
    _check_headers(files, tables)
    _check_zones((header for source, header in tables.headers.items() if source in roots), bag)
    tiers = _resolve_tiers(tables.ladders.values(), bag)
    broken = set(find_unread_words(files, bag))
    resolved_records = resolve_records(tables.extends, bag, broken)
    records = resolved_records.fields
    outcomes = resolve_outcomes(tables.outcomes.values(), tiers, records, bag, broken)
    _check_ambiguity(tables, _facts_of(INTERACTION, records), roots, bag)
    _check_draft_names(tables, dict(_facts_of(DRAFT, records)), bag)
    return ResolvedRuleset(
        roots=roots,
        headers=tables.headers,
        words=tables.words,
        records=with_signals(records, tables.signals),
        outcomes=outcomes,
        tiers=tiers,
        conditions=tables.conditions,
        lexicons=tables.lexicons,
        calendars=tables.calendars,
        holidays=tables.holidays,
        ladders=tables.ladders,
        slas=tables.slas,
        metrics=tables.metrics,
        signals=tables.signals,
        rosters=tables.rosters,
        objectives=tables.objectives,
        campaigns=tables.campaigns,
        vocabularies=tables.vocabularies,
        folds=tables.folds,
        rules=tables.rules,
        constraints=tables.constraints,
        exclusions=tables.exclusions,
        open_groups=resolved_records.open_groups,
        promises=tuple(tables.promises.values()),
        tests=tuple(tables.tests.values()),
        verbs=resolve_verbs(outcomes, bag),
        broken=frozenset(broken),
        is_incomplete=any(isinstance(item, UnreadableFile | UnknownRuleset) for item in bag.items),
    )
