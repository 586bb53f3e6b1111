"""The mapping language: what it reads, and what it says of mistakes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engagepolicy.adapters.column_map import BadColumnMap, UnmappedRow, parse_column_map, to_cells
from engagepolicy.adapters.row import Row

JSON = {
    "text": "a &amp; b",
    "dialog": [{"message": "first", "from": {"name": "ada"}}],
    "dialog.length": 1,
    "at": 1696996971,
    "at_ms": Decimal("1696996971319"),
    "spam": False,
    "source": "Twitter",
    "page": '<p>It&#39;s <b>lost</b></p><p>see <a href="x"><span class="invisible">https://</span>a.example/x</a>, 3 < 4 <3 &amp; more</p>',
    "note": None,
}


@pytest.mark.parametrize(
    ("pair", "value", "is_text"),
    [
        ("fact=text", "a &amp; b", False),
        ("fact=text|html", "a & b", False),
        ("fact=dialog.length|text", "1", False),
        ("fact=text|text", "a &amp; b", False),
        ("fact=page|markup", "It's lost\n\nsee https://a.example/x, 3 < 4 <3 & more", False),
        ("fact=dialog.length|markup", 1, False),
        ("fact=dialog.0.message", "first", False),
        ("fact=dialog.0.from.name", "ada", False),
        ("fact = dialog.length", 1, False),
        ('fact="dialog.length"', 1, False),
        ("fact:=x = y@z", "x = y@z", True),
        ("fact:=", "", True),
        ("fact=source{Twitter:x,*:phone}", "x", True),
        ("fact=source{Facebook:x, *: phone }", "phone", True),
        ('fact=source{"Twitter" : "a,b:{c}"}', "a,b:{c}", True),
        ("fact=spam{false:ham,true:spam}", "ham", True),
        ("fact=at{1696996971:then}", "then", True),
        ("fact=at@epoch", datetime(2023, 10, 11, 4, 2, 51, tzinfo=UTC), False),
        ("fact=at_ms@epoch_ms", datetime(2023, 10, 11, 4, 2, 51, 319000, tzinfo=UTC), False),
    ],
)
def test_reads_json(pair: str, value: object, is_text: bool) -> None:
    cells = to_cells(Row(1, JSON), parse_column_map([pair]))
    assert cells.values == {"fact": value}
    assert cells.texts == ({"fact"} if is_text else set())


@pytest.mark.parametrize(
    "pair",
    [
        "fact=missing",
        "fact=note",
        "fact=dialog.1.message",
        "fact=dialog.x",
        "fact=text.0",
        'fact="dialog.0"',
        "fact=source{Twitter:}",
    ],
)
def test_what_is_not_there_is_not_given(pair: str) -> None:
    assert to_cells(Row(1, JSON), parse_column_map([pair])).values == {}


@pytest.mark.parametrize(
    ("pair", "cell", "value"),
    [
        ("at=c@%a %b %d %H:%M:%S %z %Y", "Tue Oct 31 22:10:47 +0000 2017", datetime(2017, 10, 31, 22, 10, 47, tzinfo=UTC)),
        ("at=c@%Y-%m-%d %H:%M:%S@America/New_York", "2015-01-01 12:33:18", datetime(2015, 1, 1, 17, 33, 18, tzinfo=UTC)),
        ("at=c@%Y-%m-%d %H:%M@America/New_York", "2015-03-08 02:30", datetime(2015, 3, 8, 7, 30, tzinfo=UTC)),
        ("at=c@%Y-%m-%d %H:%M@America/New_York", "2015-11-01 01:30", datetime(2015, 11, 1, 5, 30, tzinfo=UTC)),
        ("at=c@%m/%d/%Y", "7/29/2013", date(2013, 7, 29)),
        ("at=c@%m/%d/%Y@UTC", "7/29/2013", datetime(2013, 7, 29, tzinfo=UTC)),
        ("at=c{*:2013}@%Y", "x", date(2013, 1, 1)),
        ("at=c@epoch", "-1.5", datetime(1969, 12, 31, 23, 59, 58, 500_000, tzinfo=UTC)),
    ],
)
def test_reads_times(pair: str, cell: str, value: object) -> None:
    assert to_cells(Row(2, {"c": cell}, is_text=True), parse_column_map([pair])).values == {"at": value}


def test_without_a_map_every_column_is_a_fact() -> None:
    assert to_cells(Row(2, {"a": "1", "b": ""}, is_text=True)).texts == {"a", "b"}
    assert to_cells(Row(2, {"a": 1})).texts == set()


def test_an_empty_cell_is_not_given_but_an_empty_json_text_is() -> None:
    columns = parse_column_map(["fact=c"])
    assert to_cells(Row(2, {"c": ""}, is_text=True), columns).values == {}
    assert to_cells(Row(2, {"c": ""}), columns).values == {"fact": ""}


def test_every_value_that_cannot_be_mapped_is_told() -> None:
    columns = parse_column_map(["a=x{Twitter:x}", "b=y@epoch", "c=z@%Y@UTC", "d=w{1:2}", "e=v@epoch", "f=z"])
    row = Row(2, {"x": "Fax", "y": "soon", "z": "2015-01", "w": [1], "v": 10**17})
    with pytest.raises(UnmappedRow) as caught:
        to_cells(row, columns)
    reasons = caught.value.reasons
    assert [each[0] for each in reasons] == ["a", "b", "c", "d", "e"]
    assert "Fax" in reasons[0]
    assert "*:WORD" in reasons[0]
    assert "does not count from 1970" in reasons[1]
    assert "%Y" in reasons[2]
    assert "outside the years" in reasons[4]


@pytest.mark.parametrize(
    ("pairs", "part"),
    [
        (["message"], "FACT=COLUMN"),
        (["=text"], "FACT=COLUMN"),
        (["me ssage=text"], "FACT=COLUMN"),
        (["a=b", "a:=c"], "a is mapped twice"),
        (["a="], "no name"),
        (['a=""'], "no name"),
        (["a=b|upper"], "|upper"),
        (['a="b"c'], "c cannot stand"),
        (["a=b{x:y"], "closing brace"),
        (['a=b{"x:y}'], "from:to"),
        (["a=b{x}"], "from:to"),
        (["a=b{}"], "from:to"),
        (["a=b{x:1,x:2}"], "x is translated twice"),
        (["a=b{x:1}{y:2}"], "cannot stand"),
        (["a=b@"], "not a time format"),
        (["a=b@soon"], "not a time format"),
        (["a=b@%Q"], "not a time format"),
        (["a=b@%"], "not a time format"),
        (["a=b@%H:%M"], "no zone"),
        (["a=b@%H:%M %Z"], "no zone"),
        (["a=b@%H:%M %z@UTC"], "no second one"),
        (["a=b@epoch@UTC"], "takes no zone"),
        (["a=b@%Y@America/New_Yrok"], "did you mean America/New_York"),
        (["a=b@%Y@../../etc/passwd"], "not a time zone"),
    ],
)
def test_a_wrong_map_is_told_by_its_part(pairs: list[str], part: str) -> None:
    with pytest.raises(BadColumnMap) as caught:
        parse_column_map(pairs)
    assert part in str(caught.value)


def test_facts_and_columns_that_there_are_not() -> None:
    columns = parse_column_map(["message=txt", "chanel:=x"])
    with pytest.raises(BadColumnMap, match="no fact chanel; did you mean channel"):
        columns.require_facts(["channel", "message"])
    with pytest.raises(BadColumnMap, match="message: the file has no column txt; did you mean text"):
        columns.apply(Row(2, {"text": "a"}, is_text=True))
