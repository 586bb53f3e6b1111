"""Constructors refuse what is ill typed; walking visits every part once."""

from __future__ import annotations

import pytest

from engagepolicy.ir.expressions import And, Constantly, Fact, IsKnown, Not, Or, OrElse, Quantified, Reference, type_of, walk
from engagepolicy.ir.operators import OPERATORS, IllTyped, apply
from engagepolicy.values.types import BoolType, EnumType, IntType, ListType, RecordType, SetType, StringType

TEXT = Fact("message", StringType(), is_optional=False)
FOLLOWERS = Fact("author.followers", IntType(), is_optional=True)
CHANNEL = Fact("channel", EnumType("channel", ("x", "email")), is_optional=True)
MASKS = Constantly(frozenset(), SetType(StringType()))


def test_ill_typed_expressions_cannot_be_built() -> None:
    with pytest.raises(IllTyped):
        apply("less", TEXT, FOLLOWERS)
    with pytest.raises(IllTyped):
        apply("less", CHANNEL, CHANNEL)
    with pytest.raises(IllTyped):
        apply("mentions", FOLLOWERS, Reference("lexicon", "threats"), MASKS)
    with pytest.raises(IllTyped):
        apply("equal", FOLLOWERS)


def test_every_operator_says_what_it_means() -> None:
    assert all(row.words and row.meaning and row.operand_count for row in OPERATORS.values())


def test_types_of_expressions() -> None:
    strikes = Fact("strikes", ListType(RecordType("strike")), is_optional=False)
    assert type_of(apply("at_least", FOLLOWERS, Constantly(1, IntType()))) == BoolType()
    assert type_of(OrElse(FOLLOWERS, Constantly(0, IntType()))) == IntType()
    assert type_of(Quantified("count", "s", strikes, And(()))) == IntType()
    assert type_of(Quantified("any", "s", strikes, And(()))) == BoolType()


def test_walking_yields_every_part_outermost_first() -> None:
    mentioned = apply("mentions", TEXT, Reference("lexicon", "threats"), MASKS)
    whole = Or((Not(IsKnown(FOLLOWERS)), mentioned))
    parts = list(walk(whole))
    assert parts[0] is whole
    assert parts.index(FOLLOWERS) < parts.index(mentioned) < parts.index(TEXT)
    assert len(parts) == 8
