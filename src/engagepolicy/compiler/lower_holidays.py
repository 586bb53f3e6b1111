"""Sets of holidays: their own days, what they include, and what of it does not count."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engagepolicy.business_time import HolidayBook, HolidaySet, find_region_problem, order_sets
from engagepolicy.business_time.holiday_sets import is_called
from engagepolicy.compiler.lower_values import lower_about
from engagepolicy.compiler.scope import Scope
from engagepolicy.diagnostics.messages_holidays import NamedLikeRegion, NothingExcluded
from engagepolicy.diagnostics.messages_names import DefinitionCycle
from engagepolicy.diagnostics.messages_time import DateGivenTwice, UnknownHolidays
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.semantics.cycles import find_cycles
from engagepolicy.source import Span
from engagepolicy.syntax import nodes

_REGION = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?")
_YEARS_LOOKED_AT = range(2015, 2036)
"""Holidays that move or come at times are looked for in these."""


def lower_sources(sources: Iterable[nodes.Word], scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of regions and the names of sets among the words, both sorted; report those that are neither."""
    regions, sets = set[str](), set[str]()
    for word in sources:
        if word.text in scope.resolved.holidays or not _REGION.fullmatch(word.text):
            name = scope.require("holidays", word, scope.resolved.holidays, "set of holidays")
            sets.update(() if name is None else (name,))
            continue
        reason = find_region_problem(word.text)
        if reason is None:
            regions.add(word.text)
        else:
            scope.bag.add(UnknownHolidays(word.span, word.text, reason))
    return tuple(sorted(regions)), tuple(sorted(sets))


def report_twice(days: Iterable[tuple[nodes.Day | nodes.YearDay, Span]], what: str, scope: Scope) -> None:
    """Report the days that are told of twice; a date and the same day of every year are two things."""
    seen: dict[str, Span] = {}
    for day, span in days:
        text = day_text(day)
        earlier = seen.setdefault(text, span)
        if earlier is not span:
            scope.bag.add(DateGivenTwice(span, text, earlier, what))


def day_text(day: nodes.Day | nodes.YearDay) -> str:
    """Return a date as ISO text, a day of every year as `every 12-24`."""
    return day.value.isoformat() if isinstance(day, nodes.Day) else f"every {day.text}"


def _lower_set(node: nodes.HolidaySet, scope: Scope) -> HolidaySet:
    own = [item for item in node.items if isinstance(item, nodes.HolidayDate)]
    excluded = [item.what for item in node.items if isinstance(item, nodes.HolidayExclude)]
    sources = [word for item in node.items if isinstance(item, nodes.HolidayInclude) for word in item.sources]
    report_twice(((item.day, item.span) for item in own), "set", scope)
    lower_about(node.about, scope)
    if find_region_problem(node.name.text) is None:
        scope.bag.add(NamedLikeRegion(node.name.span, node.name.text))
    regions, includes = lower_sources(sources, scope)
    called = {id(item): node.name.text if item.description is None else item.description.value for item in own}
    return HolidaySet(
        name=node.name.text,
        dates=tuple(sorted((item.day.value, called[id(item)]) for item in own if isinstance(item.day, nodes.Day))),
        yearly=tuple(
            sorted((item.day.month, item.day.day, called[id(item)]) for item in own if isinstance(item.day, nodes.YearDay))
        ),
        regions=regions,
        includes=includes,
        excluded_dates=tuple(sorted({each.value for each in excluded if isinstance(each, nodes.Day)})),
        excluded_yearly=tuple(sorted({(each.month, each.day) for each in excluded if isinstance(each, nodes.YearDay)})),
        excluded_names=tuple(sorted({each.value for each in excluded if isinstance(each, nodes.Text)})),
    )


def _check_exclusions(node: nodes.HolidaySet, book: HolidayBook, scope: Scope) -> None:
    """Report what takes nothing away: a misspelt name, a date of the wrong year."""
    excluded = [item for item in node.items if isinstance(item, nodes.HolidayExclude)]
    for item in excluded:
        years = (item.what.value.year,) if isinstance(item.what, nodes.Day) else _YEARS_LOOKED_AT
        included = [pair for year in years for pair in book.included_in(node.name.text, year).items()]
        match item.what:
            case nodes.Day(value=day):
                if not any(each == day for each, _ in included):
                    scope.bag.add(NothingExcluded(item.span, node.name.text, f"on {day_text(item.what)}"))
            case nodes.YearDay(month=month, day=number):
                if not any((each.month, each.day) == (month, number) for each, _ in included):
                    scope.bag.add(NothingExcluded(item.span, node.name.text, f"every {item.what.text}"))
            case nodes.Text(value=name):
                names = {part for _, title in included for part in title.split("; ")}
                if not any(is_called(each, name) for each in names):
                    near = find_suggestions(name, sorted({each.partition(" (")[0] for each in names}))
                    scope.bag.add(NothingExcluded(item.span, node.name.text, f'called "{name}"', near, item.what.span))


def lower_holidays(scope: Scope) -> tuple[HolidaySet, ...]:
    """Return the sets of holidays by name; report circles, regions that are not known and exclusions without effect."""
    sets = tuple(_lower_set(node, scope) for _, node in sorted(scope.resolved.holidays.items()))
    circles = tuple(find_cycles({each.name: each.includes for each in sets}))
    for circle in circles:
        scope.bag.add(DefinitionCycle(scope.resolved.holidays[circle[0]].name.span, "sets of holidays", circle))
    if not circles:
        book = HolidayBook(order_sets(sets, [each.name for each in sets]), ())
        for _, node in sorted(scope.resolved.holidays.items()):
            _check_exclusions(node, book, scope)
    return sets
