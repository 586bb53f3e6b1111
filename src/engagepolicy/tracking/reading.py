"""Reading a case from a dict, JSON or a model made from the policy's own schema: checked facts and events out, or one clear error.

A case is a record like any other: its facts are those of an interaction, and an event has those that it changes, none of them
required. What is checked and how it is said is therefore the same as for an interaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from engagepolicy.inputs.json_text import parse_json
from engagepolicy.inputs.problems import InvalidInput, Problem, join_path
from engagepolicy.inputs.reader import Extra, Reader
from engagepolicy.inputs.schema_parts import DIALECT
from engagepolicy.inputs.shapes import dotted_paths, nest, shape_of
from engagepolicy.inputs.values import expected_of
from engagepolicy.ir.clocks import KINDS, STATUS, EventKind
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.program import FactDeclaration, Schema
from engagepolicy.tracking.events import Case, Event, Opener
from engagepolicy.values.types import DateTimeType, EnumType, ListType, RecordType, StringType

if TYPE_CHECKING:
    from engagepolicy.inputs.models import Facts

MOMENT = "received_at"
_CASE, _EVENT = "Case", "CaseEvent"
_FACTS = "facts"
_STATUS = FactDeclaration(STATUS, StringType(), is_optional=True, description="how the case stands; clocks are paused by it")


def _under_facts(fields: Sequence[FactDeclaration]) -> Iterator[FactDeclaration]:
    return (replace(each, path=join_path(_FACTS, each.path)) for each in fields)


def _schemas_of(schemas: Mapping[str, Schema], interaction: Schema) -> dict[str, Schema]:
    own = [replace(each, is_optional=True) if each.path == MOMENT else each for each in interaction.fields]
    changed = [replace(each, is_optional=True, default=None) for each in interaction.fields]
    event = [
        FactDeclaration("kind", EnumType("event_kind", KINDS), description="what happened"),
        FactDeclaration("at", DateTimeType(), description="when it happened"),
        *_under_facts(changed),
    ]
    case = [
        FactDeclaration("id", StringType(), is_optional=True, description="the case's own identifier"),
        FactDeclaration("opened_at", DateTimeType(), description="when it was opened; decisions are made as of this moment"),
        FactDeclaration("opened_by", EnumType("opener", ("requester", "staff")), default="requester", description="who opened it"),
        FactDeclaration("events", ListType(RecordType(_EVENT)), default=frozenset(), description="what happened since, in any order"),
        *_under_facts(own),
    ]
    return dict(schemas) | {_CASE: Schema(_CASE, tuple(case)), _EVENT: Schema(_EVENT, tuple(event))}


class CaseReader:
    """Reads cases of one policy; made once, safe to share between threads."""

    def __init__(self, schemas: Mapping[str, Schema], record: str = "interaction") -> None:
        """Take the schemas of a program and the name of the record whose facts a case has."""
        schema = schemas[record]
        if schema.find(STATUS) is None:
            schema = replace(schema, fields=(*schema.fields, _STATUS))
        self._declared = {each.path: each for each in schema.fields}
        self._dotted = frozenset(dotted_paths(shape_of(schema)))
        whole = _schemas_of(schemas, schema)
        self._reader = Reader(whole, _CASE)
        self._event_reader = Reader(whole, _EVENT)

    @property
    def model(self) -> type[Facts]:
        """The pydantic model of a case."""
        return self._reader.model

    def json_schema(self) -> dict[str, Any]:
        """Return JSON Schema 2020-12 of a case, ready for `json.dumps`."""
        return {"$schema": DIALECT, **self._reader.model.model_json_schema()}

    def read(self, value: object, extra: Extra = "forbid") -> Case:
        """Return the case; raise `InvalidInput` with every problem, by paths such as `events[3].at`.

        `value` is a mapping, JSON as text or bytes, a model made by `model`, or a `Case`, whose facts are checked too. Facts may be
        nested or have dotted keys. A fact that an event sets to null is no longer known; one that is not optional falls back to its
        default. Without `received_at` among them the facts are those of the opening.
        """
        if isinstance(value, str | bytes | bytearray):
            value = parse_json(value)
        elif isinstance(value, Case):
            value = _as_mapping(value)
        if not isinstance(value, Mapping):
            return self._build(self._reader.read(value, extra), {})
        prepared, problems = self._nested(value)
        if problems:
            raise InvalidInput(problems)
        read = self._reader.read(prepared, extra)
        removed, problems = self._find_removed(prepared)
        if problems:
            raise InvalidInput(problems)
        return self._build(read, removed)

    def read_event_facts(
        self, values: Mapping[str, object], texts: Collection[str] = (), extra: Extra = "forbid"
    ) -> dict[str, Constant]:
        """Return the facts of a row by dotted path, none of them required; keys in `texts` hold text to be read by type.

        Raises `InvalidInput` with every problem.
        """
        head = {"kind": "noted", "at": datetime(1970, 1, 1, tzinfo=UTC)}
        try:
            under = {join_path(_FACTS, path): value for path, value in values.items()}
            read = self._event_reader.read_row({**head, **under}, {join_path(_FACTS, path) for path in texts}, extra)
        except InvalidInput as error:
            raise InvalidInput(replace(each, path=each.path.removeprefix(f"{_FACTS}.")) for each in error.problems) from None
        return _facts_in(read)

    def _nested(self, value: Mapping[str, object]) -> tuple[dict[str, object], list[Problem]]:
        """Return the case with dotted keys of facts put into their objects."""
        case, problems = self._nest_facts(value, "")
        events = case.get("events")
        if isinstance(events, list | tuple):
            nested = []
            for place, event in enumerate(events):
                if isinstance(event, Mapping):
                    event, wrong = self._nest_facts(event, f"events[{place}]")
                    problems += wrong
                nested.append(event)
            case["events"] = nested
        return case, problems

    def _nest_facts(self, value: Mapping[str, object], path: str) -> tuple[dict[str, object], list[Problem]]:
        facts = value.get(_FACTS)
        if not isinstance(facts, Mapping):
            return dict(value), []
        nested, problems = nest(facts, self._dotted)
        outer = join_path(path, _FACTS)
        return {**value, _FACTS: nested}, [replace(each, path=join_path(outer, each.path)) for each in problems]

    def _find_removed(self, case: Mapping[str, object]) -> tuple[dict[int, dict[str, Constant | None]], list[Problem]]:
        """Return for each event what its nulls make of facts; the reader itself takes a null for a fact that is not given."""
        removed: dict[int, dict[str, Constant | None]] = {}
        problems: list[Problem] = []
        events = case.get("events")
        for place, event in enumerate(events if isinstance(events, list) else ()):
            facts = event.get(_FACTS) if isinstance(event, Mapping) else None
            for path in _nulls(facts) if isinstance(facts, Mapping) else ():
                for declaration in self._within(path):
                    if declaration.is_optional or declaration.default is not None:
                        removed.setdefault(place, {})[declaration.path] = declaration.default
                    else:
                        where = f"events[{place}].{_FACTS}.{declaration.path}"
                        problems.append(Problem(where, "null", f"{expected_of(declaration.type)}: the fact is not optional"))
        return removed, problems

    def _within(self, path: str) -> list[FactDeclaration]:
        """Return the fact at the path, or the facts of the group there."""
        if path in self._declared:
            return [self._declared[path]]
        return [each for each in self._declared.values() if each.path.startswith(f"{path}.")]

    def _build(self, read: Mapping[str, Constant], removed: Mapping[int, Mapping[str, Constant | None]]) -> Case:
        opened_at = cast(datetime, read["opened_at"])
        events = cast(tuple[Mapping[str, Constant], ...], read.get("events", ()))
        return Case(
            id=cast("str | None", read.get("id")),
            opened_at=opened_at,
            facts={MOMENT: opened_at} | _facts_in(read),
            events=tuple(
                Event(cast(EventKind, each["kind"]), cast(datetime, each["at"]), {**_facts_in(each), **removed.get(place, {})})
                for place, each in enumerate(events)
            ),
            opened_by=cast(Opener, read["opened_by"]),
        )


def _facts_in(read: Mapping[str, Constant]) -> dict[str, Constant]:
    return {path.removeprefix(f"{_FACTS}."): value for path, value in read.items() if path.startswith(f"{_FACTS}.")}


def _nulls(facts: Mapping[str, object]) -> Iterator[str]:
    """Yield the paths of nulls in checked, nested facts; lists of records are values and not looked into."""
    waiting: list[tuple[str, Mapping[str, object]]] = [("", facts)]
    while waiting:
        outer, inside = waiting.pop()
        for name, value in inside.items():
            path = join_path(outer, name)
            if value is None:
                yield path
            elif isinstance(value, Mapping):
                waiting.append((path, value))


def _as_mapping(case: Case) -> dict[str, Any]:
    events = [{"kind": each.kind, "at": each.at, "facts": dict(each.facts)} for each in case.events]
    head = {"id": case.id, "opened_at": case.opened_at, "opened_by": case.opened_by}
    return {**head, "facts": dict(case.facts), "events": events}
