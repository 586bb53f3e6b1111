"""Kleene's strong three-valued logic: True, False, and None for *not known*.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64. The connectives are the minimum, the maximum and the
reversal of the order False < None < True; so they are commutative, associative and idempotent, De Morgan's laws hold, and
learning a fact never turns an answer that was already known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Truth: TypeAlias = bool | None


def kleene_and(parts: Iterable[Truth]) -> Truth:
    """Return False if any part is False, else None if any is not known, else True."""
    known = True
    for part in parts:
        if part is False:
            return False
        known = known and part is not None
    return True if known else None


def kleene_or(parts: Iterable[Truth]) -> Truth:
    """Return True if any part is True, else None if any is not known, else False."""
    known = True
    for part in parts:
        if part is True:
            return True
        known = known and part is not None
    return False if known else None


def kleene_not(part: Truth) -> Truth:
    """Return the opposite; what is not known stays not known."""
    return None if part is None else not part
