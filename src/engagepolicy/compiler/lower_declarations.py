"""Declarations that are data: schemas, outcomes, lexicons, calendars, objectives, campaigns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from engagepolicy.business_time import check_weekly, find_region_problem
from engagepolicy.compiler.lower_text_tests import check_pattern_text, check_term_text
from engagepolicy.compiler.lower_values import (
    find_amount,
    lower_about,
    lower_amount,
    lower_constant,
    lower_window,
    require_zone,
)
from engagepolicy.compiler.scope import Scope, text_of
from engagepolicy.diagnostics.messages_lexicons import EmptyLexicon, NothingToExclude, TermTwice
from engagepolicy.diagnostics.messages_names import UnknownWord
from engagepolicy.diagnostics.messages_time import (
    BadHours,
    DateGivenTwice,
    MissingPart,
    NoTimezone,
    UnknownHolidays,
)
from engagepolicy.diagnostics.messages_types import MisplacedType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir import program
from engagepolicy.ir.expressions import Constant
from engagepolicy.matching import normal_form
from engagepolicy.semantics.resolved import Field, OutcomeEntry
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import ListType, RecordType, TargetType, Type

CAMPAIGN_KINDS = ("launch", "moment", "blackout", "embargo")

# ---------------------------------------------------------------------------------------------------------- schemas and outcomes


def _lower_default(field: Field, scope: Scope) -> Constant | None:
    if field.default is None:
        return None
    if isinstance(field.type, ListType | RecordType):
        if not (isinstance(field.default, nodes.Collection) and not field.default.items):
            scope.bag.add(MisplacedType(field.default.span, field.default.span.text, "a list may only be empty by default"))
        return frozenset()
    return lower_constant((field.default,), field.type, scope, f"the fact `{field.path}`")


def lower_schemas(scope: Scope) -> tuple[program.Schema, ...]:
    """Return every record with its fields by path, sorted."""
    return tuple(
        program.Schema(name, tuple(_lower_field(each, scope) for each in fields.values()))
        for name, fields in sorted(scope.resolved.records.items())
    )


def _lower_field(field: Field, scope: Scope) -> program.FactDeclaration:
    default = _lower_default(field, scope)
    return program.FactDeclaration(field.path, field.type, field.is_optional, field.is_private, default, field.description)


def _lower_value(node: nodes.Value | None, of: Type, scope: Scope, place: str) -> Constant | None:
    if node is None:
        return None
    amount = find_amount(node) if isinstance(of, TargetType) else None
    if amount is None:
        return lower_constant((node,), of, scope, place)
    lowered = lower_amount(amount, scope)
    return None if lowered is None else frozenset({lowered})


def _lower_outcome(entry: OutcomeEntry, scope: Scope) -> program.OutcomeDeclaration:
    node = entry.node
    place = f"the outcome `{entry.name}`"
    default = _lower_value(node.default, entry.type, scope, place)
    settled = _lower_value(node.on_conflict, entry.type, scope, place)
    verb = None if node.verb is None else node.verb.text
    return program.OutcomeDeclaration(entry.name, entry.type, entry.merge, default, settled, verb, text_of(node.description))


def lower_outcomes(scope: Scope) -> tuple[program.OutcomeDeclaration, ...]:
    """Return the outcomes by name."""
    return tuple(_lower_outcome(entry, scope) for _, entry in sorted(scope.resolved.outcomes.items()))


# --------------------------------------------------------------------------------------------------------------------- lexicons


def _lower_term(node: nodes.Term, scope: Scope) -> program.Term | None:
    window, source = lower_window(node.window, scope), text_of(node.source)
    if isinstance(node.value, nodes.Pattern):
        is_usable = check_pattern_text(node.value, scope)
        term = program.Term(node.value.source, True, node.is_excluded, window, source)
    else:
        is_usable = check_term_text(node.value, scope)
        term = program.Term(node.value.value, False, node.is_excluded, window, source)
    return term if is_usable else None


def _lower_terms(node: nodes.Lexicon, scope: Scope) -> Iterator[program.Term]:
    first: dict[tuple[object, ...], Span] = {}
    for item in node.items:
        if not isinstance(item, nodes.Term):
            continue
        term = _lower_term(item, scope)
        if term is None:
            continue
        form = term.text if term.is_pattern else normal_form(term.text)
        earlier = first.setdefault((term.is_pattern, term.is_excluded, form, term.window), item.span)
        if earlier != item.span:
            scope.bag.add(TermTwice(item.span, item.value.span.text, earlier))
        else:
            yield term


def _term_key(term: program.Term) -> tuple[object, ...]:
    starts = term.window.start.isoformat() if term.window.start else ""
    ends = term.window.end.isoformat() if term.window.end else ""
    return (term.is_excluded, term.is_pattern, term.text, starts, ends)


def _lower_lexicon(node: nodes.Lexicon, scope: Scope) -> program.Lexicon:
    included = [
        scope.require("lexicon", item.lexicon, scope.resolved.lexicons) for item in node.items if isinstance(item, nodes.Include)
    ]
    terms = tuple(sorted(_lower_terms(node, scope), key=_term_key))
    if not node.items:
        scope.bag.add(EmptyLexicon(node.name.span, node.name.text))
    elif not included and all(isinstance(item, nodes.Term) and item.is_excluded for item in node.items):
        scope.bag.add(NothingToExclude(node.name.span, node.name.text))
    return program.Lexicon(
        node.name.text,
        terms,
        tuple(sorted({name for name in included if name is not None})),
        frozenset(word for word, _ in node.outside),
        text_of(node.description),
        lower_about(node.about, scope),
    )


def lower_lexicons(scope: Scope) -> tuple[program.Lexicon, ...]:
    """Return the lexicons by name, their terms sorted."""
    return tuple(_lower_lexicon(node, scope) for _, node in sorted(scope.resolved.lexicons.items()))


# -------------------------------------------------------------------------------------------------------------------- calendars


def _hours(hours: tuple[nodes.Hours, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.start, each.end) for each in hours)


def _check_hours(node: nodes.Calendar, scope: Scope) -> None:
    seen: dict[date, Span] = {}
    for each in node.exceptions:
        earlier = seen.setdefault(each.day.value, each.span)
        if earlier != each.span:
            scope.bag.add(DateGivenTwice(each.span, each.day.value.isoformat(), earlier))
    weekly: dict[str, list[tuple[str, str]]] = {}
    spans: dict[str, list[Span]] = {"window": [each.span for each in node.windows]}
    for line in node.weekly:
        for day in line.days:
            weekly.setdefault(day.text, []).extend(_hours(line.hours))
            spans.setdefault(day.text, []).extend(each.span for each in line.hours)
    spans.update({each.day.value.isoformat(): [hours.span for hours in each.hours] for each in node.exceptions if each.hours})
    problems = check_weekly(
        weekly,
        windows=tuple((each.start_day.text, each.start, each.end_day.text, each.end) for each in node.windows),
        exceptions={each.day.value: _hours(each.hours) for each in node.exceptions if each.is_open},
        always_open=node.is_always_open,
    )
    for problem in problems:
        places, at = spans.get(problem.place.key) or [node.name.span], problem.place.index or 0
        scope.bag.add(BadHours(places[min(at, len(places) - 1)], node.name.text, problem.message))


def _after_brace(node: nodes.Calendar) -> Span:
    """Return the place behind the brace that opens the block; no comment or text before it can hold another that counts."""
    text, start = node.span.source.text, (node.description or node.name).span.end
    found = re.compile(r"(?:\s|#[^\n]*)*+\{").match(text, start)
    end = found.end() if found else start
    return Span(node.span.source, end, end)


def _lower_calendar(node: nodes.Calendar, scope: Scope) -> program.Calendar:
    zone = scope.resolved.zone_of(node.span)
    if node.timezone is not None:
        zone = node.timezone.text if require_zone(node.timezone, scope) is not None else "UTC"
    elif scope.resolved.header_zone(node.span) is None and node.span.source in scope.resolved.headers:
        scope.bag.add(NoTimezone(node.name.span, f"the calendar `{node.name.text}`", _after_brace(node)))
    for region in node.regions:
        reason = find_region_problem(region.text)
        if reason is not None:
            scope.bag.add(UnknownHolidays(region.span, region.text, reason))
    _check_hours(node, scope)
    weekly: dict[str, list[tuple[str, str]]] = {}
    for line in node.weekly:
        for day in line.days:
            weekly.setdefault(day.text, []).extend(_hours(line.hours))
    return program.Calendar(
        node.name.text,
        zone,
        tuple(sorted((day, tuple(sorted(hours))) for day, hours in weekly.items())),
        tuple(sorted((each.start_day.text, each.start, each.end_day.text, each.end) for each in node.windows)),
        tuple(sorted({region.text for region in node.regions})),
        tuple(sorted((each.day.value.isoformat(), tuple(sorted(_hours(each.hours)))) for each in node.exceptions)),
        node.is_always_open,
        text_of(node.description),
    )


def lower_calendars(scope: Scope) -> tuple[program.Calendar, ...]:
    """Return the calendars by name; report hours, regions and zones that do not work."""
    return tuple(_lower_calendar(node, scope) for _, node in sorted(scope.resolved.calendars.items()))


# ------------------------------------------------------------------------------------------------- objectives, campaigns


def lower_objectives(scope: Scope) -> tuple[program.Objective, ...]:
    """Return the objectives by name."""
    return tuple(
        program.Objective(name, text_of(node.description), lower_about(node.about, scope))
        for name, node in sorted(scope.resolved.objectives.items())
    )


def _lower_campaign(node: nodes.Campaign, scope: Scope) -> program.Campaign:
    what = f"the campaign `{node.name.text}`"
    kind = "moment"
    if node.kind is None:
        scope.bag.add(MissingPart(node.name.span, what, "kind (" + ", ".join(CAMPAIGN_KINDS) + ")", "kind launch"))
    elif node.kind.text in CAMPAIGN_KINDS:
        kind = node.kind.text
    else:
        near = find_suggestions(node.kind.text, CAMPAIGN_KINDS)
        scope.bag.add(UnknownWord(node.kind.span, node.kind.text, "a campaign's kind", CAMPAIGN_KINDS, near))
    if node.window is None:
        scope.bag.add(MissingPart(node.name.span, what, "dates", "from 2026-03-01 until 2026-03-15"))
    window = lower_window(node.window, scope)
    return program.Campaign(node.name.text, kind, window, text_of(node.description), lower_about(node.about, scope))


def lower_campaigns(scope: Scope) -> tuple[program.Campaign, ...]:
    """Return the campaigns by name."""
    return tuple(_lower_campaign(node, scope) for _, node in sorted(scope.resolved.campaigns.items()))
