"""Rows inside rows: each element of a list that a row has becomes a row of its own, with the fields of the outer one beside its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import describe, shorten


def unfold_rows(rows: Iterable[Row], path: str) -> Iterator[Row]:
    """Yield a row for each element of the list at the dotted path in every row, on the line of the outer row.

    Where both have a field of one name, the element's own is meant. What has no such list, and an element that is no object, is a row
    with its problem; a row that had a problem stays one.
    """
    for row in rows:
        if row.values is None:
            yield row
            continue
        value: object = row.values
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if not isinstance(value, list):
            yield Row(row.line, None, f"{shorten(path)}: found {'nothing' if value is None else describe(value)}, expected a list")
            continue
        for number, element in enumerate(value):
            if isinstance(element, Mapping):
                yield Row(row.line, {**row.values, **element})
            else:
                yield Row(row.line, None, f"{shorten(path)}[{number}]: found {describe(element)}, expected an object with named fields")
