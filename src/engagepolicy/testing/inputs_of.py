"""Facts by path, as the prover and searches give them, back in the shape of an input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engagepolicy.inputs.shapes import nest
from engagepolicy.ir.program import FactDeclaration, Program
from engagepolicy.values.types import ListType

SECOND = timedelta(seconds=1)
LAST_SECOND = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def as_input(program: Program, record: str, facts: Mapping[str, Any], *, is_whole: bool = True) -> dict[str, Any]:
    """Return facts of the record as an input gives them: nested, under the names of inputs; computed ones are left out.

    Where the facts are the whole, one that is not among them is not known, even if it has a default; else it is at its default.
    """
    given: dict[str, Any] = {}
    for field in program.schema_by_name[record].fields:
        if field.path in facts and not field.is_computed:
            given[field.input_path] = _as_member(program, field, facts[field.path], is_whole=is_whole)
        elif is_whole and field.is_optional and field.default is not None and not field.is_computed:
            given[field.input_path] = None
    return nest(given, frozenset(path for path in given if "." in path))[0]


def _as_member(program: Program, field: FactDeclaration, value: Any, *, is_whole: bool) -> Any:  # noqa: ANN401
    if isinstance(field.type, ListType) and value is not None:
        return [as_input(program, field.type.of.name, each, is_whole=is_whole) for each in value]
    return value


def in_whole_seconds(value: Any, *, up: bool) -> Any:  # noqa: ANN401
    """Return facts with their moments and lengths of time in whole seconds, as a `test` block has them, rounded all up or all down."""
    if isinstance(value, Mapping):
        return {path: in_whole_seconds(each, up=up) for path, each in value.items()}
    if isinstance(value, tuple | frozenset):
        return type(value)(in_whole_seconds(each, up=up) for each in value)
    if isinstance(value, datetime) and value.microsecond:
        whole = value.replace(microsecond=0)
        return whole + SECOND if up and whole < LAST_SECOND else whole
    if isinstance(value, timedelta) and value.microseconds:
        return timedelta(days=value.days, seconds=value.seconds + up)
    return value
