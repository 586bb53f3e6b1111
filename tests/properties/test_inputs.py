"""Whatever strangers hand in, the answer is facts, rows or a typed error."""

from __future__ import annotations

import gzip
import io
import json
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engagepolicy.adapters.column_map import BadColumnMap, UnmappedRow, parse_column_map, to_cells
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format, UnreadableRows
from engagepolicy.inputs.json_text import parse_json
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Reader
from engagepolicy.inputs.values import read_text_value
from engagepolicy.ir.program import FactDeclaration, Schema
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
    ScalarType,
    SetType,
    StringType,
)

SCALARS: dict[str, ScalarType | SetType] = {
    "flag": BoolType(),
    "count": IntType(),
    "score": NumberType(),
    "message": StringType(),
    "on": DateType(),
    "at": DateTimeType(),
    "waited": DurationType(),
    "channel": EnumType("channel", ("x", "phone")),
    "topics": SetType(StringType()),
    "counts": SetType(IntType()),
}
ITEM = Schema("item", tuple(FactDeclaration(path, of, is_optional=True) for path, of in sorted(SCALARS.items())))
FIELDS = [FactDeclaration(f"author.{path}", of, is_optional=True, is_private=True) for path, of in SCALARS.items()]
INTERACTION = Schema("interaction", (*FIELDS, *ITEM.fields, FactDeclaration("items", ListType(RecordType("item")), is_optional=True)))
READER = Reader({"interaction": INTERACTION, "item": ITEM})

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=12)
    | st.binary(max_size=4)
    | st.datetimes()
    | st.dates()
    | st.timedeltas()
    | st.text(st.characters(categories=["Cs"]), max_size=2)
    | st.sampled_from(["x", "2026-11-20", "2026-11-20T19:50:00Z", "1h30m", "PT5M", "true", "3"])
)
names = st.sampled_from([*SCALARS, "author", "items", "author.count", "author.message"]) | st.text(max_size=6)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6), max_leaves=20)


@given(value=st.dictionaries(names, values, max_size=8) | values)
@settings(max_examples=150)
def test_any_value_gives_facts_or_the_typed_error(value: object) -> None:
    told, facts = "", None
    try:
        facts = READER.read(value)
    except InvalidInput as error:
        told = str(error)
    if facts is None:
        assert 0 < len(told) < 20_000
        return
    assert set(facts) <= set(READER.paths)
    assert all(each is not None for each in facts.values())
    assert READER.read(facts) == facts


@given(data=st.binary(max_size=60) | st.text(alphabet='{}[]",:\\ \nu0aeE+-.1tfnN', max_size=40))
@settings(max_examples=150)
def test_any_text_is_json_as_python_reads_it_or_the_typed_error(data: bytes | str) -> None:
    try:
        value = parse_json(data)
    except InvalidInput:
        return
    plain = data if isinstance(data, str) else data.decode()
    assert value == json.loads(plain.removeprefix("\ufeff"), parse_float=Decimal)


@given(text=st.text(alphabet='0123456789-+.:TZPHMS hms;[]",eEtrufalsx٣', max_size=24), name=st.sampled_from(sorted(SCALARS)))
@settings(max_examples=150)
def test_any_cell_is_read_or_refused(text: str, name: str) -> None:
    try:
        value = read_text_value(text, SCALARS[name])
    except InvalidInput:
        return
    assert READER.read({name: value}) == {name: value}


@pytest.mark.parametrize(
    "text",
    ['{"a": 1, "a": 2} ]', '{"a": 1, "a": 2', '{"a": 1, "a": NaN}', '[{"a": 1, "a": 2}, tru]', '{"a": {"b": 1, "b": 2}} "x": 3'],
)
def test_a_key_given_twice_in_text_that_is_no_json_either(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_json(text)


formats: st.SearchStrategy[Format | None] = st.sampled_from(["jsonl", "json", "csv", None])


@given(
    data=st.binary(max_size=200) | st.text(alphabet='{}[]",:\\ \n\ra1é', max_size=80).map(str.encode),
    format=formats,
    packed=st.booleans(),
    cut=st.integers(0, 30),
    records=st.none() | st.sampled_from(["a", "a.1"]),
)
@example(data=b"\x1f\x8b", format=None, packed=False, cut=0, records=None)
@settings(max_examples=250)
def test_any_bytes_give_rows_or_the_typed_error(data: bytes, format: Format | None, packed: bool, cut: int, records: str | None) -> None:
    if packed:
        data = gzip.compress(data)[: -cut or None]
    try:
        rows = list(read_rows(io.BytesIO(data), format, records))
    except UnreadableRows:
        return
    lines = [row.line for row in rows]
    assert lines == sorted(lines)
    assert all((row.values is None) == (row.problem is not None) for row in rows)


@given(
    pairs=st.lists(st.text(alphabet='ab=:@{}|"%YHz*,.htmlepoch \\', max_size=20), max_size=3),
    row=st.dictionaries(st.sampled_from("ab"), values, max_size=2),
    is_text=st.booleans(),
)
@settings(max_examples=150)
def test_any_map_is_applied_or_refused(pairs: list[str], row: dict[str, object], is_text: bool) -> None:
    try:
        cells = to_cells(Row(1, row, is_text=is_text), parse_column_map(pairs))
    except (BadColumnMap, UnmappedRow):
        return
    assert cells.texts <= set(cells.values)


HOSTILE = ['"' * 200_000, '[{"' + '\\"' * 200_000, "[" * 200_000, '{"b":[' * 50_000, "[" + '"\\' * 100_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_refused_in_linear_time(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_json(text)
    with pytest.raises(UnreadableRows):
        list(read_rows(io.BytesIO(text.encode()), "json", "a"))
