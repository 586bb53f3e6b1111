"""What an explanation says, to people and to programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engagepolicy.backends.interpreter import decide
from engagepolicy.explanation import Explanation, explain
from engagepolicy.explanation.wording import render_expression
from engagepolicy.ir.expressions import (
    And,
    Constantly,
    Expression,
    Fact,
    IsKnown,
    Named,
    Not,
    Or,
    OrElse,
    Quantified,
    Reference,
    RegularExpression,
)
from engagepolicy.ir.operators import apply
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import About, Condition, FactDeclaration, Rule, Window
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.types import SetType
from tests.programs import (
    BOOL,
    CHANNEL,
    DATE,
    INT,
    MOMENT,
    NOW,
    NUMBER,
    SEVERITY,
    STRING,
    any_order,
    at_least,
    constant,
    equals,
    fact,
    gives,
    of_order,
    outcome,
    program,
    within,
)

MASKS = Constantly(frozenset(), SetType(STRING))
LEGAL = apply("mentions", fact("message"), Reference("lexicon", "legal"), MASKS)
FAMOUS = at_least("author.followers", 10_000)
RICH = apply("at_least", fact("author.balance"), constant(Decimal(1000), NUMBER))


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at_most_one_order() -> Expression:
    late = Quantified("count", "o", fact("orders"), of_order("is_late"))
    return apply("at_most", late, constant(1, INT))


def explained(*rules: Rule, conditions: tuple[Condition, ...] = (), **facts: Value) -> Explanation:
    told = {path.replace("__", "."): value for path, value in facts.items()}
    return explain(decide(Prepared(program(*rules, conditions=conditions)), told, NOW))


def changes(condition: Expression, **facts: Value) -> list[tuple[str, str, str]]:
    (rule,) = explained(Rule("r", condition, gives(calm=1)), **facts).rules
    return [(change.path, change.before, change.after) for change in rule.changes]


def test_the_whole_text() -> None:
    rules = (
        Rule(
            "legal",
            LEGAL,
            gives(severity="critical", first_response=within(3600)),
            about=About(because="Only counsel may answer."),
        ),
        Rule("mild", contributions=gives(severity="low", queue="cards")),
        Rule("mild_not", Named("known"), gives(queue="loans"), overrides=("mild",)),
        Rule("famous", FAMOUS, gives(calm=1), place=Place("acme.engage", 7)),
        Rule("vip", equals("author.is_vip", True), gives(calm=2)),
        Rule("later", contributions=gives(calm=2), about=About(window=Window(end=NOW))),
    )
    conditions = (Condition("known", "define", Not(equals("channel", "mail"))),)
    text = explained(*rules, conditions=conditions, message="My lawsuit", author__followers=9200, channel="x").text()
    assert text.splitlines() == [
        "test.policy 1 as of 2026-11-20T15:00:00+00:00",
        "  calm: not known (no rule gave it)",
        "  first_response: 1h, due 2026-11-20 11:00:00 America/New_York",
        "    legal gives 1h",
        "      message mentions legal: true",
        '        message is "My lawsuit"',
        "        found lawsuit at 3 to 10",
        "      because: Only counsel may answer.",
        "  owner: not known (no rule gave it)",
        '  queue: "loans" (unique of 2)',
        '    mild gives "cards", withdrawn by mild_not',
        '    mild_not gives "loans"',
        "      channel is mail: false [known]",
        "        channel is x",
        "  severity: critical (highest of 2)",
        "    legal gives critical",
        "      message mentions legal: true",
        '        message is "My lawsuit"',
        "        found lawsuit at 3 to 10",
        "      because: Only counsel may answer.",
        "    mild gives low",
        "  tags: {} (no rule gave it)",
        "  tier: not known (no rule gave it)",
        "  verdict: allow (the default)",
        "  did not apply",
        "    famous: does not apply",
        "      author.followers >= 10000: false",
        "        author.followers is 9200",
        "      would apply with author.followers 9200 -> 10000",
        "    later: not in force",
        "    vip: undetermined",
        "      author.is_vip is true: not known",
        "        author.is_vip is not known",
        "      would apply with author.is_vip not known -> true",
        "  could still change",
        "    vip: calm could change when author.is_vip is known",
    ]


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (FAMOUS, {"author__followers": 9_200}, [("author.followers", "9200", "10000")]),
        (Not(FAMOUS), {"author__followers": 10_001}, [("author.followers", "10001", "9999")]),
        (FAMOUS, {}, [("author.followers", "not known", "10000")]),
        (equals("channel", "mail"), {"channel": "x"}, [("channel", "x", "mail")]),
        (Not(equals("channel", "x")), {"channel": "x"}, [("channel", "x", "mail")]),
        (
            apply("greater", fact("score"), constant(Decimal("0.5"), NUMBER)),
            {"score": Decimal("0.2")},
            [("score", "0.2", "0.6")],
        ),
        (
            apply("at_least", fact("urgency"), constant("high", SEVERITY)),
            {"urgency": "low"},
            [("urgency", "low", "high")],
        ),
        (
            And((FAMOUS, equals("channel", "mail"))),
            {"author__followers": 1, "channel": "mail"},
            [("author.followers", "1", "10000")],
        ),
        (
            And((FAMOUS, equals("channel", "mail"))),
            {"author__followers": 1, "channel": "x"},
            [("author.followers", "1", "10000"), ("channel", "x", "mail")],
        ),
        (
            Or((And((FAMOUS, equals("channel", "mail"))), equals("author.is_vip", True))),
            {"author__followers": 1, "channel": "x", "author__is_vip": False},
            [("author.is_vip", "false", "true")],
        ),
        (LEGAL, {"message": "Hello"}, [("message", '"Hello"', '"Hello lawsuit"')]),
        (Not(LEGAL), {"message": "lawsuit"}, [("message", '"lawsuit"', '""')]),
        (IsKnown(fact("author.name")), {}, [("author.name", "not known", '""')]),
        (Not(IsKnown(fact("author.followers"))), {"author__followers": 1}, [("author.followers", "1", "not known")]),
        (
            apply("contains", fact("topics"), constant("a", STRING)),
            {"topics": frozenset({"b"})},
            [("topics", '{"b"}', '{"a", "b"}')],
        ),
        (
            apply("member", fact("channel"), constant(frozenset({"mail"}), SetType(CHANNEL))),
            {"channel": "x"},
            [("channel", "x", "mail")],
        ),
        (at_most_one_order(), {"orders": ({"is_late": True}, {"is_late": True})}, []),
        (equals("message", "hello"), {"message": "x"}, [("message", '"x"', '"hello"')]),
        (apply("less", fact("event_on"), constant(NOON.date(), DATE)), {}, [("event_on", "not known", "2026-11-19")]),
        (apply("equal", fact("event_on"), constant(date.max, DATE)), {}, [("event_on", "not known", "9999-12-31")]),
        (OrElse(fact("author.is_vip"), constant(False, BOOL)), {}, [("author.is_vip", "not known", "true")]),
        (equals("author.is_vip", True), {"author__is_vip": False}, [("author.is_vip", "false", "true")]),
        (IsKnown(fact("author.is_vip")), {}, [("author.is_vip", "not known", "true")]),
        (IsKnown(fact("channel")), {}, [("channel", "not known", "x")]),
        (IsKnown(fact("author.followers")), {}, [("author.followers", "not known", "0")]),
        (IsKnown(fact("author.balance")), {}, [("author.balance", "not known", "0")]),
        (IsKnown(fact("topics")), {}, [("topics", "not known", "{}")]),
        (IsKnown(fact("waited")), {}, []),
        (
            apply("member", fact("message"), constant(frozenset({"a"}), SetType(STRING))),
            {},
            [("message", "not known", '"a"')],
        ),
        (
            Not(apply("member", fact("author.followers"), constant(frozenset({1, 2}), SetType(INT)))),
            {"author__followers": 1},
            [("author.followers", "1", "3")],
        ),
        (
            apply("mentions_words", fact("message"), constant(frozenset({"law*"}), SetType(STRING)), MASKS),
            {},
            [("message", "not known", '"law"')],
        ),
        (apply("matches", fact("message"), RegularExpression("a+"), MASKS), {"message": "b"}, []),
        (Not(any_order(of_order("is_late"))), {"orders": ({"is_late": True},)}, [("orders", "1 of order", "0 of order")]),
        # no change is shown where none was found
        (And((FAMOUS, Not(FAMOUS))), {"author__followers": 1}, []),
        (apply("during", fact("received_at"), Reference("campaign", "sale")), {"received_at": NOW.replace(year=2020)}, []),
        # and the value of a private fact is not
        (RICH, {"author__balance": Decimal(5)}, [("author.balance", "***", "1000")]),
    ],
)
def test_the_smallest_change(condition: Expression, facts: dict[str, Value], expected: list[tuple[str, str, str]]) -> None:
    assert changes(condition, **facts) == expected


def test_a_moment_besides_that_of_the_interaction_can_change() -> None:
    closed_at = FactDeclaration("closed_at", MOMENT, is_optional=True)
    policy = program(
        Rule("open", apply("on_calendar", Fact("closed_at", MOMENT, True), Reference("calendar", "office"))),
        Rule("sold", apply("during", Fact("closed_at", MOMENT, True), Reference("campaign", "sale"))),
    )
    schemas = tuple(replace(each, fields=(*each.fields, closed_at)) for each in policy.schemas)
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    rules = explain(decide(Prepared(replace(policy, schemas=schemas)), {"closed_at": sunday}, NOW)).rules
    assert [rule.changes[0].after for rule in rules] == ["2026-11-23 09:00:00-05:00", "2026-11-20 00:00:00+00:00"]


def test_a_change_is_tried_through_the_stages_where_a_rule_reads_outcomes() -> None:
    low = apply("less", outcome("severity"), constant("high", SEVERITY))
    rules = (
        Rule("first", FAMOUS, gives(severity="high")),
        Rule("only_if_low", And((low, FAMOUS)), gives(queue="a"), stage=1),
        Rule("only_if_vip", And((low, equals("author.is_vip", True))), gives(queue="a"), stage=1),
    )
    explanation = explained(*rules, author__followers=1)
    assert [(rule.rule, bool(rule.changes)) for rule in explanation.rules[1:]] == [("only_if_low", False), ("only_if_vip", True)]


def test_a_change_reaches_through_the_outcome_that_a_rule_reads_only_by_facts_of_its_own() -> None:
    rules = (
        Rule("first", FAMOUS, gives(severity="critical")),
        Rule("second", apply("equal", outcome("severity"), constant("critical", SEVERITY)), gives(queue="vip"), stage=1),
    )
    explanation = explained(*rules, author__followers=1)
    assert [(rule.rule, bool(rule.changes)) for rule in explanation.rules] == [("first", True), ("second", False)]
    (leaf,) = explanation.rules[1].leaves
    assert [(read.path, read.value) for read in leaf.reads] == [("severity", "normal")]


@pytest.mark.parametrize("length", [79, 200, 5_000])
def test_the_change_of_a_long_text_is_visible_where_the_text_is_cut(length: int) -> None:
    for operator in ("contains_text", "starts_with", "ends_with"):
        ((path, before, after),) = changes(apply(operator, fact("message"), constant("refund", STRING)), message="x" * length)
        assert path == "message"
        assert before != after
        assert "refund" in after
        assert len(after) < 100


def test_a_change_tells_nothing_of_a_private_text_or_set() -> None:
    named = apply("contains_text", fact("author.name"), constant("doctor", STRING))
    assert changes(named, author__name="Xaver") == [("author.name", "***", '"doctor"')]


def test_segments_say_why() -> None:
    conditions = (Condition("vip", "segment", FAMOUS), Condition("press", "segment", equals("channel", "x")))
    lines = explained(conditions=conditions, author__followers=12_000).text().splitlines()
    assert lines[-7:] == [
        "  segments",
        "    press: not known",
        "      channel is x: not known [press]",
        "        channel is not known",
        "    vip: true",
        "      author.followers >= 10000: true [vip]",
        "        author.followers is 12000",
    ]


def test_a_chain_of_a_thousand_named_conditions_is_no_trouble() -> None:
    chain = [Condition("c0000", "define", FAMOUS)]
    chain += [Condition(f"c{number:04}", "define", Named(f"c{number - 1:04}")) for number in range(1, 1000)]
    (rule,) = explained(Rule("last", Named("c0999"), gives(calm=1)), conditions=tuple(chain), author__followers=1).rules
    assert (len(rule.leaves), rule.changes) == (1, ())


def test_a_row_that_was_not_asked_names_the_one_that_answered() -> None:
    rows = (Rule("t[1]", gives_all(), (), group="t", position=1), Rule("t[2]", FAMOUS, group="t", position=2))
    assert "    t[2]: not asked, t[1] answered" in explained(*rows).text().splitlines()


def gives_all() -> Expression:
    return And(())


def test_the_json_is_plain_and_holds_what_the_text_says() -> None:
    data = explained(Rule("famous", FAMOUS, gives(calm=1)), author__followers=9_200).to_json()
    assert json.loads(json.dumps(data)) == data
    (rule,) = data["rules"]
    assert rule["status"] == "does not apply"
    assert rule["leaves"][0]["reads"] == [{"path": "author.followers", "value": "9200"}]
    assert rule["changes"] == [{"path": "author.followers", "before": "9200", "after": "10000", "value": 10_000}]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (And((FAMOUS, Or((Named("a"), Not(Named("b")))))), "author.followers >= 10000 and (a or not b)"),
        (And(()), "always"),
        (Or(()), "never"),
        (OrElse(fact("author.followers"), constant(5, INT)), "author.followers or else 5"),
        (
            apply(
                "mentions",
                fact("message"),
                Reference("lexicon", "legal"),
                Constantly(frozenset({"urls", "quotes"}), SetType(STRING)),
            ),
            "message mentions legal outside quotes, urls",
        ),
        (
            Quantified("count", "o", fact("orders"), apply("less", of_order("amount"), constant(5, INT))),
            "count o in orders where (o.amount < 5)",
        ),
        (apply("negate", fact("author.followers")), "-author.followers"),
        (apply("member", fact("channel"), constant(frozenset({"x", "mail"}), SetType(CHANNEL))), "channel in (mail, x)"),
        (apply("equal", fact("message"), constant('say "hi"\n', STRING)), 'message is "say \\"hi\\"\\n"'),
    ],
)
def test_conditions_in_words(expression: Expression, words: str) -> None:
    assert render_expression(expression) == words
