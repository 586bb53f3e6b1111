"""Cases made from a log of events: rows that name their case, put together and followed; a case with a bad row is not guessed at.

A case whose reply cannot be read would look unanswered, so that one bad row rejects all rows of its case, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import InvalidInput, Problem, describe
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Rejected
from engagepolicy.report.following import Followed, Outcome, find_moment, require_object
from engagepolicy.report.looking import Look, at_moment

CASE, KIND, AT, FACTS, OPENED_BY = "case", "kind", "at", "facts", "opened_by"
OPENED, RECEIVED = "opened", "received"
_EVENT_PATH = re.compile(r"events\[([0-9]+)\]\.?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _LogRow:
    """One row of the log: what it says, and its moment if that can be read."""

    source: str
    row: Row
    values: Mapping[str, object]
    moment: datetime | None

    def facts(self, *, is_opening: bool) -> dict[str, object]:
        """Return the facts: those under `facts`, and every other member; raise `InvalidInput` for one given both ways."""
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


@dataclass(slots=True)
class EventLog:
    """Takes the rows of a log in any order, then follows the cases in the order in which they were first named.

    `last` is the latest moment of all rows that were taken.
    """

    policy: Policy
    extra: Extra = "forbid"
    last: datetime | None = None
    _rows: dict[str, list[_LogRow]] = field(default_factory=dict)

    def take(self, source: str, row: Row, tally: Tally) -> Rejected | None:
        """Keep a row for its case; return it rejected, and counted, if it cannot be said which case that is.

        Raises `UnreadableRows` for a row of CSV.
        """
        require_object(row)
        case = None if row.values is None else row.values.get(CASE)
        if row.values is not None and isinstance(case, str) and case:
            moment = find_moment(row.values.get(AT))
            self._rows.setdefault(case, []).append(_LogRow(source, row, row.values, moment))
            if moment is not None:
                self.last = moment if self.last is None else max(self.last, moment)
            return None
        tally.rejected += 1
        found = "nothing" if case is None or case == "" else describe(case)
        reason = row.problem or str(Problem(CASE, found, "text that names the case"))
        return Rejected(source, row, (reason,))

    def follow(self, tally: Tally, now: datetime | Look) -> Iterator[Outcome]:
        """Yield the status of every case at a moment, or its own one, or all of its rows rejected; count the rows."""
        look = at_moment(now) if isinstance(now, datetime) else now
        for case, rows in self._rows.items():
            try:
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


def _find_opening(rows: list[_LogRow]) -> int:
    """Return the place of the row that opens the case: the `opened` one, else the first `received` one by time."""
    opened = [place for place, each in enumerate(rows) if each.values.get(KIND) == OPENED]
    others = [place for place in opened if rows[place].values != rows[opened[0]].values]
    if others:
        first = rows[opened[0]]
        said = f"kind: found a second opening, expected one: the case is opened by {first.source}:{first.row.line}"
        raise _BadRows({place: [said] for place in others})
    if opened:
        return opened[0]
    received = [place for place, each in enumerate(rows) if each.values.get(KIND) == RECEIVED]
    if not received:
        raise _BadRows({place: ["the case has no row of kind opened or received to begin with"] for place in range(len(rows))})
    dated = [(moment, place) for place in received if (moment := rows[place].moment) is not None]
    return min(dated)[1] if dated else received[0]


def _make_case(case: str, rows: list[_LogRow]) -> dict[str, object]:
    """Return the case as `track` reads it: an event for every row but the opening."""
    opening = _find_opening(rows)
    first = rows[opening]
    reasons: dict[int, list[str]] = {}
    facts: list[dict[str, object]] = []
    for place, each in enumerate(rows):
        try:
            facts.append(each.facts(is_opening=place == opening))
        except InvalidInput as error:
            reasons[place] = list(map(str, error.problems))
    if reasons:
        raise _BadRows(reasons)
    events = [
        {KIND: each.values.get(KIND), AT: each.values.get(AT), FACTS: facts[place]}
        for place, each in enumerate(rows)
        if not _is_opening(each, first)
    ]
    opener = {OPENED_BY: first.values[OPENED_BY]} if OPENED_BY in first.values else {}
    return {"id": case, "opened_at": first.values.get(AT), **opener, FACTS: facts[opening], "events": events}


def _is_opening(row: _LogRow, opening: _LogRow) -> bool:
    """Whether a row is the opening or says it again."""
    return row is opening or row.values == opening.values


def _reasons_of(error: InvalidInput, rows: list[_LogRow]) -> dict[int, list[str]]:
    """Return what is wrong with each row, by its place; what is wrong with the case itself is wrong with its opening."""
    opening = _find_opening(rows)
    events = [place for place, each in enumerate(rows) if not _is_opening(each, rows[opening])]
    reasons: dict[int, list[str]] = {}
    for problem in error.problems:
        found = _EVENT_PATH.fullmatch(problem.path)
        place = opening if found is None else events[int(found[1])]
        path = {"opened_at": AT}.get(problem.path, problem.path) if found is None else found[2]
        reasons.setdefault(place, []).append(str(Problem(path or "the event", problem.found, problem.expected)))
    return reasons


def _reject(rows: list[_LogRow], reasons: Mapping[int, list[str]]) -> Iterator[Rejected]:
    """Yield every row of a case: the bad ones with what is wrong with them, the others with where that is."""
    bad = rows[min(reasons)]
    elsewhere = (f"{bad.source}:{bad.row.line}, of the same case, cannot be used",)
    for place, each in enumerate(rows):
        yield Rejected(each.source, each.row, tuple(reasons.get(place, elsewhere)))
