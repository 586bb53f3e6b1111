"""A small policy world for tests of what a program means: a schema with facts of every type, outcomes with every merge, lexicons,
calendars, a campaign, and short names for building expressions."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from engagepolicy.ir.expressions import Constant, Constantly, Expression, Fact, OutcomeValue, Quantified
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import (
    Calendar,
    Campaign,
    Condition,
    Contribution,
    FactDeclaration,
    Lexicon,
    OutcomeDeclaration,
    Program,
    Rule,
    Schema,
    Term,
    Window,
)
from engagepolicy.values.amounts import Amount, Elapsed
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    RecordType,
    SetType,
    StringType,
    TargetType,
    Type,
)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # a Friday, ten in the morning in New York

SEVERITY = EnumType("severity", ("low", "normal", "high", "critical"), (("low", "normal", "high", "critical"),))
TIER = EnumType("tier", ("front", "care", "press", "counsel"), (("front", "care"), ("press", "counsel")))
CHANNEL = EnumType("channel", ("x", "mail", "forum"))
VERDICT = EnumType("verdict", ("allow", "revise", "block"), (("allow", "revise", "block"),))
BOOL, INT, NUMBER, STRING = BoolType(), IntType(), NumberType(), StringType()
DATE, MOMENT, DURATION = DateType(), DateTimeType(), DurationType()
TOPICS = SetType(STRING)
ORDERS = ListType(RecordType("order"))

INTERACTION = Schema(
    "interaction",
    tuple(
        sorted(
            (
                FactDeclaration("author.balance", NUMBER, is_optional=True, is_private=True),
                FactDeclaration("author.followers", INT, is_optional=True),
                FactDeclaration("author.is_vip", BOOL, is_optional=True),
                FactDeclaration("author.name", STRING, is_optional=True, is_private=True),
                FactDeclaration("channel", CHANNEL, is_optional=True),
                FactDeclaration("event_on", DATE, is_optional=True),
                FactDeclaration("message", STRING, is_optional=True),
                FactDeclaration("orders", ORDERS, is_optional=True),
                FactDeclaration("received_at", MOMENT),
                FactDeclaration("score", NUMBER, is_optional=True),
                FactDeclaration("topics", TOPICS, is_optional=True),
                FactDeclaration("urgency", SEVERITY, is_optional=True),
                FactDeclaration("waited", DURATION, is_optional=True),
            ),
            key=lambda each: each.path,
        )
    ),
)
ORDER = Schema(
    "order",
    (
        FactDeclaration("amount", INT, is_optional=True),
        FactDeclaration("card", STRING, is_optional=True, is_private=True),
        FactDeclaration("is_late", BOOL),
    ),
)
OUTCOMES = (
    OutcomeDeclaration("calm", INT, Merge.LOWEST),
    OutcomeDeclaration("first_response", TargetType(), Merge.STRICTEST),
    OutcomeDeclaration("owner", SEVERITY, Merge.UNIQUE),
    OutcomeDeclaration("queue", STRING, Merge.UNIQUE, on_conflict="triage"),
    OutcomeDeclaration("severity", SEVERITY, Merge.HIGHEST, default="normal"),
    OutcomeDeclaration("tags", SetType(STRING), Merge.UNION),
    OutcomeDeclaration("tier", TIER, Merge.HIGHEST),
    OutcomeDeclaration("verdict", VERDICT, Merge.MOST_RESTRICTIVE, default="allow"),
)
LEXICONS = (
    Lexicon(
        "angry",
        (
            Term("refund"),
            Term("rip*", window=Window(start=datetime(2027, 1, 1, tzinfo=UTC))),
            Term("ref[a-z]+d", is_pattern=True),
        ),
        outside=frozenset({"quotes"}),
    ),
    Lexicon("legal", (Term("lawsuit"), Term("sue*"), Term("sue ellen", is_excluded=True)), includes=("angry",)),
)
CALENDARS = (
    Calendar(
        "office",
        "America/New_York",
        weekly=tuple((day, (("09:00", "17:00"),)) for day in ("mon", "tue", "wed", "thu", "fri")),
        exceptions=(("2026-12-24", ()),),
    ),
)
CAMPAIGNS = (Campaign("sale", "launch", Window(datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC))),)


def fact(path: str) -> Fact:
    """A fact of the interaction."""
    declaration = INTERACTION.find(path)
    assert declaration is not None
    return Fact(path, declaration.type, declaration.is_optional)


def of_order(path: str, variable: str = "o") -> Fact:
    """A field of the order that the variable stands for."""
    declaration = ORDER.find(path)
    assert declaration is not None
    return Fact(path, declaration.type, declaration.is_optional, variable)


def outcome(name: str) -> OutcomeValue:
    """What earlier rules settled."""
    return OutcomeValue(name, next(each.type for each in OUTCOMES if each.name == name))


def constant(value: Constant, of: Type) -> Constantly:
    """A value of the policy."""
    return Constantly(value, of)


def at_least(path: str, count: int) -> Expression:
    """Whether a whole number among the facts is at least `count`."""
    return apply("at_least", fact(path), constant(count, INT))


def equals(path: str, value: Constant) -> Expression:
    """Whether a fact has the value."""
    return apply("equal", fact(path), constant(value, fact(path).type))


def any_order(body: Expression) -> Quantified:
    """Whether any order is so."""
    return Quantified("any", "o", fact("orders"), body)


def gives(**values: Constant | frozenset[Amount]) -> tuple[Contribution, ...]:
    """Contributions by outcome name."""
    return tuple(Contribution(name, value) for name, value in sorted(values.items()))


def within(seconds: int) -> frozenset[Amount]:
    """A target of elapsed time."""
    return frozenset({Elapsed(seconds)})


def program(*rules: Rule, conditions: tuple[Condition, ...] = (), lexicons: tuple[Lexicon, ...] = LEXICONS) -> Program:
    """A whole policy of these rules."""
    return Program(
        "test.policy",
        "1",
        "America/New_York",
        schemas=(INTERACTION, ORDER),
        outcomes=OUTCOMES,
        conditions=tuple(sorted(conditions, key=lambda each: each.name)),
        rules=tuple(sorted(rules, key=lambda each: each.id)),
        lexicons=lexicons,
        calendars=CALENDARS,
        campaigns=CAMPAIGNS,
    )


HALF = Decimal("0.5")
