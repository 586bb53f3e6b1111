"""A witness as a `test` block, ready to be pasted into the ruleset that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engagepolicy.ir.program import FactDeclaration, Program
from engagepolicy.proving.obligations import Witness
from engagepolicy.values.amounts import render_elapsed
from engagepolicy.values.types import EnumType, ListType, SetType, Type

INDENT = "  "


def render_test_block(program: Program, record: str, witness: Witness, name: str, expectations: Iterable[str]) -> str:
    """Return the witness as a `test` block with these expectations, one a line; ends in a line break.

    A fact that is at its default, or optional and not known, is left out. Moments are written in UTC.
    """
    return render_facts_block(program, record, witness.facts, name, expectations)


def render_facts_block(program: Program, record: str, facts: Mapping[str, Any], name: str, expectations: Iterable[str]) -> str:
    """Return facts, by path and with their defaults, as a `test` block, likewise."""
    rendered = list(render_facts(program, program.schema_by_name[record].fields, facts))
    return render_block(record, name, rendered, (f"expect {each}" for each in expectations))


def render_block(given: str, name: str, facts: Sequence[tuple[str, str]], after: Iterable[str]) -> str:
    """Return a `test` block: what is given, each fact with its value, and the lines after it."""
    width = max((len(path) for path, _ in facts), default=0)
    lines = [f"{path.ljust(width)} {value}" for path, value in facts]
    body = [f"given {given} {{", *(f"{INDENT}{line}" for line in lines), "}", *after]
    return "\n".join([f"test {_quoted(name)} {{", *(f"{INDENT}{line}" for line in body), "}"]) + "\n"


def render_facts(program: Program, fields: Iterable[FactDeclaration], facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield each fact that a block has to name, with its value as the language writes it."""
    for field in fields:
        value = facts.get(field.path)
        if value is None and field.default is not None:
            yield field.path, "unknown"
        elif value is not None and not _is_default(value, field.default):
            yield field.path, render_fact(program, value, field.type)


def _is_default(value: Any, default: Any) -> bool:  # noqa: ANN401
    """Whether an input that does not name the fact has this value; no records are an empty set in a declaration."""
    return bool(value == default) or (default == frozenset() and value == ())


def render_fact(program: Program, value: Any, of: Type) -> str:  # noqa: ANN401
    """Return the value of a fact as a `test` block writes it."""
    match of:
        case EnumType():
            return str(value)
        case SetType(of=inner):
            return "{" + ", ".join(sorted(render_fact(program, each, inner) for each in value)) + "}"
        case ListType(of=record):
            fields = program.schema_by_name[record.name].fields
            return "{" + ", ".join(_render_element(program, fields, element) for element in value) + "}"
        case _:
            return render_scalar(value)


def _render_element(program: Program, fields: Sequence[FactDeclaration], element: Mapping[str, Any]) -> str:
    """Return one record of a list; one of which nothing need be said still says something, because empty braces are no record."""
    named = list(render_facts(program, fields, element))
    if not named and fields:
        value = element.get(fields[0].path)
        named = [(fields[0].path, "unknown" if value is None else render_fact(program, value, fields[0].type))]
    return "{" + "  ".join(" ".join(pair) for pair in named) + "}"


def render_scalar(value: Any) -> str:  # noqa: ANN401
    """Return one value as the language writes it, moments in UTC."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _quoted(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC".replace(":00 UTC", " UTC")
        case date():
            return value.isoformat()
        case timedelta():
            return render_elapsed(int(value.total_seconds()))
        case _:
            return str(value)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def _quoted(text: str) -> str:
    written = (_ESCAPES.get(each, each if each.isprintable() else f"\\u{{{ord(each):X}}}") for each in text)
    return f'"{"".join(written)}"'
