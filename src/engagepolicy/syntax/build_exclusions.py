"""Callbacks of the grammar for exclusions."""

from __future__ import annotations

from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_clauses import ClauseBuilder
from engagepolicy.syntax.build_values import Parts
from engagepolicy.syntax.mistaken_clauses import find_mistaken_clause


class ExclusionBuilder(ClauseBuilder):
    """Exclusions, whose effects read as those of rules."""

    def exclusion(self, parts: Parts) -> n.Exclusion:
        """`exclusion`."""
        opening, body = self.split_block(parts)
        mistake = find_mistaken_clause(body)
        if mistake is not None:
            raise mistake
        self.effects.clear()
        fields = self.gather("exclusion", body)
        name, description = self.name_and_description(opening)
        return n.Exclusion(name, description, fields.all("effect"), fields.about(), self.span(parts))
