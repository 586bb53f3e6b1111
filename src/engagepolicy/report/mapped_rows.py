"""Rows of somebody else's columns as cases and events: what the head of each is read from, and which facts a row gives.

What staff wrote is no fact about the requester: unless a map says otherwise (`agent[replied]=author`), the columns of facts are not
read from rows of kind `replied` and `noted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engagepolicy.adapters.column_map import BadColumnMap, Column, ColumnMap, UnmappedRow, read_column
from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Extra
from engagepolicy.ir.clocks import KINDS, STATUS
from engagepolicy.ir.expressions import Constant
from engagepolicy.policy.policy import Policy

OPENED = "opened"
OPENED_BY = "opened_by"
EVENT_HEADS = ("case", "message_id", "reply_to", "kind", "at", OPENED_BY)
CASE_HEADS = ("id", "opened_at", OPENED_BY)
NAMES = frozenset({"case", "message_id", "reply_to", "id"})
"""Heads that are names, which some files write as numbers."""

BY_STAFF = frozenset({"replied", "noted"})
_UNDER = "facts."
_WHOLE = re.compile(r"(-?[0-9]+)\.0+")


@dataclass(frozen=True, slots=True)
class RowMap:
    """Reads the rows of cases, or of events, by a map. `columns` has heads and facts, `heads` the names that are no facts here."""

    policy: Policy
    columns: ColumnMap
    heads: tuple[str, ...]
    extra: Extra = "forbid"
    _by_kind: dict[str, ColumnMap] = field(default_factory=dict)

    @classmethod
    def of_events(cls, policy: Policy, columns: ColumnMap, extra: Extra = "forbid") -> RowMap:
        """Return what reads events; raise `BadColumnMap` for a fact that there is not, or where nothing names the case."""
        found = cls(policy, _known(policy, columns, EVENT_HEADS, extra), EVENT_HEADS, extra)
        given = set(found.columns.facts)
        if "case" not in given and "message_id" not in given:
            raise BadColumnMap("nothing names the case of a row: map case, or message_id and reply_to")
        if "case" in given and given & {"message_id", "reply_to"}:
            raise BadColumnMap("case is mapped, so message_id and reply_to are not needed; a fact of such a name is facts.message_id")
        _require_heads(given, ("kind", "at"))
        return found

    @classmethod
    def of_cases(cls, policy: Policy, columns: ColumnMap, extra: Extra = "forbid") -> RowMap:
        """Return what reads cases, one in a row; raise `BadColumnMap` for a fact that there is not, or without an opening."""
        heads = (*CASE_HEADS, *KINDS)
        found = cls(policy, _known(policy, columns, heads, extra), heads, extra)
        _require_heads(set(found.columns.facts), ("opened_at",))
        return found

    def read_head(self, row: Row) -> tuple[dict[str, object], list[str]]:
        """Return what the row gives for the heads, and what is wrong with those that it cannot give."""
        values: dict[str, object] = {name: text for name, text in self.columns.constants.items() if name in self.heads}
        problems: list[str] = []
        for column in self.columns.columns:
            if column.fact not in self.heads:
                continue
            try:
                value, _ = read_column(column, row)
            except ValueError as error:
                if isinstance(error, BadColumnMap):
                    raise
                problems.append(f"{column.fact}: {error}")
                continue
            if value is not None:
                values[column.fact] = _as_name(value) if column.fact in NAMES else value
        return values, problems

    def read_facts(self, row: Row, kind: str, *, is_opening: bool) -> dict[str, Constant]:
        """Return the typed facts of a row of that kind by dotted path; raise `InvalidInput` or `UnmappedRow`."""
        chosen = self._chosen(OPENED if is_opening else kind, kind)
        cells = chosen.apply(row)
        values = {_bare(path): value for path, value in cells.values.items()}
        return self.policy.read_event_facts(values, frozenset(map(_bare, cells.texts)), extra=self.extra)

    def _chosen(self, role: str, kind: str) -> ColumnMap:
        """Return the columns that a row gives facts from: a row that opens a case gives what its kind does, and what openings do."""
        key = f"{role} {kind}"
        if key not in self._by_kind:
            named = self.columns.kinds

            def is_read(fact: str) -> bool:
                if fact in self.heads:
                    return False
                return bool(named[fact] & {role, kind}) if fact in named else role not in BY_STAFF

            columns = tuple(each for each in self.columns.columns if is_read(each.fact))
            constants = {fact: text for fact, text in self.columns.constants.items() if is_read(fact)}
            self._by_kind[key] = ColumnMap(columns, constants)
        return self._by_kind[key]

    def make_case(self, row: Row) -> dict[str, object]:
        """Return the case that a row is, as `Policy.track` takes it: a head of an event's kind is the moment at which it happened.

        Raises `UnmappedRow` with every reason why there is none.
        """
        head, problems = self.read_head(row)
        facts: dict[str, dict[str, Constant]] = {}
        for kind in (OPENED, *(each for each in KINDS if each in head)):
            try:
                facts[kind] = self._facts_of(row, kind)
            except InvalidInput as error:
                problems += map(str, error.problems)
            except UnmappedRow as error:
                problems += error.reasons
        if problems:
            raise UnmappedRow(dict.fromkeys(problems))
        events = [{"kind": kind, "at": head[kind], "facts": facts[kind]} for kind in KINDS if kind in head]
        case = {name: head[name] for name in CASE_HEADS if name in head}
        return {**case, "facts": facts[OPENED], "events": events}

    def _facts_of(self, row: Row, kind: str) -> dict[str, Constant]:
        """Return the facts of the opening, or those that the map gives to an event of the kind by name."""
        if kind == OPENED:
            return self.read_facts(row, OPENED, is_opening=True)
        only = {fact for fact, kinds in self.columns.kinds.items() if kind in kinds}
        if not only:
            return {}
        mine = replace(self, columns=self.columns.choose(only), _by_kind={})
        return mine.read_facts(row, kind, is_opening=False)


def columns_of(row: Row) -> ColumnMap:
    """Return the map by which every column of a row is the head or fact of its name."""
    return ColumnMap(tuple(Column(name, name, is_quoted=True) for name in row.values or {}), {})


def _known(policy: Policy, columns: ColumnMap, heads: Iterable[str], extra: Extra) -> ColumnMap:
    known = {*heads, *policy.fact_paths, STATUS, *(f"{_UNDER}{each}" for each in (*policy.fact_paths, STATUS))}
    if extra == "ignore":
        return columns.choose(known)
    columns.require_facts(known)
    allowed = {OPENED, *KINDS}
    for fact, kinds in columns.kinds.items():
        for kind in sorted(kinds - allowed):
            raise BadColumnMap(f"{fact}[{kind}]: there is no kind of event {kind}; there are {', '.join((OPENED, *KINDS))}")
    return columns


def _require_heads(given: Iterable[str], needed: tuple[str, ...]) -> None:
    for name in needed:
        if name not in given:
            raise BadColumnMap(f"nothing gives {name}: add a column for it, such as {name}=COLUMN")


def _bare(path: str) -> str:
    return path.removeprefix(_UNDER)


def _as_name(value: object) -> object:
    """Return the name that a value is: `3.0` is 3, since tables write whole numbers so where some cells of a column are empty."""
    match value:
        case bool():
            return value
        case int() | Decimal():
            value = str(value)
        case _:
            pass
    found = _WHOLE.fullmatch(value) if isinstance(value, str) else None
    return value if found is None else found[1]

