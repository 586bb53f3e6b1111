"""The steps that time may still take, with their moments read both ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from engagepolicy.ir.steps import Step
from engagepolicy.tracking import CaseStatus, Event, Ladder, Share
from tests.cases import PAUSING, TIERS, House, did, hours, office_hours, shown, waits

FIRST = "first_response"
USUAL = (
    Step("frontline", "specialist", after=office_hours(0.5), without=FIRST),
    Step("specialist", "manager", at=hours(3), until_acknowledged=True),
    Step("manager", "counsel", on_breach="resolution"),
)


def house(*steps: Step) -> House:
    targets = {"usual": {FIRST: hours(1), "resolution": hours(8)}}
    return House(targets, {"legal": "counsel"}, ladders=(Ladder("care", TIERS, steps),))


def look(now: str, *events: Event, steps: tuple[Step, ...] = USUAL) -> CaseStatus:
    return house(*steps).look(now, "mon 10:00", "usual", *events)


def ahead(status: CaseStatus) -> list[tuple[str, str, str | None]]:
    return [(each.from_tier, each.to_tier, shown(each.due_at) or each.reason) for each in status.steps_ahead]


def minutes(span: timedelta | None) -> float | None:
    return None if span is None else span / timedelta(minutes=1)


def test_every_step_ahead_is_read_both_ways() -> None:
    found = look("mon 10:10").steps_ahead
    assert [(each.step, shown(each.due_at), minutes(each.after), minutes(each.at)) for each in found] == [
        ("frontline to specialist after 30m on office without first_response", "mon 10:30", 30, 30),
        ("specialist to manager at 3h until acknowledged", "mon 13:00", 150, 180),
        ("manager to counsel on breach of resolution", "mon 18:00", 300, 480),
    ]


@pytest.mark.parametrize(
    ("now", "events", "wanted"),
    [
        ("mon 12:00", (), [("specialist", "manager", "mon 13:00"), ("manager", "counsel", "mon 18:00")]),
        ("mon 10:10", (did("replied", "mon 10:05"),), [("frontline", "specialist", "nobody waits for the first response")]),
        ("mon 10:10", (waits("mon 10:05"),), [("frontline", "specialist", "the clock of first response is paused")]),
        ("mon 12:00", (did("acknowledged", "mon 11:00"),), [("specialist", "manager", "the case is acknowledged")]),
        ("mon 14:00", (waits("mon 13:30"),), [("manager", "counsel", "the clock of resolution is paused")]),
        ("mon 14:00", (did("resolved", "mon 13:30"),), []),
        ("mon 14:00", (did("reclassified", "mon 13:30", "legal"),), []),
        ("tue 14:00", (), []),
    ],
)
def test_what_holds_a_step_off_is_said(now: str, events: tuple[Event, ...], wanted: list[tuple[str, str, str]]) -> None:
    assert ahead(look(now, *events)) == wanted


def test_a_step_whose_time_is_over_comes_as_its_tier_is_entered() -> None:
    steps = (Step("frontline", "specialist", after=hours(4)), Step("specialist", "manager", at=hours(3)))
    assert ahead(look("mon 10:10", steps=steps)) == [("frontline", "specialist", "mon 14:00"), ("specialist", "manager", "mon 14:00")]


def test_of_several_steps_the_first_goes_on_and_the_others_are_shown() -> None:
    steps = (
        Step("frontline", "specialist", after=hours(1)),
        Step(None, "counsel", at=hours(2)),
        Step("specialist", "manager", after=hours(5), without="assigned"),
        Step(None, "manager", on_warning="resolution"),
    )
    assert ahead(look("mon 10:10", steps=steps)) == [
        ("frontline", "specialist", "mon 11:00"),
        ("frontline", "counsel", "mon 12:00"),
        ("frontline", "manager", "the clock of resolution gives no warning"),
        ("specialist", "counsel", "mon 12:00"),
        ("specialist", "manager", "mon 16:00"),
        ("specialist", "manager", "the clock of resolution gives no warning"),
    ]


def test_what_is_foreseen_comes_true() -> None:
    warned = {**PAUSING, "resolution": replace(PAUSING["resolution"], warnings=(Share(Decimal(50)),))}
    steps = (*USUAL[:2], Step("manager", "counsel", on_warning="resolution"))
    followed = House({"usual": {FIRST: hours(1), "resolution": hours(8)}}, ladders=(Ladder("care", TIERS, steps),), clocks=warned)
    foreseen = followed.look("mon 10:00", "mon 10:00", "usual").steps_ahead
    later = followed.look("tue 18:00", "mon 10:00", "usual")
    taken = [(each.at, each.subject) for each in later.history if each.what == "tier entered"][1:]
    assert [(each.due_at, each.to_tier) for each in foreseen] == taken


def test_the_record_has_both_readings() -> None:
    record = look("mon 12:00").to_record()["steps_ahead"][0]
    assert (record["due_at"], record["after"], record["at"]) == ("2026-05-04T11:00:00+00:00", "PT9000S", "PT10800S")
    assert (record["from_tier"], record["to_tier"], record["reason"]) == ("specialist", "manager", None)
