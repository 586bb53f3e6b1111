"""The laws that make decisions free of order: every merge is a join, truth is Kleene's."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.values.amounts import Amount, BusinessDays, CalendarSpan, EarlierOf, Elapsed, LaterOf, NotBefore, OpenTime, Unquantified
from engagepolicy.values.lattices import Joined, Merge, is_as_strict, join, may_merge, strictest_amounts
from engagepolicy.values.truth import Truth, kleene_and, kleene_not, kleene_or
from engagepolicy.values.types import EnumType, NumberType, SetType, StringType, TargetType, Type

ORDERED = EnumType("severity", ("low", "high", "critical"), (("low", "high", "critical"),))
LADDERS = EnumType("tier", ("one", "two", "red", "blue"), (("one", "two"), ("red", "blue")))

plain_amounts: st.SearchStrategy[Amount] = st.one_of(
    st.builds(Elapsed, st.integers(1, 5)),
    st.builds(OpenTime, st.integers(1, 5), st.sampled_from(["office", "desk"])),
    st.builds(BusinessDays, st.integers(1, 3), st.sampled_from(["office", "desk"])),
    st.builds(CalendarSpan, st.integers(0, 2), st.integers(1, 3)),
    st.just(Unquantified("promptly")),
)
several = st.lists(plain_amounts, min_size=2, max_size=3).map(tuple)
amounts = st.one_of(
    plain_amounts,
    st.builds(EarlierOf, several),
    st.builds(NotBefore, st.one_of(plain_amounts, st.builds(LaterOf, several), st.builds(EarlierOf, several))),
)

CASES: list[tuple[Merge, Type, st.SearchStrategy[Hashable]]] = [
    (Merge.HIGHEST, ORDERED, st.sampled_from(ORDERED.values)),
    (Merge.LOWEST, ORDERED, st.sampled_from(ORDERED.values)),
    (Merge.MOST_RESTRICTIVE, ORDERED, st.sampled_from(ORDERED.values)),
    (Merge.HIGHEST, LADDERS, st.sampled_from(LADDERS.values)),
    (Merge.HIGHEST, NumberType(), st.integers(-3, 3).map(Decimal)),
    (Merge.STRICTEST, NumberType(), st.integers(-3, 3).map(Decimal)),
    (Merge.STRICTEST, TargetType(), st.frozensets(amounts, min_size=1, max_size=3)),
    (Merge.UNION, SetType(StringType()), st.frozensets(st.sampled_from("abc"))),
    (Merge.UNIQUE, StringType(), st.sampled_from("ab")),
    (Merge.UNIQUE, ORDERED, st.sampled_from(ORDERED.values)),
]
IDS = [f"{merge.value}-{type(of).__name__}-{number}" for number, (merge, of, _) in enumerate(CASES)]


def contributed(of: Type, result: Joined) -> Hashable:
    """What a settled value contributes when it is joined again."""
    return frozenset(result.value) if isinstance(of, TargetType) else result.value


@pytest.mark.parametrize(("merge", "of", "values"), CASES, ids=IDS)
@given(data=st.data())
def test_a_merge_is_a_join(merge: Merge, of: Type, values: st.SearchStrategy[Hashable], data: st.DataObject) -> None:
    given_values = data.draw(st.lists(values, min_size=1, max_size=5))
    whole = join(merge, of, given_values)
    assert join(merge, of, data.draw(st.permutations(given_values))) == whole
    assert join(merge, of, [*given_values, given_values[0]]) == whole
    first = join(merge, of, given_values[:2])
    if first.is_conflict:
        assert whole.is_conflict
    else:
        assert join(merge, of, [contributed(of, first), *given_values[2:]]) == whole


@given(amounts, amounts, amounts)
def test_being_as_strict_is_an_order(one: Amount, two: Amount, three: Amount) -> None:
    assert is_as_strict(one, one)
    if is_as_strict(one, two) and is_as_strict(two, three):
        assert is_as_strict(one, three)
    if is_as_strict(one, two) and is_as_strict(two, one):
        assert one == two


@given(st.lists(amounts, min_size=1))
def test_what_is_dropped_is_no_stricter_than_something_kept(given_amounts: list[Amount]) -> None:
    kept = strictest_amounts(given_amounts)
    due = {part for each in given_amounts for part in (each.amounts if isinstance(each, EarlierOf) else (each,))}
    due = {part for part in due if not isinstance(part, NotBefore)}
    assert {one for one in kept if not isinstance(one, NotBefore)} <= due
    assert all(any(is_as_strict(one, part) for one in kept) for part in due)


@given(st.lists(amounts, min_size=1))
def test_a_delay_that_is_dropped_ends_no_later_than_one_kept(given_amounts: list[Amount]) -> None:
    kept = {one.amount for one in strictest_amounts(given_amounts) if isinstance(one, NotBefore)}
    delays = [each.amount for each in given_amounts if isinstance(each, NotBefore)]
    parts = {part for each in delays for part in (each.amounts if isinstance(each, LaterOf) else (each,))}
    assert kept <= parts
    assert all(any(is_as_strict(part, one) for one in kept) for part in parts)


@pytest.mark.parametrize(
    ("merge", "of", "expected"),
    [
        (Merge.HIGHEST, StringType(), False),
        (Merge.HIGHEST, EnumType("plain", ("a", "b")), False),
        (Merge.UNION, StringType(), False),
        (Merge.UNION, SetType(StringType()), True),
        (Merge.UNIQUE, SetType(StringType()), False),
        (Merge.UNIQUE, StringType(), True),
        (Merge.MOST_RESTRICTIVE, ORDERED, True),
        (Merge.MOST_RESTRICTIVE, NumberType(), False),
        (Merge.STRICTEST, TargetType(), True),
    ],
)
def test_which_types_have_which_merge(merge: Merge, of: Type, expected: bool) -> None:
    assert may_merge(merge, of) is expected


def test_a_conflict_of_an_ordered_enum_is_safe_at_the_top() -> None:
    assert join(Merge.UNIQUE, ORDERED, ["low", "critical"]) == Joined(None, is_conflict=True, safe="critical")
    assert join(Merge.UNIQUE, StringType(), ["a", "b"]) == Joined(None, is_conflict=True)
    assert join(Merge.HIGHEST, LADDERS, ["one", "red"]) == Joined(None, is_conflict=True)


TRUTHS: Collection[Truth] = (True, False, None)


@pytest.mark.parametrize(("one", "two"), list(product(TRUTHS, TRUTHS)))
def test_kleene(one: Truth, two: Truth) -> None:
    rank = {False: 0, None: 1, True: 2}
    by_rank = {rank[truth]: truth for truth in TRUTHS}
    assert kleene_and([one, two]) is by_rank[min(rank[one], rank[two])]
    assert kleene_or([one, two]) is by_rank[max(rank[one], rank[two])]
    assert kleene_not(kleene_and([one, two])) is kleene_or([kleene_not(one), kleene_not(two)])
    assert kleene_not(kleene_not(one)) is one


def test_nothing_said_is_true_of_all_and_false_of_any() -> None:
    assert kleene_and([]) is True
    assert kleene_or([]) is False
