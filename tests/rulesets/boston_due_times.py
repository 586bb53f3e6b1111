"""The due times that the City of Boston's system computed, against those of the shipped ruleset, class by class.

Run as `python -m tests.rulesets.boston_due_times FULL_FILE` to see the figures. What comes in: the gzipped CSV of requests of 2015. Times
are the wall clock of New York.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import engagepolicy as ep

ZONE = ZoneInfo("America/New_York")
REQUESTS = {"Pick up Dead Animal": "dead_animal", "Bed Bugs": "bed_bugs", "Pest Infestation - Residential": "pest_infestation"}
TWO_MINUTES = timedelta(seconds=120)
HOUR = timedelta(hours=1)

Agreement: TypeAlias = Literal[
    "equal", "the next opening", "opened cut to the minute", "seconds apart", "an hour of daylight saving", "further apart"
]


def judge(opened: datetime, wanted: datetime, found: datetime, crews: ep.Calendar) -> Agreement:
    """Return how the ruleset's due time stands to the city's."""
    gap = wanted.astimezone(UTC) - found.astimezone(UTC)
    if not gap:
        return "equal"
    if crews.next_close(found - timedelta(microseconds=1)) == found and wanted == crews.next_open(found):
        return "the next opening"
    if not opened.second and timedelta(0) < gap < timedelta(seconds=60):
        return "opened cut to the minute"
    if abs(gap) <= TWO_MINUTES:
        return "seconds apart"
    return "an hour of daylight saving" if abs(abs(gap) - HOUR) <= TWO_MINUTES else "further apart"


def count_agreements(path: Path) -> dict[str, Counter[Agreement]]:
    """Return for each type of request how many due times stand how to the city's."""
    policy = ep.load("examples.boston_animal_services")
    crews = ep.Calendar("America/New_York", {"mon-fri": [("08:30", "17:00")]}, regions=("US-MA",))
    found: dict[str, Counter[Agreement]] = {name: Counter() for name in REQUESTS}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["type"] not in REQUESTS or not row["sla_target_local"]:
                continue
            opened = datetime.fromisoformat(row["open_local"]).replace(tzinfo=ZONE)
            wanted = datetime.fromisoformat(row["sla_target_local"]).replace(tzinfo=ZONE)
            facts = {"message": row["case_title"], "request": REQUESTS[row["type"]], "received_at": opened}
            due_at = policy.decide(facts).targets["resolution"].due_at
            assert due_at is not None
            found[row["type"]][judge(opened, wanted, due_at, crews)] += 1
    return found


if __name__ == "__main__":
    for name, counted in count_agreements(Path(sys.argv[1])).items():
        print(f"{name}: {counted.total()}")
        for agreement, count in counted.most_common():
            print(f"  {count:5d}  {agreement}")
