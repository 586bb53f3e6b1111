"""A signal over real interactions: the fifth complaint about one airline and one reason within an hour, as the reference counts it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

import engagepolicy as ep
from engagepolicy.adapters.column_map import parse_column_map
from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.report.deciding import Decided, Observed, decide_rows
from engagepolicy.signals import MemoryStore, SignalStore, SQLiteStore

DATA = Path(__file__).parent.parent.parent.parent / "shared" / "data"
TWEETS = DATA / "airline_tweets_dev.csv.gz"
WRITTEN_AT = "%Y-%m-%d %H:%M:%S %z"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs the shared interactions, which are not beside this checkout")

POLICY = """ruleset test.surges { version "1"  timezone America/New_York }

extend interaction {
  airline : string
  reason  : string optional
  feeling : enum(negative, neutral, positive)
}

signal one_trouble "Complaints about one airline for one reason" = count of interactions
  where feeling is negative
  by airline, reason
  within 60 minutes

rule fifth_or_later "The fifth within an hour, and every one after it" {
  when     one_trouble >= 5 and feeling is negative
  severity high
}
"""
COLUMNS = parse_column_map(
    [
        "id=tweet_id",
        "message=text",
        f"received_at=tweet_created@{WRITTEN_AT}",
        "airline=airline",
        "reason=negativereason",
        "feeling=airline_sentiment",
        "channel:=x",
    ]
)


def moment(row: Row) -> datetime:
    return datetime.strptime(str((row.values or {})["tweet_created"]), WRITTEN_AT)


def decide(rows: list[Row], store: SignalStore) -> set[object]:
    """Return the ids of those that are the fifth or later; no row may be lost or rejected."""
    policy, tally = ep.loads(POLICY), Tally()
    results = list(decide_rows(policy, rows, tally, columns=COLUMNS, observed=Observed(store)))
    tally.require_complete()
    assert tally.rejected == 0
    return {each.facts["id"] for each in results if isinstance(each, Decided) and each.decision.severity == "high"}


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_as_many_are_the_fifth_or_later_as_the_reference_counts(kind: str, tmp_path: Path) -> None:
    airline = json.loads((DATA / "reference_numbers_dev.json").read_text(encoding="utf-8"))["airline"]
    store = MemoryStore() if kind == "memory" else SQLiteStore(tmp_path / "signals.db")
    found = decide(sorted(read_rows(TWEETS), key=moment), store)
    store.close()

    assert len(found) == airline["distinct_negative_tweets_that_are_5th_or_later_in_rolling_60min_same_airline_reason"]


def test_every_row_a_second_time_finds_the_same() -> None:
    rows = sorted(read_rows(TWEETS), key=moment)
    once = decide(rows, MemoryStore())

    assert decide([row for row in rows for _ in range(2)], MemoryStore()) == once
