"""Public holidays by region: known codes, what is suggested for others, and that the library is asked only when needed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from engagepolicy.business_time import Calendar, UnknownRegion, find_region_problem


@pytest.mark.parametrize("region", ["US", "US-NY", "GB-SCT", "DE-BY", "JP"])
def test_known_regions_have_no_problem(region: str) -> None:
    assert find_region_problem(region) is None


@pytest.mark.parametrize(
    ("region", "part_of_message"),
    [
        ("US-NYC", "did you mean US-NY"),
        ("us-ny", "did you mean US-NY"),
        ("DE-BX", "DE-BY"),
        ("GB-XX", "its parts are ENG, NIR, SCT, WLS"),
        ("QQ", "no country has the code 'QQ'"),
        ("", "is not a region"),
        ("U" * 500, "is not a region"),
        ("../US", "no country"),
        (None, "is not a region"),
        ("JP-13", "JP"),
    ],
)
def test_other_codes_are_explained(region: str, part_of_message: str) -> None:
    problem = find_region_problem(region)
    assert problem is not None
    assert part_of_message in problem
    assert len(problem) < 200
    with pytest.raises(UnknownRegion):
        Calendar("UTC", always_open=True, regions=(region,))


def test_regions_are_united_and_named() -> None:
    both = Calendar("Europe/London", always_open=True, regions=("GB-SCT", "GB-ENG"))
    assert both.holiday_name(date(2026, 11, 30)) == "Saint Andrew's Day"  # Scotland only
    assert both.holiday_name(date(2026, 4, 6)) == "Easter Monday"  # not in Scotland
    assert both.holiday_name(date(2026, 11, 29)) is None


def test_beyond_the_years_that_the_library_knows_there_are_no_holidays() -> None:
    desk = Calendar("UTC", always_open=True, regions=("US",))
    assert desk.holiday_name(date(9999, 7, 4)) is None
    assert desk.holiday_name(date(1, 1, 1)) is None


def test_the_library_is_imported_only_for_a_region() -> None:
    program = (
        "import sys\n"
        "from datetime import datetime, timedelta, timezone\n"
        "from engagepolicy.business_time import Calendar\n"
        "start = datetime(2026, 1, 1, tzinfo=timezone.utc)\n"
        "Calendar('UTC', {'mon': [('09:00', '17:00')]}).add(start, timedelta(hours=1))\n"
        "assert 'holidays' not in sys.modules\n"
        "Calendar('UTC', always_open=True, regions=('US',))\n"
        "assert 'holidays' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
