"""What a store of signals promises: the one protocol that memory, files and servers keep alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Occurrence:
    """That something happened, to be counted: `member` was seen in the group `key` of a signal, at a moment in UTC.

    `signal`, `key` and `member` are texts of at most 255 characters; what is private in an interaction comes hashed.
    """

    signal: str
    key: str
    at: datetime
    member: str


class StoreUnavailable(Exception):
    """A store cannot be opened, or what it keeps cannot be read or written.

    The message is one sentence for people: which store, in lower case why not. Everything that a store's file, server or client
    library raises leaves the store as this.
    """


class SignalStore(Protocol):
    """Remembers occurrences and counts them. Threads may share a store; its methods raise nothing but `StoreUnavailable`."""

    def add(self, occurrences: Sequence[Occurrence], keep: timedelta) -> None:
        """Remember the occurrences, in any order: one that is already there, with the same signal, key, moment and member, is no more.

        The store may forget what is older than the newest moment of the same signal minus `keep`; nothing newer is ever asked for
        exactly.
        """

    def count(self, signal: str, key: str, after: datetime, until: datetime) -> int:
        """Return how many distinct members the group has with `after` < at <= `until`, both in UTC; 0 for a group never seen."""

    def close(self) -> None:
        """Let go of what the store holds open. It is not used after that."""
