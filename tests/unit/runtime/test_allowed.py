"""Values that a fact may have: what meets, what joins, what keeps apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.runtime.allowed import NOTHING, Values, join, meet

NUMBERS = st.none() | st.integers(-3, 3)


def sets_of_values() -> st.SearchStrategy[Values]:
    few = st.builds(Values, st.frozensets(st.integers(-3, 3), max_size=3), is_unknown_too=st.booleans())
    ranges = st.builds(Values, st.none(), NUMBERS, NUMBERS, st.booleans())
    return few | ranges


def has(values: Values, value: int | None) -> bool:
    return values.is_unknown_too if value is None else values.holds(value)


@given(sets_of_values(), sets_of_values(), st.none() | st.integers(-6, 6))
def test_sets_of_values_hold_no_less_than_they_should(one: Values, two: Values, value: int | None) -> None:
    in_both = has(one, value) and has(two, value)
    assert has(one.meet(two), value) is in_both
    assert has(one.join(two), value) or not (has(one, value) or has(two, value))
    assert not (in_both and one.is_apart_from(two))
    assert one.is_apart_from(two) is two.is_apart_from(one)


@given(sets_of_values(), sets_of_values())
def test_of_facts_only_what_every_part_speaks_of_is_joined(one: Values, two: Values) -> None:
    assert meet([{"a": one}, {"b": two}]) == {"a": one, "b": two}
    assert join([{"a": one, "b": one}, {"b": two}]) == {"b": one.join(two)}
    assert join([{"a": one}, NOTHING]) == NOTHING
    assert join([]) == NOTHING


def test_values_of_one_fact() -> None:
    assert Values.one(None).is_apart_from(Values.one("x"))
    assert not Values.one("x").is_apart_from(Values(frozenset({"x", "y"})))
    assert Values(low=3).is_apart_from(Values(high=2))
    assert not Values(low=3).is_apart_from(Values(high=3))
