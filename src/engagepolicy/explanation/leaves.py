"""The tests that made a condition true, false or not known, each with what it read.

Only decisive ones: of a conjunction that failed those parts that failed, of a disjunction that held those that held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engagepolicy.explanation.wording import render_expression, render_value
from engagepolicy.ir.expressions import And, Apply, Expression, Named, Not, Or, OutcomeValue, walk
from engagepolicy.runtime.decision import Evidence
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.operators import find_matches, find_mentions, find_words
from engagepolicy.runtime.prepared import Setting
from engagepolicy.runtime.reading import chains_in, is_private_chain
from engagepolicy.runtime.record import MASK
from engagepolicy.runtime.texts import Hit
from engagepolicy.values.truth import Truth

_FINDERS: dict[str, Callable[[Setting, str, Value, frozenset[str]], tuple[Hit, ...]]] = {
    "mentions": find_mentions,
    "mentions_words": find_words,
    "matches": find_matches,
}


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
                leaves.append(Leaf(render_expression(current), truth, is_wanted, reads, find_hits(evidence, current), via))
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


def find_hits(evidence: Evidence, test: Expression) -> tuple[Hit, ...]:
    """Return where a text test found its words; nothing for other tests and for a private text."""
    if not isinstance(test, Apply) or test.operator not in _FINDERS or _is_hidden(evidence, test):
        return ()
    text, sought, masks = map(evidence.trace.evaluate, test.operands)
    if text is None or sought is None or masks is None:
        return ()
    return _FINDERS[test.operator](Setting(evidence.prepared, evidence.trace.as_of), text, sought, masks)


def _is_hidden(evidence: Evidence, test: Expression) -> bool:
    return any(is_private_chain(evidence.prepared, chain) for chain in chains_in(test))
