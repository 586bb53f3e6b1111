"""Reading inputs as an application hands them in, and what it is told when they do not fit."""

from __future__ import annotations

import enum
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

import jsonschema
import pydantic
import pytest

from engagepolicy.inputs.models import build_model, json_schema
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Reader
from engagepolicy.ir.program import FactDeclaration, Schema
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    DutyType,
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

STRIKE = Schema(
    "strike",
    (
        FactDeclaration("issued_at", DateTimeType()),
        FactDeclaration("rule", StringType(), is_optional=True),
        FactDeclaration("strikes", ListType(RecordType("strike")), default=frozenset()),
    ),
)
INTERACTION = Schema(
    "interaction",
    (
        FactDeclaration("account.owner.born_on", DateType(), is_optional=True),
        FactDeclaration("author.followers", IntType(), is_optional=True, description="how many follow the author"),
        FactDeclaration("author.handle", StringType()),
        FactDeclaration("author.ssn", StringType(), is_optional=True, is_private=True),
        FactDeclaration("channel", EnumType("channel", ("x", "phone", "direct_message"))),
        FactDeclaration("copy", BoolType(), default=False),
        FactDeclaration("message", StringType()),
        FactDeclaration("received_at", DateTimeType()),
        FactDeclaration("score", NumberType(), default=Decimal("0.5")),
        FactDeclaration("strikes", ListType(RecordType("strike")), default=frozenset()),
        FactDeclaration("topics", SetType(StringType()), default=frozenset()),
        FactDeclaration("waited", DurationType(), is_optional=True),
    ),
)
SCHEMAS = {"interaction": INTERACTION, "strike": STRIKE}
READER = Reader(SCHEMAS)
PLAIN = {
    "author": {"handle": "ada", "followers": 3},
    "channel": "x",
    "message": "hello",
    "received_at": "2026-11-20T19:50:00+01:00",
    "topics": ["b", "a", "b"],
    "strikes": [{"issued_at": "2026-01-01T00:00:00Z", "strikes": [{"issued_at": "2025-01-01T00:00:00Z"}]}],
    "waited": "1h30m",
}
FACTS = {
    "author.followers": 3,
    "author.handle": "ada",
    "channel": "x",
    "copy": False,
    "message": "hello",
    "received_at": datetime(2026, 11, 20, 18, 50, tzinfo=UTC),
    "score": Decimal("0.5"),
    "strikes": (
        {
            "issued_at": datetime(2026, 1, 1, tzinfo=UTC),
            "strikes": ({"issued_at": datetime(2025, 1, 1, tzinfo=UTC), "strikes": ()},),
        },
    ),
    "topics": frozenset({"a", "b"}),
    "waited": timedelta(minutes=90),
}


def changed(**changes: object) -> dict[str, object]:
    return {**PLAIN, **changes}


def problems_of(value: object) -> dict[str, tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        READER.read(value)
    return {each.path: (each.found, each.expected) for each in caught.value.problems}


class Channel(enum.Enum):
    PHONE = "phone"


class Author(pydantic.BaseModel):
    handle: str
    followers: int | None = None


class Message(pydantic.BaseModel):
    author: Author
    channel: Channel
    message: str = pydantic.Field(alias="text")
    received_at: datetime


class Node(pydantic.BaseModel):
    next: Node | None = None


MISSING = "sent.on: found nothing, expected a date such as 2026-11-20: the fact is not optional and has no default"
KINDS = [
    (Channel.PHONE, "an enumeration member"),
    (5, "a number"),
    ("5", "a text"),
    (datetime(2026, 1, 1, tzinfo=UTC), "a moment"),
    (date(2026, 1, 1), "a date"),
    (timedelta(1), "a duration"),
    ({}, "an object"),
    ([], "a list"),
    (b"", "a value of type bytes"),
]


class TestOneMeaningInEveryForm:
    @pytest.mark.parametrize(
        "value",
        [
            PLAIN,
            json.dumps(PLAIN),
            json.dumps(PLAIN).encode(),
            bytearray(json.dumps(PLAIN, indent=2).encode()),
            b"\xef\xbb\xbf" + json.dumps(PLAIN).encode(),
            READER.model(**PLAIN),
            READER.model(**PLAIN).model_dump(),
            READER.model(**PLAIN).model_dump_json(),
            {**{key: value for key, value in PLAIN.items() if key != "author"}, "author.handle": "ada", "author.followers": 3},
            {**PLAIN, "author": {"handle": "ada"}, "author.followers": 3},
            changed(author=Author(handle="ada", followers=3)),
            changed(received_at=datetime(2026, 11, 20, 13, 50, tzinfo=ZoneInfo("America/New_York"))),
            changed(waited=timedelta(minutes=90), topics={"a", "b"}, score=0.5),
            changed(waited="PT1H30M", topics=("a", "b"), score=Decimal("0.50"), account=None),
            changed(account={"owner": None}),
        ],
    )
    def test_reads_the_same_facts(self, value: object) -> None:
        assert READER.read(value) == FACTS

    def test_takes_the_fields_of_any_pydantic_model_under_their_own_names(self) -> None:
        model = Message(
            author=Author(handle="ada"), channel=Channel.PHONE, text="hi", received_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
        assert READER.read(model) == {
            "author.handle": "ada",
            "channel": "phone",
            "copy": False,
            "message": "hi",
            "received_at": datetime(2026, 1, 1, tzinfo=UTC),
            "score": Decimal("0.5"),
            "strikes": (),
            "topics": frozenset(),
        }

    def test_leaves_the_input_as_it_was(self) -> None:
        value = {**PLAIN, "author": {"handle": "ada"}, "author.followers": 3}
        before = json.dumps(value)
        READER.read(value)
        assert json.dumps(value) == before

    def test_numbers_are_exact(self) -> None:
        assert READER.read(changed(score=0.1))["score"] == Decimal("0.1")
        fine = "0.1000000000000000000001"
        assert READER.read(json.dumps(PLAIN)[:-1] + f', "score": {fine}}}')["score"] == Decimal(fine)

    def test_microseconds_survive_and_finer_digits_are_cut(self) -> None:
        read = READER.read(changed(received_at="2025-02-11T14:32:05.254571999Z"))
        assert read["received_at"] == datetime(2025, 2, 11, 14, 32, 5, 254571, tzinfo=UTC)

    def test_other_fields_can_be_left_out_on_request(self) -> None:
        value = changed(chanel="x", author={"handle": "ada", "followers": 3, "bio": "?"})
        assert READER.read(value, extra="ignore") == FACTS


BORN = "account.owner.born_on"
MOMENT = "2026-01-01T00:00Z"
REFUSED = {
    "bool for int": ("author", {"handle": "a", "followers": True}, "author.followers", "true", "a whole number"),
    "text for int": ("author", {"handle": "a", "followers": "3"}, "author.followers", 'the text "3"', "without quotes"),
    "float for int": ("author", {"handle": "a", "followers": 3.0}, "author.followers", "the number 3.0", "a whole number"),
    "long int": ("author", {"handle": "a", "followers": 10**9000}, "author.followers", "about 9000 digits", "at most 400 digits"),
    "int for bool": ("copy", 1, "copy", "the number 1", "true or false"),
    "null with a default": ("copy", None, "copy", "null", "leave it out to have its default"),
    "NaN": ("score", float("nan"), "score", "the number NaN", "a finite number"),
    "decimal NaN": ("score", Decimal("sNaN"), "score", "the number sNaN", "a finite number"),
    "infinity": ("score", float("-inf"), "score", "the number -Infinity", "a finite number"),
    "huge exponent": ("score", Decimal("1E+999999"), "score", "1E+999999", "at most 400 digits"),
    "text for number": ("score", "0.5", "score", 'the text "0.5"', "without quotes"),
    "other word": ("channel", "Direct_message", "channel", "Direct_message", "did you mean direct_message?"),
    "list for enum": ("channel", ["x"], "channel", "a list of 1", "one of x, phone, direct_message"),
    "naive text": ("received_at", "2026-11-20T19:50:00", "received_at", "without a zone", "+01:00"),
    "naive": ("received_at", datetime(2026, 11, 20), "received_at", "without a zone", "+01:00"),
    "date": ("received_at", date(2026, 11, 20), "received_at", "the date 2026-11-20", "a moment with its zone"),
    "epoch": ("received_at", 1696996971, "received_at", "1696996971", "a number is not read as a time"),
    "no such day": ("received_at", "2026-02-30T00:00Z", "received_at", "not in the calendar", "a moment"),
    "before year 1": ("received_at", "0001-01-01T00:00+14:00", "received_at", "outside the years", "a moment"),
    "offset of 25 h": ("received_at", "2026-01-01T00:00+25:00", "received_at", "not in the calendar", "a moment"),
    "before year 1, native": (
        "received_at",
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        "received_at",
        "outside the years",
        "a moment",
    ),
    "other digits": ("received_at", "٢٠٢٦-01-01T00:00Z", "received_at", "the text", "a moment"),
    "datetime for date": (
        "account",
        {"owner": {"born_on": datetime(2000, 1, 1, tzinfo=UTC)}},
        "account.owner.born_on",
        "moment",
        "date",
    ),
    "calendar time": ("waited", "P1D", "waited", '"P1D"', "a day is not always 24 hours"),
    "surrogate": ("message", "ab\ud800", "message", "character 3 is half of a surrogate pair", "valid Unicode"),
    "bytes": ("message", b"ab", "message", "a value of type bytes", "text"),
    "text for set": ("topics", "ab", "topics", 'the text "ab"', "a list"),
    "element": ("topics", ["ab", 3], "topics[1]", "the number 3", "text"),
    "text for object": ("author", "ada", "author", "a text", "an object with named fields"),
    "text for list": ("strikes", "ab", "strikes", "the text", "a list of strike records"),
    "record": ("strikes", [{"issued_at": 5}], "strikes[0].issued_at", "the number 5", "a moment"),
    "record field": (
        "strikes",
        [{"issued_at": MOMENT, "ruel": "a"}],
        "strikes[0].ruel",
        "unknown",
        "strikes[0].rule?",
    ),
    "unknown": ("chanel", "x", "chanel", "an unknown field", "did you mean channel?"),
    "dotted and nested": ("author.handle", "bob", "author.handle", "twice", "once"),
}


@pytest.mark.parametrize(("key", "value", "path", "found", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_says_where_what_and_what_was_expected(key: str, value: object, path: str, found: str, expected: str) -> None:
    (only,) = problems_of(changed(**{key: value})).items()
    assert only[0] == path
    assert found in only[1][0]
    assert expected in only[1][1]


class TestMessages:
    def test_every_problem_is_told(self) -> None:
        assert set(problems_of({"author": None, "chanel": 1, "topics": [1, 2]})) == {
            "author.handle",
            "channel",
            "chanel",
            "message",
            "received_at",
            "topics[0]",
            "topics[1]",
        }

    def test_a_missing_group_is_missing_at_its_facts(self) -> None:
        found = problems_of({key: value for key, value in PLAIN.items() if key != "author"})
        assert list(found) == ["author.handle"]
        assert found["author.handle"][0] == "nothing"

    def test_private_values_are_never_shown(self) -> None:
        with pytest.raises(InvalidInput) as caught:
            READER.read(changed(author={"handle": "a", "ssn": ["078-05-1120"]}))
        assert str(caught.value) == "author.ssn: found a list, expected text"
        with pytest.raises(InvalidInput) as caught:
            READER.read(changed(author="078-05-1120"))
        assert "078" not in str(caught.value)
        with pytest.raises(pydantic.ValidationError) as direct:
            READER.model(**changed(author={"handle": "a", "ssn": 123456789}))
        assert "123456789" not in str(direct.value)

    def test_what_lies_below_a_private_list_is_never_shown(self) -> None:
        card = Schema("card", (FactDeclaration("number", StringType()), FactDeclaration("codes", SetType(IntType()))))
        holder = Schema("holder", (FactDeclaration("cards", ListType(RecordType("card")), default=frozenset()),))
        secrets = FactDeclaration("holders", ListType(RecordType("holder")), default=frozenset(), is_private=True)
        schemas = {"interaction": Schema("interaction", (secrets,)), "holder": holder, "card": card}
        for value in (4111111111111111, None):
            with pytest.raises(InvalidInput) as caught:
                Reader(schemas).read({"holders": [{"cards": [{"number": value, "codes": ["4111", 1, "4112"]}, "4113"]}]})
            assert "411" not in str(caught.value)
            number, codes, other = caught.value.problems
            assert number.path == "holders[0].cards[0].number"
            assert number.expected.startswith("text")
            assert (codes.path, codes.found) == ("holders[0].cards[0].codes", "a list")
            assert other.path == "holders[0].cards[1]"

    def test_a_private_number_that_is_none_says_what_is_expected(self) -> None:
        reader = Reader({"interaction": Schema("interaction", (FactDeclaration("sum", NumberType(), is_private=True),))})
        with pytest.raises(InvalidInput) as caught:
            reader.read({"sum": float("inf")})
        assert str(caught.value) == "sum: found a number, expected a finite number"

    def test_long_values_are_cut(self) -> None:
        huge = "x" * 1_000_000
        with pytest.raises(InvalidInput) as caught:
            READER.read({huge: 1, "channel": huge, "topics": [huge] * 3 + [1], "score": [huge], "copy": {huge: huge}})
        assert len(str(caught.value)) < 3000

    def test_many_problems_are_counted_but_not_all_listed(self) -> None:
        with pytest.raises(InvalidInput) as caught:
            READER.read(changed(topics=list(range(1000))))
        assert len(caught.value.problems) == 1000
        assert str(caught.value).endswith("and 980 more")

    @pytest.mark.parametrize(
        ("text", "path", "found"),
        [
            (b"", "", "nothing"),
            ("  ", "", "nothing"),
            (b"\xff", "", "not UTF-8 (byte 1)"),
            ("{", "", "line 1, column 2"),
            ('{"a": {"b": 1, "c": [{"d": 1, "d": 2}]}}', "a.c[0].d", "more than once"),
            ('{"score": NaN}', "", "NaN"),
            ('{"score": -Infinity}', "", "-Infinity"),
            ("[" * 100_000, "", "more than 64 levels"),
            ('{"a":' * 100_000, "", "more than 64 levels"),
            ("[]", "", "a list"),
            ("null", "", "null"),
        ],
    )
    def test_text_that_is_not_an_input(self, text: str | bytes, path: str, found: str) -> None:
        problems = problems_of(text)
        assert list(problems) == [path]
        assert found in problems[path][0]

    def test_a_number_too_long_to_read_is_told_at_its_field(self) -> None:
        text = json.dumps(PLAIN)[:-1] + ', "score": ' + "1" * 5000 + "}"
        assert problems_of(text) == {"score": ("a number written with 5000 characters", "a number")}

    def test_an_input_that_contains_itself(self) -> None:
        loop: dict[str, object] = {"issued_at": "2026-01-01T00:00Z"}
        loop["strikes"] = [loop]
        assert any("contains itself" in found for found, _ in problems_of(changed(strikes=[loop])).values())

    def test_an_input_nested_very_deep(self) -> None:
        deep: dict[str, object] = {"issued_at": "2026-01-01T00:00Z"}
        for _ in range(5000):
            deep = {"issued_at": "2026-01-01T00:00Z", "strikes": [deep]}
        assert problems_of(changed(strikes=[deep]))

    def test_a_key_that_is_not_text(self) -> None:
        value: dict[object, object] = {1: 2}
        value.update(PLAIN)
        assert "not text" in problems_of(value)["[1]"][0]


class Everything(enum.Enum):
    LIST = ("a",)


class TestCorners:
    READER = Reader(
        {
            "interaction": Schema(
                "interaction",
                (
                    FactDeclaration("budget", NumberType(), is_optional=True),
                    FactDeclaration("secret", BoolType(), is_optional=True, is_private=True),
                    FactDeclaration("sent.on", DateType()),
                    FactDeclaration("strikes", ListType(RecordType("strike")), is_optional=True),
                    FactDeclaration("waits", SetType(DurationType()), is_optional=True),
                ),
            ),
            "strike": STRIKE,
        }
    )

    @pytest.mark.parametrize(
        ("changes", "facts"),
        [
            ({"budget": 3}, {"budget": Decimal(3)}),
            ({"strikes": None}, {}),
            ({"waits": ["90s", timedelta(minutes=1)]}, {"waits": frozenset({timedelta(seconds=90), timedelta(minutes=1)})}),
        ],
    )
    def test_reads(self, changes: dict[str, object], facts: dict[str, object]) -> None:
        value = {"sent": MappingProxyType({"on": "2026-01-02"}), **changes}
        expected = {"sent.on": date(2026, 1, 2), **facts}
        assert self.READER.read(value) == expected
        assert self.READER.read(MappingProxyType(value)) == expected
        own = self.READER.model(**value)
        assert self.READER.read({"sent": own.sent, **changes}) == expected  # type: ignore[attr-defined]  # made from the schema
        assert self.READER.read(own.model_dump_json()) == expected

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"budget": True}, "budget: found true, expected a number"),
            ({"budget": Decimal("0.5").as_tuple()}, "budget: found a list of 3, expected a number"),
            ({"budget": Everything.LIST}, "budget: found a list of 1, expected a number"),
            ({"waits": 5}, "waits: found the number 5, expected a list, each a duration such as PT1H30M or 1h30m"),
            (
                {"sent": {}},
                "sent.on: found nothing, expected a date such as 2026-11-20: the fact is not optional and has no default",
            ),
            *(({"secret": value}, f"secret: found {kind}, expected true or false") for value, kind in KINDS),
        ],
    )
    def test_tells(self, changes: dict[str, object], told: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            self.READER.read({"sent": {"on": "2026-01-02"}, **changes})
        assert str(caught.value) == told

    def test_dotted_keys_below_what_is_not_an_object(self) -> None:
        with pytest.raises(InvalidInput, match=r"sent\.on: found the field twice"):
            self.READER.read({"sent": 5, "sent.on": "2026-01-02"})

    def test_a_foreign_model_that_contains_itself(self) -> None:
        node = Node()
        node.next = node
        with pytest.raises(InvalidInput, match="cannot be written out"):
            self.READER.read(node)

    def test_numbers_whose_exponent_is_absurd(self) -> None:
        for number in ("1e99999999999999999999", "0." + "1" * 1000):
            with pytest.raises(InvalidInput, match="budget: found a number written with"):
                self.READER.read(f'{{"sent": {{"on": "2026-01-02"}}, "budget": {number}}}')

    def test_many_shallow_lists_are_not_deep(self) -> None:
        value = {"sent": {"on": "2026-01-02"}, "strikes": [{"issued_at": "2026-01-01T00:00Z"}] * 100}
        strikes: object = self.READER.read(json.dumps(value))["strikes"]
        assert isinstance(strikes, tuple)
        assert len(strikes) == 100

    @pytest.mark.parametrize(
        "of", [TargetType(), DutyType(), RecordType("strike"), SetType(DutyType())], ids=["target", "duty", "record", "set"]
    )
    def test_types_that_no_fact_has(self, of: Type) -> None:
        with pytest.raises(ValueError, match="cannot be of the type"):
            build_model({"interaction": Schema("interaction", (FactDeclaration("a", of),))}, "interaction")

    def test_a_path_that_is_declared_twice(self) -> None:
        twice = (FactDeclaration("a.b", BoolType()), FactDeclaration("a", BoolType()))
        with pytest.raises(ValueError, match="twice"):
            Reader({"interaction": Schema("interaction", twice)})


class TestModels:
    def test_a_model_is_frozen(self) -> None:
        model = READER.model(**PLAIN)
        with pytest.raises(pydantic.ValidationError):
            model.message = "other"  # type: ignore[attr-defined]  # the fields come from the schema

    def test_a_fact_may_have_any_name(self) -> None:
        names = ("copy", "copy_", "json", "model_config", "model_fields", "schema", "from", "class", "dict", "validate")
        schema = Schema("interaction", tuple(FactDeclaration(name, IntType()) for name in sorted(names)))
        reader = Reader({"interaction": schema})
        facts = {name: place for place, name in enumerate(names)}
        assert reader.read(facts) == facts
        assert reader.read(reader.model(**facts)) == facts
        assert reader.read(reader.model(**facts).model_dump_json()) == facts

    def test_a_path_cannot_be_a_fact_and_a_group(self) -> None:
        schema = Schema("interaction", (FactDeclaration("author", StringType()), FactDeclaration("author.id", StringType())))
        with pytest.raises(ValueError, match="author"):
            build_model({"interaction": schema}, "interaction")

    def test_an_empty_schema_reads_an_empty_input(self) -> None:
        assert Reader({"interaction": Schema("interaction", ())}).read({}) == {}


class TestJsonSchema:
    SCHEMA = json_schema(SCHEMAS, "interaction")

    def test_is_a_schema_of_its_dialect_that_says_what_fields_mean(self) -> None:
        jsonschema.Draft202012Validator.check_schema(self.SCHEMA)
        assert self.SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert "how many follow the author" in json.dumps(self.SCHEMA)
        assert self.SCHEMA["properties"]["score"]["default"] == 0.5

    @pytest.mark.parametrize(
        "value",
        [
            PLAIN,
            changed(author={"handle": "a", "followers": None}),
            changed(author=None),
            changed(account=None),
            changed(account={"owner": None}),
            changed(copy=None),
            changed(channel="y"),
            changed(waited="P1D"),
            changed(waited="90s"),
            changed(topics="a"),
            changed(strikes=[{"rule": "a"}]),
            changed(other=1),
            {},
        ],
    )
    def test_agrees_with_the_reader(self, value: object) -> None:
        fits = jsonschema.Draft202012Validator(self.SCHEMA).is_valid(value)
        try:
            READER.read(value)
        except InvalidInput:
            assert not fits
        else:
            assert fits


class TestRows:
    def test_text_is_read_by_type_and_an_empty_cell_is_not_given(self) -> None:
        row = {
            "author.handle": "ada",
            "author.followers": "3",
            "channel": "x",
            "copy": "True",
            "message": " hi ",
            "received_at": "2015-02-24 11:35:52 -0800",
            "score": "",
            "topics": "a; b",
            "waited": "",
        }
        assert READER.read_row(row, texts=row.keys()) == {
            "author.followers": 3,
            "author.handle": "ada",
            "channel": "x",
            "copy": True,
            "message": " hi ",
            "received_at": datetime(2015, 2, 24, 19, 35, 52, tzinfo=UTC),
            "score": Decimal("0.5"),
            "strikes": (),
            "topics": frozenset({"a", "b"}),
        }

    def test_every_problem_of_a_row_is_told_and_private_cells_are_not_shown(self) -> None:
        row = {"author.handle": "", "author.ssn": "\ud800 078", "channel": "y", "message": "m", "received_at": "5", "mesage": ""}
        with pytest.raises(InvalidInput) as caught:
            READER.read_row(row, texts=row.keys())
        assert {each.path for each in caught.value.problems} == {
            "author.handle",
            "author.ssn",
            "channel",
            "received_at",
            "mesage",
        }
        assert "078" not in str(caught.value)

    def test_a_list_of_records_is_a_cell_of_json(self) -> None:
        row = {"author.handle": "a", "channel": "x", "message": "m", "received_at": "2026-01-01T00:00Z"}
        row["strikes"] = '[{"issued_at": "2026-01-01T00:00Z"}]'
        assert READER.read_row(row, texts=row.keys())["strikes"] == (
            {"issued_at": datetime(2026, 1, 1, tzinfo=UTC), "strikes": ()},
        )
        with pytest.raises(InvalidInput, match=r"strikes\[0\].*the number 5"):
            READER.read_row({**row, "strikes": "[5]"}, texts=row.keys())
        with pytest.raises(InvalidInput, match="author: found a text, expected an object"):
            READER.read_row({"author": "ada"}, texts=["author"])

    def test_unknown_columns_are_found_before_any_row_is_read(self) -> None:
        assert [str(each) for each in READER.find_unknown(["message", "chanel"])] == [
            "chanel: found an unknown field, expected a declared fact; did you mean channel?"
        ]


def test_pydantic_is_imported_only_when_something_is_read() -> None:
    program = "import sys, engagepolicy.inputs.reader, engagepolicy.inputs.problems; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_record_may_be_called_like_a_built_in_class() -> None:
    warning = Schema("warning", (FactDeclaration("at", StringType()),))
    interaction = Schema("interaction", (FactDeclaration("warnings", ListType(RecordType("warning"))),))
    reader = Reader({"warning": warning, "interaction": interaction})
    assert reader.read({"warnings": [{"at": "noon"}]}) == {"warnings": ({"at": "noon"},)}
