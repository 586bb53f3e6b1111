"""Walking over the trees of declarations, whatever their nodes are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from engagepolicy.source import Span

_NAMES: dict[type, tuple[str, ...]] = {}
"""The fields of each kind of node, once they were asked for."""


def _names(kind: type) -> tuple[str, ...]:
    found = _NAMES.get(kind)
    if found is None:
        found = _NAMES[kind] = tuple(each.name for each in fields(kind))
    return found


def children(node: object) -> Iterator[object]:
    """Yield the direct parts of a node, in the order of its fields; spans, words of the language and texts are no parts."""
    for name in _names(type(node)):
        value = getattr(node, name)
        for each in value if isinstance(value, tuple) else (value,):
            if is_dataclass(each) and not isinstance(each, Span):
                yield each


def walk(node: object) -> Iterator[object]:
    """Yield a node and all that it holds, outermost first, as they are written; no recursion, however deep the tree."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))


def span_of(node: object) -> Span | None:
    """Return where a node stands; nothing for the few that have no place of their own."""
    span = getattr(node, "span", None)
    return span if isinstance(span, Span) else None
