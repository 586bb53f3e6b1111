"""Time zones: loading them by name, and the one place where local times that do not exist or exist twice are decided.

The rule is that of RFC 5545, section 3.3.5: a local time inside a gap is read with the offset that held
before the gap (02:30 becomes 03:30 where an hour is skipped); of a local time that occurs twice the first
occurrence is meant.
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

from engagepolicy.business_time.instants import DAY, EPOCH, span_microseconds

_WALL_EPOCH = datetime(1970, 1, 1)
FIRST_DAY = datetime.min.toordinal() - _WALL_EPOCH.toordinal()
LAST_DAY = datetime.max.toordinal() - _WALL_EPOCH.toordinal()

_STRIDE = 3
_LONGEST_NAME = 64
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
# `right/` counts leap seconds, `localtime` is whatever the machine says, the others are no zones.
_REFUSED = re.compile(r"(?:right|posix)/.*|localtime|posixrules|posix|right|Factory")


class UnknownZone(ValueError):
    """The name is no zone of the tz database; `suggestions` are names that look alike."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        """Keep the name as written, cut to a readable length, and names that look alike."""
        self.name = name[:_LONGEST_NAME]
        self.suggestions = suggestions
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"{self.name!r} is not a time zone of the tz database{hint}")


def _suggest_zones(name: str) -> tuple[str, ...]:
    wanted = name[:_LONGEST_NAME].strip().replace(" ", "_").lower()
    known = [zone for zone in sorted(zoneinfo.available_timezones()) if not _REFUSED.fullmatch(zone)]
    by_city = [zone for zone in known if "/" in zone and zone.lower().rsplit("/", 1)[1] == wanted]
    lowered = {zone.lower(): zone for zone in known}
    alike = [lowered[found] for found in get_close_matches(wanted, lowered, n=3, cutoff=0.75)]
    return tuple(dict.fromkeys(by_city + alike))[:3]


def load_zone(name: str) -> ZoneInfo:
    """Return the zone of that name from the tz database (`Europe/Berlin`, `UTC`).

    Raises `UnknownZone` for every other text, paths and names that depend on the machine included.
    """
    if len(name) <= _LONGEST_NAME and _ZONE_NAME.fullmatch(name) and not _REFUSED.fullmatch(name):
        try:
            return ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            pass  # said below, with suggestions, for every way in which a name can be wrong
    raise UnknownZone(name, _suggest_zones(name)) from None


def resolve_wall(wall: int, zone: ZoneInfo) -> int:
    """Return the instant at which the clocks of `zone` show `wall`; both in microseconds, `wall` since 1970-01-01 00:00 local.

    Clocks beyond the years 1 to 9999 are read with the offset of the nearest day that has one.
    """
    readable = min(max(wall, FIRST_DAY * DAY), (LAST_DAY + 1) * DAY - 1)
    local = (_WALL_EPOCH + timedelta(microseconds=readable)).replace(tzinfo=zone)
    offset = local.utcoffset()  # fold is 0: the offset before a gap, the first of two occurrences
    return wall - span_microseconds(offset) if offset is not None else wall


def resolve_midnights(first: int, count: int, zone: ZoneInfo) -> list[int]:
    """Return the instants at which `count` local dates from day `first` on begin; days since 1970-01-01.

    The clocks are asked every third day and in between only where the offset differs: of all changes in the
    tz database that are taken back, none is taken back within three days.
    """
    instants: list[int] = []
    behind = first * DAY - resolve_wall(first * DAY, zone)
    for day in range(first, first + count, _STRIDE):
        ahead = (day + _STRIDE) * DAY - resolve_wall((day + _STRIDE) * DAY, zone)
        if ahead == behind:
            instants.extend(range(day * DAY - behind, (day + _STRIDE) * DAY - behind, DAY))
        else:
            instants.extend(resolve_wall(near * DAY, zone) for near in range(day, day + _STRIDE))
        behind = ahead
    return instants[:count]


def resolve_local(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which the clocks of `zone` show the naive datetime `local`.

    Raises `ValueError` where `local` has an offset of its own, `OverflowError` outside of the years 1 to
    9999.
    """
    if local.tzinfo is not None:
        raise ValueError(f"{local.isoformat()} already has a time zone: a local time without one is needed")
    wall = span_microseconds(local.replace(fold=0) - _WALL_EPOCH)
    return EPOCH + timedelta(microseconds=resolve_wall(wall, zone))


def local_date_ordinal(moment: datetime, zone: ZoneInfo) -> int:
    """Return the date on the clocks of `zone` at an aware moment, as days since 1970-01-01.

    Raises `OverflowError` where that date is outside of the years 1 to 9999.
    """
    return moment.astimezone(UTC).astimezone(zone).toordinal() - _WALL_EPOCH.toordinal()


def _version_in(folder: Path) -> str | None:
    """Return the release that a folder of compiled zones says it was made from."""
    try:
        with (folder / "tzdata.zi").open(encoding="ascii", errors="replace") as source:
            found = re.match(r"# version (\w{1,16})", source.readline(80))
        if found:
            return found[1]
        return (folder / "+VERSION").read_text(encoding="ascii", errors="replace").strip()[:16] or None
    except OSError:
        return None


@lru_cache(maxsize=1)
def tz_database_version() -> str:
    """Return the release of the tz database that zones are read from (`2026a`).

    It is `unknown` where the system that has the zones does not say. The zones of the system come first, then
    those of the package tzdata, which is the order in which they are loaded.
    """
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / "Etc" / "UTC").is_file():
            return _version_in(folder) or "unknown"
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except ModuleNotFoundError:
        return "unknown"
