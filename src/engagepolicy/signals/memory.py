"""The store in the memory of one process, bounded: what it cannot hold it forgets, oldest first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from threading import Lock

from engagepolicy.signals.store import Occurrence

_moment = itemgetter(0)


class _Group:
    """The occurrences of one group in order of time, none twice."""

    __slots__ = ("entries", "times_seen")

    def __init__(self) -> None:
        self.entries: list[tuple[datetime, str]] = []
        self.times_seen: Counter[str] = Counter()

    def add(self, at: datetime, member: str) -> None:
        entry = (at, member)
        place = bisect_left(self.entries, entry)
        if place < len(self.entries) and self.entries[place] == entry:
            return
        insort(self.entries, entry)
        self.times_seen[member] += 1

    def forget(self, number: int) -> None:
        """Drop so many of the oldest."""
        for _, member in self.entries[:number]:
            self.times_seen[member] -= 1
            if not self.times_seen[member]:
                del self.times_seen[member]
        del self.entries[:number]

    def number_before(self, moment: datetime) -> int:
        return bisect_left(self.entries, moment, key=_moment)

    def number_until(self, moment: datetime) -> int:
        return bisect_right(self.entries, moment, key=_moment)

    def count(self, after: datetime, until: datetime) -> int:
        first, last = self.number_until(after), self.number_until(until)
        if len(self.times_seen) == len(self.entries):
            return max(0, last - first)
        return len({member for _, member in self.entries[first:last]})


class MemoryStore:
    """A store in memory, for one process; threads may share it.

    It holds at most `limit_per_group` occurrences of a group: the oldest go first, so a count that reaches the limit means "at
    least so many". It holds at most `groups` groups: the one that was not added to and not counted for longest goes first.
    """

    def __init__(self, limit_per_group: int = 10_000, groups: int = 100_000) -> None:
        """Take both limits; raise `ValueError` for one below 1."""
        if limit_per_group < 1 or groups < 1:
            raise ValueError("a store holds at least one group and one occurrence of it")
        self._limit_per_group = limit_per_group
        self._most_groups = groups
        self._groups: OrderedDict[tuple[str, str], _Group] = OrderedDict()
        self._newest: dict[str, datetime] = {}
        self._keep: dict[str, timedelta] = {}
        self._lock = Lock()

    def add(self, occurrences: Sequence[Occurrence], keep: timedelta) -> None:
        """Remember the occurrences; what is older than the newest of a signal minus `keep` is forgotten little by little."""
        with self._lock:
            for each in occurrences:
                self._newest[each.signal] = max(each.at, self._newest.get(each.signal, each.at))
                self._keep[each.signal] = keep
                self._add_one(each)
                self._drop_longest_untouched()

    def _add_one(self, new: Occurrence) -> None:
        name = (new.signal, new.key)
        group = self._groups.setdefault(name, _Group())
        self._groups.move_to_end(name)
        group.add(new.at, new.member)
        group.forget(group.number_before(self._oldest_kept(new.signal)))
        group.forget(max(0, len(group.entries) - self._limit_per_group))

    def _oldest_kept(self, signal: str) -> datetime:
        try:
            return self._newest[signal] - self._keep[signal]
        except OverflowError:
            return datetime.min.replace(tzinfo=UTC)

    def _drop_longest_untouched(self) -> None:
        """Drop one group where there are too many, or where all that it holds may be forgotten."""
        signal, key = next(iter(self._groups))
        group = self._groups[signal, key]
        is_over = group.number_before(self._oldest_kept(signal)) == len(group.entries)
        if is_over or len(self._groups) > self._most_groups:
            del self._groups[signal, key]

    def count(self, signal: str, key: str, after: datetime, until: datetime) -> int:
        """Return how many distinct members the group has with `after` < at <= `until`, as far as it is remembered."""
        with self._lock:
            group = self._groups.get((signal, key))
            if group is None:
                return 0
            self._groups.move_to_end((signal, key))
            return group.count(after, until)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._groups.clear()
            self._newest.clear()
            self._keep.clear()
