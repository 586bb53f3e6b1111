"""The store that `--signals` names, opened for one command and closed after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from engagepolicy.cli.endings import WrongCall
from engagepolicy.extras import MissingExtra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Observed
from engagepolicy.signals.memory import MemoryStore
from engagepolicy.signals.store import SignalStore, StoreUnavailable

SERVERS = ("redis://", "rediss://")
MOST_IN_A_RUN = 10_000_000
"""Occurrences of one group, and groups, that the rows of one command may have: more than anybody waits for."""


def _open(name: str) -> SignalStore:
    if name.startswith(SERVERS):
        from engagepolicy.signals.redis import RedisStore

        return RedisStore(name)
    if "://" in name:
        raise WrongCall(f"--signals: {name} is no store", "a store is the path of a file, which is made if need be, or redis://HOST")
    from engagepolicy.signals.sqlite import SQLiteStore

    return SQLiteStore(name)


@contextmanager
def open_signals(name: str | None, policy: Policy) -> Iterator[Observed | None]:
    """Open the store that the option names, or one for this run alone; None where the policy has no signals.

    Raises `WrongCall` where the store cannot be opened or used, and where one is named that nothing would read.
    """
    if not policy.signals:
        if name is not None:
            raise WrongCall(f"--signals: {policy.name} declares no signal, so nothing would be counted")
        yield None
        return
    try:
        store = MemoryStore(MOST_IN_A_RUN, MOST_IN_A_RUN) if name is None else _open(name)
        with closing(store):
            yield Observed(store, given_stands=name is None)
    except (StoreUnavailable, MissingExtra) as error:
        raise WrongCall(f"--signals: {error}") from None
