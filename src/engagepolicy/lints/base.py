"""What a lint is, what it looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, TypeVar, cast

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Level, Note
from engagepolicy.ir.expressions import Named, Reference
from engagepolicy.ir.program import Program
from engagepolicy.semantics.resolved import ResolvedRuleset
from engagepolicy.syntax import nodes
from engagepolicy.syntax.trees import walk

RECOMMENDED = "recommended"
ALL = "all"
"""The name by which all lints are asked for; every lint belongs to it."""

T = TypeVar("T")


@dataclass(frozen=True)
class Finding(Diagnostic):
    """What a lint found at one place; a lint has a subclass of its own for its code and title."""

    level: ClassVar[Level] = Level.WARNING

    said: str
    under: str = ""
    places: tuple[Note, ...] = ()
    advice: tuple[str, ...] = ()
    cures: tuple[Fix, ...] = ()

    @property
    @override
    def message(self) -> str:
        return self.said

    @property
    @override
    def label(self) -> str:
        return self.under

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return self.places

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return self.advice

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return self.cures


def _index(files: Iterable[nodes.ParsedRuleset]) -> dict[type, list[object]]:
    """Return the nodes of the files by their exact kind."""
    found: dict[type, list[object]] = {}
    for file in files:
        for declaration in file.declarations:
            for node in walk(declaration):
                found.setdefault(type(node), []).append(node)
    return found


@dataclass(frozen=True)
class Linted:
    """A ruleset without errors: the trees of the files that were asked for, and all that is known of it.

    `around` are the trees of all files, those that they use among them. `today` is a date in UTC, None where nothing is asked about
    the present.
    """

    files: tuple[nodes.ParsedRuleset, ...]
    resolved: ResolvedRuleset
    program: Program
    today: date | None = None
    around: tuple[nodes.ParsedRuleset, ...] = ()

    @cached_property
    def _by_kind(self) -> dict[type, list[object]]:
        return _index(self.files)

    @cached_property
    def _by_kind_around(self) -> dict[type, list[object]]:
        return _index(self.around)

    def every(self, kind: type[T]) -> Iterator[T]:
        """Yield every node of a kind, by file and then as they are written."""
        yield from cast("list[T]", self._by_kind.get(kind, []))

    def every_around(self, kind: type[T]) -> Iterator[T]:
        """Yield every node of a kind in the files and in all that they use."""
        yield from cast("list[T]", self._by_kind_around.get(kind, []))

    @cached_property
    def names_read(self) -> frozenset[tuple[str, str]]:
        """The lexicons, calendars, campaigns and conditions that some condition of the program names, with their kind."""
        found = set()
        for node in walk(self.program):
            if isinstance(node, Named):
                found.add(("condition", node.name))
            elif isinstance(node, Reference):
                found.add((node.kind, node.name))
        return frozenset(found)

    @cached_property
    def has_rules(self) -> bool:
        """Whether the files give anything; without rules they are there for others to use."""
        return any(kind in self._by_kind for kind in (nodes.Rule, nodes.Table, nodes.Constraint))


class Keeps(StrEnum):
    """What the safe fix of a lint leaves as it is: the program to the letter, or every decision by a law of `laws`."""

    PROGRAM = "program"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Lint:
    """One lint: what it is called where somebody allows it, what it gives, which sets it belongs to, and how it finds."""

    name: str
    gives: type[Finding]
    find: Callable[[Linted], Iterator[Finding]]
    sets: frozenset[str] = frozenset()
    keeps: Keeps | None = None

    @property
    def code(self) -> str:
        """The code of what it finds."""
        return self.gives.code

    @property
    def title(self) -> str:
        """What it finds, in a few words."""
        return self.gives.title

    @property
    def has_safe_fix(self) -> bool:
        """Whether a tool may cure what it finds, at least in some places."""
        return self.keeps is not None
