"""What tells one message from another when lines were added above it: the same in SARIF and in a baseline."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

from engagepolicy.diagnostics.base import Diagnostic

VERSION = "engagepolicy/v2"
"""The name of our fingerprints; the number goes up whenever what they are made of changes."""

MOST_CHARACTERS = 400
"""How much of a long place is looked at."""


def fingerprints(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Return the fingerprint of each message, in the order given.

    It is made of the code, the file, the text of the place whatever its layout, and which of its like it is; not of the line and its
    number, nor of the message's words.
    """
    seen: Counter[str] = Counter()
    found = []
    for item in diagnostics:
        digest = _digest(item)
        seen[digest] += 1
        found.append(f"{digest}:{seen[digest]}")
    return tuple(found)


def render_uri(name: str) -> str:
    """Return a file's name as a percent-encoded URI reference: relative for a relative path, `file:` for an absolute one."""
    path = PurePath(name)
    quoted = quote(path.as_posix(), errors="replace")
    if not path.is_absolute():
        return quoted
    return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"


def _digest(item: Diagnostic) -> str:
    source, span = item.span.source, item.span
    covered = source.text[span.start : min(span.end, span.start + MOST_CHARACTERS)]
    parts = "\0".join([item.code, render_uri(source.name), " ".join(covered.split())])
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()
