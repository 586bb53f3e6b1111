"""Rows of JSON: one object to a line, or the elements of a list, each read by itself: one wrong object is one wrong row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from engagepolicy.adapters.row import Row, object_row, raw_of
from engagepolicy.adapters.streams import BOM, BrokenStream, ByteStream, Lines, UnreadableRows, read_whole
from engagepolicy.inputs.json_text import TOKENS, decode_utf8
from engagepolicy.inputs.problems import InvalidInput, shorten

LONGEST_TEXT = 64 * 1024 * 1024
"""Bytes of the longest JSON text that is read as a whole."""

_SPACE = re.compile(r"[ \t\r\n]*")
_KEY = re.compile(r'[ \t\r\n]*("(?:[^"\\]|\\.)*+")[ \t\r\n]*:', re.DOTALL)


def read_jsonl_rows(lines: Lines) -> Iterator[Row]:
    """Yield a row for each line that is not blank; damaged compressed data give one last row with its problem."""
    while True:
        try:
            line = lines.next()
        except BrokenStream as error:
            yield Row(lines.number + 1, None, str(error))
            return
        if line == b"":
            return
        if line is None:
            yield Row(lines.number, None, "the line is too long to be read")
        elif text := (line.removeprefix(BOM) if lines.number == 1 else line).strip(b" \t\r\n"):
            yield object_row(lines.number, text)


def read_json_rows(stream: ByteStream, records: str | None) -> Iterator[Row]:
    """Yield the elements of the list, or the one object, that the text is; with `records` those of the list at that dotted path.

    Raises `UnreadableRows` if there is no such list, or the text is longer than `LONGEST_TEXT` or not UTF-8.
    """
    text = _read_text(stream)
    start = _first_at(text, 0)
    for name in records.split(".") if records is not None else ():
        start = _find_member(text, start, name, str(records))
    opening = text[start : start + 1]
    if opening == "[":
        yield from _element_rows(text, start, is_whole=records is None)
    elif records is not None:
        raise UnreadableRows(f"{shorten(records)} is not a list of objects")
    elif opening == "{":
        yield object_row(1 + text.count("\n", 0, start), text[start:])
    else:
        raise UnreadableRows("the JSON text is neither a list of objects nor one object")


def _read_text(stream: ByteStream) -> str:
    data = read_whole(stream, LONGEST_TEXT)
    if data is None:
        limit = LONGEST_TEXT // 1024 // 1024
        raise UnreadableRows(f"the JSON text is longer than {limit} MiB: write one object to a line (JSONL)")
    try:
        return decode_utf8(data).removeprefix("\ufeff")
    except InvalidInput as error:
        raise UnreadableRows(str(error)) from None


def _first_at(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _parts(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Yield where each part of the list or object at `start` begins and ends, and what ends it: a comma, a bracket, or nothing.

    Nothing ends the last part of a text that breaks off.
    """
    depth, begin = 0, start + 1
    for found in TOKENS.finditer(text, start):
        token = found.group()
        if token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
            if depth == 0:
                yield begin, found.start(), token
                return
        elif token == "," and depth == 1:
            yield begin, found.start(), token
            begin = found.end()
    yield begin, len(text), ""


def _find_member(text: str, start: int, name: str, records: str) -> int:
    """Return where the value of the member `name` begins in the object at `start`."""
    if text[start : start + 1] == "{":
        for begin, end, _ in _parts(text, start):
            key = _KEY.match(text, begin, end)
            if key is not None and _is_string(key[1], name):
                return _first_at(text, key.end())
    raise UnreadableRows(f"the JSON text has no list at {shorten(records)}")


def _is_string(written: str, name: str) -> bool:
    try:
        return bool(json.loads(written) == name)
    except ValueError:
        return False


def _element_rows(text: str, start: int, is_whole: bool) -> Iterator[Row]:
    """Yield the elements of the list at `start`; where `is_whole`, nothing may follow the list."""
    line, counted, mark = 1, 0, ","
    for number, (begin, end, mark) in enumerate(_parts(text, start)):
        first = min(_first_at(text, begin), end)
        line, counted = line + text.count("\n", counted, first), first
        if first < end:
            row = object_row(line, text[first:end])
            yield row
            if mark == "" and row.problem is None:
                yield Row(line, None, "the text ends before the list does")
        elif mark == "," or mark == "" or number:
            yield Row(line, None, "nothing where the list needs an object" if mark else "the text ends before the list does")
        counted, line = end, line + text.count("\n", counted, end)
    after = _first_at(text, counted + 1)
    if mark and is_whole and after < len(text):
        yield Row(line + text.count("\n", counted, after), None, "text after the end of the list", raw=raw_of(text[after:]))
