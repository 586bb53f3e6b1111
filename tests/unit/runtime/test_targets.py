"""Targets of decisions: from when they count, when they fall due, when to warn; and that a case followed says the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import engagepolicy as ep

RULESET = """
ruleset acme.care {{ timezone America/New_York }}
calendar office {{ mon-fri 09:00-17:00 }}
rule any_message {{ resolution within {amount} }}
sla clocks {{ {clauses} }}
"""
AMOUNTS = (
    "4h", "4h on office", "2 business days on office", "3 days", "by 12:00 on office", "end of day on office", "later of 2h, 3h on office",
)  # fmt: skip
CLAUSES = (
    "warn at 75%",
    "warn resolution 1h before warn resolution 30m on office before",
    "count received after 16:00 on office as the next business day",
    "count resolution received while closed on office from the next opening warn at 50% warn 2h before",
    "count received after 10:00 on office as the next business day"
    " count resolution received while closed on office from the next opening warn 99h before",
)
STARTS = ("2026-11-19 10:00", "2026-11-19 16:00", "2026-11-19 16:01", "2026-11-20 18:00", "2026-11-21 12:00", "2026-10-31 23:30")


def target_of(amount: str, clauses: str, start: str) -> ep.Target:
    policy = ep.loads(RULESET.format(amount=amount, clauses=clauses))
    received_at = datetime.fromisoformat(start).replace(tzinfo=policy._prepared.zone)
    return policy.decide({"message": "Hello", "received_at": received_at}).targets["resolution"]


def local(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("amount", "clauses", "start", "due", "warned"),
    [
        ("4h on office", "warn at 75%", "2026-11-20 15:00", "2026-11-23 11:00", "2026-11-23 10:00"),
        ("4h", "warn 1h before", "2026-11-20 15:00", "2026-11-20 19:00", "2026-11-20 18:00"),
        ("4h", "warn 1h before warn at 50%", "2026-11-20 15:00", "2026-11-20 19:00", "2026-11-20 17:00"),
        ("4h", "warn 9h before", "2026-11-20 15:00", "2026-11-20 19:00", "2026-11-20 15:00"),
        ("4h on office", "warn 1h on office before", "2026-11-20 16:00", "2026-11-23 12:00", "2026-11-23 11:00"),
        ("4h", CLAUSES[2], "2026-11-20 16:30", "2026-11-23 13:00", None),
        ("1 business day on office", CLAUSES[2], "2026-11-20 16:30", "2026-11-24 17:00", None),
        ("4h", "warn first response at 50%", "2026-11-20 16:30", "2026-11-20 20:30", None),
    ],
)
def test_due_and_warning(amount: str, clauses: str, start: str, due: str, warned: str | None) -> None:
    target = target_of(amount, clauses, start)
    assert (local(target.due_at), local(target.warn_at)) == (due, warned)


def test_the_target_says_from_when_it_counts() -> None:
    target = target_of("4h", CLAUSES[2], "2026-11-20 16:30")
    assert target.counted_from.isoformat() == "2026-11-23T14:00:00+00:00"


def test_a_word_without_a_number_has_no_warning() -> None:
    text = RULESET.replace("America/New_York", "America/New_York unquantified soon").format(amount="soon", clauses="warn at 75%")
    target = ep.loads(text).decide({"message": "Hello", "received_at": "2026-11-20T10:00:00Z"}).targets["resolution"]
    assert (target.due_at, target.warn_at) == (None, None)


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("clauses", CLAUSES)
def test_a_decision_says_what_the_clock_of_a_new_case_says(amount: str, clauses: str) -> None:
    policy = ep.loads(RULESET.format(amount=amount, clauses=clauses))
    for start in STARTS:
        opened_at = datetime.fromisoformat(start).replace(tzinfo=policy._prepared.zone)
        target = policy.decide({"message": "Hello", "received_at": opened_at}).targets["resolution"]
        case = {"opened_at": opened_at, "facts": {"message": "Hello"}}
        clock = policy.track(case, now=opened_at).clocks["resolution"]
        assert target.due_at is not None
        due_at = target.due_at.astimezone(UTC)
        assert (clock.due_at, clock.amount, clock.counted_from) == (due_at, target.amount, target.counted_from)
        given = [entry.at for entry in policy.track(case, now=due_at).history if entry.what == "warned"]
        assert min(given, default=None) == (None if target.warn_at is None else target.warn_at.astimezone(UTC))


def test_the_record_and_the_explanation_say_it_too() -> None:
    policy = ep.loads(RULESET.format(amount="4h", clauses=CLAUSES[2] + " warn at 50%"))
    decision = policy.decide({"message": "Hello", "received_at": "2026-11-20T21:30:00Z"})
    record = decision.to_record()["targets"]["resolution"]
    assert (record["warn_at"], record["counted_from"]) == ("2026-11-23T11:00:00-05:00", "2026-11-23T14:00:00+00:00")
    assert "due 2026-11-23 13:00:00 America/New_York, counted from 2026-11-23 09:00:00" in decision.explain().text()
