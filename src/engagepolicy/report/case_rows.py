"""A policy over cases, one in a row: each row comes out once, as the case's status or rejected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engagepolicy.adapters.column_map import ColumnMap, UnmappedRow
from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Rejected
from engagepolicy.report.following import Followed, Outcome, find_moment
from engagepolicy.report.looking import Look, at_moment
from engagepolicy.report.mapped_rows import RowMap, columns_of


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Reads cases from rows.

    Without `columns` a row of JSON is a case as `Policy.track` takes it, and the columns of CSV are called as heads and facts are.
    """

    policy: Policy
    extra: Extra = "forbid"
    columns: ColumnMap | None = None
    _maps: dict[tuple[str, ...], RowMap] = field(default_factory=dict)

    def make_case(self, row: Row) -> Mapping[str, object]:
        """Return the case that a readable row is.

        Raises `UnmappedRow`, and `BadColumnMap` where what is wrong is true of every row.
        """
        if self.columns is None and not row.is_text:
            return row.values or {}
        key = () if self.columns is not None else tuple(row.values or {})
        if key not in self._maps:
            self._maps[key] = RowMap.of_cases(self.policy, columns_of(row) if self.columns is None else self.columns, self.extra)
        return self._maps[key].make_case(row)

    def follow(self, rows: Iterable[Row], tally: Tally, now: datetime | Look, *, source: str = "") -> Iterator[Outcome]:
        """Yield the status at `now`, a moment with a zone, of the case in every row, or the row rejected, in order; count each.

        `now` may also give each case's own moment. Raises `BadColumnMap`, and what the rows raise.
        """
        look = at_moment(now) if isinstance(now, datetime) else now
        for row in tally.counting(rows):
            try:
                if row.values is None:
                    raise UnmappedRow([row.problem or "the row is empty"])
                case = self.policy.read_case(self.make_case(row), extra=self.extra)
                status = self.policy.track_case(case, look(case))
            except UnmappedRow as error:
                tally.rejected += 1
                yield Rejected(source, row, error.reasons)
            except InvalidInput as error:
                tally.rejected += 1
                yield Rejected(source, row, tuple(map(str, error.problems)))
            else:
                tally.decided += 1
                yield Followed(source, row.line, status, case)

    def find_last_moment(self, rows: Iterable[Row]) -> datetime | None:
        """Return the latest moment that the cases of the rows name, None if they name none; raise `BadColumnMap`."""
        last: datetime | None = None
        for row in rows:
            for moment in self._moments_of(row):
                last = moment if last is None else max(last, moment)
        return last

    def _moments_of(self, row: Row) -> Iterator[datetime]:
        try:
            case = {} if row.values is None else self.make_case(row)
        except UnmappedRow:
            return
        events = case.get("events")
        ats = [each.get("at") for each in events if isinstance(each, Mapping)] if isinstance(events, list | tuple) else []
        for value in (case.get("opened_at"), *ats):
            moment = find_moment(value)
            if moment is not None:
                yield moment
