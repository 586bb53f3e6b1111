"""Every operator on values: what it gives, and where it has no answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engagepolicy.backends.interpreter import run
from engagepolicy.ir.expressions import Constantly, Expression, Reference, RegularExpression
from engagepolicy.ir.operators import OPERATORS, apply
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.amounts import CalendarSpan
from engagepolicy.values.types import SetType, Type
from tests.programs import BOOL, DATE, DURATION, INT, MOMENT, NOW, NUMBER, SEVERITY, STRING, TIER, constant, fact, program

HOUR = timedelta(hours=1)
MASKS = Constantly(frozenset(), SetType(STRING))
QUOTES = Constantly(frozenset({"quotes"}), SetType(STRING))
LAST_DAY = datetime(9999, 12, 31, 12, tzinfo=UTC)


def value_of(expression: Expression, **facts: Value) -> Value:
    return run(Prepared(program()), {path.replace("__", "."): value for path, value in facts.items()}, NOW).evaluate(expression)


def test_every_row_of_the_table_has_a_meaning() -> None:
    assert MEANINGS.keys() == OPERATORS.keys()


def _two(operator: str, left: Value, of_left: Type, right: Value, of_right: Type | None = None) -> Value:
    return value_of(apply(operator, constant(left, of_left), constant(right, of_right or of_left)))


@pytest.mark.parametrize(
    ("operator", "left", "of", "right", "expected"),
    [
        ("equal", "x", STRING, "X", False),
        ("equal", True, BOOL, True, True),
        ("equal", datetime(2026, 11, 1, 1, 30, tzinfo=UTC), MOMENT, datetime(2026, 11, 1, 1, 30, tzinfo=UTC), True),
        ("less", 1, INT, 1, False),
        ("at_most", 1, INT, 1, True),
        ("greater", "high", SEVERITY, "normal", True),
        ("at_least", "low", SEVERITY, "normal", False),
        ("less", "front", TIER, "counsel", False),
        ("at_least", "front", TIER, "counsel", False),
        ("at_most", "press", TIER, "press", True),
        ("less", date(2026, 1, 1), DATE, date(2026, 1, 2), True),
        ("greater", HOUR, DURATION, timedelta(minutes=59), True),
        ("add", 10**80, INT, 1, 10**80 + 1),
    ],
)
def test_two_values_of_one_type(operator: str, left: Value, of: Type, right: Value, expected: Value) -> None:
    assert _two(operator, left, of, right) == expected


@pytest.mark.parametrize(
    ("operator", "left", "of_left", "right", "of_right", "expected"),
    [
        ("equal", 1, INT, Decimal("1.0"), NUMBER, True),
        ("less", 1, INT, Decimal("1.0000000000000000000000000000000001"), NUMBER, True),
        ("member", 5, INT, frozenset({5, 7}), SetType(INT), True),
        ("member", 5, INT, frozenset({Decimal("5.0")}), SetType(NUMBER), True),
        ("member", "x", STRING, frozenset(), SetType(STRING), False),
        ("contains", frozenset({"a"}), SetType(STRING), "a", STRING, True),
        ("contains", frozenset({"a"}), SetType(STRING), "b", STRING, False),
        ("add", Decimal("0.1"), NUMBER, Decimal("0.2"), NUMBER, Decimal("0.3")),
        ("add", 1, INT, Decimal("0.5"), NUMBER, Decimal("1.5")),
        ("multiply", Decimal("9e900000"), NUMBER, Decimal("9e900000"), NUMBER, None),
        ("subtract", 3, INT, 5, INT, -2),
        ("multiply", 3, INT, 5, INT, 15),
        ("add", NOW, MOMENT, HOUR, DURATION, NOW + HOUR),
        ("add", LAST_DAY, MOMENT, timedelta(days=1), DURATION, None),
        ("subtract", NOW, MOMENT, HOUR, DURATION, NOW - HOUR),
        ("subtract", NOW, MOMENT, NOW - HOUR, MOMENT, HOUR),
        ("subtract", date(2026, 3, 1), DATE, date(2026, 2, 1), DATE, 28),
        ("add", timedelta.max, DURATION, HOUR, DURATION, None),
    ],
)
def test_two_values(operator: str, left: Value, of_left: Type, right: Value, of_right: Type, expected: Value) -> None:
    assert _two(operator, left, of_left, right, of_right) == expected


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        (5, INT, -5),
        (Decimal("0.1234567890123456789012345678901234567890"), NUMBER, Decimal("-0.1234567890123456789012345678901234567890")),
        (HOUR, DURATION, -HOUR),
        (timedelta.max, DURATION, None),
    ],
)
def test_the_opposite(value: Value, of: Type, expected: Value) -> None:
    assert value_of(apply("negate", constant(value, of))) == expected


@pytest.mark.parametrize(
    ("operator", "moment", "of", "span", "expected"),
    [
        ("later_by", date(2026, 1, 31), DATE, CalendarSpan(months=1), date(2026, 2, 28)),
        ("earlier_by", date(2024, 3, 31), DATE, CalendarSpan(months=1), date(2024, 2, 29)),
        ("later_by", date(9999, 12, 31), DATE, CalendarSpan(days=1), None),
        ("earlier_by", date(1, 1, 1), DATE, CalendarSpan(days=1), None),
        # New York: the clock shows 02:30 on the day before the gap, and 03:30 on the day that lacks it
        (
            "later_by",
            datetime(2026, 3, 7, 7, 30, tzinfo=UTC),
            MOMENT,
            CalendarSpan(days=1),
            datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
        ),
        ("later_by", datetime(2026, 3, 7, 17, tzinfo=UTC), MOMENT, CalendarSpan(days=1), datetime(2026, 3, 8, 16, tzinfo=UTC)),
        ("earlier_by", datetime(2026, 3, 8, 16, tzinfo=UTC), MOMENT, CalendarSpan(days=1), datetime(2026, 3, 7, 17, tzinfo=UTC)),
        ("later_by", LAST_DAY, MOMENT, CalendarSpan(months=1), None),
    ],
)
def test_calendar_spans(operator: str, moment: Value, of: Type, span: CalendarSpan, expected: Value) -> None:
    assert _two(operator, moment, of, span, DURATION) == expected


@pytest.mark.parametrize(
    ("operator", "text", "sought", "expected"),
    [
        ("contains_text", "My ＬＡＷＳＵＩＴ", "lawsuit", True),
        ("starts_with", "Hello there", "HELLO", True),
        ("starts_with", "Hello there", "there", False),
        ("ends_with", "Hello there", "THERE", True),
    ],
)
def test_plain_text(operator: str, text: str, sought: str, expected: bool) -> None:
    assert value_of(apply(operator, fact("message"), constant(sought, STRING)), message=text) is expected


@pytest.mark.parametrize(
    ("text", "lexicon", "masks", "expected"),
    [
        ("see you in a lawsuit", "legal", MASKS, True),
        ("I will sue", "legal", MASKS, True),
        ("Sue Ellen is my name", "legal", MASKS, False),
        ("Sue Ellen will sue", "legal", MASKS, True),
        ("refund, please", "legal", MASKS, True),
        ('she said "refund"', "angry", MASKS, False),
        ('she said "lawsuit"', "legal", MASKS, True),
        ('she said "lawsuit"', "legal", QUOTES, False),
        ("refunnnd", "angry", MASKS, True),
        ("what a ripoff", "angry", MASKS, False),  # that term comes into force in 2027
    ],
)
def test_mentions(text: str, lexicon: str, masks: Constantly, expected: bool) -> None:
    test = apply("mentions", fact("message"), Reference("lexicon", lexicon), masks)
    assert value_of(test, message=text) is expected


def test_words_and_patterns() -> None:
    words = Constantly(frozenset({"law*", "court"}), SetType(STRING))
    assert value_of(apply("mentions_words", fact("message"), words, MASKS), message="the Lawyer") is True
    assert value_of(apply("mentions_words", fact("message"), words, MASKS), message="flawed") is False
    assert value_of(apply("matches", fact("message"), RegularExpression("ref[0-9]+"), MASKS), message="my REF42") is True
    assert value_of(apply("matches", fact("message"), RegularExpression("ref[0-9]+"), QUOTES), message='my "REF42"') is False


@pytest.mark.parametrize(
    ("moment", "is_open", "is_during"),
    [
        (NOW, True, True),
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), False, True),  # the closing instant is not open
        (datetime(2026, 11, 20, 14, 0, tzinfo=UTC), True, True),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), False, False),  # the end of the campaign is not in it
        (datetime(2026, 12, 24, 15, 0, tzinfo=UTC), False, False),  # closed by an exception
    ],
)
def test_moments(moment: datetime, is_open: bool, is_during: bool) -> None:
    assert value_of(apply("on_calendar", fact("received_at"), Reference("calendar", "office")), received_at=moment) is is_open
    assert value_of(apply("during", fact("received_at"), Reference("campaign", "sale")), received_at=moment) is is_during


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_an_operand_that_is_not_known_leaves_the_result_not_known(name: str) -> None:
    rest: dict[str, tuple[Expression, ...]] = {
        "equal": (fact("author.followers"), constant(1, INT)),
        "member": (fact("author.followers"), constant(frozenset({1}), SetType(INT))),
        "contains": (fact("topics"), constant("a", STRING)),
        "size": (fact("topics"),),
        "mentions": (fact("message"), Reference("lexicon", "legal"), MASKS),
        "mentions_words": (fact("message"), constant(frozenset({"a"}), SetType(STRING)), MASKS),
        "matches": (fact("message"), RegularExpression("a"), MASKS),
        "on_calendar": (fact("received_at"), Reference("calendar", "office")),
        "during": (fact("received_at"), Reference("campaign", "sale")),
        "negate": (fact("author.followers"),),
        "later_by": (fact("event_on"), constant(CalendarSpan(days=1), DURATION)),
        "earlier_by": (fact("event_on"), constant(CalendarSpan(days=1), DURATION)),
    }
    texts = (fact("message"), constant("a", STRING))
    operands = rest.get(name, texts if name in ("contains_text", "starts_with", "ends_with") else rest["equal"])
    assert value_of(apply(name, *operands)) is None
