"""Well-typed programs over the small world of `programs`, and facts for them, as Hypothesis strategies.

Every operator, quantifier and merge occurs. Values come from small pools, so that rules meet, and so that all that an unknown
fact could be can be tried one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from engagepolicy.ir.expressions import (
    ALWAYS,
    And,
    Constant,
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
from engagepolicy.ir.program import About, Condition, Contribution, Program, Rule, Window
from engagepolicy.values.amounts import (
    Amount,
    BusinessDays,
    ByTime,
    CalendarSpan,
    EarlierOf,
    Elapsed,
    EndOfDay,
    LaterOf,
    OpenTime,
    Unquantified,
)
from engagepolicy.values.types import SetType, Type
from tests import programs
from tests.programs import (
    BOOL,
    CHANNEL,
    DATE,
    DURATION,
    INT,
    MOMENT,
    NUMBER,
    ORDERS,
    SEVERITY,
    STRING,
    TIER,
    TOPICS,
    VERDICT,
    fact,
    of_order,
    outcome,
)

EARLY = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # half past one in New York, the second time that night
POOLS: dict[Type, tuple[Any, ...]] = {
    BOOL: (False, True),
    INT: (0, 5, 10_000),
    NUMBER: (Decimal("0"), Decimal("0.5"), Decimal("5")),
    STRING: ("", "I want a refund", 'They said "refund". Sue them', "sue ellen", "a LAWSUIT"),
    DATE: (date(2026, 11, 19), date(2026, 12, 31), date(9999, 12, 31)),
    MOMENT: (EARLY, programs.NOW, datetime(9999, 12, 31, 23, tzinfo=UTC)),
    DURATION: (timedelta(0), timedelta(hours=1), timedelta(days=-1)),
    CHANNEL: CHANNEL.values,
    SEVERITY: SEVERITY.values,
    TIER: TIER.values,
    VERDICT: VERDICT.values,
    TOPICS: (frozenset(), frozenset({"billing"}), frozenset({"billing", "refund"})),
    ORDERS: ((), ({"is_late": True, "amount": 5},), ({"is_late": False, "card": "4111", "amount": 0}, {"is_late": True})),
}
MASKS = Constantly(frozenset(), SetType(STRING))
OUTSIDE_QUOTES = Constantly(frozenset({"quotes"}), SetType(STRING))
SPANS = (CalendarSpan(months=1), CalendarSpan(days=1), CalendarSpan(months=120_000))
AMOUNTS: tuple[Amount, ...] = (
    Elapsed(900),
    Elapsed(14_400),
    OpenTime(900, "office"),
    OpenTime(14_400, "office"),
    BusinessDays(2, "office"),
    CalendarSpan(days=1),
    ByTime(time(17), "office"),
    EndOfDay(),
    EarlierOf((Elapsed(900), BusinessDays(1, "office"))),
    LaterOf((Elapsed(900), EndOfDay("office"))),
    Unquantified("promptly"),
)
EARLY_OUTCOMES = ("severity", "tags", "tier", "first_response", "calm")
LATE_OUTCOMES = ("queue", "owner", "verdict")


def _facts_of(*types: Type) -> list[Fact]:
    return [fact(each.path) for each in programs.INTERACTION.fields if each.type in types]


@cache
def _pooled(of: Type) -> st.SearchStrategy[Constantly]:
    return st.sampled_from(POOLS[of]).map(lambda value: Constantly(value, of))


@cache
def _one_of_facts(*types: Type) -> st.SearchStrategy[Expression]:
    return st.sampled_from(_facts_of(*types))


@cache
def _later(operator: str, of: Type) -> st.SearchStrategy[Expression]:
    moments = st.sampled_from(_facts_of(of))
    return st.builds(lambda at, span: apply(operator, at, Constantly(span, DURATION)), moments, st.sampled_from(SPANS))


@cache
def _numbers() -> st.SearchStrategy[Expression]:
    counts: st.SearchStrategy[Expression] = st.builds(
        lambda body: Quantified("count", "o", fact("orders"), body), order_conditions()
    )
    plain = st.one_of(_one_of_facts(INT, NUMBER), counts, st.just(apply("size", fact("topics"))))
    constants = st.one_of(_pooled(INT), _pooled(NUMBER))
    computed = st.builds(apply, st.sampled_from(["add", "subtract", "multiply"]), plain, constants)
    return st.one_of(plain, computed, plain.map(lambda part: apply("negate", part)))


@cache
def _moments() -> st.SearchStrategy[Expression]:
    shifted = st.builds(apply, st.sampled_from(["add", "subtract"]), _one_of_facts(MOMENT), _pooled(DURATION))
    return st.one_of(_one_of_facts(MOMENT), shifted, _later("later_by", MOMENT), _later("earlier_by", MOMENT))


@cache
def _durations() -> st.SearchStrategy[Expression]:
    between = st.builds(lambda one, two: apply("subtract", one, two), _moments(), _pooled(MOMENT))
    return st.one_of(_one_of_facts(DURATION), between, _one_of_facts(DURATION).map(lambda part: apply("negate", part)))


@cache
def _comparisons() -> st.SearchStrategy[Expression]:
    orders = st.sampled_from(["less", "at_most", "greater", "at_least", "equal"])
    dates = st.one_of(_one_of_facts(DATE), _later("later_by", DATE))
    return st.one_of(
        st.builds(apply, orders, _numbers(), st.one_of(_pooled(INT), _pooled(NUMBER))),
        st.builds(apply, orders, _one_of_facts(SEVERITY), _pooled(SEVERITY)),
        st.builds(apply, orders, _moments(), _pooled(MOMENT)),
        st.builds(apply, orders, dates, _pooled(DATE)),
        st.builds(apply, orders, _durations(), _pooled(DURATION)),
        st.builds(lambda value: apply("equal", fact("channel"), value), _pooled(CHANNEL)),
        st.builds(lambda left, day: apply("less", apply("subtract", left, day), Constantly(5, INT)), dates, _pooled(DATE)),
    )


@cache
def _text_tests() -> st.SearchStrategy[Expression]:
    texts = st.sampled_from([fact("message"), fact("author.name")])
    needles = st.sampled_from(["refund", "a l", "SUE", ""]).map(lambda text: Constantly(text, STRING))
    masks = st.sampled_from([MASKS, OUTSIDE_QUOTES])
    lexicons = st.sampled_from([Reference("lexicon", "legal"), Reference("lexicon", "angry")])
    words = st.just(Constantly(frozenset({"refund", "law*"}), SetType(STRING)))
    patterns = st.just(RegularExpression("r[ei]f"))
    return st.one_of(
        st.builds(apply, st.sampled_from(["contains_text", "starts_with", "ends_with"]), texts, needles),
        st.builds(lambda text, sought, mask: apply("mentions", text, sought, mask), texts, lexicons, masks),
        st.builds(lambda text, sought, mask: apply("mentions_words", text, sought, mask), texts, words, masks),
        st.builds(lambda text, sought, mask: apply("matches", text, sought, mask), texts, patterns, masks),
    )


@cache
def order_conditions() -> st.SearchStrategy[Expression]:
    """Conditions of one order, some of which look outside."""
    return st.sampled_from(
        [
            And(()),
            of_order("is_late"),
            Not(of_order("is_late")),
            apply("at_least", of_order("amount"), Constantly(5, INT)),
            apply("equal", of_order("card"), Constantly("4111", STRING)),
            Or((of_order("is_late"), apply("greater", of_order("amount"), fact("score")))),
        ]
    )


@cache
def _tests() -> st.SearchStrategy[Expression]:
    """Conditions without a connective that read facts alone, and say nothing of what is known."""
    office, sale = Reference("calendar", "office"), Reference("campaign", "sale")
    quantified = st.builds(
        lambda quantity, body: Quantified(quantity, "o", fact("orders"), body),
        st.sampled_from(["any", "all"]),
        order_conditions(),
    )
    return st.one_of(
        _comparisons(),
        _text_tests(),
        quantified,
        st.just(fact("author.is_vip")),
        st.just(apply("on_calendar", fact("received_at"), office)),
        st.just(apply("during", fact("received_at"), sale)),
        st.just(apply("member", fact("author.followers"), Constantly(frozenset({0, 5}), SetType(INT)))),
        st.just(apply("member", fact("channel"), Constantly(frozenset({"x", "mail"}), SetType(CHANNEL)))),
        st.just(apply("contains", fact("topics"), Constantly("billing", STRING))),
    )


@cache
def _asking() -> st.SearchStrategy[Expression]:
    """Tests that decide themselves what an unknown fact means."""
    facts = st.sampled_from(_facts_of(INT, NUMBER, STRING, DATE, SEVERITY, ORDERS))
    fallback = OrElse(fact("author.followers"), Constantly(10_000, INT))
    vip = OrElse(fact("author.is_vip"), Constantly(True, BOOL))
    settled = st.sampled_from([apply("at_least", fallback, Constantly(5, INT)), vip])
    return st.one_of(facts.map(IsKnown), settled)


@cache
def conditions(*extra: Expression, may_ask: bool = True) -> st.SearchStrategy[Expression]:
    """Conditions over the facts, and `extra`; with `may_ask` they may also say `known X` and `X or else VALUE`."""
    leaves = [_tests(), _tests(), *([_asking()] if may_ask else []), *([st.sampled_from(extra)] if extra else [])]
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=4,
    )


_WINDOWS = st.sampled_from(
    [
        Window(),
        Window(),
        Window(),
        Window(start=programs.NOW),
        Window(end=programs.NOW),
        Window(EARLY, programs.NOW + timedelta(1)),
    ]
)
_ABOUT = _WINDOWS.map(lambda window: About(window=window))


@cache
def _contribution(name: str) -> st.SearchStrategy[Contribution]:
    values: dict[str, st.SearchStrategy[Constant | frozenset[Amount]]] = {
        "calm": st.sampled_from(POOLS[INT]),
        "first_response": st.sampled_from(AMOUNTS).map(lambda amount: frozenset({amount})),
        "owner": st.sampled_from(SEVERITY.values),
        "queue": st.sampled_from(["cards", "loans"]),
        "severity": st.sampled_from(SEVERITY.values),
        "tags": st.sampled_from([frozenset({"legal"}), frozenset({"urgent"}), frozenset({"legal", "urgent"})]),
        "tier": st.sampled_from(TIER.values),
        "verdict": st.sampled_from(VERDICT.values),
    }
    return values[name].map(lambda value: Contribution(name, value))


@cache
def _subset(ids: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from([(), *((id,) for id in ids)])


OUTCOME_TESTS: tuple[Expression, ...] = (
    apply("at_least", outcome("severity"), Constantly("high", SEVERITY)),
    apply("equal", outcome("tier"), Constantly("care", TIER)),
    apply("less", outcome("tier"), Constantly("counsel", TIER)),
    apply("contains", outcome("tags"), Constantly("legal", STRING)),
    apply("less", outcome("calm"), Constantly(5, INT)),
)

_MOSTLY = st.sampled_from([True, True, False])


@st.composite
def _rules(draw: st.DrawFn, stage: int, names: tuple[str, ...], asked: st.SearchStrategy[Expression]) -> list[Rule]:
    count = draw(st.integers(1, 5))
    ids = [f"s{stage}_{number}" for number in range(count)]
    rules = []
    for number, id in enumerate(ids):
        written = {draw(st.sampled_from(names)), draw(st.sampled_from(names))} if draw(_MOSTLY) else set()
        others = _subset(tuple(ids[number + 1 :]))
        is_row = draw(st.booleans())
        rules.append(
            Rule(
                id,
                draw(asked) if draw(_MOSTLY) else ALWAYS,
                tuple(draw(_contribution(name)) for name in sorted(written)),
                overrides=draw(others),
                exception_to=draw(others),
                group=f"g{stage}" if is_row else None,
                position=number if is_row else 0,
                stage=stage,
                applies_if_unknown=draw(st.integers(0, 3)) == 0,
                is_locked=draw(st.integers(0, 5)) == 0,
                about=draw(_ABOUT),
            )
        )
    return rules


@st.composite
def policies(draw: st.DrawFn, may_ask: bool = True) -> Program:
    """A program of two stages with definitions and segments; with `may_ask` conditions may decide what unknown means."""
    first = Condition("first", "define", draw(conditions(may_ask=may_ask)), about=draw(_ABOUT))
    second = Condition("second", "segment", draw(conditions(Named("first"), may_ask=may_ask)), about=draw(_ABOUT))
    third = Condition("third", "segment", draw(conditions(Named("second"), *OUTCOME_TESTS, may_ask=may_ask)), about=draw(_ABOUT))
    early = draw(_rules(0, EARLY_OUTCOMES, conditions(Named("first"), Named("second"), may_ask=may_ask)))
    late = draw(_rules(1, LATE_OUTCOMES, conditions(Named("second"), Named("third"), *OUTCOME_TESTS, may_ask=may_ask)))
    return programs.program(*early, *late, conditions=(first, second, third))


@st.composite
def entangled_policies(draw: st.DrawFn) -> Program:
    """A program whose conditions read one fact or one outcome each, so that rules often withdraw and displace one another."""
    vip = fact("author.is_vip")
    plain: tuple[Expression, ...] = (vip, Not(vip), ALWAYS)
    early = draw(_rules(0, ("severity", "tags"), st.sampled_from(plain)))
    late = draw(_rules(1, ("verdict",), st.sampled_from((*plain, OUTCOME_TESTS[0], OUTCOME_TESTS[3]))))
    return programs.program(*early, *late)


def with_rules(program: Program, rules: tuple[Rule, ...]) -> Program:
    """The same program with its rules in another order or other rules."""
    return replace(program, rules=rules)


def facts_known(times_known: int = 1) -> st.SearchStrategy[dict[str, Any]]:
    """Facts for any of the programs. With greater `times_known` fewer of the optional ones are not known."""
    required = {each.path: st.sampled_from(POOLS[each.type]) for each in programs.INTERACTION.fields if not each.is_optional}
    values = {each.path: POOLS[each.type] * times_known for each in programs.INTERACTION.fields if each.is_optional}
    optional = {path: st.sampled_from((None, *pool)) for path, pool in values.items()}
    told = st.fixed_dictionaries({**required, **optional})
    return told.map(lambda facts: {path: value for path, value in facts.items() if value is not None})


def completions(facts: Mapping[str, Any], paths: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Every way of knowing the unknown facts among `paths` (`orders.amount` is the field of each order that lacks it)."""
    plain = [path for path in paths if path not in facts and not path.startswith("orders.")]
    fields = [path.removeprefix("orders.") for path in paths if path.startswith("orders.")]
    for values in product(*(POOLS[fact(path).type] for path in plain)):
        known = {**facts, **dict(zip(plain, values, strict=True))}
        for orders in _complete_orders(known.get("orders"), fields):
            yield {**known, **({} if orders is None else {"orders": orders})}


def _complete_orders(orders: tuple[dict[str, Any], ...] | None, fields: list[str]) -> Iterator[tuple[dict[str, Any], ...] | None]:
    if orders is None:
        yield None
        return
    gaps = [(at, name) for at, each in enumerate(orders) for name in fields if name not in each]
    for values in product(*(POOLS[of_order(name).type] for _, name in gaps)):
        filled = [dict(each) for each in orders]
        for (at, name), value in zip(gaps, values, strict=True):
            filled[at][name] = value
        yield tuple(filled)
