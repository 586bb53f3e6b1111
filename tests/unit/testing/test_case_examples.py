"""What tests over time say, held and not held. The moments are worked out by hand from the ruleset's own words."""

from __future__ import annotations

import pytest

import engagepolicy as ep
from engagepolicy.testing import run_examples

RULESET = """
ruleset acme { version "1" timezone America/New_York }
calendar office "Office" { timezone America/New_York mon-fri 09:00-17:00 }
ladder care "Care" {
  tier frontline "Frontline"  tier specialist "Specialist"  tier counsel "Counsel"
  escalate frontline to specialist after 30m without first response
  escalate to counsel at 2h until acknowledged
  repeat 2 times every 30m until acknowledged
}
sla clocks { pause resolution while case.status is waiting_on_customer  warn at 75% }
rule trouble "Trouble" {
  when message mentions "broken"
  severity high
  first response within 40m
  resolution within 4h on office
  tag trouble
}
rule safety "A danger" {
  when message mentions "fire"
  severity critical
  escalate to counsel
}
"""
OPENED = "2026-11-20 10:00"
"""A Friday."""


def failures(told: str, given: str = f'message "It is broken" opened_at {OPENED}') -> list[tuple[str, str, str | None]]:
    policy = ep.loads(f'{RULESET} test "it" {{ given case {{ {given} }} {told} }}')
    (result,) = run_examples(policy)
    return [(each.expected, each.found, each.moment) for each in result.failures]


HELD = [
    "expect severity high, tier frontline, tag trouble, no queue, rule trouble applied, rule safety not applied",
    "expect first response running, first response within 40m, first response due 2026-11-20 10:40, no clock on next response",
    "expect next check 2026-11-20 10:30",  # the step and the warning, 75% of 40m, fall together
    "after 29m59s expect tier frontline  after 30m expect tier specialist, first response warned, first response running",
    "after 40m expect first response breached, first response due 2026-11-20 10:40, tier specialist",
    "after 2h expect tier counsel, reminded 0 times  after 150m expect reminded 1 time  after 1 day expect reminded 2 times",
    "after 2026-11-20 15:29 UTC expect tier frontline",
    "at 10m replied after 9m expect first response running after 10m expect first response met, tier frontline",
    "at 41m replied after 1h expect first response breached",
    "at 1h resolved after 1 day expect resolution met, first response breached, no next check",
    "at 5m merged after 5m expect first response cancelled, resolution cancelled",
    "at 20m acknowledged at 10m replied after 1 week expect tier frontline, resolution breached, no next check",
    "at 10m replied after 1 week expect tier counsel",
    # Paused from 11:00 until Monday at 10:00: six open hours on Friday and one on Monday, so that due moves from 14:00 by seven.
    "at 1h status_changed {case.status waiting_on_customer} at 2026-11-23 10:00 status_changed {case.status open}"
    " after 2h expect resolution paused, next check 2026-11-20 12:30"
    " after 3 days expect resolution running, resolution due 2026-11-23 13:00",
    'at 5m reclassified {message "The house is on fire"} after 6m expect severity critical, tier counsel, no clock on resolution',
    "at 5m reclassified {author.followers 12} at 6m reclassified {author.followers unknown} after 6m expect severity high",
    "after 45m expect tier specialist after 1m expect tier frontline",
]


@pytest.mark.parametrize("told", HELD)
def test_what_holds(told: str) -> None:
    assert failures(told) == []


def test_a_case_opened_by_staff_waits_for_no_answer() -> None:
    given = f'message "Your parcel is broken" opened_at {OPENED} opened_by staff'
    assert failures("expect first response not started, resolution running", given) == []
    assert failures("at 1h received after 1h expect first response running", given) == []


def test_received_at_is_the_opening_where_nothing_else_is() -> None:
    given = f'message "It is broken" received_at {OPENED}'
    assert failures("expect first response due 2026-11-20 10:40", given) == []


def test_days_are_days_of_the_policys_zone() -> None:
    given = 'message "It is broken" opened_at 2026-10-31 10:00'  # the clocks go back in the night that follows
    assert failures("at 1 day replied after 2026-11-01 09:59 expect first response breached", given) == []
    late = "at 1 day resolved after 2026-11-01 09:59 expect resolution running after 2026-11-01 10:00 expect resolution met"
    assert failures(late, given) == []


NOT_HELD = [
    ("expect first response breached", ("first_response breached", "running", "at the opening")),
    ("after 45m expect first response met", ("first_response met", "breached", "after 45m")),
    ("after 2 days expect tier frontline", ("tier frontline", "counsel", "after 2 days")),
    ("after 2026-11-20 11:00 expect tier frontline", ("tier frontline", "specialist", "at 2026-11-20 11:00 America/New_York")),
    ("expect no clock on resolution", ("no clock on resolution", "running", "at the opening")),
    ("expect next response met", ("next_response met", "no clock: the policy gives it no target", "at the opening")),
    ("expect next response due 2026-11-20 11:00", (
        "next_response due 2026-11-20 11:00 America/New_York", "no clock: the policy gives it no target", "at the opening")),
    ("expect no next check", ("no next check", "next check 2026-11-20 10:30 America/New_York", "at the opening")),
    ("at 1h resolved after 1h expect next check 2026-11-20 12:00", (
        "next check 2026-11-20 12:00 America/New_York", "no next check", "after 1h")),
    ("after 1 day expect reminded 1 time", ("reminded 1 times", "2 times", "after 1 day")),
    ("expect first response warned", ("first_response warned", "running", "at the opening")),
    ("at 1m merged after 1h expect resolution met", (
        "resolution met", "cancelled: the case was merged without it", "after 1h")),
    ("expect severity low", ("severity low", "high", "at the opening")),
]  # fmt: skip


@pytest.mark.parametrize(("told", "found"), NOT_HELD)
def test_what_does_not_hold_says_what_was_found_and_when(told: str, found: tuple[str, str, str]) -> None:
    assert failures(told) == [found]


def test_a_time_that_no_calendar_has_is_a_failure() -> None:
    given = 'message "It is broken" opened_at 9999-12-01 10:00'
    ((expected, found, _),) = failures("after 1 year expect severity high", given)
    assert expected == "a case that can be read"
    assert "year 9999" in found


def test_failures_come_in_the_order_written() -> None:
    told = "expect severity low after 3h expect severity normal, tier frontline after 1h expect severity critical"
    assert [each[0] for each in failures(told)] == ["severity low", "severity normal", "tier frontline", "severity critical"]


@pytest.mark.parametrize(
    ("received", "found"),
    [
        ("2026-07-01 10:00", "2026-07-01 11:00 Europe/Madrid"),
        ("2026-07-01 10:00:30", "2026-07-01 11:00:30 Europe/Madrid"),
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),
        ("2026-10-25T01:30:00+02:00", "2026-10-25T02:30:00+02:00"),
    ],
)
def test_moments_are_told_on_the_clocks_of_the_policy_and_can_be_pasted(received: str, found: str) -> None:
    text = 'ruleset t {{ version "1" timezone Europe/Madrid }}\nrule r {{ first response within 1h }}\ntest "t" {{\n' + (
        "  given interaction {{ message \"m\" received_at {} }}\n  expect first response due {}\n}}\n"
    )
    (wrong,) = run_examples(ep.loads(text.format(received, "2026-01-01 00:00 UTC")))
    assert [each.found for each in wrong.failures] == [found]
    (right,) = run_examples(ep.loads(text.format(received, found)))
    assert right.holds


def test_a_moment_that_the_clocks_of_the_policy_have_no_year_for_is_told_in_utc() -> None:
    text = (
        'ruleset t { version "1" timezone Europe/Madrid }\nrule r { first response within 1h }\ntest "t" {\n'
        '  given interaction { message "m" received_at 2026-07-01 10:00 }\n  expect first response due 9999-12-31 23:30 UTC\n}\n'
    )
    (result,) = run_examples(ep.loads(text))
    assert [each.expected for each in result.failures] == ["first_response due 9999-12-31 23:30 UTC"]
