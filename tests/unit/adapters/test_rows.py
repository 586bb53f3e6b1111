"""Rows of files: each is read once or rejected once, with the line on which it begins."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from engagepolicy.adapters import csv_rows, json_rows, rows, streams
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format, UnreadableRows


def read(data: bytes, format: Format | None = None, records: str | None = None) -> list[tuple[int, object]]:
    """Return line and values of each row, or line and problem."""
    return [(row.line, row.problem or row.values) for row in read_rows(io.BytesIO(data), format, records)]


class TestJsonl:
    def test_bad_lines_are_rejected_and_good_ones_go_on(self) -> None:
        data = b'\xef\xbb\xbf{"a": 1}\r\n\n {"a": "\xff"}\n[1]\n{"a": 1, "a": 2}\nnope\n'
        data += b'{"a": "\xe2\x80\xa8\x0b"}\n{"b": "\xe2\x80\xa8"}'
        found = read(data, "jsonl")
        assert [line for line, _ in found] == [1, 3, 4, 5, 6, 7, 8]
        assert found[0][1] == {"a": 1}
        assert "not UTF-8" in str(found[1][1])
        assert "a list of 1" in str(found[2][1])
        assert "more than once" in str(found[3][1])
        assert "not JSON" in str(found[4][1])
        assert "control character" in str(found[5][1])
        assert found[6][1] == {"b": "\u2028"}

    def test_a_line_too_long_is_skipped_to_its_end(self) -> None:
        packed = gzip.compress(b'{"a": "' + b"x" * 100_000 + b'"}\n{"b": 1}\n', mtime=0)
        lines = streams.Lines(gzip.GzipFile(fileobj=io.BytesIO(packed)), longest=50)
        found = list(json_rows.read_jsonl_rows(lines))
        assert found == [Row(1, None, "the line is too long to be read"), Row(2, {"b": 1})]

    def test_what_came_before_damage_is_kept(self) -> None:
        packed = gzip.compress(b'{"a": 1}\n' * 5000, mtime=0)
        found = read(packed[:-20])
        assert found[0] == (1, {"a": 1})
        assert found[-1][1] == "the compressed data end too early or are damaged"
        assert [line for line, _ in found] == list(range(1, len(found) + 1))


class TestJson:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("[]", []),
            (" [ ]\n", []),
            ('{"a":\n1}', [(1, {"a": 1})]),
            ('[{"a": "],[\\"{"},\n\n{"b": [1, {"c": 2}]}]', [(1, {"a": '],["{'}), (3, {"b": [1, {"c": 2}]})]),
            ('[{"a": 1}, 5]', [(1, {"a": 1}), (1, "found the number 5, expected an object with named fields")]),
            ('[{"a": 1},\n]', [(1, {"a": 1}), (2, "nothing where the list needs an object")]),
            ("[,]", [(1, "nothing where the list needs an object")] * 2),
            ('[{"a": 1}', [(1, {"a": 1}), (1, "the text ends before the list does")]),
            ("[", [(1, "the text ends before the list does")]),
            ("[]\nx", [(2, "text after the end of the list")]),
        ],
    )
    def test_each_element_is_a_row(self, text: str, found: list[tuple[int, object]]) -> None:
        assert read(text.encode(), "json") == found

    def test_records_are_found_by_key(self) -> None:
        data = b'{"next": "[{", "data": {"x": [1],\n"tick\\u0065ts": [{"a": 1},\n{"a": 2}]}}'
        assert read(data, records="data.tickets") == [(2, {"a": 1}), (3, {"a": 2})]

    def test_a_key_that_is_no_json_string_is_passed_over(self) -> None:
        assert read(b'{"\\x": [], "a": [{}]}', records="a") == [(1, {})]

    @pytest.mark.parametrize("records", ["tickets", "data.x.y", "data", "next", ""])
    def test_records_that_are_not_there(self, records: str) -> None:
        with pytest.raises(UnreadableRows):
            read(b'{"next": "x", "data": {"x": 1}}', records=records)

    @pytest.mark.parametrize("data", [b"", b"5", b'"x"', b"\xff[", b"nope"])
    def test_what_holds_no_rows(self, data: bytes) -> None:
        with pytest.raises(UnreadableRows):
            read(data, "json")

    def test_a_text_too_long_is_refused_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(json_rows, "LONGEST_TEXT", 1000)
        with pytest.raises(UnreadableRows, match="JSONL"):
            read(gzip.compress(b"[" + b" " * 100_000, mtime=0), "json")

    def test_only_json_has_records(self) -> None:
        with pytest.raises(UnreadableRows, match="CSV"):
            read(b"a\n1\n", "csv", "a")


class TestCsv:
    def test_cells_keep_commas_quotes_and_line_breaks(self) -> None:
        data = b'\xef\xbb\xbfid,text\r\n1,"a, ""b""\r\nc\rd\ne"\r\n\r\n2, x \r\n3,5" screen\r\n'
        assert read(data) == [
            (2, {"id": "1", "text": 'a, "b"\r\nc\rd\ne'}),
            (6, {"id": "2", "text": " x "}),
            (7, {"id": "3", "text": '5" screen'}),
        ]

    def test_bad_rows_are_rejected_and_good_ones_go_on(self) -> None:
        data = b'a,b\n1\n1,2,3\n"x"y,2\n\xff,2\n1\r,2\n"open,2\n3,4\n5,6\n'
        assert read(data) == [
            (2, "the row has 1 cell, the header has 2"),
            (3, "the row has 3 cells, the header has 2"),
            (4, "a quote is closed in the middle of a cell: a quote inside quotes is written twice"),
            (5, "the row is not UTF-8"),
            (6, "a carriage return stands outside of quotes"),
            (7, "a quote is not closed before the end of the file"),
            (8, {"a": "3", "b": "4"}),
            (9, {"a": "5", "b": "6"}),
        ]

    def test_a_quote_that_is_never_closed_does_not_swallow_the_file(self) -> None:
        data = b'a,b\n"open,2\n' + b"3,4\n" * 20_000
        found = read(data)
        assert len(found) == 20_001
        assert found[0][0] == 2
        assert found[-1] == (20_002, {"a": "3", "b": "4"})

    def test_reading_again_has_an_end(self) -> None:
        data = b"a,b\n" + b'x",",y\n' * 20_000
        found = read(data)
        assert "runs to line" in str(found[-1][1])

    def test_a_row_too_long_is_rejected(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(csv_rows, "LONGEST_LINE", 1000)
        found = read(b"a,b\n" + b'"' + b"x,\n" * 1000 + b'",2\n3,4\n')
        assert "too long" in str(found[0][1])
        assert found[-1] == (1003, {"a": "3", "b": "4"})

    def test_a_header_too_long_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(csv_rows, "LONGEST_LINE", 10)
        with pytest.raises(UnreadableRows, match="too long"):
            read(b"abcdefgh,ijklmnop\n1,2\n", "csv")

    def test_the_beginning_of_a_rejected_row_is_kept(self) -> None:
        (row,) = read_rows(io.BytesIO(b"a,b\n" + b"\xff" * 5000))
        assert row.raw.startswith("\\xff")
        assert len(row.raw) == 1000

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b"\n\n", "empty"),
            (b"a,b,a\n", "the column a twice"),
            (b"a,,c\n", "no name for column 2"),
            (b"a,\xff\n", "not UTF-8"),
            (b'"a\n', "quote"),
            (b"a\rb\r1\r2\r", "carriage return"),
        ],
    )
    def test_a_header_that_is_wrong_stops_everything(self, data: bytes, reason: str) -> None:
        with pytest.raises(UnreadableRows, match=reason):
            read(data, "csv")


class TestSources:
    @pytest.mark.parametrize(
        ("name", "data", "values"),
        [
            ("a.csv", b"a\n1\n", {"a": "1"}),
            ("a.CSV.GZ", gzip.compress(b"a\n1\n", mtime=0), {"a": "1"}),
            ("packed-under-another-name.csv", gzip.compress(b"a\n1\n", mtime=0), {"a": "1"}),
            ("a.jsonl", b'{"a": "1"}', {"a": "1"}),
            ("a.ndjson.gz", gzip.compress(b'{"a": "1"}', mtime=0), {"a": "1"}),
            ("a.json", b'[{"a": "1"}]', {"a": "1"}),
            ("a", b'[{"a": "1"}]', {"a": "1"}),
            ("a", b'{"a": "1"}\n{"a": "1"}', {"a": "1"}),
            ("a", b'{\n"a": "1"}', {"a": "1"}),
            ("a", b"a\n1\n", {"a": "1"}),
        ],
    )
    def test_the_format_is_told_from_name_or_content(self, tmp_path: Path, name: str, data: bytes, values: object) -> None:
        path = tmp_path / name
        path.write_bytes(data)
        assert [row.values for row in read_rows(path)][-1] == values
        assert [row.values for row in read_rows(str(path))][-1] == values

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"a": 1}\n')))
        assert [row.values for row in read_rows("-")] == [{"a": 1}]

    def test_a_given_stream_stays_open(self) -> None:
        stream = io.BytesIO(gzip.compress(b"a\n1\n", mtime=0))
        list(rows.read_rows(stream))
        assert not stream.closed

    def test_damaged_from_the_start(self) -> None:
        with pytest.raises(UnreadableRows, match="damaged"):
            read(gzip.compress(b"a\n1\n", mtime=0)[:9])

    def test_a_bomb_is_read_in_bounded_parts(self) -> None:
        bomb = gzip.compress(b"a,b\n" + b"1,2\n" * 50_000, compresslevel=1, mtime=0)
        assert sum(row.problem is None for row in read_rows(io.BytesIO(bomb))) == 50_000
