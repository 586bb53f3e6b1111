"""Open time as sorted, disjoint spans with running sums, in blocks of 400 days built when first asked for.

Everything here is in microseconds of UTC. A sum over any stretch is two look-ups in the running sums of whole
blocks and one inside a block, so ten years cost what a day costs once the blocks between are known.

Threads may share a timeline: a block and a row of sums are immutable once built, building one twice gives
equal values, and each is published by a single assignment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engagepolicy.business_time.instants import DAY
from engagepolicy.business_time.local_days import LocalDays, Piece
from engagepolicy.business_time.zones import FIRST_DAY, LAST_DAY

BLOCK_DAYS = 400
_BLOCK = BLOCK_DAYS * DAY
_FIRST_BLOCK = FIRST_DAY // BLOCK_DAYS - 1
_LAST_BLOCK = LAST_DAY // BLOCK_DAYS + 1
# Hours may run into the day after next of their date, and offsets reach 16 hours: three days cover both.
_MARGIN_DAYS = 3

HORIZON_DAYS = 36_525
"""How far ahead or back an answer is looked for: a hundred years."""
HORIZON = HORIZON_DAYS * DAY

# Sums are extended over a gap of a hundred years at most; further away they are begun anew.
_NEAR_BLOCKS = 92
_MOST_KEPT_SPANS = 200_000


@dataclass(frozen=True, slots=True)
class Block:
    """The open spans of 400 UTC days; `before[i]` is the open time of the block ahead of span i.

    `days` are the local dates of the block on which the calendar does business, `closes` the end of each
    one's last hours.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int
    days: tuple[int, ...]
    closes: tuple[int, ...]

    def open_until(self, instant: int) -> int:
        """Return the block's open time ahead of an instant that lies in it."""
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return 0
        return self.before[index] + min(instant, self.ends[index]) - self.starts[index]


@dataclass(frozen=True, slots=True)
class Sums:
    """Open time of consecutive blocks: `until[i]` is that of the first i blocks from `first` on."""

    first: int
    until: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last block that is summed up."""
        return self.first + len(self.until) - 2


def _join(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    """Return the pieces in order, cut to [start, end), those that touch or overlap made one."""
    joined: list[Piece] = []
    for opens, closes in sorted(pieces):
        begin, stop = max(opens, start), min(closes, end)
        if begin >= stop:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stop))
        else:
            joined.append((begin, stop))
    return joined


def _bounded(block: int) -> int:
    return min(max(block, _FIRST_BLOCK), _LAST_BLOCK)


class Timeline:
    """The open time of one calendar. `None` is the answer where nothing is found within a hundred years."""

    __slots__ = ("_blocks", "_days", "_sums")

    def __init__(self, days: LocalDays) -> None:
        """Start with nothing built."""
        self._days = days
        self._blocks: dict[int, Block] = {}
        self._sums: Sums | None = None

    def _build(self, index: int) -> Block:
        first = index * BLOCK_DAYS
        stop = first + BLOCK_DAYS
        pieces: list[Piece] = []
        business: list[tuple[int, int]] = []
        latest = first * DAY - _BLOCK
        for date in self._days.open_dates(first - _MARGIN_DAYS, stop + _MARGIN_DAYS):
            pieces.extend(date.pieces)
            latest = max(latest, date.pieces[-1][1])  # hours of the date before may go on beyond this date's own
            if first <= date.day < stop and not date.is_holiday:
                business.append((date.day, latest))
        spans = _join(pieces, first * DAY, stop * DAY)
        before, total = [], 0
        for opens, closes in spans:
            before.append(total)
            total += closes - opens
        return Block(
            starts=tuple(opens for opens, _ in spans),
            ends=tuple(closes for _, closes in spans),
            before=tuple(before),
            total=total,
            days=tuple(day for day, _ in business),
            closes=tuple(close for _, close in business),
        )

    def _block(self, index: int) -> Block:
        found = self._blocks.get(index)
        if found is not None:
            return found
        built = self._build(index)
        kept = self._blocks.copy()
        if sum(len(block.starts) + len(block.days) + 1 for block in kept.values()) > _MOST_KEPT_SPANS:
            kept = {}
        kept[index] = built
        self._blocks = kept
        return built

    def _summed(self, first: int, last: int) -> Sums:
        """Return sums that cover the blocks `first` to `last`; those kept are extended where they are near."""
        kept = self._sums
        if kept is None or first > kept.last + _NEAR_BLOCKS or last < kept.first - _NEAR_BLOCKS:
            kept = Sums(first, (0,))
        if kept.first <= first and last <= kept.last:
            return kept
        ahead = tuple(accumulate((self._block(index).total for index in range(first, kept.first)), initial=0))
        known = tuple(ahead[-1] + reached for reached in kept.until) if first < kept.first else kept.until
        after = (self._block(index).total for index in range(kept.last + 1, last + 1))
        until = ahead[:-1] + known[:-1] + tuple(accumulate(after, initial=known[-1]))
        sums = Sums(min(first, kept.first), until)
        self._sums = sums
        return sums

    def is_open(self, instant: int) -> bool:
        """Say whether the instant is open: an opening instant is, a closing instant is not."""
        block = self._block(_bounded(instant // _BLOCK))
        index = bisect_right(block.starts, instant) - 1
        return index >= 0 and instant < block.ends[index]

    def open_time(self, start: int, end: int) -> int:
        """Return the open time between two instants, negative where the end comes before the start."""
        if end < start:
            return -self.open_time(end, start)
        first, last = start // _BLOCK, end // _BLOCK
        inside = self._block(last).open_until(end) - self._block(first).open_until(start)
        if first == last:
            return inside
        sums = self._summed(first, last - 1)
        return inside + sums.until[last - sums.first] - sums.until[first - sums.first]

    def add(self, instant: int, span: int) -> int | None:
        """Return the earliest instant by which `span` > 0 of open time has passed since `instant`."""
        home = instant // _BLOCK
        block = self._block(home)
        target = block.open_until(instant) + span
        if target > block.total:
            found = self._reach(home, target, instant + HORIZON)
            if found is None:
                return None
            block, target = found
        index = bisect_left(block.before, target) - 1
        reached = block.starts[index] + target - block.before[index]
        return reached if reached <= instant + HORIZON else None

    def _reach(self, home: int, target: int, limit: int) -> tuple[Block, int] | None:
        """Return the block in which the open time since the start of block `home` reaches `target`, and what is left for it."""
        last = _bounded(limit // _BLOCK)
        step = max(1, target // max(1, self._block(home).total))
        while True:
            end = min(home + step, last)
            sums = self._summed(home, end)
            base = sums.until[home - sums.first]
            if sums.until[end - sums.first + 1] - base >= target:
                place = bisect_left(sums.until, base + target) - 1
                return self._block(sums.first + place), base + target - sums.until[place]
            if end >= last:
                return None
            step *= 2

    def subtract(self, instant: int, span: int) -> int | None:
        """Return the latest instant from which `span` > 0 of open time passes until `instant`."""
        home = instant // _BLOCK
        block = self._block(home)
        target = block.open_until(instant) - span
        if target < 0:
            found = self._reach_back(home, target, instant - HORIZON)
            if found is None:
                return None
            block, target = found
        index = bisect_right(block.before, target) - 1
        reached = block.starts[index] + target - block.before[index]
        return reached if reached >= instant - HORIZON else None

    def _reach_back(self, home: int, target: int, limit: int) -> tuple[Block, int] | None:
        """Return the block that holds the point `target` < 0 of open time away from the start of block `home`.

        With it comes the open time of that block ahead of the point.
        """
        first = _bounded(limit // _BLOCK)
        step = max(1, -target // max(1, self._block(home).total))
        while True:
            start = max(home - step, first)
            sums = self._summed(start, home)
            wanted = sums.until[home - sums.first] + target
            if wanted >= sums.until[start - sums.first]:
                place = bisect_right(sums.until, wanted) - 1
                return self._block(sums.first + place), wanted - sums.until[place]
            if start <= first:
                return None
            step *= 2

    def next_open(self, instant: int) -> int | None:
        """Return the first open instant at or after the given one."""
        limit = instant + HORIZON
        for index in range(_bounded(instant // _BLOCK), _bounded(limit // _BLOCK) + 1):
            block = self._block(index)
            place = bisect_right(block.ends, instant)
            if place < len(block.ends):
                found = max(instant, block.starts[place])
                return found if found <= limit else None
        return None

    def next_close(self, instant: int) -> int | None:
        """Return the first closing instant after the given one; spans that touch have no close between them."""
        opened = self.next_open(instant)
        return None if opened is None else self.close_of(opened, instant + HORIZON)

    def close_of(self, opened: int, limit: int) -> int | None:
        """Return the close of the hours that are open at `opened`, None where they go on beyond `limit`."""
        reached = opened
        while reached <= limit:
            index = reached // _BLOCK
            block = self._block(index)
            place = bisect_right(block.starts, reached) - 1
            if place < 0 or block.ends[place] <= reached:
                return reached
            reached = block.ends[place]
            if reached < (index + 1) * _BLOCK:
                return reached if reached <= limit else None
        return None

    def previous_open(self, instant: int) -> int | None:
        """Return the last opening instant at or before the given one; spans that touch have no opening between them."""
        return self._previous(instant, lambda block: block.starts, lambda edge: not self.is_open(edge - 1))

    def previous_close(self, instant: int) -> int | None:
        """Return the last closing instant at or before the given one."""
        return self._previous(instant, lambda block: block.ends, lambda edge: not self.is_open(edge))

    def _previous(self, instant: int, edges_of: Callable[[Block], Sequence[int]], is_real: Callable[[int], bool]) -> int | None:
        """Return the last real edge of the hours at or before the instant: one that is not between two that touch."""
        limit = instant - HORIZON
        for index in range(_bounded(instant // _BLOCK), _bounded(limit // _BLOCK) - 2, -1):
            edges = edges_of(self._block(index))
            for place in range(bisect_right(edges, instant) - 1, -1, -1):
                if edges[place] < limit:
                    return None
                if is_real(edges[place]):
                    return edges[place]
        return None

    def spans(self, instant: int) -> Iterator[tuple[int, int | None]]:
        """Yield the open spans from an instant on.

        The end of one that does not close within the horizon is None, and it is the last.
        """
        opened = self.next_open(instant)
        while opened is not None:
            closed = self.close_of(opened, opened + HORIZON)
            yield opened, closed
            opened = None if closed is None else self.next_open(closed)

    def business_day(self, day: int, count: int) -> tuple[int, int] | None:
        """Return the `count`th (from 1) local date from `day` on that has hours of its own, and the close of those hours."""
        left = count
        for index in range(day // BLOCK_DAYS, _bounded((day + HORIZON_DAYS) // BLOCK_DAYS) + 1):
            block = self._block(index)
            place = bisect_left(block.days, day) + left - 1
            if place < len(block.days):
                found = block.days[place]
                return (found, block.closes[place]) if found <= day + HORIZON_DAYS else None
            left = place - len(block.days) + 1
        return None
