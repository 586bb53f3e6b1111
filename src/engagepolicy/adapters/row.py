"""What a row is, and how the text of one JSON object becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engagepolicy.inputs.json_text import parse_json
from engagepolicy.inputs.problems import InvalidInput, describe

LONGEST_RAW = 1000
"""Characters of a rejected row that are kept."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `line` is where it begins in the file, from 1; either `values` by column or a `problem`.

    `is_text` says that the values are text still to be read by type, as in CSV. `raw` is the beginning of a row that has a
    problem.
    """

    line: int
    values: Mapping[str, object] | None = None
    problem: str | None = None
    is_text: bool = field(default=False, kw_only=True)
    raw: str = field(default="", kw_only=True)


def object_row(line: int, text: bytes | str) -> Row:
    """Return the row of one JSON object, or of what is not one with its problem."""
    try:
        value = parse_json(text)
    except InvalidInput as error:
        return Row(line, None, str(error), raw=raw_of(text))
    if not isinstance(value, dict):
        return Row(line, None, f"found {describe(value)}, expected an object with named fields", raw=raw_of(text))
    return Row(line, value)


def raw_of(text: bytes | str) -> str:
    """Return the beginning of a row as text; what is not UTF-8 is shown as escapes."""
    if isinstance(text, bytes):
        return text[: 4 * LONGEST_RAW].decode("utf-8", "backslashreplace")[:LONGEST_RAW]
    return text[:LONGEST_RAW].encode("utf-8", "backslashreplace").decode()
