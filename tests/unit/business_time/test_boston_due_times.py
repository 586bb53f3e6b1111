"""Due times that the City of Boston's own system computed in 2015 for one kind of service request."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engagepolicy.business_time import Calendar

ROWS = Path(__file__).parents[4] / "shared" / "data" / "boston311_animal_2015.csv.gz"

# One working day of the crews is 8.5 hours; Friday 3 July, the observed day of the Fourth, was worked.
CITY_HOLIDAYS = {
    date(2015, 1, 1): "New Year's Day",
    date(2015, 1, 19): "Martin Luther King Jr. Day",
    date(2015, 2, 16): "Presidents' Day",
    date(2015, 4, 20): "Patriots' Day",
    date(2015, 5, 25): "Memorial Day",
    date(2015, 9, 7): "Labor Day",
    date(2015, 10, 12): "Columbus Day",
    date(2015, 11, 11): "Veterans Day",
    date(2015, 11, 26): "Thanksgiving",
    date(2015, 12, 25): "Christmas Day",
    date(2016, 1, 1): "New Year's Day",
}


@pytest.mark.skipif(not ROWS.is_file(), reason="the shared 311 requests are not here")
def test_due_times_of_a_real_city_agree() -> None:
    crews = Calendar("America/New_York", {"mon-fri": [("08:30", "17:00")]}, CITY_HOLIDAYS)
    day = timedelta(hours=8, minutes=30)
    total = agreed = 0
    with gzip.open(ROWS, "rt", encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            if row["type"] != "Pick up Dead Animal" or not row["sla_target_local"]:
                continue
            total += 1
            opened = datetime.fromisoformat(row["open_local"]).replace(tzinfo=crews.zone)
            target = datetime.fromisoformat(row["sla_target_local"]).replace(tzinfo=crews.zone)
            start = crews.next_open(opened)
            assert start is not None
            found = crews.add(start, day)
            assert found is not None
            # The city writes the next opening where a target is used up at the close: the same open instant.
            gap = abs(crews.open_time(found, target))
            agreed += gap <= timedelta(seconds=120) or abs(found.astimezone(UTC) - target.astimezone(UTC)) <= timedelta(seconds=120)
    assert total == 2247
    assert agreed >= 2243
