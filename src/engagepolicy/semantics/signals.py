"""Signals as facts: each is an optional fact of an interaction, so that conditions read it like any other."""

from __future__ import annotations

from collections.abc import Mapping

from engagepolicy.semantics.resolved import INTERACTION, Field
from engagepolicy.syntax import nodes
from engagepolicy.values.types import IntType, NumberType


def with_signals(records: Mapping[str, Mapping[str, Field]], signals: Mapping[str, nodes.Signal]) -> dict[str, Mapping[str, Field]]:
    """Return the records, an interaction's facts with the signals among them, sorted; a declared fact of that name stays as it is."""
    own = {name: _field_of(node) for name, node in signals.items()}
    facts = {**own, **records.get(INTERACTION, {})}
    return {**records, INTERACTION: dict(sorted(facts.items()))} if own else dict(records)


def _field_of(node: nodes.Signal) -> Field:
    of = IntType() if node.measure.word == "count" else NumberType()
    description = None if node.description is None else node.description.value
    return Field(node.name.text, of, True, False, None, description, node.name.span)
