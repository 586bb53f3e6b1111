"""The real files: every row of five public sets of interactions becomes facts through a column map."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from engagepolicy.adapters.column_map import parse_column_map
from engagepolicy.adapters.reading import RejectedRow, Tally, read_facts
from engagepolicy.adapters.rows import read_rows
from engagepolicy.inputs.reader import Reader
from engagepolicy.ir.program import FactDeclaration, Schema
from engagepolicy.values.types import BoolType, DateTimeType, DateType, EnumType, IntType, NumberType, StringType

SHARED = Path(__file__).parents[3].parent / "shared"
DATA = SHARED / "data"
FORMATS = SHARED / "cases" / "formats"
CHANNELS = EnumType("channel", ("x", "phone", "web", "mail", "other"))
READER = Reader(
    {
        "interaction": Schema(
            "interaction",
            (
                FactDeclaration("author.followers", IntType(), is_optional=True),
                FactDeclaration("author.handle", StringType(), is_optional=True),
                FactDeclaration("channel", CHANNELS, default="other"),
                FactDeclaration("confidence", NumberType(), is_optional=True),
                FactDeclaration("due_at", DateTimeType(), is_optional=True),
                FactDeclaration("inbound", BoolType(), default=True),
                FactDeclaration("message", StringType()),
                FactDeclaration("received_at", DateTimeType()),
                FactDeclaration("sent_on", DateType(), is_optional=True),
            ),
        )
    }
)

MAPS = {
    "twcs_dev.csv.gz": (
        ("twcs_dev", "rows"),
        [
            "message=text|html",
            "author.handle=author_id",
            "inbound=inbound",
            "received_at=created_at@%a %b %d %H:%M:%S %z %Y",
            "channel:=x",
        ],
    ),
    "airline_tweets_dev.csv.gz": (
        ("airline", "rows"),
        [
            "message=text|html",
            "author.handle=name",
            "received_at=tweet_created",
            "confidence=airline_sentiment_confidence",
            "channel:=x",
        ],
    ),
    "boston311_animal_2015.csv.gz": (
        ("boston", "2015", "rows"),
        [
            "message=case_title",
            "received_at=open_local@%Y-%m-%d %H:%M:%S@America/New_York",
            "due_at=sla_target_local@%Y-%m-%d %H:%M:%S@America/New_York",
            "channel=source{Twitter:x,Constituent Call:phone,Self Service:web,*:other}",
        ],
    ),
    "cfpb_complaints_dev.csv.gz": (
        ("cfpb", "rows"),
        [
            "message=Issue",
            "author.handle=Company",
            "received_at=Date received@%m/%d/%Y@America/New_York",
            "sent_on=Date sent to company@%m/%d/%Y",
            "channel=Submitted via{Phone:phone,Web:web,Postal mail:mail,Referral:other,Fax:other}",
        ],
    ),
    "ibm_cdp_dialogs_dev.jsonl.gz": (
        ("ibm", "dialogs"),
        [
            "message=dialogContent.0.message",
            "author.handle=dialogContent.0.client",
            "received_at=dialogContent.0.datetime",
            "channel:=x",
        ],
    ),
}


def data_file(name: str) -> Path:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"the shared file {name} is not here")
    return path


def facts_of(name: str) -> list[dict[str, object]]:
    columns = parse_column_map(MAPS[name][1])
    columns.require_facts(READER.paths)
    tally, facts = Tally(), list[dict[str, object]]()
    rejected = []
    for row in tally.counting(read_rows(data_file(name))):
        try:
            facts.append(dict(read_facts(row, READER, columns)))
            tally.decided += 1
        except RejectedRow as error:
            rejected.append((row.line, error.reasons))
            tally.rejected += 1
    tally.require_complete()
    assert not rejected
    return facts


def reference(*path: str) -> object:
    value: object = json.loads(data_file("reference_numbers_dev.json").read_text(encoding="utf-8"))
    for part in path:
        assert isinstance(value, dict)
        value = value[part]
    return value


@pytest.mark.parametrize("name", MAPS)
def test_every_row_becomes_facts(name: str) -> None:
    facts = facts_of(name)
    assert len(facts) == reference(*MAPS[name][0])
    assert all(str(each["message"]) for each in facts)


def test_the_facts_are_those_of_the_files() -> None:
    tweets = facts_of("twcs_dev.csv.gz")
    assert sum(each["inbound"] is True for each in tweets) == reference("twcs_dev", "inbound")
    moments = [each["received_at"] for each in tweets]
    assert min(map(str, moments)) == str(datetime.fromisoformat(str(reference("twcs_dev", "min_created"))))
    assert max(map(str, moments)) == str(datetime.fromisoformat(str(reference("twcs_dev", "max_created"))))
    requests = facts_of("boston311_animal_2015.csv.gz")
    assert sum("due_at" in each for each in requests) == reference("boston", "2015", "with_target")
    assert sum(each["channel"] == "x" for each in requests) == reference("boston", "2015", "twitter_rows")
    complaints = facts_of("cfpb_complaints_dev.csv.gz")
    assert str(min(str(each["sent_on"]) for each in complaints)) >= str(reference("cfpb", "min"))
    flights = facts_of("airline_tweets_dev.csv.gz")
    assert min(map(str, (each["received_at"] for each in flights))) == "2015-02-17 07:36:05+00:00"


MASTODON = ["message=content|html", "received_at=created_at", "author.followers=account.followers_count"]
PAYLOADS: list[tuple[str, str | None, list[str], int]] = [
    (
        "chatwoot_message_created.json",
        None,
        ["message=content", "received_at=conversation.messages.0.created_at@epoch", "channel:=other"],
        1,
    ),
    (
        "mastodon_status.json",
        None,
        ["message=content|html", "received_at=created_at", "author.followers=account.followers_count"],
        1,
    ),
    ("zendesk_incremental_tickets.json", "tickets", ["message=description", "received_at=created_at"], 1),
    ("zendesk_webhook_events.json", None, ["message=type", "received_at=time"], 3),
]


@pytest.mark.parametrize(("name", "records", "pairs", "count"), PAYLOADS)
def test_payloads_of_other_tools(name: str, records: str | None, pairs: list[str], count: int) -> None:
    path = FORMATS / name
    if not path.is_file():
        pytest.skip(f"the shared file {name} is not here")
    columns = parse_column_map(pairs)
    assert len([read_facts(row, READER, columns) for row in read_rows(path, records=records)]) == count
