"""Decisions and rejects as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engagepolicy.adapters.column_map import parse_column_map
from engagepolicy.adapters.reading import LostRows, RejectedRow, Tally, read_facts
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.writers import CsvWriter, JsonlWriter, RejectsWriter
from engagepolicy.inputs.problems import InvalidInput, Problem
from engagepolicy.ir.expressions import Constant

RECORD = {"line": 2, "outcomes": {"severity": "high", "tags": ["a", "b"], "queue": None, "texts": ["a;b"]}, "a.b": 'x "y"\n'}


def test_jsonl_is_one_line_for_each_record() -> None:
    stream = io.StringIO()
    writer = JsonlWriter(stream)
    writer.write(RECORD)
    writer.write({"text": "é\u2028\ud800"})
    writer.write({"a": Decimal("2.0"), "b": Decimal("2.5"), "at": datetime(2026, 1, 1, tzinfo=UTC)})
    first, second, third, end = stream.getvalue().split("\n")
    assert third == '{"a": 2, "b": "2.5", "at": "2026-01-01 00:00:00+00:00"}'
    assert json.loads(first) == RECORD
    assert "é" in second
    assert end == ""


def test_csv_has_the_chosen_columns() -> None:
    stream = io.StringIO(newline="")
    columns = ["line", "outcomes.severity", "outcomes.tags", "outcomes.queue", "outcomes.texts", "a.b", "missing.path"]
    CsvWriter(stream, columns).write(RECORD)
    assert list(csv.reader(io.StringIO(stream.getvalue(), newline=""))) == [
        columns,
        ["2", "high", "a;b", "", '["a;b"]', 'x "y"\n', ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+4912", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "=cmd|' /C calc'!A0", "-1;-2"])
def test_no_cell_is_a_formula(text: str) -> None:
    stream = io.StringIO(newline="")
    CsvWriter(stream, ["a", "@b"]).write({"a": text, "@b": [text]})
    head, row = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert head == ["a", "'@b"]
    assert row == [f"'{text}", f"'{text}" if ";" not in text else f'["{text}"]']


@pytest.mark.parametrize("value", ["-5", "-0.25", -5, Decimal("-2"), "a=b", "'=1", "", "2026-11-20", None])
def test_what_is_no_formula_stays(value: object) -> None:
    stream = io.StringIO(newline="")
    CsvWriter(stream, ["a", "b"]).write({"a": value, "b": "x"})
    assert list(csv.reader(io.StringIO(stream.getvalue(), newline="")))[1][0] == ("" if value is None else str(value))


def test_rejects_say_file_line_reasons_and_the_row() -> None:
    stream = io.StringIO()
    writer = RejectsWriter(stream)
    writer.write("a.csv", Row(3, None, "no", raw="a,b"), ["no"])
    writer.write("a.csv", Row(4, {"a": "x" * 5000}), ["r" * 5000, "s"])
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first == {"source": "a.csv", "line": 3, "reasons": ["no"], "row": "a,b"}
    assert second["line"] == 4
    assert len(second["row"]) == len(second["reasons"][0]) == 1000


class Picky:
    """A reader that takes no message."""

    def read_row(self, values: Mapping[str, object], texts: Collection[str] = ()) -> dict[str, Constant]:
        if "message" in values:
            raise InvalidInput([Problem("message", "it", "none"), Problem("", "that", "nothing")])
        return {"texts": ",".join(sorted(texts))}


def test_facts_or_every_reason_why_not() -> None:
    assert read_facts(Row(1, {"a": "1"}, is_text=True), Picky()) == {"texts": "a"}
    with pytest.raises(RejectedRow) as caught:
        read_facts(Row(1, {"message": "1"}), Picky())
    assert caught.value.reasons == ("message: found it, expected none", "the input: found that, expected nothing")
    with pytest.raises(RejectedRow, match="cannot be read"):
        read_facts(Row(1, None, "cannot be read"), Picky())
    with pytest.raises(RejectedRow, match="1970"):
        read_facts(Row(1, {"a": "x"}), Picky(), parse_column_map(["a=a@epoch"]))


def test_no_row_is_lost() -> None:
    tally = Tally()
    for row in tally.counting([Row(1, {}), Row(2, None, "no"), Row(3, {})]):
        if row.problem is None:
            tally.decided += 1
        else:
            tally.rejected += 1
    tally.require_complete()
    assert tally == Tally(3, 2, 1)
    tally.decided -= 1
    with pytest.raises(LostRows):
        tally.require_complete()
