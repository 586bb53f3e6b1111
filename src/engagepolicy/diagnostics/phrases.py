"""Phrases that several messages share."""

from __future__ import annotations

from engagepolicy.diagnostics.base import Fix
from engagepolicy.source import Span

LONGEST_QUOTED = 40
"""Found text is cut to this length in messages, so that a message stays one line."""


def show_found(text: str) -> str:
    """Return `text` in backticks, on one line and cut to a readable length; hidden characters appear by number."""
    first = text.strip().split("\n", 1)[0].rstrip()
    short = first if len(first) <= LONGEST_QUOTED else first[: LONGEST_QUOTED - 1] + "…"
    return "`" + "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in short) + "`"


def indent_block(text: str) -> str:
    """Return lines of a ruleset two columns further in, as they stand under a message."""
    return "\n".join(f"  {line}" for line in text.rstrip("\n").split("\n"))


def show_outcome(name: str) -> str:
    """Return an outcome's name in backticks, as a ruleset writes it."""
    return f"`{name.replace('_', ' ')}`" if name in ("first_response", "next_response") else f"`{name}`"


def join_alternatives(parts: tuple[str, ...], last: str = "or") -> str:
    """Return `a, b or c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def offer_names(span: Span, suggestions: tuple[str, ...]) -> tuple[Fix, ...]:
    """Return a fix for each name that the text at `span` may have meant."""
    return tuple(Fix(f"write `{name}`", span, name) for name in suggestions)


def did_you_mean(suggestions: tuple[str, ...]) -> tuple[str, ...]:
    """Return a question that names the suggestions, or nothing if there are none."""
    if not suggestions:
        return ()
    return (f"did you mean {join_alternatives(tuple(f'`{name}`' for name in suggestions))}?",)
