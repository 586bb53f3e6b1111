"""Where a text test found its words, and the tests that gave a condition its truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagepolicy.ir.expressions import And, Apply, Expression, Named, Not, Or
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.operators import find_matches, find_mentions, find_words
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.reading import chains_in, is_private_chain
from engagepolicy.runtime.texts import Hit
from engagepolicy.runtime.trace import Trace

_FINDERS: dict[str, Callable[[Setting, str, Value, frozenset[str]], tuple[Hit, ...]]] = {
    "mentions": find_mentions,
    "mentions_words": find_words,
    "matches": find_matches,
}


def find_hits(prepared: Prepared, trace: Trace, test: Expression) -> tuple[Hit, ...]:
    """Return where a text test found its words; nothing for other tests and for a private text."""
    if not isinstance(test, Apply) or test.operator not in _FINDERS:
        return ()
    if any(is_private_chain(prepared, chain) for chain in chains_in(test)):
        return ()
    text, sought, masks = map(trace.evaluate, test.operands)
    if text is None or sought is None or masks is None:
        return ()
    return _FINDERS[test.operator](Setting(prepared, trace.as_of), text, sought, masks)


def decisive_tests(prepared: Prepared, trace: Trace, condition: Expression) -> Iterator[Expression]:
    """Yield the tests that gave the condition its truth: of a conjunction that failed those that failed, and so on."""
    by_name, entered = prepared.program.condition_by_name, set[str]()
    pending = [condition]
    while pending:
        current = pending.pop()
        match current:
            case And(parts=parts) | Or(parts=parts):
                truth = trace.evaluate(current)
                pending.extend(part for part in reversed(parts) if trace.evaluate(part) is truth)
            case Not(part=part):
                pending.append(part)
            case Named(name=name):
                if name not in entered and by_name[name].about.window.holds_at(trace.as_of):
                    pending.append(by_name[name].expression)
                entered.add(name)
            case _:
                yield current
