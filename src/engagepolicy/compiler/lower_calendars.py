"""Calendars: hours, holidays and exceptions as plain values, checked."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeAlias

from engagepolicy.business_time import check_weekly
from engagepolicy.compiler.lower_holidays import lower_sources, report_twice
from engagepolicy.compiler.lower_values import require_zone
from engagepolicy.compiler.scope import Scope, place_of, text_of
from engagepolicy.diagnostics.messages_time import BadHours, NoTimezone
from engagepolicy.ir import program
from engagepolicy.source import Span
from engagepolicy.syntax import nodes

Exceptions: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Hours by day; none close it."""


def spans_of(hours: tuple[nodes.Hours, ...]) -> tuple[tuple[str, str], ...]:
    """Return hours as pairs of times."""
    return tuple((each.start, each.end) for each in hours)


def _key(node: nodes.DatedException) -> str:
    return node.day.value.isoformat() if isinstance(node.day, nodes.Day) else node.day.text


def _exceptions(node: nodes.Calendar) -> tuple[Exceptions, Exceptions]:
    """Return the exceptions of single dates, by ISO date, and those of every year, by `MM-DD`."""
    dated: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    yearly: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for each in node.exceptions:
        of = dated if isinstance(each.day, nodes.Day) else yearly
        of.append((_key(each), tuple(sorted(spans_of(each.hours)))))
    return tuple(sorted(dated)), tuple(sorted(yearly))


def _check_hours(node: nodes.Calendar, scope: Scope) -> None:
    report_twice(((each.day, each.span) for each in node.exceptions), "calendar", scope)
    weekly: dict[str, list[tuple[str, str]]] = {}
    spans: dict[str, list[Span]] = {"window": [each.span for each in node.windows]}
    for line in node.weekly:
        for day in line.days:
            weekly.setdefault(day.text, []).extend(spans_of(line.hours))
            spans.setdefault(day.text, []).extend(each.span for each in line.hours)
    dated, yearly = _exceptions(node)
    spans.update({_key(each): [hours.span for hours in each.hours] for each in node.exceptions if each.hours})
    problems = check_weekly(
        weekly,
        windows=tuple((each.start_day.text, each.start, each.end_day.text, each.end) for each in node.windows),
        exceptions={date.fromisoformat(day): hours for day, hours in dated if hours},
        always_open=node.is_always_open,
        yearly={day: hours for day, hours in yearly if hours},
    )
    for problem in problems:
        places, at = spans.get(problem.place.key) or [node.name.span], problem.place.index or 0
        scope.bag.add(BadHours(places[min(at, len(places) - 1)], node.name.text, problem.message))


def after_brace(node: nodes.Calendar | nodes.Roster) -> Span:
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
        scope.bag.add(NoTimezone(node.name.span, f"the calendar `{node.name.text}`", after_brace(node)))
    regions, holidays = lower_sources(node.holidays, scope)
    _check_hours(node, scope)
    weekly: dict[str, list[tuple[str, str]]] = {}
    for line in node.weekly:
        for day in line.days:
            weekly.setdefault(day.text, []).extend(spans_of(line.hours))
    dated, yearly = _exceptions(node)
    return program.Calendar(
        node.name.text,
        zone,
        tuple(sorted((day, tuple(sorted(hours))) for day, hours in weekly.items())),
        tuple(sorted((each.start_day.text, each.start, each.end_day.text, each.end) for each in node.windows)),
        regions,
        dated,
        node.is_always_open,
        text_of(node.description),
        yearly,
        holidays,
        place_of(node.name.span),
    )


def lower_calendars(scope: Scope) -> tuple[program.Calendar, ...]:
    """Return the calendars by name; report hours, regions and zones that do not work."""
    return tuple(_lower_calendar(node, scope) for _, node in sorted(scope.resolved.calendars.items()))
