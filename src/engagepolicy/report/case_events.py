"""Cases made from a log of events: rows that name their case, put together and followed; a case with a bad row is not guessed at.

A case whose reply cannot be read would look unanswered, so that one bad row rejects all rows of its case, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engagepolicy.adapters.column_map import ColumnMap, UnmappedRow
from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import InvalidInput, Problem, describe
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.conversations import Messages, Threading
from engagepolicy.report.deciding import Rejected
from engagepolicy.report.following import Followed, Outcome, find_moment
from engagepolicy.report.log_rows import AT, CASE, FACTS, KIND, MESSAGE, OPENED, OPENED_BY, RECEIVED, LogRow
from engagepolicy.report.looking import Look, at_moment
from engagepolicy.report.mapped_rows import RowMap, columns_of

_EVENT_PATH = re.compile(r"events\[([0-9]+)\]\.?(.*)", re.DOTALL)


@dataclass(slots=True)
class EventLog:
    """Takes the rows of a log in any order, then follows the cases in the order in which they were first named.

    `columns` maps columns; without it rows of CSV have columns called as heads and facts are. `last` is the latest moment of all rows
    that were taken. `notes` are what people should know of how messages were put together, once all were followed.
    """

    policy: Policy
    extra: Extra = "forbid"
    columns: ColumnMap | None = None
    threading: Threading = field(default_factory=Threading)
    last: datetime | None = None
    notes: list[str] = field(default_factory=list)
    _rows: dict[str, list[LogRow]] = field(default_factory=dict)
    _messages: Messages = field(default_factory=Messages)
    _maps: dict[tuple[str, ...], RowMap] = field(default_factory=dict)

    def take(self, source: str, row: Row, tally: Tally) -> Rejected | None:
        """Keep a row for its case; return it rejected, and counted, if it cannot be said which case that is.

        Raises `BadColumnMap` where what is wrong is true of every row.
        """
        if row.values is None:
            tally.rejected += 1
            return Rejected(source, row, (row.problem or "the row is empty",))
        map = self._map_of(row)
        values, problems = (row.values, []) if map is None else map.read_head(row)
        told = LogRow(source, row, values, find_moment(values.get(AT)), map, tuple(problems))
        is_message = map is not None and MESSAGE in map.columns.facts
        case = values.get(MESSAGE if is_message else CASE)
        if not isinstance(case, str) or not case:
            reasons = [each for each in problems if each.startswith(MESSAGE if is_message else CASE)]
            found = "nothing" if case is None or case == "" else describe(case)
            expected = "text that names the message" if is_message else "text that names the case"
            reasons = reasons or [str(Problem(MESSAGE if is_message else CASE, found, expected))]
        elif is_message:
            reasons = self._messages.take(case, told)
        else:
            reasons = []
            self._rows.setdefault(case, []).append(told)
        if reasons:
            tally.rejected += 1
            return Rejected(source, row, tuple(reasons))
        if told.moment is not None:
            self.last = told.moment if self.last is None else max(self.last, told.moment)
        return None

    def _map_of(self, row: Row) -> RowMap | None:
        if self.columns is None and not row.is_text:
            return None
        key = () if self.columns is not None else tuple(row.values or {})
        if key not in self._maps:
            self._maps[key] = RowMap.of_events(self.policy, columns_of(row) if self.columns is None else self.columns, self.extra)
        return self._maps[key]

    def _cases(self) -> Iterator[tuple[str, list[LogRow], str | None]]:
        """Yield each case with its rows, and why it is to be rejected whatever they say."""
        for case, rows in self._rows.items():
            yield case, rows, None
        yield from self._messages.make_cases(self.threading)
        self.notes += self._messages.notes

    def follow(self, tally: Tally, now: datetime | Look) -> Iterator[Outcome]:
        """Yield the status of every case at a moment, or its own one, or all of its rows rejected; count the rows."""
        look = at_moment(now) if isinstance(now, datetime) else now
        for case, rows, refusal in self._cases():
            try:
                if refusal is not None:
                    raise _BadRows({0: [refusal]})
                read = self.policy.read_case(_make_case(case, rows), extra=self.extra)
                status = self.policy.track_case(read, look(read))
            except _BadRows as error:
                tally.rejected += len(rows)
                yield from _reject(rows, error.reasons)
            except InvalidInput as error:
                tally.rejected += len(rows)
                yield from _reject(rows, _reasons_of(error, rows))
            else:
                tally.decided += len(rows)
                yield Followed(rows[0].source, rows[0].row.line, status, read)


class _BadRows(ValueError):
    """Rows of one case, by their places, that cannot be made into a case, with the reasons."""

    def __init__(self, reasons: Mapping[int, list[str]]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reason for each in reasons.values() for reason in each))


def _find_opening(rows: list[LogRow]) -> int:
    """Return the place of the row that opens the case: the `opened` one, else the first `received` one by time."""
    opened = [place for place, each in enumerate(rows) if each.values.get(KIND) == OPENED]
    others = [place for place in opened if not rows[place].says_again(rows[opened[0]])]
    if others:
        first = rows[opened[0]]
        said = f"kind: found a second opening, expected one: the case is opened by {first.source}:{first.row.line}"
        raise _BadRows({place: [said] for place in others})
    if opened:
        return opened[0]
    received = [place for place, each in enumerate(rows) if each.values.get(KIND) == RECEIVED]
    if not received:
        unread = {place: list(each.problems) for place, each in enumerate(rows) if each.problems}
        raise _BadRows(unread or {place: ["the case has no row of kind opened or received to begin with"] for place in range(len(rows))})
    dated = [(moment, place) for place in received if (moment := rows[place].moment) is not None]
    return min(dated)[1] if dated else received[0]


def _make_case(case: str, rows: list[LogRow]) -> dict[str, object]:
    """Return the case as `track` reads it: an event for every row but the opening."""
    opening = _find_opening(rows)
    first = rows[opening]
    reasons: dict[int, list[str]] = {}
    facts: list[dict[str, object]] = []
    for place, each in enumerate(rows):
        wrong = list(each.problems)
        try:
            facts.append(each.facts(is_opening=place == opening))
        except InvalidInput as error:
            wrong += map(str, error.problems)
        except UnmappedRow as error:
            wrong += error.reasons
        if wrong:
            reasons[place] = wrong
    if reasons:
        raise _BadRows(reasons)
    events = [
        {KIND: each.values.get(KIND), AT: each.values.get(AT), FACTS: facts[place]}
        for place, each in enumerate(rows)
        if not each.says_again(first)
    ]
    opener = {OPENED_BY: first.values[OPENED_BY]} if OPENED_BY in first.values else {}
    return {"id": case, "opened_at": first.values.get(AT), **opener, FACTS: facts[opening], "events": events}


def _reasons_of(error: InvalidInput, rows: list[LogRow]) -> dict[int, list[str]]:
    """Return what is wrong with each row, by its place; what is wrong with the case itself is wrong with its opening."""
    opening = _find_opening(rows)
    events = [place for place, each in enumerate(rows) if not each.says_again(rows[opening])]
    reasons: dict[int, list[str]] = {}
    for problem in error.problems:
        found = _EVENT_PATH.fullmatch(problem.path)
        place = opening if found is None else events[int(found[1])]
        path = {"opened_at": AT}.get(problem.path, problem.path) if found is None else found[2]
        reasons.setdefault(place, []).append(str(Problem(path or "the event", problem.found, problem.expected)))
    return reasons


def _reject(rows: list[LogRow], reasons: Mapping[int, list[str]]) -> Iterator[Rejected]:
    """Yield every row of a case: the bad ones with what is wrong with them, the others with where that is."""
    bad = rows[min(reasons)]
    elsewhere = (f"{bad.source}:{bad.row.line}, of the same case, cannot be used",)
    for place, each in enumerate(rows):
        yield Rejected(each.source, each.row, tuple(reasons.get(place, elsewhere)))
