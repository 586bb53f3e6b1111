"""Stages, groups, windows, named conditions, quantifiers: what rules are asked and what comes of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from engagepolicy.backends.interpreter import decide, run
from engagepolicy.ir.expressions import And, Expression, IsKnown, Named, Not, Or, OrElse, Quantified
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import About, Condition, Lexicon, Rule, Term, Window
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.trace import Status
from tests.programs import (
    INT,
    NOW,
    SEVERITY,
    any_order,
    at_least,
    constant,
    equals,
    fact,
    gives,
    of_order,
    outcome,
    program,
)

LATER = About(window=Window(start=NOW + timedelta(seconds=1)))
FAMOUS = at_least("author.followers", 10_000)


def value_of(expression: Expression, facts: dict[str, Value]) -> Value:
    return run(Prepared(program()), facts, NOW).evaluate(expression)


@pytest.mark.parametrize(
    ("orders", "any_late", "all_late", "count_late"),
    [
        ((), False, True, 0),
        (({"is_late": True}, {"is_late": False}), True, False, 1),
        (({"is_late": True}, {}), True, None, None),
        (({"is_late": False}, {}), None, False, None),
        (None, None, None, None),
    ],
)
def test_quantifiers(orders: Value, any_late: Value, all_late: Value, count_late: Value) -> None:
    late = of_order("is_late")
    for quantity, expected in (("any", any_late), ("all", all_late), ("count", count_late)):
        test = Quantified(quantity, "o", fact("orders"), late)  # type: ignore[arg-type]
        assert value_of(test, {"orders": orders}) is expected


def test_what_is_known_and_what_stands_in_for_it() -> None:
    fallback = OrElse(fact("author.followers"), constant(7, INT))
    assert value_of(IsKnown(fact("author.followers")), {}) is False
    assert value_of(IsKnown(fact("author.followers")), {"author.followers": 0}) is True
    assert value_of(fallback, {}) == 7
    assert value_of(fallback, {"author.followers": 0}) == 0
    assert value_of(And((FAMOUS, Or(()))), {}) is False
    assert value_of(Not(FAMOUS), {}) is None


def test_a_later_stage_reads_what_an_earlier_one_settled() -> None:
    rules = (
        Rule("first", FAMOUS, gives(severity="high")),
        Rule("second", apply("at_least", outcome("severity"), constant("high", SEVERITY)), gives(queue="vip"), stage=1),
    )
    prepared = Prepared(program(*rules))
    assert decide(prepared, {"author.followers": 10_000}, NOW).queue == "vip"
    quiet = decide(prepared, {"author.followers": 9_999}, NOW)
    assert (quiet.queue, quiet.severity) == (None, "normal")


def test_a_group_is_asked_in_its_order_until_a_row_applies() -> None:
    rows = tuple(
        Rule(f"t[{number}]", at_least("author.followers", count), gives(calm=count), group="t", position=number)
        for number, count in ((1, 10_000), (2, 100), (3, 0))
    )
    trace = run(Prepared(program(*rows)), {"author.followers": 500}, NOW)
    assert [verdict.status for verdict in trace.verdicts.values()] == [Status.DOES_NOT_APPLY, Status.APPLIES, Status.NOT_ASKED]
    assert trace.verdicts["t[3]"].answered_by == "t[2]"
    assert trace.settlements["calm"].value == 100
    unknown = run(Prepared(program(*rows)), {}, NOW)
    assert {verdict.status for verdict in unknown.verdicts.values()} == {Status.UNDETERMINED}


def test_a_rule_that_errs_on_the_safe_side_applies_while_its_condition_is_not_known() -> None:
    rule = Rule("careful", FAMOUS, gives(severity="critical"), applies_if_unknown=True)
    decision = decide(Prepared(program(rule)), {}, NOW)
    assert decision.severity == "critical"
    assert decision.status_of("careful") is Status.APPLIES_UNKNOWN
    assert [(each.rule, each.applies) for each in decision.undetermined] == [("careful", True)]


def test_what_is_not_in_force_does_not_exist() -> None:
    rules = (
        Rule("later", contributions=gives(severity="critical"), about=LATER),
        Rule("by_name", Or((Named("off"), Named("off_too"))), gives(severity="high")),
        Rule("by_word", apply("mentions", fact("message"), *_lexicon("off")), gives(severity="high")),
    )
    conditions = (Condition("off", "define", And(()), about=LATER), Condition("off_too", "segment", And(()), about=LATER))
    lexicons = (Lexicon("off", (Term("lawsuit"),), about=LATER), Lexicon("on", (Term("lawsuit"),), includes=("off",)))
    prepared = Prepared(program(*rules, conditions=conditions, lexicons=lexicons))
    today = decide(prepared, {"message": "a lawsuit"}, NOW)
    assert (today.applied, today.segments, today.severity) == ((), (), "normal")
    assert today.status_of("later") is Status.NOT_IN_FORCE
    tomorrow = decide(prepared, {"message": "a lawsuit"}, NOW + timedelta(days=1))
    assert (tomorrow.applied, tomorrow.segments) == (("by_name", "by_word", "later"), ("off_too",))


def _lexicon(name: str) -> tuple[Expression, Expression]:
    from engagepolicy.ir.expressions import Constantly, Reference
    from engagepolicy.values.types import SetType, StringType

    return Reference("lexicon", name), Constantly(frozenset(), SetType(StringType()))


def test_segments_that_hold_and_those_of_which_it_is_not_known() -> None:
    conditions = (
        Condition("vip", "segment", equals("author.is_vip", True)),
        Condition("press", "segment", FAMOUS),
        Condition("both", "define", And((Named("vip"), Named("press")))),
    )
    decision = decide(Prepared(program(conditions=conditions)), {"author.is_vip": True}, NOW)
    assert (decision.segments, decision.undetermined_segments) == (("vip",), ("press",))


def test_a_chain_of_a_thousand_named_conditions_is_no_trouble() -> None:
    chain = [Condition("c0000", "define", FAMOUS)]
    chain += [Condition(f"c{number:04}", "define", Named(f"c{number - 1:04}")) for number in range(1, 2000)]
    prepared = Prepared(program(Rule("last", Named("c1999"), gives(calm=1)), conditions=tuple(chain)))
    assert decide(prepared, {"author.followers": 10_000}, NOW).applied == ("last",)
    assert decide(prepared, {}, NOW).undetermined[0].facts == ("author.followers",)


def test_a_moment_counts_the_same_in_every_zone() -> None:
    autumn = datetime(2026, 11, 1, 6, 30, tzinfo=timezone.utc)  # noqa: UP017 - the zone is the point
    there = autumn.astimezone(timezone(timedelta(hours=-5)))
    rule = Rule("then", equals("received_at", autumn), gives(calm=1))
    assert decide(Prepared(program(rule)), {"received_at": there}, there) == decide(
        Prepared(program(rule)), {"received_at": autumn}, autumn
    )
    assert decide(Prepared(program(rule)), {"received_at": there}, there).applied == ("then",)


def test_any_order_of_an_unknown_amount_is_not_known() -> None:
    large = any_order(apply("at_least", of_order("amount"), constant(100, INT)))
    decision = decide(Prepared(program(Rule("large", large, gives(calm=1)))), {"orders": ({"is_late": True},)}, NOW)
    assert decision.undetermined[0].facts == ("orders.amount",)
