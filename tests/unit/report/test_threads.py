"""Conversations from reply-to links: every message has one beginning, whatever the links are."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.report.threads import find_threads

NAMES = st.sampled_from("abcdefghij")
LINKS = st.dictionaries(NAMES, st.none() | NAMES)
START = datetime(2026, 1, 1, tzinfo=UTC)


def rank(name: str) -> tuple[datetime, str]:
    return START, name


def walk(links: dict[str, str | None], name: str) -> str:
    """Find the beginning by walking: where the links end, or the lowest message of the ring that they lead into."""
    passed = [name]
    while (parent := links[passed[-1]]) is not None and parent in links:
        if parent in passed:
            return min(passed[passed.index(parent) :])
        passed.append(parent)
    return passed[-1]


@given(LINKS)
def test_every_message_belongs_where_its_links_lead(links: dict[str, str | None]) -> None:
    found = find_threads(links, rank)
    assert found.root_of == {name: walk(links, name) for name in links}
    assert found.torn == {name for name in found.root_of.values() if links[name] is not None and links[name] not in links}
    assert all(found.root_of[root] == root for root in found.root_of.values())
    assert found.rings == {root for root in found.root_of.values() if links[root] in links}


def test_a_long_chain_takes_no_longer_than_its_length() -> None:
    length = 200_000
    links = {str(number): str(number - 1) if number else None for number in reversed(range(length))}
    assert set(find_threads(links, rank).root_of.values()) == {"0"}
