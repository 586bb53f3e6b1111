"""From messages that say what they reply to, to conversations: each message belongs to the one that its links lead back to.

Exports are torn: links lead to messages that were left out, and now and then round in a ring. A link that leads nowhere ends there, so
the message begins what is left of its conversation; of a ring the earliest message begins it. Takes time linear in the messages, however
long the chains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Threads:
    """Where every message belongs: the message that begins its conversation.

    `torn` are beginnings that reply to what is not there, `rings` those of conversations that led back to themselves.
    """

    root_of: Mapping[str, str]
    torn: frozenset[str]
    rings: frozenset[str]


def find_threads(parents: Mapping[str, str | None], rank: Callable[[str], tuple[datetime, str]]) -> Threads:
    """Return the conversations of messages, each with the one that it replies to; `rank` orders those of a ring, the lowest begins it."""
    root_of: dict[str, str] = {}
    torn: set[str] = set()
    rings: set[str] = set()
    for message in parents:
        chain: dict[str, None] = {}
        here = message
        while here not in root_of and here not in chain:
            chain[here] = None
            parent = parents[here]
            if parent is None or parent not in parents:
                root_of[here] = here
                torn |= {here} if parent is not None else set()
            else:
                here = parent
        if here in chain and here not in root_of:
            passed = list(chain)
            ring = passed[passed.index(here) :]
            root = min(ring, key=rank)
            rings.add(root)
            root_of.update(dict.fromkeys(ring, root))
        root = root_of[here]
        for each in chain:
            root_of.setdefault(each, root)
    return Threads(root_of, frozenset(torn), frozenset(rings))
