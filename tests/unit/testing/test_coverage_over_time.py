"""What examples show of clocks, ladders, opening hours, rosters and signals, and that it is counted apart from the rest."""

from __future__ import annotations

import pytest

import engagepolicy as ep
from engagepolicy.testing.coverage import Coverage, measure_coverage
from engagepolicy.testing.coverage_goals import OVER_TIME, Measure
from engagepolicy.testing.watching import watch_examples

HEADER = """ruleset acme "Acme" { version "1" timezone UTC }
calendar office "Desk" { mon-fri 09:00-17:00 }
"""
FRIDAY = "2026-11-20 10:00 UTC"
SATURDAY = "2026-11-21 10:00 UTC"
LADDER = """ladder care "Care" {
  tier first "First"
  tier second "Second"
  tier third "Third"
  escalate first to second after 30m without first response
  escalate second to third after 1h until acknowledged
  repeat 2 times every 1h until acknowledged
}
rule every "All" { first response within 1h  tier first }
"""
ROSTER = """calendar round { always open }
ladder care "Care" { tier first "First"  tier second "Second" }
roster desk { tier first  on office "Desk"  otherwise "Agency" }
roster all_week { tier second  on round "Everybody" }
rule every "All" { tier first }
"""


def case(*lines: str, opened_at: str = FRIDAY) -> str:
    given = f'given case {{ message "Hello"  opened_at {opened_at} }}'
    return f'test "{opened_at}: {"; ".join(lines)}" {{\n  {given}\n  ' + "\n  ".join(lines) + "\n}\n"


def measure(text: str) -> Coverage:
    policy = ep.loads(HEADER + text)
    watched = watch_examples(policy)
    assert [each.result.failures for each in watched if not each.result.holds] == []
    return measure_coverage(policy, watched, files={"<string>"})


def missing(text: str) -> dict[str, list[str]]:
    """What no example shows of time, by whose it is."""
    found: dict[str, list[str]] = {}
    for each in measure(text).missing:
        if each.measure in OVER_TIME:
            found.setdefault(each.owner.words, []).append(each.wants)
    return found


CLOCK = 'rule every "All" { first response within 1h }\n'


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (("expect first response running",), ["met", "breached"]),
        (("at 10m replied", "after 20m expect first response met"), ["breached"]),
        (("after 1h expect first response breached",), ["met"]),
        (("at 10m resolved", "after 1h expect first response cancelled"), ["met", "breached"]),
    ],
)
def test_a_clock_is_to_be_seen_started_met_and_breached(lines: tuple[str, ...], left: list[str]) -> None:
    assert missing(CLOCK + case(*lines)) == {"clock `first response`": left}


def test_what_a_ruleset_says_of_a_clock_is_to_be_seen_too() -> None:
    text = """rule every "All" { resolution within 4h on office }
sla clocks {
  pause resolution while case.status is waiting
  warn resolution at 50%
  cancel resolution when merged
  reopen resolution as same cycle
  count resolution received while closed on office from the next opening
}
"""
    start = case("expect resolution running")
    assert missing(text + start) == {
        "clock `resolution`": ["met", "breached", "warned", "paused", "resumed", "shifted", "cancelled", "reopened"],
        "calendar `office`": ["closed"],
    }
    paused = ("at 1h status_changed {case.status waiting}", "after 90m expect resolution paused")
    assert "paused" not in missing(text + start + case(*paused))["clock `resolution`"]
    assert "resumed" in missing(text + start + case(*paused))["clock `resolution`"]
    resumed = case(*paused, "at 2h received", "after 3h expect resolution running")
    assert "resumed" not in missing(text + start + resumed)["clock `resolution`"]
    assert "warned" not in missing(text + start + case("after 2h expect resolution warned"))["clock `resolution`"]
    assert "cancelled" not in missing(text + start + case("at 1h merged", "after 2h expect resolution cancelled"))["clock `resolution`"]
    again = case("at 1h resolved", "at 2h reopened", "after 3h expect resolution running")
    assert set(missing(text + start + again)["clock `resolution`"]).isdisjoint({"met", "reopened"})
    assert set(missing(text + start + again)["clock `resolution`"]) >= {"resumed"}, "that was no pause"
    weekend = missing(text + start + case("expect resolution due 2026-11-23 13:00", opened_at=SATURDAY))
    assert "shifted" not in weekend["clock `resolution`"]
    assert "calendar `office`" not in weekend


def test_an_answer_before_a_minimum_delay_is_to_be_seen_and_one_after_it() -> None:
    text = 'rule every "All" { first response not before 1h }\n'
    early = case("at 10m replied", "after 1h expect first response breached")
    late = case("at 2h replied", "after 2h expect first response met")

    assert missing(text + early) == {"clock `first response`": ["met"]}
    assert missing(text + late) == {"clock `first response`": ["too early"]}


def test_a_clock_that_nothing_promises_is_not_asked_for() -> None:
    assert missing('rule every "All" { tag all_of_them }\n' + case("expect no clock on resolution")) == {}


def test_a_decision_shows_whether_its_calendar_is_open() -> None:
    text = 'rule every "All" { first response within 1h on office }\n'
    given = 'test "x" {{ given interaction {{ message "Hello" received_at {} }} expect first response within 1h on office }}\n'

    assert missing(text + given.format(FRIDAY))["calendar `office`"] == ["closed"]
    assert missing(text + given.format(SATURDAY))["calendar `office`"] == ["open"]


def test_a_step_is_to_be_seen_taken_and_held_off_and_reminders_to_the_last() -> None:
    nobody = case("after 5h expect tier third, reminded 2 times")
    answered = case("at 10m replied", "after 1h expect tier first")
    seen = case("at 40m acknowledged", "after 2h expect tier second")
    first = "step `first to second after 30m without first_response`"
    second = "step `second to third after 1h until acknowledged`"

    assert measure(LADDER + nobody).count(Measure.STEPS) == (2, 2)
    found = missing(LADDER + nobody)
    assert (found[first], found[second]) == (["held off"], ["held off"])
    assert "ladder `care`" not in found
    assert missing(LADDER + case("after 3h expect tier third, reminded 1 time"))["ladder `care`"] == ["reminded"]
    assert first not in missing(LADDER + answered)
    assert second not in missing(LADDER + seen)


def test_a_roster_is_to_be_seen_with_somebody_and_without() -> None:
    found = missing(ROSTER + case("expect tier first"))

    assert found == {"roster `desk`": ["unstaffed"], "roster `all_week`": ["staffed"]}, "one line is on always"
    assert missing(ROSTER + case("expect tier first", opened_at=SATURDAY))["roster `desk`"] == ["staffed"]


@pytest.mark.parametrize(("condition", "number", "left"), [("surge >= 20", 25, "not raised"), ("surge < 20", 25, "not raised")])
def test_a_signal_is_to_be_seen_raised_and_not(condition: str, number: int, left: str) -> None:
    text = f"signal surge = count of interactions within 1h\nrule crisis {{ when {condition}  tag crisis }}\n"
    given = f'test "x" {{ given interaction {{ message "Hello" received_at {FRIDAY}  surge {number} }} expect no queue }}\n'
    unknown = given.replace(f"surge {number}", "surge unknown")

    assert missing(text + given) == {"signal `surge`": [left]}
    assert missing(text + unknown) == {"signal `surge`": ["raised", "not raised"]}


def test_what_time_does_leaves_the_share_of_decisions_as_it_is() -> None:
    without = measure(CLOCK + 'test "x" { given interaction { message "Hello" received_at 2026-11-20 10:00 } expect no queue }\n')
    over_time = measure(CLOCK + case("after 2h expect first response breached"))

    assert without.percent() == over_time.percent() == 100
    assert without.count(OVER_TIME) == (0, 3)
    assert over_time.count(OVER_TIME) == (2, 3)
