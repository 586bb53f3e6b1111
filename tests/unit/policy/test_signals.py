"""Policies that read signals: readings become facts of the decision and stand in its record."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

import engagepolicy as ep
from engagepolicy.signals import MemoryStore

TEXT = """ruleset acme.care { version "1"  timezone Europe/Berlin }
signal surge "Anger about one topic" = count of interactions where sentiment < -0.3 by topics within 1h
signal jump = growth of interactions where sentiment < -0.3 by topics within 1h
rule crisis "Many are angry" { when surge >= 3  severity critical }
rule leap { when jump >= 2.5  tag leap }
"""
POLICY = ep.loads(TEXT)


def angry(number: int, **more: object) -> dict[str, Any]:
    at = datetime(2026, 3, 1, 10, number, tzinfo=UTC).isoformat()
    return {"id": str(number), "message": "no", "received_at": at, "sentiment": -1, "topics": ["fees"], **more}


def observed(count: int) -> tuple[dict[str, Any], ep.Decision]:
    store = MemoryStore()
    *_, readings = [POLICY.observe(angry(number), store) for number in range(count)]
    return dict(readings), POLICY.decide(angry(count - 1), signals=readings)


def test_a_decision_reads_what_was_observed() -> None:
    assert observed(2)[1].severity is None
    readings, decision = observed(3)

    assert readings == {"surge": 3, "jump": Decimal(3)}
    assert decision.severity == "critical"
    assert decision.tags == {"leap"}
    assert decision.undetermined == ()


def test_without_readings_it_says_that_the_signal_is_missing() -> None:
    decision = POLICY.decide(angry(1))

    assert [(each.rule, each.facts) for each in decision.undetermined] == [("crisis", ("surge",)), ("leap", ("jump",))]


def test_the_record_holds_the_readings_and_is_enough_to_decide_again() -> None:
    _, decision = observed(3)
    record = json.loads(json.dumps(decision.to_record()))

    assert record["facts"] == {"jump": "3", "surge": 3}
    assert POLICY.replay(record) == decision
    jsonschema.validate(record, POLICY.json_schema("decision"), jsonschema.Draft202012Validator)


def test_the_explanation_shows_what_was_read() -> None:
    assert "surge is 3" in observed(3)[1].explain().text()


def test_an_interaction_may_bring_its_signals_itself() -> None:
    assert POLICY.decide(angry(1, surge=7)).severity == "critical"
    assert POLICY.decide(angry(1, surge=7), signals={"surge": 7, "jump": None}).severity == "critical"
    jsonschema.validate(angry(1, surge=7), POLICY.json_schema(), jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("given", "readings", "said"),
    [
        ({"surge": 7}, {"surge": 8}, "surge: found the number 7 in the interaction and the number 8 as its reading, expected one value"),
        ({}, {"surg": 8}, "surg: found a reading of no signal, expected a signal of the ruleset; did you mean surge?"),
        ({}, {"topics": ["a"]}, "topics: found a reading of no signal, expected a signal of the ruleset"),
        ({}, {"surge": "8"}, 'surge: found the text "8", expected a whole number, without quotes'),
        ({}, {"surge": Decimal("8.5")}, "surge: found the number 8.5, expected a whole number"),
    ],
)
def test_readings_that_cannot_be_are_refused(given: dict[str, Any], readings: dict[str, Any], said: str) -> None:
    with pytest.raises(ep.InvalidInput) as refused:
        POLICY.decide(angry(1, **given), signals=readings)

    assert str(refused.value) == said


def test_an_interaction_without_its_moment_cannot_be_observed() -> None:
    with pytest.raises(ep.InvalidInput, match="received_at"):
        POLICY.observe({"message": "x"}, MemoryStore())


def test_a_policy_without_signals_observes_nothing() -> None:
    policy = ep.loads('ruleset acme { version "1" }')

    assert policy.signals == ()
    assert policy.observe({"message": "x", "received_at": "2026-03-01T10:00:00Z"}, MemoryStore()) == {}


def test_a_compiled_policy_has_the_same_signals_and_digest() -> None:
    again = ep.Policy.from_json(POLICY.to_json())

    assert again.digest == POLICY.digest
    assert again.signals == ("jump", "surge")
    assert again.observe(angry(1), MemoryStore()) == POLICY.observe(angry(1), MemoryStore())


def test_the_order_of_declarations_and_keys_is_not_in_the_digest() -> None:
    head, *lines = TEXT.replace("by topics", "by topics, channel").splitlines()
    turned = "\n".join([head, *reversed(lines)]).replace("by topics, channel", "by channel, topics")

    assert ep.loads(turned).digest == ep.loads("\n".join([head, *lines])).digest
    assert ep.loads(turned.replace("within 1h", "within 2h")).digest != ep.loads(turned).digest


def test_growth_against_the_hour_before_is_what_growth_says_without_more() -> None:
    assert ep.loads(TEXT.replace("topics within 1h\nrule", "topics within 1h against 60m\nrule")).digest == POLICY.digest


def test_threads_may_observe_with_one_store() -> None:
    store = MemoryStore()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: POLICY.observe(angry(number), store), [*range(50), *range(50)]))

    assert POLICY.observe(angry(49), store)["surge"] == 50
