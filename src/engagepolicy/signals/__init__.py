"""Signals: how many interactions there were in a sliding window, counted outside of decisions and read into them as facts.

In: a program with signals, the facts of an interaction, a store. Out: the signals' readings as of the interaction's moment.
Guaranteed: the same interactions give the same readings in whatever order they came and however often, as far as the store
remembers. Must not know: source text, how rows are read, clocks that run. Read `store` first, then `memory`,
`observing`, `texts`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from engagepolicy.signals.memory import MemoryStore
from engagepolicy.signals.store import Occurrence, SignalStore, StoreUnavailable

if TYPE_CHECKING:
    from engagepolicy.signals.redis import RedisStore
    from engagepolicy.signals.sqlite import NotAStore, SQLiteStore

__all__ = ["MemoryStore", "NotAStore", "Occurrence", "RedisStore", "SQLiteStore", "SignalStore", "StoreUnavailable"]

_HOMES = {"NotAStore": "sqlite", "RedisStore": "redis", "SQLiteStore": "sqlite"}


def __getattr__(name: str) -> object:
    """Import a store that speaks to something outside when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
