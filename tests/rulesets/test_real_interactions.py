"""The brand policies over real interactions: no row is lost, every one is decided, and the decisions are sane."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import engagepolicy
from engagepolicy.adapters.column_map import ColumnMap, parse_column_map
from engagepolicy.adapters.reading import RejectedRow, Tally, read_facts
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.inputs.reader import Reader
from engagepolicy.runtime.decision import Decision
from tests.rulesets import public_samples

DATA = Path(__file__).parent.parent.parent.parent / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs the shared interactions, which are not beside this checkout")

AIRLINE_TWEETS = parse_column_map(
    [
        "id=tweet_id",
        "message=text",
        "received_at=tweet_created@%Y-%m-%d %H:%M:%S %z",
        "author.handle=name",
        "shares=retweet_count",
        "channel:=x",
    ]
)
REASONS = {
    "Customer Service Issue": "customer_service",
    "Late Flight": "late_flight",
    "Flight Booking Problems": "booking_problem",
    "Damaged Luggage": "damaged_luggage",
    "Bad Flight": "bad_flight",
    "Lost Luggage": "lost_luggage",
    "Cancelled Flight": "cancelled_flight",
    "Flight Attendant Complaints": "flight_attendant",
    "longlines": "long_lines",
    "Can't Tell": "cannot_tell",
}
SUPPORT_TWEETS = parse_column_map(
    ["id=tweet_id", "message=text", "received_at=created_at@%a %b %d %H:%M:%S %z %Y", "author.handle=author_id", "channel:=x"]
)
DIALOGS = parse_column_map(["message=message", "received_at=datetime", "author.handle=client", "channel:=x"])
GRADES = ("low", "normal", "high", "critical")


class Told(NamedTuple):
    """One row and what was decided of it."""

    row: Row
    decision: Decision


class Outcome(NamedTuple):
    """What became of a file."""

    told: list[Told]
    rejected: list[RejectedRow]
    tally: Tally


@cache
def load(name: str) -> engagepolicy.Policy:
    return engagepolicy.load(name)


def decide_all(name: str, rows: Iterator[Row], columns: ColumnMap) -> Outcome:
    policy = load(name)
    reader = Reader(policy.program.schema_by_name)
    outcome = Outcome([], [], Tally())
    for row in outcome.tally.counting(rows):
        try:
            facts = read_facts(row, reader, columns)
        except RejectedRow as rejected:
            outcome.tally.rejected += 1
            outcome.rejected.append(rejected)
            continue
        outcome.told.append(Told(row, policy.decide(facts)))
        outcome.tally.decided += 1
    outcome.tally.require_complete()
    return outcome


@cache
def reference() -> dict[str, Any]:
    numbers: dict[str, Any] = json.loads((DATA / "reference_numbers_dev.json").read_text(encoding="utf-8"))
    return numbers


@cache
def airline() -> Outcome:
    return decide_all("brands.airline", read_rows(DATA / "airline_tweets_dev.csv.gz"), AIRLINE_TWEETS)


@cache
def support() -> Outcome:
    inbound = (row for row in read_rows(DATA / "twcs_dev.csv.gz") if row.values is None or row.values["inbound"] == "True")
    return decide_all("brands.airline", inbound, SUPPORT_TWEETS)


@cache
def dialogs() -> Outcome:
    return decide_all("brands.airline", dialog_messages(), DIALOGS)


def dialog_messages() -> Iterator[Row]:
    """Every message of every dialog as a row of its own."""
    for row in read_rows(DATA / "ibm_cdp_dialogs_dev.jsonl.gz"):
        content = (row.values or {}).get("dialogContent")
        assert isinstance(content, list)
        for message in content:
            yield Row(row.line, message)


def grades(told: list[Told]) -> Counter[str | None]:
    return Counter(each.decision.severity for each in told)


def column(each: Told, name: str) -> str:
    return str((each.row.values or {})[name])


@pytest.mark.parametrize("read", [airline, support, dialogs])
def test_every_row_is_decided_in_full(read: Callable[[], Outcome]) -> None:
    for each in read().told:
        decision = each.decision
        assert decision.severity in GRADES
        assert decision.tier
        assert decision.queue
        assert decision.targets["first_response"].due_at is not None
        assert decision.conflicts == ()


def test_no_row_of_the_airline_tweets_is_lost() -> None:
    outcome = airline()
    expected = reference()["airline"]
    assert outcome.tally.read == expected["rows"]
    assert outcome.rejected == []
    assert len({column(each, "tweet_id") for each in outcome.told}) == expected["distinct_ids"]
    assert Counter(column(each, "airline_sentiment") for each in outcome.told) == expected["sentiment"]
    reasons = Counter(column(each, "negativereason") for each in outcome.told)
    assert {reason: count for reason, count in reasons.items() if reason} == expected["reasons"]


def test_no_inbound_support_tweet_is_lost() -> None:
    outcome = support()
    assert sum(1 for _ in read_rows(DATA / "twcs_dev.csv.gz")) == reference()["twcs_dev"]["rows"]
    assert outcome.tally.read == reference()["twcs_dev"]["inbound"]
    assert outcome.rejected == []


def test_no_message_of_the_dialogs_is_lost() -> None:
    outcome = dialogs()
    assert sum(1 for _ in read_rows(DATA / "ibm_cdp_dialogs_dev.jsonl.gz")) == reference()["ibm"]["dialogs"]
    assert outcome.tally.read == reference()["ibm"]["messages"]
    assert outcome.rejected == []


def test_the_gravest_are_few_and_praise_is_not_among_them() -> None:
    told = airline().told
    counts = grades(told)
    assert counts["critical"] <= 0.01 * len(told)
    assert counts["high"] <= 0.05 * len(told)
    praise = [each for each in told if "praise" in each.decision.tags]
    assert set(grades(praise)) == {"low"}


def test_what_is_tagged_as_praise_was_meant_as_praise() -> None:
    praise = [each for each in airline().told if "praise" in each.decision.tags]
    meant = [each for each in praise if column(each, "airline_sentiment") == "positive"]
    assert len(praise) >= 150
    assert len(meant) >= 0.85 * len(praise)


def test_unhappy_people_are_graded_above_happy_ones() -> None:
    def share_of_low(sentiment: str) -> float:
        told = [each for each in airline().told if column(each, "airline_sentiment") == sentiment]
        return grades(told)["low"] / len(told)

    assert share_of_low("negative") < share_of_low("neutral") < share_of_low("positive")


def test_with_a_classifiers_reason_no_complaint_is_low() -> None:
    words = ", ".join(f'"{said}": {meant}' for said, meant in REASONS.items())
    columns = parse_column_map(
        ["message=text", "received_at=tweet_created@%Y-%m-%d %H:%M:%S %z", f"reported_reason=negativereason{{{words}}}"]
    )
    tweets = read_rows(DATA / "airline_tweets_dev.csv.gz")
    with_reason = (row for row in tweets if (row.values or {})["negativereason"] not in ("", "Can't Tell"))
    outcome = decide_all("brands.airline", with_reason, columns)
    assert outcome.rejected == []
    assert outcome.tally.read == sum(
        count for reason, count in reference()["airline"]["reasons"].items() if reason != "Can't Tell"
    )
    assert grades(outcome.told)["low"] == 0
    lost = [each for each in outcome.told if column(each, "negativereason") == "Lost Luggage"]
    matters = Counter(each.decision.outcomes["matter"] for each in lost)
    assert matters["baggage"] >= 0.95 * len(lost)


def test_ordinary_support_is_not_grave() -> None:
    told = support().told + dialogs().told
    counts = grades(told)
    assert counts["critical"] <= 0.01 * len(told)
    assert counts["high"] <= 0.05 * len(told)


@cache
def complaints() -> list[tuple[public_samples.Row, Decision]]:
    policy = load("brands.bank")
    rows = public_samples.read_rows(DATA / public_samples.COMPLAINTS)
    return [(row, policy.decide(public_samples.to_interaction(number, row))) for number, row in enumerate(rows)]


def test_every_complaint_to_the_bank_is_decided() -> None:
    expected = reference()["cfpb"]
    told = complaints()
    assert len(told) == expected["rows"]
    assert Counter(row["Submitted via"] for row, _ in told) == expected["via"]
    assert Counter(row["Product"] for row, _ in told) == expected["products"]
    for _, decision in told:
        assert decision.severity in GRADES
        assert decision.queue
        assert decision.targets["first_response"].due_at is not None
        assert decision.targets["resolution"].due_at is not None
        assert decision.conflicts == ()


def test_no_complaint_is_low_and_few_are_critical() -> None:
    counts = Counter(decision.severity for _, decision in complaints())
    assert counts["low"] == 0
    assert counts["critical"] <= 0.05 * len(complaints())


def test_every_referral_is_high_and_acknowledged_within_fifteen_days() -> None:
    referred = [decision for row, decision in complaints() if row["Submitted via"] == "Referral"]
    assert len(referred) == reference()["cfpb"]["via"]["Referral"]
    for decision in referred:
        assert decision.severity in ("high", "critical")
        acknowledgement = decision.targets["acknowledgement"]
        assert acknowledgement.due_at is not None
        assert (acknowledgement.due_at - decision.as_of).days <= 15
