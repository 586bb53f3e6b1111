"""An interaction meets a store: it is added to the groups that it belongs to, and the signals are read as of its moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engagepolicy.backends.interpreter import Evaluation
from engagepolicy.business_time import due
from engagepolicy.ir.expressions import Fact
from engagepolicy.ir.signals import MOST_GROUPS, Length, Signal
from engagepolicy.runtime.facts import Facts, Value, facts_in_utc, in_utc
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.trace import NO_TESTS
from engagepolicy.signals.store import Occurrence, SignalStore
from engagepolicy.signals.texts import render_key, render_member, render_name, render_whole
from engagepolicy.values.amounts import CalendarSpan, Elapsed

ID = "id"
FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
HUNDREDTHS = 100

Readings: TypeAlias = dict[str, int | Decimal]


def _before(moment: datetime, length: Length, zone: ZoneInfo) -> datetime:
    """Return the moment so much earlier, in UTC; the first of all where the calendar does not go back so far."""
    back: Length = Elapsed(-length.seconds) if isinstance(length, Elapsed) else CalendarSpan(days=-length.days)
    earlier = due(back, moment, calendars={}, zone=zone)
    return FIRST_MOMENT if earlier is None else in_utc(earlier) or FIRST_MOMENT


def _at_most(length: Length | None) -> timedelta:
    """Return the longest time that the length can be: a local day may have two dozen hours more than another."""
    match length:
        case Elapsed(seconds=seconds):
            return timedelta(seconds=seconds)
        case CalendarSpan(days=days):
            return timedelta(days=days + 1)
        case None:
            return timedelta(0)


def kept_for(signal: Signal) -> timedelta:
    """Return how long a store keeps what a signal counts: an interaction that comes late by its window is still read exactly."""
    return 2 * _at_most(signal.within) + _at_most(signal.against)


def growth_of(count: int, baseline: int, window: timedelta, time_before: timedelta) -> Decimal:
    """Return how many times the expected number was counted, rounded down to two decimals.

    Expected is what the time before the window had, scaled to the window's length, and at least one.
    """
    length, length_before = (max(1, each // timedelta.resolution) for each in (window, time_before))
    expected = max(Fraction(baseline * length, length_before), Fraction(1))
    return Decimal(count * HUNDREDTHS // expected) / HUNDREDTHS


class Observer:
    """The signals of one policy, ready to be read. Shared by threads; whatever changes is in the store."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the policy."""
        self._prepared = prepared
        self._signals = prepared.program.signals
        self._names = frozenset(each.name for each in self._signals)
        schema = prepared.program.schema_by_name.get(prepared.record)
        self._private = frozenset(each.path for each in schema.fields if each.is_private) if schema is not None else frozenset[str]()

    def observe(self, facts: Facts, moment: datetime, store: SignalStore) -> Readings:
        """Add the interaction to the store and return the signals that are known for it, by name.

        `facts` are those that a policy's reader gave, `moment` is the interaction's own, with a zone. Raises `StoreUnavailable`.
        """
        as_of: datetime = in_utc(moment) or FIRST_MOMENT
        own = facts_in_utc({path: value for path, value in facts.items() if path not in self._names})
        evaluation = Evaluation(Setting(self._prepared, as_of), own, NO_TESTS)
        readings: Readings = {}
        for signal in self._signals:
            keys, members = self._keys_of(signal, own), self._members_of(signal, own)
            if not keys or len(keys) * len(members) > MOST_GROUPS:
                continue
            name = render_name(self._prepared.program.name, signal.name)
            if members and evaluation.value(signal.where) is True:
                store.add([Occurrence(name, key, as_of, member) for key in keys for member in members], kept_for(signal))
            readings[signal.name] = max(self._read(signal, name, key, as_of, store) for key in keys)
        return readings

    def _keys_of(self, signal: Signal, facts: Facts) -> Sequence[str]:
        """Return the groups that the interaction belongs to; none where it lacks a fact, or where they are too many."""
        choices = [_values_of(fact, facts) for fact in signal.by]
        if prod(map(len, choices)) > MOST_GROUPS:
            return ()
        hidden = [fact.path in self._private for fact in signal.by]
        paths = [fact.path for fact in signal.by]
        return sorted(render_key(zip(paths, values, hidden, strict=True)) for values in product(*choices))

    def _members_of(self, signal: Signal, facts: Facts) -> Sequence[str]:
        """Return what the interaction counts as: itself, or the values that are to be different."""
        if signal.distinct is None:
            known = facts.get(ID)
            return [render_whole(facts) if known is None else render_member(known, is_private=ID in self._private)]
        is_private = signal.distinct.path in self._private
        return sorted(render_member(each, is_private=is_private) for each in _values_of(signal.distinct, facts))

    def _read(self, signal: Signal, name: str, key: str, moment: datetime, store: SignalStore) -> int | Decimal:
        zone = self._prepared.zone
        start = _before(moment, signal.within, zone)
        count = store.count(name, key, start, moment)
        if signal.against is None:
            return count
        earlier = _before(start, signal.against, zone)
        return growth_of(count, store.count(name, key, earlier, start), moment - start, start - earlier)


def _values_of(fact: Fact, facts: Facts) -> Sequence[Value]:
    value = facts.get(fact.path)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, frozenset) else (value,)
