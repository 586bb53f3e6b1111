"""Callbacks of the grammar for signals."""

from __future__ import annotations

from typing import Literal, cast

from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_conditions import bare
from engagepolicy.syntax.build_values import Clause, Parts, ValueBuilder


class SignalBuilder(ValueBuilder):
    """Signals: what is counted, by what, in which window."""

    def signal(self, parts: Parts) -> n.Signal:
        """`signal surge = count of interactions where ... by topics within 1h`."""
        at = next(index for index, part in enumerate(parts) if isinstance(part, n.Measure))
        description = parts[2] if isinstance(parts[2], n.Text) else None
        said = {part.word: part.value for part in parts[at + 1 :]}
        span = self.span(parts)
        by = said.get("by", ())
        return n.Signal(parts[1], description, parts[at], said.get("where"), by, said["within"], said.get("against"), span)

    def measure(self, parts: Parts) -> n.Measure:
        """`count of interactions`, `growth of distinct author.id`."""
        word = cast(Literal["count", "growth"], str(parts[0]))
        return n.Measure(word, parts[3] if len(parts) > 3 else None, self.span(parts))

    def signal_where(self, parts: Parts) -> Clause:
        """`where sentiment < -0.3`."""
        return Clause("where", bare(parts[1]), self.span(parts))

    def signal_by(self, parts: Parts) -> Clause:
        """`by topics, channel`."""
        return Clause("by", tuple(part for part in parts if isinstance(part, n.Path)), self.span(parts))

    def signal_within(self, parts: Parts) -> Clause:
        """`within 1h`."""
        return Clause("within", parts[1], self.span(parts))

    def signal_against(self, parts: Parts) -> Clause:
        """`against 24h`."""
        return Clause("against", parts[1], self.span(parts))
