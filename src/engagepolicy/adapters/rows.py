"""Reading rows: each row of a file exactly once, with the line it begins on, or with the reason why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.adapters.csv_rows import read_csv_rows
from engagepolicy.adapters.json_rows import read_json_rows, read_jsonl_rows
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.streams import BrokenStream, Format, Lines, Source, UnreadableRows, format_of, open_source


def read_rows(
    source: Source, format: Format | None = None, records: str | None = None, *, otherwise: Format = "csv"
) -> Iterator[Row]:
    """Yield every row of a path, of standard input (`-`) or of a binary stream, gzip or not.

    The format is told from the name or the first bytes if it is not given; what these do not tell is `otherwise`. `records` names
    the list in a JSON object whose elements are the rows (`tickets`, `data.items`). Blank lines are no rows. A row that cannot be
    read is yielded with its problem. Raises `OSError` for a file that cannot be opened, and `UnreadableRows` where the source as a
    whole has no rows: a CSV header that is missing or names a column twice, a JSON text without the list.
    """
    try:
        with open_source(source) as (first, stream):
            chosen = format or ("json" if records is not None else format_of(source, first, otherwise))
            if records is not None and chosen != "json":
                raise UnreadableRows(f"only a JSON object has records to be named, this is {chosen.upper()}")
            if chosen == "json":
                yield from read_json_rows(stream, records)
            elif chosen == "csv":
                yield from read_csv_rows(Lines(stream))
            else:
                yield from read_jsonl_rows(Lines(stream))
    except BrokenStream as error:
        raise UnreadableRows(str(error)) from None
