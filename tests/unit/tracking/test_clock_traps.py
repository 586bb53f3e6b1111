"""Every trap of clocks that other systems fall into, with the right answer; office is Berlin, Mon-Fri 09:00-17:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from engagepolicy.business_time import NaiveDatetime
from engagepolicy.ir.clocks import EventKind
from engagepolicy.tracking import Case, ClockRules, Event, Share
from engagepolicy.values.amounts import (
    Amount,
    ByTime,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    EndOfDay,
    LaterOf,
    OpenTime,
    Unquantified,
)
from tests.cases import (
    PAUSING,
    House,
    at,
    brief,
    business_days,
    did,
    goes_on,
    hours,
    office_hours,
    one_target,
    said,
    shown,
    waits,
)

ONE_HOUR = one_target("first_response", hours(1))
EIGHT_HOURS = one_target("resolution", office_hours(8))


class TestDue:
    @pytest.mark.parametrize(
        ("answered", "state"), [("mon 10:59", "met"), ("mon 11:00", "met"), ("mon 11:00:01", "breached"), ("mon 12:00", "breached")]
    )
    def test_answered_around_due(self, answered: str, state: str) -> None:
        clock = ONE_HOUR.look("mon 15:00", "mon 10:00", "usual", did("replied", answered)).clocks["first_response"]
        assert (clock.state, shown(clock.met_at), shown(clock.due_at)) == (state, answered, "mon 11:00")

    @pytest.mark.parametrize(("now", "state"), [("mon 10:59:59", "running"), ("mon 11:00", "breached"), ("tue 11:00", "breached")])
    def test_open_at_due_is_breached_at_due_whenever_somebody_looks(self, now: str, state: str) -> None:
        clock = ONE_HOUR.look(now, "mon 10:00", "usual").clocks["first_response"]
        assert (clock.state, shown(clock.breached_at)) == (state, "mon 11:00" if state == "breached" else None)

    def test_used_up_at_the_close_and_answered_in_the_evening(self) -> None:
        house = one_target("first_response", office_hours(4))
        clock = house.look("mon 21:00", "mon 13:00", "usual", did("replied", "mon 20:00")).clocks["first_response"]
        assert brief(clock) == ("breached", "mon 17:00", "mon 17:00")
        assert clock.elapsed == timedelta(hours=4)
        assert clock.remaining == timedelta(0)

    def test_a_day_after_a_late_answer(self) -> None:
        clock = ONE_HOUR.look("tue 12:00", "mon 10:00", "usual", did("replied", "mon 12:00")).clocks["first_response"]
        assert brief(clock) == ("breached", "mon 11:00", "mon 11:00")
        assert shown(clock.met_at) == "mon 12:00"
        assert (clock.elapsed, clock.remaining) == (timedelta(hours=2), timedelta(hours=-1))

    def test_received_while_closed(self) -> None:
        house = one_target("first_response", office_hours(2))
        clock = house.look("sun 12:00", "sat 12:00", "usual").clocks["first_response"]
        assert brief(clock) == ("running", "mon+ 11:00", None)
        assert (clock.elapsed, clock.remaining, clock.calendar) == (timedelta(0), timedelta(hours=2), "office")

    def test_of_several_amounts_the_earliest_counts_and_the_others_are_shown(self) -> None:
        house = one_target("first_response", (office_hours(4), hours(20)))
        clock = house.look("mon 10:00", "mon 09:00", "usual").clocks["first_response"]
        assert (clock.amount, shown(clock.due_at)) == (office_hours(4), "mon 13:00")
        assert [shown(each.due_at) for each in clock.due_times] == ["mon 13:00", "tue 05:00"]

    @pytest.mark.parametrize(
        ("amount", "due"),
        [
            (EarlierOf((office_hours(2), ByTime(time(17), "office"))), "mon 16:00"),
            (LaterOf((office_hours(2), ByTime(time(17), "office"))), "mon 17:00"),
            (LaterOf((office_hours(2), Unquantified("promptly"))), None),
        ],
    )
    def test_earlier_and_later_of(self, amount: Amount, due: str | None) -> None:
        clock = one_target("first_response", amount).look("mon 14:30", "mon 14:00", "usual").clocks["first_response"]
        assert shown(clock.due_at) == due

    def test_a_word_without_a_number_is_neither_met_nor_breached(self) -> None:
        house = one_target("first_response", Unquantified("promptly"))
        waiting = house.look("tue 12:00", "mon 10:00", "usual").clocks["first_response"]
        assert brief(waiting) == ("running", None, None)
        assert waiting.reason == "no due time: `promptly` has no number in this policy"
        answered = house.look("tue 12:00", "mon 10:00", "usual", did("replied", "mon 11:00")).clocks["first_response"]
        assert (answered.state, answered.met_at, shown(answered.ended_at)) == ("cancelled", None, "mon 11:00")

    def test_no_target_and_no_time_are_no_clock(self) -> None:
        assert one_target("first_response", hours(0)).look("tue 12:00", "mon 10:00", "usual").clocks == {}
        assert ONE_HOUR.look("tue 12:00", "mon 10:00", "none").clocks == {}

    def test_a_calendar_that_never_opens_gives_no_due_time_and_says_so(self) -> None:
        house = one_target("first_response", OpenTime(3600 * 24 * 365, "shut"))
        clock = house.look("tue 12:00", "mon 10:00", "usual").clocks["first_response"]
        assert brief(clock) == ("running", None, None)
        assert clock.reason == "no due time: the calendar shut does not open for so long"


class TestPauses:
    @pytest.mark.parametrize(
        ("paused", "resumed", "due"),
        [
            ("mon 17:30", "tue 08:30", "tue 10:00"),
            ("mon 16:00", "tue 10:00", "tue 12:00"),
            ("mon 12:00:01", "mon 12:00:04", "tue 10:00:03"),
            ("mon 10:00", "mon 10:00", "tue 10:00"),
        ],
    )
    def test_only_open_time_counts(self, paused: str, resumed: str, due: str) -> None:
        clock = EIGHT_HOURS.look("tue 10:00", "mon 10:00", "usual", waits(paused), goes_on(resumed)).clocks["resolution"]
        assert shown(clock.due_at) == due

    def test_while_paused_there_is_no_due_time_and_nothing_to_wake_up_for(self) -> None:
        status = EIGHT_HOURS.look("mon 16:30", "mon 10:00", "usual", waits("mon 16:00"))
        clock = status.clocks["resolution"]
        assert brief(clock) == ("paused", None, None)
        assert (clock.elapsed, clock.remaining) == (timedelta(hours=6), timedelta(hours=2))
        assert [each.due_at for each in clock.due_times] == [None]
        assert status.next_check_at is None

    def test_a_pause_at_the_due_instant_is_no_answer(self) -> None:
        house = one_target("resolution", hours(1))
        clock = house.look("mon 12:00", "mon 10:00", "usual", waits("mon 11:00")).clocks["resolution"]
        assert brief(clock) == ("breached", "mon 11:00", "mon 11:00")

    def test_resolved_while_paused(self) -> None:
        house = one_target("resolution", hours(2))
        events = (waits("mon 11:00"), did("resolved", "mon 18:00"))
        clock = house.look("tue 12:00", "mon 10:00", "usual", *events).clocks["resolution"]
        assert (clock.state, clock.elapsed, clock.remaining) == ("met", timedelta(hours=1), timedelta(hours=1))

    def test_a_status_set_to_itself_and_an_event_that_comes_twice(self) -> None:
        once = EIGHT_HOURS.look("mon 17:00", "mon 10:00", "usual", waits("mon 12:00"), goes_on("mon 13:00"))
        twice = (waits("mon 12:00"), waits("mon 12:30"), goes_on("mon 13:00"), goes_on("mon 13:00"), goes_on("mon 14:00"))
        assert EIGHT_HOURS.look("mon 17:00", "mon 10:00", "usual", *twice).clocks == once.clocks

    def test_a_message_ends_the_wait_for_the_customer(self) -> None:
        events = (waits("mon 11:00"), did("received", "mon 12:00"))
        assert brief(EIGHT_HOURS.look("mon 13:00", "mon 10:00", "usual", *events).clocks["resolution"]) == ("running", "tue 11:00", None)
        again = EIGHT_HOURS.look("mon 15:00", "mon 10:00", "usual", *events, waits("mon 14:00")).clocks["resolution"]
        assert again.state == "paused"

    def test_unless_the_house_says_otherwise(self) -> None:
        rules = {"resolution": replace(PAUSING["resolution"], resume_on=frozenset())}
        house = one_target("resolution", office_hours(8), rules)
        events = (waits("mon 11:00"), did("received", "mon 12:00"))
        assert house.look("mon 13:00", "mon 10:00", "usual", *events).clocks["resolution"].state == "paused"

    def test_only_the_metrics_that_say_so_pause(self) -> None:
        rules = {**PAUSING, "first_response": replace(PAUSING["first_response"], pause_while=frozenset())}
        house = House({"usual": {"first_response": hours(1), "resolution": hours(1)}}, clocks=rules)
        clocks = house.look("mon 10:30", "mon 10:00", "usual", waits("mon 10:15")).clocks
        assert (clocks["first_response"].state, clocks["resolution"].state) == ("running", "paused")

    @pytest.mark.parametrize(
        ("amount", "unpaused", "paused"),
        [
            (hours(24), "tue 10:00", "tue 12:00"),
            (office_hours(6), "mon 16:00", "tue 10:00"),
            (business_days(1), "tue 17:00", "wed 11:00"),
            (CalendarSpan(days=3), "thu 10:00", "thu 12:00"),
            (ByTime(time(17), "office"), "mon 17:00", "tue 11:00"),
            (ByTime(time(17)), "mon 17:00", "mon 19:00"),
            (EndOfDay("office"), "mon 17:00", "tue 11:00"),
            (EndOfDay(), "tue 00:00", "tue 02:00"),
            (EarlierOf((business_days(1), hours(24))), "tue 10:00", "tue 12:00"),
            (LaterOf((business_days(1), hours(24))), "tue 17:00", "wed 11:00"),
        ],
    )
    def test_every_kind_of_amount_moves_by_the_time_lost(self, amount: Amount, unpaused: str, paused: str) -> None:
        house = one_target("resolution", amount)
        lost = (waits("mon 12:00"), goes_on("mon 14:00"))
        assert shown(house.look("mon 15:00", "mon 10:00", "usual").clocks["resolution"].due_at) == unpaused
        assert shown(house.look("mon 15:00", "mon 10:00", "usual", *lost).clocks["resolution"].due_at) == paused

    @pytest.mark.parametrize("amount", [office_hours(8), business_days(1), ByTime(time(20), "office"), EndOfDay("office")])
    def test_a_pause_out_of_hours_moves_nothing_on_a_calendar(self, amount: Amount) -> None:
        house = one_target("resolution", amount)
        lost = (waits("mon 17:30"), goes_on("mon 18:30"))
        plain = house.look("mon 19:00", "mon 10:00", "usual").clocks["resolution"]
        assert house.look("mon 19:00", "mon 10:00", "usual", *lost).clocks["resolution"].due_at == plain.due_at


class TestChangedTargets:
    HOUSE = House({plan: {"resolution": hours(count)} for plan, count in (("urgent", 1), ("high", 2), ("low", 4))})

    def test_raised_when_the_time_is_over(self) -> None:
        status = self.HOUSE.look("mon 13:00", "mon 10:00", "high", did("reclassified", "mon 11:30", "urgent"))
        assert brief(status.clocks["resolution"]) == ("breached", "mon 11:00", "mon 11:30")
        assert said(status, "breached") == [("mon 11:30", "breached", "resolution")]

    def test_lowered_after_a_breach(self) -> None:
        status = self.HOUSE.look("mon 13:00", "mon 10:00", "urgent", did("reclassified", "mon 12:00", "low"))
        assert brief(status.clocks["resolution"]) == ("running", "mon 14:00", None)
        assert said(status, "breached", "no longer breached") == [
            ("mon 11:00", "breached", "resolution"),
            ("mon 12:00", "no longer breached", "resolution"),
        ]

    def test_the_pause_counts_under_the_new_target_too(self) -> None:
        events = (waits("mon 10:30"), goes_on("mon 11:30"), did("reclassified", "mon 11:40", "low"))
        assert shown(self.HOUSE.look("mon 12:00", "mon 10:00", "high", *events).clocks["resolution"].due_at) == "mon 15:00"

    def test_raised_while_paused(self) -> None:
        events = (waits("mon 11:30"), did("reclassified", "mon 11:45", "urgent"))
        assert brief(self.HOUSE.look("mon 12:00", "mon 10:00", "high", *events).clocks["resolution"]) == (
            "breached",
            "mon 11:00",
            "mon 11:45",
        )

    def test_there_and_back_again(self) -> None:
        events = (
            did("reclassified", "mon 10:10", "low"),
            waits("mon 10:20"),
            goes_on("mon 10:40"),
            did("reclassified", "mon 10:50", "high"),
        )
        assert shown(self.HOUSE.look("mon 11:00", "mon 10:00", "high", *events).clocks["resolution"].due_at) == "mon 12:20"

    def test_from_now(self) -> None:
        rules = {"resolution": replace(PAUSING["resolution"], counts="from now")}
        house = replace(self.HOUSE, clocks=rules)
        events = (waits("mon 10:15"), goes_on("mon 10:45"), did("reclassified", "mon 11:30", "urgent"))
        clock = house.look("mon 12:00", "mon 10:00", "high", *events).clocks["resolution"]
        assert (brief(clock), clock.remaining) == (("running", "mon 12:30", None), timedelta(minutes=30))
        assert clock.elapsed == timedelta(hours=1, minutes=30)
        same = house.look("mon 12:00", "mon 10:00", "high", did("reclassified", "mon 11:30", "high")).clocks["resolution"]
        assert shown(same.due_at) == "mon 12:00"

    def test_from_now_in_the_middle_of_a_pause(self) -> None:
        house = replace(self.HOUSE, clocks={"resolution": replace(PAUSING["resolution"], counts="from now")})
        events = (waits("mon 11:00"), did("reclassified", "mon 12:00", "low"))
        paused = house.look("mon 12:30", "mon 10:00", "high", *events).clocks["resolution"]
        assert (paused.state, paused.remaining) == ("paused", timedelta(hours=4))
        clock = house.look("mon 14:00", "mon 10:00", "high", *events, goes_on("mon 13:00")).clocks["resolution"]
        assert (shown(clock.due_at), clock.elapsed, clock.paused) == ("mon 17:00", timedelta(hours=2), timedelta(hours=2))

    def test_a_target_that_comes_later_counts_from_the_start(self) -> None:
        status = self.HOUSE.look("mon 11:30", "mon 10:00", "none", did("reclassified", "mon 11:00", "high"))
        assert brief(status.clocks["resolution"]) == ("running", "mon 12:00", None)
        assert said(status, "started", "target changed") == [("mon 11:00", "target changed", "resolution")]

    def test_a_target_that_is_withdrawn_takes_its_due_time_along(self) -> None:
        status = self.HOUSE.look("mon 12:00", "mon 10:00", "high", did("reclassified", "mon 11:30", "none"))
        clock = status.clocks["resolution"]
        assert (brief(clock), clock.reason) == (("cancelled", None, None), "the policy gives it no target")
        assert status.next_check_at is None

    def test_an_ended_clock_keeps_the_target_it_ended_under(self) -> None:
        house = House({"urgent": {"first_response": hours(1)}, "high": {"first_response": hours(2)}})
        for reclassified in ("mon 11:30", "mon 12:00"):
            events = (did("replied", "mon 11:30"), did("reclassified", reclassified, "urgent"))
            assert brief(house.look("mon 13:00", "mon 10:00", "high", *events).clocks["first_response"]) == ("met", "mon 12:00", None)

    def test_a_fact_that_is_no_longer_known(self) -> None:
        status = self.HOUSE.look("mon 10:30", "mon 10:00", "high", Event("reclassified", at("mon 10:20"), {"plan": None}))
        assert brief(status.clocks["resolution"]) == ("cancelled", None, None)

    def test_facts_may_change_with_any_event(self) -> None:
        status = self.HOUSE.look("mon 10:30", "mon 10:00", "high", did("noted", "mon 10:20", "urgent"))
        assert shown(status.clocks["resolution"].due_at) == "mon 11:00"


class TestMessages:
    HOUSE = House({"usual": {"first_response": hours(1), "next_response": hours(1)}})

    def test_the_oldest_unanswered_message_counts(self) -> None:
        events = (did("replied", "mon 10:00"), *(did("received", moment) for moment in ("mon 10:30", "mon 11:00", "mon 11:20")))
        status = self.HOUSE.look("mon 12:00", "mon 09:30", "usual", *events)
        assert brief(status.clocks["next_response"]) == ("breached", "mon 11:30", "mon 11:30")
        assert said(status, "breached") == [("mon 11:30", "breached", "next_response")]

    def test_messages_before_the_first_answer_are_the_first_wait(self) -> None:
        status = self.HOUSE.look("mon 10:45", "mon 10:00", "usual", did("received", "mon 10:30"))
        assert brief(status.clocks["first_response"]) == ("running", "mon 11:00", None)
        assert status.clocks["next_response"].state == "not_started"

    def test_unless_the_house_lets_the_next_response_include_them(self) -> None:
        rules = {**PAUSING, "next_response": replace(PAUSING["next_response"], after=None)}
        house = replace(self.HOUSE, clocks=rules)
        assert house.look("mon 10:45", "mon 10:00", "usual").clocks["next_response"].state == "running"

    def test_a_message_and_an_answer_at_one_instant_leave_the_message_unanswered(self) -> None:
        both = (did("received", "mon 11:00"), did("replied", "mon 11:00"))
        looks = [self.HOUSE.look("mon 11:30", "mon 10:00", "usual", did("replied", "mon 10:30"), *order) for order in (both, both[::-1])]
        assert looks[0] == looks[1]
        assert brief(looks[0].clocks["next_response"]) == ("running", "mon 12:00", None)

    def test_waits_are_kept_as_cycles(self) -> None:
        events = (
            did("replied", "mon 10:30"),
            did("received", "mon 11:00"),
            did("replied", "mon 12:30"),
            did("received", "mon 13:00"),
            did("replied", "mon 13:10"),
        )
        clock = self.HOUSE.look("mon 14:00", "mon 10:00", "usual", *events).clocks["next_response"]
        assert [brief(each) for each in clock.cycles] == [("breached", "mon 12:00", "mon 12:00")]
        assert brief(clock) == ("met", "mon 14:00", None)

    @pytest.mark.parametrize("kind", ["noted", "assigned", "acknowledged", "status_changed", "reclassified"])
    def test_only_an_answer_answers(self, kind: EventKind) -> None:
        status = self.HOUSE.look("mon 10:45", "mon 10:00", "usual", Event(kind, at("mon 10:30")))
        assert status.clocks["first_response"].state == "running"

    def test_an_answer_before_the_case_was_opened_answers_nothing(self) -> None:
        clock = self.HOUSE.look("mon 10:45", "mon 10:00", "usual", did("replied", "mon 09:00")).clocks["first_response"]
        assert (clock.state, clock.elapsed) == ("running", timedelta(minutes=45))

    def test_an_answer_with_the_opening_answers_it(self) -> None:
        clock = self.HOUSE.look("mon 10:45", "mon 10:00", "usual", did("replied", "mon 10:00")).clocks["first_response"]
        assert (clock.state, clock.elapsed) == ("met", timedelta(0))

    def test_opened_by_staff(self) -> None:
        quiet = self.HOUSE.look("tue 10:00", "mon 10:00", "usual", opened_by="staff")
        assert quiet.clocks["first_response"].state == "not_started"
        wrote = self.HOUSE.look("mon 12:00", "mon 10:00", "usual", did("received", "mon 11:30"), opened_by="staff")
        assert brief(wrote.clocks["first_response"]) == ("running", "mon 12:30", None)

    def test_updates_are_due_after_every_word(self) -> None:
        house = one_target("update", hours(4))
        events = (did("replied", "mon 10:00"), did("replied", "mon 12:00"), did("replied", "mon 17:00"))
        clock = house.look("mon 18:00", "mon 09:00", "usual", *events).clocks["update"]
        assert [each.state for each in clock.cycles] == ["met", "breached"]
        assert brief(clock) == ("running", "mon 21:00", None)

    def test_acknowledged_or_answered_is_heard(self) -> None:
        house = one_target("acknowledgement", hours(1))
        for kind in ("acknowledged", "replied"):
            event = Event(kind, at("mon 10:30"))
            assert house.look("mon 12:00", "mon 10:00", "usual", event).clocks["acknowledgement"].state == "met"


class TestEndings:
    def test_reopened_without_the_closed_time(self) -> None:
        events = (did("resolved", "mon 12:00"), did("reopened", "tue 10:00"))
        assert brief(EIGHT_HOURS.look("tue 11:00", "mon 10:00", "usual", *events).clocks["resolution"]) == ("running", "tue 16:00", None)

    def test_reopened_with_nothing_left(self) -> None:
        house = one_target("resolution", hours(1))
        events = (did("resolved", "mon 11:00"), did("reopened", "tue 10:00"))
        assert house.look("tue 09:59", "mon 10:00", "usual", *events).clocks["resolution"].state == "met"
        assert brief(house.look("tue 10:00", "mon 10:00", "usual", *events).clocks["resolution"]) == (
            "breached",
            "mon 11:00",
            "tue 10:00",
        )

    def test_a_breach_stays_where_it_was_when_the_case_is_reopened(self) -> None:
        house = one_target("resolution", hours(1))
        events = (did("resolved", "mon 12:00"), did("reopened", "tue 10:00"))
        assert shown(house.look("tue 12:00", "mon 10:00", "usual", *events).clocks["resolution"].breached_at) == "mon 11:00"

    def test_reopened_in_a_new_cycle(self) -> None:
        rules = {"resolution": replace(PAUSING["resolution"], reopen="new cycle")}
        house = one_target("resolution", office_hours(8), rules)
        events = (did("resolved", "mon 12:00"), did("reopened", "tue 10:00"))
        clock = house.look("tue 11:00", "mon 10:00", "usual", *events).clocks["resolution"]
        assert [brief(each) for each in clock.cycles] == [("met", "tue 10:00", None)]
        assert brief(clock) == ("running", "wed 10:00", None)

    def test_reopened_though_it_was_open_is_nothing(self) -> None:
        plain = EIGHT_HOURS.look("mon 12:00", "mon 10:00", "usual")
        assert EIGHT_HOURS.look("mon 12:00", "mon 10:00", "usual", did("reopened", "mon 11:00")) == plain

    def test_reopened_while_it_waits(self) -> None:
        events = (did("resolved", "mon 12:00"), waits("mon 13:00"), did("reopened", "tue 10:00"))
        assert EIGHT_HOURS.look("tue 11:00", "mon 10:00", "usual", *events).clocks["resolution"].state == "paused"

    def test_resolved_then_closed_two_days_later(self) -> None:
        events = (did("resolved", "mon 10:30"), did("resolved", "wed 10:00"))
        clock = EIGHT_HOURS.look("thu 11:00", "mon 10:00", "usual", *events).clocks["resolution"]
        assert (clock.state, shown(clock.ended_at)) == ("met", "mon 10:30")

    def test_resolved_without_an_answer(self) -> None:
        clock = ONE_HOUR.look("tue 11:00", "mon 10:00", "usual", did("resolved", "mon 10:30")).clocks["first_response"]
        assert (clock.state, clock.met_at, clock.breached_at) == ("cancelled", None, None)
        assert clock.reason == "the case was resolved without it"

    def test_resolving_hides_no_breach(self) -> None:
        clock = ONE_HOUR.look("tue 11:00", "mon 10:00", "usual", did("resolved", "mon 11:30")).clocks["first_response"]
        assert brief(clock) == ("breached", "mon 11:00", "mon 11:00")

    def test_answered_and_resolved_in_one_action(self) -> None:
        house = House({"usual": {"first_response": hours(1), "resolution": hours(2)}})
        events = (did("resolved", "mon 10:30"), did("replied", "mon 10:30"))
        clocks = house.look("mon 12:00", "mon 10:00", "usual", *events).clocks
        assert {metric: clock.state for metric, clock in clocks.items()} == {"first_response": "met", "resolution": "met"}

    def test_merged_cases_end_their_clocks(self) -> None:
        house = House({"usual": {"first_response": hours(1), "resolution": hours(2), "next_response": hours(1)}})
        events = (did("merged", "mon 10:30"), did("received", "mon 11:00"), did("reclassified", "mon 11:10", "none"))
        status = house.look("tue 12:00", "mon 10:00", "usual", *events)
        assert {metric: clock.state for metric, clock in status.clocks.items()} == {
            "first_response": "cancelled",
            "next_response": "not_started",
            "resolution": "cancelled",
        }
        assert status.next_check_at is None

    def test_an_event_that_is_still_to_come(self) -> None:
        later = ONE_HOUR.look("mon 10:45", "mon 10:00", "usual", did("replied", "mon 10:46"))
        assert later == ONE_HOUR.look("mon 10:45", "mon 10:00", "usual")

    def test_a_case_that_is_still_to_come(self) -> None:
        status = ONE_HOUR.look("mon 09:00", "mon 10:00", "usual")
        assert (dict(status.clocks), status.tier, status.history, status.severity) == ({}, None, (), None)
        assert shown(status.next_check_at) == "mon 10:00"

    def test_a_clock_of_the_inner_team_counts_from_assignment(self) -> None:
        rules = {"callback": ClockRules(start=frozenset({"assigned"}))}
        house = one_target("callback", hours(1), rules)
        assert house.look("mon 10:30", "mon 10:00", "usual").clocks["callback"].state == "not_started"
        events = (did("assigned", "mon 11:00"), did("assigned", "mon 11:30"))
        assert brief(house.look("mon 11:45", "mon 10:00", "usual", *events).clocks["callback"]) == ("running", "mon 12:00", None)

    @pytest.mark.parametrize("amount", [office_hours(8), hours(2), CalendarSpan(days=2), EndOfDay()])
    def test_at_the_end_of_the_years_nothing_falls_due(self, amount: Amount) -> None:
        last = datetime(9999, 12, 31, 23, tzinfo=UTC)
        case = Case("7", last, {"message": "help", "plan": "usual"})
        status = one_target("resolution", amount, warned_by(HALF, metric="resolution")).track(case, last)
        assert brief(status.clocks["resolution"]) == ("running", None, None)
        assert (status.clocks["resolution"].warn_at, status.next_check_at) == (None, None)

    def test_a_moment_without_a_zone(self) -> None:
        with pytest.raises(NaiveDatetime):
            Case("7", datetime(2026, 5, 4, 10), {})
        with pytest.raises(NaiveDatetime):
            ONE_HOUR.look(at("mon 10:00").replace(tzinfo=None), "mon 10:00", "usual")
        with pytest.raises(NaiveDatetime):
            Event("replied", at("mon 10:00").replace(tzinfo=None))


def warned_by(*warnings: Share | Elapsed | OpenTime, metric: str = "first_response") -> dict[str, ClockRules]:
    return {**PAUSING, metric: replace(PAUSING[metric], warnings=warnings)}


HALF, MOST = Share(Decimal(50)), Share(Decimal(75))


class TestWarnings:
    @pytest.mark.parametrize(
        ("warning", "opened", "warned"),
        [
            (HALF, "mon 15:00", "mon 17:00"),
            (office_hours(2), "mon 15:00", "tue 09:00"),
            (hours(2), "mon 15:00", "tue 09:00"),
            (hours(3), "mon 15:00", "tue 08:00"),
            (MOST, "fri 15:00", "mon+ 10:00"),
            (office_hours(1), "fri 15:00", "mon+ 10:00"),
            (hours(99), "mon 15:00", "mon 15:00"),
            (office_hours(5), "mon 15:00", "mon 15:00"),
        ],
    )
    def test_shares_count_forward_and_amounts_back(self, warning: Share | Elapsed | OpenTime, opened: str, warned: str) -> None:
        house = one_target("first_response", office_hours(4), warned_by(warning))
        assert shown(house.look(opened, opened, "usual").clocks["first_response"].warn_at) == warned
        assert said(house.look("tue+ 17:00", opened, "usual"), "warned") == [(warned, "warned", "first_response")]

    def test_a_pause_moves_the_warning(self) -> None:
        house = one_target("first_response", office_hours(4), warned_by(HALF, office_hours(1)))
        lost = (waits("mon 11:00"), goes_on("mon 12:00"))
        status = house.look("mon 15:00", "mon 10:00", "usual", *lost)
        assert said(status, "warned", "breached") == [(x, "warned", "first_response") for x in ("mon 13:00", "mon 14:00")] + [
            ("mon 15:00", "breached", "first_response")
        ]
        paused = house.look("mon 11:30", "mon 10:00", "usual", *lost)
        assert (paused.clocks["first_response"].warn_at, paused.next_check_at) == (None, None)

    def test_an_answer_saves_the_warning(self) -> None:
        house = one_target("first_response", office_hours(4), warned_by(HALF))
        assert said(house.look("tue 15:00", "mon 10:00", "usual", did("replied", "mon 12:00")), "warned") == []

    def test_a_changed_target_warns_anew(self) -> None:
        house = House({plan: {"first_response": hours(count)} for plan, count in (("short", 2), ("long", 4))}, clocks=warned_by(HALF))
        status = house.look("mon 14:00", "mon 10:00", "short", did("reclassified", "mon 11:30", "long"))
        assert said(status, "warned") == [(x, "warned", "first_response") for x in ("mon 11:00", "mon 12:00")]
        assert shown(status.clocks["first_response"].warn_at) == "mon 12:00"
        shorter = house.look("mon 13:00", "mon 10:00", "long", did("reclassified", "mon 11:30", "short"))
        assert said(shorter, "warned") == [("mon 11:30", "warned", "first_response")]

    def test_a_warning_given_is_not_given_again_under_a_stricter_target(self) -> None:
        house = House({plan: {"first_response": hours(count)} for plan, count in (("short", 3), ("long", 4))}, clocks=warned_by(HALF))
        status = house.look("mon 12:30", "mon 10:00", "long", did("reclassified", "mon 12:10", "short"))
        assert said(status, "warned") == [("mon 12:00", "warned", "first_response")]

    def test_a_share_lies_between_nothing_and_all(self) -> None:
        for percent in (0, 100, -1):
            with pytest.raises(ValueError, match="share between"):
                Share(Decimal(percent))


class TestNextCheck:
    HOUSE = House({"usual": {"first_response": hours(1), "resolution": hours(3)}}, clocks=warned_by(HALF))

    @pytest.mark.parametrize(
        ("now", "following"),
        [
            ("mon 10:00", "mon 10:30"),
            ("mon 10:29:59", "mon 10:30"),
            ("mon 10:30", "mon 11:00"),
            ("mon 11:00", "mon 13:00"),
            ("mon 13:00", None),
        ],
    )
    def test_it_is_always_ahead(self, now: str, following: str | None) -> None:
        assert shown(self.HOUSE.look(now, "mon 10:00", "usual").next_check_at) == following

    def test_a_satisfied_clock_leaves_the_minimum(self) -> None:
        assert shown(self.HOUSE.look("mon 10:10", "mon 10:00", "usual", did("replied", "mon 10:05")).next_check_at) == "mon 13:00"

    def test_a_late_look_reports_everything_in_order_and_once(self) -> None:
        assert said(self.HOUSE.look("sun 10:00", "mon 10:00", "usual"), "warned", "breached") == [
            ("mon 10:30", "warned", "first_response"),
            ("mon 11:00", "breached", "first_response"),
            ("mon 13:00", "breached", "resolution"),
        ]
