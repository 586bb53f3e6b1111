"""Public holidays of a country or of a part of one, from the `holidays` library.

The library is imported only when a region is used. Its observed days (the Friday before a Saturday holiday)
are dates of their own and close a calendar like any other. Beyond the years that the library knows a region
has no holidays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from engagepolicy.business_time.weekly import CalendarError, as_text

_LONGEST_REGION = 32


class UnknownRegion(CalendarError):
    """No country, or no part of a country, has that code; the message suggests codes that look alike."""


@lru_cache(maxsize=1)
def _supported() -> dict[str, list[str]]:
    import holidays

    return holidays.list_supported_countries()


def _suggest(wanted: str, known: Iterable[str], prefix: str = "") -> str:
    """Return a hint with up to three known codes that look like the one wanted, or an empty text."""
    upper, ordered = wanted.upper(), sorted(known)
    longer = [code for code in ordered if upper.startswith(code)]
    alike = get_close_matches(upper, ordered, n=3, cutoff=0.5)
    found = list(dict.fromkeys(longer + alike))[:3]
    return f"did you mean {' or '.join(prefix + code for code in found)}?" if found else ""


def _find_country_problem(region: str, country: str) -> str:
    in_capitals = region.upper()
    if in_capitals != region and find_region_problem(in_capitals) is None:
        hint = f"did you mean {in_capitals}?"
    else:
        hint = _suggest(country, _supported())
    return f"{region!r}: no country has the code {country!r}" + (f"; {hint}" if hint else "")


def find_region_problem(region: str) -> str | None:
    """Return what is wrong with a region's code and what may be meant, or None where it is known.

    Known are countries (`US`) and parts of them (`US-NY`, `GB-SCT`) as the `holidays` library has them.
    """
    if not 0 < len(as_text(region)) <= _LONGEST_REGION:
        shown = repr(region)[: _LONGEST_REGION + 2]
        return f"{shown} is not a region: write a country such as US, or a part of one such as US-NY"
    country, dash, part = region.partition("-")
    parts = _supported().get(country)
    if parts is None:
        return _find_country_problem(region, country)
    if not dash or part in parts:
        return None
    if not parts:
        return f"{region!r}: the holidays of {country} are not told apart by region; write {country}"
    hint = _suggest(part, parts, f"{country}-") or f"its parts are {', '.join(parts[:12])}"
    return f"{region!r}: {country} has no part with the code {part!r}; {hint}"


def require_region(region: str) -> None:
    """Raise `UnknownRegion` with suggestions unless the region's code is known."""
    problem = find_region_problem(region)
    if problem is not None:
        raise UnknownRegion(problem)


@lru_cache(maxsize=1024)
def region_holidays(region: str, year: int) -> tuple[tuple[date, str], ...]:
    """Return the public holidays of a known region in one year with their names, in order of date.

    Observed days are among them.
    """
    import holidays

    country, _, part = region.partition("-")
    found = holidays.country_holidays(country, subdiv=part or None, years=year, observed=True, expand=False)
    return tuple(sorted((day, name) for day, name in found.items() if day.year == year))
