"""The tests that made a condition true, false or not known, each with what it read.

Only decisive ones: of a conjunction that failed those parts that failed, of a disjunction that held those that held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engagepolicy.explanation.wording import render_expression, render_value
from engagepolicy.ir.expressions import And, Expression, Named, Not, Or, OutcomeValue, walk
from engagepolicy.runtime.decision import Evidence
from engagepolicy.runtime.hits import find_hits
from engagepolicy.runtime.reading import chains_in, is_private_chain
from engagepolicy.runtime.record import MASK
from engagepolicy.runtime.texts import Hit
from engagepolicy.values.truth import Truth


@dataclass(frozen=True, slots=True)
class Read:
    """A fact or outcome that a test read, and its value in words: `not known`, or `***` for a private one."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test: in words, how it came out, how the rule needs it, what it read, where it found its words.

    `via` are the named conditions that it stands in, outermost first. `hits` have offsets into the text as it was given.
    """

    test: str
    truth: Truth
    is_wanted: bool
    reads: tuple[Read, ...]
    hits: tuple[Hit, ...] = ()
    via: tuple[str, ...] = ()


def decisive_leaves(evidence: Evidence, condition: Expression) -> tuple[Leaf, ...]:
    """Return the tests that gave the condition its truth, in the order in which they stand."""
    evaluate, program = evidence.trace.evaluate, evidence.prepared.program
    leaves: list[Leaf] = []
    entered: set[tuple[str, bool]] = set()
    pending: list[tuple[Expression, bool, tuple[str, ...]]] = [(condition, True, ())]
    while pending:
        current, is_wanted, via = pending.pop()
        truth = evaluate(current)
        match current:
            case And(parts=parts) | Or(parts=parts):
                decisive = [part for part in parts if evaluate(part) is truth]
                pending.extend((part, is_wanted, via) for part in reversed(decisive))
            case Not(part=part):
                pending.append((part, not is_wanted, via))
            case Named(name=name) if program.condition_by_name[name].about.window.holds_at(evidence.trace.as_of):
                if (name, is_wanted) not in entered:
                    entered.add((name, is_wanted))
                    pending.append((program.condition_by_name[name].expression, is_wanted, (*via, name)))
            case Named(name=name):
                leaves.append(Leaf(f"{name}, which is not in force", False, is_wanted, (), via=via))
            case _:
                reads = tuple(_reads(evidence, current))
                hits = find_hits(evidence.prepared, evidence.trace, current)
                leaves.append(Leaf(render_expression(current), truth, is_wanted, reads, hits, via))
    return tuple(leaves)


def _reads(evidence: Evidence, test: Expression) -> Iterator[Read]:
    """Yield the facts, lists of records as a whole, and outcomes that the test read."""
    seen: set[str] = set()
    for chain in chains_in(test):
        path = chain[0].path
        if path not in seen:
            seen.add(path)
            is_hidden = is_private_chain(evidence.prepared, chain[:1]) and path in evidence.trace.facts
            yield Read(path, MASK if is_hidden else render_value(evidence.trace.facts.get(path), chain[0].type))
    for part in walk(test):
        if isinstance(part, OutcomeValue) and part.name not in seen:
            seen.add(part.name)
            yield Read(part.name, render_value(evidence.trace.evaluate(part), part.type))
