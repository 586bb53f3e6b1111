"""Facts taken from the test suites of existing help desks and business-hours libraries, where the shared cases are present."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engagepolicy.business_time import Calendar

EXAMPLES = Path(__file__).parents[4] / "shared" / "cases" / "business_time_examples.json"
EVERY: list[dict[str, Any]] = json.loads(EXAMPLES.read_text("utf-8"))["vectors"] if EXAMPLES.is_file() else []
VECTORS = [each for each in EVERY if each["op"] != "case_timeline"]
"""A case with events is judged by its clocks, which this package does not know: tests of `tracking` run those."""


def read_calendar(facts: dict[str, Any]) -> Calendar:
    return Calendar(
        facts["timezone"],
        facts.get("weekly"),
        {date.fromisoformat(day): "closed" for day in facts.get("holidays", ())},
        {date.fromisoformat(day): spans for day, spans in facts.get("exceptions", {}).items()},
        facts.get("always_open", False),
    )


def answer(vector: dict[str, Any]) -> dict[str, Any]:
    calendar = read_calendar(vector["calendar"])
    moments = {key: datetime.fromisoformat(vector[key]) for key in ("start", "end", "at") if key in vector}
    span = timedelta(seconds=vector.get("duration_seconds", 0))
    match vector["op"]:
        case "add":
            return {"end": calendar.add(moments["start"], span)}
        case "sub":
            return {"end": calendar.subtract(moments["start"], span)}
        case "between":
            return {"seconds": calendar.open_time(moments["start"], moments["end"]).total_seconds()}
        case "is_open":
            return {"open": calendar.is_open(moments["at"])}
        case "next_open":
            return {"at": calendar.next_open(moments["at"])}
        case "next_close":
            return {"at": calendar.next_close(moments["at"])}
        case "previous_open":
            return {"at": calendar.previous_open(moments["at"])}
        case "previous_close":
            return {"at": calendar.previous_close(moments["at"])}
        case other:
            raise AssertionError(f"unknown question {other}")


@pytest.mark.skipif(not VECTORS, reason="the shared business time examples are not here")
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_example(vector: dict[str, Any]) -> None:
    expected = dict(vector["expected"])
    for key in ("end", "at"):
        if expected.get(key):
            expected[key] = datetime.fromisoformat(expected[key])
    assert answer(vector) == expected
