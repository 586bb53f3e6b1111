"""Every trap of escalation ladders, with the right answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from engagepolicy.ir.clocks import EventKind
from engagepolicy.ir.places import Place
from engagepolicy.tracking import CaseStatus, Ladder, Repeat, Share, Step
from tests.cases import PAUSING, TIERS, House, at, did, goes_on, hours, office_hours, said, waits

FIRST = "first_response"
TWO_STEPS = (
    Step("frontline", "specialist", after=office_hours(0.5), without=FIRST),
    Step("specialist", "manager", after=office_hours(2), without=FIRST),
)


def house(*steps: Step, **changes: object) -> House:
    ladder = replace(Ladder("care", TIERS, steps), **changes)  # type: ignore[arg-type]
    targets = {"usual": {FIRST: hours(1), "resolution": hours(8)}, "legal": {FIRST: hours(1)}, "calm": {FIRST: hours(4)}}
    return House(targets, {"legal": "counsel", "calm": "frontline"}, ladders=(ladder,))


def climbed(status: CaseStatus) -> list[tuple[str | None, str | None]]:
    return [(moment, tier) for moment, _, tier in said(status, "tier entered")]


class TestClimbing:
    def test_a_late_look_takes_every_step_at_its_own_time(self) -> None:
        third = Step("manager", "counsel", after=hours(1), without=FIRST)
        status = house(*TWO_STEPS, third).look("fri 12:00", "mon 10:00", "usual")
        assert climbed(status) == [
            ("mon 10:00", "frontline"),
            ("mon 10:30", "specialist"),
            ("mon 12:30", "manager"),
            ("mon 13:30", "counsel"),
        ]
        assert status.tier == "counsel"

    @pytest.mark.parametrize(("now", "tier"), [("mon 10:29:59", "frontline"), ("mon 10:30", "specialist"), ("mon 12:30", "manager")])
    def test_a_step_is_taken_when_it_is_due(self, now: str, tier: str) -> None:
        assert house(*TWO_STEPS).look(now, "mon 10:00", "usual").tier == tier

    def test_the_step_waits_for_the_opening_on_a_calendar_only(self) -> None:
        assert climbed(house(*TWO_STEPS).look("tue 09:10", "mon 16:45", "usual"))[1:] == []
        assert climbed(house(*TWO_STEPS).look("tue 12:00", "mon 16:45", "usual"))[1:] == [
            ("tue 09:15", "specialist"),
            ("tue 11:15", "manager"),
        ]
        at_night = Step("frontline", "specialist", after=hours(0.5), without=FIRST)
        assert climbed(house(at_night).look("tue 12:00", "mon 23:00", "usual"))[1:] == [("mon 23:30", "specialist")]

    def test_after_counts_from_entering_the_tier_and_at_from_the_start(self) -> None:
        steps = (Step("frontline", "specialist", after=hours(1)), Step("specialist", "manager", at=hours(3)))
        assert climbed(house(*steps).look("mon 20:00", "mon 10:00", "usual"))[1:] == [("mon 11:00", "specialist"), ("mon 13:00", "manager")]
        passed = (Step("frontline", "specialist", after=hours(4)), Step("specialist", "manager", at=hours(3)))
        assert climbed(house(*passed).look("mon 20:00", "mon 10:00", "usual"))[1:] == [
            ("mon 14:00", "specialist"),
            ("mon 14:00", "manager"),
        ]

    @pytest.mark.parametrize("answered", ["mon 10:10", "mon 10:30"])
    def test_an_answer_stops_what_waits_for_it_even_at_that_instant(self, answered: str) -> None:
        status = house(*TWO_STEPS).look("tue 12:00", "mon 10:00", "usual", did("replied", answered))
        assert climbed(status) == [("mon 10:00", "frontline")]

    def test_a_step_for_the_next_response_counts_from_the_message(self) -> None:
        step = Step("frontline", "specialist", after=hours(1), without="next_response")
        events = (did("replied", "mon 10:10"), did("received", "mon 14:00"))
        assert climbed(house(step).look("tue 12:00", "mon 10:00", "usual", *events))[1:] == [("mon 15:00", "specialist")]

    def test_a_kind_of_event_may_be_waited_for(self) -> None:
        step = Step("frontline", "specialist", after=hours(1), without="assigned")
        assert house(step).look("mon 12:00", "mon 10:00", "usual", did("assigned", "mon 10:30")).tier == "frontline"
        assert house(step).look("mon 12:00", "mon 10:00", "usual", did("noted", "mon 10:30")).tier == "specialist"

    def test_a_pause_of_what_is_waited_for_pushes_the_step(self) -> None:
        step = Step("frontline", "specialist", after=hours(2), without="resolution")
        lost = (waits("mon 11:00"), goes_on("mon 14:00"))
        assert house(step).look("mon 13:30", "mon 10:00", "usual", *lost).next_check_at is None
        assert climbed(house(step).look("tue 12:00", "mon 10:00", "usual", *lost))[1:] == [("mon 15:00", "specialist")]

    def test_the_top_is_held(self) -> None:
        status = house(*TWO_STEPS).look("fri 12:00", "mon 10:00", "legal")
        assert climbed(status) == [("mon 10:00", "counsel")]

    def test_of_two_steps_at_one_instant_the_higher_is_taken(self) -> None:
        steps = (Step(None, "specialist", at=hours(1)), Step(None, "manager", at=hours(1)), Step("frontline", "specialist", at=hours(1)))
        for order in (steps, steps[::-1]):
            assert climbed(house(*order).look("mon 12:00", "mon 10:00", "usual"))[1:] == [("mon 11:00", "manager")]

    def test_the_history_says_which_step_and_where_it_stands(self) -> None:
        step = replace(TWO_STEPS[0], place=Place("acme.engage", 12))
        entry = next(
            each for each in house(step).look("mon 11:00", "mon 10:00", "usual").history if each.step and each.what == "tier entered"
        )
        assert entry.step == "frontline to specialist after 30m on office without first_response"
        assert entry.place == Place("acme.engage", 12)


class TestDecisions:
    def test_a_jump_skips_the_steps_below_for_good(self) -> None:
        status = house(*TWO_STEPS).look("fri 12:00", "mon 10:00", "usual", did("reclassified", "mon 10:10", "legal"))
        assert climbed(status) == [("mon 10:00", "frontline"), ("mon 10:10", "counsel")]
        assert next(each.rules for each in status.history if each.subject == "counsel") == ("legal",)

    def test_a_milder_decision_lowers_nothing(self) -> None:
        events = (did("reclassified", "mon 10:10", "legal"), did("reclassified", "mon 10:20", "calm"))
        assert house(*TWO_STEPS).look("mon 10:25", "mon 10:00", "usual", *events).tier == "counsel"
        lowering = house(*TWO_STEPS, decisions="raise or lower")
        assert lowering.look("mon 10:25", "mon 10:00", "usual", *events).tier == "frontline"

    def test_a_decision_that_says_the_same_again_lowers_nothing_either(self) -> None:
        lowering = house(*TWO_STEPS, decisions="raise or lower")
        status = lowering.look("mon 11:00", "mon 10:00", "calm", did("reclassified", "mon 10:45", "calm"))
        assert status.tier == "specialist"

    def test_without_ladders_the_tier_is_what_was_decided_last(self) -> None:
        plain = replace(house(), ladders=())
        assert plain.look("mon 11:00", "mon 10:00", "usual").tier is None
        events = (did("reclassified", "mon 10:10", "legal"), did("reclassified", "mon 10:20", "calm"))
        assert plain.look("mon 11:00", "mon 10:00", "usual", *events).tier == "frontline"

    def test_several_ladders_start_where_a_decision_says(self) -> None:
        both = replace(
            house(), ladders=(Ladder("care", TIERS[:2]), Ladder("law", TIERS[2:], (Step("manager", "counsel", after=hours(1)),)))
        )
        assert both.look("mon 12:00", "mon 10:00", "usual").tier is None
        assert both.look("mon 12:00", "mon 10:00", "usual", did("reclassified", "mon 10:30", "legal")).tier == "counsel"


class TestAcknowledgement:
    ASKS = Step("frontline", "specialist", after=hours(1), until_acknowledged=True)

    @pytest.mark.parametrize(
        ("acknowledged", "tier"), [("mon 10:59", "frontline"), ("mon 11:00", "frontline"), ("mon 11:01", "specialist")]
    )
    def test_it_wins_at_the_instant_a_step_is_due(self, acknowledged: str, tier: str) -> None:
        assert house(self.ASKS).look("mon 20:00", "mon 10:00", "usual", did("acknowledged", acknowledged)).tier == tier

    def test_it_does_not_stop_steps_that_wait_for_something_else(self) -> None:
        assert house(*TWO_STEPS).look("mon 11:00", "mon 10:00", "usual", did("acknowledged", "mon 10:10")).tier == "specialist"

    def test_it_may_expire_and_the_step_counts_anew(self) -> None:
        for step in (self.ASKS, Step("frontline", "specialist", after=hours(1), without="acknowledged")):
            status = house(step, acknowledged_for=hours(2)).look("mon 20:00", "mon 10:00", "usual", did("acknowledged", "mon 10:30"))
            assert climbed(status)[1:] == [("mon 13:30", "specialist")]
            assert said(status, "acknowledgement expired") == [("mon 12:30", "acknowledgement expired", "frontline")]

    def test_repeats_are_rounds_after_the_first(self) -> None:
        step = replace(self.ASKS, repeat=Repeat(2, hours(0.5)))
        status = house(step).look("mon 20:00", "mon 10:00", "usual")
        assert said(status, "tier entered", "reminded")[1:] == [
            ("mon 11:00", "tier entered", "specialist"),
            ("mon 11:30", "reminded", "specialist"),
            ("mon 12:00", "reminded", "specialist"),
        ]

    @pytest.mark.parametrize("kind", ["acknowledged", "resolved", "merged"])
    def test_repeats_end_with_an_acknowledgement_and_with_the_case(self, kind: EventKind) -> None:
        step = replace(self.ASKS, repeat=Repeat(5, hours(0.5)))
        status = house(step).look("mon 20:00", "mon 10:00", "usual", did(kind, "mon 11:30"))
        assert said(status, "reminded") == []

    def test_repeats_end_when_the_tier_is_left_or_the_answer_comes(self) -> None:
        step = Step("frontline", "specialist", after=hours(1), without=FIRST, repeat=Repeat(5, hours(0.5), until_acknowledged=False))
        ladder = house(step)
        jumped = ladder.look("mon 20:00", "mon 10:00", "usual", did("reclassified", "mon 11:40", "legal"))
        answered = ladder.look("mon 20:00", "mon 10:00", "usual", did("acknowledged", "mon 11:10"), did("replied", "mon 11:40"))
        assert said(jumped, "reminded") == said(answered, "reminded") == [("mon 11:30", "reminded", "specialist")]


class TestBreaches:
    def test_on_breach(self) -> None:
        step = Step("frontline", "manager", on_breach=FIRST)
        assert climbed(house(step).look("mon 12:00", "mon 10:00", "usual"))[1:] == [("mon 11:00", "manager")]
        assert climbed(house(step).look("mon 12:00", "mon 10:00", "usual", did("replied", "mon 11:00")))[1:] == []

    def test_on_a_warning(self) -> None:
        step = Step("frontline", "manager", on_warning=FIRST)
        warning = {**PAUSING, FIRST: replace(PAUSING[FIRST], warnings=(Share(Decimal(75)),))}
        assert climbed(replace(house(step), clocks=warning).look("mon 12:00", "mon 10:00", "usual"))[1:] == [("mon 10:45", "manager")]

    def test_a_tier_that_is_entered_after_the_breach_goes_on_at_once(self) -> None:
        steps = (Step("frontline", "specialist", after=hours(2)), Step("specialist", "manager", on_breach=FIRST))
        assert climbed(house(*steps).look("mon 13:00", "mon 10:00", "usual"))[1:] == [("mon 12:00", "specialist"), ("mon 12:00", "manager")]
        assert house(*steps).look("mon 13:00", "mon 10:00", "usual", did("replied", "mon 11:30")).tier == "specialist"


class TestClosed:
    def test_a_closed_case_does_not_climb_and_a_reopened_one_counts_anew(self) -> None:
        step = Step("frontline", "specialist", after=hours(1), until_acknowledged=True)
        events = (did("acknowledged", "mon 10:10"), did("resolved", "mon 10:30"))
        closed = house(step).look("tue 12:00", "mon 10:00", "usual", *events)
        assert (closed.tier, closed.next_check_at) == ("frontline", None)
        reopened = house(step).look("tue 12:00", "mon 10:00", "usual", *events, did("reopened", "tue 10:00"))
        assert climbed(reopened)[1:] == [("tue 11:00", "specialist")]


class TestMistakes:
    def test_a_step_says_when_in_one_way(self) -> None:
        for after, starting in ((None, None), (hours(1), hours(1))):
            with pytest.raises(ValueError, match="in one way"):
                Step("frontline", "manager", after=after, at=starting)

    def test_ladders_refuse_what_leads_nowhere(self) -> None:
        with pytest.raises(ValueError, match="no tier nobody"):
            Ladder("care", TIERS, (Step("frontline", "nobody", after=hours(1)),))
        with pytest.raises(ValueError, match="does not lead up"):
            Ladder("care", TIERS, (Step("manager", "frontline", at=hours(1)),))
        with pytest.raises(ValueError, match="twice"):
            Ladder("care", ("a", "a"))
        with pytest.raises(ValueError, match="1 to 1000"):
            Repeat(0, hours(1))

    def test_steps_are_shown_as_written(self) -> None:
        shown_as = {
            Step("a", "b", on_breach=FIRST): "a to b on breach of first_response",
            Step(None, "b", on_warning=FIRST): "to b on warning of first_response",
            Step("a", "b", at=hours(2), until_acknowledged=True): "a to b at 2h until acknowledged",
            Step("a", "b", at=hours(2), name="the last straw"): "the last straw",
        }
        assert [step.text for step in shown_as] == list(shown_as.values())


def test_next_check_is_the_step_where_that_comes_first() -> None:
    status = house(*TWO_STEPS).look("mon 10:00", "mon 10:00", "usual")
    assert status.next_check_at == at("mon 10:00") + timedelta(minutes=30)
