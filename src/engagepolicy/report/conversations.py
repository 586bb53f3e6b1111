"""Messages with links to what they reply to, put together as cases: the message that a conversation begins with opens the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from engagepolicy.report.log_rows import KIND, MESSAGE, NOTED, OPENED, OPENED_BY, RECEIVED, REPLY_TO, LogRow
from engagepolicy.report.threads import Threads, find_threads

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Threading:
    """How conversations become cases.

    `answers`: every message of the conversation counts as what it is, or only the opening and what answers it directly, and all others
    are notes, those of the requester, too. `torn`: a conversation that begins with a reply to what is not there is a case from that
    message on, or rejected.
    """

    answers: Literal["conversation", "opening"] = "conversation"
    torn: Literal["open", "reject"] = "open"


@dataclass(slots=True)
class Messages:
    """Takes messages in any order, then makes the cases; `notes` say what was settled."""

    notes: list[str] = field(default_factory=list)
    _rows: dict[str, list[LogRow]] = field(default_factory=dict)

    def take(self, message: str, told: LogRow) -> list[str]:
        """Keep a message; return why not, if another row has its name and says something else."""
        kept = self._rows.setdefault(message, [])
        if kept and not told.says_again(kept[0]):
            first = kept[0]
            place = f"{first.source}:{first.row.line}"
            return [f"{MESSAGE}: found {message} again with something else, expected every message once: the first is {place}"]
        kept.append(told)
        return []

    def _rank(self, message: str) -> tuple[datetime, str]:
        return self._rows[message][0].moment or _LAST, message

    def make_cases(self, threading: Threading) -> Iterator[tuple[str, list[LogRow], str | None]]:
        """Yield each conversation, by its opening message, with its rows, and why it is to be rejected if it is."""
        parents = {message: _parent_of(rows[0]) for message, rows in self._rows.items()}
        threads = find_threads(parents, self._rank)
        self._note(threads)
        cases: dict[str, list[LogRow]] = {}
        for message, rows in self._rows.items():
            root = threads.root_of[message]
            counts = threading.answers == "conversation" or (parents[message] == root and rows[0].values.get(KIND) != RECEIVED)
            cases.setdefault(root, []).extend(_place(each, is_root=message == root, counts=counts) for each in rows)
        for root, placed in cases.items():
            is_refused = threading.torn == "reject" and root in threads.torn
            missing = f"{REPLY_TO}: found {parents[root]}, which is not in the input, expected a message that is"
            yield root, placed, missing if is_refused else None

    def _note(self, threads: Threads) -> None:
        counted = (
            (len(threads.torn), "with a reply to a message that is not in the input"),
            (len(threads.rings), "with the earliest message of a ring of replies"),
        )
        for count, how in counted:
            if count:
                self.notes.append(f"{count:,} {'conversation begins' if count == 1 else 'conversations begin'} {how}")


def _parent_of(row: LogRow) -> str | None:
    parent = row.values.get(REPLY_TO)
    return parent if isinstance(parent, str) and parent else None


def _place(row: LogRow, *, is_root: bool, counts: bool) -> LogRow:
    """Return the row as its conversation has it."""
    kind = row.values.get(KIND)
    if not is_root:
        return row if counts else replace(row, values={**row.values, KIND: NOTED})
    if not isinstance(kind, str):
        return replace(row, problems=(*row.problems, f"{KIND}: found nothing, expected what sort of event it is"))
    opener = row.values.get(OPENED_BY, "requester" if kind in (RECEIVED, OPENED) else "staff")
    return replace(row, values={**row.values, KIND: OPENED, OPENED_BY: opener}, written_kind=kind)
