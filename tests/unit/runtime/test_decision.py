"""The face of a decision: targets and due times, records and replay, what is undetermined."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from engagepolicy.backends.interpreter import decide
from engagepolicy.ir.expressions import And, Constantly, Expression, Named, Not, Or
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import About, Condition, OutcomeDeclaration, Program, Rule, Window
from engagepolicy.runtime.decision import NoExplainer
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.record import NotARecord, PolicyMismatch, read_record, render_duration
from engagepolicy.runtime.undetermined import Undetermined
from engagepolicy.values.amounts import Amount, BusinessDays, Elapsed, OpenTime, Unquantified
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import SetType
from tests.programs import (
    DURATION,
    MOMENT,
    NOW,
    NUMBER,
    STRING,
    any_order,
    at_least,
    constant,
    equals,
    fact,
    gives,
    of_order,
    program,
)

FAMOUS = at_least("author.followers", 10_000)
RICH = apply("at_least", fact("author.balance"), constant(Decimal("1000"), NUMBER))


def test_the_earliest_of_incomparable_amounts_is_due() -> None:
    amounts: frozenset[Amount] = frozenset({OpenTime(3600, "office"), BusinessDays(1, "office"), Unquantified("promptly")})
    decision = decide(Prepared(program(Rule("r", contributions=gives(first_response=amounts)))), {}, NOW)
    target = decision.targets["first_response"]
    assert target.due_at == NOW + timedelta(hours=1)
    assert (target.amount, target.calendar, target.warn_at) == (OpenTime(3600, "office"), "office", None)
    assert target.amounts == (BusinessDays(1, "office"), OpenTime(3600, "office"), Unquantified("promptly"))


def test_a_promise_without_a_number_has_no_due_time() -> None:
    rule = Rule("r", contributions=gives(first_response=frozenset({Unquantified("promptly")})))
    target = decide(Prepared(program(rule)), {}, NOW).targets["first_response"]
    assert (target.due_at, target.amount, target.calendar) == (None, Unquantified("promptly"), None)


def test_a_decision_cannot_be_changed() -> None:
    decision = decide(Prepared(program()), {}, NOW)
    with pytest.raises(FrozenInstanceError):
        decision.applied = ("x",)  # type: ignore[misc]
    with pytest.raises(TypeError):
        decision.outcomes["severity"] = "low"  # type: ignore[index]


def test_a_decision_without_an_explainer_says_so() -> None:
    with pytest.raises(NoExplainer):
        decide(Prepared(program()), {}, NOW).explain()


def undetermined(*rules: Rule, **facts: Value) -> list[Undetermined]:
    return list(decide(Prepared(program(*rules)), facts, NOW).undetermined)


def test_a_rule_whose_fact_is_missing_is_listed_if_it_could_change_an_outcome() -> None:
    maybe = Rule("maybe", FAMOUS, gives(severity="high"))
    assert undetermined(maybe) == [Undetermined("maybe", ("author.followers",), ("severity",))]
    assert undetermined(maybe, Rule("surely", contributions=gives(severity="critical"))) == []
    surely = Rule("surely", contributions=gives(severity="normal"))
    assert [each.rule for each in undetermined(maybe, surely)] == ["maybe"]


def test_a_rule_that_would_be_overridden_anyway_is_not_listed() -> None:
    maybe = Rule("maybe", FAMOUS, gives(severity="high"))
    surely = Rule("surely", contributions=gives(severity="low"), overrides=("maybe",))
    assert undetermined(maybe, surely) == []


def test_a_rule_that_could_withdraw_something_is_listed() -> None:
    maybe = Rule("maybe", FAMOUS, gives(severity="low"), overrides=("surely",))
    surely = Rule("surely", contributions=gives(severity="high"))
    assert undetermined(maybe, surely) == [Undetermined("maybe", ("author.followers",), ("severity",))]


def test_a_row_before_the_one_that_answered_is_listed() -> None:
    rows = (
        Rule("t[1]", FAMOUS, gives(calm=9), group="t", position=1),
        Rule("t[2]", contributions=gives(severity="high"), group="t", position=2),
    )
    assert undetermined(*rows) == [Undetermined("t[1]", ("author.followers",), ("calm", "severity"))]


def test_two_careful_rules_do_not_hide_each_other() -> None:
    rules = (
        Rule("a", FAMOUS, gives(severity="high"), applies_if_unknown=True),
        Rule("b", equals("author.is_vip", True), gives(severity="high"), applies_if_unknown=True),
    )
    assert [each.rule for each in undetermined(*rules)] == ["a", "b"]


def test_only_facts_that_leave_the_condition_open_are_named() -> None:
    condition = And((FAMOUS, Not(And((equals("author.is_vip", True), equals("channel", "x"))))))
    (entry,) = undetermined(Rule("r", condition, gives(severity="high")), channel="mail")
    assert entry.facts == ("author.followers",)


def recorded(policy: Program, **facts: Value) -> dict[str, Any]:
    decision = decide(Prepared(policy), {path.replace("__", "."): value for path, value in facts.items()}, NOW)
    text = json.dumps(decision.to_record())
    read = read_record(Prepared(policy), json.loads(text))
    assert decide(Prepared(policy), read.facts, read.as_of, read.tests) == decision
    record: dict[str, Any] = json.loads(text)
    return record


def test_a_record_holds_the_facts_that_were_read_and_no_others() -> None:
    record = recorded(program(Rule("r", FAMOUS, gives(severity="high"))), author__followers=12_000, channel="x")
    assert record["facts"] == {"author.followers": 12_000}
    assert record["outcomes"]["severity"] == "high"
    assert record["policy"]["name"] == "test.policy"


def test_a_private_fact_is_masked_and_the_truth_of_its_test_is_kept() -> None:
    record = recorded(program(Rule("r", RICH, gives(severity="high"))), author__balance=Decimal("12345"))
    assert record["facts"] == {"author.balance": "***"}
    assert list(record["tests"].values()) == [True]
    assert "12345" not in json.dumps(record)


def test_a_private_field_of_a_record_in_a_list_is_masked() -> None:
    card = any_order(apply("equal", of_order("card"), constant("4111", STRING)))
    orders = ({"is_late": True, "card": "4111", "amount": 3}, {"is_late": False})
    record = recorded(program(Rule("r", card, gives(severity="high"))), orders=orders)
    assert record["facts"] == {"orders": [{"card": "***"}, {}]}
    assert record["tests"].popitem()[1] is True


def test_what_a_private_test_lacked_is_kept_too() -> None:
    card = any_order(apply("equal", of_order("card"), constant("4111", STRING)))
    record = recorded(program(Rule("r", card, gives(severity="high"))), orders=({"is_late": False},))
    assert list(record["missing"].values()) == [["orders.card"]]
    assert record["undetermined"][0]["facts"] == ["orders.card"]


def test_what_only_a_condition_out_of_force_is_made_of_is_not_read() -> None:
    refund = apply("contains_text", fact("author.name"), constant("refund", STRING))
    doctor = apply("starts_with", fact("author.name"), constant("Dr", STRING))
    ended = About(window=Window(end=NOW))
    named = (
        Condition("asks_money_back", "define", refund),
        Condition("told_twice", "define", Named("asks_money_back")),
        Condition("angry", "segment", Named("told_twice"), about=ended),
    )
    for condition in (doctor, Or((doctor, Named("angry")))):
        record = recorded(program(Rule("r", condition, gives(severity="high")), conditions=named), author__name="")
        assert record["facts"] == {"author.name": "***"}
        assert list(record["tests"].values()) == [False]


def test_every_type_of_fact_comes_back_from_a_record() -> None:
    def reads(path: str) -> Expression:
        declared = fact(path)
        if path == "topics":
            return apply("contains", declared, constant("a", STRING))
        samples: dict[str, Value] = {
            "event_on": date(2026, 1, 1),
            "received_at": NOW,
            "waited": timedelta(1),
            "score": Decimal(1),
        }
        return apply("equal", declared, Constantly(samples[path], declared.type))

    rules = tuple(Rule(path, reads(path), gives(calm=1)) for path in ("event_on", "received_at", "waited", "score", "topics"))
    record = recorded(
        program(*rules),
        event_on=date(2026, 1, 1),
        received_at=datetime(2026, 11, 20, 15, tzinfo=UTC),
        waited=timedelta(days=1),
        score=Decimal("1.0"),
        topics=frozenset({"b", "a"}),
    )
    assert record["applied"] == ["event_on", "received_at", "score", "topics", "waited"]
    assert record["facts"]["topics"] == ["a", "b"]
    assert record["facts"]["waited"] == "PT86400S"
    assert record["facts"]["score"] == "1.0"


@pytest.mark.parametrize(
    ("length", "text"),
    [(timedelta(0), "PT0S"), (timedelta(microseconds=-1), "-PT0.000001S"), (timedelta(days=2), "PT172800S")],
)
def test_durations_in_records(length: timedelta, text: str) -> None:
    assert render_duration(length) == text


def test_another_policy_refuses_the_record() -> None:
    record = recorded(program())
    other = Prepared(replace(program(), version="2"))
    with pytest.raises(PolicyMismatch, match=r"test\.policy 1 .* test\.policy 2"):
        read_record(other, record)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "review"},
        {"as_of": "2026-11-20T15:00:00"},
        {"as_of": 5},
        {"policy": None},
        {"tests": {}},
        {"facts": {"author.balance": "***", "unheard_of": 1}},
        {"facts": []},
        {"facts": {"waited": 5}},
        {"facts": {"waited": "an hour"}},
        {"facts": {"score": "NaN"}},
        {"facts": {"score": 1.5}},
        {"tests": "true"},
    ],
)
def test_a_record_that_was_changed_is_refused(change: dict[str, Any]) -> None:
    waited = apply("at_least", fact("waited"), constant(timedelta(hours=1), DURATION))
    scored = apply("at_least", fact("score"), constant(Decimal(1), NUMBER))
    rules = (Rule("r", RICH, gives(severity="high")), Rule("s", waited), Rule("t", scored))
    policy = program(*rules)
    record = recorded(policy, author__balance=Decimal(5)) | change
    with pytest.raises(NotARecord):
        read_record(Prepared(policy), record)


def test_a_test_of_a_private_fact_is_true_false_or_null() -> None:
    policy = program(Rule("r", RICH, gives(severity="high")))
    record = recorded(policy, author__balance=Decimal(5))
    changed = record | {"tests": dict.fromkeys(record["tests"], "yes")}
    with pytest.raises(NotARecord, match="neither true, false nor null"):
        read_record(Prepared(policy), changed)


def test_standard_outcomes_have_names_of_their_own() -> None:
    decision = decide(Prepared(program(Rule("r", contributions=gives(tags=frozenset({"legal"}))))), {}, NOW)
    assert decision.tags == {"legal"}
    assert decision.requires | decision.notify | decision.suggest == frozenset()
    policy = program()
    suggested = OutcomeDeclaration("suggest", STRING, Merge.UNIQUE, default="Be kind.")
    assert decide(Prepared(replace(policy, outcomes=(*policy.outcomes, suggested))), {}, NOW).suggest == {"Be kind."}


def test_a_moment_that_utc_cannot_write_is_not_known() -> None:
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    rule = Rule("r", equals("received_at", NOW), gives(severity="high"))
    assert decide(Prepared(program(rule)), {"received_at": first}, NOW).undetermined[0].facts == ("received_at",)


def test_a_set_of_moments_is_compared_in_utc() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=-5)))
    listed = constant(frozenset({there}), SetType(MOMENT))
    rule = Rule("r", apply("member", fact("received_at"), listed), gives(severity="high"))
    assert decide(Prepared(program(rule)), {"received_at": NOW, "holidays": frozenset({there})}, NOW).severity == "high"


def test_amounts_in_a_record_are_written_as_the_language_writes_them() -> None:
    rule = Rule("r", contributions=gives(first_response=frozenset({Elapsed(5400)})))
    record = recorded(program(rule))
    assert record["outcomes"]["first_response"] == ["1h30m"]
    assert record["targets"]["first_response"] == {
        "due_at": "2026-11-20T11:30:00-05:00",
        "warn_at": None,
        "counted_from": NOW.isoformat(),
        "not_before_at": None,
        "amount": "1h30m",
        "amounts": ["1h30m"],
        "calendar": None,
    }
