"""Signals: how many interactions there were in a sliding window, counted outside of decisions and read into them as facts.

In: a program with signals, the facts of an interaction, a store. Out: the signals' readings as of the interaction's moment.
Guaranteed: the same interactions give the same readings in whatever order they came and however often, as far as the store
remembers. Must not know: source text, how rows are read, clocks that run. Read `store` first, then `memory`.
"""

from __future__ import annotations

from engagepolicy.signals.memory import MemoryStore
from engagepolicy.signals.store import Occurrence, SignalStore, StoreUnavailable

__all__ = ["MemoryStore", "Occurrence", "SignalStore", "StoreUnavailable"]
