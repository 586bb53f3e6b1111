"""Holidays with a name of their own: dates, days of every year, regions and other sets, less what is excluded.

Sets are worked out from those without inclusions upwards, each once for a year, so that a set which many others include costs no
more than one that nobody does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from engagepolicy.business_time.regions import region_holidays
from engagepolicy.business_time.weekly import CalendarError

MonthDay = tuple[int, int]
"""A day of every year as month and day; 29 February comes in leap years only."""

_BETWEEN_NAMES = "; "


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """Holidays under one name. Everything is sorted, so that equal sets are equal values.

    `dates` and `yearly` are its own days, each with what it is called. `regions` and `includes` (names of other sets) bring in
    more, of which `excluded_dates`, `excluded_yearly` and `excluded_names` take away; its own days stay.
    """

    name: str
    dates: tuple[tuple[date, str], ...] = ()
    yearly: tuple[tuple[int, int, str], ...] = ()
    regions: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    excluded_dates: tuple[date, ...] = ()
    excluded_yearly: tuple[MonthDay, ...] = ()
    excluded_names: tuple[str, ...] = ()


def find_day(month: int, day: int, year: int) -> date | None:
    """Return the day of that year, None for a 29 February that the year does not have."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def order_sets(sets: Iterable[HolidaySet], observed: Iterable[str]) -> tuple[HolidaySet, ...]:
    """Return the observed sets and all that they include, each after those it includes.

    Raises `CalendarError` for a name that no set has, and for sets that include one another.
    """
    by_name = {each.name: each for each in sets}
    graph: dict[str, tuple[str, ...]] = {}
    pending = list(observed)
    while pending:
        name = pending.pop()
        if name in graph:
            continue
        if name not in by_name:
            raise CalendarError(f"no set of holidays has the name {name[:40]!r}")
        graph[name] = by_name[name].includes
        pending.extend(graph[name])
    try:
        return tuple(by_name[name] for name in TopologicalSorter({key: sorted(graph[key]) for key in sorted(graph)}).static_order())
    except CycleError as error:
        raise CalendarError(f"these sets of holidays include one another: {' -> '.join(error.args[1][:10])}") from None


def is_called(holiday: str, name: str) -> bool:
    """Whether a holiday has the name, with or without a word in brackets behind it such as `(observed)`."""
    return holiday == name or holiday.startswith(f"{name} (")


def _without_names(holiday: str, excluded: tuple[str, ...]) -> str:
    """Return what is left of the names of one date; empty where none is."""
    names = (each for each in holiday.split(_BETWEEN_NAMES) if not any(is_called(each, name) for name in excluded))
    return _BETWEEN_NAMES.join(names)


class HolidayBook:
    """Some sets, ready to be asked year by year."""

    __slots__ = ("_dates", "_sets", "observed")

    def __init__(self, sets: tuple[HolidaySet, ...], observed: tuple[str, ...]) -> None:
        """Take sets in the order of `order_sets`, and the names of those that count."""
        self.observed = observed
        self._sets = sets
        self._dates: dict[tuple[str, int], list[tuple[date, str]]] = {}
        for each in sets:
            for day, title in each.dates:
                self._dates.setdefault((each.name, day.year), []).append((day, title))

    def included_in(self, name: str, year: int) -> Mapping[date, str]:
        """Return what the regions and sets that a set includes bring into one year, nothing excluded."""
        return next((found for each, found, _ in self._years(year) if each.name == name), {})

    def of_year(self, year: int) -> Mapping[date, str]:
        """Return the holidays of one year, by date, with what they are called."""
        found: dict[date, str] = {}
        for each, _, days in self._years(year):
            if each.name in self.observed:
                found.update(days)
        return found

    def _years(self, year: int) -> Iterator[tuple[HolidaySet, Mapping[date, str], Mapping[date, str]]]:
        """Yield every set with what it includes and what it comes to in the year."""
        known: dict[str, dict[date, str]] = {}
        for each in self._sets:
            included: dict[date, str] = {}
            for name in each.includes:
                included.update(known[name])
            for region in each.regions:
                included.update(region_holidays(region, year))
            known[each.name] = self._less(each, included) | self._own(each, year)
            yield each, included, known[each.name]

    def _less(self, each: HolidaySet, included: Mapping[date, str]) -> dict[date, str]:
        dates, yearly = frozenset(each.excluded_dates), frozenset(each.excluded_yearly)
        left = {
            day: _without_names(name, each.excluded_names)
            for day, name in included.items()
            if day not in dates and (day.month, day.day) not in yearly
        }
        return {day: name for day, name in left.items() if name or not included[day]}

    def _own(self, each: HolidaySet, year: int) -> dict[date, str]:
        own = {day: title for month, number, title in each.yearly if (day := find_day(month, number, year)) is not None}
        return own | dict(self._dates.get((each.name, year), ()))
