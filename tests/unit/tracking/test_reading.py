"""Cases from dicts, JSON and models: what is read, and what is said of what does not fit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.program import FactDeclaration, Schema
from engagepolicy.tracking import Case, CaseReader, Event
from engagepolicy.values.types import BoolType, DateTimeType, EnumType, IntType, ListType, RecordType, StringType

INTERACTION = Schema(
    "interaction",
    (
        FactDeclaration("author.followers", IntType(), is_optional=True),
        FactDeclaration("author.name", StringType(), is_optional=True, is_private=True),
        FactDeclaration("message", StringType()),
        FactDeclaration("orders", ListType(RecordType("order")), is_optional=True),
        FactDeclaration("received_at", DateTimeType()),
        FactDeclaration("urgency", EnumType("urgency", ("low", "high")), default="low"),
    ),
)
ORDER = Schema("order", (FactDeclaration("is_late", BoolType()),))
SCHEMAS = {"interaction": INTERACTION, "order": ORDER}
READER = CaseReader(SCHEMAS)
OPENED = datetime(2026, 5, 4, 8, tzinfo=UTC)
LATER = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def case(*events: object, **facts: object) -> dict[str, Any]:
    return {"id": "7", "opened_at": "2026-05-04T10:00:00+02:00", "facts": {"message": "help", **facts}, "events": list(events)}


def event(kind: object = "replied", moment: object = "2026-05-04T09:30:00Z", **facts: object) -> dict[str, Any]:
    return {"kind": kind, "at": moment, "facts": facts}


def problems(value: object, reader: CaseReader = READER) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        reader.read(value)
    return {each.path: each.found for each in error.value.problems}


def test_a_case() -> None:
    read = READER.read(case(event("reclassified", urgency="high", author={"followers": 5}), event()))
    assert read == Case(
        "7",
        OPENED,
        {"message": "help", "urgency": "low", "received_at": OPENED},
        (Event("reclassified", LATER, {"urgency": "high", "author.followers": 5}), Event("replied", LATER)),
    )


def test_the_same_from_json_from_a_model_and_from_itself() -> None:
    value = case(event("status_changed", **{"case.status": "waiting"}), event("noted", **{"author.followers": 3}))
    read = READER.read(value)
    assert read.events[0].facts == {"case.status": "waiting"}
    assert READER.read(json.dumps(value)) == READER.read(json.dumps(value).encode()) == READER.read(read) == read
    nested = case(event("status_changed", case={"status": "waiting"}), event("noted", author={"followers": 3}))
    assert READER.read(nested) == READER.read(READER.model.model_validate(nested)) == read


def test_a_bare_case() -> None:
    read = READER.read({"opened_at": OPENED, "facts": {"message": "help", "received_at": LATER}})
    assert (read.id, read.opened_by, read.events, read.facts["received_at"]) == (None, "requester", (), LATER)
    assert READER.read({**case(), "opened_by": "staff"}).opened_by == "staff"
    assert READER.read({**case(), "events": [{"kind": "replied", "at": LATER, "facts": None}]}).events == (Event("replied", LATER),)


def test_null_in_an_event_is_no_longer_known_or_the_default() -> None:
    read = READER.read(case(event(author=None, urgency=None)))
    assert read.events[0].facts == {"author.followers": None, "author.name": None, "urgency": "low"}
    assert problems(case(event(message=None))) == {"events[0].facts.message": "null"}


def test_every_problem_is_found_with_its_place() -> None:
    value = case(
        event("replid"),
        event(moment="2026-05-04T09:30:00"),
        event(moment=LATER.replace(tzinfo=None)),
        event(urgency="hi", sort="x"),
        {"kind": "replied", "when": LATER},
        "replied",
        event("status_changed", **{"case.status": 5}),
    )
    found = problems({**value, "colour": 1})
    assert found["events[0].kind"] == 'the text "replid"'
    assert "without a zone" in found["events[1].at"]
    assert "without a zone" in found["events[2].at"]
    assert found["events[3].facts.urgency"] == 'the text "hi"'
    assert found["events[3].facts.sort"] == "an unknown field"
    assert (found["events[4].at"], found["events[4].when"]) == ("nothing", "an unknown field")
    assert found["events[5]"] == 'the text "replied"'
    assert found["events[6].facts.case.status"] == "the number 5"
    assert found["colour"] == "an unknown field"


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"facts": {"message": "x"}}, "opened_at"),
        ({"opened_at": OPENED}, "facts.message"),
        ({"opened_at": "2026-05-04T10:00:00", "facts": {"message": "x"}}, "opened_at"),
        ({"opened_at": OPENED, "facts": 5}, "facts"),
        ({"opened_at": OPENED, "facts": {"message": "x"}, "events": {}}, "events"),
        ({"opened_at": OPENED, "facts": {"message": "x"}, "opened_by": "robot"}, "opened_by"),
        ({"opened_at": OPENED, "facts": {"message": "x"}, "events": [{"kind": "replied", "at": OPENED, "facts": []}]}, "events[0].facts"),
        ({"opened_at": OPENED, "facts": {"message": "x", "author": {"followers": 1}, "author.followers": 1}}, "facts.author.followers"),
        (case({**event(), "facts": {"author": {"followers": 1}, "author.followers": 1}}), "events[0].facts.author.followers"),
        (case(event(orders=[{}])), "events[0].facts.orders[0].is_late"),
        ("[]", ""),
        (5, ""),
        (None, ""),
    ],
)
def test_one_problem(value: object, path: str) -> None:
    assert path in problems(value)


def test_a_private_fact_is_not_shown() -> None:
    assert problems(case(event(**{"author.name": 90210}))) == {"events[0].facts.author.name": "a number"}


def test_unknown_fields_may_be_ignored() -> None:
    read = READER.read({**case(event(colour=1)), "colour": 1}, extra="ignore")
    assert read.events == (Event("replied", LATER),)


def test_a_declared_status_is_read_by_its_type() -> None:
    status = FactDeclaration("case.status", EnumType("status", ("open", "waiting")), default="open")
    reader = CaseReader({**SCHEMAS, "interaction": Schema("interaction", (*INTERACTION.fields, status))})
    assert reader.read(case()).facts["case.status"] == "open"
    assert list(problems(case(event("status_changed", **{"case.status": "lost"})), reader)) == ["events[0].facts.case.status"]


def test_an_input_that_contains_itself() -> None:
    value = case()
    value["facts"]["author"] = value["facts"]
    value["events"].append(event(author=value["facts"]))
    assert problems(value)


def test_json_schema_names_kinds_and_facts() -> None:
    schema = READER.model.model_json_schema()
    assert set(schema["required"]) == {"opened_at", "facts"}
    assert "reclassified" in schema["$defs"]["CaseEvent_record"]["properties"]["kind"]["enum"]
