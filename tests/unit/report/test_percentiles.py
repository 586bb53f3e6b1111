"""Percentiles of waits that still go on: never above the true ones, and said to be exact only where they are."""

from __future__ import annotations

import statistics
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.report.percentiles import SHARES, Lengths, Percentile

WAITS = st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), min_size=1, max_size=30)


def percentiles(waits: list[tuple[int, bool]]) -> dict[str, Percentile]:
    lengths = Lengths()
    for seconds, is_open in waits:
        lengths.add(timedelta(seconds=seconds), is_open=is_open)
    return lengths.percentiles()


def seconds_of(percentile: Percentile) -> Fraction:
    return Fraction(percentile.value // timedelta(microseconds=1), 1_000_000)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_without_open_waits_the_median_is_the_usual_one(seconds: list[int]) -> None:
    found = percentiles([(each, False) for each in seconds])
    assert float(seconds_of(found["p50"])) == statistics.median(seconds)
    assert not any(each.is_at_least for each in found.values())


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=30))
def test_the_others_are_those_of_the_standard_library(seconds: list[int]) -> None:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    found = percentiles([(each, False) for each in seconds])
    for name, share in SHARES:
        assert float(seconds_of(found[name])) == pytest.approx(cuts[int(share * 100) - 1], abs=1e-5)


@given(WAITS, st.data())
def test_whatever_becomes_of_open_waits_the_true_figure_is_not_below(waits: list[tuple[int, bool]], data: st.DataObject) -> None:
    found = percentiles(waits)
    longer = [(each + data.draw(st.integers(0, 10**6)), False) if is_open else (each, False) for each, is_open in waits]
    later = percentiles(longer)
    for name in found:
        assert later[name].value >= found[name].value
        assert found[name].is_at_least or later[name].value == found[name].value


@pytest.mark.parametrize(
    ("waits", "median", "is_at_least"),
    [
        ([(10, False), (20, False), (30, True)], 20, False),
        ([(10, True), (20, False), (30, False)], 20, True),
        ([(10, False), (20, True)], 15, True),
        ([(20, True), (20, False), (20, False)], 20, False),
    ],
)
def test_a_percentile_says_whether_it_may_be_longer(waits: list[tuple[int, bool]], median: int, is_at_least: bool) -> None:
    assert percentiles(waits)["p50"] == Percentile(timedelta(seconds=median), is_at_least)


def test_nothing_has_no_percentiles() -> None:
    assert percentiles([]) == {}
