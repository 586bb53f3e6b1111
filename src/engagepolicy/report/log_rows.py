"""One row of a log of events: the names of its head, what it says, and the facts that it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import InvalidInput, Problem, describe
from engagepolicy.report.mapped_rows import RowMap

CASE, KIND, AT, FACTS, OPENED_BY = "case", "kind", "at", "facts", "opened_by"
MESSAGE, REPLY_TO = "message_id", "reply_to"
OPENED, RECEIVED, NOTED = "opened", "received", "noted"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log: what it says, and its moment if that can be read.

    Of a row that was read by a map `values` has the head alone.

    `written_kind` is the kind that the row itself names, where its conversation makes another of it.
    """

    source: str
    row: Row
    values: Mapping[str, object]
    moment: datetime | None
    map: RowMap | None = None
    problems: tuple[str, ...] = ()
    written_kind: str | None = None

    def says_again(self, other: LogRow) -> bool:
        """Whether the row says what another one does."""
        return self is other or (self.values == other.values and (self.map is None or self.row.values == other.row.values))

    def facts(self, *, is_opening: bool) -> dict[str, object]:
        """Return the facts: those under `facts`, and every other member, or what the map gives.

        Raises `InvalidInput`, also for a fact given both ways, and `UnmappedRow`.
        """
        if self.map is not None:
            kind = self.written_kind or self.values.get(KIND)
            return dict(self.map.read_facts(self.row, kind if isinstance(kind, str) else "", is_opening=is_opening))
        head = {CASE, KIND, AT, FACTS, *([OPENED_BY] if is_opening else [])}
        beside = {name: value for name, value in self.values.items() if name not in head}
        under = self.values.get(FACTS, {})
        if under is None:
            return beside
        if not isinstance(under, Mapping):
            raise InvalidInput((Problem(FACTS, describe(under), "an object with named fields"),))
        twice = [Problem(name, "the fact under `facts`, too", "each fact once") for name in beside if name in under]
        if twice:
            raise InvalidInput(twice)
        return {**beside, **under}
