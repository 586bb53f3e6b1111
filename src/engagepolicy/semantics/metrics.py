"""A metric of the author's own as what it stands for: an outcome, and clauses that name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engagepolicy.semantics.resolved import ResolvedRuleset
from engagepolicy.syntax import nodes
from engagepolicy.values.lattices import Merge


def outcome_of(node: nodes.Metric) -> nodes.Outcome:
    """Return the outcome that a metric declares: a target, of which the strictest counts."""
    span = node.name.span
    of = nodes.TypeName("simple", nodes.Word("target", span), (), False, None, span)
    merge = nodes.Word(Merge.STRICTEST.value, span)
    return nodes.Outcome(node.name, node.description, of, merge, None, None, None, node.span)


def find_clock_clauses(resolved: ResolvedRuleset) -> Iterator[nodes.ClockClause]:
    """Yield the clauses of all `sla` blocks, then those of the metrics, each of which names its own metric."""
    for _, block in sorted(resolved.slas.items()):
        yield from block.clauses
    for name, metric in sorted(resolved.metrics.items()):
        for clause in metric.clauses:
            yield replace(clause, metrics=(nodes.Word(name, clause.span),))
