"""Single cells of text by the type of their fact."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engagepolicy.inputs.lexical import parse_duration, render_duration
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.values import read_text_value
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    RecordType,
    SetType,
    StringType,
    Type,
)

READ: list[tuple[str, Type, object]] = [
    ("true", BoolType(), True),
    ("FALSE", BoolType(), False),
    (" -12 ", IntType(), -12),
    ("007", IntType(), 7),
    ("0.10", NumberType(), Decimal("0.10")),
    ("-3", NumberType(), Decimal(-3)),
    ("1.5e3", NumberType(), Decimal(1500)),
    (" a ", StringType(), " a "),
    ("2026-11-20", DateType(), date(2026, 11, 20)),
    ("2026-11-20T19:50:00Z", DateTimeType(), datetime(2026, 11, 20, 19, 50, tzinfo=UTC)),
    ("2026-11-20 19:50 +0100", DateTimeType(), datetime(2026, 11, 20, 18, 50, tzinfo=UTC)),
    ("2026-11-20t19:50:00,5z", DateTimeType(), datetime(2026, 11, 20, 19, 50, 0, 500_000, tzinfo=UTC)),
    ("PT1H30M", DurationType(), timedelta(minutes=90)),
    ("-PT0.5S", DurationType(), timedelta(seconds=-0.5)),
    ("90s", DurationType(), timedelta(seconds=90)),
    ("low", EnumType("urgency", ("low", "high")), "low"),
    ("a; b ;;a", SetType(StringType()), frozenset({"a", "b"})),
    ('["a;b", "c"]', SetType(StringType()), frozenset({"a;b", "c"})),
    ("1;2", SetType(IntType()), frozenset({1, 2})),
    ("[1, 2]", SetType(IntType()), frozenset({1, 2})),
    ("[]", SetType(IntType()), frozenset()),
]


@pytest.mark.parametrize(("text", "of", "value"), READ)
def test_reads_by_type(text: str, of: Type, value: object) -> None:
    read = read_text_value(text, of)
    assert read == value
    assert type(read) is type(value)


REFUSED: list[tuple[str, Type, str]] = [
    ("1", BoolType(), "true or false"),
    ("yes", BoolType(), "true or false"),
    ("+5", IntType(), "plain digits"),
    ("1,000", IntType(), "plain digits"),
    ("1_000", IntType(), "plain digits"),
    ("٣", IntType(), "plain digits"),
    ("3.0", IntType(), "plain digits"),
    ("9" * 401, IntType(), "plain digits"),
    ("--5", IntType(), "plain digits"),
    ("NaN", NumberType(), "decimal mark"),
    ("1,5", NumberType(), "decimal mark"),
    (".5", NumberType(), "decimal mark"),
    ("1e500", NumberType(), "400 digits"),
    ("7/29/2013", DateType(), "2026-11-20"),
    ("2026-13-01", DateType(), "not in the calendar"),
    ("2026-11-20T19:50:00", DateTimeType(), "without a zone"),
    ("2026-11-20", DateTimeType(), "a moment"),
    ("1696996971", DateTimeType(), "a moment"),
    ("2026-11-20T19:50:00+01:75", DateTimeType(), "not"),
    ("", DurationType(), "a duration"),
    ("PT", DurationType(), "a duration"),
    ("1" * 100 + "h", DurationType(), "a duration"),
    ("1h 30m", DurationType(), "a duration"),
    ("P2W", DurationType(), "24 hours"),
    ("Low", EnumType("urgency", ("low", "high")), "did you mean low?"),
    ("1;x", SetType(IntType()), "[1]"),
    ("[1", SetType(IntType()), "JSON"),
    ('["1"]', SetType(IntType()), "[0]"),
    ("[]", ListType(RecordType("strike")), "one text cannot hold"),
]


@pytest.mark.parametrize(("text", "of", "reason"), REFUSED)
def test_refuses_with_the_reason(text: str, of: Type, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_text_value(text, of)
    assert reason in str(caught.value)


@pytest.mark.parametrize("seconds", [0, 1, 60, 3600, 5400, 90061, -7200, 0.25, -1.5])
def test_a_duration_is_written_as_it_is_read(seconds: float) -> None:
    length = timedelta(seconds=seconds)
    assert parse_duration(render_duration(length)) == length
