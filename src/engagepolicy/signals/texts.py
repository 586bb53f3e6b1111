"""What of an interaction reaches a store: groups and members as short texts, hashed where a fact is private.

If this were wrong, a store would show a private fact, or two groups would be counted as one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from typing import Any, TypeAlias

from engagepolicy.runtime.facts import Facts, Value
from engagepolicy.runtime.record import encode

Json: TypeAlias = Any

LONGEST = 255
"""Characters of a text that stands in a store as it is; a longer one is hashed."""

_EXACT = Context(prec=2000)
"""More digits than an input's number may have, so that leaving out zeros at its end rounds nothing."""


def _plain(value: Value) -> Json:
    """Return a fact's value as JSON data, equal for equal values: `1.0` and `1.00` are one number."""
    match value:
        case Decimal():
            return str(_EXACT.normalize(value)) if value else "0"
        case frozenset():
            return sorted((_plain(item) for item in value), key=lambda item: (str(type(item)), item))
        case tuple():
            return [_plain(each) for each in value]
        case Mapping():
            return {name: _plain(inner) for name, inner in value.items()}
        case _:
            return encode(value)


def _canonical(data: Json) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _shown(value: Value, *, is_private: bool) -> Json:
    data = _plain(value)
    return {"sha256": _sha256(_canonical(data))} if is_private else data


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"sha256:{_sha256(text)}"


def render_name(policy: str, signal: str) -> str:
    """Return what a store calls the signal of a policy: two policies that share a store do not share their counts."""
    return _short(f"{policy}/{signal}")


def render_key(values: Iterable[tuple[str, Value, bool]]) -> str:
    """Return the text of a group from the path, value and privacy of each fact that makes it: `{"topics":"refund"}`."""
    return _short(_canonical({path: _shown(value, is_private=is_private) for path, value, is_private in values}))


def render_member(value: Value, *, is_private: bool) -> str:
    """Return the text by which something is counted once: `"1234"`, or the hash of a private value."""
    return _short(_canonical(_shown(value, is_private=is_private)))


def render_whole(facts: Facts) -> str:
    """Return the text by which an interaction without an `id` is counted once: a hash of all its facts."""
    return _canonical({"facts": _sha256(_canonical(_plain(dict(facts))))})
