"""What conditions read: the facts, the outcomes and the searches in texts that an answer depends on."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.ir.expressions import Apply, Expression, Fact, Named, Not, OutcomeValue, operands_of, walk
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.sought import TEXT_TESTS


class Atoms:
    """What conditions of one program are made of: the facts and outcomes they read, and what they look for in texts."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        self._prepared = prepared
        self._of_named: dict[str, frozenset[str]] = {}

    def __call__(self, expression: Expression) -> frozenset[str]:
        """Return the paths of facts that are compared, and a word for each search in a text, through named conditions too."""
        found: set[str] = set()
        pending = [expression]
        while pending:
            part = pending.pop()
            match part:
                case Apply(operator=operator) if operator in TEXT_TESTS:
                    found.add(name_test(part))
                case Named(name=name):
                    found |= self._in_named(name)
                case Fact(path=path, variable=variable):
                    found.add(path if variable is None else f"{variable}.{path}")
                case OutcomeValue(name=name):
                    found.add(f"outcome {name}")
                case _:
                    pending.extend(operands_of(part))
        return frozenset(found)

    def _in_named(self, name: str) -> frozenset[str]:
        by_name = self._prepared.program.condition_by_name
        for each in self._prepared.conditions_within(name) if name not in self._of_named else ():
            if each not in self._of_named:
                self._of_named[each] = self(by_name[each].expression)
        return self._of_named[name]


def find_forbidden(prepared: Prepared, duties: Iterable[Expression], path: str) -> tuple[Apply, ...]:
    """Return the tests of the text at the path that prohibitions make, through named conditions too."""
    found: dict[Apply, None] = {}
    pending: list[Expression] = [each for each in duties if isinstance(each, Not)]
    seen: set[str] = set()
    while pending:
        for part in walk(pending.pop()):
            match part:
                case Apply(operator=operator, operands=(Fact(path=at, variable=None), *_)) if operator in TEXT_TESTS and at == path:
                    found.setdefault(part)
                case Named(name=name) if name not in seen:
                    seen.add(name)
                    pending.append(prepared.program.condition_by_name[name].expression)
                case _:
                    pass
    return tuple(found)


def name_test(test: Apply) -> str:
    """Return a word for what a test looks for, the same for whatever text it is looked for in."""
    return f"{test.operator} {test.operands[1:]!r}"
