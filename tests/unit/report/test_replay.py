"""A policy over history: every wait is counted once, in one state, where it belongs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.policy.loading import loads
from engagepolicy.report.breaches import BadLink, LinkTemplate
from engagepolicy.report.figures import State
from engagepolicy.report.looking import at_last_event
from engagepolicy.report.replay import MOST_GROUPS, OTHERS, Attainment, UnknownGrouping, attainment
from engagepolicy.report.week import WEEK_HOURS, hour_of_week, spread

POLICY = loads(
    """
    ruleset house { version "1" timezone Europe/Berlin unquantified promptly }
    calendar office { timezone Europe/Berlin mon-fri 09:00-17:00 }
    extend interaction { topic : string default "none"   secret : string optional private }
    ladder care {
      tier frontline "F"
      tier lead "L"
      escalate frontline to lead after 3h without first response
    }
    rule usual { when not (topic is "calm") escalate to frontline severity low first response within 1h next response within 2h }
    rule calm { when topic is "calm" first response promptly }
    rule grave { when topic is "grave" severity high first response within 1h on office }
    """
)
MONDAY = datetime(2026, 5, 4, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> str:
    return (MONDAY + minutes * MINUTE).isoformat()


def case(*events: tuple[str, float] | tuple[str, float, dict[str, object]], opened: float = 0, **facts: object) -> dict[str, Any]:
    told = [{"kind": each[0], "at": at(each[1]), "facts": each[2] if len(each) > 2 else {}} for each in events]
    return {"id": "c/1?", "opened_at": at(opened), "facts": {"message": "help", **facts}, "events": told}


def look(*cases: dict[str, Any], now: float = 600, by: tuple[str, ...] = (), link: str | None = None) -> Attainment:
    return attainment(POLICY, cases, MONDAY + now * MINUTE, by=by, link=link)


@pytest.mark.parametrize(
    ("given_case", "state", "late"),
    [
        (case(("replied", 60)), "met", 0),
        (case(("replied", 61)), "breached", 0),
        (case(), "breached", 1),
        (case(opened=580), "running", 0),
        (case(("resolved", 30)), "cancelled", 0),
        (case(("merged", 30)), "merged", 0),
        (case(("resolved", 90)), "breached", 0),
        (case(("replied", 5), topic="calm"), "unmeasured", 0),
        (case(topic="calm"), "unmeasured", 0),
    ],
)
def test_a_wait_has_one_state(given_case: dict[str, Any], state: State, late: int) -> None:
    counts = look(given_case).counts("first_response")
    assert counts[state] == counts.waits == 1
    assert counts.late == late
    assert counts.attainment == (None if state not in ("met", "breached") else Fraction(state == "met"))


def test_what_was_never_promised_has_no_figures() -> None:
    report = look(case())
    assert report.counts("resolution").waits == 0
    assert set(report.replay.metrics) == {"first_response"}


def test_every_cycle_counts() -> None:
    asked = case(("replied", 10), ("received", 20), ("replied", 30), ("received", 40), ("replied", 200), ("received", 595))
    counts = look(asked).counts("next_response")
    assert (counts["met"], counts["breached"], counts["running"]) == (1, 1, 1)
    assert counts.attainment == Fraction(1, 2)


def test_a_breach_says_what_was_promised_and_how_late_it_was() -> None:
    (breach,) = look(case(("replied", 24 * 60)), now=3000, link="https://desk.example/cases/{id}", by=("topic",)).breaches
    assert (breach.metric, breach.amount, breach.rules, breach.ending) == ("first_response", "1h", ("usual",), "answered late")
    assert breach.late == timedelta(hours=23)
    assert breach.link == "https://desk.example/cases/c%2F1%3F"
    assert breach.tier == "lead"
    assert breach.by == {"topic": "none"}


def test_lateness_on_a_calendar_is_told_in_its_own_unit_too() -> None:
    (breach,) = look(case(("replied", 24 * 60), topic="grave", opened=420), now=3000).breaches
    assert breach.amount == "1h"
    both = look(case(("replied", 24 * 60, {"topic": "grave"})), now=3000, by=("topic",))
    assert both.breaches[0].by == {"topic": "grave"}


def test_what_a_case_was_like_when_the_wait_ended() -> None:
    answered = case(("replied", 30, {"topic": "grave"}), ("received", 50), ("replied", 60))
    report = look(answered, by=("topic",)).replay
    first, following = report.metrics["first_response"], report.metrics["next_response"]
    assert set(first.by["severity"]) == {"low"}
    assert set(following.by["severity"]) == {"high"}
    assert set(first.by["topic"]) == {"grave"}


def test_a_wait_belongs_to_the_tier_that_had_it_at_its_end() -> None:
    tiers = look(case(("replied", 30)), case(("replied", 200)), case(opened=590)).replay.metrics["first_response"].by["tier"]
    assert {name: figures.counts.waits for name, figures in tiers.items()} == {"frontline": 2, "lead": 1}


def test_steps_and_time_owned() -> None:
    loads_of = look(case(("replied", 240), ("resolved", 300))).replay.loads
    assert loads_of.by_tier["frontline"].owned == timedelta(hours=3)
    assert loads_of.by_tier["lead"].owned == timedelta(hours=2)
    assert (loads_of.by_tier["lead"].by_step, loads_of.by_tier["lead"].by_rule) == (1, 0)
    assert sum(loads_of.by_tier["lead"].seconds) == 2 * 3600
    assert list(loads_of.steps.values()) == [1]


def test_a_case_is_owned_while_it_is_open() -> None:
    again = case(("replied", 10), ("resolved", 60), ("reopened", 120))
    assert look(again, now=180).replay.loads.by_tier["frontline"].owned == timedelta(hours=2)


def test_each_case_at_its_own_last_event() -> None:
    quiet = case(("received", 30))
    assert attainment(POLICY, [quiet], at_last_event).counts("first_response")["running"] == 1
    assert look(quiet).counts("first_response")["breached"] == 1


def test_the_sum_of_every_group_and_of_the_hours_is_the_whole() -> None:
    cases = [case(("replied", 7 * n), opened=n, topic=f"t{n % 5}") for n in range(40)]
    report = look(*cases, by=("topic", "tags", "channel")).replay
    for metric in report.metrics.values():
        assert sum(each.waits for each in metric.hours) == metric.all.counts.waits
        for groups in metric.by.values():
            assert sum(each.counts.waits for each in groups.values()) == metric.all.counts.waits


def test_groups_are_not_endless() -> None:
    cases = [case(("replied", 10), topic=f"t{n}") for n in range(MOST_GROUPS + 50)]
    groups = look(*cases, by=("topic",)).replay.metrics["first_response"].by["topic"]
    assert len(groups) == MOST_GROUPS + 1
    assert groups[OTHERS].counts.waits == 50


@pytest.mark.parametrize("name", ["nothing", "secret", "author.handle"])
def test_what_cannot_be_grouped_by(name: str) -> None:
    with pytest.raises(UnknownGrouping, match=name):
        look(case(), by=(name,))


NO_LINKS = ("https://desk.example/", "javascript:alert('{id}')", "https://{id}/", "desk/{id}", "https://a.b/ {id}", "https://[/{id}")


@pytest.mark.parametrize("template", NO_LINKS)
def test_what_is_no_link(template: str) -> None:
    with pytest.raises(BadLink):
        LinkTemplate(template)


def test_the_report_as_json_has_the_breaches() -> None:
    written = look(case(("replied", 100)), case(("replied", 10))).to_json()
    assert written["metrics"]["first_response"]["attainment"] == 0.5
    assert written["metrics"]["first_response"]["time_to_answer"]["p50"] == {"value": "PT3300S", "at_least": False}
    assert [each["case"] for each in written["breaches"]] == ["c/1?"]
    assert written["breached"] == 1


BERLIN = ZoneInfo("Europe/Berlin")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1)), st.integers(0, 40 * 86_400))
def test_time_spread_over_the_week_is_what_a_walk_minute_by_minute_finds(start: datetime, seconds: int) -> None:
    start, seconds = start.replace(tzinfo=UTC, second=0, microsecond=0), seconds // 60 * 60 % (20 * 86_400)
    end = min(start + timedelta(seconds=seconds), datetime(2026, 3, 20, tzinfo=UTC))
    walked: Counter[int] = Counter()
    moment = start
    while moment < end:
        walked[hour_of_week(moment, BERLIN)] += 60
        moment += MINUTE
    found: Counter[int] = Counter()
    for hour, part in spread(start, end, BERLIN):
        assert 0 <= hour < WEEK_HOURS
        found[hour] += part
    assert found == walked
