"""Zones by name, and local times that do not exist or come twice."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engagepolicy.business_time import UnknownZone, load_zone, resolve_local, tz_database_version


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_zones_of_the_database_load(name: str) -> None:
    assert load_zone(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../etc/passwd",
        "/etc/localtime",
        "Europe",
        "Europe/",
        "Europe/Berlin\x00",
        "Europe//Berlin",
        "right/UTC",
        "localtime",
        "posixrules",
        "Mars/Olympus",
        "Europe/./Berlin",
        "x" * 10000,
        "C:\\zones",
        "zone.tab",
        "Éire",
    ],
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UnknownZone) as raised:
        load_zone(name)
    assert len(str(raised.value)) < 300
    assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("New_York", "America/New_York"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
    ],
)
def test_names_that_look_alike_are_suggested(written: str, meant: str) -> None:
    with pytest.raises(UnknownZone, match=f"did you mean.*{meant}"):
        load_zone(written)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("America/New_York", datetime(2026, 3, 8, 2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 1, 30, fold=1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Africa/Cairo", datetime(2026, 4, 24), datetime(2026, 4, 23, 22, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 30, 12), datetime(2011, 12, 30, 22, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15), datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
        ("UTC", datetime(2026, 1, 1, 0, 0, 0, 1), datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)),
    ],
)
def test_local_times_are_read_by_one_rule(zone: str, local: datetime, instant: datetime) -> None:
    assert resolve_local(local, ZoneInfo(zone)) == instant


def test_a_local_time_has_no_zone_of_its_own() -> None:
    with pytest.raises(ValueError, match="already has a time zone"):
        resolve_local(datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))


def test_local_times_beyond_the_calendar_overflow() -> None:
    with pytest.raises(OverflowError):
        resolve_local(datetime.min, ZoneInfo("Asia/Tokyo"))
    with pytest.raises(OverflowError):
        resolve_local(datetime.max, ZoneInfo("America/New_York"))


@pytest.fixture
def zone_folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder that stands where the system keeps its zones."""
    (tmp_path / "Etc").mkdir()
    (tmp_path / "Etc" / "UTC").write_bytes(b"TZif2")
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    tz_database_version.cache_clear()
    yield tmp_path
    zoneinfo.reset_tzpath()
    tz_database_version.cache_clear()


def test_the_version_of_the_database_is_a_release_or_unknown() -> None:
    assert re.fullmatch(r"\d{4}[a-z]+|unknown", tz_database_version())


def test_the_version_is_read_where_the_zones_are(zone_folder: Path) -> None:
    (zone_folder / "tzdata.zi").write_text("# version 2031c\n# more\n", "ascii")
    assert tz_database_version() == "2031c"


def test_the_version_may_stand_in_a_file_of_its_own(zone_folder: Path) -> None:
    (zone_folder / "tzdata.zi").write_text("# redo posix_only\n", "ascii")
    (zone_folder / "+VERSION").write_text("2031d\n", "ascii")
    assert tz_database_version() == "2031d"


def test_a_system_may_not_say_its_version(zone_folder: Path) -> None:
    assert list(zone_folder.iterdir())
    assert tz_database_version() == "unknown"


def test_the_package_is_asked_where_the_system_has_no_zones(zone_folder: Path) -> None:
    (zone_folder / "Etc" / "UTC").unlink()
    assert re.fullmatch(r"\d{4}[a-z]+", tz_database_version())
