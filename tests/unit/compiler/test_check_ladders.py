"""Steps that come too early, too late or never, and those of which nobody can be certain."""

from __future__ import annotations

import pytest

from tests.unit.compiler.compiling import problems_of

OFFICE = (
    "calendar office { mon-fri 09:00-17:00 }\ncalendar desk { mon-fri 09:00-17:00 }\n"
    "rule r { when received_at on desk or received_at on office  tag x }\n"
)


def codes(steps: str, more: str = "") -> list[str]:
    return [code for code, _ in problems_of(f"{OFFICE}ladder care {{ tier a tier b tier c tier d {steps} }} {more}")]


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ("escalate a to b at 4h escalate b to c at 2h", ["EP0811"]),
        ("escalate a to b at 2h escalate b to c at 2h", ["EP0811"]),
        ("escalate a to b at 4h on office escalate b to c at 2h on office", ["EP0811"]),
        ("escalate to b at 3 days escalate b to c at 2 days", ["EP0811"]),
        ("escalate a to b on warning of resolution escalate b to c on warning of resolution", ["EP0811"]),
        ("escalate a to b at 4h without replied escalate b to c at 2h", ["EP0811"]),
        ("escalate a to b at 4h escalate b to c at 2h without replied", []),
        ("escalate a to b at 4h on desk escalate b to c at 2h on office", []),
        ("escalate a to b at 4h escalate b to c after 2h", []),
        ("escalate a to b at 4h escalate a to b after 1h without replied escalate b to c at 2h", []),
        ("escalate a to b at 4h escalate to c at 2h", ["EP0812"]),
        ("escalate a to b after 1h escalate a to c after 1h", ["EP0812"]),
        ("escalate a to b at 1h escalate a to c after 2h", ["EP0812"]),
        ("escalate a to b after 1h escalate a to c at 2h", []),
        ("escalate a to b after 1h until acknowledged escalate a to c after 2h", []),
        ("escalate a to b after 1h escalate a to c after 2h until acknowledged", ["EP0812"]),
        ("escalate a to b after 1h escalate a to c after 2h without acknowledged", ["EP0812"]),
        ("escalate to b at 1h escalate to c at 2h", []),
        ("escalate to c at 1h escalate to b at 2h", ["EP0812"]),
        ("escalate a to c on breach of resolution escalate a to b on breach of resolution", ["EP0812"]),
        ("escalate a to c on breach of resolution escalate a to b on breach of first response", []),
        ("escalate a to b after 2 business days on office escalate a to c after 1 business day on office", ["EP0812"]),
        ("escalate b to c after 1h", ["EP0813"]),
        ("escalate b to c after 1h escalate c to d after 1h", ["EP0813", "EP0813"]),
        ("escalate a to b after 1h escalate b to c after 1h", []),
        ("acknowledgement holds for 1h then from b escalate a to c after 1h until acknowledged escalate b to d after 1h", []),
    ],
)
def test_steps_are_compared_where_they_can_be(steps: str, wanted: list[str]) -> None:
    assert codes(steps) == wanted


@pytest.mark.parametrize(
    "more",
    ["rule given { when message mentions \"x\"  escalate to b }", 'roster people { tier a  mon-fri 09:00-17:00 "Ana" }'],
)
def test_a_tier_that_is_reached_otherwise_is_left_alone(more: str) -> None:
    assert codes("escalate a to b at 4h escalate b to c at 2h", more) == []
    assert codes("escalate b to c after 1h", more) == []


def test_a_ladder_for_others_is_not_asked_who_leads_there() -> None:
    assert problems_of("ladder care { tier a tier b tier c escalate b to c after 1h }") == []


@pytest.mark.parametrize("steps", ["escalate a to b after 1h escalate b to a after 1h", "escalate a to a after 1h"])
def test_tiers_cannot_go_round(steps: str) -> None:
    assert "EP0803" in codes(steps)
