"""The laws of following a case over time, and due times under pauses against a counter of minutes that is stupid on purpose."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engagepolicy.business_time import StartShift
from engagepolicy.ir.clocks import KINDS, EventKind, WarnAt
from engagepolicy.ir.expressions import Constant
from engagepolicy.tracking import Case, CaseStatus, ClockRules, Event, Ladder, Repeat, Share, Step
from engagepolicy.values.amounts import (
    Amount,
    BusinessDays,
    ByTime,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    EndOfDay,
    LaterOf,
    NotBefore,
    OpenTime,
)
from tests.cases import BERLIN, PAUSING, TIERS, WAITING, House, at, office_hours, one_target

START = at("thu- 06:00")
MINUTES = 6 * 24 * 60
"""A stretch with a holiday, a weekend and working days on both sides."""

LAWS = settings(max_examples=120, deadline=None)

minutes = st.integers(0, MINUTES) | st.sampled_from([540, 1020, 1440]).map(lambda minute: minute + 4 * 1440)
moments = minutes.map(lambda minute: START + timedelta(minutes=minute))
lengths = st.integers(1, 40).map(lambda half_hours: half_hours * 1800)
simple_amounts = st.one_of(
    lengths.map(Elapsed),
    lengths.map(lambda length: OpenTime(length, "office")),
    st.integers(1, 3).map(lambda days: BusinessDays(days, "office")),
    st.integers(1, 3).map(lambda days: CalendarSpan(days=days)),
    st.sampled_from([ByTime(datetime(2026, 1, 1, hour).time(), on) for hour in (3, 12, 17, 20) for on in (None, "office")]),
    st.sampled_from([EndOfDay(), EndOfDay("office")]),
)
delays = st.one_of(lengths.map(Elapsed), lengths.map(lambda length: OpenTime(length, "office"))).map(NotBefore)
amounts = st.one_of(
    simple_amounts,
    st.lists(simple_amounts, min_size=2, max_size=3).map(lambda parts: EarlierOf(tuple(parts))),
    st.lists(simple_amounts, min_size=2, max_size=3).map(lambda parts: LaterOf(tuple(parts))),
)


@st.composite
def event(draw: st.DrawFn) -> Event:
    kind: EventKind = draw(st.sampled_from(KINDS))
    facts: dict[str, Constant] = {}
    if kind == "status_changed":
        facts["case.status"] = draw(st.sampled_from(["open", WAITING, "solved"]))
    if kind == "reclassified":
        facts["plan"] = draw(st.sampled_from(["calm", "legal", "none", "usual"]))
    return Event(kind, draw(moments), facts)


events = st.lists(event(), max_size=10)
WARNINGS: list[WarnAt] = [Share(Decimal(50)), Share(Decimal(90)), Elapsed(3600), office_hours(1)]
warnings = st.lists(st.sampled_from(WARNINGS), max_size=2)
STEPS = (
    Step("frontline", "specialist", after=office_hours(0.5), without="first_response", repeat=Repeat(2, Elapsed(1800))),
    Step("specialist", "manager", after=Elapsed(7200), until_acknowledged=True),
    Step(None, "manager", on_breach="resolution"),
    Step("manager", "counsel", at=office_hours(9), without="resolution"),
)


@st.composite
def houses(draw: st.DrawFn) -> House:
    def targets() -> dict[str, Amount | tuple[Amount, ...]]:
        metrics = draw(st.sets(st.sampled_from(sorted(PAUSING))))
        return {metric: draw(st.one_of(amounts, delays, st.tuples(simple_amounts, delays))) for metric in metrics}

    words = draw(st.sampled_from([ClockRules(), ClockRules(counts="from now"), ClockRules(reopen="new cycle")]))
    own = tuple(draw(warnings))
    clocks = {metric: replace(rules, counts=words.counts, warnings=own) for metric, rules in PAUSING.items()}
    for metric in draw(st.sets(st.sampled_from(sorted(clocks)))):
        late = draw(st.sampled_from([None, StartShift("office", time(16)), StartShift("shut", time(0))]))
        closed = draw(st.sampled_from([None, StartShift("office")]))
        clocks[metric] = replace(clocks[metric], received_after=late, received_closed=closed)
    clocks["resolution"] = replace(clocks["resolution"], reopen=words.reopen)
    ladder = Ladder("care", TIERS, STEPS, acknowledged_for=draw(st.sampled_from([None, Elapsed(3600)])))
    return House({plan: targets() for plan in ("calm", "legal", "usual")}, {"legal": "counsel"}, clocks, (ladder,))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    opened_at = draw(moments)
    facts: dict[str, Constant] = {"message": "help", "plan": "usual", "received_at": opened_at, "case.status": "open"}
    return Case("7", opened_at, facts, tuple(draw(events)), draw(st.sampled_from(["requester", "staff"])))


@LAWS
@given(houses(), cases(), moments, moments)
def test_a_later_look_keeps_what_an_earlier_one_said(house: House, case: Case, one: datetime, two: datetime) -> None:
    early, late = sorted((one, two))
    before, after = house.track(case, early), house.track(case, late)
    assert after.history[: len(before.history)] == before.history
    assert all(entry.at > early for entry in after.history[len(before.history) :])


@LAWS
@given(houses(), cases(), moments)
def test_history_is_in_order_and_never_ahead(house: House, case: Case, now: datetime) -> None:
    status = house.track(case, now)
    times = [entry.at for entry in status.history]
    assert times == sorted(times)
    assert all(case.opened_at <= moment <= now for moment in times)


@LAWS
@given(houses(), cases(), moments, st.randoms(use_true_random=False))
def test_the_order_of_events_and_repeated_events_change_nothing(house: House, case: Case, now: datetime, random: Random) -> None:
    shuffled = [*case.events, *case.events[::2]]
    random.shuffle(shuffled)
    assert house.track(replace(case, events=tuple(shuffled)), now) == house.track(case, now)


few_moments = st.sampled_from([at("mon 11:00"), at("mon 11:00:01"), at("mon 17:00"), at("tue 09:00")])
crowds = st.lists(st.builds(lambda each, moment: replace(each, at=moment), event(), few_moments), min_size=4, max_size=12)


@LAWS
@given(houses(), cases(), crowds, moments, st.randoms(use_true_random=False))
def test_the_order_of_events_of_one_instant_changes_nothing(
    house: House, case: Case, crowd: list[Event], now: datetime, random: Random
) -> None:
    busy = replace(case, opened_at=START, events=tuple(crowd))
    random.shuffle(crowd)
    assert house.track(replace(busy, events=(*crowd, *crowd[:3])), now) == house.track(busy, now)


@LAWS
@given(houses(), cases(), moments)
def test_events_that_are_still_to_come_change_nothing(house: House, case: Case, now: datetime) -> None:
    known = tuple(each for each in case.events if each.at <= now)
    assert house.track(replace(case, events=known), now) == house.track(case, now)


@LAWS
@given(houses(), cases(), moments)
def test_the_next_check_is_ahead_and_the_first_change(house: House, case: Case, now: datetime) -> None:
    status = house.track(case, now)
    following = status.next_check_at
    quiet = replace(case, events=tuple(each for each in case.events if each.at <= now))
    if following is None:
        following = now + timedelta(days=60)
    else:
        assert following > now
        assert len(house.track(quiet, following).history) > len(status.history)
    if now >= case.opened_at:
        assert house.track(quiet, following - timedelta(microseconds=1)).history == status.history


def seen_by_a_host(status: CaseStatus) -> tuple[object, ...]:
    """What of a status is more than the time that passed."""
    clocks = {
        metric: (clock.state, clock.due_at, clock.warn_at, clock.met_at, clock.breached_at, len(clock.cycles))
        for metric, clock in status.clocks.items()
    }
    return clocks, status.tier, status.severity, status.history, status.next_check_at


WAKES_AT_MOST = 500


@settings(LAWS, max_examples=60)
@given(houses(), cases(), st.lists(moments, min_size=1, max_size=12), st.integers(0, 59))
def test_a_host_that_wakes_only_when_told_sees_what_one_that_always_looks_sees(
    house: House, case: Case, looks: list[datetime], second: int
) -> None:
    looks = sorted(look + timedelta(seconds=second) for look in looks)
    events = sorted(each.at for each in case.events)
    held = house.track(case, case.opened_at)
    for _ in range(WAKES_AT_MOST):
        woken = min([moment for moment in (held.next_check_at, *events) if moment is not None and moment > held.now], default=None)
        while looks and (woken is None or looks[0] < woken):
            look = looks.pop(0)
            assert look < case.opened_at or seen_by_a_host(house.track(case, look)) == seen_by_a_host(held)
        if woken is None or not looks:
            return
        held = house.track(case, woken)
    raise AssertionError("the host never comes to rest")


def check_clocks(status: CaseStatus) -> None:
    for latest in status.clocks.values():
        for clock in (*latest.cycles, latest):
            if clock.started_at is None:
                assert clock.state == "not_started"
                continue
            assert clock.elapsed >= timedelta(0)
            assert clock.counted_from is not None
            assert clock.counted_from >= clock.started_at
            assert clock.due_at is None or clock.due_at >= clock.counted_from
            if clock.calendar is None:
                assert clock.elapsed + clock.paused == max((clock.ended_at or status.now) - clock.counted_from, timedelta(0))
            assert (clock.breached_at is not None) == (clock.state == "breached")
            assert clock.state != "met" or clock.met_at is not None
            if clock.reason is not None and "too early" in clock.reason:
                assert clock.not_before_at is not None
                assert clock.breached_at is not None
                assert clock.breached_at < clock.not_before_at
            elif clock.breached_at is not None and clock.due_at is not None:
                assert clock.due_at <= clock.breached_at <= status.now
            if clock.state == "met" and clock.due_at is not None and clock.met_at is not None:
                assert clock.met_at <= clock.due_at
            if clock.state == "running" and clock.due_at is not None:
                assert clock.due_at > status.now
            if clock.state in ("running", "paused"):
                assert clock.ended_at is None
        ends = [(one.ended_at, two.started_at) for one, two in pairwise((*latest.cycles, latest))]
        assert all(end is not None and start is not None and end <= start for end, start in ends)


@LAWS
@given(houses(), cases(), moments)
def test_what_a_clock_says_fits_together(house: House, case: Case, now: datetime) -> None:
    check_clocks(house.track(case, now))


@LAWS
@given(houses(), cases(), moments)
def test_time_never_lowers_a_tier(house: House, case: Case, now: datetime) -> None:
    status = house.track(case, now)
    tiers = [TIERS.index(entry.subject) for entry in status.history if entry.what == "tier entered" and entry.subject]
    assert tiers == sorted(set(tiers))
    assert status.tier == (TIERS[tiers[-1]] if tiers else None)


@settings(LAWS, max_examples=40)
@given(houses(), cases(), moments)
def test_a_status_can_be_logged(house: House, case: Case, now: datetime) -> None:
    record = house.track(case, now).to_record()
    assert json.loads(json.dumps(record)) == record
    assert "help" not in json.dumps(record)


def minute_pauses(case_minutes: list[int]) -> list[tuple[int, int]]:
    edges = sorted(set(case_minutes))
    return list(zip(edges[::2], edges[1::2], strict=False))


def pausing_events(pauses: list[tuple[int, int]]) -> tuple[Event, ...]:
    def moment(minute: int) -> datetime:
        return START + timedelta(minutes=minute)

    changes = [(a, WAITING) for a, _ in pauses] + [(b, "open") for _, b in pauses]
    return tuple(Event("status_changed", moment(minute), {"case.status": status}) for minute, status in changes)


def counted_due(opened: int, length: int, pauses: list[tuple[int, int]], *, on_office: bool) -> int | None:
    """Count minutes one by one until so many have run; None where the stretch is over first."""
    left = length
    for minute in range(opened, MINUTES * 4):
        if not left:
            return minute
        local = (START + timedelta(minutes=minute)).astimezone(BERLIN)
        is_open = local.weekday() < 5 and 9 <= local.hour < 17 and (local.month, local.day) != (5, 1)
        is_paused = any(a <= minute < b for a, b in pauses)
        left -= (is_open or not on_office) and not is_paused
    return None


edges = st.lists(minutes, max_size=6)


@LAWS
@given(minutes, st.integers(1, 1500), edges, st.booleans())
@example(4 * 1440 + 240, 480, [4 * 1440 + 690, 5 * 1440 + 150], True)
def test_due_under_pauses_as_counted_minute_by_minute(opened: int, length: int, own: list[int], on_office: bool) -> None:
    pauses = [(a, b) for a, b in minute_pauses(own) if a >= opened]
    expected = counted_due(opened, length, pauses, on_office=on_office)
    house = one_target("resolution", OpenTime(length * 60, "office") if on_office else Elapsed(length * 60))
    facts: dict[str, Constant] = {"message": "help", "plan": "usual"}
    case = Case("7", START + timedelta(minutes=opened), facts, pausing_events(pauses))
    clock = house.track(case, START + timedelta(minutes=4 * MINUTES)).clocks["resolution"]
    assert expected is None or (clock.state, clock.due_at) == ("breached", START + timedelta(minutes=expected))
    assert clock.breached_at == clock.due_at


def due_with(amount: Amount, opened: int, pauses: list[tuple[int, int]]) -> datetime | None:
    facts: dict[str, Constant] = {"message": "help", "plan": "usual"}
    case = Case("7", START + timedelta(minutes=opened), facts, pausing_events(pauses))
    return one_target("resolution", amount).track(case, START + timedelta(minutes=2 * MINUTES)).clocks["resolution"].due_at


@LAWS
@given(amounts, minutes, edges, st.data())
def test_more_pause_is_never_an_earlier_due(amount: Amount, opened: int, own: list[int], data: st.DataObject) -> None:
    more = [(a, b) for a, b in minute_pauses(own) if a > opened]
    less = [(data.draw(st.integers(a, b)), b) for a, b in more if data.draw(st.booleans())]
    with_more, with_less = due_with(amount, opened, more), due_with(amount, opened, less)
    assert with_more is not None
    assert with_less is not None
    assert with_more >= with_less


@LAWS
@given(lengths, lengths, st.integers(1, 3), st.integers(0, 2), minutes, edges)
def test_a_stricter_target_is_never_due_later(one: int, two: int, days: int, more: int, opened: int, own: list[int]) -> None:
    pauses = [(a, b) for a, b in minute_pauses(own) if a > opened]
    short, long = sorted((one, two))
    pairs: list[tuple[Amount, Amount]] = [
        (Elapsed(short), Elapsed(long)),
        (OpenTime(short, "office"), OpenTime(long, "office")),
        (Elapsed(short), OpenTime(long, "office")),
        (BusinessDays(days, "office"), BusinessDays(days + more, "office")),
        (CalendarSpan(days=days), CalendarSpan(days=days + more)),
    ]
    for strict, lax in pairs:
        early, late = due_with(strict, opened, pauses), due_with(lax, opened, pauses)
        assert early is not None
        assert late is not None
        assert early.astimezone(UTC) <= late.astimezone(UTC)
