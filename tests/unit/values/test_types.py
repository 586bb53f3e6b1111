"""Types as people read them, and the order of enums."""

from __future__ import annotations

import pytest

from engagepolicy.values.types import BoolType, EnumType, ListType, RecordType, SetType, StringType, Type, render_type

PLAIN = EnumType("channel", ("x", "email"))
ORDERED = EnumType("severity", ("low", "high"), (("low", "high"),))
TIERS = EnumType("tier", ("one", "two", "red"), (("one", "two"), ("red",)))


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (BoolType(), "bool"),
        (PLAIN, "enum(x, email)"),
        (ORDERED, "enum(low < high)"),
        (TIERS, "tier"),
        (SetType(StringType()), "set of string"),
        (ListType(RecordType("strike")), "list of strike"),
        (RecordType("author"), "author"),
    ],
)
def test_types_read_as_they_are_written(of: Type, text: str) -> None:
    assert render_type(of) == text


@pytest.mark.parametrize(
    ("of", "left", "right", "expected"),
    [
        (ORDERED, "low", "high", -1),
        (ORDERED, "high", "low", 1),
        (ORDERED, "low", "low", 0),
        (PLAIN, "x", "email", None),
        (PLAIN, "x", "x", 0),
        (TIERS, "one", "two", -1),
        (TIERS, "one", "red", None),
    ],
)
def test_words_of_one_chain_are_ordered_and_others_are_not(of: EnumType, left: str, right: str, expected: int | None) -> None:
    assert of.compare(left, right) == expected
