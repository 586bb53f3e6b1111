"""Three houses with every feature of time: a bank by night, a studio 24x5, a council by business days; due times worked out by hand."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import engagepolicy as ep
from engagepolicy.ir.clocks import KINDS
from engagepolicy.testing import run_examples
from engagepolicy.tracking import CaseStatus

HOUSES = {path.stem: ep.load(str(path)) for path in sorted((Path(__file__).parent / "houses").glob("*.engage"))}
CHANGES = {
    "status_changed": [{"case.status": "waiting_on_customer"}, {"case.status": "waiting_on_citizen"}, {"case.status": "open"}],
    "reclassified": [{"message": "about your office"}, {"message": "a flood"}, {"message": "hello, thanks"}],
}
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize("name", HOUSES)
def test_what_was_worked_out_by_hand_holds(name: str) -> None:
    results = run_examples(HOUSES[name])
    assert [(each.name, each.failures) for each in results if not each.holds] == []
    assert len(results) >= 3


class Story:
    """A case of half hours around the dates on which clocks change, made from a seed; one event of a kind at any moment."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        month, day, hour = self.chance.choice([3, 10, 12]), self.chance.randint(20, 28), self.chance.randint(0, 23)
        self.opened_at = datetime(2026, month, day, hour, tzinfo=UTC)
        places = {(self.chance.choice(KINDS), self.chance.randint(0, 200)) for _ in range(self.chance.randint(0, 9))}
        self.events = [self._event(kind, place) for kind, place in sorted(places)]
        self.now = self.opened_at + self.chance.randint(0, 260) * HALF_AN_HOUR

    def _event(self, kind: str, place: int) -> dict[str, Any]:
        facts = self.chance.choice(CHANGES.get(kind, [{}]))
        return {"kind": kind, "at": self.opened_at + place * HALF_AN_HOUR, "facts": facts}

    def look(self, policy: ep.Policy, events: list[dict[str, Any]], now: datetime) -> CaseStatus:
        return policy.track({"id": "c", "opened_at": self.opened_at, "facts": {"message": "hello"}, "events": events}, now)


SEEDS = [(name, seed) for name in HOUSES for seed in range(40)]


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_shuffled_repeated_and_future_events_change_nothing(name: str, seed: int) -> None:
    story = Story(seed)
    usual = story.look(HOUSES[name], story.events, story.now)
    mixed = story.events + story.events[:2]
    story.chance.shuffle(mixed)
    known = [each for each in story.events if each["at"] <= story.now]
    assert story.look(HOUSES[name], mixed, story.now) == usual == story.look(HOUSES[name], known, story.now)


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_nothing_changes_by_itself_between_two_checks(name: str, seed: int) -> None:
    story = Story(seed)
    end = story.opened_at + timedelta(days=8)
    known = [each for each in story.events if each["at"] <= story.now]
    moment = story.now
    for _ in range(8):
        status = story.look(HOUSES[name], known, moment)
        following = status.next_check_at
        assert following is None or following > moment
        until = min(following or end, end)
        if until <= moment:
            break
        later = story.look(HOUSES[name], known, until - timedelta(microseconds=1))
        assert (later.tier, later.on_duty, len(later.history)) == (status.tier, status.on_duty, len(status.history))
        assert {key: clock.state for key, clock in later.clocks.items()} == {key: clock.state for key, clock in status.clocks.items()}
        moment = until
