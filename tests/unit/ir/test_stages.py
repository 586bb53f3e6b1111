"""The order in which rules are asked."""

from __future__ import annotations

from engagepolicy.ir.stages import StageCycle, Unit, order_units


def unit(name: str, reads: str = "", writes: str = "") -> Unit:
    return Unit(name, frozenset(reads.split()), frozenset(writes.split()))


def test_a_rule_is_asked_after_every_rule_that_gives_what_it_reads() -> None:
    stages = order_units(
        [unit("c", "tier", "queue"), unit("b", "severity", "tier"), unit("a", "", "severity"), unit("d", "", "tier")]
    )
    assert stages == {"a": 0, "b": 1, "c": 2, "d": 0}


def test_an_outcome_that_nobody_gives_delays_nothing() -> None:
    assert order_units([unit("a", "mood", "severity")]) == {"a": 0}


def test_a_circle_is_named() -> None:
    found = order_units([unit("a", "tier", "severity"), unit("b", "severity", "tier")])
    assert isinstance(found, StageCycle)
    assert set(found.members) == {"a", "b", "severity", "tier"}


def test_a_rule_that_reads_what_it_gives_is_a_circle() -> None:
    assert isinstance(order_units([unit("a", "severity", "severity")]), StageCycle)
