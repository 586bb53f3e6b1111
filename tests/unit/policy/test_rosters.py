"""Who is on duty, and what an empty tier does to a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import engagepolicy as ep

HEAD = 'ruleset acme.care { version "1"  timezone Europe/London }\n'
LADDER = """ladder care {
  tier frontline tier specialist tier manager tier counsel
  escalate frontline to specialist after 1h
  escalate specialist to manager after 1h
  %s
}
extend interaction { plan : enum(usual, odd, legal) default usual }
rule usual { when plan is usual  escalate to frontline }
rule odd { when plan is odd  escalate to specialist }
rule legal { when plan is legal  escalate to counsel }
"""
DESK = 'roster desk { tier frontline  mon-fri 09:00-18:00 "Desk" }\n'
EXPERTS = 'roster experts { tier specialist  mon-fri 09:00-17:00 "Ola", "Ana" }\n'
FRIDAY = datetime(2026, 11, 20, tzinfo=UTC)


def at(clock: str, day: int = 0) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    return FRIDAY + timedelta(days=day, hours=hours, minutes=minutes)


def follow(
    rosters: str, opened: str, now: datetime, *events: tuple[str, datetime, dict[str, str]], plan: str = "usual", words: str = ""
) -> ep.CaseStatus:
    case = {
        "opened_at": at(opened).isoformat(),
        "facts": {"message": "Hello", "plan": plan},
        "events": [{"kind": kind, "at": moment.isoformat(), "facts": facts} for kind, moment, facts in events],
    }
    return ep.loads(HEAD + LADDER % words + rosters).track(case, now)


def moves(status: ep.CaseStatus) -> list[tuple[str, str | None, str | None, str]]:
    told = ("tier entered", "tier skipped", "reminded", "acknowledgement expired")
    return [(each.what, each.subject, each.detail, f"{each.at:%H:%M}") for each in status.history if each.what in told]


def test_the_tier_in_force_has_its_people_on_duty() -> None:
    status = follow(DESK + EXPERTS, "10:00", at("10:30"))
    assert (status.tier, status.on_duty) == ("frontline", ("Desk",))
    later = follow(DESK + EXPERTS, "10:00", at("11:30"))
    assert (later.tier, later.on_duty, later.to_record()["on_duty"]) == ("specialist", ("Ana", "Ola"), ["Ana", "Ola"])
    assert moves(later) == [("tier entered", "frontline", "Desk", "10:00"), ("tier entered", "specialist", "Ana, Ola", "11:00")]


def test_a_tier_without_a_roster_says_nothing_of_people() -> None:
    status = follow(EXPERTS, "10:00", at("10:30"))
    assert (status.on_duty, moves(status)) == ((), [("tier entered", "frontline", None, "10:00")])


def test_a_step_to_an_empty_tier_goes_on_at_once() -> None:
    status = follow(DESK + EXPERTS, "16:30", at("17:45"))
    assert moves(status)[1:] == [("tier skipped", "specialist", "nobody on duty", "17:30"), ("tier entered", "manager", None, "17:30")]
    (skipped,) = (each for each in status.history if each.what == "tier skipped")
    assert skipped.step == "frontline to specialist after 1h"
    assert [(each.to_tier, each.due_at) for each in follow(DESK + EXPERTS, "16:30", at("16:40")).steps_ahead] == [("manager", at("17:30"))]


def test_so_does_a_decision_and_the_opening() -> None:
    assert follow(DESK + EXPERTS, "20:00", at("20:00")).tier == "manager"
    status = follow(DESK + EXPERTS, "10:00", at("20:00"), ("reclassified", at("19:00"), {"plan": "odd"}), plan="legal")
    assert status.tier == "counsel"
    odd = follow(EXPERTS, "20:00", at("20:00"), plan="odd")
    assert moves(odd) == [("tier skipped", "specialist", "nobody on duty", "20:00"), ("tier entered", "manager", None, "20:00")]


def test_where_nobody_is_above_either_the_case_is_held() -> None:
    sleeping = DESK + EXPERTS + 'roster others { tier manager, counsel  mon-fri 09:00-17:00 "Lead" }\n'
    status = follow(sleeping, "16:30", at("17:45"))
    assert (status.tier, status.on_duty) == ("specialist", ())
    assert moves(status)[1:] == [("tier entered", "specialist", "nobody on duty", "17:30")]
    assert follow(sleeping, "19:00", at("19:30"), plan="legal").tier == "counsel"


def test_a_tier_that_becomes_empty_keeps_its_cases() -> None:
    status = follow(DESK + EXPERTS, "17:30", at("18:10"))
    assert (status.tier, status.on_duty) == ("frontline", ())


def test_the_next_look_is_no_later_than_the_next_hand_over() -> None:
    assert follow(DESK, "10:00", at("10:10")).next_check_at == at("11:00")
    assert follow(DESK, "17:30", at("17:40")).next_check_at == at("18:00")
    assert follow(DESK, "17:30", at("18:00")).next_check_at == at("18:30")
    held = follow('roster top { tier counsel  rotate weekly from 2026-01-05 09:00 "Ana", "Ben" }', "10:00", at("10:10"), plan="legal")
    assert (held.on_duty, held.next_check_at) == (("Ben",), at("09:00", 3))


def test_a_closed_case_is_nobodys() -> None:
    status = follow(DESK, "10:00", at("10:30"), ("resolved", at("10:20"), {}))
    assert (status.on_duty, status.next_check_at) == ((), None)


def test_reminders_name_who_is_on_duty() -> None:
    status = follow(DESK + EXPERTS, "15:30", at("17:10"), words="repeat 2 times every 20m")
    assert [each for each in moves(status) if each[0] == "reminded"] == [
        ("reminded", "specialist", "Ana, Ola", "16:50"),
        ("reminded", "specialist", "nobody on duty", "17:10"),
    ]


def test_an_acknowledgement_expires() -> None:
    words = "escalate specialist to counsel after 30m until acknowledged  acknowledgement holds for 20m"
    status = follow("", "10:00", at("11:55"), ("acknowledged", at("11:10"), {}), words=words)
    assert moves(status)[1:] == [
        ("tier entered", "specialist", None, "11:00"),
        ("acknowledgement expired", "specialist", None, "11:30"),
    ]
    assert follow("", "10:00", at("12:00"), ("acknowledged", at("11:10"), {}), words=words).tier == "counsel"


def test_after_it_the_ladder_may_go_on_from_a_lower_tier() -> None:
    words = "acknowledgement holds for 20m then from frontline"
    status = follow(DESK, "10:00", at("11:31"), ("acknowledged", at("11:10"), {}), words=words)
    assert moves(status)[2:] == [("acknowledgement expired", "specialist", None, "11:30"), ("tier entered", "frontline", "Desk", "11:30")]
    low = follow(DESK, "10:00", at("10:40"), ("acknowledged", at("10:10"), {}), words=words)
    assert [each[0] for each in moves(low)] == ["tier entered", "acknowledgement expired"]


@pytest.mark.parametrize(
    ("words", "tier"), [("", "counsel"), ("decisions raise the tier", "counsel"), ("decisions raise or lower the tier", "specialist")]
)
def test_decisions_may_lower_the_tier_where_the_ladder_says_so(words: str, tier: str) -> None:
    assert follow("", "10:00", at("10:30"), ("reclassified", at("10:20"), {"plan": "odd"}), plan="legal", words=words).tier == tier


def test_a_policy_is_asked_who_is_on_duty() -> None:
    policy = ep.loads(HEAD + LADDER % "" + DESK)
    assert policy.on_duty("frontline", at("12:00")) == ("Desk",)
    assert policy.on_duty("frontline", at("18:00")) == ()
    assert policy.on_duty("counsel", at("18:00")) == ()
    for tier, moment in (("nobody", at("12:00")), ("frontline", datetime(2026, 11, 20, 12))):
        with pytest.raises(ep.InvalidInput):
            policy.on_duty(tier, moment)


def test_the_order_of_lines_means_nothing_and_a_compiled_policy_knows_its_rosters() -> None:
    lines = ['mon-fri 09:00-18:00 "B", "A"', '2026-12-25 "C"', "2026-12-26 nobody", 'rotate daily from 2026-01-05 "X"', 'otherwise "Z"']
    texts = [HEAD + LADDER % "" + f"roster r {{ tier frontline, manager\n{chr(10).join(each)}\n}}" for each in (lines, lines[::-1])]
    one, other = map(ep.loads, texts)
    assert one.digest == other.digest
    again = ep.Policy.from_json(one.to_json())
    for day in range(60):
        assert again.on_duty("manager", at("12:00", day)) == one.on_duty("frontline", at("12:00", day))
    assert one.on_duty("frontline", at("12:00", 35)) == ("C",)
    assert one.on_duty("frontline", at("12:00", 36)) == ("Z",)


def test_hours_are_those_of_the_roster_and_of_its_calendars() -> None:
    rosters = (
        "calendar office { timezone America/New_York  mon-fri 09:00-17:00 }\n"
        'roster r { tier frontline  timezone Asia/Tokyo  on office "New York"  mon-fri 09:00-10:00 "Tokyo"\n'
        '  rotate weekly from 2026-11-19T00:00:00Z on office "Ana", "Ben" }'
    )
    policy = ep.loads(HEAD + LADDER % "" + rosters)
    assert policy.on_duty("frontline", at("00:30")) == ("Tokyo",)
    assert policy.on_duty("frontline", at("14:00")) == ("Ana", "New York")
    assert policy.on_duty("frontline", at("22:00")) == ()
