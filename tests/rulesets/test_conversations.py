"""Real conversations as cases: first responses are those that plain Python finds, and the figures that came with the data."""

from __future__ import annotations

import csv
import gzip
import json
import statistics
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.faces.running import run

DATA = Path(__file__).parent.parent.parent.parent / "shared" / "data"
TWEETS, DIALOGS = DATA / "twcs_dev.csv.gz", DATA / "ibm_cdp_dialogs_dev.jsonl.gz"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs the shared interactions, which are not beside this checkout")

WRITTEN = "%a %b %d %H:%M:%S %z %Y"
TWEET_MAP = (
    *("-m", "message_id=tweet_id", "-m", "reply_to=in_response_to_tweet_id", "-m", "kind=inbound{True:received,False:replied}"),
    *("-m", f"at=created_at@{WRITTEN}", "-m", "message=text|html", "-m", "agent[replied]=author_id"),
)
DIALOG_MAP = (
    *("--unfold", "dialogContent", "-m", "case=dialogHeader.sessionID", "-m", 'kind=agent{"":received,*:replied}'),
    *("-m", "at=datetime", "-m", "message=message", "-m", "agent=dialogHeader.company"),
)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    numbers: dict[str, Any] = json.loads((DATA / "reference_numbers_dev.json").read_text(encoding="utf-8"))
    return numbers


def replay(folder: Path, promise: str, *words: str) -> dict[str, Any]:
    rules = folder / "care.engage"
    rules.write_text(
        'ruleset t.care { version "1" timezone UTC }\n'
        "extend interaction { agent : string optional }\n"
        f"rule usual {{ first response within {promise} }}\n",
        encoding="utf-8",
    )
    report: dict[str, Any] = json.loads(run("replay", "-p", str(rules), "--events", "-f", "json", "--by", "agent", *words).out)
    first: dict[str, Any] = report["metrics"]["first_response"]
    return first


def seconds(percentile: dict[str, Any]) -> float:
    assert not percentile["at_least"]
    return float(percentile["value"].removeprefix("PT").removesuffix("S"))


def test_direct_answers_to_tweets_are_those_of_the_reference(tmp_path: Path, reference: dict[str, Any]) -> None:
    expected = reference["twcs_dev"]
    direct = (str(TWEETS), *TWEET_MAP, "--answers", "opening", "--torn", "reject")
    hour, day = replay(tmp_path, "1h", *direct), replay(tmp_path, "24h", *direct)

    assert hour["waits"] == expected["inbound_roots"]
    assert hour["time_to_answer"]["count"] == expected["roots_with_brand_reply_present"]
    assert seconds(hour["time_to_answer"]["p50"]) == expected["median_first_reply_s"]
    assert (hour["met"], day["met"]) == (expected["within_1h"], expected["within_24h"])
    by_brand = {each["value"]: each["time_to_answer"] for each in hour["by"]["agent"]}
    for brand, (count, median) in expected["top_brands_first_reply"].items():
        assert (by_brand[brand]["count"], seconds(by_brand[brand]["p50"])) == (count, median)


def test_one_torn_conversation_of_a_customer_is_what_taking_them_adds(tmp_path: Path, reference: dict[str, Any]) -> None:
    taken = replay(tmp_path, "1h", str(TWEETS), *TWEET_MAP, "--answers", "opening")
    assert taken["waits"] == reference["twcs_dev"]["inbound_roots"] + 1


def test_answers_anywhere_in_the_conversation_are_those_that_a_walk_finds(tmp_path: Path) -> None:
    with gzip.open(TWEETS, "rt", encoding="utf-8", newline="") as stream:
        rows = {row["tweet_id"]: row for row in csv.DictReader(stream)}
    at = {name: datetime.strptime(row["created_at"], WRITTEN) for name, row in rows.items()}
    parents = {name: str(int(float(parent))) if (parent := row["in_response_to_tweet_id"]) else "" for name, row in rows.items()}

    def root_of(name: str) -> str:
        while parents[name] in rows:
            name = parents[name]
        return name

    conversations: dict[str, list[str]] = {}
    for name in rows:
        conversations.setdefault(root_of(name), []).append(name)
    waits = []
    for names in conversations.values():
        ordered = sorted(names, key=lambda name: at[name])
        asked = next((name for name in ordered if rows[name]["inbound"] == "True"), None)
        later = [name for name in ordered if asked is not None and rows[name]["inbound"] == "False" and at[name] > at[asked]]
        if asked is not None and later:
            waits.append((at[later[0]] - at[asked]).total_seconds())
    found = replay(tmp_path, "1h", str(TWEETS), *TWEET_MAP)

    assert found["time_to_answer"]["count"] == len(waits)
    assert seconds(found["time_to_answer"]["p50"]) == statistics.median(waits)
    assert found["met"] == sum(each <= 3600 for each in waits)
    assert Fraction(found["met"], found["waits"]) == Fraction(sum(each <= 3600 for each in waits), len(waits))


def test_first_answers_in_dialogs_are_those_of_the_reference(tmp_path: Path, reference: dict[str, Any]) -> None:
    expected = reference["ibm"]
    found = replay(tmp_path, "1h", str(DIALOGS), *DIALOG_MAP)

    assert found["waits"] == expected["dialogs"]
    assert found["time_to_answer"]["count"] == expected["first_agent_reply_measurable"]
    assert seconds(found["time_to_answer"]["p50"]) == expected["median_first_agent_reply_s"]
    assert found["met"] == expected["within_1h"]
    assert len(found["by"]["agent"]) == expected["companies"]
