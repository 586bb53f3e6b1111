"""Which files belong to a policy: the roots, what they use, and the prelude that all of them use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from engagepolicy.diagnostics.base import Bag, Diagnostic
from engagepolicy.diagnostics.messages_files import UseCycle
from engagepolicy.source import SHARED_AT_MOST, SourceText, Span
from engagepolicy.syntax.nodes import Header, ParsedRuleset, Path, Use
from engagepolicy.syntax.parser import parse_ruleset

PRELUDE = "std"


@lru_cache(maxsize=SHARED_AT_MOST)
def _parse_shared(source: SourceText) -> tuple[ParsedRuleset, tuple[Diagnostic, ...]]:
    """Parse a text that everybody reads once; trees never change."""
    return parse_ruleset(source)


class Finder(Protocol):
    """Where used rulesets come from; the one way that this package reaches the outside."""

    def find_shipped(self, name: str, span: Span) -> SourceText | Diagnostic:
        """Return the shipped ruleset of a dotted name, or the message that says why not."""

    def find_file(self, path: str, span: Span) -> SourceText | Diagnostic:
        """Return the file at `path`, relative to the file of `span`; the same object for the same file every time."""


@dataclass
class _Gathering:
    finder: Finder
    bag: Bag
    files: dict[SourceText, ParsedRuleset] = field(default_factory=dict)
    uses: dict[SourceText, list[tuple[SourceText, Span]]] = field(default_factory=dict)

    def visit(self, source: SourceText) -> list[SourceText]:
        """Parse a file once and return the files that it uses."""
        if source in self.files:
            return []
        parsed, problems = _parse_shared(source) if source.is_shared else parse_ruleset(source)
        self.bag.extend(problems)
        self.files[source] = parsed
        found: list[tuple[SourceText, Span]] = []
        for declaration in parsed.declarations:
            if isinstance(declaration, Use):
                used = self._find(declaration)
                if isinstance(used, SourceText):
                    found.append((used, declaration.target.span))
                else:
                    self.bag.add(used)
        self.uses[source] = found
        return [used for used, _ in found]

    def visit_all(self, sources: Iterable[SourceText]) -> None:
        """Parse the files and all that they use."""
        pending = list(sources)
        while pending:
            pending.extend(self.visit(pending.pop()))

    def _find(self, use: Use) -> SourceText | Diagnostic:
        target = use.target
        if isinstance(target, Path):
            return self.finder.find_shipped(target.text, target.span)
        return self.finder.find_file(target.value, target.span)


def _is_prelude(parsed: ParsedRuleset) -> bool:
    """Whether the file is the prelude itself, in another place than the shipped one."""
    return any(isinstance(each, Header) and each.name.text == PRELUDE for each in parsed.declarations)


def gather_files(roots: Sequence[SourceText], finder: Finder, bag: Bag) -> tuple[ParsedRuleset, ...]:
    """Parse the roots, the prelude and everything they use, each file once; report what cannot be found and cycles."""
    gathering = _Gathering(finder, bag)
    gathering.visit_all(roots)
    if not any(_is_prelude(gathering.files[root]) for root in roots):
        start = Span(roots[0], 0, 0) if roots else Span(SourceText("<none>", ""), 0, 0)
        prelude = finder.find_shipped(PRELUDE, start)
        if isinstance(prelude, SourceText):
            gathering.visit_all([prelude])
        else:
            bag.add(prelude)
    _report_cycles(gathering.uses, bag)
    return tuple(gathering.files.values())


def _report_cycles(uses: dict[SourceText, list[tuple[SourceText, Span]]], bag: Bag) -> None:
    done: set[SourceText] = set()
    for root in sorted(uses, key=lambda source: source.name):
        on_path: list[SourceText] = []
        stack: list[tuple[SourceText, int]] = [(root, 0)]
        while stack:
            source, index = stack.pop()
            if index == 0:
                if source in done:
                    continue
                on_path.append(source)
            if index < len(uses[source]):
                stack.append((source, index + 1))
                used, span = uses[source][index]
                if used in on_path:
                    circle = [*on_path[on_path.index(used) :], used]
                    bag.add(UseCycle(span, tuple(each.name for each in circle)))
                elif used not in done:
                    stack.append((used, 0))
            else:
                done.add(source)
                on_path.pop()
