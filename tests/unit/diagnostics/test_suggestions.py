"""Which names are suggested for one that is not known."""

from __future__ import annotations

import pytest

from engagepolicy.diagnostics.suggestions import find_suggestions

KNOWN = ("author.followers", "author.is_verified", "channel", "message", "received_at", "severity", "tier", "first_response", "x")


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("mesage", ("message",)),
        ("Message", ("message",)),
        ("followers", ("author.followers",)),
        ("follwers", ("author.followers",)),
        ("author.follower", ("author.followers",)),
        ("twitter", ("x",)),
        ("priority", ("severity",)),
        ("created_at", ("received_at",)),
        ("sla", ()),
        ("zzz", ()),
        ("", ()),
    ],
)
def test_by_spelling_by_last_part_and_by_meaning(written: str, suggested: tuple[str, ...]) -> None:
    assert find_suggestions(written, KNOWN)[: len(suggested) or None] == suggested


def test_at_most_as_many_as_asked_for_and_the_same_whatever_the_order() -> None:
    names = [f"rule_{number}" for number in range(50)]
    assert len(find_suggestions("rule_", names)) == 3
    assert find_suggestions("rule_1x", names) == find_suggestions("rule_1x", reversed(names))


def test_a_very_long_name_costs_nothing() -> None:
    assert find_suggestions("x" * 1_000_000, ["y" * 1_000_000, "x"]) == ()
