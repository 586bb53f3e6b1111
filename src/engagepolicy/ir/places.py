"""Where something is written, for people: the one thing of a program that is no part of what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a ruleset something stands, for people; never part of what a program means."""

    file: str
    line: int
